// format(): `__format__` of int, float, complex and str.
#include "sim/object/format.h"

#include <charconv>
#include <climits>
#include <cmath>
#include <cstring>
#include <iterator>

#include "sim/object/exception.h"
#include "sim/object/float.h"
#include "sim/object/float_text.h"
#include "sim/object/format_spec.h"
#include "sim/object/int.h"
#include "sim/object/memory.h"
#include "sim/object/protocol.h"
#include "sim/object/singletons.h"
#include "sim/object/slots.h"

namespace loopscope::object {

namespace {

void make_upper(std::string& text) {
    for (char& c : text) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    }
}

bool is_one_of(char32_t c, std::u32string_view set) {
    return c != '\0' && set.find(c) != std::u32string_view::npos;
}

int checked_precision(const FormatSpec& spec) {
    if (spec.precision > INT_MAX) raise_value_error("precision too big");
    check_allocation(static_cast<std::size_t>(std::max<std::int64_t>(spec.precision, 0)), 4);
    return static_cast<int>(spec.precision);
}

/// Style and precision that a specification asks for; type none is the shortest form, or `g` with
/// a given precision.
DoubleStyle double_style(const FormatSpec& spec, bool dot_zero) {
    int precision = checked_precision(spec);
    DoubleStyle style{.code = 'r', .precision = 0, .dot_zero = false, .alternate = spec.alternate};
    if (spec.type == '\0') {
        style.dot_zero = dot_zero;
        if (precision >= 0) style.code = 'g';
    } else {
        char32_t lower = spec.type < 'a' ? spec.type + 32 : spec.type;
        style.code = spec.type == '%' ? 'f' : lower == 'n' ? 'g' : static_cast<char>(lower);
        style.precision = 6;
    }
    if (precision >= 0) style.precision = precision;
    return style;
}

std::string styled_double(double d, const FormatSpec& spec, const DoubleStyle& style) {
    std::string text = double_to_text(d, style);
    if (spec.no_negative_zero && text[0] == '-') {
        std::size_t mantissa = text.find('e');
        if (text.find_first_of("123456789in") >= mantissa) text.erase(0, 1);
    }
    if (is_one_of(spec.type, U"EFG")) make_upper(text);
    return text;
}

std::string format_character(const Value& v, const FormatSpec& spec) {
    if (spec.sign != '\0') {
        raise_value_error("Sign not allowed with integer format specifier 'c'");
    }
    if (spec.alternate) {
        raise_value_error("Alternate form (#) not allowed with integer format specifier 'c'");
    }
    std::optional<std::int64_t> code = int_to_int64(v);
    if (!code) raise(overflow_error_type, "Python int too large to convert to C long");
    if (*code < 0 || *code > 0x10ffff) {
        raise(overflow_error_type, "%c arg not in range(0x110000)");
    }
    NumberText number;
    append_utf8(number.rest, static_cast<char32_t>(*code));
    number.rest_length = 1;
    return lay_out_number(number, spec);
}

/// CPython: format_long_internal.
std::string format_integer(const Value& v, const FormatSpec& spec) {
    if (spec.precision != -1) {
        raise_value_error("Precision not allowed in integer format specifier");
    }
    if (spec.no_negative_zero) {
        raise_value_error("Negative zero coercion (z) not allowed in integer format specifier");
    }
    if (spec.type == 'c') return format_character(v, spec);
    int base = spec.type == 'b' ? 2 : spec.type == 'o' ? 8 : is_one_of(spec.type, U"xX") ? 16 : 10;
    NumberText number = split_number_text("");
    number.digits = int_to_string(v, base);
    if (number.digits[0] == '-') {
        number.negative = true;
        number.digits.erase(0, 1);
    }
    if (spec.alternate && base != 10) {
        number.prefix = base == 2 ? "0b" : base == 8 ? "0o" : "0x";
    }
    if (spec.type == 'X') {
        make_upper(number.digits);
        make_upper(number.prefix);
    }
    return lay_out_number(number, spec);
}

std::string format_int_text(const Value& v, const Str& spec_text) {
    FormatSpec spec = parse_format_spec(spec_text, {'d', '>'}, v.type()->name);
    if (is_one_of(spec.type, U"bcdoxXn")) return format_integer(v, spec);
    if (is_one_of(spec.type, U"eEfFgG%")) return format_double(int_to_double(v), spec);
    raise_unknown_format_code(spec.type, v.type()->name);
}

std::string format_float_text(const Value& v, const Str& spec_text) {
    FormatSpec spec = parse_format_spec(spec_text, {'\0', '>'}, v.type()->name);
    if (spec.type != '\0' && !is_one_of(spec.type, U"eEfFgGn%")) {
        raise_unknown_format_code(spec.type, v.type()->name);
    }
    return format_double(v.as<Float>()->value, spec);
}

void check_complex(const FormatSpec& spec, const Value& v) {
    if (spec.type != '\0' && !is_one_of(spec.type, U"eEfFgGn")) {
        raise_unknown_format_code(spec.type, v.type()->name);
    }
    if (spec.fill == '0') {
        raise_value_error("Zero padding is not allowed in complex format specifier");
    }
    if (spec.align == '=') {
        raise_value_error("'=' alignment flag is not allowed in complex format specifier");
    }
}

/// CPython: format_complex_internal.
std::string format_complex_text(const Value& v, const Str& spec_text) {
    FormatSpec spec = parse_format_spec(spec_text, {'\0', '>'}, v.type()->name);
    check_complex(spec, v);
    const Complex& number = *v.as<Complex>();
    DoubleStyle style = double_style(spec, false);
    bool default_type = spec.type == '\0';
    bool skip_real = default_type && number.real == 0 && !std::signbit(number.real);
    FormatSpec part = spec;
    part.width = -1;
    part.fill = ' ';
    part.align = '<';
    std::string text;
    if (!skip_real) {
        text = lay_out_number(split_number_text(styled_double(number.real, spec, style)), part);
        part.sign = '+';
    }
    text += lay_out_number(split_number_text(styled_double(number.imaginary, spec, style)), part);
    text += 'j';
    if (default_type && !skip_real) text = "(" + text + ")";
    return pad_text(text, text.size(), spec);
}

/// CPython: format_string_internal.
Value format_str(const Value& v, const Str& spec_text) {
    FormatSpec spec = parse_format_spec(spec_text, {'s', '<'}, v.type()->name);
    if (spec.type != 's') raise_unknown_format_code(spec.type, v.type()->name);
    if (spec.sign != '\0') {
        raise_value_error(spec.sign == ' ' ? "Space not allowed in string format specifier"
                                           : "Sign not allowed in string format specifier");
    }
    if (spec.no_negative_zero) {
        raise_value_error("Negative zero coercion (z) not allowed in string format specifier");
    }
    if (spec.alternate) {
        raise_value_error("Alternate form (#) not allowed in string format specifier");
    }
    if (spec.align == '=') {
        raise_value_error("'=' alignment not allowed in string format specifier");
    }
    Ref<Str> text(v.as<Str>());
    if (spec.precision >= 0 && static_cast<std::size_t>(spec.precision) < text->length) {
        text = Str::slice(text.get(), 0, static_cast<std::size_t>(spec.precision));
    }
    return make_str(pad_text(text->view(), text->length, spec));
}

const Str& spec_argument(CallArgs args) {
    const Value& spec = args.values[0];
    if (!is_str(spec)) {
        raise_format(type_error_type, "__format__() argument must be str, not {}",
                     is_none(spec) ? "None" : spec.type()->name);
    }
    return *spec.as<Str>();
}

}  // namespace

std::string format_double(double d, const FormatSpec& spec) {
    DoubleStyle style = double_style(spec, true);
    std::string text = styled_double(spec.type == '%' ? d * 100 : d, spec, style);
    if (spec.type == '%') text += '%';
    return lay_out_number(split_number_text(text), spec);
}

Value int_format(const Value& self, CallArgs args) {
    const Str& spec = spec_argument(args);
    return spec.length == 0 ? str(self) : make_str(format_int_text(self, spec));
}

Value float_format(const Value& self, CallArgs args) {
    const Str& spec = spec_argument(args);
    return spec.length == 0 ? str(self) : make_str(format_float_text(self, spec));
}

Value complex_format(const Value& self, CallArgs args) {
    const Str& spec = spec_argument(args);
    return spec.length == 0 ? str(self) : make_str(format_complex_text(self, spec));
}

Value str_format_method(const Value& self, CallArgs args) {
    const Str& spec = spec_argument(args);
    return spec.length == 0 ? str(self) : format_str(self, spec);
}

/// CPython: PyObject_Format.
namespace {

/// The specifications that most programs write: `5`, `05d`, `.2f`, `8.3f`.
struct PlainSpec {
    bool zero = false;
    int width = 0;
    int precision = -1;
    char type = '\0';
};

/// Up to three ASCII digits; more than that is for parse_format_spec.
bool take_digits(std::string_view& text, int& out) {
    std::size_t count = 0;
    while (count < text.size() && text[count] >= '0' && text[count] <= '9') ++count;
    if (count == 0 || count > 3) return false;
    out = 0;
    for (std::size_t i = 0; i < count; ++i) out = out * 10 + (text[i] - '0');
    text.remove_prefix(count);
    return true;
}

bool read_plain(const Str& spec, PlainSpec& plain) {
    if (!spec.is_ascii()) return false;
    std::string_view text = spec.view();
    if (text.starts_with('0')) {
        plain.zero = true;
        text.remove_prefix(1);
    }
    bool width = !text.empty() && text[0] >= '0' && text[0] <= '9';
    if (width && !take_digits(text, plain.width)) return false;
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        if (!take_digits(text, plain.precision)) return false;
    }
    if (text.size() == 1) plain.type = text[0];
    return text.size() <= 1;
}

/// A number's text, filled up to the width.
Value padded(std::string_view text, const PlainSpec& spec) {
    auto width = static_cast<std::size_t>(spec.width);
    if (text.size() >= width) return Str::make_ascii(text);
    Ref<Str> result = Str::make_unfilled(width, StrKind::Ascii);
    char* to = static_cast<char*>(result->data());
    if (spec.zero && text[0] == '-') {
        *to++ = '-';
        --width;
        text.remove_prefix(1);
    }
    std::size_t missing = width - text.size();
    std::memset(to, spec.zero ? '0' : ' ', missing);
    std::memcpy(to + missing, text.data(), text.size());
    return result;
}

/// format(v, spec) of an int or float for a plain specification; null for any other.
Value format_plainly(const Value& v, const Str& text) {
    PlainSpec spec;
    if (!read_plain(text, spec)) return Value();
    if (v.is_small()) {
        if (spec.precision >= 0 || (spec.type != '\0' && spec.type != 'd')) return Value();
        char digits[24];
        char* end = std::to_chars(digits, std::end(digits), v.small()).ptr;
        return padded({digits, static_cast<std::size_t>(end - digits)}, spec);
    }
    if (spec.type != 'f' || !std::isfinite(v.as<Float>()->value)) return Value();
    int precision = spec.precision < 0 ? 6 : spec.precision;
    return padded(double_to_text(v.as<Float>()->value, {.code = 'f', .precision = precision}),
                  spec);
}

}  // namespace

Value format_value(const Value& v, const Value& spec) {
    static Str* const kFormat = intern_static("__format__");
    bool empty = !spec || (is_str(spec) && spec.as<Str>()->length == 0);
    if (empty && (is_str_exact(v) || v.is_small())) return str(v);
    if (!empty && is_str(spec)) {
        const Str& text = *spec.as<Str>();
        if (v.is_small() || is_float_exact(v)) {
            if (Value quick = format_plainly(v, text)) return quick;
        }
        if (v.is_small()) return make_str(format_int_text(v, text));
        if (is_str_exact(v)) return format_str(v, text);
        if (is_float_exact(v)) return make_str(format_float_text(v, text));
    }
    Value result = call_special(v, kFormat, {spec ? spec : make_str("")});
    if (!result) {
        raise_format(type_error_type, "Type {} doesn't define __format__", v.type()->name);
    }
    if (!is_str(result)) {
        raise_format(type_error_type, "__format__ must return a str, not {}", result.type()->name);
    }
    return result;
}

}  // namespace loopscope::object
