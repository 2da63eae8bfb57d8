// str: center, zfill, expandtabs, format, encode.
#include "sim/object/codec.h"
#include "sim/object/exception.h"
#include "sim/object/format.h"
#include "sim/object/int.h"
#include "sim/object/memory.h"
#include "sim/object/protocol.h"
#include "sim/object/singletons.h"
#include "sim/object/text.h"

namespace loopscope::object {

namespace {

char32_t fill_character(const Value& v) {
    if (!v) return ' ';
    if (!is_str(v)) {
        raise_format(type_error_type, "The fill character must be a unicode character, not {}",
                     v.type()->name);
    }
    if (text_of(v).length != 1) {
        raise_type_error("The fill character must be exactly one character long");
    }
    return text_of(v).at(0);
}

Value padded(const Str& text, std::size_t left, std::size_t right, char32_t fill) {
    check_allocation(text.length + left + right, text.width());
    StrBuilder out(text.length + left + right);
    out.append_fill(fill, left);
    out.append(text);
    out.append_fill(fill, right);
    return out.finish();
}

enum class Place { Left, Center, Right };

template <Place place>
Value str_justify(const Value& self, CallArgs args) {
    std::int64_t width = to_index(args.values[0]);
    char32_t fill = fill_character(args.values[1]);
    Str& text = text_of(self);
    if (width <= static_cast<std::int64_t>(text.length)) return exact_text(text);
    std::size_t missing = static_cast<std::size_t>(width) - text.length;
    if (place == Place::Left) return padded(text, 0, missing, fill);
    if (place == Place::Right) return padded(text, missing, 0, fill);
    // An odd place goes to the left where the width is odd.
    std::size_t left = missing / 2 + (missing & static_cast<std::size_t>(width) & 1);
    return padded(text, left, missing - left, fill);
}

Value str_zfill(const Value& self, CallArgs args) {
    std::int64_t width = to_index(args.values[0]);
    Str& text = text_of(self);
    if (width <= static_cast<std::int64_t>(text.length)) return exact_text(text);
    std::size_t missing = static_cast<std::size_t>(width) - text.length;
    bool sign = text.length > 0 && (text.at(0) == '+' || text.at(0) == '-');
    check_allocation(static_cast<std::size_t>(width), text.width());
    StrBuilder out(static_cast<std::size_t>(width));
    if (sign) out.append(text.at(0));
    out.append_fill('0', missing);
    out.append(text, sign ? 1 : 0, text.length);
    return out.finish();
}

Value str_expandtabs(const Value& self, CallArgs args) {
    std::int64_t size = integer_or(args.values[0], 8);
    const Str& text = text_of(self);
    StrBuilder out(text.length);
    std::int64_t column = 0;
    for (std::size_t i = 0; i < text.length; ++i) {
        char32_t c = text.at(i);
        if (c == '\t') {
            std::int64_t count = size > 0 ? size - column % size : 0;
            check_allocation(out.length() + static_cast<std::size_t>(count), text.width());
            out.append_fill(' ', static_cast<std::size_t>(count));
            column += count;
            continue;
        }
        out.append(c);
        column = c == '\n' || c == '\r' ? 0 : column + 1;
    }
    return out.finish();
}

Value str_format_method_call(const Value& self, CallArgs args) { return str_format(self, args); }
Value str_format_map_method(const Value& self, CallArgs args) {
    return str_format_map(self, args.values[0]);
}

Value str_encode(const Value& self, CallArgs args) {
    CodecNames names = codec_names("encode", args.values[0], args.values[1]);
    return encode_text(self, names.encoding, names.errors);
}

}  // namespace

std::span<const MethodDef> str_layout_methods() {
    static const MethodDef kMethods[] = {
        {"ljust", str_justify<Place::Left>, "width, fillchar=, /"},
        {"rjust", str_justify<Place::Right>, "width, fillchar=, /"},
        {"center", str_justify<Place::Center>, "width, fillchar=, /"},
        {"zfill", str_zfill, "width, /"},
        {"expandtabs", str_expandtabs, "tabsize="},
        {"format", str_format_method_call, "..."},
        {"format_map", str_format_map_method, "mapping, /"},
        {"__format__", str_format_method, "format_spec, /"},
        {"encode", str_encode, "encoding=, errors="},
    };
    return kMethods;
}

}  // namespace loopscope::object
