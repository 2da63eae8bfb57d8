// Reads a pattern token by token, as re._parser.Tokenizer does.
#pragma once

#include <string>
#include <string_view>

#include "sim/python/modules/re_syntax.h"

namespace loopscope::python::modules::regex {

inline bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
inline bool is_octal(char32_t c) { return c >= '0' && c <= '7'; }
inline bool is_ascii_letter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
inline int hex_value(char32_t c) {
    if (is_digit(c)) return static_cast<int>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<int>(c - 'a') + 10;
    if (c >= 'A' && c <= 'F') return static_cast<int>(c - 'A') + 10;
    return -1;
}
std::string utf8_of(std::u32string_view text);
bool is_identifier(std::u32string_view text);

/// A token is a character, or a backslash and the character behind it. Empty: the end.
using Token = std::u32string_view;

class Reader {
  public:
    Reader(std::u32string_view text, bool is_text) : text_(text), is_text_(is_text) { look(); }

    bool is_text() const { return is_text_; }
    /// The position of the token that comes next.
    std::size_t tell() const { return at_; }
    void seek(std::size_t at) {
        at_ = at;
        look();
    }
    Token peek() const { return next_; }
    bool next_is(char32_t c) const { return next_.size() == 1 && next_[0] == c; }
    bool next_is_digit() const { return next_.size() == 1 && is_digit(next_[0]); }
    Token get() {
        Token token = next_;
        at_ += token.size();
        look();
        return token;
    }
    bool match(char32_t c) {
        if (!next_is(c)) return false;
        get();
        return true;
    }
    /// Up to `count` characters that satisfy `test`.
    template <typename Test>
    std::u32string_view get_while(std::size_t count, Test test) {
        std::size_t begin = at_;
        while (count-- > 0 && next_.size() == 1 && test(next_[0])) get();
        return text_.substr(begin, at_ - begin);
    }
    /// All up to the terminator, which is skipped. `what` names it in messages.
    std::u32string_view get_until(char32_t terminator, std::string_view what);
    /// An error `back` characters before the next token.
    [[noreturn]] void fail(std::string message, std::size_t back = 0) const;

  private:
    void look();

    std::u32string_view text_;
    bool is_text_;
    std::size_t at_ = 0;
    Token next_;
};

/// A literal escape such as \x41, \u…, \N{…}, \0…: the part that patterns and classes share.
/// `escape` is the token read. Answers nothing when it is none of these.
std::optional<char32_t> read_code_escape(Reader& reader, Token escape);

}  // namespace loopscope::python::modules::regex
