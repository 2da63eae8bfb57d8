// The lexer's main road: indentation, words, strings, operators, brackets.
#include "sim/python/syntax/lexer.h"

#include <fmt/format.h>

#include "sim/python/syntax/identifiers.h"

namespace loopscope::python::syntax {

namespace {

constexpr int kEnd = -1;
constexpr std::size_t kBracketsMax = 200;
constexpr std::size_t kIndentsMax = 100;
constexpr int kTabWidth = 8;

bool is_word_start(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 128;
}
bool is_digit(int c) { return c >= '0' && c <= '9'; }
bool is_word_part(int c) { return is_word_start(c) || is_digit(c); }

}  // namespace

Lexer::Lexer(const SourceText& source)
    : source_(&source), text_(*source.text), line_(source.first_line - 1) {}

// ---- characters -------------------------------------------------------------------------------

int Lexer::read() {
    if (at_ >= text_.size()) {
        at_end_ = true;
        return kEnd;
    }
    if (at_ == line_end_) {
        line_start_ = at_;
        line_end_ = text_.find('\n', at_);
        line_end_ = line_end_ == std::string_view::npos ? text_.size() : line_end_ + 1;
        ++line_;
    }
    return static_cast<unsigned char>(text_[at_++]);
}

void Lexer::unread(int c) {
    if (c != kEnd) --at_;
}

int Lexer::peek(std::size_t ahead) const {
    return at_ + ahead < text_.size() ? static_cast<unsigned char>(text_[at_ + ahead]) : kEnd;
}

bool Lexer::read_if(char c) {
    if (peek() != static_cast<unsigned char>(c)) return false;
    read();
    return true;
}

// ---- tokens and errors ------------------------------------------------------------------------

Token Lexer::bare_token(TokenKind kind) {
    Token token;
    token.kind = kind;
    token.level = static_cast<std::uint8_t>(brackets_.size());
    token.line = token.end_line = line_;
    token.lexer_column = column();
    return token;
}

Token Lexer::token(TokenKind kind) {
    Token token = bare_token(kind);
    const auto shift = [&](std::uint32_t line) {
        return line == source_->first_line ? source_->first_column : 0;
    };
    token.line = token_line_;
    token.column = static_cast<std::int32_t>(token_start_ - token_line_start_) + shift(token_line_);
    token.end_column = column() + shift(line_);
    token.text = text_.substr(token_start_, at_ - token_start_);
    return token;
}

Token Lexer::error_token() {
    if (stop_ == LexerStop::Running) stop_ = LexerStop::Raised;
    return bare_token(TokenKind::Error);
}

Token Lexer::halt(LexerStop why) {
    stop_ = why;
    return bare_token(TokenKind::Error);
}

/// An error at the character read last. CPython: syntaxerror.
bool Lexer::fail(std::string message) {
    const std::string_view before = text_.substr(line_start_, at_ - line_start_);
    const auto column = static_cast<std::int32_t>(
        character_offset(before, static_cast<std::uint32_t>(before.size())));
    return fail_in(std::move(message), column, column);
}

bool Lexer::fail_in(std::string message, std::int32_t column, std::int32_t end_column) {
    stop_ = LexerStop::Raised;
    failure_.kind = SyntaxErrorKind::SyntaxError;
    failure_.message = std::move(message);
    failure_.line = failure_.end_line = line_;
    failure_.column = static_cast<std::uint32_t>(column);
    failure_.end_column = static_cast<std::uint32_t>(end_column);
    failure_.text_line = std::string(source_->line(line_));
    return false;
}

// ---- indentation ------------------------------------------------------------------------------

/// After a backslash: goes on to the next line. CPython: tok_continuation_line.
bool Lexer::continue_line() {
    if (read() != '\n') {
        stop_ = LexerStop::BadContinuation;
        return false;
    }
    const int c = read();
    if (c == kEnd) {
        stop_ = LexerStop::EndOfText;
        return false;
    }
    unread(c);
    return true;
}

/// Reads the white space that begins a line; a backslash joins the next line's to it.
bool Lexer::read_indentation(Indent& indent, int& continued) {
    while (true) {
        const int c = read();
        if (c == ' ') {
            ++indent.column;
            ++indent.alt_column;
        } else if (c == '\t') {
            indent.column = (indent.column / kTabWidth + 1) * kTabWidth;
            ++indent.alt_column;
        } else if (c == '\f') {
            indent = {0, 0};
        } else if (c == '\\') {
            if (continued == 0) continued = indent.column;
            if (!continue_line()) return false;
        } else {
            unread(c);
            return true;
        }
    }
}

/// At the start of a line: works out how many indents or dedents it brings. Lines that are empty
/// or hold only a comment bring none.
bool Lexer::measure_indentation() {
    at_line_begin_ = false;
    Indent indent{0, 0};
    int continued = 0;
    if (!read_indentation(indent, continued)) return false;
    const int c = peek();
    if (c == '#' || c == '\n') return true;
    if (!brackets_.empty()) return true;
    if (continued != 0) indent = {continued, continued};
    return change_indentation(indent);
}

bool Lexer::change_indentation(Indent indent) {
    const auto stop = [&](LexerStop why) {
        stop_ = why;
        at_ = line_end_;
        return false;
    };
    if (indent.column == indents_.back().column) {
        if (indent.alt_column != indents_.back().alt_column) return stop(LexerStop::MixedTabs);
    } else if (indent.column > indents_.back().column) {
        if (indents_.size() >= kIndentsMax) return stop(LexerStop::TooManyIndents);
        if (indent.alt_column <= indents_.back().alt_column) return stop(LexerStop::MixedTabs);
        ++pending_indents_;
        indents_.push_back(indent);
    } else {
        while (indents_.size() > 1 && indent.column < indents_.back().column) {
            --pending_indents_;
            indents_.pop_back();
        }
        if (indent.column != indents_.back().column) return stop(LexerStop::BadDedent);
        if (indent.alt_column != indents_.back().alt_column) return stop(LexerStop::MixedTabs);
    }
    return true;
}

// ---- the next token ---------------------------------------------------------------------------

Token Lexer::next() {
    bool blank_line = false;
    while (true) {
        if (at_line_begin_) {
            if (!measure_indentation()) return bare_token(TokenKind::Error);
            const int c = peek();
            blank_line = c == '#' || c == '\n';
        }
        if (pending_indents_ < 0) {
            ++pending_indents_;
            return bare_token(TokenKind::Dedent);
        }
        if (pending_indents_ > 0) {
            --pending_indents_;
            return bare_token(TokenKind::Indent);
        }
        const Token found = scan();
        if (found.kind != TokenKind::Newline) return found;
        at_line_begin_ = true;
        if (!blank_line && brackets_.empty()) return found;
        blank_line = false;
    }
}

/// One token of the line, or a Newline.
Token Lexer::scan() {
    int c = read();
    while (true) {
        while (c == ' ' || c == '\t' || c == '\f') c = read();
        if (c != '\\') break;
        if (!continue_line()) return bare_token(TokenKind::Error);
        c = read();
    }
    token_start_ = c == kEnd ? at_ : at_ - 1;
    token_line_ = line_;
    token_line_start_ = line_start_;
    if (c == '#') {
        while (c != kEnd && c != '\n') c = read();
    }
    if (c == kEnd) {
        stop_ = LexerStop::EndOfText;
        return bare_token(brackets_.empty() ? TokenKind::EndMarker : TokenKind::Error);
    }
    if (c == '\n') return newline();
    if (is_word_start(c)) return word(c);
    if (is_digit(c)) return number(c);
    if (c == '.') return dot();
    if (c == '\'' || c == '"') return string(c);
    if (c < ' ' || c == 0x7F) {
        fail(fmt::format("invalid non-printable character U+{:04X}", c));
        return error_token();
    }
    return operator_token(c);
}

/// The newline's text is what a comment before it left: CPython's columns have it so.
Token Lexer::newline() {
    Token found = token(TokenKind::Newline);
    --found.end_column;
    return found;
}

/// An identifier, a keyword, or the prefix of a string. CPython: tok_get, "Identifier".
Token Lexer::word(int first) {
    bool saw_b = false;
    bool saw_r = false;
    bool saw_u = false;
    bool saw_f = false;
    bool may_be_prefix = true;
    bool is_ascii = true;
    int c = first;
    while (is_word_part(c)) {
        is_ascii = is_ascii && c < 128;
        const bool is_b = c == 'b' || c == 'B';
        const bool is_r = c == 'r' || c == 'R';
        const bool is_u = c == 'u' || c == 'U';
        const bool is_f = c == 'f' || c == 'F';
        may_be_prefix =
            may_be_prefix && ((is_b && !saw_b && !saw_u && !saw_f) || (is_r && !saw_r && !saw_u) ||
                              (is_u && !saw_b && !saw_u && !saw_r && !saw_f) ||
                              (is_f && !saw_f && !saw_b && !saw_u));
        saw_b = saw_b || is_b;
        saw_r = saw_r || is_r;
        saw_u = saw_u || is_u;
        saw_f = saw_f || is_f;
        c = read();
        if (may_be_prefix && (c == '"' || c == '\'')) return string(c);
    }
    unread(c);
    if (!is_ascii && !verify_identifier()) return error_token();
    Token found = token(TokenKind::Name);
    found.kind = keyword_kind(found.text);
    return found;
}

/// Whether each character beyond ASCII may stand where it stands. CPython: verify_identifier.
bool Lexer::verify_identifier() {
    for (std::size_t i = token_start_; i < at_;) {
        std::size_t length = 1;
        const std::uint32_t code_point = decode_code_point(text_, i, length);
        const bool is_fine = i == token_start_ ? may_start_identifier(code_point)
                                               : may_continue_identifier(code_point);
        if (!is_fine) {
            at_ = i + length;
            return fail(is_printable(code_point)
                            ? fmt::format("invalid character '{}' (U+{:04X})",
                                          text_.substr(i, length), code_point)
                            : fmt::format("invalid non-printable character U+{:04X}", code_point));
        }
        i += length;
    }
    return true;
}

/// From an opening quote to the closing one. CPython: tok_get, "letter_quote".
Token Lexer::string(int quote) {
    bool is_triple = false;
    if (peek() == quote && peek(1) == quote) {
        is_triple = true;
        read();
        read();
    } else if (peek() == quote) {
        read();
        return token(TokenKind::String);
    }
    const int quotes_needed = is_triple ? 3 : 1;
    int quotes_seen = 0;
    while (quotes_seen < quotes_needed) {
        const int c = read();
        if (c == kEnd || (!is_triple && c == '\n')) {
            const std::uint32_t detected = line_;
            at_ = token_start_ + 1;
            line_start_ = token_line_start_;
            line_ = token_line_;
            fail(fmt::format("unterminated {}string literal (detected at line {})",
                             is_triple ? "triple-quoted " : "", detected));
            return error_token();
        }
        quotes_seen = c == quote ? quotes_seen + 1 : 0;
        if (c == '\\') read();
    }
    return token(TokenKind::String);
}

// ---- operators --------------------------------------------------------------------------------

Token Lexer::open_bracket(int c, TokenKind kind) {
    if (brackets_.size() >= kBracketsMax) {
        fail("too many nested parentheses");
        return error_token();
    }
    const auto column = static_cast<std::int32_t>(token_start_ - line_start_);
    brackets_.push_back({static_cast<char>(c), line_, column});
    return token(kind);
}

Token Lexer::close_bracket(int c, TokenKind kind) {
    if (brackets_.empty()) {
        fail(fmt::format("unmatched '{}'", static_cast<char>(c)));
        return error_token();
    }
    const OpenBracket opening = brackets_.back();
    brackets_.pop_back();
    const char wanted = opening.character == '(' ? ')' : opening.character == '[' ? ']' : '}';
    if (c == wanted) return token(kind);
    std::string message =
        fmt::format("closing parenthesis '{}' does not match opening parenthesis '{}'",
                    static_cast<char>(c), opening.character);
    if (opening.line != line_) message += fmt::format(" on line {}", opening.line);
    fail(std::move(message));
    return error_token();
}

Token Lexer::dot() {
    if (is_digit(peek())) {
        const int c = read();
        return fraction_and_exponent(c) ? token(TokenKind::Number) : error_token();
    }
    if (peek() == '.' && peek(1) == '.') {
        read();
        read();
        return token(TokenKind::Ellipsis);
    }
    return token(TokenKind::Dot);
}

Token Lexer::operator_token(int first) {
    using K = TokenKind;
    const auto with_equal = [&](K plain, K equal) { return token(read_if('=') ? equal : plain); };
    switch (first) {
        case '(':
            return open_bracket(first, K::LeftParen);
        case '[':
            return open_bracket(first, K::LeftBracket);
        case '{':
            return open_bracket(first, K::LeftBrace);
        case ')':
            return close_bracket(first, K::RightParen);
        case ']':
            return close_bracket(first, K::RightBracket);
        case '}':
            return close_bracket(first, K::RightBrace);
        case ',':
            return token(K::Comma);
        case ';':
            return token(K::Semicolon);
        case '~':
            return token(K::Tilde);
        case ':':
            return with_equal(K::Colon, K::ColonEqual);
        case '=':
            return with_equal(K::Equal, K::EqualEqual);
        case '@':
            return with_equal(K::At, K::AtEqual);
        case '+':
            return with_equal(K::Plus, K::PlusEqual);
        case '%':
            return with_equal(K::Percent, K::PercentEqual);
        case '&':
            return with_equal(K::Ampersand, K::AmpersandEqual);
        case '|':
            return with_equal(K::Bar, K::BarEqual);
        case '^':
            return with_equal(K::Caret, K::CaretEqual);
        case '!':
            return with_equal(K::Unknown, K::NotEqual);
        case '-':
            if (read_if('>')) return token(K::Arrow);
            return with_equal(K::Minus, K::MinusEqual);
        case '*':
            if (read_if('*')) return with_equal(K::DoubleStar, K::DoubleStarEqual);
            return with_equal(K::Star, K::StarEqual);
        case '/':
            if (read_if('/')) return with_equal(K::DoubleSlash, K::DoubleSlashEqual);
            return with_equal(K::Slash, K::SlashEqual);
        case '<':
            if (read_if('<')) return with_equal(K::LeftShift, K::LeftShiftEqual);
            if (read_if('>')) return token(K::LessGreater);
            return with_equal(K::Less, K::LessEqual);
        case '>':
            if (read_if('>')) return with_equal(K::RightShift, K::RightShiftEqual);
            return with_equal(K::Greater, K::GreaterEqual);
        default:
            return token(K::Unknown);
    }
}

}  // namespace loopscope::python::syntax
