// The tokens of Python 3.11, as the lexer hands them to the parser.
#pragma once

#include <cstdint>
#include <string_view>

namespace loopscope::python::syntax {

// clang-format off
enum class TokenKind : std::uint8_t {
    EndMarker, Name, Number, String, Newline, Indent, Dedent,
    Error,    ///< Where the lexer failed; nothing follows.
    Unknown,  ///< A character that no rule wants: `$`, `?`, `!`, a backquote.
    // Operators and brackets.
    LeftParen, RightParen, LeftBracket, RightBracket, LeftBrace, RightBrace,
    Colon, ColonEqual, Comma, Semicolon, Dot, Ellipsis, Arrow, At, AtEqual, Equal, EqualEqual,
    NotEqual, LessGreater, Less, LessEqual, LeftShift, LeftShiftEqual, Greater, GreaterEqual,
    RightShift, RightShiftEqual, Plus, PlusEqual, Minus, MinusEqual, Star, StarEqual, DoubleStar,
    DoubleStarEqual, Slash, SlashEqual, DoubleSlash, DoubleSlashEqual, Percent, PercentEqual,
    Ampersand, AmpersandEqual, Bar, BarEqual, Caret, CaretEqual, Tilde,
    // Keywords. (match, case and _ are Names to the lexer.)
    False, None, True, And, As, Assert, Async, Await, Break, Class, Continue, Def, Del, Elif, Else,
    Except, Finally, For, From, Global, If, Import, In, Is, Lambda, Nonlocal, Not, Or, Pass, Raise,
    Return, Try, While, With, Yield,
};
// clang-format on

struct MemoEntry;

/// One token and its place in the file: lines from 1, columns in bytes from 0.
struct Token {
    TokenKind kind = TokenKind::EndMarker;
    std::uint8_t level = 0;  ///< How many brackets are open after it.
    std::uint32_t line = 0;
    std::uint32_t end_line = 0;
    /// -1 for tokens that are no text of the source (Indent, Dedent, EndMarker, Error).
    std::int32_t column = -1;
    std::int32_t end_column = -1;
    /// How far the lexer had read, in bytes from the start of its line, when it made this token.
    std::int32_t lexer_column = 0;
    std::string_view text;
    MemoEntry* memo = nullptr;  ///< What the parser found out about what begins here.
};

/// The keyword that this word is, or Name.
TokenKind keyword_kind(std::string_view word);

/// A keyword's or operator's spelling as error messages quote it.
std::string_view spelling(TokenKind kind);

}  // namespace loopscope::python::syntax
