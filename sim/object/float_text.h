// Doubles to text and back, exact to the last digit: below repr, format, float() and complex().
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace loopscope::object {

/// How CPython's PyOS_double_to_string is asked.
struct DoubleStyle {
    char code = 'r';         ///< e, f, g, or r for the shortest text that reads back.
    int precision = 0;       ///< Not for r.
    bool dot_zero = false;   ///< "1.0" instead of "1".
    bool alternate = false;  ///< `#`: always a point, trailing zeros stay.
    bool sign = false;       ///< A plus in front of what is not negative.
};
std::string double_to_text(double d, const DoubleStyle& style);

/// Reads the longest number at the start of ASCII text: digits, infinity, nan. Answers how many
/// bytes it took; 0: none. Too large a number is infinity.
std::size_t scan_double(std::string_view text, double& out);

/// Text as float() and complex() want it: white space stripped, digits of all scripts made ASCII,
/// other characters beyond ASCII made '?'.
std::string plain_number_text(std::string_view utf8);
/// Removes underscores between digits. False: one stands elsewhere.
bool remove_underscores(std::string& text);

/// float.hex
std::string double_to_hex(double d);
/// float.fromhex: ValueError, OverflowError.
double double_from_hex(std::string_view text);
/// round(d, ndigits), exact: ties are decided by the double's true value.
double round_double(double d, std::int64_t ndigits);

}  // namespace loopscope::object
