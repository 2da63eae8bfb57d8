// bytes, bytearray, and the memoryview over them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sim/object/make.h"

namespace loopscope::object {

extern Type bytes_type;
extern Type bytearray_type;
extern Type memoryview_type;

/// Immutable bytes; the data stands behind the header.
struct Bytes : Object {
    std::size_t size = 0;
    mutable std::int64_t hash_cache = -1;

    static Type* class_type() { return &bytes_type; }
    std::size_t allocated_bytes() const { return sizeof(Bytes) + size + 1; }
    static Ref<Bytes> make(std::string_view data);
    static Ref<Bytes> make_unfilled(std::size_t size, Type* cls = &bytes_type);
    std::uint8_t* data() { return reinterpret_cast<std::uint8_t*>(this + 1); }
    std::string_view view() const { return {reinterpret_cast<const char*>(this + 1), size}; }
};

struct ByteArray : Object {
    std::string data;
    std::size_t exports = 0;  ///< Memoryviews that pin the size: BufferError on resize.
    std::size_t counted = 0;  ///< Bytes of data that the run's memory budget knows of.

    ~ByteArray();

    static Type* class_type() { return &bytearray_type; }
    static Ref<ByteArray> make(std::string_view data);
    /// Call before every change of size. BufferError while memoryviews exist, MemoryError when the
    /// data would pass the run's limit with `growth` bytes more.
    void prepare_resize(std::size_t growth);
};

/// A one-dimensional view of bytes or bytearray.
struct MemoryView : Container {
    Value owner;  ///< Bytes or ByteArray; null after release().
    std::size_t begin = 0;
    std::size_t size = 0;
    std::int64_t stride = 1;
    bool readonly = true;
    char format = 'B';  ///< 'B', 'b' or 'c'.

    ~MemoryView();
    /// Gives the memory back; what the view is asked later raises ValueError.
    void release() noexcept;
    static Type* class_type() { return &memoryview_type; }
};

inline bool is_bytes(const Value& v) {
    return v.is_object() && v.type()->has(Type::kBytesSubclass);
}
/// The bytes of a bytes-like object (bytes, bytearray, contiguous memoryview), valid until it
/// changes; nothing for other values.
std::optional<std::string_view> bytes_like(const Value& v);
/// The same, with TypeError "a bytes-like object is required, not 'X'".
std::string_view expect_bytes_like(const Value& v);
/// b'…' as repr shows it.
std::string bytes_repr(std::string_view data);

}  // namespace loopscope::object
