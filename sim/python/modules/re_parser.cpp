// Patterns: branches, characters, sets, escapes, repeats.
#include "sim/python/modules/re_parser.h"

#include <fmt/format.h>

#include <algorithm>

namespace loopscope::python::modules::regex {

namespace {

constexpr int kDepthMax = 200;  ///< PCRE2 refuses more than 250 parentheses in one another.
constexpr std::uint64_t kRepeatMax = 65535;  ///< FIDELITY: PCRE2's; CPython's is 4294967294.

bool is_plain(char32_t c) { return is_digit(c) || is_ascii_letter(c); }
bool is_verbose_space(char32_t c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

char32_t limit_of(Form form) {
    if (form == Form::Wide32) return 0x10ffff;
    return form == Form::Wide16 ? 0xffff : 0xff;
}

}  // namespace

Parser::Parser(const Source& source, std::uint32_t flags, Form form)
    : source_(source),
      form_(form),
      limit_(limit_of(form)),
      reader_(source.pattern, source.is_text),
      flags_(flags) {}

bool Parser::uses_ascii(std::uint32_t flags) const {
    return !source_.is_text || form_ == Form::Bytes8 || (flags & kAscii) != 0;
}

std::string Parser::category(char32_t letter, std::uint32_t flags) const {
    bool ascii = uses_ascii(flags);
    if (letter == 'd') return ascii ? "0-9" : "\\p{Nd}";
    if (letter == 'w') return ascii ? "a-zA-Z0-9_" : "\\p{L}\\p{N}_";
    if (!source_.is_text || (flags & kAscii) != 0) return "\\x{9}-\\x{d}\\x{20}";
    std::string spaces = "\\x{9}-\\x{d}\\x{1c}-\\x{20}";
    if (form_ != Form::Bytes8) spaces += "\\x{85}\\x{a0}";
    if (limit_ > 0xff) {
        spaces += "\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}";
    }
    return spaces;
}

void Parser::emit_in_set(std::string& out, char32_t c) const {
    if (is_plain(c)) {
        out += static_cast<char>(c);
    } else {
        out += fmt::format("\\x{{{:x}}}", static_cast<std::uint32_t>(c));
    }
}

void Parser::emit_char(char32_t c) {
    result_.widest = std::max(result_.widest, c);
    if (c > limit_) {
        out_ += "(?!)";
    } else {
        emit_in_set(out_, c);
    }
}

/// CPython: _parse_sub.
Width Parser::parse_alternatives(Scope scope) {
    if (scope.depth > kDepthMax) {
        throw Refused{"maximum recursion depth exceeded", std::nullopt, Refused::Kind::Recursion};
    }
    bool outermost = scope.depth == 0;
    scope.first = outermost;
    ++scope.depth;
    Width width = parse_branch(scope);
    while (reader_.match('|')) {
        if (outermost) scope.flags = flags_;
        scope.first = false;
        out_ += '|';
        width.either(parse_branch(scope));
    }
    return width;
}

/// CPython: _parse, without groups and sets.
Width Parser::parse_branch(Scope scope) {
    Width total;
    Width last;
    Item item = Item::None;
    auto add = [&](Width width, Item kind) {
        total.then(last);
        last = width;
        item = kind;
    };
    while (true) {
        Token token = reader_.peek();
        if (token.empty() || (token.size() == 1 && (token[0] == '|' || token[0] == ')'))) break;
        reader_.get();
        char32_t c = token[0];
        if ((scope.flags & kVerbose) != 0 && token.size() == 1) {
            if (is_verbose_space(c)) continue;
            if (c == '#') {
                while (true) {
                    Token skipped = reader_.get();
                    if (skipped.empty() || skipped == U"\n") break;
                }
                continue;
            }
        }
        if (c == '\\') {
            Item kind = Item::Other;
            std::size_t before = out_.size();
            Width width = parse_escape(token, scope, kind);
            if (out_.size() == before) continue;
            add(width, kind);
        } else if (c == '[') {
            add(parse_set(scope), Item::Other);
        } else if (c == '*' || c == '+' || c == '?' || c == '{') {
            auto width = parse_repeat(token, item, last);
            if (width) {
                last = *width;
                item = Item::Repeat;
            } else {
                emit_char('{');
                add({1, 1}, Item::Other);
            }
        } else if (c == '.') {
            out_ += (scope.flags & kDotAll) != 0 ? "(?s:.)" : "\\N";
            add({1, 1}, Item::Other);
        } else if (c == '(') {
            bool nothing_before = item == Item::None;
            Scope inner = scope;
            inner.first = scope.first && nothing_before;
            auto width = parse_group(inner, item);
            if (width) {
                add(*width, Item::Other);
            } else if (scope.depth == 1) {
                scope.flags |= flags_;
            }
        } else if (c == '^') {
            out_ += (scope.flags & kMultiline) != 0 ? "(?m:^)" : "\\A";
            add({}, Item::Position);
        } else if (c == '$') {
            out_ += (scope.flags & kMultiline) != 0 ? "(?m:$)" : "\\Z";
            add({}, Item::Position);
        } else {
            emit_char(c);
            add({1, 1}, Item::Other);
        }
    }
    total.then(last);
    return total;
}

/// `{3,5}` behind `here`; false when it is no repeat after all.
bool Parser::read_bounds(std::size_t here, std::uint64_t& least, std::uint64_t& most) {
    if (reader_.next_is('}')) return false;
    std::u32string_view low = reader_.get_while(SIZE_MAX, is_digit);
    std::u32string_view high = low;
    if (reader_.match(',')) high = reader_.get_while(SIZE_MAX, is_digit);
    if (!reader_.match('}')) {
        reader_.seek(here);
        return false;
    }
    auto number = [](std::u32string_view digits) {
        std::uint64_t n = 0;
        for (char32_t c : digits) n = std::min<std::uint64_t>(n * 10 + (c - '0'), Width::kMost);
        if (n > kRepeatMax) {
            throw Refused{"the repetition number is too large", std::nullopt,
                          Refused::Kind::Overflow};
        }
        return n;
    };
    if (!low.empty()) least = number(low);
    if (!high.empty()) {
        most = number(high);
        if (most < least) {
            reader_.fail("min repeat greater than max repeat", reader_.tell() - here);
        }
    }
    return true;
}

/// The repeat that `token` begins, for the piece written last; nothing for a `{` that is just one.
std::optional<Width> Parser::parse_repeat(Token token, Item item, Width width) {
    std::size_t here = reader_.tell();
    std::uint64_t least = token[0] == '+' ? 1 : 0;
    std::uint64_t most = token[0] == '?' ? 1 : Width::kMost;
    if (token[0] == '{' && !read_bounds(here, least, most)) return std::nullopt;
    if (item == Item::None || item == Item::Position) {
        reader_.fail("nothing to repeat", reader_.tell() - here + 1);
    }
    if (item == Item::Repeat) reader_.fail("multiple repeat", reader_.tell() - here + 1);
    if (most == Width::kMost) {
        out_ += least == 0 ? "*" : least == 1 ? "+" : fmt::format("{{{},}}", least);
    } else {
        out_ += fmt::format("{{{},{}}}", least, most);
    }
    if (reader_.match('?')) {
        out_ += '?';
    } else if (reader_.match('+')) {
        out_ += '+';
    }
    return Width{std::min(width.least * least, Width::kMost),
                 most == Width::kMost && width.most > 0
                     ? Width::kMost
                     : std::min(width.most * most, Width::kMost)};
}

/// CPython: _class_escape.
Parser::Member Parser::parse_set_escape(Token escape) {
    char32_t c = escape[1];
    if (c == 'b') return {U'\b', 0};
    if (std::u32string_view(U"dDsSwW").find(c) != std::u32string_view::npos) return {{}, c};
    if (auto code = read_code_escape(reader_, escape)) return {*code, 0};
    if (is_octal(c)) {
        std::u32string digits(1, c);
        digits += reader_.get_while(2, is_octal);
        char32_t code = 0;
        for (char32_t digit : digits) code = code * 8 + (digit - '0');
        if (code > 0377) {
            reader_.fail("octal escape value \\" + utf8_of(digits) + " outside of range 0-0o377",
                         digits.size() + 1);
        }
        return {code, 0};
    }
    if (is_digit(c) || is_ascii_letter(c)) reader_.fail("bad escape " + utf8_of(escape), 2);
    return {c, 0};
}

void Parser::add_range(Set& set, char32_t low, char32_t high) {
    set.empty = false;
    result_.widest = std::max(result_.widest, high);
    if (low > limit_) return;
    emit_in_set(set.inside, low);
    if (high == low) return;
    set.inside += '-';
    emit_in_set(set.inside, std::min(high, limit_));
}

void Parser::add_member(Set& set, const Member& member, std::uint32_t flags) {
    set.empty = false;
    if (member.character) {
        add_range(set, *member.character, *member.character);
    } else if (member.category >= 'a') {
        set.inside += category(member.category, flags);
    } else {
        set.outside.push_back("[^" + category(member.category + ('a' - 'A'), flags) + "]");
    }
}

void Parser::emit_set(const Set& set, bool negated) {
    if (set.outside.empty()) {
        if (set.inside.empty()) {
            out_ += negated ? "(?s:.)" : "(?!)";
        } else {
            out_ += (negated ? "[^" : "[") + set.inside + "]";
        }
        return;
    }
    std::string any;
    for (const std::string& piece : set.outside) any += (any.empty() ? "" : "|") + piece;
    if (negated) {
        out_ += "(?:(?!" + any + ")" +
                (set.inside.empty() ? std::string("(?s:.)") : "[^" + set.inside + "]") + ")";
    } else {
        out_ += "(?:" + any + (set.inside.empty() ? "" : "|[" + set.inside + "]") + ")";
    }
}

namespace {

/// The FutureWarning for a doubled character that may one day be an operation on sets.
std::string set_warning(char32_t c, std::size_t position) {
    const char* what = c == '-'   ? "difference"
                       : c == '&' ? "intersection"
                       : c == '~' ? "symmetric difference"
                                  : "union";
    return fmt::format("Possible set {} at position {}", what, position);
}

std::string range_message(Token low, Token high) {
    return "bad character range " + utf8_of(low) + "-" + utf8_of(high);
}

}  // namespace

/// A set, behind its opening bracket.
Width Parser::parse_set(const Scope& scope) {
    std::size_t here = reader_.tell() - 1;
    Set set;
    if (reader_.next_is('[')) {
        result_.warnings.push_back(
            fmt::format("Possible nested set at position {}", reader_.tell()));
    }
    bool negated = reader_.match('^');
    auto text_since = [&](std::size_t begin, std::size_t end) {
        return source_.pattern.substr(begin, end - begin);
    };
    while (true) {
        std::size_t begin = reader_.tell();
        Token token = reader_.get();
        if (token.empty()) reader_.fail("unterminated character set", reader_.tell() - here);
        if (token == U"]" && !set.empty) break;
        Member member{token[0], 0};
        if (token[0] == '\\') {
            member = parse_set_escape(token);
        } else if (!set.empty && std::u32string_view(U"-&~|").find(token[0]) != Token::npos &&
                   reader_.next_is(token[0])) {
            result_.warnings.push_back(set_warning(token[0], reader_.tell() - 1));
        }
        std::size_t end = reader_.tell();
        if (!reader_.match('-')) {
            add_member(set, member, scope.flags);
            continue;
        }
        std::size_t second_begin = reader_.tell();
        Token second = reader_.get();
        if (second.empty()) reader_.fail("unterminated character set", reader_.tell() - here);
        if (second == U"]") {
            add_member(set, member, scope.flags);
            add_range(set, '-', '-');
            break;
        }
        Member last{second[0], 0};
        if (second[0] == '\\') {
            last = parse_set_escape(second);
        } else if (second == U"-") {
            result_.warnings.push_back(set_warning('-', reader_.tell() - 2));
        }
        Token low = text_since(begin, end);
        Token high = text_since(second_begin, reader_.tell());
        if (!member.character || !last.character || *last.character < *member.character) {
            // CPython shows the tokens, which of a longer escape are the first two characters.
            low = low.substr(0, token.size());
            high = high.substr(0, second.size());
            reader_.fail(range_message(low, high), low.size() + 1 + high.size());
        }
        add_range(set, *member.character, *last.character);
    }
    emit_set(set, negated);
    return {1, 1};
}

/// A reference to a group, or an octal escape of three digits. CPython: _escape.
Width Parser::parse_reference(Token escape) {
    std::u32string digits(escape.substr(1));
    if (reader_.next_is_digit()) {
        digits += reader_.get();
        bool octal = is_octal(digits[0]) && is_octal(digits[1]) && reader_.next_is_digit() &&
                     is_octal(reader_.peek()[0]);
        if (octal) {
            digits += reader_.get();
            char32_t code = 0;
            for (char32_t c : digits) code = code * 8 + (c - '0');
            if (code > 0377) {
                reader_.fail(
                    "octal escape value \\" + utf8_of(digits) + " outside of range 0-0o377",
                    digits.size() + 1);
            }
            emit_char(code);
            return {1, 1};
        }
    }
    int group = 0;
    for (char32_t c : digits) group = group * 10 + static_cast<int>(c - '0');
    if (group >= static_cast<int>(widths_.size())) {
        reader_.fail(fmt::format("invalid group reference {}", group), digits.size());
    }
    if (is_open(group)) reader_.fail("cannot refer to an open group", digits.size() + 1);
    check_lookbehind_reference(group);
    out_ += fmt::format("\\g{{{}}}", group);
    return *widths_[static_cast<std::size_t>(group)];
}

/// CPython: _escape.
Width Parser::parse_escape(Token escape, const Scope& scope, Item& item) {
    char32_t c = escape[1];
    switch (c) {
        case 'A':
            item = Item::Position;
            out_ += "\\A";
            return {};
        case 'Z':
            item = Item::Position;
            out_ += "\\z";
            return {};
        case 'b':
            item = Item::Position;
            out_ += "\\b";
            return {};
        case 'B':
            // In CPython 3.11 \B never matches the empty text.
            item = Item::Position;
            out_ += "\\B(?!\\A\\z)";
            return {};
        case 'd':
        case 's':
        case 'w':
            out_ += "[" + category(c, scope.flags) + "]";
            return {1, 1};
        case 'D':
        case 'S':
        case 'W':
            out_ += "[^" + category(c + ('a' - 'A'), scope.flags) + "]";
            return {1, 1};
        case '0': {
            char32_t code = 0;
            for (char32_t digit : reader_.get_while(2, is_octal)) code = code * 8 + (digit - '0');
            emit_char(code);
            return {1, 1};
        }
        default:
            break;
    }
    if (is_digit(c)) return parse_reference(escape);
    if (auto code = read_code_escape(reader_, escape)) {
        emit_char(*code);
        return {1, 1};
    }
    if (is_ascii_letter(c)) reader_.fail("bad escape " + utf8_of(escape), 2);
    emit_char(c);
    return {1, 1};
}

}  // namespace loopscope::python::modules::regex
