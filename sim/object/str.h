// str: fixed-width storage of 1, 2 or 4 bytes a character (PEP 393), immutable, hash cached.
#pragma once

#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "sim/object/make.h"

namespace loopscope::object {

extern Type str_type;

/// Bytes per character; always the least that holds the widest character of the string.
enum class StrKind : std::uint8_t { Ascii = 0, Latin1 = 1, Ucs2 = 2, Ucs4 = 4 };

/// A Python string. ASCII strings, by far the most, are their own UTF-8; for the others the UTF-8
/// form is made on the first view() and kept.
struct Str : Object {
    static constexpr std::uint32_t kInterned = kLayerFlag0;
    static constexpr std::uint32_t kKindShift =
        17;  ///< Two bits of flags: 0 ASCII, 1, 2, 3 (Ucs4).

    std::size_t length = 0;  ///< Characters (code points).
    mutable std::int64_t hash_cache = -1;

    ~Str();
    static Type* class_type() { return &str_type; }
    std::size_t allocated_bytes() const;

    // Making. The text is UTF-8; invalid sequences become U+FFFD, WTF-8 surrogates are kept.
    static Ref<Str> make(std::string_view utf8);
    static Ref<Str> make_ascii(std::string_view ascii);  ///< Requires: all bytes < 0x80.
    static Ref<Str> from_code_points(std::span<const char32_t> points);
    static Ref<Str> from_char(char32_t point);  ///< Latin-1 ones are shared.
    /// Unfilled; the caller writes data() at once. Requires: kind is the least that is needed.
    static Ref<Str> make_unfilled(std::size_t length, StrKind kind);
    static Ref<Str> concat(const Str* a, const Str* b);
    /// Characters [begin, end). Requires: begin <= end <= length. May answer the string itself.
    static Ref<Str> slice(Str* text, std::size_t begin, std::size_t end);
    /// An instance of `cls`, a subclass of str, with the same characters.
    static Ref<Str> of_class(Type* cls, const Str* text);

    bool is_ascii() const { return ((flags >> kKindShift) & 3) == 0; }
    bool is_interned() const { return (flags & kInterned) != 0; }
    StrKind kind() const {
        std::uint32_t code = (flags >> kKindShift) & 3;
        return code == 3 ? StrKind::Ucs4 : static_cast<StrKind>(code);
    }
    /// Bytes per character: 1, 2 or 4.
    std::size_t width() const {
        std::uint32_t code = (flags >> kKindShift) & 3;
        return code < 2 ? 1 : code == 2 ? 2 : 4;
    }
    /// The characters, width() bytes each, in the machine's byte order.
    const void* data() const {
        return reinterpret_cast<const char*>(this + 1) + (is_ascii() ? 0 : sizeof(Utf8Cache));
    }
    void* data() { return const_cast<void*>(static_cast<const Str*>(this)->data()); }
    char32_t at(std::size_t index) const {
        const void* p = data();
        switch (width()) {
            case 1:
                return static_cast<const std::uint8_t*>(p)[index];
            case 2:
                return static_cast<const std::uint16_t*>(p)[index];
            default:
                return static_cast<const std::uint32_t*>(p)[index];
        }
    }
    /// The text as UTF-8 (lone surrogates as WTF-8). Lives as long as the string. NUL-terminated.
    std::string_view view() const {
        if (is_ascii()) [[likely]]
            return {reinterpret_cast<const char*>(this + 1), length};
        return make_view();
    }
    std::string to_string() const { return std::string(view()); }
    std::int64_t hash() const { return hash_cache != -1 ? hash_cache : compute_hash(); }
    /// Same characters. Cheap when hashes are known or lengths differ.
    bool equals(const Str& other) const {
        if (this == &other) return true;
        if (length != other.length || width() != other.width()) return false;
        return std::memcmp(data(), other.data(), length * width()) == 0;
    }
    bool equals(std::string_view utf8) const { return view() == utf8; }

    struct Utf8Cache {
        char* bytes = nullptr;
        std::size_t size = 0;
    };

  private:
    std::string_view make_view() const;
    std::int64_t compute_hash() const;
    Utf8Cache& cache() const {
        return *reinterpret_cast<Utf8Cache*>(reinterpret_cast<char*>(const_cast<Str*>(this) + 1));
    }
};

inline bool is_str(const Value& v) { return v.is_object() && v.type()->has(Type::kStrSubclass); }
inline bool is_str_exact(const Value& v) { return v.is_object() && v.object()->type == &str_type; }

/// Shorthands for making str values.
inline Value make_str(std::string_view utf8) { return Str::make(utf8); }

/// The one shared Str for this text in the current run: attribute and variable names, so that
/// dict look-ups succeed by pointer. Two equal strings need not be the same pointer even when both
/// are interned (one may come from intern_static), so a pointer difference proves nothing.
Ref<Str> intern(std::string_view utf8);
Ref<Str> intern(const Ref<Str>& text);
/// The same for C++ code that names an attribute: lives as long as the process. Keep it in a
/// function-local or file-level static: `static Str* const kName = intern_static("name");`
Str* intern_static(std::string_view utf8);

/// Builds a string piece by piece, widening its storage as needed.
class StrBuilder {
  public:
    explicit StrBuilder(std::size_t reserve = 0);
    ~StrBuilder();
    StrBuilder(const StrBuilder&) = delete;
    StrBuilder& operator=(const StrBuilder&) = delete;
    void append(const Str& text);
    void append(const Str& text, std::size_t begin, std::size_t end);
    void append(std::string_view utf8);
    void append(char32_t point);
    void append_fill(char32_t point, std::size_t count);
    std::size_t length() const { return length_; }
    Ref<Str> finish();

  private:
    void reserve(std::size_t more, char32_t widest);
    void* buffer_ = nullptr;
    std::size_t length_ = 0;
    std::size_t capacity_ = 0;  ///< Characters.
    std::size_t width_ = 1;
    char32_t widest_ = 0;  ///< Bitwise or of all characters so far.
};

/// repr(text): quotes and escapes as CPython chooses them.
std::string str_repr(const Str& text);
/// repr of UTF-8 text, for messages.
std::string quoted(std::string_view utf8);
/// The str a value must be, else TypeError "`what` must be str, not X".
Str* expect_str(const Value& v, std::string_view what);
/// Length of UTF-8 text in code points.
std::size_t code_point_count(std::string_view utf8);
void append_utf8(std::string& out, char32_t point);

/// SipHash-1-3 with a zero key, which is hash(str) and hash(bytes) under PYTHONHASHSEED=0.
std::int64_t hash_of_bytes(const void* data, std::size_t size);

}  // namespace loopscope::object
