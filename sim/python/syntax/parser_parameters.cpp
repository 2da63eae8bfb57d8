// The parameters of functions and lambdas, and the mistakes made in them.
#include "sim/python/syntax/parser_impl.h"

namespace loopscope::python::syntax {

namespace {

void append_args(std::vector<Arg>& to, const std::vector<Parameter>& from) {
    for (const Parameter& parameter : from) to.push_back(parameter.arg);
}

void append_defaults(std::vector<ExprPtr>& to, const std::vector<Parameter>& from) {
    for (const Parameter& parameter : from) {
        if (parameter.default_value != nullptr) to.push_back(parameter.default_value);
    }
}

}  // namespace

// ---- single parameters ------------------------------------------------------------------------

/// Where the list ends: `)` for def, `:` for lambda.
bool Parser::at_parameters_end(ParameterStyle style) {
    return at(style == ParameterStyle::Def ? TokenKind::RightParen : TokenKind::Colon);
}

bool Parser::parameter_end(ParameterStyle style) {
    return expect(TokenKind::Comma) != nullptr || at_parameters_end(style);
}

bool Parser::parameter(ParameterStyle style, Parameter& result) {
    const int start = mark_;
    const Token* const name = expect(TokenKind::Name);
    if (name == nullptr) return false;
    result = {};
    result.arg.arg = identifier(*name);
    if (style == ParameterStyle::Def) {
        const int before_colon = mark_;
        if (expect(TokenKind::Colon) != nullptr) {
            result.arg.annotation = expression();
            if (result.arg.annotation == nullptr) back_to(before_colon);
        }
    }
    result.arg.range = range_from(start);
    return true;
}

ExprPtr Parser::default_value() {
    const int start = mark_;
    if (expect(TokenKind::Equal) != nullptr) {
        if (const ExprPtr value = expression()) return value;
    }
    back_to(start);
    if (diagnosing()) {
        invalid_default();
        back_to(start);
    }
    return nullptr;
}

bool Parser::parameter_no_default(ParameterStyle style, Parameter& result) {
    const int start = mark_;
    if (parameter(style, result) && parameter_end(style)) return true;
    back_to(start);
    return false;
}

bool Parser::parameter_with_default(ParameterStyle style, Parameter& result) {
    const int start = mark_;
    if (parameter(style, result)) {
        result.default_value = default_value();
        if (result.default_value != nullptr && parameter_end(style)) return true;
    }
    back_to(start);
    return false;
}

bool Parser::parameter_maybe_default(ParameterStyle style, Parameter& result) {
    const int start = mark_;
    if (parameter(style, result)) {
        result.default_value = default_value();
        if (parameter_end(style)) return true;
    }
    back_to(start);
    return false;
}

// ---- the list ---------------------------------------------------------------------------------

/// `/` with a comma or the end behind it.
bool Parser::slash(ParameterStyle style) {
    const int start = mark_;
    if (expect(TokenKind::Slash) != nullptr && parameter_end(style)) return true;
    back_to(start);
    return false;
}

bool Parser::slash_no_default(ParameterStyle style, std::vector<Parameter>& result) {
    const int start = mark_;
    Parameter next;
    while (parameter_no_default(style, next)) result.push_back(next);
    if (!result.empty() && slash(style)) return true;
    back_to(start);
    result.clear();
    return false;
}

bool Parser::slash_with_default(ParameterStyle style, std::vector<Parameter>& result) {
    const int start = mark_;
    Parameter next;
    while (parameter_no_default(style, next)) result.push_back(next);
    bool has_default = false;
    while (parameter_with_default(style, next)) {
        result.push_back(next);
        has_default = true;
    }
    if (has_default && slash(style)) return true;
    back_to(start);
    result.clear();
    return false;
}

/// The parameters that stand here; an empty list for a lambda without any.
/// For def: nullptr where none stand.
const Arguments* Parser::parameters(ParameterStyle style) {
    const int start = mark_;
    if (diagnosing()) {
        invalid_parameters(style);
        back_to(start);
    }
    const Arguments* const found = valid_parameters(style);
    return found != nullptr ? found : arena_.make<Arguments>();
}

const Arguments* Parser::valid_parameters(ParameterStyle style) {
    const int start = mark_;
    std::vector<Parameter> positional_only;
    std::vector<Parameter> plain;
    Parameter next;
    if (slash_no_default(style, positional_only)) {
        while (parameter_no_default(style, next)) plain.push_back(next);
    } else if (!slash_with_default(style, positional_only)) {
        while (parameter_no_default(style, next)) plain.push_back(next);
    }
    while (parameter_with_default(style, next)) plain.push_back(next);
    auto* const result = arena_.make<Arguments>();
    const bool has_rest = star_etc(style, *result);
    if (positional_only.empty() && plain.empty() && !has_rest) {
        back_to(start);
        return nullptr;
    }
    std::vector<Arg> posonlyargs;
    std::vector<Arg> args;
    std::vector<ExprPtr> defaults;
    append_args(posonlyargs, positional_only);
    append_args(args, plain);
    append_defaults(defaults, positional_only);
    append_defaults(defaults, plain);
    result->posonlyargs = keep(posonlyargs);
    result->args = keep(args);
    result->defaults = keep(defaults);
    return result;
}

/// What begins with `*` or `**`.
bool Parser::star_etc(ParameterStyle style, Arguments& result) {
    const int start = mark_;
    if (diagnosing()) {
        invalid_star_etc(style);
        back_to(start);
    }
    if (expect(TokenKind::Star) == nullptr) return kwds(style, result);
    Parameter next;
    const bool has_vararg = star_argument(style, result);
    if (!has_vararg && expect(TokenKind::Comma) == nullptr) {
        back_to(start);
        return kwds(style, result);
    }
    std::vector<Arg> names;
    std::vector<ExprPtr> defaults;
    while (parameter_maybe_default(style, next)) {
        names.push_back(next.arg);
        defaults.push_back(next.default_value);
    }
    if (!has_vararg && names.empty()) {
        back_to(start);
        result.vararg = nullptr;
        return kwds(style, result);
    }
    result.kwonlyargs = keep(names);
    result.kw_defaults = keep(defaults);
    kwds(style, result);
    return true;
}

/// The name behind `*`; its annotation may be starred.
bool Parser::star_argument(ParameterStyle style, Arguments& result) {
    const int start = mark_;
    Parameter found;
    bool has_found = parameter_no_default(style, found);
    if (!has_found && style == ParameterStyle::Def) {
        const Token* const name = expect(TokenKind::Name);
        if (name != nullptr && expect(TokenKind::Colon) != nullptr) {
            found.arg.arg = identifier(*name);
            found.arg.annotation = star_expression();
            if (found.arg.annotation != nullptr) {
                found.arg.range = range_from(start);
                has_found = parameter_end(style);
            }
        }
    }
    if (!has_found) {
        back_to(start);
        return false;
    }
    auto* const kept = arena_.make<Arg>();
    *kept = found.arg;
    result.vararg = kept;
    return true;
}

bool Parser::kwds(ParameterStyle style, Arguments& result) {
    const int start = mark_;
    if (diagnosing()) {
        invalid_kwds(style);
        back_to(start);
    }
    Parameter found;
    if (expect(TokenKind::DoubleStar) != nullptr && parameter_no_default(style, found)) {
        auto* const kept = arena_.make<Arg>();
        *kept = found.arg;
        result.kwarg = kept;
        return true;
    }
    back_to(start);
    return false;
}

// ---- mistakes ---------------------------------------------------------------------------------

void Parser::invalid_parameters(ParameterStyle style) {
    const int start = mark_;
    Parameter next;
    std::vector<Parameter> some;
    while (parameter_no_default(style, next)) {
    }
    const int after_plain = mark_;
    bool has_default = slash_with_default(style, some);
    while (!has_default && parameter_with_default(style, next)) {
        has_default = true;
        while (parameter_with_default(style, next)) {
        }
    }
    const int at_plain = mark_;
    if (has_default && parameter_no_default(style, next)) {
        const bool ends_with_name = style == ParameterStyle::Def;
        SourceRange range = next.arg.range;
        if (!ends_with_name) range = range_of(*tokens_[static_cast<std::size_t>(at_plain)]);
        raise_at(range, "non-default argument follows default argument");
    }
    back_to(after_plain);
    if (const Token* const open = expect(TokenKind::LeftParen)) {
        // `def` wants whole parameters in the parentheses, `lambda` bare names.
        bool has_name = false;
        if (style == ParameterStyle::Def) {
            while (parameter_no_default(style, next)) has_name = true;
        } else {
            while (expect(TokenKind::Name) != nullptr) {
                has_name = true;
                if (expect(TokenKind::Comma) == nullptr) break;
            }
        }
        if (has_name) expect(TokenKind::Comma);
        if (const Token* const close = has_name ? expect(TokenKind::RightParen) : nullptr) {
            raise_between(range_of(*open), range_of(*close),
                          style == ParameterStyle::Def
                              ? "Function parameters cannot be parenthesized"
                              : "Lambda expression parameters cannot be parenthesized");
        }
    }
    back_to(start);
    if (const Token* const first = expect(TokenKind::Slash)) {
        if (expect(TokenKind::Comma) != nullptr) {
            raise_at(*first, "at least one argument must precede /");
        }
    }
    back_to(start);
    const bool has_slash = slash_no_default(style, some) || slash_with_default(style, some);
    while (parameter_maybe_default(style, next)) {
    }
    if (has_slash) {
        if (const Token* const second = expect(TokenKind::Slash)) {
            raise_at(*second, "/ may appear only once");
        }
    }
    if (expect(TokenKind::Star) != nullptr &&
        (expect(TokenKind::Comma) != nullptr || parameter_no_default(style, next))) {
        while (parameter_maybe_default(style, next)) {
        }
        if (const Token* const late = expect(TokenKind::Slash)) {
            raise_at(*late, "/ must be ahead of *");
        }
    }
    back_to(start);
    bool has_any = false;
    while (parameter_maybe_default(style, next)) has_any = true;
    if (has_any && expect(TokenKind::Slash) != nullptr) {
        if (const Token* const star = expect(TokenKind::Star)) {
            raise_at(*star, "expected comma between / and *");
        }
    }
}

void Parser::invalid_star_etc(ParameterStyle style) {
    const int start = mark_;
    const Token* const star = expect(TokenKind::Star);
    if (star == nullptr) return;
    bool is_bare = at_parameters_end(style);
    if (!is_bare && expect(TokenKind::Comma) != nullptr) {
        is_bare = at_parameters_end(style) || at(TokenKind::DoubleStar);
    }
    if (is_bare) {
        // The lookahead steps over the token in CPython's rule, which moves the lambda's error.
        if (style == ParameterStyle::Lambda) {
            raise_at_last_token("named arguments must follow bare *");
        }
        raise_at(*star, "named arguments must follow bare *");
    }
    back_to(start + 1);
    Parameter next;
    if (parameter(style, next)) {
        if (const Token* const equal = expect(TokenKind::Equal)) {
            raise_at(*equal, "var-positional argument cannot have default value");
        }
    }
    back_to(start + 1);
    if (parameter_no_default(style, next) || expect(TokenKind::Comma) != nullptr) {
        while (parameter_maybe_default(style, next)) {
        }
        if (const Token* const second = expect(TokenKind::Star)) {
            if (parameter_no_default(style, next) || expect(TokenKind::Comma) != nullptr) {
                raise_at(*second, "* argument may appear only once");
            }
        }
    }
}

void Parser::invalid_kwds(ParameterStyle style) {
    Parameter next;
    if (expect(TokenKind::DoubleStar) == nullptr || !parameter(style, next)) return;
    if (const Token* const equal = expect(TokenKind::Equal)) {
        raise_at(*equal, "var-keyword argument cannot have default value");
    }
    if (expect(TokenKind::Comma) == nullptr) return;
    if (parameter(style, next)) {
        raise_at(next.arg.range, "arguments cannot follow var-keyword argument");
    }
    for (const TokenKind kind : {TokenKind::Star, TokenKind::DoubleStar, TokenKind::Slash}) {
        if (const Token* const token = expect(kind)) {
            raise_at(*token, "arguments cannot follow var-keyword argument");
        }
    }
}

void Parser::invalid_default() {
    const Token* const equal = expect(TokenKind::Equal);
    if (equal == nullptr) return;
    if (at(TokenKind::RightParen) || at(TokenKind::Comma)) {
        raise_at(*equal, "expected default value expression");
    }
}

}  // namespace loopscope::python::syntax
