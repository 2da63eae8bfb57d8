// String literals: prefixes, escapes, implicit concatenation.
#include <fmt/format.h>

#include <algorithm>

#include "sim/python/syntax/fstring_reader.h"
#include "sim/python/syntax/parser_impl.h"

#include "sim/base/unicode_names.h"

namespace loopscope::python::syntax {

namespace {

/// A string token taken apart.
struct StringToken {
    bool is_bytes = false;
    bool is_raw = false;
    bool is_formatted = false;
    std::string_view body;
    std::size_t body_offset = 0;  ///< Bytes from the token's start.
};

StringToken take_apart(std::string_view text) {
    StringToken result;
    std::size_t i = 0;
    for (; text[i] != '\'' && text[i] != '"'; ++i) {
        const char c = text[i];
        result.is_bytes = result.is_bytes || c == 'b' || c == 'B';
        result.is_raw = result.is_raw || c == 'r' || c == 'R';
        result.is_formatted = result.is_formatted || c == 'f' || c == 'F';
    }
    const bool is_triple = text.size() >= i + 6 && text[i + 1] == text[i] && text[i + 2] == text[i];
    const std::size_t quotes = is_triple ? 3 : 1;
    result.body_offset = i + quotes;
    result.body = text.substr(result.body_offset, text.size() - result.body_offset - quotes);
    return result;
}

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

int digit_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return 16;
}

/// Where body[i] comes to stand in the text that CPython decodes, in which a character beyond
/// ASCII is written as ten bytes, and a backslash before one as six.
std::size_t position_for_messages(std::string_view body, std::size_t i) {
    std::size_t position = 0;
    for (std::size_t k = 0; k < i;) {
        std::size_t length = 1;
        const std::uint32_t code_point = decode_code_point(body, k, length);
        const bool is_next_wide =
            k + 1 < body.size() && static_cast<unsigned char>(body[k + 1]) >= 0x80;
        if (code_point >= 0x80) {
            position += 10;
        } else if (code_point == '\\' && is_next_wide) {
            position += 6;
        } else if (code_point == '\\' && k + 1 < i) {
            position += 2;
            ++k;
        } else {
            ++position;
        }
        k += length;
    }
    return position;
}

std::string unicode_error(std::string_view body, std::size_t from, std::size_t to,
                          std::string_view reason) {
    const std::size_t position = position_for_messages(body, from);
    return fmt::format(
        "(unicode error) 'unicodeescape' codec can't decode bytes in position {}-{}: {}", position,
        position + (to - from) - 1, reason);
}

/// The character that a one-letter escape stands for, or -1.
int simple_escape(char c) {
    switch (c) {
        case '\\':
        case '\'':
        case '"':
            return c;
        case 'a':
            return '\a';
        case 'b':
            return '\b';
        case 'f':
            return '\f';
        case 'n':
            return '\n';
        case 'r':
            return '\r';
        case 't':
            return '\t';
        case 'v':
            return '\v';
        default:
            return -1;
    }
}

}  // namespace

// ---- escapes ----------------------------------------------------------------------------------

std::string Parser::decode_escapes(std::string_view body, bool is_bytes) {
    std::string result;
    for (std::size_t i = 0; i < body.size();) {
        const std::size_t backslash = std::min(body.find('\\', i), body.size());
        result += body.substr(i, backslash - i);
        i = backslash;
        if (i < body.size() && !decode_escape(body, i, is_bytes, result)) {
            result += '\\';
            ++i;
        }
    }
    return result;
}

/// The escape whose backslash is body[i]; moves `i` behind it. False if it is none.
bool Parser::decode_escape(std::string_view body, std::size_t& i, bool is_bytes, std::string& to) {
    if (i + 1 >= body.size()) return false;
    const char letter = body[i + 1];
    if (letter == '\n') {
        i += 2;
        return true;
    }
    if (const int simple = simple_escape(letter); simple >= 0) {
        to += static_cast<char>(simple);
        i += 2;
        return true;
    }
    if (letter >= '0' && letter <= '7') {
        std::uint32_t value = 0;
        std::size_t k = i + 1;
        for (; k < body.size() && k < i + 4 && body[k] >= '0' && body[k] <= '7'; ++k) {
            value = value * 8 + static_cast<std::uint32_t>(body[k] - '0');
        }
        i = k;
        if (is_bytes) {
            to += static_cast<char>(value & 0xFFU);
        } else {
            append_code_point(to, value);
        }
        return true;
    }
    const bool is_hex = letter == 'x' || (!is_bytes && (letter == 'u' || letter == 'U'));
    if (is_hex) {
        decode_hex(body, i, is_bytes, to);
        return true;
    }
    if (letter == 'N' && !is_bytes) {
        decode_name(body, i, to);
        return true;
    }
    return false;
}

void Parser::decode_hex(std::string_view body, std::size_t& i, bool is_bytes, std::string& to) {
    const char letter = body[i + 1];
    const std::size_t wanted = letter == 'x' ? 2 : letter == 'u' ? 4 : 8;
    std::size_t k = i + 2;
    std::uint32_t value = 0;
    for (; k < body.size() && k < i + 2 + wanted && digit_value(body[k]) < 16; ++k) {
        value = value * 16 + static_cast<std::uint32_t>(digit_value(body[k]));
    }
    const bool is_complete = k == i + 2 + wanted;
    if (!is_complete && is_bytes) {
        raise_at_last_token(fmt::format("(value error) invalid \\x escape at position {}", i));
    }
    if (!is_complete) {
        const std::string_view shape = letter == 'x'   ? "xXX"
                                       : letter == 'u' ? "uXXXX"
                                                       : "UXXXXXXXX";
        raise_at_last_token(unicode_error(body, i, k, fmt::format("truncated \\{} escape", shape)));
    }
    if (value > 0x10FFFF) {
        raise_at_last_token(unicode_error(body, i, k, "illegal Unicode character"));
    }
    if (is_bytes) {
        to += static_cast<char>(value);
    } else {
        append_code_point(to, value);
    }
    i = k;
}

void Parser::decode_name(std::string_view body, std::size_t& i, std::string& to) {
    const std::size_t open = i + 2;
    if (open >= body.size() || body[open] != '{') {
        raise_at_last_token(unicode_error(body, i, open, "malformed \\N character escape"));
    }
    const std::size_t close = std::min(body.find('}', open), body.size());
    if (close == body.size() || close == open + 1) {
        raise_at_last_token(unicode_error(body, i, close, "malformed \\N character escape"));
    }
    const auto found = base::character_named(body.substr(open + 1, close - open - 1));
    if (!found) {
        raise_at_last_token(unicode_error(body, i, close + 1, "unknown Unicode character name"));
    }
    append_code_point(to, *found);
    i = close + 1;
}

// ---- tokens -----------------------------------------------------------------------------------

/// One or more string tokens side by side. CPython: _PyPegen_concatenate_strings
ExprPtr Parser::strings() {
    return remember<Expr>(Rule::Strings, false, [&]() -> ExprPtr {
        const int start = mark_;
        std::vector<const Token*> found;
        while (const Token* const token = expect(TokenKind::String)) found.push_back(token);
        const SourceRange range = range_from(start);
        const bool has_u_prefix = found[0]->text[0] == 'u';
        StringPieces pieces{*this, range, has_u_prefix, {}, {}, false};
        bool is_bytes = false;
        for (const Token* const token : found) {
            const StringToken parts = take_apart(token->text);
            std::string text;
            if (parts.is_bytes && !is_ascii(parts.body)) {
                raise_at_last_token("bytes can only contain ASCII literal characters");
            }
            if (!parts.is_formatted) {
                text = parts.is_raw ? std::string(parts.body)
                                    : decode_escapes(parts.body, parts.is_bytes);
            }
            if (token != found[0] && is_bytes != parts.is_bytes) {
                raise_at_last_token("cannot mix bytes and nonbytes literals");
            }
            is_bytes = parts.is_bytes;
            pieces.pending += text;
            if (parts.is_formatted) {
                FStringReader(*this, *token, parts.body, parts.body_offset, parts.is_raw)
                    .read_whole(pieces);
            }
        }
        return pieces.finish(is_bytes ? ConstantKind::Bytes : ConstantKind::Str, range);
    });
}

void Parser::StringPieces::flush(const SourceRange& text_range) {
    if (pending.empty()) return;
    values.push_back(parser.expr<Constant>(text_range, ConstantKind::Str,
                                           parser.arena_.copy_text(pending), std::uint8_t{10}, 0.0,
                                           has_u_prefix));
    pending.clear();
}

ExprPtr Parser::StringPieces::finish(ConstantKind kind, const SourceRange& whole_range) {
    if (!is_formatted) {
        return parser.expr<Constant>(whole_range, kind, parser.arena_.copy_text(pending),
                                     std::uint8_t{10}, 0.0, has_u_prefix);
    }
    flush(whole_range);
    return parser.expr<JoinedStr>(whole_range, parser.keep(values));
}

}  // namespace loopscope::python::syntax
