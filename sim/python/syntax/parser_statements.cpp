// Simple statements: those without a block.
#include "sim/python/syntax/parser_impl.h"

namespace loopscope::python::syntax {

std::vector<StmtPtr> Parser::statements() {
    std::vector<StmtPtr> result;
    while (statement_into(result)) {
    }
    return result;
}

bool Parser::statement_into(std::vector<StmtPtr>& to) {
    if (const StmtPtr compound = compound_statement()) {
        to.push_back(compound);
        return true;
    }
    return simple_statements_into(to);
}

/// One line: statements with semicolons between them.
bool Parser::simple_statements_into(std::vector<StmtPtr>& to) {
    const int start = mark_;
    const std::size_t count = to.size();
    int end = mark_;
    while (const StmtPtr next = simple_statement()) {
        to.push_back(next);
        end = mark_;
        if (expect(TokenKind::Semicolon) == nullptr) break;
    }
    back_to(end);
    if (to.size() > count) {
        expect(TokenKind::Semicolon);
        if (expect(TokenKind::Newline) != nullptr) return true;
    }
    back_to(start);
    to.resize(count);
    return false;
}

StmtPtr Parser::simple_statement() {
    return remember<Stmt>(Rule::SimpleStatement, false, [&] { return simple_statement_unkept(); });
}

StmtPtr Parser::simple_statement_unkept() {
    const int start = mark_;
    if (const StmtPtr found = assignment()) return found;
    back_to(start);
    if (const ExprPtr value = star_expressions()) {
        auto* const node = statement<ExprStmt>(start);
        node->value = value;
        return node;
    }
    back_to(start);
    switch (here().kind) {
        case TokenKind::Return:
            return return_statement();
        case TokenKind::Import:
            return import_name();
        case TokenKind::From:
            return import_from();
        case TokenKind::Raise:
            return raise_statement();
        case TokenKind::Pass:
            ++mark_;
            return statement<Pass>(start);
        case TokenKind::Del:
            return del_statement();
        case TokenKind::Yield: {
            const ExprPtr value = yield_expr();
            auto* const node = statement<ExprStmt>(start);
            node->value = value;
            return node;
        }
        case TokenKind::Assert:
            return assert_statement();
        case TokenKind::Break:
            ++mark_;
            return statement<Break>(start);
        case TokenKind::Continue:
            ++mark_;
            return statement<Continue>(start);
        case TokenKind::Global:
        case TokenKind::Nonlocal:
            return global_or_nonlocal();
        default:
            return nullptr;
    }
}

// ---- assignments ------------------------------------------------------------------------------

/// Quick round only: whether the line has, outside brackets, a sign that only assignments have.
bool Parser::may_be_assignment() {
    const std::uint8_t level = mark_ == 0 ? 0 : token_at(mark_ - 1).level;
    for (int i = mark_;; ++i) {
        const Token& token = token_at(i);
        switch (token.kind) {
            case TokenKind::Newline:
            case TokenKind::EndMarker:
            case TokenKind::Error:
                return false;
            case TokenKind::Semicolon:
                if (token.level == level) return false;
                break;
            case TokenKind::Colon:
            case TokenKind::Equal:
            case TokenKind::PlusEqual:
            case TokenKind::MinusEqual:
            case TokenKind::StarEqual:
            case TokenKind::AtEqual:
            case TokenKind::SlashEqual:
            case TokenKind::PercentEqual:
            case TokenKind::AmpersandEqual:
            case TokenKind::BarEqual:
            case TokenKind::CaretEqual:
            case TokenKind::LeftShiftEqual:
            case TokenKind::RightShiftEqual:
            case TokenKind::DoubleStarEqual:
            case TokenKind::DoubleSlashEqual:
                if (token.level == level) return true;
                break;
            default:
                break;
        }
    }
}

StmtPtr Parser::assignment() {
    const int start = mark_;
    if (round_ == Round::Quick && !may_be_assignment()) return nullptr;
    if (const StmtPtr found = annotated_assignment(start)) return found;
    back_to(start);
    if (const StmtPtr found = plain_assignment(start)) return found;
    back_to(start);
    if (const ExprPtr target = single_target()) {
        if (const auto op = augmented_operator()) {
            const ExprPtr value = yield_or_star_expressions();
            if (value == nullptr) return nullptr;
            auto* const node = statement<AugAssign>(start);
            node->target = target;
            node->op = *op;
            node->value = value;
            return node;
        }
    }
    back_to(start);
    if (diagnosing()) {
        invalid_assignment();
        back_to(start);
    }
    return nullptr;
}

/// `target: annotation = value`
StmtPtr Parser::annotated_assignment(int start) {
    ExprPtr target = nullptr;
    bool is_simple = false;
    if (const Token* const name = expect(TokenKind::Name)) {
        if (at(TokenKind::Colon)) {
            target = name_of_token(*name, ExprContext::Store);
            is_simple = true;
        } else {
            back_to(start);
        }
    }
    if (target == nullptr && expect(TokenKind::LeftParen) != nullptr) {
        target = single_target();
        if (target == nullptr || expect(TokenKind::RightParen) == nullptr) {
            target = nullptr;
            back_to(start);
        }
    }
    if (target == nullptr) target = single_subscript_attribute_target();
    if (target == nullptr || expect(TokenKind::Colon) == nullptr) return nullptr;
    const ExprPtr annotation = expression();
    if (annotation == nullptr) return nullptr;
    ExprPtr value = nullptr;
    const int before_equal = mark_;
    if (expect(TokenKind::Equal) != nullptr) {
        value = yield_or_star_expressions();
        if (value == nullptr) back_to(before_equal);
    }
    auto* const node = statement<AnnAssign>(start);
    node->target = target;
    node->annotation = annotation;
    node->value = value;
    node->simple = is_simple;
    return node;
}

/// `targets = targets = value`
StmtPtr Parser::plain_assignment(int start) {
    std::vector<ExprPtr> targets;
    int end = mark_;
    while (const ExprPtr target = star_targets()) {
        if (expect(TokenKind::Equal) == nullptr) break;
        targets.push_back(target);
        end = mark_;
    }
    back_to(end);
    if (targets.empty()) return nullptr;
    const ExprPtr value = yield_or_star_expressions();
    if (value == nullptr || at(TokenKind::Equal)) return nullptr;
    auto* const node = statement<Assign>(start);
    node->targets = keep(targets);
    node->value = value;
    return node;
}

// ---- statements that a keyword begins ---------------------------------------------------------

StmtPtr Parser::return_statement() {
    const int start = mark_++;
    const ExprPtr value = star_expressions();
    auto* const node = statement<Return>(start);
    node->value = value;
    return node;
}

StmtPtr Parser::raise_statement() {
    const int start = mark_++;
    const ExprPtr exc = expression();
    ExprPtr cause = nullptr;
    const int after_exc = mark_;
    if (exc != nullptr && expect(TokenKind::From) != nullptr) {
        cause = expression();
        if (cause == nullptr) back_to(after_exc);
    }
    auto* const node = statement<Raise>(start);
    node->exc = exc;
    node->cause = cause;
    return node;
}

StmtPtr Parser::global_or_nonlocal() {
    const int start = mark_;
    const bool is_global = at(TokenKind::Global);
    ++mark_;
    std::vector<Identifier> names;
    int end = mark_;
    while (const Token* const name = expect(TokenKind::Name)) {
        names.push_back(identifier(*name));
        end = mark_;
        if (expect(TokenKind::Comma) == nullptr) break;
    }
    back_to(end);
    if (names.empty()) return nullptr;
    if (is_global) {
        auto* const node = statement<Global>(start);
        node->names = keep(names);
        return node;
    }
    auto* const node = statement<Nonlocal>(start);
    node->names = keep(names);
    return node;
}

StmtPtr Parser::del_statement() {
    const int start = mark_++;
    const std::vector<ExprPtr> targets = del_targets();
    if (!targets.empty() && (at(TokenKind::Semicolon) || at(TokenKind::Newline))) {
        auto* const node = statement<Delete>(start);
        node->targets = keep(targets);
        return node;
    }
    back_to(start);
    if (diagnosing()) invalid_del_statement();
    return nullptr;
}

StmtPtr Parser::assert_statement() {
    const int start = mark_++;
    const ExprPtr test = expression();
    if (test == nullptr) return nullptr;
    ExprPtr msg = nullptr;
    const int after_test = mark_;
    if (expect(TokenKind::Comma) != nullptr) {
        msg = expression();
        if (msg == nullptr) back_to(after_test);
    }
    auto* const node = statement<Assert>(start);
    node->test = test;
    node->msg = msg;
    return node;
}

// ---- imports ----------------------------------------------------------------------------------

bool Parser::dotted_name(std::string& name) {
    const Token* const first = expect(TokenKind::Name);
    if (first == nullptr) return false;
    name = first->text;
    while (at(TokenKind::Dot)) {
        const int before_dot = mark_++;
        const Token* const part = expect(TokenKind::Name);
        if (part == nullptr) {
            back_to(before_dot);
            break;
        }
        name += '.';
        name += part->text;
    }
    return true;
}

/// `as NAME`, if it stands here.
void Parser::as_name(Alias& alias) {
    const int start = mark_;
    if (expect(TokenKind::As) == nullptr) return;
    if (const Token* const name = expect(TokenKind::Name)) {
        alias.asname = identifier(*name);
    } else {
        back_to(start);
    }
}

StmtPtr Parser::import_name() {
    const int start = mark_++;
    std::vector<Alias> names;
    int end = mark_;
    std::string name;
    while (true) {
        const int alias_start = mark_;
        if (!dotted_name(name)) break;
        Alias alias;
        alias.name = arena_.intern(name);
        as_name(alias);
        alias.range = range_from(alias_start);
        names.push_back(alias);
        end = mark_;
        if (expect(TokenKind::Comma) == nullptr) break;
    }
    back_to(end);
    if (names.empty()) return nullptr;
    auto* const node = statement<Import>(start);
    node->names = keep(names);
    return node;
}

StmtPtr Parser::import_from() {
    const int start = mark_++;
    int level = 0;
    while (at(TokenKind::Dot) || at(TokenKind::Ellipsis)) {
        level += at(TokenKind::Dot) ? 1 : 3;
        ++mark_;
    }
    std::string module;
    const bool has_module = dotted_name(module);
    if (!has_module && level == 0) return nullptr;
    if (expect(TokenKind::Import) == nullptr) return nullptr;
    const auto names = import_targets();
    if (!names) return nullptr;
    auto* const node = statement<ImportFrom>(start);
    node->module = arena_.intern(module);
    node->names = keep(*names);
    node->level = level;
    return node;
}

std::optional<std::vector<Alias>> Parser::import_targets() {
    const int start = mark_;
    if (expect(TokenKind::LeftParen) != nullptr) {
        std::vector<Alias> names = import_from_names();
        if (!names.empty()) {
            expect(TokenKind::Comma);
            if (expect(TokenKind::RightParen) != nullptr) return names;
        }
        back_to(start);
    }
    std::vector<Alias> names = import_from_names();
    if (!names.empty() && !at(TokenKind::Comma)) return names;
    back_to(start);
    if (expect(TokenKind::Star) != nullptr) {
        Alias star;
        star.name = arena_.intern("*");
        star.range = range_from(start);
        return std::vector<Alias>{star};
    }
    if (diagnosing()) {
        invalid_import_from_targets();
        back_to(start);
    }
    return std::nullopt;
}

std::vector<Alias> Parser::import_from_names() {
    std::vector<Alias> names;
    int end = mark_;
    while (true) {
        const int start = mark_;
        const Token* const name = expect(TokenKind::Name);
        if (name == nullptr) break;
        Alias alias;
        alias.name = identifier(*name);
        as_name(alias);
        alias.range = range_from(start);
        names.push_back(alias);
        end = mark_;
        if (expect(TokenKind::Comma) == nullptr) break;
    }
    back_to(end);
    return names;
}

}  // namespace loopscope::python::syntax
