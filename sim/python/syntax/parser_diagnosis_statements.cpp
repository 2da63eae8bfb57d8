// Typical mistakes in statements, recognised to be named (CPython's invalid_* rules).
#include <fmt/format.h>

#include "sim/python/syntax/parser_impl.h"

namespace loopscope::python::syntax {

// ---- colons and blocks ------------------------------------------------------------------------

/// At the place of a colon: complains if the line ends there.
void Parser::raise_if_colon_is_missing() {
    if (expect(TokenKind::Newline) != nullptr) raise_at_last_token("expected ':'");
}

/// At a colon: complains if a line follows that is not indented.
void Parser::raise_if_no_indented_block(const Token& keyword, std::string_view what) {
    const bool is_block_missing = expect(TokenKind::Colon) != nullptr &&
                                  expect(TokenKind::Newline) != nullptr && !at(TokenKind::Indent);
    if (!is_block_missing) return;
    raise_at_last_token(
        fmt::format("expected an indented block after {} on line {}", what, keyword.line),
        SyntaxErrorKind::IndentationError);
}

/// if, elif, while.
void Parser::invalid_conditional_statement(TokenKind keyword_kind) {
    const Token* const keyword = expect(keyword_kind);
    if (keyword == nullptr || named_expression() == nullptr) return;
    const int after_test = mark_;
    raise_if_colon_is_missing();
    back_to(after_test);
    raise_if_no_indented_block(*keyword, fmt::format("'{}' statement", spelling(keyword_kind)));
}

void Parser::invalid_trailing_block(TokenKind keyword_kind) {
    if (const Token* const keyword = expect(keyword_kind)) {
        raise_if_no_indented_block(*keyword, fmt::format("'{}' statement", spelling(keyword_kind)));
    }
}

void Parser::invalid_for_statement() {
    expect(TokenKind::Async);
    const Token* const keyword = expect(TokenKind::For);
    if (keyword == nullptr || star_targets() == nullptr) return;
    if (expect(TokenKind::In) == nullptr || star_expressions() == nullptr) return;
    const int after_iter = mark_;
    raise_if_colon_is_missing();
    back_to(after_iter);
    raise_if_no_indented_block(*keyword, "'for' statement");
}

void Parser::invalid_def_raw() {
    expect(TokenKind::Async);
    const Token* const keyword = expect(TokenKind::Def);
    if (keyword == nullptr || expect(TokenKind::Name) == nullptr) return;
    if (expect(TokenKind::LeftParen) == nullptr) return;
    parameters(ParameterStyle::Def);
    if (expect(TokenKind::RightParen) == nullptr) return;
    const int before_arrow = mark_;
    if (expect(TokenKind::Arrow) != nullptr && expression() == nullptr) back_to(before_arrow);
    raise_if_no_indented_block(*keyword, "function definition");
}

void Parser::invalid_class_def_raw() {
    const Token* const keyword = expect(TokenKind::Class);
    if (keyword == nullptr || expect(TokenKind::Name) == nullptr) return;
    const int before_paren = mark_;
    if (expect(TokenKind::LeftParen) != nullptr) {
        arguments();
        if (expect(TokenKind::RightParen) == nullptr) back_to(before_paren);
    }
    const int after_header = mark_;
    raise_if_colon_is_missing();
    back_to(after_header);
    raise_if_no_indented_block(*keyword, "class definition");
}

// ---- assignments ------------------------------------------------------------------------------

ExprPtr Parser::invalid_annotation_target() {
    const int start = mark_;
    ExprPtr found = nullptr;
    if (at(TokenKind::LeftBracket)) found = list();
    if (at(TokenKind::LeftParen)) {
        found = tuple();
        if (found == nullptr) {
            ++mark_;
            found = invalid_annotation_target();
            if (found != nullptr && expect(TokenKind::RightParen) == nullptr) found = nullptr;
        }
    }
    if (found == nullptr) back_to(start);
    return found;
}

void Parser::invalid_assignment() {
    const int start = mark_;
    const ExprPtr display = invalid_annotation_target();
    if (display != nullptr && expect(TokenKind::Colon) != nullptr && expression() != nullptr) {
        raise_at(display->range, fmt::format("only single target (not {}) can be annotated",
                                             name_of_expr(*display)));
    }
    back_to(start);
    const ExprPtr first = star_named_expression();
    if (first != nullptr && expect(TokenKind::Comma) != nullptr) {
        while (!star_named_expressions().empty()) {
        }
        if (expect(TokenKind::Colon) != nullptr && expression() != nullptr) {
            raise_at(first->range, "only single target (not tuple) can be annotated");
        }
    }
    back_to(start);
    const ExprPtr target = expression();
    if (target != nullptr && expect(TokenKind::Colon) != nullptr && expression() != nullptr) {
        raise_at(target->range, "illegal target for annotation");
    }
    back_to(start);
    int after_targets = mark_;
    while (star_targets() != nullptr && expect(TokenKind::Equal) != nullptr) after_targets = mark_;
    back_to(after_targets);
    const ExprPtr value = star_expressions();
    if (value != nullptr && expect(TokenKind::Equal) != nullptr) {
        raise_if_invalid_target(value, TargetUse::Star);
    }
    back_to(after_targets);
    const ExprPtr yield = yield_expr();
    if (yield != nullptr && expect(TokenKind::Equal) != nullptr) {
        raise_at(yield->range, "assignment to yield expression not possible");
    }
    back_to(start);
    const ExprPtr augmented = star_expressions();
    if (augmented != nullptr && augmented_operator() && yield_or_star_expressions() != nullptr) {
        raise_at(augmented->range,
                 fmt::format("'{}' is an illegal expression for augmented assignment",
                             name_of_expr(*augmented)));
    }
}

void Parser::invalid_del_statement() {
    if (expect(TokenKind::Del) == nullptr) return;
    if (const ExprPtr target = star_expressions()) raise_if_invalid_target(target, TargetUse::Del);
}

void Parser::invalid_import_from_targets() {
    if (import_from_names().empty()) return;
    if (expect(TokenKind::Comma) != nullptr && expect(TokenKind::Newline) != nullptr) {
        raise_at_last_token("trailing comma not allowed without surrounding parentheses");
    }
}

// ---- with -------------------------------------------------------------------------------------

void Parser::invalid_with_item() {
    if (expression() == nullptr || expect(TokenKind::As) == nullptr) return;
    const ExprPtr target = expression();
    if (target == nullptr) return;
    if (at(TokenKind::Comma) || at(TokenKind::RightParen) || at(TokenKind::Colon)) {
        raise_if_invalid_target(target, TargetUse::Star);
    }
}

/// Items as they look on the outside: in parentheses (`expressions` then) or without.
bool Parser::skip_with_items() {
    const bool has_parens = expect(TokenKind::LeftParen) != nullptr;
    bool has_any = false;
    int end = mark_;
    while ((has_parens ? expressions() : expression()) != nullptr) {
        has_any = true;
        const int before_as = mark_;
        if (expect(TokenKind::As) != nullptr && star_target() == nullptr) back_to(before_as);
        end = mark_;
        if (expect(TokenKind::Comma) == nullptr) break;
    }
    back_to(end);
    if (!has_parens || !has_any) return has_any;
    expect(TokenKind::Comma);
    return expect(TokenKind::RightParen) != nullptr;
}

void Parser::invalid_with_statement() {
    expect(TokenKind::Async);
    if (expect(TokenKind::With) == nullptr) return;
    const int after_with = mark_;
    WithItem item;
    int end = mark_;
    while ((item.context_expr = expression()) != nullptr) {
        const int before_as = mark_;
        if (expect(TokenKind::As) != nullptr && star_target() == nullptr) back_to(before_as);
        end = mark_;
        if (expect(TokenKind::Comma) == nullptr) break;
    }
    back_to(end);
    if (end > after_with) raise_if_colon_is_missing();
    back_to(after_with);
    if (at(TokenKind::LeftParen) && skip_with_items()) raise_if_colon_is_missing();
}

void Parser::invalid_with_statement_indent() {
    expect(TokenKind::Async);
    const Token* const keyword = expect(TokenKind::With);
    if (keyword == nullptr) return;
    const int after_with = mark_;
    int end = mark_;
    while (expression() != nullptr) {
        const int before_as = mark_;
        if (expect(TokenKind::As) != nullptr && star_target() == nullptr) back_to(before_as);
        end = mark_;
        if (expect(TokenKind::Comma) == nullptr) break;
    }
    back_to(end);
    if (end > after_with) raise_if_no_indented_block(*keyword, "'with' statement");
    back_to(after_with);
    if (at(TokenKind::LeftParen) && skip_with_items()) {
        raise_if_no_indented_block(*keyword, "'with' statement");
    }
}

// ---- try --------------------------------------------------------------------------------------

void Parser::invalid_try_statement() {
    const int start = mark_;
    const Token* const keyword = expect(TokenKind::Try);
    if (keyword == nullptr) return;
    raise_if_no_indented_block(*keyword, "'try' statement");
    back_to(start + 1);
    if (expect(TokenKind::Colon) == nullptr) return;
    const int after_colon = mark_;
    if (block() != nullptr && !at(TokenKind::Except) && !at(TokenKind::Finally)) {
        raise_at_last_token("expected 'except' or 'finally' block");
    }
    back_to(after_colon);
    while (block() != nullptr) {
    }
    const int at_handlers = mark_;
    ExceptHandler handler;
    const char* const message = "cannot have both 'except' and 'except*' on the same 'try'";
    bool has_plain = false;
    while (except_block(handler)) has_plain = true;
    const Token* const late = has_plain ? expect(TokenKind::Except) : nullptr;
    const Token* const star = late != nullptr ? expect(TokenKind::Star) : nullptr;
    if (star != nullptr && expression() != nullptr) {
        skip_as_name();
        if (expect(TokenKind::Colon) != nullptr) {
            raise_between(range_of(*late), range_of(*star), message);
        }
    }
    back_to(at_handlers);
    bool has_star = false;
    while (except_star_block(handler)) has_star = true;
    const Token* const plain = has_star ? expect(TokenKind::Except) : nullptr;
    if (plain == nullptr) return;
    if (expression() != nullptr) skip_as_name();
    if (expect(TokenKind::Colon) != nullptr) raise_at(*plain, message);
}

/// `as name`, if it stands here.
void Parser::skip_as_name() {
    const int before_as = mark_;
    if (expect(TokenKind::As) != nullptr && expect(TokenKind::Name) == nullptr) back_to(before_as);
}

void Parser::invalid_except_statement() {
    const int start = mark_;
    if (expect(TokenKind::Except) == nullptr) return;
    expect(TokenKind::Star);
    const int at_type = mark_;
    const ExprPtr type = expression();
    if (type != nullptr && expect(TokenKind::Comma) != nullptr && expressions() != nullptr) {
        skip_as_name();
        if (expect(TokenKind::Colon) != nullptr) {
            raise_starting_from(type->range, "multiple exception types must be parenthesized");
        }
    }
    back_to(at_type);
    if (expression() != nullptr) {
        skip_as_name();
        raise_if_colon_is_missing();
    }
    back_to(start + 1);
    raise_if_colon_is_missing();
    if (expect(TokenKind::Star) != nullptr &&
        (expect(TokenKind::Newline) != nullptr || expect(TokenKind::Colon) != nullptr)) {
        raise_at_last_token("expected one or more exception types");
    }
}

void Parser::invalid_except_indent() {
    const int start = mark_;
    const Token* const keyword = expect(TokenKind::Except);
    if (keyword == nullptr) return;
    if (expression() != nullptr) {
        skip_as_name();
        raise_if_no_indented_block(*keyword, "'except' statement");
    }
    back_to(start + 1);
    raise_if_no_indented_block(*keyword, "'except' statement");
}

void Parser::invalid_except_star_indent() {
    const Token* const keyword = expect(TokenKind::Except);
    if (keyword == nullptr || expect(TokenKind::Star) == nullptr || expression() == nullptr) return;
    skip_as_name();
    raise_if_no_indented_block(*keyword, "'except*' statement");
}

// ---- match ------------------------------------------------------------------------------------

void Parser::invalid_match_statement() {
    const Token* const keyword = expect_soft("match");
    if (keyword == nullptr || subject_expression() == nullptr) return;
    const int after_subject = mark_;
    raise_if_colon_is_missing();
    back_to(after_subject);
    raise_if_no_indented_block(*keyword, "'match' statement");
}

void Parser::invalid_case_block() {
    const Token* const keyword = expect_soft("case");
    if (keyword == nullptr || patterns() == nullptr) return;
    guard();
    const int after_guard = mark_;
    raise_if_colon_is_missing();
    back_to(after_guard);
    raise_if_no_indented_block(*keyword, "'case' statement");
}

}  // namespace loopscope::python::syntax
