// What bytes and bytearray share: their methods, and making bytes from values. For them only.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "sim/object/bytes.h"
#include "sim/object/native.h"
#include "sim/object/slice.h"

namespace loopscope::object {

/// Enters the methods that both types have. Their results are of the type of self.
void add_byte_methods(Type& type);
/// The method hex, with its arguments (sep, bytes_per_sep).
Value byte_hex(const Value& self, CallArgs args);
/// The class method fromhex.
Value byte_from_hex(const Value& cls, CallArgs args);

/// The value as a byte: ValueError `message` unless in range(256), TypeError for what is no int.
std::uint8_t byte_of(const Value& v, const char* message = "byte must be in range(0, 256)");
/// The bytes that bytes(...) and bytearray(...) are made of. CPython: bytes_new_impl.
std::string bytes_from_arguments(std::string_view type_name, CallArgs args);
/// The ints of an iterable as bytes.
std::string bytes_from_iterable(const Value& iterable, const char* message);
/// `item in data`.
bool bytes_contain(std::string_view data, const Value& item);
/// Comparison with any bytes-like object; NotImplemented for other values.
Value compare_bytes(const Value& a, const Value& b, CompareOp op);
/// data[slice] for a slice key.
std::string slice_bytes(std::string_view data, const SliceBounds& bounds);
/// data * count.
std::string repeat_bytes(std::string_view data, std::int64_t count);

/// Bytes of one item of a memoryview of this format; 0 for a character that is no format.
std::size_t view_item_size(char format);

}  // namespace loopscope::object
