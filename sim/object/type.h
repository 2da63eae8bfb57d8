// Type: a Python class, with the slots that say what can be done with its instances.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "sim/object/value.h"

namespace loopscope::object {

struct Dict;
struct Str;
struct Tuple;

/// The arguments of a call, as CPython's vectorcall passes them (PEP 590): `positional`, then one
/// value per name of `names`. Nothing is owned; it lives as long as the call.
struct CallArgs {
    const Value* values = nullptr;  ///< positional_count + names.size() values.
    std::size_t positional_count = 0;
    const Tuple* names = nullptr;  ///< Tuple of Str, or null when there are no keywords.

    std::span<const Value> positional() const { return {values, positional_count}; }
    inline std::size_t keyword_count() const;
};

/// What came out of resuming a coroutine or generator, as PySendResult.
enum class SendStatus : std::uint8_t {
    Yielded,   ///< `out` is the yielded value.
    Returned,  ///< `out` is the return value.
    Raised,    ///< `out` is the exception object (an ExceptionObject, traceback attached).
};

enum class CompareOp : std::uint8_t { Lt, Le, Eq, Ne, Gt, Ge };

enum class BinaryOp : std::uint8_t {
    Add,
    Sub,
    Mul,
    MatMul,
    TrueDiv,
    FloorDiv,
    Mod,
    Pow,
    LShift,
    RShift,
    And,
    Or,
    Xor,
};
inline constexpr std::size_t kBinaryOpCount = 13;

/// Objects that can be part of a reference cycle. They stand in the runtime's list so that the
/// cycle collector, and the end of the run, can find them.
struct Container : Object {
    Container* gc_previous = nullptr;
    Container* gc_next = nullptr;
    std::int64_t gc_count = -1;  ///< Scratch of the cycle collector; -1 outside of a collection.
};

/// Called by a traverse slot once for each reference that an object holds.
struct Visitor {
    virtual void visit(Object* child) = 0;
    void visit(const Value& v) {
        if (v.is_object()) visit(v.object());
    }
    template <typename T>
    void visit(const Ref<T>& r) {
        if (r) visit(static_cast<Object*>(r.get()));
    }

  protected:
    ~Visitor() = default;
};

/// A Python type. Builtin types are static objects, set up once and immutable; classes made by a
/// program are heap objects. A null slot means that the operation is not supported; a subclass
/// inherits slots, and a class body that defines `__add__` and the like gets the slot that calls
/// them (slots.cpp), so that C++ code only ever looks at slots.
///
/// Slots raise by throwing Raised (error.h). Those that may answer "not mine" return the
/// NotImplemented object, as in CPython.
///
/// Instances of a class that a program made may have words of their own, `__dict__` and
/// `__slots__`. They stand in front of the object's header, so that a subclass can extend objects
/// of any size (str, tuple) and the C++ layout behind the header stays the builtin base's:
///
///     [slots of the last class] … [slots of the first class] [Dict*] [Object …]
///                                                             -8      0
struct Type : Container {
    Type();
    ~Type();
    enum Flag : std::uint32_t {
        kHeapType = 1u << 0,   ///< Made by a class statement or type(); reference counted.
        kBaseType = 1u << 1,   ///< May be subclassed.
        kContainer = 1u << 2,  ///< Instances are Containers.
        kReady = 1u << 3,
        kIntSubclass = 1u << 8,  ///< Fast "is a" tests for the types that are asked for often.
        kStrSubclass = 1u << 9,
        kTupleSubclass = 1u << 10,
        kListSubclass = 1u << 11,
        kDictSubclass = 1u << 12,
        kExceptionSubclass = 1u << 13,
        kTypeSubclass = 1u << 14,
        kBytesSubclass = 1u << 15,
        kGeneric = 1u << 17,  ///< `cls[item]` makes a types.GenericAlias.
        kMethodLike =
            1u << 18,  ///< descr_get binds the instance as first argument, as functions do.
        kCoroutine = 1u << 19,   ///< `await x` iterates x itself: coroutines.
        kAbstract = 1u << 20,    ///< `__abstractmethods__` is not empty.
        kFutureLike = 1u << 16,  ///< `_asyncio_future_blocking` protocol: kernel futures.
    };
    std::uint32_t type_flags = 0;
    std::uint32_t version = 0;  ///< Changes whenever a look-up on this type could change. 0: none.
    std::string name;           ///< `__name__`.
    std::string qualname;       ///< `__qualname__`.
    std::string module;         ///< `__module__`; "builtins" for builtin types.
    Type* base = nullptr;  ///< The base whose layout this type extends. Counted for heap types.
    Ref<Tuple> bases;
    Ref<Tuple> mro;
    Ref<Dict> dict;
    std::size_t instance_size = 0;  ///< Bytes from the header on, without variable-size data.
    std::uint32_t prefix_size = 0;  ///< Bytes in front of the header: dict word and slot words.
    std::int32_t dict_offset =
        0;  ///< Byte offset of the instance's `Dict*` (may be null); 0: no __dict__.
    std::uint32_t slots_count =
        0;                   ///< `__slots__` of this type and its bases, behind the dict word.
    Type* layout = nullptr;  ///< The class in the chain of bases that last extended the layout.

    const char* doc = nullptr;  ///< Builtin types: `__doc__`.

    // Lifecycle. dealloc is dealloc_as<T> of make.h; it also frees the words in front, and the
    // collector visits and clears those by itself: traverse and clear see to the C++ members only.
    void (*dealloc)(Object* self) = nullptr;
    void (*finalize)(Object* self) = nullptr;  ///< `__del__`: may resurrect the object.
    void (*traverse)(Object* self, Visitor& visitor) = nullptr;
    void (*clear)(Object* self) = nullptr;  ///< Drops references to break a cycle.

    // Making and calling.
    Value (*construct)(Type* cls, CallArgs args) = nullptr;     ///< `__new__`
    void (*init)(const Value& self, CallArgs args) = nullptr;   ///< `__init__`
    Value (*call)(const Value& self, CallArgs args) = nullptr;  ///< `__call__`

    // Attributes. getattr answers null when there is no such attribute.
    Value (*getattr)(const Value& self, Str* name) = nullptr;
    void (*setattr)(const Value& self, Str* name, const Value& value) = nullptr;  ///< Null: delete.
    Value (*descr_get)(const Value& descr, const Value& instance,
                       Type* owner) = nullptr;  ///< instance may be null.
    void (*descr_set)(const Value& descr, const Value& instance,
                      const Value& value) = nullptr;  ///< Null: delete.

    // Text, hash, order, truth.
    Value (*repr)(const Value& self) = nullptr;
    Value (*str)(const Value& self) = nullptr;
    std::int64_t (*hash)(const Value& self) = nullptr;  ///< Null: unhashable.
    Value (*compare)(const Value& a, const Value& b, CompareOp op) = nullptr;
    bool (*truth)(const Value& self) = nullptr;

    // Iteration. next answers null at the end.
    Value (*iter)(const Value& self) = nullptr;
    Value (*next)(const Value& self) = nullptr;

    // Containers.
    std::int64_t (*length)(const Value& self) = nullptr;
    Value (*getitem)(const Value& self, const Value& key) = nullptr;
    void (*setitem)(const Value& self, const Value& key,
                    const Value& value) = nullptr;  ///< Null: delete.
    bool (*contains)(const Value& self, const Value& item) = nullptr;

    // Numbers. A binary slot is called with the operands in source order, either of which may be
    // of this type, as CPython's nb_ slots are.
    Value (*binary[kBinaryOpCount])(const Value& a, const Value& b) = {};
    Value (*inplace[kBinaryOpCount])(const Value& a, const Value& b) = {};
    Value (*ternary_power)(const Value& a, const Value& b, const Value& modulus) = nullptr;
    /// `+` and `*` of sequences: tried after the binary slots of both sides (sq_concat, sq_repeat).
    Value (*concat)(const Value& a, const Value& b) = nullptr;
    Value (*repeat)(const Value& a, std::int64_t count) = nullptr;
    Value (*inplace_concat)(const Value& a, const Value& b) = nullptr;
    Value (*inplace_repeat)(const Value& a, std::int64_t count) = nullptr;
    Value (*negative)(const Value& self) = nullptr;
    Value (*positive)(const Value& self) = nullptr;
    Value (*invert)(const Value& self) = nullptr;
    Value (*absolute)(const Value& self) = nullptr;
    Value (*to_int)(const Value& self) = nullptr;
    Value (*to_float)(const Value& self) = nullptr;
    Value (*index)(const Value& self) = nullptr;

    // Coroutines and asynchronous iteration.
    Value (*await)(const Value& self) = nullptr;  ///< `__await__`: an iterator.
    Value (*aiter)(const Value& self) = nullptr;
    Value (*anext)(const Value& self) = nullptr;
    /// Resumes with `arg` (None to start). Never throws guest exceptions: they come as Raised.
    SendStatus (*send)(const Value& self, const Value& arg, Value& out) = nullptr;
    /// Raises `exception` at the point where the coroutine is suspended.
    SendStatus (*raise_into)(const Value& self, const Value& exception, Value& out) = nullptr;

    bool has(Flag flag) const { return (type_flags & flag) != 0; }
    bool is_subtype_of(const Type* other) const;
};

/// The type of int; here because every small int has it.
extern Type int_type;

inline Type* Value::type() const { return is_small() ? &int_type : object()->type; }

/// By the C++ type graph (the mro), without `__instancecheck__`.
inline bool is_instance(const Value& v, const Type* type) {
    return v.type() == type || v.type()->is_subtype_of(type);
}

/// The instance's `Dict*` word, or null when instances of its type have no `__dict__`. The word
/// itself is null until the first attribute is set. Requires: v.is_object().
inline Dict** dict_word(Object* object) {
    std::int32_t offset = object->type->dict_offset;
    if (offset == 0) return nullptr;
    return reinterpret_cast<Dict**>(reinterpret_cast<char*>(object) + offset);
}

/// The object as a T when its exact or base type is `type`, else null.
template <typename T>
T* try_cast(const Value& v, const Type* type) {
    return v.is_object() && is_instance(v, type) ? v.as<T>() : nullptr;
}
/// The same with the Python type that belongs to T (`T::class_type()`).
template <typename T>
T* try_cast(const Value& v) {
    return try_cast<T>(v, T::class_type());
}
/// Whether the value's type is exactly that of T, not a subclass.
template <typename T>
bool is_exact(const Value& v) {
    return v.is_object() && v.object()->type == T::class_type();
}

extern Type object_type;  ///< `object`
extern Type type_type;    ///< `type`

}  // namespace loopscope::object
