// Atoms, displays and comprehensions, calls, subscripts.
#include <charconv>

#include "sim/python/syntax/literals.h"
#include "sim/python/syntax/parser_impl.h"

namespace loopscope::python::syntax {

// ---- primaries --------------------------------------------------------------------------------

ExprPtr Parser::primary() {
    return remember<Expr>(Rule::Primary, false, [&]() -> ExprPtr {
        const int start = mark_;
        ExprPtr base = atom();
        while (base != nullptr) {
            const ExprPtr longer = trailer(base, start, TrailerOf::Value);
            if (longer == nullptr) break;
            base = longer;
        }
        return base;
    });
}

/// One `.name`, call or subscript behind `base`.
ExprPtr Parser::trailer(ExprPtr base, int start, TrailerOf use) {
    const int before = mark_;
    // CPython looks for a generator expression first (in targets: second), and so for a mistaken
    // one in any kind of brackets.
    const bool is_bracketed = at(TokenKind::LeftBracket) || at(TokenKind::LeftBrace);
    const bool looks_for_mistake = diagnosing() && is_bracketed;
    if (looks_for_mistake && use == TrailerOf::Value) {
        invalid_comprehension();
        back_to(before);
    }
    switch (here().kind) {
        case TokenKind::Dot: {
            ++mark_;
            if (const Token* const name = expect(TokenKind::Name)) {
                return expr<Attribute>(range_from(start), base, identifier(*name),
                                       ExprContext::Load);
            }
            break;
        }
        case TokenKind::LeftParen: {
            if (const ExprPtr only = genexp()) {
                return expr<Call>(range_from(start), base, keep(std::vector<ExprPtr>{only}),
                                  Seq<Keyword>{});
            }
            ++mark_;
            const CallArguments* const given = arguments();
            if (expect(TokenKind::RightParen) != nullptr) {
                const CallArguments none;
                const CallArguments& call = given != nullptr ? *given : none;
                return expr<Call>(range_from(start), base, call.args, call.keywords);
            }
            break;
        }
        case TokenKind::LeftBracket: {
            ++mark_;
            const ExprPtr index = slices();
            if (index != nullptr && expect(TokenKind::RightBracket) != nullptr) {
                return expr<Subscript>(range_from(start), base, index, ExprContext::Load);
            }
            break;
        }
        default:
            break;
    }
    back_to(before);
    return nullptr;
}

ExprPtr Parser::slices() {
    return remember<Expr>(Rule::Slices, true, [&]() -> ExprPtr {
        const int start = mark_;
        if (const ExprPtr only = slice()) {
            if (!at(TokenKind::Comma)) return only;
        }
        back_to(start);
        std::vector<ExprPtr> items;
        while (true) {
            ExprPtr item = slice();
            if (item == nullptr) item = starred_expression();
            if (item == nullptr) break;
            items.push_back(item);
            if (expect(TokenKind::Comma) == nullptr) break;
        }
        if (items.empty()) return nullptr;
        return expr<Tuple>(range_from(start), keep(items), ExprContext::Load);
    });
}

ExprPtr Parser::slice() {
    const int start = mark_;
    const ExprPtr lower = expression();
    if (expect(TokenKind::Colon) != nullptr) {
        const ExprPtr upper = expression();
        ExprPtr step = nullptr;
        if (expect(TokenKind::Colon) != nullptr) step = expression();
        return expr<Slice>(range_from(start), lower, upper, step);
    }
    back_to(start);
    return named_expression();
}

// ---- atoms ------------------------------------------------------------------------------------

ExprPtr Parser::singleton(ConstantKind kind) {
    const int start = mark_++;
    return expr<Constant>(range_from(start), kind, std::string_view(), std::uint8_t{10}, 0.0,
                          false);
}

ExprPtr Parser::atom() {
    switch (here().kind) {
        case TokenKind::Name: {
            const Token& name = here();
            ++mark_;
            return name_of_token(name, ExprContext::Load);
        }
        case TokenKind::True:
            return singleton(ConstantKind::True);
        case TokenKind::False:
            return singleton(ConstantKind::False);
        case TokenKind::None:
            return singleton(ConstantKind::None);
        case TokenKind::Ellipsis:
            return singleton(ConstantKind::Ellipsis);
        case TokenKind::String:
            return strings();
        case TokenKind::Number:
            return number();
        case TokenKind::LeftParen:
        case TokenKind::LeftBracket:
        case TokenKind::LeftBrace:
            return remember<Expr>(Rule::Atom, true, [&] { return atom_unkept(); });
        default:
            return nullptr;
    }
}

/// What stands in brackets.
ExprPtr Parser::atom_unkept() {
    ExprPtr found = nullptr;
    switch (here().kind) {
        case TokenKind::LeftParen:
            if ((found = tuple()) != nullptr) return found;
            if ((found = group()) != nullptr) return found;
            return genexp();
        case TokenKind::LeftBracket:
            if ((found = list()) != nullptr) return found;
            return list_comprehension();
        default:
            if ((found = dict()) != nullptr) return found;
            if ((found = set()) != nullptr) return found;
            if ((found = dict_comprehension()) != nullptr) return found;
            return set_comprehension();
    }
}

ExprPtr Parser::number() {
    const int start = mark_;
    const Token& token = here();
    ++mark_;
    const NumberLiteral literal = read_number(token.text);
    if (literal.decimal_digits > kDecimalDigitsMax) {
        raise_known(SyntaxErrorKind::SyntaxError, token.line, -1, token.end_line, -1,
                    too_many_digits_message(literal.decimal_digits));
    }
    return expr<Constant>(range_from(start), literal.kind, arena_.copy_text(literal.digits),
                          literal.base, literal.number, false);
}

ExprPtr Parser::tuple() {
    const int start = mark_;
    ++mark_;
    std::vector<ExprPtr> items;
    if (const ExprPtr first = star_named_expression()) {
        if (expect(TokenKind::Comma) == nullptr) {
            back_to(start);
            return nullptr;
        }
        items = star_named_expressions();
        items.insert(items.begin(), first);
    }
    if (expect(TokenKind::RightParen) != nullptr) {
        return expr<Tuple>(range_from(start), keep(items), ExprContext::Load);
    }
    back_to(start);
    return nullptr;
}

ExprPtr Parser::group() {
    const int start = mark_;
    ++mark_;
    ExprPtr inner = yield_expr();
    if (inner == nullptr) inner = named_expression();
    if (inner != nullptr && expect(TokenKind::RightParen) != nullptr) return inner;
    back_to(start);
    if (diagnosing()) {
        invalid_group();
        back_to(start);
    }
    return nullptr;
}

ExprPtr Parser::genexp() {
    return remember<Expr>(Rule::Genexp, true, [&]() -> ExprPtr {
        const int start = mark_;
        if (expect(TokenKind::LeftParen) == nullptr) return nullptr;
        if (const ExprPtr element = assignment_or_plain_expression()) {
            const auto* const clauses = for_if_clauses();
            if (clauses != nullptr && expect(TokenKind::RightParen) != nullptr) {
                return expr<GeneratorExp>(range_from(start), element, *clauses);
            }
        }
        back_to(start);
        if (diagnosing()) invalid_comprehension();
        return nullptr;
    });
}

ExprPtr Parser::list() {
    const int start = mark_;
    ++mark_;
    const std::vector<ExprPtr> items = star_named_expressions();
    if (expect(TokenKind::RightBracket) != nullptr) {
        return expr<List>(range_from(start), keep(items), ExprContext::Load);
    }
    back_to(start);
    return nullptr;
}

ExprPtr Parser::list_comprehension() {
    const int start = mark_;
    ++mark_;
    if (const ExprPtr element = named_expression()) {
        const auto* const clauses = for_if_clauses();
        if (clauses != nullptr && expect(TokenKind::RightBracket) != nullptr) {
            return expr<ListComp>(range_from(start), element, *clauses);
        }
    }
    back_to(start);
    if (diagnosing()) {
        invalid_comprehension();
        back_to(start);
    }
    return nullptr;
}

ExprPtr Parser::set() {
    const int start = mark_;
    ++mark_;
    const std::vector<ExprPtr> items = star_named_expressions();
    if (!items.empty() && expect(TokenKind::RightBrace) != nullptr) {
        return expr<Set>(range_from(start), keep(items));
    }
    back_to(start);
    return nullptr;
}

ExprPtr Parser::set_comprehension() {
    const int start = mark_;
    ++mark_;
    if (const ExprPtr element = named_expression()) {
        const auto* const clauses = for_if_clauses();
        if (clauses != nullptr && expect(TokenKind::RightBrace) != nullptr) {
            return expr<SetComp>(range_from(start), element, *clauses);
        }
    }
    back_to(start);
    if (diagnosing()) {
        invalid_comprehension();
        back_to(start);
    }
    return nullptr;
}

ExprPtr Parser::dict() {
    const int start = mark_;
    ++mark_;
    std::vector<ExprPtr> keys;
    std::vector<ExprPtr> values;
    double_starred_kvpairs(keys, values);
    if (expect(TokenKind::RightBrace) != nullptr) {
        return expr<Dict>(range_from(start), keep(keys), keep(values));
    }
    back_to(start);
    if (round_ != Round::Quick) {  // CPython has this rule on in its first pass, too.
        ++mark_;
        invalid_double_starred_kvpairs();
        back_to(start);
    }
    return nullptr;
}

ExprPtr Parser::dict_comprehension() {
    const int start = mark_;
    ++mark_;
    ExprPtr key = nullptr;
    ExprPtr value = nullptr;
    if (kvpair(key, value)) {
        const auto* const clauses = for_if_clauses();
        if (clauses != nullptr && expect(TokenKind::RightBrace) != nullptr) {
            return expr<DictComp>(range_from(start), key, value, *clauses);
        }
    }
    back_to(start);
    if (diagnosing()) {
        invalid_dict_comprehension();
        back_to(start);
    }
    return nullptr;
}

/// Zero or more pairs with an optional comma at the end; says whether there was one.
bool Parser::double_starred_kvpairs(std::vector<ExprPtr>& keys, std::vector<ExprPtr>& values) {
    while (true) {
        ExprPtr key = nullptr;
        ExprPtr value = nullptr;
        if (!double_starred_kvpair(key, value)) break;
        keys.push_back(key);
        values.push_back(value);
        if (expect(TokenKind::Comma) == nullptr) break;
    }
    return !values.empty();
}

bool Parser::double_starred_kvpair(ExprPtr& key, ExprPtr& value) {
    const int start = mark_;
    if (expect(TokenKind::DoubleStar) != nullptr) {
        value = bitwise_or();
        if (value != nullptr) return true;
        back_to(start);
    }
    return kvpair(key, value);
}

bool Parser::kvpair(ExprPtr& key, ExprPtr& value) {
    const int start = mark_;
    key = expression();
    if (key != nullptr && expect(TokenKind::Colon) != nullptr) {
        value = expression();
        if (value != nullptr) return true;
    }
    back_to(start);
    return false;
}

// ---- comprehensions ---------------------------------------------------------------------------

/// One or more clauses, or nullptr.
const Seq<Comprehension>* Parser::for_if_clauses() {
    std::vector<Comprehension> clauses;
    Comprehension clause;
    while (for_if_clause(clause)) clauses.push_back(clause);
    if (clauses.empty()) return nullptr;
    auto* const result = arena_.make<Seq<Comprehension>>();
    *result = keep(clauses);
    return result;
}

bool Parser::for_if_clause(Comprehension& clause) {
    const int start = mark_;
    clause = {};
    clause.is_async = expect(TokenKind::Async) != nullptr;
    if (expect(TokenKind::For) != nullptr) {
        clause.target = star_targets();
        if (clause.target != nullptr && expect(TokenKind::In) != nullptr) {
            clause.iter = disjunction();
            if (clause.iter == nullptr) {
                back_to(start);
                return false;
            }
            std::vector<ExprPtr> conditions;
            int end = mark_;
            while (expect(TokenKind::If) != nullptr) {
                const ExprPtr condition = disjunction();
                if (condition == nullptr) break;
                conditions.push_back(condition);
                end = mark_;
            }
            back_to(end);
            clause.ifs = keep(conditions);
            return true;
        }
    }
    back_to(start);
    if (diagnosing()) {
        invalid_for_target();
        back_to(start);
    }
    return false;
}

// ---- calls ------------------------------------------------------------------------------------

const CallArguments* Parser::arguments() {
    return remember<CallArguments>(Rule::Arguments, false, [&]() -> const CallArguments* {
        const int start = mark_;
        if (const CallArguments* const given = args()) {
            expect(TokenKind::Comma);
            if (at(TokenKind::RightParen)) return given;
        }
        back_to(start);
        if (diagnosing()) invalid_arguments();
        return nullptr;
    });
}

ExprPtr Parser::starred_expression() {
    const int start = mark_;
    if (expect(TokenKind::Star) == nullptr) return nullptr;
    if (const ExprPtr value = expression()) {
        return expr<Starred>(range_from(start), value, ExprContext::Load);
    }
    back_to(start);
    return nullptr;
}

bool Parser::positional_argument(ExprPtr& argument) {
    argument = starred_expression();
    if (argument != nullptr) return true;
    const int start = mark_;
    argument = assignment_or_plain_expression();
    if (argument != nullptr && !at(TokenKind::Equal)) return true;
    back_to(start);
    return false;
}

const CallArguments* Parser::args() {
    return remember<CallArguments>(Rule::Args, true, [&]() -> const CallArguments* {
        const int start = mark_;
        std::vector<ExprPtr> positional;
        std::vector<Keyword> keywords;
        ExprPtr argument = nullptr;
        int end = mark_;
        while (positional_argument(argument)) {
            positional.push_back(argument);
            end = mark_;
            if (expect(TokenKind::Comma) == nullptr) break;
        }
        back_to(end);
        const bool may_go_on = positional.empty() || expect(TokenKind::Comma) != nullptr;
        if (may_go_on && !kwargs(positional, keywords)) back_to(end);
        if (positional.empty() && keywords.empty()) return nullptr;
        auto* const result = arena_.make<CallArguments>();
        *result = {keep(positional), keep(keywords), range_from(start)};
        return result;
    });
}

/// Keyword arguments, first with `*more` between them, then with `**more`.
bool Parser::kwargs(std::vector<ExprPtr>& starred, std::vector<Keyword>& keywords) {
    const bool has_single = keywords_or_starred(Stars::One, starred, keywords);
    const int end = mark_;
    if (has_single && expect(TokenKind::Comma) == nullptr) return true;
    const bool has_double = keywords_or_starred(Stars::Two, starred, keywords);
    if (!has_double) back_to(end);
    return has_single || has_double;
}

bool Parser::keywords_or_starred(Stars stars, std::vector<ExprPtr>& starred,
                                 std::vector<Keyword>& keywords) {
    bool has_any = false;
    int end = mark_;
    while (keyword_or_starred(stars, starred, keywords)) {
        has_any = true;
        end = mark_;
        if (expect(TokenKind::Comma) == nullptr) break;
    }
    back_to(end);
    return has_any;
}

bool Parser::keyword_or_starred(Stars stars, std::vector<ExprPtr>& starred,
                                std::vector<Keyword>& keywords) {
    const int start = mark_;
    if (diagnosing()) {
        invalid_kwarg();
        back_to(start);
    }
    if (const Token* const name = expect(TokenKind::Name)) {
        if (expect(TokenKind::Equal) != nullptr) {
            if (const ExprPtr value = expression()) {
                keywords.push_back({range_from(start), identifier(*name), value});
                return true;
            }
        }
        back_to(start);
    }
    if (stars == Stars::One) {
        const ExprPtr value = starred_expression();
        if (value != nullptr) starred.push_back(value);
        return value != nullptr;
    }
    if (expect(TokenKind::DoubleStar) != nullptr) {
        if (const ExprPtr value = expression()) {
            keywords.push_back({range_from(start), {}, value});
            return true;
        }
        back_to(start);
    }
    return false;
}

}  // namespace loopscope::python::syntax
