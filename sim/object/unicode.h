// Properties of characters and case mappings, as CPython 3.11's str methods see them.
#pragma once

#include <cstdint>

namespace loopscope::object::unicode {

bool is_alpha(char32_t c);
bool is_decimal(char32_t c);
bool is_digit(char32_t c);
bool is_numeric(char32_t c);
bool is_space(char32_t c);
bool is_upper(char32_t c);
bool is_lower(char32_t c);
bool is_title(char32_t c);  ///< Titlecase letters proper, such as U+01C5; not capitals.
bool is_cased(char32_t c);
bool is_case_ignorable(char32_t c);
bool is_printable(char32_t c);  ///< What repr shows as it is.
bool is_identifier_start(char32_t c);
bool is_identifier_continue(char32_t c);
bool is_alphanumeric(char32_t c);
/// What str.splitlines splits at.
bool is_line_break(char32_t c);
/// The value 0 to 9 of a decimal digit of any script; -1 for other characters.
int decimal_value(char32_t c);

enum class Mapping : std::uint8_t { Upper, Lower, Title, Fold };

/// A character's full case mapping.
struct Mapped {
    char32_t points[3];
    int count;
};
/// The context of a final sigma is the caller's business.
Mapped map_case(char32_t c, Mapping mapping);

}  // namespace loopscope::object::unicode
