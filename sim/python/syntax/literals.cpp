// Reading number literals.
#include "sim/python/syntax/literals.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <system_error>

namespace loopscope::python::syntax {

namespace {

/// The power of ten of a decimal number's first digit that is not 0, roughly: enough to tell a
/// number too big for a double from one too small.
long long magnitude(std::string_view text) {
    const std::size_t exponent_at = std::min(text.find('e'), text.size());
    const std::string_view mantissa = text.substr(0, exponent_at);
    long long exponent = 0;
    if (exponent_at < text.size()) {
        const bool is_negative = text[exponent_at + 1] == '-';
        for (const char c : text.substr(exponent_at + 1)) {
            if (c >= '0' && c <= '9') exponent = std::min(exponent * 10 + (c - '0'), 1LL << 40);
        }
        if (is_negative) exponent = -exponent;
    }
    const std::size_t first = std::min(mantissa.find_first_of("123456789"), mantissa.size());
    const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
    return exponent + static_cast<long long>(point) - static_cast<long long>(first);
}

double read_double(std::string_view text) {
    double value = 0;
    std::string_view plain = text;
    std::string padded;
    if (plain.front() == '.') plain = padded = "0" + std::string(text);
    const auto result = std::from_chars(plain.data(), plain.data() + plain.size(), value);
    if (result.ec != std::errc::result_out_of_range) return value;
    return magnitude(plain) > 0 ? std::numeric_limits<double>::infinity() : 0.0;
}

}  // namespace

NumberLiteral read_number(std::string_view token) {
    std::string text;
    for (const char c : token) {
        if (c != '_') text += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    NumberLiteral result;
    const char second = text.size() > 1 ? text[1] : '\0';
    if (text[0] == '0' && (second == 'x' || second == 'o' || second == 'b')) {
        result.base = second == 'x' ? 16 : second == 'o' ? 8 : 2;
        text.erase(0, 2);
    } else if (text.back() == 'j') {
        text.pop_back();
        result.kind = ConstantKind::Imaginary;
        result.number = read_double(text);
        return result;
    } else if (text.find_first_of(".e") != std::string::npos) {
        result.kind = ConstantKind::Float;
        result.number = read_double(text);
        return result;
    } else {
        result.decimal_digits = text.size();
    }
    text.erase(0, std::min(text.find_first_not_of('0'), text.size() - 1));
    result.digits = std::move(text);
    return result;
}

std::string too_many_digits_message(std::size_t digits) {
    return fmt::format(
        "Exceeds the limit ({} digits) for integer string conversion: value has {} digits; use "
        "sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge "
        "integer literals to avoid decimal conversion limits.",
        kDecimalDigitsMax, digits);
}

}  // namespace loopscope::python::syntax
