// Patterns: everything in parentheses, and the whole.
#include <fmt/format.h>

#include <algorithm>

#include "sim/object/str.h"
#include "sim/object/unicode.h"
#include "sim/python/modules/re_parser.h"

namespace loopscope::python::modules::regex {

namespace {

constexpr std::uint32_t kTypeFlags = kAscii | kLocale | kUnicode;
constexpr std::uint32_t kGlobalFlags = kDebug | kTemplate;
constexpr std::uint64_t kGroupsMax = 1073741823;

/// The flag of an inline letter; 0 for others.
std::uint32_t flag_of(Token token) {
    if (token.size() != 1) return 0;
    switch (token[0]) {
        case 'i':
            return kIgnoreCase;
        case 'L':
            return kLocale;
        case 'm':
            return kMultiline;
        case 's':
            return kDotAll;
        case 'x':
            return kVerbose;
        case 'a':
            return kAscii;
        case 't':
            return kTemplate;
        case 'u':
            return kUnicode;
        default:
            return 0;
    }
}

bool is_letter(Token token) { return token.size() == 1 && object::unicode::is_alpha(token[0]); }

}  // namespace

void Parser::expect_close(std::size_t start) {
    if (reader_.match(')')) return;
    reader_.fail("missing ), unterminated subpattern", reader_.tell() - start);
}

void Parser::check_group_name(std::u32string_view name, std::size_t back) {
    if (is_identifier(name)) return;
    reader_.fail("bad character in group name " + object::quoted(utf8_of(name)),
                 name.size() + back);
}

int Parser::group_of(std::u32string_view name) const {
    for (const auto& [known, group] : result_.names) {
        if (known == name) return group;
    }
    return 0;
}

bool Parser::is_open(int group) const {
    return !widths_[static_cast<std::size_t>(group)].has_value();
}

void Parser::check_lookbehind_reference(int group) {
    if (lookbehind_groups_ < 0) return;
    if (group < static_cast<int>(widths_.size()) && is_open(group)) {
        reader_.fail("cannot refer to an open group");
    }
    if (group >= lookbehind_groups_) {
        reader_.fail("cannot refer to group defined in the same lookbehind subpattern");
    }
}

int Parser::open_group(std::u32string_view name) {
    int group = static_cast<int>(widths_.size());
    if (!name.empty()) {
        if (int before = group_of(name); before != 0) {
            reader_.fail(fmt::format("redefinition of group name {} as group {}; was group {}",
                                     object::quoted(utf8_of(name)), group, before),
                         name.size() + 1);
        }
        result_.names.emplace_back(std::u32string(name), group);
    }
    widths_.emplace_back(std::nullopt);
    return group;
}

Width Parser::parse_capture(std::u32string_view name, const Scope& scope, std::size_t start) {
    int group = open_group(name);
    out_ += '(';
    Width width = parse_alternatives(scope);
    expect_close(start);
    out_ += ')';
    widths_[static_cast<std::size_t>(group)] = width;
    result_.closed.push_back(group);
    return width;
}

Width Parser::parse_plain_group(std::string_view opening, Scope scope, std::size_t start) {
    out_ += opening;
    Width width = parse_alternatives(scope);
    expect_close(start);
    out_ += ')';
    return width;
}

Width Parser::parse_look(char32_t kind, const Scope& scope, std::size_t start) {
    bool behind = kind == '<';
    if (behind) {
        Token token = reader_.get();
        if (token.empty()) reader_.fail("unexpected end of pattern");
        if (token != U"=" && token != U"!") {
            reader_.fail("unknown extension ?<" + utf8_of(token), token.size() + 2);
        }
        kind = token[0];
    }
    int before = lookbehind_groups_;
    if (behind && before < 0) lookbehind_groups_ = static_cast<int>(widths_.size());
    out_ += behind ? "(?<" : "(?";
    out_ += static_cast<char>(kind);
    Width width = parse_alternatives(scope);
    if (behind) lookbehind_groups_ = before;
    expect_close(start);
    out_ += ')';
    if (behind && width.least != width.most) bad_lookbehind_ = true;
    return {};
}

/// The group that a condition `(?(…)` names.
int Parser::condition_group() {
    std::u32string_view name = reader_.get_until(')', "group name");
    if (is_identifier(name)) {
        int group = group_of(name);
        if (group == 0) {
            reader_.fail("unknown group name " + object::quoted(utf8_of(name)), name.size() + 1);
        }
        return group;
    }
    std::uint64_t group = 0;
    for (char32_t c : name) {
        if (!is_digit(c)) {
            reader_.fail("bad character in group name " + object::quoted(utf8_of(name)),
                         name.size() + 1);
        }
        group = std::min<std::uint64_t>(group * 10 + (c - '0'), kGroupsMax);
    }
    if (group == 0) reader_.fail("bad group number", name.size() + 1);
    if (group >= kGroupsMax) {
        reader_.fail(fmt::format("invalid group reference {}", group), name.size() + 1);
    }
    condition_positions_.try_emplace(static_cast<int>(group), reader_.tell() - name.size() - 1);
    return static_cast<int>(group);
}

Width Parser::parse_condition(const Scope& scope, std::size_t start) {
    int group = condition_group();
    check_lookbehind_reference(group);
    out_ += fmt::format("(?({})", group);
    Scope inner = scope;
    inner.first = false;
    ++inner.depth;
    Width width = parse_branch(inner);
    Width other;
    if (reader_.match('|')) {
        out_ += '|';
        other = parse_branch(inner);
        if (reader_.next_is('|')) {
            reader_.fail("conditional backref with more than two branches");
        }
    }
    expect_close(start);
    out_ += ')';
    width.either(other);
    return width;
}

void Parser::skip_comment(std::size_t start) {
    while (true) {
        if (reader_.peek().empty()) {
            reader_.fail("missing ), unterminated comment", reader_.tell() - start);
        }
        if (reader_.get() == U")") return;
    }
}

/// (?P<name>…) and (?P=name).
std::optional<Width> Parser::parse_python_extension(const Scope& scope, std::size_t start) {
    if (reader_.match('<')) {
        std::u32string_view name = reader_.get_until('>', "group name");
        check_group_name(name, 1);
        return parse_capture(name, scope, start);
    }
    if (reader_.match('=')) {
        std::u32string_view name = reader_.get_until(')', "group name");
        check_group_name(name, 1);
        int group = group_of(name);
        if (group == 0) {
            reader_.fail("unknown group name " + object::quoted(utf8_of(name)), name.size() + 1);
        }
        if (is_open(group)) reader_.fail("cannot refer to an open group", name.size() + 1);
        check_lookbehind_reference(group);
        out_ += fmt::format("\\g{{{}}}", group);
        return *widths_[static_cast<std::size_t>(group)];
    }
    Token token = reader_.get();
    if (token.empty()) reader_.fail("unexpected end of pattern");
    reader_.fail("unknown extension ?P" + utf8_of(token), token.size() + 2);
}

/// CPython: the parentheses of _parse.
std::optional<Width> Parser::parse_group(const Scope& scope, Item item) {
    std::size_t start = reader_.tell() - 1;
    if (!reader_.match('?')) return parse_capture({}, scope, start);
    Token token = reader_.get();
    if (token.empty()) reader_.fail("unexpected end of pattern");
    if (token == U"P") return parse_python_extension(scope, start);
    if (token == U":") return parse_plain_group("(?:", scope, start);
    if (token == U">") return parse_plain_group("(?>", scope, start);
    if (token == U"=" || token == U"!" || token == U"<") return parse_look(token[0], scope, start);
    if (token == U"(") return parse_condition(scope, start);
    if (token == U"#") {
        skip_comment(start);
        return std::nullopt;
    }
    if (flag_of(token) == 0 && token != U"-") {
        reader_.fail("unknown extension ?" + utf8_of(token), token.size() + 1);
    }
    auto change = parse_flags(token);
    if (!change) {
        if (!scope.first || item != Item::None || scope.depth > 1) {
            reader_.fail("global flags not at the start of the expression", reader_.tell() - start);
        }
        if ((flags_ & kVerbose) != 0 && (scope.flags & kVerbose) == 0) throw ReadAgainVerbosely{};
        return std::nullopt;
    }
    Scope inner = scope;
    if ((change->on & kTypeFlags) != 0) inner.flags &= ~kTypeFlags;
    inner.flags = (inner.flags | change->on) & ~change->off;
    std::string_view opening = "(?:";
    if ((change->on & kIgnoreCase) != 0) {
        opening = "(?i:";
        result_.ignores_case = true;
    } else if ((change->off & kIgnoreCase) != 0) {
        opening = "(?-i:";
    }
    return parse_plain_group(opening, inner, start);
}

/// The letters behind `(?…-`. CPython: _parse_flags.
std::uint32_t Parser::parse_flags_off(Token token) {
    std::uint32_t off = 0;
    if (token.empty()) reader_.fail("missing flag");
    if (flag_of(token) == 0) {
        reader_.fail(is_letter(token) ? "unknown flag" : "missing flag", token.size());
    }
    while (true) {
        if ((flag_of(token) & kTypeFlags) != 0) {
            reader_.fail("bad inline flags: cannot turn off flags 'a', 'u' and 'L'");
        }
        off |= flag_of(token);
        token = reader_.get();
        if (token.empty()) reader_.fail("missing :");
        if (token == U":") return off;
        if (flag_of(token) == 0) {
            reader_.fail(is_letter(token) ? "unknown flag" : "missing :", token.size());
        }
    }
}

/// CPython: _parse_flags.
std::optional<Parser::FlagChange> Parser::parse_flags(Token token) {
    FlagChange change;
    if (token != U"-") {
        while (true) {
            std::uint32_t flag = flag_of(token);
            if (source_.is_text && flag == kLocale) {
                reader_.fail("bad inline flags: cannot use 'L' flag with a str pattern");
            }
            if (!source_.is_text && flag == kUnicode) {
                reader_.fail("bad inline flags: cannot use 'u' flag with a bytes pattern");
            }
            change.on |= flag;
            if ((flag & kTypeFlags) != 0 && (change.on & kTypeFlags) != flag) {
                reader_.fail("bad inline flags: flags 'a', 'u' and 'L' are incompatible");
            }
            token = reader_.get();
            if (token.empty()) reader_.fail("missing -, : or )");
            if (token == U")" || token == U"-" || token == U":") break;
            if (flag_of(token) == 0) {
                reader_.fail(is_letter(token) ? "unknown flag" : "missing -, : or )", token.size());
            }
        }
    }
    if (token == U")") {
        flags_ |= change.on;
        return std::nullopt;
    }
    if ((change.on & kGlobalFlags) != 0) {
        reader_.fail("bad inline flags: cannot turn on global flag", 1);
    }
    if (token == U"-") change.off = parse_flags_off(reader_.get());
    if ((change.off & kGlobalFlags) != 0) {
        reader_.fail("bad inline flags: cannot turn off global flag", 1);
    }
    if ((change.on & change.off) != 0) {
        reader_.fail("bad inline flags: flag turned on and off", 1);
    }
    return change;
}

namespace {

/// CPython: fix_flags.
std::uint32_t settle_flags(std::uint32_t flags, bool is_text) {
    auto refuse = [](const char* message) {
        throw Refused{message, std::nullopt, Refused::Kind::Value};
    };
    if (is_text) {
        if ((flags & kLocale) != 0) refuse("cannot use LOCALE flag with a str pattern");
        if ((flags & kAscii) != 0 && (flags & kUnicode) != 0) {
            refuse("ASCII and UNICODE flags are incompatible");
        }
        if ((flags & kAscii) == 0) flags |= kUnicode;
    } else {
        if ((flags & kUnicode) != 0) refuse("cannot use UNICODE flag with a bytes pattern");
        if ((flags & kLocale) != 0 && (flags & kAscii) != 0) {
            refuse("ASCII and LOCALE flags are incompatible");
        }
    }
    return flags;
}

}  // namespace

Translation Parser::run() {
    parse_alternatives({flags_, 0, true});
    result_.flags = settle_flags(flags_, source_.is_text);
    if (!reader_.peek().empty()) reader_.fail("unbalanced parenthesis");
    for (const auto& [group, position] : condition_positions_) {
        if (group >= static_cast<int>(widths_.size())) {
            throw Refused{fmt::format("invalid group reference {}", group), position};
        }
    }
    if (bad_lookbehind_) throw Refused{"look-behind requires fixed-width pattern"};
    result_.groups = static_cast<int>(widths_.size()) - 1;
    if ((flags_ & kIgnoreCase) != 0) result_.ignores_case = true;
    result_.pattern = std::move(out_);
    return std::move(result_);
}

Translation translate(const Source& source, Form form) {
    try {
        return Parser(source, source.flags, form).run();
    } catch (const ReadAgainVerbosely&) {
        return Parser(source, source.flags | kVerbose, form).run();
    }
}

}  // namespace loopscope::python::modules::regex
