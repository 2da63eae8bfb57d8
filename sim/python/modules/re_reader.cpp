// Tokens of patterns and templates, and the escapes that name a character by its code.
#include "sim/python/modules/re_reader.h"

#include <fmt/format.h>

#include "sim/base/unicode_names.h"
#include "sim/object/str.h"
#include "sim/object/unicode.h"

namespace loopscope::python::modules::regex {

std::string utf8_of(std::u32string_view text) {
    std::string out;
    for (char32_t c : text) object::append_utf8(out, c);
    return out;
}

bool is_identifier(std::u32string_view text) {
    if (text.empty() || !object::unicode::is_identifier_start(text[0])) return false;
    for (char32_t c : text) {
        if (!object::unicode::is_identifier_continue(c)) return false;
    }
    return true;
}

void Reader::look() {
    if (at_ >= text_.size()) {
        next_ = Token();
        return;
    }
    std::size_t size = text_[at_] == '\\' ? 2 : 1;
    if (at_ + size > text_.size()) {
        throw Refused{"bad escape (end of pattern)", text_.size() - 1};
    }
    next_ = text_.substr(at_, size);
}

void Reader::fail(std::string message, std::size_t back) const {
    throw Refused{std::move(message), at_ - back};
}

/// CPython: Tokenizer.getuntil.
std::u32string_view Reader::get_until(char32_t terminator, std::string_view what) {
    std::size_t begin = at_;
    while (true) {
        Token token = get();
        std::size_t size = at_ - begin - token.size();
        if (token.empty()) {
            if (size == 0) fail(fmt::format("missing {}", what));
            std::string end(1, static_cast<char>(terminator));
            fail(fmt::format("missing {}, unterminated name", end), size);
        }
        if (token.size() == 1 && token[0] == terminator) {
            if (size == 0) fail(fmt::format("missing {}", what), 1);
            return text_.substr(begin, size);
        }
    }
}

namespace {

/// \xhh, \uhhhh, \Uhhhhhhhh: exactly so many digits.
char32_t read_hex(Reader& reader, Token escape, std::size_t digits) {
    std::u32string_view found =
        reader.get_while(digits, [](char32_t c) { return hex_value(c) >= 0; });
    std::size_t size = escape.size() + found.size();
    if (found.size() != digits) {
        reader.fail("incomplete escape " + utf8_of(escape) + utf8_of(found), size);
    }
    std::uint64_t code = 0;
    for (char32_t c : found) code = code * 16 + static_cast<std::uint64_t>(hex_value(c));
    if (code > 0x10ffff) reader.fail("bad escape " + utf8_of(escape) + utf8_of(found), size);
    return static_cast<char32_t>(code);
}

char32_t read_named(Reader& reader) {
    if (!reader.match('{')) reader.fail("missing {");
    std::u32string_view name = reader.get_until('}', "character name");
    if (auto found = named_character(name)) return *found;
    reader.fail("undefined character name " + object::quoted(utf8_of(name)), name.size() + 4);
}

}  // namespace

std::optional<char32_t> read_code_escape(Reader& reader, Token escape) {
    switch (escape[1]) {
        case 'a':
            return U'\a';
        case 'f':
            return U'\f';
        case 'n':
            return U'\n';
        case 'r':
            return U'\r';
        case 't':
            return U'\t';
        case 'v':
            return U'\v';
        case '\\':
            return U'\\';
        case 'x':
            return read_hex(reader, escape, 2);
        case 'u':
            if (reader.is_text()) return read_hex(reader, escape, 4);
            break;
        case 'U':
            if (reader.is_text()) return read_hex(reader, escape, 8);
            break;
        case 'N':
            if (reader.is_text()) return read_named(reader);
            break;
        default:
            break;
    }
    return std::nullopt;
}

std::optional<char32_t> named_character(std::u32string_view name) {
    return base::character_named(utf8_of(name));
}

}  // namespace loopscope::python::modules::regex
