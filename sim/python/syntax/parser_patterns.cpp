// The patterns of match statements.
#include <algorithm>

#include "sim/python/syntax/parser_impl.h"

namespace loopscope::python::syntax {

PatternPtr Parser::patterns() {
    const int start = mark_;
    if (const auto items = open_sequence_pattern()) {
        auto* const node = pattern_node<MatchSequence>(start);
        node->patterns = keep(*items);
        return node;
    }
    return pattern();
}

PatternPtr Parser::pattern() {
    if (const PatternPtr found = as_pattern()) return found;
    return or_pattern();
}

PatternPtr Parser::as_pattern() {
    const int start = mark_;
    if (const PatternPtr inner = or_pattern()) {
        if (expect(TokenKind::As) != nullptr) {
            const Identifier name = pattern_capture_target();
            if (!name.empty()) {
                auto* const node = pattern_node<MatchAs>(start);
                node->pattern = inner;
                node->name = name;
                return node;
            }
        }
    }
    back_to(start);
    if (diagnosing()) {
        invalid_as_pattern();
        back_to(start);
    }
    return nullptr;
}

PatternPtr Parser::or_pattern() {
    const int start = mark_;
    std::vector<PatternPtr> alternatives;
    int end = mark_;
    while (const PatternPtr next = closed_pattern()) {
        alternatives.push_back(next);
        end = mark_;
        if (expect(TokenKind::Bar) == nullptr) break;
    }
    back_to(end);
    if (alternatives.empty()) return nullptr;
    if (alternatives.size() == 1) return alternatives[0];
    auto* const node = pattern_node<MatchOr>(start);
    node->patterns = keep(alternatives);
    return node;
}

PatternPtr Parser::closed_pattern() {
    return remember<Pattern>(Rule::ClosedPattern, false, [&] { return closed_pattern_unkept(); });
}

PatternPtr Parser::closed_pattern_unkept() {
    if (const PatternPtr found = literal_pattern()) return found;
    if (const PatternPtr found = capture_pattern()) return found;
    if (const PatternPtr found = wildcard_pattern()) return found;
    if (const PatternPtr found = value_pattern()) return found;
    if (const PatternPtr found = group_pattern()) return found;
    if (const PatternPtr found = sequence_pattern()) return found;
    if (const PatternPtr found = mapping_pattern()) return found;
    return class_pattern();
}

// ---- literals ---------------------------------------------------------------------------------

PatternPtr Parser::literal_pattern() {
    const int start = mark_;
    switch (here().kind) {
        case TokenKind::None:
        case TokenKind::True:
        case TokenKind::False: {
            const ExprPtr value = atom();
            auto* const node = pattern_node<MatchSingleton>(start);
            node->value = as<Constant>(*value).value_kind;
            return node;
        }
        default:
            break;
    }
    const ExprPtr value = literal_expression();
    if (value == nullptr) return nullptr;
    auto* const node = pattern_node<MatchValue>(start);
    node->value = value;
    return node;
}

/// A literal as the key of a mapping pattern, or in a value pattern.
ExprPtr Parser::literal_expression() {
    const int start = mark_;
    if (const ExprPtr value = signed_number()) {
        if (!at(TokenKind::Plus) && !at(TokenKind::Minus)) return value;
    }
    back_to(start);
    if (const ExprPtr value = complex_number()) return value;
    switch (here().kind) {
        case TokenKind::String: {
            const ExprPtr value = atom();
            if (value->kind == ExprKind::JoinedStr) {
                // The compiler's words, in CPython.
                SyntaxErrorInfo error = describe_known(
                    SyntaxErrorKind::SyntaxError, value->range.line, value->range.column,
                    value->range.end_line, value->range.end_column,
                    "patterns may only match literals and attribute lookups");
                error.of_compiler = true;
                throw SyntaxFailure{std::move(error)};
            }
            return value;
        }
        case TokenKind::None:
        case TokenKind::True:
        case TokenKind::False:
            return atom();
        default:
            return nullptr;
    }
}

ExprPtr Parser::signed_number() {
    const int start = mark_;
    const bool is_negative = expect(TokenKind::Minus) != nullptr;
    if (!at(TokenKind::Number)) {
        back_to(start);
        return nullptr;
    }
    const ExprPtr value = number();
    if (!is_negative) return value;
    return expr<UnaryOp>(range_from(start), UnaryOperator::USub, value);
}

ExprPtr Parser::complex_number() {
    const int start = mark_;
    const auto is_imaginary = [](ExprPtr value) {
        return as<Constant>(*value).value_kind == ConstantKind::Imaginary;
    };
    const ExprPtr real = signed_number();
    const bool is_sum = real != nullptr && at(TokenKind::Plus);
    const bool is_difference = real != nullptr && at(TokenKind::Minus);
    if (is_sum || is_difference) {
        ++mark_;
        if (at(TokenKind::Number)) {
            const ExprPtr plain =
                real->kind == ExprKind::UnaryOp ? as<UnaryOp>(*real).operand : real;
            if (is_imaginary(plain))
                raise_at(real->range, "real number required in complex literal");
            const ExprPtr imaginary = number();
            if (!is_imaginary(imaginary)) {
                raise_at(imaginary->range, "imaginary number required in complex literal");
            }
            return expr<BinOp>(range_from(start), real,
                               is_sum ? BinaryOperator::Add : BinaryOperator::Sub, imaginary);
        }
    }
    back_to(start);
    return nullptr;
}

// ---- names ------------------------------------------------------------------------------------

bool Parser::at_forbidden_after_capture() {
    return at(TokenKind::Dot) || at(TokenKind::LeftParen) || at(TokenKind::Equal);
}

/// The name that a capture binds; empty if there is none here.
Identifier Parser::pattern_capture_target() {
    const int start = mark_;
    const Token* const name = expect(TokenKind::Name);
    if (name != nullptr && name->text != "_" && !at_forbidden_after_capture()) {
        return identifier(*name);
    }
    back_to(start);
    return {};
}

PatternPtr Parser::capture_pattern() {
    const int start = mark_;
    const Identifier name = pattern_capture_target();
    if (name.empty()) return nullptr;
    auto* const node = pattern_node<MatchAs>(start);
    node->name = name;
    return node;
}

PatternPtr Parser::wildcard_pattern() {
    const int start = mark_;
    if (expect_soft("_") == nullptr) return nullptr;
    return pattern_node<MatchAs>(start);
}

/// `name.name` and longer.
ExprPtr Parser::attribute_path() {
    const int start = mark_;
    const ExprPtr found = name_or_attribute();
    if (found != nullptr && found->kind == ExprKind::Attribute) return found;
    back_to(start);
    return nullptr;
}

ExprPtr Parser::name_or_attribute() {
    const int start = mark_;
    const Token* const first = expect(TokenKind::Name);
    if (first == nullptr) return nullptr;
    ExprPtr value = name_of_token(*first, ExprContext::Load);
    while (at(TokenKind::Dot)) {
        const int before_dot = mark_++;
        const Token* const name = expect(TokenKind::Name);
        if (name == nullptr) {
            back_to(before_dot);
            break;
        }
        value = expr<Attribute>(range_from(start), value, identifier(*name), ExprContext::Load);
    }
    return value;
}

PatternPtr Parser::value_pattern() {
    const int start = mark_;
    const ExprPtr value = attribute_path();
    if (value == nullptr || at_forbidden_after_capture()) {
        back_to(start);
        return nullptr;
    }
    auto* const node = pattern_node<MatchValue>(start);
    node->value = value;
    return node;
}

// ---- sequences --------------------------------------------------------------------------------

PatternPtr Parser::group_pattern() {
    const int start = mark_;
    if (expect(TokenKind::LeftParen) != nullptr) {
        const PatternPtr inner = pattern();
        if (inner != nullptr && expect(TokenKind::RightParen) != nullptr) return inner;
    }
    back_to(start);
    return nullptr;
}

PatternPtr Parser::sequence_pattern() {
    const int start = mark_;
    std::vector<PatternPtr> items;
    bool is_closed = false;
    if (expect(TokenKind::LeftBracket) != nullptr) {
        items = maybe_sequence_pattern();
        is_closed = expect(TokenKind::RightBracket) != nullptr;
    } else if (expect(TokenKind::LeftParen) != nullptr) {
        if (auto found = open_sequence_pattern()) items = *std::move(found);
        is_closed = expect(TokenKind::RightParen) != nullptr;
    }
    if (!is_closed) {
        back_to(start);
        return nullptr;
    }
    auto* const node = pattern_node<MatchSequence>(start);
    node->patterns = keep(items);
    return node;
}

/// At least one with a comma behind it.
std::optional<std::vector<PatternPtr>> Parser::open_sequence_pattern() {
    const int start = mark_;
    const PatternPtr first = maybe_star_pattern();
    if (first == nullptr || expect(TokenKind::Comma) == nullptr) {
        back_to(start);
        return std::nullopt;
    }
    std::vector<PatternPtr> items = maybe_sequence_pattern();
    items.insert(items.begin(), first);
    return items;
}

std::vector<PatternPtr> Parser::maybe_sequence_pattern() {
    std::vector<PatternPtr> items;
    while (const PatternPtr item = maybe_star_pattern()) {
        items.push_back(item);
        if (expect(TokenKind::Comma) == nullptr) break;
    }
    return items;
}

PatternPtr Parser::maybe_star_pattern() {
    if (const PatternPtr found = star_pattern()) return found;
    return pattern();
}

PatternPtr Parser::star_pattern() {
    const int start = mark_;
    if (expect(TokenKind::Star) != nullptr) {
        const Identifier name = pattern_capture_target();
        if (!name.empty() || expect_soft("_") != nullptr) {
            auto* const node = pattern_node<MatchStar>(start);
            node->name = name;
            return node;
        }
    }
    back_to(start);
    return nullptr;
}

// ---- mappings and classes ---------------------------------------------------------------------

bool Parser::key_value_pattern(ExprPtr& key, PatternPtr& value) {
    const int start = mark_;
    key = literal_expression();
    if (key == nullptr) key = attribute_path();
    if (key != nullptr && expect(TokenKind::Colon) != nullptr) {
        value = pattern();
        if (value != nullptr) return true;
    }
    back_to(start);
    return false;
}

PatternPtr Parser::mapping_pattern() {
    const int start = mark_;
    if (expect(TokenKind::LeftBrace) == nullptr) return nullptr;
    std::vector<ExprPtr> keys;
    std::vector<PatternPtr> values;
    Identifier rest;
    ExprPtr key = nullptr;
    PatternPtr value = nullptr;
    bool may_go_on = true;
    while (may_go_on && key_value_pattern(key, value)) {
        keys.push_back(key);
        values.push_back(value);
        may_go_on = expect(TokenKind::Comma) != nullptr;
    }
    if (may_go_on && expect(TokenKind::DoubleStar) != nullptr) {
        rest = pattern_capture_target();
        if (rest.empty()) {
            back_to(start);
            return nullptr;
        }
        expect(TokenKind::Comma);
    }
    if (expect(TokenKind::RightBrace) == nullptr) {
        back_to(start);
        return nullptr;
    }
    auto* const node = pattern_node<MatchMapping>(start);
    node->keys = keep(keys);
    node->patterns = keep(values);
    node->rest = rest;
    return node;
}

/// Patterns separated by commas, none behind the last.
std::vector<PatternPtr> Parser::positional_patterns() {
    std::vector<PatternPtr> items;
    int end = mark_;
    while (const PatternPtr item = pattern()) {
        items.push_back(item);
        end = mark_;
        if (expect(TokenKind::Comma) == nullptr) break;
    }
    back_to(end);
    return items;
}

bool Parser::keyword_pattern(Identifier& name, PatternPtr& value) {
    const int start = mark_;
    const Token* const token = expect(TokenKind::Name);
    if (token != nullptr && expect(TokenKind::Equal) != nullptr) {
        value = pattern();
        name = identifier(*token);
        if (value != nullptr) return true;
    }
    back_to(start);
    return false;
}

bool Parser::keyword_patterns(std::vector<Identifier>& names, std::vector<PatternPtr>& values) {
    Identifier name;
    PatternPtr value = nullptr;
    int end = mark_;
    while (keyword_pattern(name, value)) {
        names.push_back(name);
        values.push_back(value);
        end = mark_;
        if (expect(TokenKind::Comma) == nullptr) break;
    }
    back_to(end);
    return !names.empty();
}

PatternPtr Parser::class_pattern() {
    const int start = mark_;
    const ExprPtr cls = name_or_attribute();
    if (cls == nullptr || expect(TokenKind::LeftParen) == nullptr) {
        back_to(start);
        return nullptr;
    }
    const std::vector<PatternPtr> positional = positional_patterns();
    std::vector<Identifier> names;
    std::vector<PatternPtr> values;
    const int after_positional = mark_;
    const bool may_go_on = positional.empty() || expect(TokenKind::Comma) != nullptr;
    if (may_go_on && !keyword_patterns(names, values)) back_to(after_positional);
    if (!positional.empty() || !names.empty()) expect(TokenKind::Comma);
    if (expect(TokenKind::RightParen) != nullptr) {
        auto* const node = pattern_node<MatchClass>(start);
        node->cls = cls;
        node->patterns = keep(positional);
        node->kwd_attrs = keep(names);
        node->kwd_patterns = keep(values);
        return node;
    }
    back_to(start);
    if (diagnosing()) {
        invalid_class_pattern();
        back_to(start);
    }
    return nullptr;
}

}  // namespace loopscope::python::syntax
