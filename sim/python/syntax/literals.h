// Reading number literals.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "sim/python/syntax/ast.h"

namespace loopscope::python::syntax {

/// What a number token says; see Constant for the fields.
struct NumberLiteral {
    ConstantKind kind = ConstantKind::Int;
    std::string digits;
    std::uint8_t base = 10;
    double number = 0;
    std::size_t decimal_digits = 0;  ///< Of a decimal integer, leading zeros included.
};

/// Decimal integers with more digits are refused, as CPython has it since 3.11.
inline constexpr std::size_t kDecimalDigitsMax = 4300;

/// Requires: a token of the lexer, so that the spelling is right.
/// Floats are rounded correctly, and read the same in every locale.
NumberLiteral read_number(std::string_view token);

std::string too_many_digits_message(std::size_t digits);

}  // namespace loopscope::python::syntax
