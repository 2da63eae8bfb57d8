// unicode_escape and raw_unicode_escape, as string literals spell characters, and utf-7 of RFC
// 2152.
#include "sim/object/codec_escapes.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "sim/base/unicode_names.h"

namespace loopscope::object {

namespace {

constexpr char32_t kLastCharacter = 0x10ffff;

// ---- escapes ----------------------------------------------------------------------------------

std::string by_number(char32_t c) {
    const auto code = static_cast<std::uint32_t>(c);
    return code < 0x100     ? fmt::format("\\x{:02x}", code)
           : code < 0x10000 ? fmt::format("\\u{:04x}", code)
                            : fmt::format("\\U{:08x}", code);
}

/// CPython: PyUnicode_AsUnicodeEscapeString
std::string encode_unicode(const Str& text) {
    std::string out;
    for (std::size_t i = 0; i < text.length; ++i) {
        const char32_t c = text.at(i);
        if (c == '\\') {
            out += "\\\\";
        } else if (c >= ' ' && c < 0x7f) {
            out += static_cast<char>(c);
        } else {
            out += c == '\t' ? "\\t" : c == '\n' ? "\\n" : c == '\r' ? "\\r" : by_number(c);
        }
    }
    return out;
}

/// CPython: PyUnicode_AsRawUnicodeEscapeString
std::string encode_raw(const Str& text) {
    std::string out;
    for (std::size_t i = 0; i < text.length; ++i) {
        const char32_t c = text.at(i);
        if (c < 0x100) {
            out += static_cast<char>(c);
        } else {
            out += by_number(c);
        }
    }
    return out;
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// Reads escapes one behind the other.
class EscapeReader {
  public:
    EscapeReader(std::string_view data, StrBuilder& out, const EscapeFault& on_fault)
        : data_(data), out_(out), on_fault_(on_fault) {}

    /// CPython: _PyUnicode_DecodeUnicodeEscapeInternal
    void read_unicode() {
        while (at_ < data_.size()) {
            if (data_[at_] != '\\') {
                out_.append(static_cast<unsigned char>(data_[at_++]));
                continue;
            }
            start_ = at_++;
            if (at_ == data_.size()) {
                fault("\\ at end of string");
            } else {
                escape(data_[at_++]);
            }
        }
    }

    /// CPython: _PyUnicode_DecodeRawUnicodeEscapeStateful
    void read_raw() {
        while (at_ < data_.size()) {
            start_ = at_;
            const char c = data_[at_++];
            const char kind = c == '\\' && at_ < data_.size() ? data_[at_] : '\0';
            if (kind == 'u' || kind == 'U') {
                ++at_;
                hexadecimal(
                    kind == 'u' ? 4 : 8,
                    kind == 'u' ? "truncated \\uXXXX escape" : "truncated \\UXXXXXXXX escape",
                    "\\Uxxxxxxxx out of range");
                continue;
            }
            out_.append(static_cast<unsigned char>(c));
            // A backslash behind a backslash begins no escape.
            if (kind == '\\') out_.append(static_cast<unsigned char>(data_[at_++]));
        }
    }

  private:
    void fault(const char* reason) { on_fault_(start_, at_, reason); }

    void hexadecimal(int count, const char* truncated, const char* too_large) {
        char32_t code = 0;
        for (int k = 0; k < count; ++k) {
            const int digit = at_ < data_.size() ? hex_digit(data_[at_]) : -1;
            if (digit < 0) return fault(truncated);
            code = code * 16 + static_cast<char32_t>(digit);
            ++at_;
        }
        if (code > kLastCharacter) return fault(too_large);
        out_.append(code);
    }

    void octal(char first) {
        char32_t code = static_cast<char32_t>(first - '0');
        for (int k = 0; k < 2 && at_ < data_.size(); ++k) {
            if (data_[at_] < '0' || data_[at_] > '7') break;
            code = code * 8 + static_cast<char32_t>(data_[at_++] - '0');
        }
        out_.append(code);
    }

    void by_name() {
        if (at_ == data_.size() || data_[at_] != '{')
            return fault("malformed \\N character escape");
        const std::size_t open = at_++;
        while (at_ < data_.size() && data_[at_] != '}') ++at_;
        if (at_ == data_.size() || at_ == open + 1) return fault("malformed \\N character escape");
        const auto found = base::character_named(data_.substr(open + 1, at_ - open - 1));
        ++at_;
        if (!found) return fault("unknown Unicode character name");
        out_.append(*found);
    }

    void escape(char kind) {
        constexpr std::string_view kLetters = "\\'\"abfnrtv";
        constexpr std::string_view kMeant = "\\'\"\a\b\f\n\r\t\v";
        if (const std::size_t i = kLetters.find(kind); i != std::string_view::npos) {
            out_.append(static_cast<unsigned char>(kMeant[i]));
        } else if (kind >= '0' && kind <= '7') {
            octal(kind);
        } else if (kind == 'x') {
            hexadecimal(2, "truncated \\xXX escape", "");
        } else if (kind == 'u') {
            hexadecimal(4, "truncated \\uXXXX escape", "");
        } else if (kind == 'U') {
            hexadecimal(8, "truncated \\UXXXXXXXX escape", "illegal Unicode character");
        } else if (kind == 'N') {
            by_name();
        } else if (kind != '\n') {
            out_.append(U'\\');
            out_.append(static_cast<unsigned char>(kind));
        }
    }

    std::string_view data_;
    StrBuilder& out_;
    const EscapeFault& on_fault_;
    std::size_t at_ = 0;
    std::size_t start_ = 0;  ///< Of the escape under way.
};

// ---- utf-7 ------------------------------------------------------------------------------------

constexpr std::string_view kDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

bool is_digit(char32_t c) { return c < 0x80 && kDigits.find(static_cast<char>(c)) != kDigits.npos; }

/// Whether a character stands for itself.
bool is_direct(char32_t c) {
    if (c == '\t' || c == '\n' || c == '\r') return true;
    return c >= ' ' && c < 0x7f && c != '+' && c != '\\' && c != '~';
}

/// CPython: _PyUnicode_EncodeUTF7
class Utf7Writer {
  public:
    std::string run(const Str& text) {
        for (std::size_t i = 0; i < text.length; ++i) put(text.at(i));
        leave();
        if (shifted_) out_ += '-';
        return std::move(out_);
    }

  private:
    void put(char32_t c) {
        if (is_direct(c)) {
            if (shifted_) {
                leave();
                shifted_ = false;
                if (is_digit(c) || c == '-') out_ += '-';
            }
            out_ += static_cast<char>(c);
        } else if (c == '+' && !shifted_) {
            out_ += "+-";
        } else {
            if (!shifted_) out_ += '+';
            shifted_ = true;
            if (c > 0xffff) {
                put_unit(0xd800 + ((c - 0x10000) >> 10));
                c = 0xdc00 + ((c - 0x10000) & 0x3ff);
            }
            put_unit(c);
        }
    }

    void put_unit(char32_t unit) {
        buffer_ = (buffer_ << 16) | unit;
        for (bits_ += 16; bits_ >= 6; bits_ -= 6) out_ += kDigits[(buffer_ >> (bits_ - 6)) & 0x3f];
        buffer_ &= 0x3f;
    }

    void leave() {
        if (bits_ > 0) out_ += kDigits[(buffer_ << (6 - bits_)) & 0x3f];
        bits_ = 0;
        buffer_ = 0;
    }

    std::string out_;
    std::uint32_t buffer_ = 0;
    int bits_ = 0;
    bool shifted_ = false;
};

/// CPython: PyUnicode_DecodeUTF7Stateful
class Utf7Reader {
  public:
    Utf7Reader(std::string_view data, StrBuilder& out, const EscapeFault& on_fault)
        : data_(data), out_(out), on_fault_(on_fault) {}

    void run() {
        while (at_ < data_.size()) {
            const char c = data_[at_];
            if (shifted_) {
                shifted(c);
            } else if (c == '+') {
                begin();
            } else if (static_cast<unsigned char>(c) < 0x80) {
                out_.append(static_cast<unsigned char>(c));
                ++at_;
            } else {
                start_ = at_++;
                fault("unexpected special character");
            }
        }
        if (!shifted_) return;
        if (high_ || bits_ >= 6 || (bits_ > 0 && buffer_ != 0))
            fault("unterminated shift sequence");
    }

  private:
    void fault(const char* reason) {
        shifted_ = false;
        on_fault_(start_, at_, reason);
    }

    void begin() {
        start_ = at_++;
        if (at_ < data_.size() && data_[at_] == '-') {
            ++at_;
            out_.append(U'+');
        } else if (at_ < data_.size() && !is_digit(static_cast<unsigned char>(data_[at_]))) {
            ++at_;
            fault("ill-formed sequence");
        } else {
            shifted_ = true;
            bits_ = 0;
            buffer_ = 0;
            high_.reset();
        }
    }

    void shifted(char c) {
        if (!is_digit(static_cast<unsigned char>(c))) return leave(c);
        buffer_ = (buffer_ << 6) | static_cast<std::uint32_t>(kDigits.find(c));
        bits_ += 6;
        ++at_;
        if (bits_ < 16) return;
        bits_ -= 16;
        take(buffer_ >> bits_);
        buffer_ &= (1u << bits_) - 1;
    }

    void take(char32_t unit) {
        if (high_ && unit >= 0xdc00 && unit <= 0xdfff) {
            out_.append(0x10000 + ((*high_ & 0x3ff) << 10) + (unit & 0x3ff));
            high_.reset();
            return;
        }
        put_high();
        if (unit >= 0xd800 && unit <= 0xdbff) {
            high_ = unit;
        } else {
            out_.append(unit);
        }
    }

    void put_high() {
        if (high_) out_.append(*high_);
        high_.reset();
    }

    void leave(char c) {
        ++at_;
        if (bits_ >= 6) return fault("partial character in shift sequence");
        if (bits_ > 0 && buffer_ != 0) return fault("non-zero padding bits in shift sequence");
        shifted_ = false;
        if (c != '-') --at_;
        put_high();
    }

    std::string_view data_;
    StrBuilder& out_;
    const EscapeFault& on_fault_;
    std::size_t at_ = 0;
    std::size_t start_ = 0;  ///< Of the shifted sequence.
    std::uint32_t buffer_ = 0;
    int bits_ = 0;
    std::optional<char32_t> high_;  ///< The first half of a pair, waiting for the second.
    bool shifted_ = false;
};

}  // namespace

std::string encode_escapes(EscapeCodec codec, const Str& text) {
    if (codec == EscapeCodec::Utf7) return Utf7Writer().run(text);
    return codec == EscapeCodec::Unicode ? encode_unicode(text) : encode_raw(text);
}

void decode_escapes(EscapeCodec codec, std::string_view data, StrBuilder& out,
                    const EscapeFault& on_fault) {
    if (codec == EscapeCodec::Utf7) return Utf7Reader(data, out, on_fault).run();
    EscapeReader reader(data, out, on_fault);
    if (codec == EscapeCodec::Unicode) {
        reader.read_unicode();
    } else {
        reader.read_raw();
    }
}

}  // namespace loopscope::object
