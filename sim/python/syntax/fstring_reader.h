// Reads the inside of an f-string.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/python/syntax/parser_impl.h"

namespace loopscope::python::syntax {

/// What strings side by side have come to so far. Its nodes span all the strings, as in CPython
/// 3.11; but a format specification, and text at its end, span the token that they stand in.
struct Parser::StringPieces {
    Parser& parser;
    SourceRange range;
    bool has_u_prefix;
    std::vector<ExprPtr> values;
    std::string pending;  ///< Text that may still grow.
    bool is_formatted;

    void flush(const SourceRange& text_range);
    ExprPtr finish(ConstantKind kind, const SourceRange& whole_range);
};

/// Takes an f-string's text apart: literal text, `{expression!conversion:format}`.
///
/// CPython 3.11 does this after lexing, on the token's text, and parses each expression as a
/// little program of its own in parentheses; so quotes and backslashes in expressions are
/// restricted, and columns of errors count within that little program.
class Parser::FStringReader {
  public:
    FStringReader(Parser& parser, const Token& token, std::string_view body,
                  std::size_t body_offset, bool is_raw)
        : parser_(parser), token_(token), body_(body), body_offset_(body_offset), is_raw_(is_raw) {}

    /// Adds the whole f-string to `pieces`.
    void read_whole(StringPieces& pieces) { read(pieces, 0); }

  private:
    void read(StringPieces& pieces, int level);
    bool read_literal(StringPieces& pieces, int level);
    void read_field(StringPieces& pieces, int level);
    std::string_view find_expression();
    bool skip_in_string(char& quote, int& quote_length);
    ExprPtr parse_expression(std::string_view text, std::size_t start);
    void check_not_blank(std::string_view text) const;
    void skip_close_bracket(std::string& open);
    char read_conversion();

    bool at_end() const { return at_ >= body_.size(); }
    char here() const { return at_end() ? '\0' : body_[at_]; }
    char ahead(std::size_t by) const { return at_ + by < body_.size() ? body_[at_ + by] : '\0'; }
    [[noreturn]] void fail(std::string message) const {
        parser_.raise_at_last_token(std::move(message));
    }
    void fail_at_end() const {
        if (at_end()) fail("f-string: expecting '}'");
    }

    Parser& parser_;
    const Token& token_;
    std::string_view body_;
    std::size_t body_offset_;
    bool is_raw_;
    std::size_t at_ = 0;
    std::size_t counted_ = 0;     ///< Where in the token newlines are counted up to,
    std::uint32_t lines_ = 0;     ///< how many there were,
    std::size_t line_start_ = 0;  ///< and what follows the last.
};

}  // namespace loopscope::python::syntax
