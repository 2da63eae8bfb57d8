// The lexer: cuts a program's text into tokens, and finds what no token can be made of.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/python/syntax/source_text.h"
#include "sim/python/syntax/token.h"

namespace loopscope::python::syntax {

/// Why the lexer stopped without having said itself what is wrong. The parser words the error,
/// because its place depends on the tokens before. Mirrors tok->done of CPython's tokenizer.
enum class LexerStop : std::uint8_t {
    Running,
    EndOfText,        ///< In open brackets, or after a backslash, if it ends in an Error token.
    Raised,           ///< failure() has the whole error.
    BadDedent,        ///< Unindented to a level that no line above has.
    MixedTabs,        ///< Tabs and spaces give no certain indentation.
    TooManyIndents,   ///< More than 100 levels.
    BadContinuation,  ///< A backslash with something behind it.
};

/// An open bracket.
struct OpenBracket {
    char character = '(';
    std::uint32_t line = 0;
    std::int32_t column = 0;
};

/// Reads tokens one after the other, in one pass and without looking back.
///
/// Tokens come on demand, because an error of the lexer counts only if the parser gets that far.
/// Mirrors tok_get of CPython's tokenizer, including the columns of its errors.
///
/// Requires: the SourceText outlives the lexer and its tokens.
class Lexer {
  public:
    explicit Lexer(const SourceText& source);

    /// Makes the next token. After EndMarker or Error it must not be called again.
    Token next();

    LexerStop stop() const { return stop_; }
    const SyntaxErrorInfo& failure() const { return failure_; }

    /// Where the lexer is: the file's line, and bytes from the start of that line.
    std::uint32_t line() const { return line_; }
    std::int32_t column() const { return static_cast<std::int32_t>(at_ - line_start_); }
    const std::vector<OpenBracket>& open_brackets() const { return brackets_; }

  private:
    struct Indent {
        int column;      ///< With tabs at multiples of 8.
        int alt_column;  ///< With tabs of width 1, to find ambiguous mixtures.
    };

    int read();
    void unread(int c);
    int peek(std::size_t ahead = 0) const;
    bool read_if(char c);

    bool measure_indentation();
    bool read_indentation(Indent& indent, int& continued);
    bool change_indentation(Indent indent);
    bool continue_line();

    Token scan();
    Token word(int first);
    Token string(int quote);
    Token number(int first);
    Token dot();
    Token operator_token(int first);
    Token open_bracket(int c, TokenKind kind);
    Token close_bracket(int c, TokenKind kind);
    Token newline();

    bool radix_digits(int base, const char* name);
    bool leading_zero(int& c);
    bool decimal_digits(int& c);
    bool fraction_and_exponent(int c);
    bool verify_number_end(int c, const char* name);
    bool verify_identifier();

    Token token(TokenKind kind);
    Token bare_token(TokenKind kind);
    Token error_token();
    Token halt(LexerStop why);
    bool fail(std::string message);
    bool fail_in(std::string message, std::int32_t column, std::int32_t end_column);

    const SourceText* source_;
    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t line_start_ = 0;
    std::size_t line_end_ = 0;  ///< Just after the newline of the line being read.
    std::uint32_t line_;
    std::size_t token_start_ = 0;
    std::uint32_t token_line_ = 0;  ///< Of the token's start, which a string may leave behind.
    std::size_t token_line_start_ = 0;
    bool at_line_begin_ = true;
    bool at_end_ = false;
    int pending_indents_ = 0;  ///< Indents (positive) or dedents (negative) still to hand out.
    std::vector<Indent> indents_{{0, 0}};
    std::vector<OpenBracket> brackets_;
    LexerStop stop_ = LexerStop::Running;
    SyntaxErrorInfo failure_;
};

}  // namespace loopscope::python::syntax
