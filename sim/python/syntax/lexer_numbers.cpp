// The lexer's numbers: every base, underscores, and the errors that beginners make in them.
#include <fmt/format.h>

#include <string_view>

#include "sim/python/syntax/lexer.h"

namespace loopscope::python::syntax {

namespace {

bool is_digit(int c) { return c >= '0' && c <= '9'; }

bool is_digit_of(int c, int base) {
    if (base <= 10) return c >= '0' && c < '0' + base;
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool is_word_part(int c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 128;
}

}  // namespace

/// What stands right behind a number must not be part of a word, keywords that can follow a
/// number apart (`1if x else y`). CPython: verify_end_of_number.
bool Lexer::verify_number_end(int c, const char* name) {
    const auto word_goes_on = [&](std::string_view rest) {
        return text_.substr(at_).starts_with(rest) && !is_word_part(peek(rest.size()));
    };
    const bool is_keyword = (c == 'a' && word_goes_on("nd")) || (c == 'e' && word_goes_on("lse")) ||
                            (c == 'f' && word_goes_on("or")) || (c == 'o' && word_goes_on("r")) ||
                            (c == 'n' && word_goes_on("ot")) ||
                            (c == 'i' && (peek() == 'f' || peek() == 'n' || peek() == 's'));
    if (is_keyword || !is_word_part(c)) return true;
    unread(c);
    return fail(fmt::format("invalid {} literal", name));
}

/// The digits after the one just read; `c` becomes the character behind them.
/// CPython: tok_decimal_tail.
bool Lexer::decimal_digits(int& c) {
    while (true) {
        do {
            c = read();
        } while (is_digit(c));
        if (c != '_') return true;
        c = read();
        if (!is_digit(c)) {
            unread(c);
            return fail("invalid decimal literal");
        }
    }
}

/// After 0x, 0o or 0b.
bool Lexer::radix_digits(int base, const char* name) {
    int c = read();
    do {
        if (c == '_') c = read();
        if (!is_digit_of(c, base)) {
            if (is_digit(c)) {
                return fail(
                    fmt::format("invalid digit '{}' in {} literal", static_cast<char>(c), name));
            }
            unread(c);
            return fail(fmt::format("invalid {} literal", name));
        }
        do {
            c = read();
        } while (is_digit_of(c, base));
    } while (c == '_');
    if (is_digit(c)) {
        return fail(fmt::format("invalid digit '{}' in {} literal", static_cast<char>(c), name));
    }
    if (!verify_number_end(c, name)) return false;
    unread(c);
    return true;
}

/// After a first 0 that no letter of a base follows; `c` is what follows. Only zeros may.
bool Lexer::leading_zero(int& c) {
    while (true) {
        if (c == '_') {
            c = read();
            if (!is_digit(c)) {
                unread(c);
                return fail("invalid decimal literal");
            }
        }
        if (c != '0') break;
        c = read();
    }
    if (!is_digit(c)) return true;
    const auto zeros_end = static_cast<std::int32_t>(at_ - line_start_);
    if (!decimal_digits(c)) return false;
    if (c == '.' || c == 'e' || c == 'E' || c == 'j' || c == 'J') return true;
    unread(c);
    const auto start = static_cast<std::int32_t>(token_start_ - line_start_);
    return fail_in(
        "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal "
        "integers",
        start + 1, zeros_end);
}

/// From the character `c` behind the integer part (or the first digit after a leading dot) to the
/// number's end.
bool Lexer::fraction_and_exponent(int c) {
    if (is_digit(c) && !decimal_digits(c)) return false;
    if (c == 'e' || c == 'E') {
        const int e = c;
        c = read();
        if (c == '+' || c == '-') {
            c = read();
            if (!is_digit(c)) {
                unread(c);
                return fail("invalid decimal literal");
            }
        } else if (!is_digit(c)) {
            unread(c);
            if (!verify_number_end(e, "decimal")) return false;
            unread(e);
            return true;
        }
        if (!decimal_digits(c)) return false;
    }
    const bool is_imaginary = c == 'j' || c == 'J';
    if (is_imaginary) c = read();
    if (!verify_number_end(c, is_imaginary ? "imaginary" : "decimal")) return false;
    unread(c);
    return true;
}

Token Lexer::number(int first) {
    bool is_fine = true;
    int c = 0;
    if (first == '0') {
        c = read();
        if (c == 'x' || c == 'X')
            return radix_digits(16, "hexadecimal") ? token(TokenKind::Number) : error_token();
        if (c == 'o' || c == 'O')
            return radix_digits(8, "octal") ? token(TokenKind::Number) : error_token();
        if (c == 'b' || c == 'B')
            return radix_digits(2, "binary") ? token(TokenKind::Number) : error_token();
        is_fine = leading_zero(c);
    } else {
        is_fine = decimal_digits(c);
    }
    if (is_fine && c == '.') {
        c = read();
    }
    is_fine = is_fine && fraction_and_exponent(c);
    return is_fine ? token(TokenKind::Number) : error_token();
}

}  // namespace loopscope::python::syntax
