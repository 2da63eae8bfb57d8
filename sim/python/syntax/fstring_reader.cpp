// Reads the inside of an f-string.
#include "sim/python/syntax/fstring_reader.h"

#include <fmt/format.h>

#include <algorithm>

namespace loopscope::python::syntax {

namespace {
constexpr std::size_t kBracketsMax = 200;
constexpr int kFieldLevelsMax = 2;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\f'; }
}  // namespace

/// Text and fields in turn: to the end of the string, or of a format specification.
/// CPython: _PyPegen_FstringParser_ConcatFstring
void Parser::FStringReader::read(StringPieces& pieces, int level) {
    pieces.is_formatted = true;
    while (true) {
        const bool is_doubled_brace = read_literal(pieces, level);
        if (is_doubled_brace) continue;
        if (at_end() || here() == '}') break;
        read_field(pieces, level);
    }
    if (level > 0) {
        if (here() != '}') fail("f-string: expecting '}'");
    } else if (!at_end()) {
        fail("f-string: unexpected end of string");
    }
}

/// Literal text up to a brace. True if it ended with a doubled brace, which stands for one.
/// CPython: fstring_find_literal
bool Parser::FStringReader::read_literal(StringPieces& pieces, int level) {
    const std::size_t start = at_;
    bool is_doubled = false;
    std::size_t end = body_.size();
    while (!at_end()) {
        char c = body_[at_++];
        if (!is_raw_ && c == '\\' && !at_end()) {
            c = body_[at_++];
            if (c == 'N') {
                if (!at_end() && body_[at_++] == '{') {
                    at_ = std::min(body_.find('}', at_), body_.size() - 1) + 1;
                }
                continue;
            }
        }
        if (c != '{' && c != '}') continue;
        if (level == 0 && here() == c && !at_end()) {
            end = at_++;
            is_doubled = true;
            break;
        }
        if (level == 0 && c == '}') fail("f-string: single '}' is not allowed");
        end = --at_;
        break;
    }
    const std::string_view text = body_.substr(start, end - start);
    pieces.pending += is_raw_ ? std::string(text) : parser_.decode_escapes(text, false);
    return is_doubled;
}

/// Inside a string of the expression: steps over one character, or over the closing quotes.
bool Parser::FStringReader::skip_in_string(char& quote, int& quote_length) {
    if (quote == '\0') return false;
    if (here() == quote) {
        if (quote_length == 1) {
            quote = '\0';
        } else if (ahead(1) == quote && ahead(2) == quote) {
            at_ += 2;
            quote = '\0';
        }
    }
    ++at_;
    return true;
}

void Parser::FStringReader::skip_close_bracket(std::string& open) {
    const char c = here();
    if (open.empty()) fail(fmt::format("f-string: unmatched '{}'", c));
    const char opening = open.back();
    open.pop_back();
    const char wanted = opening == '(' ? ')' : opening == '[' ? ']' : '}';
    if (c != wanted) {
        fail(fmt::format(
            "f-string: closing parenthesis '{}' does not match opening parenthesis '{}'", c,
            opening));
    }
    ++at_;
}

/// The text of the expression that begins here; stops at what ends it.
std::string_view Parser::FStringReader::find_expression() {
    const std::size_t start = at_;
    char quote = '\0';
    int quote_length = 1;
    std::string open;
    while (!at_end()) {
        const char c = here();
        if (c == '\\') fail("f-string expression part cannot include a backslash");
        if (skip_in_string(quote, quote_length)) continue;
        if (c == '\'' || c == '"') {
            quote_length = ahead(1) == c && ahead(2) == c ? 3 : 1;
            quote = c;
            at_ += static_cast<std::size_t>(quote_length);
        } else if (c == '[' || c == '{' || c == '(') {
            if (open.size() >= kBracketsMax) fail("f-string: too many nested parenthesis");
            open += c;
            ++at_;
        } else if (c == '#') {
            fail("f-string expression part cannot include '#'");
        } else if (open.empty() && (c == '!' || c == '=' || c == '<' || c == '>') &&
                   ahead(1) == '=') {
            at_ += 2;
        } else if (open.empty() && (c == '!' || c == ':' || c == '}' || c == '=')) {
            break;
        } else if (c == ']' || c == '}' || c == ')') {
            skip_close_bracket(open);
        } else {
            ++at_;
        }
    }
    if (quote != '\0') fail("f-string: unterminated string");
    if (!open.empty()) fail(fmt::format("f-string: unmatched '{}'", open.back()));
    fail_at_end();
    return body_.substr(start, at_ - start);
}

void Parser::FStringReader::check_not_blank(std::string_view text) const {
    if (!std::all_of(text.begin(), text.end(), is_blank)) return;
    if (here() == '!' || here() == ':' || here() == '=') {
        fail(fmt::format("f-string: expression required before '{}'", here()));
    }
    fail("f-string: empty expression not allowed");
}

char Parser::FStringReader::read_conversion() {
    if (here() != '!') return '\0';
    ++at_;
    fail_at_end();
    const char conversion = body_[at_++];
    if (conversion != 's' && conversion != 'r' && conversion != 'a') {
        fail("f-string: invalid conversion character: expected 's', 'r', or 'a'");
    }
    return conversion;
}

/// `{expression}` with what it may have behind it. CPython: fstring_find_expr
void Parser::FStringReader::read_field(StringPieces& pieces, int level) {
    if (level >= kFieldLevelsMax) fail("f-string: expressions nested too deeply");
    ++at_;
    const std::size_t start = at_;
    const std::string_view text = find_expression();
    check_not_blank(text);
    const ExprPtr value = parse_expression(text, body_offset_ + start);
    const bool shows_text = here() == '=';
    if (shows_text) {
        ++at_;
        while (!at_end() && (is_blank(here()) || here() == '\v')) ++at_;
        fail_at_end();
        pieces.pending += body_.substr(start, at_ - start);
    }
    char conversion = read_conversion();
    fail_at_end();
    ExprPtr format_spec = nullptr;
    if (here() == ':') {
        ++at_;
        fail_at_end();
        StringPieces inner{parser_, pieces.range, pieces.has_u_prefix, {}, {}, true};
        read(inner, level + 1);
        format_spec = inner.finish(ConstantKind::Str, range_of(token_));
    }
    if (here() != '}') fail("f-string: expecting '}'");
    ++at_;
    if (shows_text && format_spec == nullptr && conversion == '\0') conversion = 'r';
    pieces.flush(pieces.range);
    pieces.values.push_back(
        parser_.expr<FormattedValue>(pieces.range, value, conversion, format_spec));
}

/// Parses the expression of a field, which begins at `start` in the token's text.
/// CPython: fstring_find_expr_location
ExprPtr Parser::FStringReader::parse_expression(std::string_view text, std::size_t start) {
    const std::size_t brace = start - 1;
    for (; counted_ < brace; ++counted_) {
        if (token_.text[counted_] != '\n') continue;
        ++lines_;
        line_start_ = counted_ + 1;
    }
    const std::size_t first_ink = std::min(text.find_first_not_of(" \t\f"), text.size());
    const bool begins_on_next_line = first_ink < text.size() && text[first_ink] == '\n';
    auto column = static_cast<std::int32_t>(begins_on_next_line ? 0 : brace - line_start_);
    if (lines_ == 0) column += token_.column;
    return parser_.inner_expression(text, token_.line + lines_, column);
}

/// Parses an expression of an f-string whose brace is at this place. CPython: fstring_compile_expr
ExprPtr Parser::inner_expression(std::string_view text, std::uint32_t line, std::int32_t column) {
    SourceText inner("(" + std::string(text) + ")\n");
    inner.first_line = line;
    inner.first_column = column;
    const Nesting nesting(*this);
    const Block body = Parser(inner, arena_, Start::FString, depth_).run();
    return as<ExprStmt>(*body[0]).value;
}

}  // namespace loopscope::python::syntax
