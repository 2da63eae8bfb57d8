// Where the parser's errors stand, and what expressions are called in them.
#include <fmt/format.h>

#include "sim/python/syntax/parser_impl.h"

namespace loopscope::python::syntax {

/// How far the first line of an inner text is shifted in the file; error columns are shown without.
std::int32_t Parser::first_column_shift(std::uint32_t line) const {
    return line == source_.first_line ? source_.first_column : 0;
}

/// A byte column of a token or node as a character offset from 1, counted in the line that the
/// error shows. CPython counts the end of a range in that line, too, though it may be in another.
std::uint32_t Parser::shown_column(std::uint32_t shown_line, std::uint32_t line,
                                   std::int64_t column) const {
    const std::int64_t plain = column - first_column_shift(line);
    if (plain < 0) return 0;
    return character_offset(source_.line(shown_line), static_cast<std::uint32_t>(plain)) + 1;
}

std::string Parser::shown_text(std::uint32_t line) const {
    return std::string(source_.line(line)) + "\n";
}

/// Columns are byte columns from 0; -1 is "none". CPython: _PyPegen_raise_error_known_location.
SyntaxErrorInfo Parser::describe_known(SyntaxErrorKind kind, std::uint32_t line,
                                       std::int64_t column, std::uint32_t end_line,
                                       std::int64_t end_column, std::string message) const {
    SyntaxErrorInfo error;
    error.kind = kind;
    error.message =
        start_ == Start::FString ? "f-string: " + std::move(message) : std::move(message);
    error.line = line;
    error.column = column < 0 ? 0 : shown_column(line, line, column);
    error.end_line = end_line;
    error.end_column = end_column < 0 ? 0 : shown_column(line, end_line, end_column);
    error.text_line = shown_text(line);
    return error;
}

void Parser::raise_known(SyntaxErrorKind kind, std::uint32_t line, std::int64_t column,
                         std::uint32_t end_line, std::int64_t end_column, std::string message) {
    throw SyntaxFailure{
        describe_known(kind, line, column, end_line, end_column, std::move(message))};
}

/// At the furthest token that was looked at. CPython: RAISE_SYNTAX_ERROR.
void Parser::raise_at_last_token(std::string message, SyntaxErrorKind kind) {
    const Token& last = *tokens_.back();
    if (last.column >= 0) {
        raise_known(kind, last.line, last.column, last.end_line, last.end_column,
                    std::move(message));
    }
    raise_at_lexer(kind, last.line, static_cast<std::int64_t>(last.lexer_column) - 1,
                   std::move(message));
}

/// Layout tokens have no columns of their own: the lexer's place counts, and not from 1; the end is
/// -1. CPython: _PyPegen_raise_error.
void Parser::raise_at_lexer(SyntaxErrorKind kind, std::uint32_t line, std::int64_t column,
                            std::string message) {
    SyntaxErrorInfo error =
        describe_known(kind, line, column + first_column_shift(line), line, -1, std::move(message));
    error.end_column = static_cast<std::uint32_t>(-1);
    throw SyntaxFailure{std::move(error)};
}

void Parser::raise_at(const SourceRange& range, std::string message) {
    raise_between(range, range, std::move(message));
}

void Parser::raise_at(const Token& token, std::string message) {
    raise_between(range_of(token), range_of(token), std::move(message));
}

void Parser::raise_between(const SourceRange& from, const SourceRange& to, std::string message) {
    raise_known(SyntaxErrorKind::SyntaxError, from.line, from.column, to.end_line, to.end_column,
                std::move(message));
}

/// From there to where the lexer is. CPython: RAISE_SYNTAX_ERROR_STARTING_FROM.
void Parser::raise_starting_from(const SourceRange& from, std::string message) {
    const std::uint32_t line = lexer_.line();
    raise_known(SyntaxErrorKind::SyntaxError, from.line, from.column, line,
                static_cast<std::int64_t>(lexer_.column()) - 1 + first_column_shift(line),
                std::move(message));
}

/// FIDELITY: CPython's limits are about 6000 rules of its parser (MemoryError) and 3000 nodes of
/// its symbol table (RecursionError); ours is one lower limit for both.
void Parser::raise_too_deep() {
    SyntaxErrorInfo error;
    error.kind = SyntaxErrorKind::RecursionError;
    error.message = "maximum recursion depth exceeded during compilation";
    throw SyntaxFailure{std::move(error)};
}

SyntaxFailure Parser::unclosed_bracket() const {
    const OpenBracket& open = lexer_.open_brackets().back();
    SyntaxErrorInfo error;
    error.message = fmt::format("{}'{}' was never closed",
                                start_ == Start::FString ? "f-string: " : "", open.character);
    error.line = error.end_line = open.line;
    // The line that the lexer is on comes with its newline, an earlier one without.
    const bool last = open.line + 1 >= source_.first_line + source_.line_starts.size();
    error.text_line = last ? shown_text(open.line) : std::string(source_.line(open.line));
    error.column = character_offset(error.text_line, static_cast<std::uint32_t>(open.column)) + 1;
    return {std::move(error)};
}

void Parser::raise_unclosed_bracket() { throw unclosed_bracket(); }

/// CPython: tokenizer_error
void Parser::raise_lexer_error() {
    const auto on_this_line = [&](SyntaxErrorKind kind, std::int64_t column, const char* message) {
        raise_known(kind, lexer_.line(), column + first_column_shift(lexer_.line()), lexer_.line(),
                    -1, message);
    };
    switch (lexer_.stop()) {
        case LexerStop::Raised:
            throw SyntaxFailure{lexer_.failure()};
        case LexerStop::BadDedent:
            raise_at_last_token("unindent does not match any outer indentation level",
                                SyntaxErrorKind::IndentationError);
        case LexerStop::MixedTabs:
            on_this_line(SyntaxErrorKind::TabError, 0,
                         "inconsistent use of tabs and spaces in indentation");
            break;
        case LexerStop::TooManyIndents:
            on_this_line(SyntaxErrorKind::IndentationError, 0, "too many levels of indentation");
            break;
        case LexerStop::BadContinuation:
            on_this_line(SyntaxErrorKind::SyntaxError,
                         static_cast<std::int64_t>(lexer_.column()) - 1,
                         "unexpected character after line continuation character");
            break;
        default:
            break;
    }
    if (!lexer_.open_brackets().empty()) raise_unclosed_bracket();
    raise_at_last_token("unexpected EOF while parsing");
}

// ---- targets that are none --------------------------------------------------------------------

/// The part of an expression that can't be assigned to (or deleted); nullptr if all can.
/// CPython: _PyPegen_get_invalid_target
ExprPtr Parser::invalid_target(ExprPtr node, TargetUse use) {
    const auto first_of = [&](Seq<ExprPtr> items) -> ExprPtr {
        for (const ExprPtr item : items) {
            if (const ExprPtr found = invalid_target(item, use)) return found;
        }
        return nullptr;
    };
    switch (node->kind) {
        case ExprKind::List:
            return first_of(as<List>(*node).elts);
        case ExprKind::Tuple:
            return first_of(as<Tuple>(*node).elts);
        case ExprKind::Starred:
            return use == TargetUse::Del ? node : invalid_target(as<Starred>(*node).value, use);
        case ExprKind::Compare: {
            if (use != TargetUse::For) return node;
            const auto& compare = as<Compare>(*node);
            if (compare.ops[0] != CompareOperator::In) return nullptr;
            return invalid_target(compare.left, use);
        }
        case ExprKind::Name:
        case ExprKind::Subscript:
        case ExprKind::Attribute:
            return nullptr;
        default:
            return node;
    }
}

/// CPython: RAISE_SYNTAX_ERROR_INVALID_TARGET
void Parser::raise_if_invalid_target(ExprPtr node, TargetUse use) {
    const ExprPtr found = invalid_target(node, use);
    if (found == nullptr) return;
    raise_at(found->range,
             fmt::format("cannot {} {}", use == TargetUse::Del ? "delete" : "assign to",
                         name_of_expr(*found)));
}

/// CPython: _PyPegen_get_expr_name
std::string_view Parser::name_of_expr(const Expr& node) {
    switch (node.kind) {
        case ExprKind::Attribute:
            return "attribute";
        case ExprKind::Subscript:
            return "subscript";
        case ExprKind::Starred:
            return "starred";
        case ExprKind::Name:
            return "name";
        case ExprKind::List:
            return "list";
        case ExprKind::Tuple:
            return "tuple";
        case ExprKind::Lambda:
            return "lambda";
        case ExprKind::Call:
            return "function call";
        case ExprKind::BoolOp:
        case ExprKind::BinOp:
        case ExprKind::UnaryOp:
            return "expression";
        case ExprKind::GeneratorExp:
            return "generator expression";
        case ExprKind::Yield:
        case ExprKind::YieldFrom:
            return "yield expression";
        case ExprKind::Await:
            return "await expression";
        case ExprKind::ListComp:
            return "list comprehension";
        case ExprKind::SetComp:
            return "set comprehension";
        case ExprKind::DictComp:
            return "dict comprehension";
        case ExprKind::Dict:
            return "dict literal";
        case ExprKind::Set:
            return "set display";
        case ExprKind::JoinedStr:
        case ExprKind::FormattedValue:
            return "f-string expression";
        case ExprKind::Compare:
            return "comparison";
        case ExprKind::IfExp:
            return "conditional expression";
        case ExprKind::NamedExpr:
            return "named expression";
        case ExprKind::Slice:
            return "slice";
        case ExprKind::Constant:
            break;
    }
    switch (as<Constant>(node).value_kind) {
        case ConstantKind::None:
            return "None";
        case ConstantKind::True:
            return "True";
        case ConstantKind::False:
            return "False";
        case ConstantKind::Ellipsis:
            return "ellipsis";
        default:
            return "literal";
    }
}

}  // namespace loopscope::python::syntax
