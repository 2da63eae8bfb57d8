// Expressions from the comma down to the operators.
#include "sim/python/syntax/parser_impl.h"

namespace loopscope::python::syntax {

namespace {

struct BinaryLevel {
    BinaryOperator op;
    int level;  ///< Binds tighter the higher it is; 0 for no operator.
};

BinaryLevel binary_level(TokenKind kind) {
    switch (kind) {
        case TokenKind::Bar:
            return {BinaryOperator::BitOr, 1};
        case TokenKind::Caret:
            return {BinaryOperator::BitXor, 2};
        case TokenKind::Ampersand:
            return {BinaryOperator::BitAnd, 3};
        case TokenKind::LeftShift:
            return {BinaryOperator::LShift, 4};
        case TokenKind::RightShift:
            return {BinaryOperator::RShift, 4};
        case TokenKind::Plus:
            return {BinaryOperator::Add, 5};
        case TokenKind::Minus:
            return {BinaryOperator::Sub, 5};
        case TokenKind::Star:
            return {BinaryOperator::Mult, 6};
        case TokenKind::Slash:
            return {BinaryOperator::Div, 6};
        case TokenKind::DoubleSlash:
            return {BinaryOperator::FloorDiv, 6};
        case TokenKind::Percent:
            return {BinaryOperator::Mod, 6};
        case TokenKind::At:
            return {BinaryOperator::MatMult, 6};
        default:
            return {BinaryOperator::Add, 0};
    }
}

}  // namespace

// ---- lists of expressions ---------------------------------------------------------------------

ExprPtr Parser::expressions() {
    const int start = mark_;
    const ExprPtr first = expression();
    if (first == nullptr || !at(TokenKind::Comma)) return first;
    std::vector<ExprPtr> items{first};
    while (expect(TokenKind::Comma) != nullptr) {
        const ExprPtr item = expression();
        if (item == nullptr) break;
        items.push_back(item);
    }
    return expr<Tuple>(range_from(start), keep(items), ExprContext::Load);
}

ExprPtr Parser::star_expressions() {
    const int start = mark_;
    const ExprPtr first = star_expression();
    if (first == nullptr || !at(TokenKind::Comma)) return first;
    std::vector<ExprPtr> items{first};
    while (expect(TokenKind::Comma) != nullptr) {
        const ExprPtr item = star_expression();
        if (item == nullptr) break;
        items.push_back(item);
    }
    return expr<Tuple>(range_from(start), keep(items), ExprContext::Load);
}

ExprPtr Parser::star_expression() {
    return remember<Expr>(Rule::StarExpression, false, [&]() -> ExprPtr {
        const int start = mark_;
        if (expect(TokenKind::Star) != nullptr) {
            if (const ExprPtr value = bitwise_or()) {
                return expr<Starred>(range_from(start), value, ExprContext::Load);
            }
            back_to(start);
        }
        return expression();
    });
}

ExprPtr Parser::yield_expr() {
    const int start = mark_;
    if (expect(TokenKind::Yield) == nullptr) return nullptr;
    const int after_yield = mark_;
    if (expect(TokenKind::From) != nullptr) {
        if (const ExprPtr value = expression()) {
            return expr<YieldFrom>(range_from(start), value);
        }
        back_to(after_yield);
    }
    const ExprPtr value = star_expressions();
    return expr<Yield>(range_from(start), value);
}

ExprPtr Parser::yield_or_star_expressions() {
    if (const ExprPtr yield = yield_expr()) return yield;
    return star_expressions();
}

ExprPtr Parser::star_named_expression() {
    const int start = mark_;
    if (expect(TokenKind::Star) != nullptr) {
        if (const ExprPtr value = bitwise_or()) {
            return expr<Starred>(range_from(start), value, ExprContext::Load);
        }
        back_to(start);
    }
    return named_expression();
}

/// One or more, with an optional comma at the end; none if the first fails.
std::vector<ExprPtr> Parser::star_named_expressions() {
    std::vector<ExprPtr> items;
    while (true) {
        const ExprPtr item = star_named_expression();
        if (item == nullptr) return items;
        items.push_back(item);
        if (expect(TokenKind::Comma) == nullptr) return items;
    }
}

ExprPtr Parser::assignment_expression() {
    const int start = mark_;
    const Token* const name = expect(TokenKind::Name);
    if (name == nullptr) return nullptr;
    if (expect(TokenKind::ColonEqual) != nullptr) {
        if (const ExprPtr value = expression()) {
            const ExprPtr target = name_of_token(*name, ExprContext::Store);
            return expr<NamedExpr>(range_from(start), target, value);
        }
    }
    back_to(start);
    return nullptr;
}

ExprPtr Parser::named_expression() {
    return remember<Expr>(Rule::NamedExpression, true, [&]() -> ExprPtr {
        const int start = mark_;
        if (const ExprPtr value = assignment_expression()) return value;
        if (diagnosing()) {
            invalid_named_expression();
            back_to(start);
        }
        const ExprPtr value = expression();
        return value != nullptr && !at(TokenKind::ColonEqual) ? value : nullptr;
    });
}

/// `assignment_expression | expression !':='`
ExprPtr Parser::assignment_or_plain_expression() {
    if (const ExprPtr value = assignment_expression()) return value;
    const int start = mark_;
    const ExprPtr value = expression();
    if (value != nullptr && !at(TokenKind::ColonEqual)) return value;
    back_to(start);
    return nullptr;
}

// ---- one expression ---------------------------------------------------------------------------

ExprPtr Parser::expression() {
    return remember<Expr>(Rule::Expression, false, [&]() -> ExprPtr {
        const int start = mark_;
        if (diagnosing()) {
            invalid_expression();
            back_to(start);
            invalid_legacy_expression();
            back_to(start);
        }
        if (const ExprPtr body = disjunction()) {
            const int after_body = mark_;
            if (expect(TokenKind::If) != nullptr) {
                const ExprPtr test = disjunction();
                if (test != nullptr && expect(TokenKind::Else) != nullptr) {
                    if (const ExprPtr orelse = expression()) {
                        return expr<IfExp>(range_from(start), test, body, orelse);
                    }
                }
            }
            back_to(after_body);
            return body;
        }
        return lambdef();
    });
}

ExprPtr Parser::lambdef() {
    const int start = mark_;
    if (expect(TokenKind::Lambda) == nullptr) return nullptr;
    const Arguments* const arguments = parameters(ParameterStyle::Lambda);
    if (expect(TokenKind::Colon) != nullptr) {
        if (const ExprPtr body = expression()) {
            return expr<Lambda>(range_from(start), arguments, body);
        }
    }
    back_to(start);
    return nullptr;
}

ExprPtr Parser::disjunction() {
    return remember<Expr>(Rule::Disjunction, false, [&]() -> ExprPtr {
        const int start = mark_;
        const ExprPtr first = conjunction();
        if (first == nullptr || !at(TokenKind::Or)) return first;
        std::vector<ExprPtr> values{first};
        int end = mark_;
        while (expect(TokenKind::Or) != nullptr) {
            const ExprPtr value = conjunction();
            if (value == nullptr) break;
            values.push_back(value);
            end = mark_;
        }
        back_to(end);
        if (values.size() == 1) return first;
        return expr<BoolOp>(range_from(start), BoolOperator::Or, keep(values));
    });
}

ExprPtr Parser::conjunction() {
    const int start = mark_;
    const ExprPtr first = inversion();
    if (first == nullptr || !at(TokenKind::And)) return first;
    std::vector<ExprPtr> values{first};
    int end = mark_;
    while (expect(TokenKind::And) != nullptr) {
        const ExprPtr value = inversion();
        if (value == nullptr) break;
        values.push_back(value);
        end = mark_;
    }
    back_to(end);
    if (values.size() == 1) return first;
    return expr<BoolOp>(range_from(start), BoolOperator::And, keep(values));
}

ExprPtr Parser::inversion() {
    const int start = mark_;
    if (expect(TokenKind::Not) == nullptr) return comparison();
    const Nesting nesting(*this);
    if (const ExprPtr operand = inversion()) {
        return expr<UnaryOp>(range_from(start), UnaryOperator::Not, operand);
    }
    back_to(start);
    return nullptr;
}

std::optional<CompareOperator> Parser::compare_operator() {
    const int start = mark_;
    ++mark_;
    switch (token_at(start).kind) {
        case TokenKind::EqualEqual:
            return CompareOperator::Eq;
        case TokenKind::NotEqual:
            return CompareOperator::NotEq;
        case TokenKind::Less:
            return CompareOperator::Lt;
        case TokenKind::LessEqual:
            return CompareOperator::LtE;
        case TokenKind::Greater:
            return CompareOperator::Gt;
        case TokenKind::GreaterEqual:
            return CompareOperator::GtE;
        case TokenKind::In:
            return CompareOperator::In;
        case TokenKind::Is:
            return expect(TokenKind::Not) != nullptr ? CompareOperator::IsNot : CompareOperator::Is;
        case TokenKind::Not:
            if (expect(TokenKind::In) != nullptr) return CompareOperator::NotIn;
            break;
        default:
            break;
    }
    back_to(start);
    return std::nullopt;
}

ExprPtr Parser::comparison() {
    const int start = mark_;
    const ExprPtr left = bitwise_or();
    if (left == nullptr) return nullptr;
    std::vector<CompareOperator> ops;
    std::vector<ExprPtr> comparators;
    int end = mark_;
    while (const auto op = compare_operator()) {
        const ExprPtr right = bitwise_or();
        if (right == nullptr) break;
        ops.push_back(*op);
        comparators.push_back(right);
        end = mark_;
    }
    back_to(end);
    if (ops.empty()) return left;
    return expr<Compare>(range_from(start), left, keep(ops), keep(comparators));
}

ExprPtr Parser::bitwise_or() {
    return remember<Expr>(Rule::BitwiseOr, false, [&] { return binary(1); });
}

/// Operators of at least this level, each group to the left.
ExprPtr Parser::binary(int level_min) {
    const int start = mark_;
    ExprPtr left = factor();
    if (left == nullptr) return nullptr;
    while (true) {
        const BinaryLevel found = binary_level(here().kind);
        if (found.level < level_min || found.level == 0) return left;
        const int before_operator = mark_++;
        const ExprPtr right = binary(found.level + 1);
        if (right == nullptr) {
            back_to(before_operator);
            return left;
        }
        left = expr<BinOp>(range_from(start), left, found.op, right);
    }
}

ExprPtr Parser::factor() {
    const int start = mark_;
    UnaryOperator op = UnaryOperator::UAdd;
    switch (here().kind) {
        case TokenKind::Plus:
            break;
        case TokenKind::Minus:
            op = UnaryOperator::USub;
            break;
        case TokenKind::Tilde:
            op = UnaryOperator::Invert;
            break;
        default:
            return power();
    }
    ++mark_;
    const Nesting nesting(*this);
    if (const ExprPtr operand = factor()) return expr<UnaryOp>(range_from(start), op, operand);
    back_to(start);
    return nullptr;
}

ExprPtr Parser::power() {
    const int start = mark_;
    const ExprPtr left = await_primary();
    if (left == nullptr || !at(TokenKind::DoubleStar)) return left;
    const int before_operator = mark_++;
    const Nesting nesting(*this);
    if (const ExprPtr right = factor()) {
        return expr<BinOp>(range_from(start), left, BinaryOperator::Pow, right);
    }
    back_to(before_operator);
    return left;
}

ExprPtr Parser::await_primary() {
    const int start = mark_;
    if (expect(TokenKind::Await) == nullptr) return primary();
    if (const ExprPtr value = primary()) return expr<Await>(range_from(start), value);
    back_to(start);
    return nullptr;
}

std::optional<BinaryOperator> Parser::augmented_operator() {
    const auto found = [&](BinaryOperator op) {
        ++mark_;
        return op;
    };
    switch (here().kind) {
        case TokenKind::PlusEqual:
            return found(BinaryOperator::Add);
        case TokenKind::MinusEqual:
            return found(BinaryOperator::Sub);
        case TokenKind::StarEqual:
            return found(BinaryOperator::Mult);
        case TokenKind::AtEqual:
            return found(BinaryOperator::MatMult);
        case TokenKind::SlashEqual:
            return found(BinaryOperator::Div);
        case TokenKind::PercentEqual:
            return found(BinaryOperator::Mod);
        case TokenKind::AmpersandEqual:
            return found(BinaryOperator::BitAnd);
        case TokenKind::BarEqual:
            return found(BinaryOperator::BitOr);
        case TokenKind::CaretEqual:
            return found(BinaryOperator::BitXor);
        case TokenKind::LeftShiftEqual:
            return found(BinaryOperator::LShift);
        case TokenKind::RightShiftEqual:
            return found(BinaryOperator::RShift);
        case TokenKind::DoubleStarEqual:
            return found(BinaryOperator::Pow);
        case TokenKind::DoubleSlashEqual:
            return found(BinaryOperator::FloorDiv);
        default:
            return std::nullopt;
    }
}

}  // namespace loopscope::python::syntax
