// Doubles to text and back.
#include "sim/object/float_text.h"

#include <double-conversion/double-conversion.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "sim/object/exception.h"
#include "sim/object/float.h"
#include "sim/object/str.h"
#include "sim/object/unicode.h"

namespace loopscope::object {

namespace {

/// No double has more digits behind its point; what is asked beyond is zeros.
constexpr int kDigitsMax = 1100;

/// A number as decimal digits with the point before digits[point].
struct Decimal {
    std::string digits;
    int point = 0;
};

Decimal shortest_digits(double d) {
    char buffer[32];
    bool negative = false;
    int length = 0;
    int point = 0;
    using double_conversion::DoubleToStringConverter;
    DoubleToStringConverter::DoubleToAscii(d, DoubleToStringConverter::SHORTEST, 0, buffer,
                                           sizeof buffer, &negative, &length, &point);
    if (d == 0) point = 1;
    return {std::string(buffer, static_cast<std::size_t>(length)), point};
}

/// `count` digits, correctly rounded. Requires: d >= 0, count >= 1.
Decimal significant_digits(double d, int count) {
    int exact = std::min(count, kDigitsMax);
    char buffer[kDigitsMax + 32];
    auto end =
        std::to_chars(buffer, buffer + sizeof buffer, d, std::chars_format::scientific, exact - 1);
    std::string_view text(buffer, static_cast<std::size_t>(end.ptr - buffer));
    std::size_t mark = text.find('e');
    Decimal result;
    for (char c : text.substr(0, mark)) {
        if (c != '.') result.digits += c;
    }
    result.point = std::atoi(std::string(text.substr(mark + 1)).c_str()) + 1;
    result.digits.append(static_cast<std::size_t>(count - exact), '0');
    return result;
}

/// Digits with `places` behind the point, correctly rounded. Requires: d >= 0.
Decimal fixed_digits(double d, int places) {
    int exact = std::min(places, kDigitsMax);
    char buffer[kDigitsMax + 340];
    auto end = std::to_chars(buffer, buffer + sizeof buffer, d, std::chars_format::fixed, exact);
    std::string_view text(buffer, static_cast<std::size_t>(end.ptr - buffer));
    Decimal result;
    std::size_t dot = std::min(text.find('.'), text.size());
    result.digits = std::string(text.substr(0, dot));
    if (dot < text.size()) result.digits += text.substr(dot + 1);
    result.point = static_cast<int>(dot);
    result.digits.append(static_cast<std::size_t>(places - exact), '0');
    return result;
}

Decimal digits_for(double d, const DoubleStyle& style, bool& exponent) {
    Decimal decimal;
    switch (style.code) {
        case 'e':
            exponent = true;
            return significant_digits(d, style.precision + 1);
        case 'f':
            return fixed_digits(d, style.precision);
        case 'g': {
            int precision = std::max(style.precision, 1);
            decimal = significant_digits(d, precision);
            int widest = precision - (style.dot_zero ? 1 : 0);
            exponent = decimal.point <= -4 || decimal.point > widest;
            if (!style.alternate) {
                std::size_t last = decimal.digits.find_last_not_of('0');
                decimal.digits.resize(last == std::string::npos ? 1 : last + 1);
            }
            return decimal;
        }
        default:
            decimal = shortest_digits(d);
            exponent = decimal.point <= -4 || decimal.point > 16;
            return decimal;
    }
}

/// CPython: format_float_short, from the point where the digits are known.
std::string lay_out(const Decimal& decimal, bool exponent, const DoubleStyle& style) {
    std::string digits = decimal.digits;
    int point = exponent ? 1 : decimal.point;
    std::string text;
    if (point <= 0) {
        text = "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
    } else {
        auto whole = static_cast<std::size_t>(point);
        if (digits.size() < whole) digits.append(whole - digits.size(), '0');
        text = digits.substr(0, whole);
        std::string rest = digits.substr(whole);
        if (!rest.empty()) {
            text += "." + rest;
        } else if (style.dot_zero && !exponent) {
            text += ".0";
        } else if (style.alternate) {
            text += ".";
        }
    }
    if (exponent) {
        int e = decimal.point - 1;
        text += e < 0 ? "e-" : "e+";
        std::string number = std::to_string(std::abs(e));
        text += number.size() < 2 ? "0" + number : number;
    }
    return text;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool starts_with_word(std::string_view text, std::string_view word) {
    if (text.size() < word.size()) return false;
    for (std::size_t i = 0; i < word.size(); ++i) {
        if ((text[i] | 0x20) != word[i]) return false;
    }
    return true;
}

std::size_t count_digits(std::string_view text, std::size_t from) {
    std::size_t n = 0;
    while (from + n < text.size() && is_digit(text[from + n])) ++n;
    return n;
}

/// Length of `digits[.digits][e[sign]digits]`; 0: none.
std::size_t number_length(std::string_view text) {
    std::size_t whole = count_digits(text, 0);
    std::size_t at = whole;
    std::size_t fraction = 0;
    if (at < text.size() && text[at] == '.') {
        fraction = count_digits(text, at + 1);
        at += 1 + fraction;
    }
    if (whole + fraction == 0) return 0;
    if (at < text.size() && (text[at] | 0x20) == 'e') {
        std::size_t digits = at + 1;
        if (digits < text.size() && (text[digits] == '+' || text[digits] == '-')) ++digits;
        std::size_t count = count_digits(text, digits);
        if (count > 0) at = digits + count;
    }
    return at;
}

double read_number(std::string_view text) {
    using double_conversion::StringToDoubleConverter;
    static const StringToDoubleConverter converter(StringToDoubleConverter::NO_FLAGS, 0.0, 0.0,
                                                   nullptr, nullptr);
    int processed = 0;
    return converter.StringToDouble(text.data(), static_cast<int>(text.size()), &processed);
}

}  // namespace

std::string double_to_text(double d, const DoubleStyle& style) {
    std::string text;
    if (std::isnan(d)) {
        text = "nan";
    } else if (std::isinf(d)) {
        text = d < 0 ? "-inf" : "inf";
    } else {
        bool exponent = false;
        Decimal decimal = digits_for(std::fabs(d), style, exponent);
        text = lay_out(decimal, exponent, style);
        if (std::signbit(d)) text.insert(0, 1, '-');
    }
    if (style.sign && text[0] != '-') text.insert(0, 1, '+');
    return text;
}

std::size_t scan_double(std::string_view text, double& out) {
    std::size_t sign = !text.empty() && (text[0] == '+' || text[0] == '-') ? 1 : 0;
    std::string_view rest = text.substr(sign);
    std::size_t taken = 0;
    if (starts_with_word(rest, "inf")) {
        taken = starts_with_word(rest, "infinity") ? 8 : 3;
        out = HUGE_VAL;
    } else if (starts_with_word(rest, "nan")) {
        taken = 3;
        out = std::nan("");
    } else {
        taken = number_length(rest);
        if (taken == 0) return 0;
        out = read_number(rest.substr(0, taken));
    }
    if (sign == 1 && text[0] == '-') out = -out;
    return sign + taken;
}

std::string plain_number_text(std::string_view utf8) {
    Ref<Str> text = Str::make(utf8);
    std::size_t begin = 0;
    std::size_t end = text->length;
    // Of ASCII's, only C's spaces: U+001C to U+001F don't count here, as in CPython.
    auto blank = [&](std::size_t i) {
        char32_t c = text->at(i);
        return unicode::is_space(c) && (c < 0x1c || c > 0x1f);
    };
    while (begin < end && blank(begin)) ++begin;
    while (end > begin && blank(end - 1)) --end;
    std::string plain;
    for (std::size_t i = begin; i < end; ++i) {
        char32_t c = text->at(i);
        if (c < 0x80) {
            plain += static_cast<char>(c);
        } else if (unicode::is_space(c)) {
            plain += ' ';
        } else {
            int digit = unicode::decimal_value(c);
            plain += digit < 0 ? '?' : static_cast<char>('0' + digit);
        }
    }
    return plain;
}

bool remove_underscores(std::string& text) {
    if (text.find('_') == std::string::npos) return true;
    std::string plain;
    char before = '\0';
    for (char c : text) {
        if (c == '_') {
            if (!is_digit(before)) return false;
        } else {
            if (before == '_' && !is_digit(c)) return false;
            plain += c;
        }
        before = c;
    }
    if (before == '_') return false;
    text = plain;
    return true;
}

std::string float_repr(double d) { return double_to_text(d, {.code = 'r', .dot_zero = true}); }

bool read_float(std::string_view text, double& result) {
    std::string plain = plain_number_text(text);
    if (!remove_underscores(plain)) return false;
    std::size_t taken = scan_double(plain, result);
    return taken != 0 && taken == plain.size();
}

double float_from_text(std::string_view text) {
    double result = 0;
    if (!read_float(text, result))
        raise_value_error("could not convert string to float: " + quoted(text));
    return result;
}

std::string double_to_hex(double d) {
    if (!std::isfinite(d)) return double_to_text(d, {});
    std::string sign = std::signbit(d) ? "-" : "";
    if (d == 0) return sign + "0x0.0p+0";
    int exponent = 0;
    double fraction = std::frexp(std::fabs(d), &exponent);
    int shift = 1 - std::max(-1021 - exponent, 0);
    fraction = std::ldexp(fraction, shift);
    exponent -= shift;
    std::string text = sign + "0x" + (fraction >= 1 ? "1" : "0") + ".";
    if (fraction >= 1) fraction -= 1;
    for (int i = 0; i < 13; ++i) {
        fraction *= 16;
        int digit = static_cast<int>(fraction);
        fraction -= digit;
        text += "0123456789abcdef"[digit];
    }
    return text + (exponent < 0 ? "p-" : "p+") + std::to_string(std::abs(exponent));
}

double double_from_hex(std::string_view text) {
    constexpr const char* kMalformed = "invalid hexadecimal floating-point string";
    auto is_space = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    bool negative = !text.empty() && text[0] == '-';
    if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
    double special = 0;
    if (!text.empty() && !is_digit(text[0]) && (text[0] | 0x20) != 'p' && text[0] != '.' &&
        scan_double(text, special) == text.size()) {
        return negative ? -special : special;
    }
    if (text.size() >= 2 && text[0] == '0' && (text[1] | 0x20) == 'x') text.remove_prefix(2);
    auto is_hex = [](char c) { return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f'); };
    std::size_t at = 0;
    std::size_t digits = 0;
    while (at < text.size() && is_hex(text[at])) ++at, ++digits;
    if (at < text.size() && text[at] == '.') {
        ++at;
        while (at < text.size() && is_hex(text[at])) ++at, ++digits;
    }
    if (digits == 0) raise_value_error(kMalformed);
    if (at < text.size() && (text[at] | 0x20) == 'p') {
        ++at;
        if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
        std::size_t count = count_digits(text, at);
        if (count == 0) raise_value_error(kMalformed);
        at += count;
    }
    if (at != text.size()) raise_value_error(kMalformed);
    double result = std::strtod(("0x" + std::string(text)).c_str(), nullptr);
    if (std::isinf(result)) {
        raise(overflow_error_type, "hexadecimal value too large to represent as a float");
    }
    return negative ? -result : result;
}

double round_double(double d, std::int64_t ndigits) {
    constexpr std::int64_t kMostDigits = 323;
    constexpr std::int64_t kLeastDigits = -308;
    if (!std::isfinite(d) || d == 0 || ndigits > kMostDigits) return d;
    if (ndigits < kLeastDigits) return 0.0 * d;
    double size = std::fabs(d);
    int places = static_cast<int>(ndigits);
    std::string text;
    if (places >= 0) {
        Decimal decimal = fixed_digits(size, places);
        text = decimal.digits + "e-" + std::to_string(places);
    } else {
        int count = significant_digits(size, 17).point + places;
        if (count < 0) return std::copysign(0.0, d);
        if (count == 0) {
            double half = read_number("5e" + std::to_string(-places - 1));
            text = size > half ? "1e" + std::to_string(-places) : "0";
        } else {
            Decimal decimal = significant_digits(size, count);
            int exponent = decimal.point - static_cast<int>(decimal.digits.size());
            text = decimal.digits + "e" + std::to_string(exponent);
        }
    }
    double result = std::copysign(read_number(text), d);
    if (std::isinf(result)) {
        raise(overflow_error_type, "rounded value too large to represent");
    }
    return result;
}

}  // namespace loopscope::object
