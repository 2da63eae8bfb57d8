// JsonLine, and JSON's scalars as they are written.
#include "sim/trace/json_line.h"
#include "sim/trace/failure.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace loopscope::trace {
namespace {

constexpr int kNestingMax = 64;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

void append_utf8(std::string& out, std::uint32_t code) {
    auto put = [&](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0 | code >> 6);
        put(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        put(0xE0 | code >> 12);
        put(0x80 | (code >> 6 & 0x3F));
        put(0x80 | (code & 0x3F));
    } else {
        put(0xF0 | code >> 18);
        put(0x80 | (code >> 12 & 0x3F));
        put(0x80 | (code >> 6 & 0x3F));
        put(0x80 | (code & 0x3F));
    }
}

// Length of the well-formed UTF-8 sequence at the front of `text`, or 0. Surrogates are not.
std::size_t utf8_length(std::string_view text) {
    auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    unsigned char lead = byte(0);
    std::size_t length = lead < 0x80   ? 1
                         : lead < 0xC2 ? 0
                         : lead < 0xE0 ? 2
                         : lead < 0xF0 ? 3
                         : lead < 0xF5 ? 4
                                       : 0;
    if (length == 0 || text.size() < length) return 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((byte(i) & 0xC0) != 0x80) return 0;
    if (lead == 0xE0 && byte(1) < 0xA0) return 0;
    if (lead == 0xED && byte(1) >= 0xA0) return 0;
    if (lead == 0xF0 && byte(1) < 0x90) return 0;
    if (lead == 0xF4 && byte(1) >= 0x90) return 0;
    return length;
}

void append_unit(std::string& out, std::uint32_t unit) {
    constexpr std::string_view kHex = "0123456789abcdef";
    out += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4) out.push_back(kHex[unit >> shift & 15]);
}

// A byte that begins no well-formed sequence: a surrogate in its three-byte form, or just a byte.
std::size_t append_ill_formed(std::string& out, std::string_view text) {
    auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    bool surrogate = text.size() >= 3 && byte(0) == 0xED && byte(1) >= 0xA0 && byte(1) < 0xC0 &&
                     (byte(2) & 0xC0) == 0x80;
    if (surrogate) {
        append_unit(out, 0xD000u | (byte(1) & 0x3Fu) << 6 | (byte(2) & 0x3Fu));
        return 3;
    }
    append_unit(out, 0xDC00u | byte(0));  // As Python's surrogateescape.
    return 1;
}

void append_control(std::string& out, char c) {
    switch (c) {
        case '\n':
            out += "\\n";
            return;
        case '\t':
            out += "\\t";
            return;
        case '\r':
            out += "\\r";
            return;
        case '\b':
            out += "\\b";
            return;
        case '\f':
            out += "\\f";
            return;
        default:
            append_unit(out, static_cast<unsigned char>(c));
    }
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
    out.push_back('"');
    while (!text.empty()) {
        std::size_t plain = 0;
        while (plain < text.size() && text[plain] >= ' ' && text[plain] != '"' &&
               text[plain] != '\\' && static_cast<unsigned char>(text[plain]) < 0x7F)
            ++plain;
        out.append(text.substr(0, plain));
        text.remove_prefix(plain);
        if (text.empty()) break;
        std::size_t length = 1;
        auto lead = static_cast<unsigned char>(text[0]);
        if (lead == '"' || lead == '\\') {
            out.push_back('\\');
            out.push_back(text[0]);
        } else if (lead < 0x20 || lead == 0x7F) {
            append_control(out, text[0]);
        } else if (length = utf8_length(text); length > 0) {
            out.append(text.substr(0, length));
        } else {
            length = append_ill_formed(out, text);
        }
        text.remove_prefix(length);
    }
    out.push_back('"');
}

void append_json_number(std::string& out, double value) {
    if (std::isnan(value)) {
        out += "\"nan\"";
    } else if (std::isinf(value)) {
        out += value > 0 ? "null" : "\"-inf\"";
    } else {
        char buffer[32];
        auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
        out.append(buffer, end);
    }
}

void JsonLine::fail(base::Failure what) {
    if (error_.empty()) error_ = std::move(what);
}

void JsonLine::skip_space() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\r'))
        ++at_;
}

bool JsonLine::expect(char wanted, std::string_view key) {
    skip_space();
    if (at_ < text_.size() && text_[at_] == wanted) {
        ++at_;
        return true;
    }
    fail(failure(key));
    return false;
}

bool JsonLine::next_field() {
    if (failed() || ended_) return false;
    if (!begun_) {
        begun_ = true;
        if (!expect('{', "json.object")) return false;
        skip_space();
        if (at_ < text_.size() && text_[at_] == '}') return end_of_object();
    } else {
        skip_space();
        if (at_ < text_.size() && text_[at_] == '}') return end_of_object();
        if (!expect(',', "json.comma")) return false;
    }
    skip_space();
    if (!string_text(key_decoded_, key_)) return false;
    if (!expect(':', "json.colon")) return false;
    skip_space();
    return value();
}

bool JsonLine::end_of_object() {
    ended_ = true;
    ++at_;
    skip_space();
    if (at_ < text_.size()) fail(failure("json.after"));
    return false;
}

bool JsonLine::value() {
    if (at_ >= text_.size()) {
        fail(failure("json.value"));
        return false;
    }
    char c = text_[at_];
    if (c == '"') {
        kind_ = Kind::String;
        return string_text(value_decoded_, value_);
    }
    if (c == '-' || is_digit(c)) {
        kind_ = Kind::Number;
        return number_text();
    }
    if (c == '{' || c == '[') {
        kind_ = Kind::Nested;
        return nested();
    }
    kind_ = c == 'n' ? Kind::Null : Kind::Bool;
    return word(c == 'n' ? "null" : c == 't' ? "true" : "false");
}

bool JsonLine::word(std::string_view wanted) {
    if (text_.substr(at_, wanted.size()) != wanted) {
        fail(failure("json.value"));
        return false;
    }
    at_ += wanted.size();
    return true;
}

bool JsonLine::number_text() {
    std::size_t begin = at_;
    auto digits = [&] {
        std::size_t first = at_;
        while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
        return at_ > first;
    };
    if (text_[at_] == '-') ++at_;
    bool good = digits();
    if (good && at_ < text_.size() && text_[at_] == '.') {
        ++at_;
        good = digits();
    }
    if (good && at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
        ++at_;
        if (at_ < text_.size() && (text_[at_] == '+' || text_[at_] == '-')) ++at_;
        good = digits();
    }
    if (!good) fail(failure("json.number"));
    value_ = text_.substr(begin, at_ - begin);
    return good;
}

// Steps over an object or a list, whatever is in it.
bool JsonLine::nested() {
    std::size_t begin = at_;
    int depth = 0;
    do {
        if (at_ >= text_.size()) {
            fail(failure("json.open"));
            return false;
        }
        char c = text_[at_];
        if (c == '"') {
            if (!string_text(value_decoded_, value_)) return false;
            continue;
        }
        if (c == '{' || c == '[') ++depth;
        if (c == '}' || c == ']') --depth;
        if (depth > kNestingMax) {
            fail(failure("json.deep"));
            return false;
        }
        ++at_;
    } while (depth > 0);
    value_ = text_.substr(begin, at_ - begin);
    return true;
}

// A string at at_. `value` is a view of the line, or of `decoded` where there are escapes.
bool JsonLine::string_text(std::string& decoded, std::string_view& value) {
    if (!expect('"', "'\"' was expected")) return false;
    std::size_t begin = at_;
    bool plain = true;
    for (;; ++at_) {
        if (at_ >= text_.size()) {
            fail(failure("json.string"));
            return false;
        }
        char c = text_[at_];
        if (c == '"') break;
        if (c != '\\' && plain) continue;
        if (plain) {
            decoded.assign(text_.substr(begin, at_ - begin));
            plain = false;
        }
        if (c != '\\')
            decoded.push_back(c);
        else if (!escape(decoded))
            return false;
    }
    value = plain ? text_.substr(begin, at_ - begin) : std::string_view(decoded);
    ++at_;
    return true;
}

// An escape; at_ is left at its last byte.
bool JsonLine::escape(std::string& decoded) {
    ++at_;
    char c = at_ < text_.size() ? text_[at_] : '\0';
    switch (c) {
        case '"':
        case '\\':
        case '/':
            decoded.push_back(c);
            return true;
        case 'n':
            decoded.push_back('\n');
            return true;
        case 't':
            decoded.push_back('\t');
            return true;
        case 'r':
            decoded.push_back('\r');
            return true;
        case 'b':
            decoded.push_back('\b');
            return true;
        case 'f':
            decoded.push_back('\f');
            return true;
        case 'u':
            break;
        default:
            fail(failure("json.escape"));
            return false;
    }
    std::uint32_t unit = 0, low = 0;
    if (!hex4(unit)) return false;
    if (unit >= 0xD800 && unit < 0xDC00 && text_.substr(at_ + 1, 2) == "\\u") {
        std::size_t before = at_;
        at_ += 2;
        if (!hex4(low)) return false;
        if (low >= 0xDC00 && low < 0xE000)
            unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
        else
            at_ = before;
    }
    append_utf8(decoded, unit);
    return true;
}

// Four hexadecimal digits after at_, which is left at the last.
bool JsonLine::hex4(std::uint32_t& unit) {
    std::string_view digits = text_.substr(std::min(at_ + 1, text_.size()), 4);
    auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), unit, 16);
    if (error != std::errc() || end != digits.data() + 4) {
        fail(failure("json.hex"));
        return false;
    }
    at_ += 4;
    return true;
}

}  // namespace loopscope::trace
