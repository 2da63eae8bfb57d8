// Compound statements: those with blocks.
#include <algorithm>

#include "sim/python/syntax/parser_impl.h"

namespace loopscope::python::syntax {

StmtPtr Parser::compound_statement() {
    const Token& first = here();
    switch (first.kind) {
        case TokenKind::Def:
            return function_def();
        case TokenKind::At: {
            if (const StmtPtr found = function_def()) return found;
            return class_def();
        }
        case TokenKind::Async: {
            if (const StmtPtr found = function_def()) return found;
            if (const StmtPtr found = with_statement()) return found;
            return for_statement();
        }
        case TokenKind::If:
            return if_statement(TokenKind::If);
        case TokenKind::Class:
            return class_def();
        case TokenKind::With:
            return with_statement();
        case TokenKind::For:
            return for_statement();
        case TokenKind::Try:
            return try_statement();
        case TokenKind::While:
            return while_statement();
        case TokenKind::Name:
            return first.text == "match" ? match_statement() : nullptr;
        default:
            return nullptr;
    }
}

/// What follows a colon: an indented block, or statements on the same line.
const Block* Parser::block() {
    return remember<Block>(Rule::BlockBody, false, [&]() -> const Block* {
        const int start = mark_;
        std::vector<StmtPtr> body;
        bool is_block = false;
        if (expect(TokenKind::Newline) != nullptr && expect(TokenKind::Indent) != nullptr) {
            body = statements();
            is_block = !body.empty() && expect(TokenKind::Dedent) != nullptr;
        }
        if (!is_block) {
            back_to(start);
            body.clear();
            is_block = simple_statements_into(body);
        }
        if (!is_block) {
            back_to(start);
            if (diagnosing() && expect(TokenKind::Newline) != nullptr && !at(TokenKind::Indent)) {
                raise_at_last_token("expected an indented block",
                                    SyntaxErrorKind::IndentationError);
            }
            return nullptr;
        }
        auto* const result = arena_.make<Block>();
        *result = keep(body);
        return result;
    });
}

// ---- functions and classes --------------------------------------------------------------------

std::vector<ExprPtr> Parser::decorators() {
    std::vector<ExprPtr> result;
    while (true) {
        const int start = mark_;
        if (expect(TokenKind::At) == nullptr) return result;
        const ExprPtr value = named_expression();
        if (value == nullptr || expect(TokenKind::Newline) == nullptr) {
            back_to(start);
            return result;
        }
        result.push_back(value);
    }
}

StmtPtr Parser::function_def() {
    const int start = mark_;
    const std::vector<ExprPtr> found = decorators();
    if (at(TokenKind::Def) || at(TokenKind::Async)) {
        if (const StmtPtr node = function_def_raw(keep(found), mark_)) return node;
    }
    back_to(start);
    return nullptr;
}

StmtPtr Parser::function_def_raw(Seq<ExprPtr> decorator_list, int start) {
    if (diagnosing()) {
        invalid_def_raw();
        back_to(start);
    }
    const bool is_async = expect(TokenKind::Async) != nullptr;
    if (expect(TokenKind::Def) == nullptr) return nullptr;
    const Token* const name = expect(TokenKind::Name);
    if (name == nullptr) return nullptr;
    force(TokenKind::LeftParen);
    const Arguments* const arguments = parameters(ParameterStyle::Def);
    if (expect(TokenKind::RightParen) == nullptr) return nullptr;
    ExprPtr returns = nullptr;
    const int before_arrow = mark_;
    if (expect(TokenKind::Arrow) != nullptr) {
        returns = expression();
        if (returns == nullptr) back_to(before_arrow);
    }
    force(TokenKind::Colon);
    const Block* const body = block();
    if (body == nullptr) return nullptr;
    const auto fill = [&](auto* node) -> StmtPtr {
        node->name = identifier(*name);
        node->args = arguments;
        node->body = *body;
        node->decorator_list = decorator_list;
        node->returns = returns;
        return node;
    };
    if (is_async) return fill(statement<AsyncFunctionDef>(start));
    return fill(statement<FunctionDef>(start));
}

StmtPtr Parser::class_def() {
    const int start = mark_;
    const std::vector<ExprPtr> found = decorators();
    if (at(TokenKind::Class)) {
        if (const StmtPtr node = class_def_raw(keep(found), mark_)) return node;
    }
    back_to(start);
    return nullptr;
}

StmtPtr Parser::class_def_raw(Seq<ExprPtr> decorator_list, int start) {
    if (diagnosing()) {
        invalid_class_def_raw();
        back_to(start);
    }
    if (expect(TokenKind::Class) == nullptr) return nullptr;
    const Token* const name = expect(TokenKind::Name);
    if (name == nullptr) return nullptr;
    const CallArguments none;
    const CallArguments* bases = &none;
    const int before_paren = mark_;
    if (expect(TokenKind::LeftParen) != nullptr) {
        if (const CallArguments* const found = arguments()) bases = found;
        if (expect(TokenKind::RightParen) == nullptr) {
            bases = &none;
            back_to(before_paren);
        }
    }
    if (expect(TokenKind::Colon) == nullptr) return nullptr;
    const Block* const body = block();
    if (body == nullptr) return nullptr;
    auto* const node = statement<ClassDef>(start);
    node->name = identifier(*name);
    node->bases = bases->args;
    node->keywords = bases->keywords;
    node->body = *body;
    node->decorator_list = decorator_list;
    return node;
}

// ---- if, while, for ---------------------------------------------------------------------------

/// An `if`, or an `elif` with what follows it.
StmtPtr Parser::if_statement(TokenKind keyword) {
    const Nesting nesting(*this);
    const int start = mark_;
    if (diagnosing()) {
        invalid_conditional_statement(keyword);
        back_to(start);
    }
    const bool has_keyword = expect(keyword) != nullptr;
    const ExprPtr test = has_keyword ? named_expression() : nullptr;
    const bool has_colon = test != nullptr && expect(TokenKind::Colon) != nullptr;
    const Block* const body = has_colon ? block() : nullptr;
    if (body == nullptr) {
        back_to(start);
        return nullptr;
    }
    Block orelse;
    if (at(TokenKind::Elif)) {
        if (const StmtPtr next = if_statement(TokenKind::Elif)) {
            orelse = keep(std::vector<StmtPtr>{next});
        }
    } else {
        trailing_block(TokenKind::Else, orelse);
    }
    auto* const node = statement<If>(start);
    node->test = test;
    node->body = *body;
    node->orelse = orelse;
    return node;
}

bool Parser::trailing_block(TokenKind keyword, Block& result) {
    const int start = mark_;
    if (!at(keyword)) return false;
    if (diagnosing()) {
        invalid_trailing_block(keyword);
        back_to(start);
    }
    ++mark_;
    force(TokenKind::Colon);
    if (const Block* const body = block()) {
        result = *body;
        return true;
    }
    back_to(start);
    return false;
}

StmtPtr Parser::while_statement() {
    const int start = mark_;
    if (diagnosing()) {
        invalid_conditional_statement(TokenKind::While);
        back_to(start);
    }
    ++mark_;
    const ExprPtr test = named_expression();
    const bool has_colon = test != nullptr && expect(TokenKind::Colon) != nullptr;
    const Block* const body = has_colon ? block() : nullptr;
    if (body == nullptr) {
        back_to(start);
        return nullptr;
    }
    Block orelse;
    trailing_block(TokenKind::Else, orelse);
    auto* const node = statement<While>(start);
    node->test = test;
    node->body = *body;
    node->orelse = orelse;
    return node;
}

StmtPtr Parser::for_statement() {
    const int start = mark_;
    if (diagnosing()) {
        invalid_for_statement();
        back_to(start);
    }
    const bool is_async = expect(TokenKind::Async) != nullptr;
    ExprPtr target = nullptr;
    bool has_in = false;
    if (expect(TokenKind::For) != nullptr) {
        target = star_targets();
        has_in = target != nullptr && expect(TokenKind::In) != nullptr;
    }
    if (!has_in) {
        back_to(start);
        if (diagnosing()) {
            invalid_for_target();
            back_to(start);
        }
        return nullptr;
    }
    const ExprPtr iter = star_expressions();
    const bool has_colon = iter != nullptr && expect(TokenKind::Colon) != nullptr;
    const Block* const body = has_colon ? block() : nullptr;
    if (body == nullptr) {
        back_to(start);
        return nullptr;
    }
    Block orelse;
    trailing_block(TokenKind::Else, orelse);
    const auto fill = [&](auto* node) -> StmtPtr {
        node->target = target;
        node->iter = iter;
        node->body = *body;
        node->orelse = orelse;
        return node;
    };
    if (is_async) return fill(statement<AsyncFor>(start));
    return fill(statement<For>(start));
}

// ---- with -------------------------------------------------------------------------------------

StmtPtr Parser::with_statement() {
    const int start = mark_;
    if (diagnosing()) {
        invalid_with_statement_indent();
        back_to(start);
    }
    const bool is_async = expect(TokenKind::Async) != nullptr;
    const int at_with = mark_;
    const Block* body = nullptr;
    std::vector<WithItem> items;
    if (expect(TokenKind::With) != nullptr && expect(TokenKind::LeftParen) != nullptr) {
        if (with_items(items)) {
            expect(TokenKind::Comma);
            const bool is_closed = expect(TokenKind::RightParen) != nullptr;
            if (is_closed && expect(TokenKind::Colon) != nullptr) body = block();
        }
    }
    if (body == nullptr) {
        back_to(at_with);
        items.clear();
        if (expect(TokenKind::With) != nullptr && with_items(items)) {
            if (expect(TokenKind::Colon) != nullptr) body = block();
        }
    }
    if (body == nullptr) {
        back_to(start);
        if (diagnosing()) {
            invalid_with_statement();
            back_to(start);
        }
        return nullptr;
    }
    const auto fill = [&](auto* node) -> StmtPtr {
        node->items = keep(items);
        node->body = *body;
        return node;
    };
    if (is_async) return fill(statement<AsyncWith>(start));
    return fill(statement<With>(start));
}

bool Parser::with_items(std::vector<WithItem>& items) {
    int end = mark_;
    WithItem item;
    while (with_item(item)) {
        items.push_back(item);
        end = mark_;
        if (expect(TokenKind::Comma) == nullptr) break;
    }
    back_to(end);
    return !items.empty();
}

bool Parser::with_item(WithItem& item) {
    const int start = mark_;
    item = {};
    item.context_expr = expression();
    if (item.context_expr != nullptr && expect(TokenKind::As) != nullptr) {
        item.optional_vars = star_target();
        const bool ends_well =
            at(TokenKind::Comma) || at(TokenKind::RightParen) || at(TokenKind::Colon);
        if (item.optional_vars != nullptr && ends_well) return true;
    }
    back_to(start);
    item = {};
    if (diagnosing()) {
        invalid_with_item();
        back_to(start);
    }
    item.context_expr = expression();
    return item.context_expr != nullptr;
}

// ---- try --------------------------------------------------------------------------------------

StmtPtr Parser::try_statement() {
    const int start = mark_;
    if (diagnosing()) {
        invalid_try_statement();
        back_to(start);
    }
    ++mark_;
    force(TokenKind::Colon);
    const Block* const body = block();
    if (body == nullptr) {
        back_to(start);
        return nullptr;
    }
    Block orelse;
    Block finalbody;
    std::vector<ExceptHandler> handlers;
    ExceptHandler handler;
    const bool has_finally_only = trailing_block(TokenKind::Finally, finalbody);
    bool is_star = false;
    if (!has_finally_only) {
        while (except_block(handler)) handlers.push_back(handler);
        if (handlers.empty()) {
            while (except_star_block(handler)) handlers.push_back(handler);
            is_star = !handlers.empty();
        }
        if (handlers.empty()) {
            back_to(start);
            return nullptr;
        }
        trailing_block(TokenKind::Else, orelse);
        trailing_block(TokenKind::Finally, finalbody);
    }
    const auto fill = [&](auto* node) -> StmtPtr {
        node->body = *body;
        node->handlers = keep(handlers);
        node->orelse = orelse;
        node->finalbody = finalbody;
        return node;
    };
    if (is_star) return fill(statement<TryStar>(start));
    return fill(statement<Try>(start));
}

/// What stands behind `except` or `except*`: the type, a name, the block.
bool Parser::except_tail(ExceptHandler& handler) {
    handler.type = expression();
    if (handler.type == nullptr) return false;
    const int before_as = mark_;
    if (expect(TokenKind::As) != nullptr) {
        if (const Token* const name = expect(TokenKind::Name)) {
            handler.name = identifier(*name);
        } else {
            back_to(before_as);
        }
    }
    if (expect(TokenKind::Colon) == nullptr) return false;
    const Block* const body = block();
    if (body == nullptr) return false;
    handler.body = *body;
    return true;
}

bool Parser::except_block(ExceptHandler& handler) {
    const int start = mark_;
    if (diagnosing()) {
        invalid_except_indent();
        back_to(start);
    }
    handler = {};
    if (expect(TokenKind::Except) == nullptr) return false;
    bool is_fine = except_tail(handler);
    if (!is_fine) {
        back_to(start + 1);
        handler = {};
        if (expect(TokenKind::Colon) != nullptr) {
            const Block* const body = block();
            is_fine = body != nullptr;
            if (is_fine) handler.body = *body;
        }
    }
    if (is_fine) {
        handler.range = statement_range_from(start);
        return true;
    }
    back_to(start);
    if (diagnosing()) {
        invalid_except_statement();
        back_to(start);
    }
    return false;
}

bool Parser::except_star_block(ExceptHandler& handler) {
    const int start = mark_;
    if (diagnosing()) {
        invalid_except_star_indent();
        back_to(start);
    }
    handler = {};
    if (expect(TokenKind::Except) != nullptr && expect(TokenKind::Star) != nullptr &&
        except_tail(handler)) {
        handler.range = statement_range_from(start);
        return true;
    }
    back_to(start);
    if (diagnosing()) {
        invalid_except_statement();
        back_to(start);
    }
    return false;
}

// ---- match ------------------------------------------------------------------------------------

StmtPtr Parser::match_statement() {
    const int start = mark_;
    if (expect_soft("match") == nullptr) return nullptr;
    const ExprPtr subject = subject_expression();
    const bool is_header = subject != nullptr && expect(TokenKind::Colon) != nullptr &&
                           expect(TokenKind::Newline) != nullptr &&
                           expect(TokenKind::Indent) != nullptr;
    if (is_header) {
        std::vector<MatchCase> cases;
        MatchCase next;
        while (case_block(next)) cases.push_back(next);
        if (!cases.empty() && expect(TokenKind::Dedent) != nullptr) {
            auto* const node = statement<Match>(start);
            node->subject = subject;
            node->cases = keep(cases);
            return node;
        }
    }
    back_to(start);
    if (diagnosing()) {
        invalid_match_statement();
        back_to(start);
    }
    return nullptr;
}

ExprPtr Parser::subject_expression() {
    const int start = mark_;
    if (const ExprPtr first = star_named_expression()) {
        if (expect(TokenKind::Comma) != nullptr) {
            std::vector<ExprPtr> items = star_named_expressions();
            items.insert(items.begin(), first);
            return expr<Tuple>(range_from(start), keep(items), ExprContext::Load);
        }
    }
    back_to(start);
    return named_expression();
}

bool Parser::case_block(MatchCase& result) {
    const int start = mark_;
    if (diagnosing()) {
        invalid_case_block();
        back_to(start);
    }
    result = {};
    if (expect_soft("case") != nullptr) {
        result.pattern = patterns();
        if (result.pattern != nullptr) {
            result.guard = guard();
            const bool has_colon = expect(TokenKind::Colon) != nullptr;
            if (const Block* const body = has_colon ? block() : nullptr) {
                result.body = *body;
                return true;
            }
        }
    }
    back_to(start);
    return false;
}

ExprPtr Parser::guard() {
    const int start = mark_;
    if (expect(TokenKind::If) == nullptr) return nullptr;
    const ExprPtr test = named_expression();
    if (test == nullptr) back_to(start);
    return test;
}

}  // namespace loopscope::python::syntax
