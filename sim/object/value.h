// Value and Ref: how a Python value is held. The lowest header of the object model.
#pragma once

#include <cstdint>
#include <new>
#include <type_traits>
#include <utility>

#include "sim/base/check.h"

namespace loopscope::object {

struct Type;

/// The header of every Python object on the heap: 16 bytes, no virtual functions.
///
/// What can be done with an object is in its Type's slots, as in CPython. Objects are reference
/// counted, because a program sees when the last reference goes: `__del__`, "never awaited",
/// "exception was never retrieved", "destroyed but it is pending".
struct Object {
    std::uint32_t refs = 1;
    std::uint32_t flags = 0;  ///< ObjectFlag bits.
    Type* type = nullptr;     ///< Counted for heap types, see Type::kHeapType.
};

enum ObjectFlag : std::uint32_t {
    kImmortal = 1u << 0,       ///< Never freed: None, True, builtin types.
    kFinalized = 1u << 1,      ///< `__del__` has run; it runs once (PEP 442).
    kHasAddress = 1u << 2,     ///< id() or repr() has asked for its address, see Runtime.
    kHasWeakrefs = 1u << 3,    ///< Something in the weak-reference table points here.
    kGcUnreachable = 1u << 4,  ///< Scratch mark of the cycle collector.
    kLayerFlag0 = 1u << 16,    ///< From here on free for the class of the object.
};

/// Frees an object whose count has reached zero, by its type's dealloc slot. Long chains are
/// freed without deep recursion on the C++ stack.
void release_last(Object* object) noexcept;

inline void retain(Object* object) noexcept { ++object->refs; }
inline void release(Object* object) noexcept {
    if (--object->refs == 0) [[unlikely]]
        release_last(object);
}

/// An owning pointer to an object of static type T. May be null.
template <typename T>
class Ref {
  public:
    Ref() = default;
    Ref(std::nullptr_t) {}
    explicit Ref(T* borrowed) : pointer_(borrowed) {
        if (pointer_) retain(pointer_);
    }
    Ref(const Ref& other) : Ref(other.pointer_) {}
    Ref(Ref&& other) noexcept : pointer_(std::exchange(other.pointer_, nullptr)) {}
    template <typename U>
    requires std::is_convertible_v<U*, T*> Ref(const Ref<U>& other) : Ref(other.get()) {}
    template <typename U>
    requires std::is_convertible_v<U*, T*> Ref(Ref<U>&& other)
    noexcept : pointer_(other.detach()) {}
    ~Ref() {
        if (pointer_) release(pointer_);
    }

    Ref& operator=(Ref other) noexcept {
        std::swap(pointer_, other.pointer_);
        return *this;
    }

    /// Takes over a reference that the caller owns.
    static Ref steal(T* owned) {
        Ref r;
        r.pointer_ = owned;
        return r;
    }
    /// Gives the reference away; the caller must release it.
    T* detach() noexcept { return std::exchange(pointer_, nullptr); }

    T* get() const { return pointer_; }
    T* operator->() const { return pointer_; }
    T& operator*() const { return *pointer_; }
    explicit operator bool() const { return pointer_ != nullptr; }
    friend bool operator==(const Ref& a, const Ref& b) { return a.pointer_ == b.pointer_; }

  private:
    T* pointer_ = nullptr;
};

/// Any Python value, in one owning word: nothing, a small integer, or a reference to an object.
///
/// 1. Bits 0: the null Value, which means "no value" and is not None.
/// 2. Lowest bit 1: an int in [-2^62, 2^62), stored in the upper 63 bits. Every int of that range
///    is stored so, never as an object: equal small ints are identical.
/// 3. Otherwise the address of an Object, of which this Value holds one reference.
class Value {
  public:
    static constexpr std::int64_t kSmallMax = (std::int64_t{1} << 62) - 1;
    static constexpr std::int64_t kSmallMin = -(std::int64_t{1} << 62);

    Value() = default;
    Value(std::nullptr_t) {}
    Value(const Value& other) noexcept : bits_(other.bits_) { keep(); }
    Value(Value&& other) noexcept : bits_(std::exchange(other.bits_, 0)) {}
    template <typename T>
    requires std::is_base_of_v<Object, T> Value(Ref<T> ref)
    noexcept : bits_(reinterpret_cast<std::uintptr_t>(static_cast<Object*>(ref.detach()))) {}
    ~Value() { drop(); }

    Value& operator=(const Value& other) noexcept {
        Value copy(other);
        std::swap(bits_, copy.bits_);
        return *this;
    }
    Value& operator=(Value&& other) noexcept {
        if (this != &other) {
            std::uintptr_t old = std::exchange(bits_, std::exchange(other.bits_, 0));
            if (is_object_bits(old)) release(reinterpret_cast<Object*>(old));
        }
        return *this;
    }

    /// Requires: kSmallMin <= i <= kSmallMax. For any int64, see Int::from in int.h.
    static Value small(std::int64_t i) {
        Value v;
        v.bits_ = (static_cast<std::uintptr_t>(i) << 1) | 1;
        return v;
    }
    static constexpr bool fits_small(std::int64_t i) { return i >= kSmallMin && i <= kSmallMax; }
    /// A new reference to an object that somebody else owns.
    static Value borrow(Object* object) {
        retain(object);
        return steal(object);
    }
    /// Takes over a reference that the caller owns.
    static Value steal(Object* object) {
        Value v;
        v.bits_ = reinterpret_cast<std::uintptr_t>(object);
        return v;
    }

    bool is_null() const { return bits_ == 0; }
    explicit operator bool() const {
        return bits_ != 0;
    }  ///< Not null. Truth is truth() in protocol.h.
    bool is_small() const { return (bits_ & 1) != 0; }
    bool is_object() const { return is_object_bits(bits_); }

    std::int64_t small() const { return static_cast<std::int64_t>(bits_) >> 1; }
    /// Requires: is_object().
    Object* object() const { return reinterpret_cast<Object*>(bits_); }
    /// Unchecked downcast. Requires: the object is a T.
    template <typename T>
    T* as() const {
        return static_cast<T*>(object());
    }
    /// The value's type; `int` for small ints. Requires: not null.
    inline Type* type() const;
    /// Identity, as Python's `is`.
    friend bool is_same(const Value& a, const Value& b) { return a.bits_ == b.bits_; }
    std::uintptr_t bits() const { return bits_; }
    /// Gives up ownership without releasing; for the interpreter's stack.
    std::uintptr_t detach_bits() noexcept { return std::exchange(bits_, 0); }
    static Value from_bits(std::uintptr_t owned) {
        Value v;
        v.bits_ = owned;
        return v;
    }

  private:
    static bool is_object_bits(std::uintptr_t bits) { return bits != 0 && (bits & 1) == 0; }
    void keep() const noexcept {
        if (is_object()) retain(object());
    }
    void drop() noexcept {
        if (is_object()) release(object());
    }

    std::uintptr_t bits_ = 0;
};

}  // namespace loopscope::object
