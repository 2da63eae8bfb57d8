// The parser's frame: tokens on demand, the three passes, nodes, parse_module().
#include "sim/python/syntax/parser_impl.h"

#include <algorithm>

#include "sim/base/unicode_forms.h"

namespace loopscope::python::syntax {

Parser::Parser(const SourceText& source, Arena& arena, Start start, int depth)
    : source_(source), arena_(arena), start_(start), depth_(depth), lexer_(source) {}

// ---- tokens -----------------------------------------------------------------------------------

const Token& Parser::token_at(int index) {
    while (static_cast<std::size_t>(index) >= tokens_.size()) {
        Token* const token = arena_.make<Token>();
        *token = lexer_.next();
        tokens_.push_back(token);
        if (token->kind == TokenKind::Error) raise_lexer_error();
    }
    return *tokens_[static_cast<std::size_t>(index)];
}

/// Steps over a token of this kind, or stays and returns nullptr.
const Token* Parser::expect(TokenKind kind) {
    const Token& token = here();
    if (token.kind != kind) return nullptr;
    ++mark_;
    return &token;
}

/// Steps over a token that must come here. CPython: _PyPegen_expect_forced_token.
const Token& Parser::force(TokenKind kind) {
    if (const Token* const token = expect(kind)) return *token;
    const Token& found = here();
    const std::string message = "expected '" + std::string(spelling(kind)) + "'";
    if (found.column < 0) raise_at_last_token(message);
    raise_at(found, message);
}

const Token* Parser::expect_soft(std::string_view word) {
    const Token& token = here();
    if (token.kind != TokenKind::Name || token.text != word) return nullptr;
    ++mark_;
    return &token;
}

bool Parser::at_soft_keyword() {
    const Token& token = here();
    if (token.kind != TokenKind::Name) return false;
    // CPython compares only as many letters as the name has, so `m` or `ca` count, too.
    const auto begins = [&](std::string_view keyword) { return keyword.starts_with(token.text); };
    return begins("match") || begins("case") || begins("_");
}

Identifier Parser::identifier(const Token& token) {
    auto beyond_ascii = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
    if (std::none_of(token.text.begin(), token.text.end(), beyond_ascii)) {
        return arena_.intern(token.text);
    }
    return arena_.intern(base::normalized_identifier(token.text));
}

// ---- nodes ------------------------------------------------------------------------------------

SourceRange Parser::range_of(const Token& token) {
    return {token.line, static_cast<std::uint32_t>(std::max(token.column, 0)), token.end_line,
            static_cast<std::uint32_t>(std::max(token.end_column, 0))};
}

/// From the token `start` to the last one that was stepped over.
SourceRange Parser::range_from(int start) {
    const SourceRange first = range_of(*tokens_[static_cast<std::size_t>(start)]);
    const SourceRange last = range_of(*tokens_[static_cast<std::size_t>(mark_ - 1)]);
    return {first.line, first.column, last.end_line, last.end_column};
}

/// The same, but a block's last newline and dedents are not part of it.
SourceRange Parser::statement_range_from(int start) {
    int last = mark_ - 1;
    const auto is_layout = [&](int index) {
        const TokenKind kind = tokens_[static_cast<std::size_t>(index)]->kind;
        return kind == TokenKind::Newline || kind == TokenKind::Indent ||
               kind == TokenKind::Dedent || kind == TokenKind::EndMarker;
    };
    while (last > start && is_layout(last)) --last;
    const SourceRange first = range_of(*tokens_[static_cast<std::size_t>(start)]);
    const SourceRange end = range_of(*tokens_[static_cast<std::size_t>(last)]);
    return {first.line, first.column, end.end_line, end.end_column};
}

ExprPtr Parser::name_of_token(const Token& token, ExprContext context) {
    return expr<Name>(range_of(token), identifier(token), context);
}

/// The same node for another use: as the target of an assignment, or of del.
/// CPython: _PyPegen_set_expr_context.
ExprPtr Parser::with_context(ExprPtr node, ExprContext context) {
    const auto all = [&](Seq<ExprPtr> items) {
        std::vector<ExprPtr> changed;
        for (const ExprPtr item : items) changed.push_back(with_context(item, context));
        return keep(changed);
    };
    switch (node->kind) {
        case ExprKind::Name:
            return expr<Name>(node->range, as<Name>(*node).id, context);
        case ExprKind::Tuple:
            return expr<Tuple>(node->range, all(as<Tuple>(*node).elts), context);
        case ExprKind::List:
            return expr<List>(node->range, all(as<List>(*node).elts), context);
        case ExprKind::Starred:
            return expr<Starred>(node->range, with_context(as<Starred>(*node).value, context),
                                 context);
        case ExprKind::Attribute: {
            const auto& attribute = as<Attribute>(*node);
            return expr<Attribute>(node->range, attribute.value, attribute.attr, context);
        }
        case ExprKind::Subscript: {
            const auto& subscript = as<Subscript>(*node);
            return expr<Subscript>(node->range, subscript.value, subscript.slice, context);
        }
        default:
            return node;
    }
}

// ---- the rounds -------------------------------------------------------------------------------

/// The whole text by the start rule, or nothing if it doesn't parse; throws what rules report.
std::optional<Block> Parser::parse_start() {
    if (start_ == Start::File) {
        const std::vector<StmtPtr> body = statements();
        if (!at(TokenKind::EndMarker)) return std::nullopt;
        return keep(body);
    }
    const ExprPtr value = start_ == Start::FString ? star_expressions() : expressions();
    if (value == nullptr) return std::nullopt;
    if (start_ == Start::Expression) {
        while (expect(TokenKind::Newline) != nullptr) {
        }
        if (!at(TokenKind::EndMarker)) return std::nullopt;
    }
    auto* const node = arena_.make<ExprStmt>();
    node->kind = ExprStmt::kKind;
    node->range = value->range;
    node->value = value;
    return keep(std::vector<StmtPtr>{node});
}

void Parser::restart(Round round) {
    if (round == Round::Plain) {
        lexer_ = Lexer(source_);
        tokens_.clear();
    }
    for (Token* const token : tokens_) token->memo = nullptr;
    mark_ = 0;
    round_ = round;
    diagnosing_ = round == Round::Diagnosis;
}

// CPython: _PyPegen_run_parser
Block Parser::run() {
    try {
        if (const auto body = parse_start()) return *body;
    } catch (const SyntaxFailure&) {
        // The next round finds it again, where CPython sees it.
    }
    try {
        restart(Round::Plain);
        if (const auto body = parse_start()) return *body;
        const Token& last = *tokens_.back();
        restart(Round::Diagnosis);
        parse_start();
        report_generic_error(last);
    } catch (const SyntaxFailure& failure) {
        rethrow_or_lexer_error(failure);
    }
}

/// Says that the syntax is wrong at this token. CPython: _PyPegen_set_syntax_error
void Parser::report_generic_error(const Token& last) {
    if (last.kind == TokenKind::Indent) {
        raise_at_last_token("unexpected indent", SyntaxErrorKind::IndentationError);
    }
    if (last.kind == TokenKind::Dedent) {
        raise_at_last_token("unexpected unindent", SyntaxErrorKind::IndentationError);
    }
    raise_known(SyntaxErrorKind::SyntaxError, last.line, last.column, last.end_line,
                last.end_column, "invalid syntax");
}

/// An error of the lexer further on counts more than one of the parser.
/// CPython: _PyPegen_tokenize_full_source_to_check_for_errors
void Parser::rethrow_or_lexer_error(const SyntaxFailure& failure) {
    const SyntaxErrorKind kind = failure.error.kind;
    const bool is_final = kind == SyntaxErrorKind::RecursionError ||
                          failure.error.message == "unexpected indent" ||
                          failure.error.message == "unexpected unindent";
    if (!is_final && lexer_.stop() == LexerStop::Running) {
        if (auto error = lex_the_rest()) throw SyntaxFailure{*std::move(error)};
    }
    throw failure;
}

std::optional<SyntaxErrorInfo> Parser::lex_the_rest() {
    const std::uint32_t error_line = tokens_.empty() ? 0 : tokens_.back()->line;
    while (true) {
        const Token token = lexer_.next();
        if (token.kind == TokenKind::EndMarker) return std::nullopt;
        if (token.kind != TokenKind::Error) continue;
        if (lexer_.stop() == LexerStop::Raised) {
            return lexer_.failure();
        }
        if (!lexer_.open_brackets().empty() && error_line > lexer_.open_brackets().back().line) {
            return unclosed_bracket().error;
        }
        return std::nullopt;
    }
}

// ---- the entrances ----------------------------------------------------------------------------

namespace {

/// Whether a text without a newline at its end gets one.
enum class Ending : std::uint8_t { Newline, AsGiven };

/// An expression's text gets no newline of its own in CPython: the token that ends it has no
/// column.
void place_at_open_end(SyntaxErrorInfo& error, const SourceText& source) {
    if (source.line_starts.empty()) error.line = error.end_line = 0;
    if (error.line < source.line_starts.size()) return;
    if (error.text_line.ends_with('\n')) error.text_line.pop_back();
    const auto end =
        character_offset(error.text_line, static_cast<std::uint32_t>(error.text_line.size()));
    if (error.message == "invalid syntax" && error.column == end + 1) {
        error.column = error.end_column = 0;
    }
}

std::variant<Module, SyntaxErrorInfo> parse(std::string_view bytes, std::string_view filename,
                                            Parser::Start start, Ending ending) {
    auto decoded = decode_source(bytes, filename);
    if (auto* const error = std::get_if<SyntaxErrorInfo>(&decoded)) return std::move(*error);
    const SourceText source = std::get<SourceText>(std::move(decoded));
    Module module;
    module.filename = std::string(filename);
    module.source = source.text;
    module.line_starts = source.line_starts;
    module.arena = std::make_unique<Arena>();
    try {
        module.body = Parser(source, *module.arena, start, 0).run();
    } catch (SyntaxFailure& failure) {
        if (ending == Ending::AsGiven && !bytes.ends_with('\n'))
            place_at_open_end(failure.error, source);
        return std::move(failure.error);
    }
    return module;
}

}  // namespace

std::variant<Module, SyntaxErrorInfo> parse_module(std::string_view source,
                                                   std::string_view filename) {
    return parse(source, filename, Parser::Start::File, Ending::Newline);
}

std::variant<Module, SyntaxErrorInfo> parse_interactive(std::string_view source,
                                                        std::string_view filename) {
    return parse(source, filename, Parser::Start::File, Ending::AsGiven);
}

std::variant<Module, SyntaxErrorInfo> parse_expression(std::string_view source,
                                                       std::string_view filename) {
    return parse(source, filename, Parser::Start::Expression, Ending::AsGiven);
}

std::string_view name_of(SyntaxErrorKind kind) {
    switch (kind) {
        case SyntaxErrorKind::IndentationError:
            return "IndentationError";
        case SyntaxErrorKind::TabError:
            return "TabError";
        case SyntaxErrorKind::MemoryError:
            return "MemoryError";
        case SyntaxErrorKind::RecursionError:
            return "RecursionError";
        default:
            return "SyntaxError";
    }
}

}  // namespace loopscope::python::syntax
