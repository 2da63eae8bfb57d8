// Typical mistakes in expressions, recognised to be named (CPython's invalid_* rules).
#include <fmt/format.h>

#include <algorithm>

#include "sim/python/syntax/parser_impl.h"

namespace loopscope::python::syntax {

/// The last part of a comprehension's clauses.
static SourceRange last_item_of(Seq<Comprehension> clauses) {
    const Comprehension& last = clauses.back();
    return last.ifs.empty() ? last.iter->range : last.ifs.back()->range;
}

/// CPython: _PyPegen_check_legacy_stmt
bool Parser::is_legacy_statement(const Expr& node) {
    const Name* const name = if_is<Name>(&node);
    return name != nullptr && (name->id == "print" || name->id == "exec");
}

// ---- one expression after another -------------------------------------------------------------

/// An expression found without looking for mistakes in it.
ExprPtr Parser::expression_without_invalid() {
    const bool was_diagnosing = diagnosing_;
    diagnosing_ = false;
    const int start = mark_;
    ExprPtr result = nullptr;
    if (const ExprPtr body = disjunction()) {
        const int after_body = mark_;
        result = body;
        if (expect(TokenKind::If) != nullptr) {
            const ExprPtr test = disjunction();
            const bool has_else = test != nullptr && expect(TokenKind::Else) != nullptr;
            const ExprPtr orelse = has_else ? expression() : nullptr;
            if (orelse != nullptr) result = expr<IfExp>(range_from(start), test, body, orelse);
        }
        if (result == body) back_to(after_body);
    } else {
        back_to(start);
        result = lambdef();
    }
    diagnosing_ = was_diagnosing;
    return result;
}

void Parser::invalid_expression() {
    const int start = mark_;
    const bool is_string_prefix =
        expect(TokenKind::Name) != nullptr && expect(TokenKind::String) != nullptr;
    back_to(start);
    if (!is_string_prefix && !at_soft_keyword()) {
        const ExprPtr first = disjunction();
        const ExprPtr second = first != nullptr ? expression_without_invalid() : nullptr;
        if (second != nullptr && !is_legacy_statement(*first) &&
            tokens_[static_cast<std::size_t>(mark_ - 1)]->level != 0) {
            raise_between(first->range, second->range,
                          "invalid syntax. Perhaps you forgot a comma?");
        }
    }
    back_to(start);
    const ExprPtr body = disjunction();
    if (body == nullptr || expect(TokenKind::If) == nullptr) return;
    const ExprPtr test = disjunction();
    if (test == nullptr || at(TokenKind::Else) || at(TokenKind::Colon)) return;
    raise_between(body->range, test->range, "expected 'else' after 'if' expression");
}

void Parser::invalid_legacy_expression() {
    const Token* const name = expect(TokenKind::Name);
    if (name == nullptr || at(TokenKind::LeftParen)) return;
    const ExprPtr value = star_expressions();
    if (value == nullptr || (name->text != "print" && name->text != "exec")) return;
    raise_between(
        range_of(*name), value->range,
        fmt::format("Missing parentheses in call to '{0}'. Did you mean {0}(...)?", name->text));
}

// ---- assignment where a value is wanted -------------------------------------------------------

void Parser::invalid_named_expression() {
    remember<Expr>(Rule::InvalidNamed, false, [&]() -> ExprPtr {
        const int start = mark_;
        const ExprPtr whole = expression();
        if (whole != nullptr && expect(TokenKind::ColonEqual) != nullptr &&
            expression() != nullptr) {
            raise_at(whole->range, fmt::format("cannot use assignment expressions with {}",
                                               name_of_expr(*whole)));
        }
        back_to(start);
        const auto ends_here = [&] { return !at(TokenKind::Equal) && !at(TokenKind::ColonEqual); };
        const Token* const name = expect(TokenKind::Name);
        if (name != nullptr && expect(TokenKind::Equal) != nullptr) {
            const ExprPtr value = bitwise_or();
            if (value != nullptr && ends_here()) {
                raise_between(range_of(*name), value->range,
                              "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
            }
        }
        back_to(start);
        switch (here().kind) {
            case TokenKind::True:
            case TokenKind::False:
            case TokenKind::None:
                return nullptr;
            case TokenKind::LeftBracket:
                if (list() != nullptr) return nullptr;
                break;
            case TokenKind::LeftParen:
                if (tuple() != nullptr || genexp() != nullptr) return nullptr;
                break;
            default:
                break;
        }
        back_to(start);
        const ExprPtr target = bitwise_or();
        if (target == nullptr || expect(TokenKind::Equal) == nullptr) return nullptr;
        const ExprPtr value = bitwise_or();
        if (value != nullptr && ends_here()) {
            raise_at(target->range,
                     fmt::format("cannot assign to {} here. Maybe you meant '==' instead of '='?",
                                 name_of_expr(*target)));
        }
        return nullptr;
    });
}

// ---- calls ------------------------------------------------------------------------------------

void Parser::invalid_arguments() {
    const int start = mark_;
    const CallArguments* first = args();
    if (first != nullptr && expect(TokenKind::Comma) != nullptr && at(TokenKind::Star)) {
        raise_at(first->range, "iterable argument unpacking follows keyword argument unpacking");
    }
    back_to(start);
    invalid_nonparenthesized_genexp();
    back_to(start);
    const Token* const name = expect(TokenKind::Name);
    const Token* const equal = name != nullptr ? expect(TokenKind::Equal) : nullptr;
    if (equal != nullptr && expression() != nullptr && for_if_clauses() != nullptr) {
        raise_between(range_of(*name), range_of(*equal),
                      "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
    }
    back_to(start);
    first = args();
    if (first != nullptr) {
        const Seq<Comprehension>* const clauses = for_if_clauses();
        if (clauses != nullptr && first->args.size() > 1) {
            raise_between(first->args.back()->range, last_item_of(*clauses),
                          "Generator expression must be parenthesized");
        }
    }
    back_to(start);
    if (args() != nullptr && expect(TokenKind::Comma) != nullptr) {
        const ExprPtr element = expression();
        const auto* const clauses = element != nullptr ? for_if_clauses() : nullptr;
        if (clauses != nullptr) {
            raise_between(element->range, clauses->back().target->range,
                          "Generator expression must be parenthesized");
        }
    }
    back_to(start);
    first = args();
    if (first == nullptr || expect(TokenKind::Comma) == nullptr || args() == nullptr) return;
    const bool has_unpacking = std::any_of(first->keywords.begin(), first->keywords.end(),
                                           [](const Keyword& k) { return k.arg.empty(); });
    raise_at_last_token(has_unpacking ? "positional argument follows keyword argument unpacking"
                                      : "positional argument follows keyword argument");
}

/// `f(x for x in y, …)`
void Parser::invalid_nonparenthesized_genexp() {
    const ExprPtr element = expression();
    const auto* const clauses = element != nullptr ? for_if_clauses() : nullptr;
    if (clauses == nullptr || expect(TokenKind::Comma) == nullptr) return;
    if (args() == nullptr) {
        const int after_comma = mark_;
        if (expression() == nullptr || for_if_clauses() == nullptr) back_to(after_comma);
    }
    raise_between(element->range, last_item_of(*clauses),
                  "Generator expression must be parenthesized");
}

void Parser::invalid_kwarg() {
    const int start = mark_;
    if (at(TokenKind::True) || at(TokenKind::False) || at(TokenKind::None)) {
        const Token& constant = here();
        ++mark_;
        if (const Token* const equal = expect(TokenKind::Equal)) {
            raise_between(range_of(constant), range_of(*equal),
                          fmt::format("cannot assign to {}", constant.text));
        }
        back_to(start);
    }
    const Token* const name = expect(TokenKind::Name);
    const Token* const equal = name != nullptr ? expect(TokenKind::Equal) : nullptr;
    if (equal != nullptr) {
        if (expression() != nullptr && for_if_clauses() != nullptr) {
            raise_between(range_of(*name), range_of(*equal),
                          "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
        }
        return;
    }
    back_to(start);
    const ExprPtr target = expression();
    if (target == nullptr) return;
    if (const Token* const sign = expect(TokenKind::Equal)) {
        raise_between(target->range, range_of(*sign),
                      "expression cannot contain assignment, perhaps you meant \"==\"?");
    }
}

// ---- displays and comprehensions --------------------------------------------------------------

void Parser::invalid_comprehension() {
    const int start = mark_;
    const bool is_group = at(TokenKind::LeftParen);
    ++mark_;
    const ExprPtr starred = starred_expression();
    if (starred != nullptr && for_if_clauses() != nullptr) {
        raise_at(starred->range, "iterable unpacking cannot be used in comprehension");
    }
    back_to(start + 1);
    if (is_group) return;
    const char* const message = "did you forget parentheses around the comprehension target?";
    const ExprPtr first = star_named_expression();
    const Token* const comma = first != nullptr ? expect(TokenKind::Comma) : nullptr;
    if (comma == nullptr) return;
    const int after_comma = mark_;
    const std::vector<ExprPtr> more = star_named_expressions();
    if (!more.empty() && for_if_clauses() != nullptr) {
        raise_between(first->range, more.back()->range, message);
    }
    back_to(after_comma);
    if (for_if_clauses() != nullptr) raise_between(first->range, range_of(*comma), message);
}

void Parser::invalid_dict_comprehension() {
    ++mark_;
    const Token* const stars = expect(TokenKind::DoubleStar);
    if (stars == nullptr || bitwise_or() == nullptr) return;
    if (for_if_clauses() != nullptr && expect(TokenKind::RightBrace) != nullptr) {
        raise_at(*stars, "dict unpacking cannot be used in dict comprehension");
    }
}

void Parser::invalid_double_starred_kvpairs() {
    const int start = mark_;
    ExprPtr key = nullptr;
    ExprPtr value = nullptr;
    int end = mark_;
    bool has_comma = false;
    while (double_starred_kvpair(key, value)) {
        end = mark_;
        has_comma = expect(TokenKind::Comma) != nullptr;
        if (!has_comma) break;
    }
    if (has_comma && mark_ > end) invalid_kvpair();
    back_to(start);
    invalid_kvpair();
}

/// Also the rules for the first pair, which do without a missing colon.
void Parser::invalid_kvpair() {
    const int start = mark_;
    const bool is_first =
        start > 0 && tokens_[static_cast<std::size_t>(start - 1)]->kind == TokenKind::LeftBrace;
    const ExprPtr key = expression();
    if (key == nullptr) return;
    const Token* const colon = expect(TokenKind::Colon);
    if (colon == nullptr) {
        if (is_first) return;
        const SourceRange& range = key->range;
        raise_known(SyntaxErrorKind::SyntaxError, range.line,
                    static_cast<std::int64_t>(range.end_column) - 1, range.end_line, -1,
                    "':' expected after dictionary key");
    }
    const int after_colon = mark_;
    if (const Token* const star = expect(TokenKind::Star)) {
        if (bitwise_or() != nullptr) {
            raise_starting_from(range_of(*star),
                                "cannot use a starred expression in a dictionary value");
        }
    }
    back_to(after_colon);
    if (at(TokenKind::RightBrace) || at(TokenKind::Comma)) {
        raise_at(*colon, "expression expected after dictionary key and ':'");
    }
}

void Parser::invalid_group() {
    const int start = mark_;
    ++mark_;
    const ExprPtr starred = starred_expression();
    if (starred != nullptr && expect(TokenKind::RightParen) != nullptr) {
        raise_at(starred->range, "cannot use starred expression here");
    }
    back_to(start + 1);
    const Token* const stars = expect(TokenKind::DoubleStar);
    if (stars != nullptr && expression() != nullptr && expect(TokenKind::RightParen) != nullptr) {
        raise_at(*stars, "cannot use double starred expression here");
    }
}

void Parser::invalid_for_target() {
    expect(TokenKind::Async);
    if (expect(TokenKind::For) == nullptr) return;
    if (const ExprPtr target = star_expressions()) raise_if_invalid_target(target, TargetUse::For);
}

// ---- patterns ---------------------------------------------------------------------------------

void Parser::invalid_as_pattern() {
    if (or_pattern() == nullptr || expect(TokenKind::As) == nullptr) return;
    if (const Token* const wildcard = expect_soft("_")) {
        raise_at(*wildcard, "cannot use '_' as a target");
    }
    if (at(TokenKind::Name)) return;
    if (const ExprPtr target = expression()) raise_at(target->range, "invalid pattern target");
}

void Parser::invalid_class_pattern() {
    if (name_or_attribute() == nullptr || expect(TokenKind::LeftParen) == nullptr) return;
    const int start = mark_;
    if (positional_patterns().empty() || expect(TokenKind::Comma) == nullptr) back_to(start);
    std::vector<Identifier> names;
    std::vector<PatternPtr> values;
    if (!keyword_patterns(names, values) || expect(TokenKind::Comma) == nullptr) return;
    const std::vector<PatternPtr> late = positional_patterns();
    if (late.empty()) return;
    raise_between(late.front()->range, late.back()->range,
                  "positional patterns follow keyword patterns");
}

}  // namespace loopscope::python::syntax
