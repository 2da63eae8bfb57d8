// A format specification taken apart, and numbers laid out by it. For format's own sources.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sim/object/str.h"

namespace loopscope::object {

/// `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`
struct FormatSpec {
    char32_t fill = ' ';
    char align = '<';
    char sign = '\0';
    bool no_negative_zero = false;
    bool alternate = false;
    std::int64_t width = -1;
    char grouping = '\0';  ///< ',' or '_'.
    std::int64_t precision = -1;
    char32_t type = '\0';
};

struct FormatDefaults {
    char type = '\0';
    char align = '>';
};

/// Errors: ValueError; `type_name` is for its words.
FormatSpec parse_format_spec(const Str& text, const FormatDefaults& defaults,
                             std::string_view type_name);

[[noreturn]] void raise_unknown_format_code(char32_t code, std::string_view type_name);

/// A number in pieces, without its sign.
struct NumberText {
    bool negative = false;
    std::string prefix;           ///< "0x".
    std::string digits;           ///< Before the point; these are grouped and zero-padded.
    std::string rest;             ///< From the point on, "inf", or what `c` shows.
    std::size_t rest_length = 0;  ///< In characters.
};
/// Puts sign, grouping and padding. CPython: calc_number_widths, fill_number.
std::string lay_out_number(const NumberText& number, const FormatSpec& spec);

/// Splits what double_to_text answers.
NumberText split_number_text(std::string_view text);

/// Text padded to the width. `length` is in characters. Not for '='.
std::string pad_text(std::string_view text, std::size_t length, const FormatSpec& spec);

/// The double of a format with type e, f, g, n, % or none. CPython: format_float_internal.
std::string format_double(double d, const FormatSpec& spec);

/// ascii(v).
std::string ascii_string(const Value& v);

}  // namespace loopscope::object
