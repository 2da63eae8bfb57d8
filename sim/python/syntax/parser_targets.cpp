// What can be assigned to or deleted.
#include "sim/python/syntax/parser_impl.h"

namespace loopscope::python::syntax {

bool Parser::at_target_lookahead() {
    return at(TokenKind::LeftParen) || at(TokenKind::LeftBracket) || at(TokenKind::Dot);
}

/// The longest primary behind which another `.name`, call or subscript follows.
ExprPtr Parser::target_primary() {
    return remember<Expr>(Rule::TargetPrimary, false, [&]() -> ExprPtr {
        const int start = mark_;
        ExprPtr base = atom();
        if (base == nullptr || !at_target_lookahead()) return nullptr;
        while (true) {
            const int end = mark_;
            const ExprPtr longer = trailer(base, start, TrailerOf::Target);
            if (longer == nullptr || !at_target_lookahead()) {
                back_to(end);
                return base;
            }
            base = longer;
        }
    });
}

/// `primary.name` or `primary[index]`, with nothing more behind it.
ExprPtr Parser::member_target(ExprContext context) {
    const int start = mark_;
    if (const ExprPtr base = target_primary()) {
        const ExprPtr member =
            at(TokenKind::LeftParen) ? nullptr : trailer(base, start, TrailerOf::Target);
        if (member != nullptr && !at_target_lookahead()) return with_context(member, context);
    }
    back_to(start);
    return nullptr;
}

ExprPtr Parser::single_subscript_attribute_target() { return member_target(ExprContext::Store); }

ExprPtr Parser::single_target() {
    if (const ExprPtr member = single_subscript_attribute_target()) return member;
    const int start = mark_;
    if (const Token* const name = expect(TokenKind::Name)) {
        return name_of_token(*name, ExprContext::Store);
    }
    if (expect(TokenKind::LeftParen) != nullptr) {
        const ExprPtr inner = single_target();
        if (inner != nullptr && expect(TokenKind::RightParen) != nullptr) return inner;
    }
    back_to(start);
    return nullptr;
}

ExprPtr Parser::star_targets() {
    const int start = mark_;
    const ExprPtr first = star_target();
    if (first == nullptr || !at(TokenKind::Comma)) return first;
    std::vector<ExprPtr> items{first};
    while (expect(TokenKind::Comma) != nullptr) {
        const ExprPtr item = star_target();
        if (item == nullptr) break;
        items.push_back(item);
    }
    return expr<Tuple>(range_from(start), keep(items), ExprContext::Store);
}

ExprPtr Parser::star_target() {
    return remember<Expr>(Rule::StarTarget, false, [&]() -> ExprPtr {
        const int start = mark_;
        if (expect(TokenKind::Star) != nullptr) {
            const ExprPtr value = at(TokenKind::Star) ? nullptr : star_target();
            if (value != nullptr) {
                return expr<Starred>(range_from(start), with_context(value, ExprContext::Store),
                                     ExprContext::Store);
            }
            back_to(start);
        }
        return target_with_star_atom();
    });
}

ExprPtr Parser::target_with_star_atom() {
    return remember<Expr>(Rule::TargetWithStarAtom, false, [&]() -> ExprPtr {
        if (const ExprPtr member = member_target(ExprContext::Store)) return member;
        return star_atom();
    });
}

ExprPtr Parser::star_atom() {
    const int start = mark_;
    if (const Token* const name = expect(TokenKind::Name)) {
        return name_of_token(*name, ExprContext::Store);
    }
    if (expect(TokenKind::LeftParen) != nullptr) {
        const ExprPtr inner = target_with_star_atom();
        if (inner != nullptr && expect(TokenKind::RightParen) != nullptr) {
            return with_context(inner, ExprContext::Store);
        }
        back_to(start + 1);
        const auto items = star_targets_tuple_items();
        if (items && expect(TokenKind::RightParen) != nullptr) {
            return expr<Tuple>(range_from(start), keep(*items), ExprContext::Store);
        }
    } else if (expect(TokenKind::LeftBracket) != nullptr) {
        const std::vector<ExprPtr> items = star_targets_list_items();
        if (expect(TokenKind::RightBracket) != nullptr) {
            return expr<List>(range_from(start), keep(items), ExprContext::Store);
        }
    }
    back_to(start);
    return nullptr;
}

/// None, or one with a comma, or several.
std::optional<std::vector<ExprPtr>> Parser::star_targets_tuple_items() {
    const int start = mark_;
    std::vector<ExprPtr> items;
    int commas = 0;
    while (const ExprPtr item = star_target()) {
        items.push_back(item);
        if (expect(TokenKind::Comma) == nullptr) break;
        ++commas;
    }
    if (items.empty() || commas > 0) return items;
    back_to(start);
    return std::vector<ExprPtr>{};
}

std::vector<ExprPtr> Parser::star_targets_list_items() {
    std::vector<ExprPtr> items;
    while (const ExprPtr item = star_target()) {
        items.push_back(item);
        if (expect(TokenKind::Comma) == nullptr) break;
    }
    return items;
}

std::vector<ExprPtr> Parser::del_targets() {
    std::vector<ExprPtr> items;
    while (const ExprPtr item = del_target()) {
        items.push_back(item);
        if (expect(TokenKind::Comma) == nullptr) break;
    }
    return items;
}

ExprPtr Parser::del_target() {
    return remember<Expr>(Rule::DelTarget, false, [&]() -> ExprPtr {
        if (const ExprPtr member = member_target(ExprContext::Del)) return member;
        const int start = mark_;
        if (const Token* const name = expect(TokenKind::Name)) {
            return name_of_token(*name, ExprContext::Del);
        }
        if (expect(TokenKind::LeftParen) != nullptr) {
            const ExprPtr inner = del_target();
            if (inner != nullptr && expect(TokenKind::RightParen) != nullptr) {
                return with_context(inner, ExprContext::Del);
            }
            back_to(start + 1);
            const std::vector<ExprPtr> items = del_targets();
            if (expect(TokenKind::RightParen) != nullptr) {
                return expr<Tuple>(range_from(start), keep(items), ExprContext::Del);
            }
        } else if (expect(TokenKind::LeftBracket) != nullptr) {
            const std::vector<ExprPtr> items = del_targets();
            if (expect(TokenKind::RightBracket) != nullptr) {
                return expr<List>(range_from(start), keep(items), ExprContext::Del);
            }
        }
        return nullptr;
    });
}

}  // namespace loopscope::python::syntax
