// hex and fromhex of bytes, bytearray and memoryview.
#include <cstdlib>

#include "sim/object/byte_methods.h"
#include "sim/object/exception.h"
#include "sim/object/protocol.h"
#include "sim/object/singletons.h"
#include "sim/object/text.h"

namespace loopscope::object {

namespace {

char separator_byte(const Value& v) {
    if (length(v) != 1) raise_value_error("sep must be length 1.");
    char32_t c = 0;
    if (is_str(v)) {
        c = text_of(v).at(0);
    } else if (is_bytes(v)) {
        c = v.as<Bytes>()->data()[0];
    } else {
        raise_type_error("sep must be str or bytes.");
    }
    if (c > 127) raise_value_error("sep must be ASCII.");
    return static_cast<char>(c);
}

int hex_value(char32_t c) {
    if (c >= '0' && c <= '9') return static_cast<int>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<int>(c - 'a' + 10);
    if (c >= 'A' && c <= 'F') return static_cast<int>(c - 'A' + 10);
    return -1;
}

/// CPython: _PyBytes_FromHex.
std::string parse_hex(const Str& text) {
    std::string out;
    std::size_t at = 0;
    auto digit = [&](std::size_t i) {
        int value = i < text.length ? hex_value(text.at(i)) : -1;
        if (value < 0) {
            raise_format(value_error_type,
                         "non-hexadecimal number found in fromhex() arg at position {}", i);
        }
        return value;
    };
    while (true) {
        while (at < text.length &&
               (text.at(at) == ' ' || (text.at(at) >= '\t' && text.at(at) <= '\r'))) {
            ++at;
        }
        if (at >= text.length) return out;
        int high = digit(at);
        out += static_cast<char>(high * 16 + digit(at + 1));
        at += 2;
    }
}

}  // namespace

Value byte_from_hex(const Value& cls, CallArgs args) {
    if (!is_str(args.values[0])) {
        raise_format(type_error_type, "fromhex() argument must be str, not {}",
                     args.values[0].type()->name);
    }
    Type* type = cls.as<Type>();
    std::string data = parse_hex(text_of(args.values[0]));
    if (type == &bytearray_type) return ByteArray::make(data);
    Value bytes = Bytes::make(data);
    return type == &bytes_type ? bytes : call(cls, {bytes});
}

/// CPython: _Py_strhex_impl. Groups count from the right, or from the left for a negative size.
Value byte_hex(const Value& self, CallArgs args) {
    std::string_view data = expect_bytes_like(self);
    bool separated = static_cast<bool>(args.values[0]);
    char separator = separated ? separator_byte(args.values[0]) : '\0';
    std::int64_t group = integer_or(args.values[1], 1);
    if (group == 0) separated = false;
    auto size = static_cast<std::size_t>(std::abs(group));
    check_allocation(data.size(), 3);
    std::string out;
    for (std::size_t i = 0; i < data.size(); ++i) {
        std::size_t from_edge = group > 0 ? data.size() - i : i;
        if (separated && i > 0 && from_edge % size == 0) out += separator;
        auto byte = static_cast<unsigned char>(data[i]);
        out += "0123456789abcdef"[byte >> 4];
        out += "0123456789abcdef"[byte & 15];
    }
    return make_str(out);
}

}  // namespace loopscope::object
