// Parses format specifications and lays out what they describe.
#include "sim/object/format_spec.h"

#include <algorithm>
#include <limits>

#include "sim/object/exception.h"
#include "sim/object/memory.h"
#include "sim/object/unicode.h"

namespace loopscope::object {

namespace {

bool is_align(char32_t c) { return c == '<' || c == '>' || c == '=' || c == '^'; }

/// A cursor over the specification's characters.
struct Reader {
    const Str& text;
    std::size_t at = 0;

    std::size_t left() const { return text.length - at; }
    bool take(char32_t c) {
        if (left() == 0 || text.at(at) != c) return false;
        ++at;
        return true;
    }
    /// Digits as a number; false: there were none.
    bool take_integer(std::int64_t& out) {
        std::size_t start = at;
        std::int64_t value = 0;
        for (; left() != 0; ++at) {
            int digit = unicode::decimal_value(text.at(at));
            if (digit < 0) break;
            if (value > (std::numeric_limits<std::int64_t>::max() - digit) / 10) {
                raise_value_error("Too many decimal digits in format string");
            }
            value = value * 10 + digit;
        }
        if (at == start) return false;
        out = value;
        return true;
    }
};

/// Shows a character in an error as itself or by its number.
std::string shown(char32_t c) {
    if (c > 32 && c < 128) return std::string(1, static_cast<char>(c));
    return fmt::format("\\x{:x}", static_cast<std::uint32_t>(c));
}

void take_fill_and_align(Reader& reader, FormatSpec& spec, const FormatDefaults& defaults) {
    const Str& text = reader.text;
    bool fill_given = false;
    bool align_given = false;
    if (reader.left() >= 2 && is_align(text.at(reader.at + 1))) {
        spec.fill = text.at(reader.at);
        spec.align = static_cast<char>(text.at(reader.at + 1));
        fill_given = align_given = true;
        reader.at += 2;
    } else if (reader.left() >= 1 && is_align(text.at(reader.at))) {
        spec.align = static_cast<char>(text.at(reader.at++));
        align_given = true;
    }
    for (char c : {' ', '+', '-'}) {
        if (spec.sign == '\0' && reader.take(static_cast<char32_t>(c))) spec.sign = c;
    }
    spec.no_negative_zero = reader.take('z');
    spec.alternate = reader.take('#');
    if (!fill_given && reader.take('0')) {
        spec.fill = '0';
        if (!align_given && defaults.align == '>') spec.align = '=';
    }
}

void take_grouping(Reader& reader, FormatSpec& spec) {
    constexpr const char* kBoth = "Cannot specify both ',' and '_'.";
    if (reader.take(',')) spec.grouping = ',';
    if (reader.take('_')) {
        if (spec.grouping != '\0') raise_value_error(kBoth);
        spec.grouping = '_';
    }
    if (reader.left() != 0 && reader.text.at(reader.at) == ',' && spec.grouping == '_') {
        raise_value_error(kBoth);
    }
}

void check_grouping(const FormatSpec& spec) {
    constexpr std::u32string_view kDecimal = U"defgEG%F";
    constexpr std::u32string_view kBinary = U"boxX";
    if (spec.grouping == '\0' || spec.type == '\0') return;
    if (kDecimal.find(spec.type) != std::u32string_view::npos) return;
    if (spec.grouping == '_' && kBinary.find(spec.type) != std::u32string_view::npos) return;
    raise_format(value_error_type, "Cannot specify '{}' with '{}'.", spec.grouping,
                 shown(spec.type));
}

/// Digits in groups, with zeros in front up to `least` characters.
/// CPython: _PyUnicode_InsertThousandsGrouping.
std::string group_digits(std::string_view digits, const FormatSpec& spec, std::int64_t least) {
    if (digits.empty()) return {};
    std::size_t zeros = least > static_cast<std::int64_t>(digits.size())
                            ? static_cast<std::size_t>(least) - digits.size()
                            : 0;
    if (spec.grouping == '\0') return std::string(zeros, '0') + std::string(digits);
    bool by_four = spec.type == 'b' || spec.type == 'o' || spec.type == 'x' || spec.type == 'X';
    std::int64_t group = by_four ? 4 : 3;
    auto remaining = static_cast<std::int64_t>(digits.size());
    std::string reversed;
    while (true) {
        std::int64_t size = std::min(group, std::max({remaining, least, std::int64_t{1}}));
        for (std::int64_t i = 0; i < size; ++i) {
            reversed += remaining > 0 ? digits[static_cast<std::size_t>(--remaining)] : '0';
        }
        least -= size;
        if (remaining <= 0 && least <= 0) break;
        reversed += spec.grouping;
        --least;
    }
    return std::string(reversed.rbegin(), reversed.rend());
}

void append_fill(std::string& out, char32_t fill, std::size_t count) {
    if (fill < 0x80) {
        out.append(count, static_cast<char>(fill));
        return;
    }
    for (std::size_t i = 0; i < count; ++i) append_utf8(out, fill);
}

/// How many fill characters a text of `length` needs; MemoryError when they are too many.
std::size_t missing_width(std::size_t length, const FormatSpec& spec) {
    if (spec.width <= static_cast<std::int64_t>(length)) return 0;
    check_allocation(static_cast<std::size_t>(spec.width), 4);
    return static_cast<std::size_t>(spec.width) - length;
}

}  // namespace

void raise_unknown_format_code(char32_t code, std::string_view type_name) {
    raise_format(value_error_type, "Unknown format code '{}' for object of type '{}'", shown(code),
                 type_name);
}

FormatSpec parse_format_spec(const Str& text, const FormatDefaults& defaults,
                             std::string_view type_name) {
    FormatSpec spec;
    spec.align = defaults.align;
    spec.type = static_cast<char32_t>(defaults.type);
    Reader reader{text};
    take_fill_and_align(reader, spec, defaults);
    reader.take_integer(spec.width);
    take_grouping(reader, spec);
    if (reader.take('.') && !reader.take_integer(spec.precision)) {
        raise_value_error("Format specifier missing precision");
    }
    if (reader.left() > 1) {
        raise_format(value_error_type, "Invalid format specifier '{}' for object of type '{}'",
                     text.view(), type_name);
    }
    if (reader.left() == 1) spec.type = text.at(reader.at);
    check_grouping(spec);
    return spec;
}

NumberText split_number_text(std::string_view text) {
    NumberText number;
    if (text.starts_with('-')) {
        number.negative = true;
        text.remove_prefix(1);
    }
    std::size_t digits = 0;
    while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') ++digits;
    number.digits = std::string(text.substr(0, digits));
    number.rest = std::string(text.substr(digits));
    number.rest_length = number.rest.size();
    return number;
}

std::string lay_out_number(const NumberText& number, const FormatSpec& spec) {
    std::string sign;
    if (number.negative) {
        sign = "-";
    } else if (spec.sign == '+' || spec.sign == ' ') {
        sign = std::string(1, spec.sign);
    }
    std::size_t others = sign.size() + number.prefix.size() + number.rest_length;
    std::int64_t least = 0;
    if (spec.fill == '0' && spec.align == '=') {
        missing_width(others, spec);
        least = spec.width - static_cast<std::int64_t>(others);
    }
    std::string digits = group_digits(number.digits, spec, least);
    std::size_t missing = missing_width(others + digits.size(), spec);
    std::size_t left = spec.align == '>' ? missing : spec.align == '^' ? missing / 2 : 0;
    std::size_t inner = spec.align == '=' ? missing : 0;
    std::string out;
    append_fill(out, spec.fill, left);
    out += sign + number.prefix;
    append_fill(out, spec.fill, inner);
    out += digits + number.rest;
    append_fill(out, spec.fill, missing - left - inner);
    return out;
}

std::string pad_text(std::string_view text, std::size_t length, const FormatSpec& spec) {
    std::size_t missing = missing_width(length, spec);
    std::size_t left = spec.align == '>' ? missing : spec.align == '^' ? missing / 2 : 0;
    std::string out;
    append_fill(out, spec.fill, left);
    out += text;
    append_fill(out, spec.fill, missing - left);
    return out;
}

}  // namespace loopscope::object
