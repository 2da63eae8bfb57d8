// The codecs: utf-8, ascii, latin-1, utf-16, utf-32, East Asian ones, some of one byte, each with
// the common error handlers.
#include "sim/object/codec.h"

#include <optional>

#include "sim/object/codec_escapes.h"
#include "sim/object/codec_tables.h"
#include "sim/object/exception.h"
#include "sim/object/int.h"
#include "sim/object/protocol.h"
#include "sim/object/singletons.h"

namespace loopscope::object {

namespace {

enum class Codec {
    Utf8,
    Ascii,
    Latin1,
    Gb2312,  // Up to here and with Charmap, ASCII is encoded as itself.
    Gbk,
    Gb18030,
    Big5,
    ShiftJis,
    EucKr,
    Charmap,  // And behind it one for each table of codec_tables.h.
    Utf8Sig = 100,
    Utf16,
    Utf16Le,
    Utf16Be,
    Utf32,
    Utf32Le,
    Utf32Be,
    Utf7,  // From here on they are those of codec_escapes.h.
    UnicodeEscape,
    RawUnicodeEscape
};
enum class Handler {
    Strict,
    Ignore,
    Replace,
    BackslashReplace,
    XmlCharRefReplace,
    SurrogateEscape,
    SurrogatePass
};

struct CodecName {
    std::string_view name;
    Codec codec;
};
constexpr CodecName kCodecs[] = {
    {"utf-8", Codec::Utf8},
    {"utf8", Codec::Utf8},
    {"u8", Codec::Utf8},
    {"utf", Codec::Utf8},
    {"cp65001", Codec::Utf8},
    {"ascii", Codec::Ascii},
    {"us-ascii", Codec::Ascii},
    {"646", Codec::Ascii},
    {"latin-1", Codec::Latin1},
    {"latin1", Codec::Latin1},
    {"iso-8859-1", Codec::Latin1},
    {"iso8859-1", Codec::Latin1},
    {"8859", Codec::Latin1},
    {"l1", Codec::Latin1},
    {"cp819", Codec::Latin1},
    {"utf-16", Codec::Utf16},
    {"utf16", Codec::Utf16},
    {"u16", Codec::Utf16},
    {"utf-16-le", Codec::Utf16Le},
    {"utf-16le", Codec::Utf16Le},
    {"utf-16-be", Codec::Utf16Be},
    {"utf-16be", Codec::Utf16Be},
    {"utf-32", Codec::Utf32},
    {"utf32", Codec::Utf32},
    {"u32", Codec::Utf32},
    {"utf-32-le", Codec::Utf32Le},
    {"utf-32le", Codec::Utf32Le},
    {"utf-32-be", Codec::Utf32Be},
    {"utf-32be", Codec::Utf32Be},
    {"utf-8-sig", Codec::Utf8Sig},
    {"gb2312", Codec::Gb2312},
    {"chinese", Codec::Gb2312},
    {"euc-cn", Codec::Gb2312},
    {"gb2312-80", Codec::Gb2312},
    {"gbk", Codec::Gbk},
    {"cp936", Codec::Gbk},
    {"936", Codec::Gbk},
    {"ms936", Codec::Gbk},
    {"gb18030", Codec::Gb18030},
    {"gb18030-2000", Codec::Gb18030},
    {"big5", Codec::Big5},
    {"big5-tw", Codec::Big5},
    {"csbig5", Codec::Big5},
    {"shift-jis", Codec::ShiftJis},
    {"sjis", Codec::ShiftJis},
    {"s-jis", Codec::ShiftJis},
    {"shiftjis", Codec::ShiftJis},
    {"csshiftjis", Codec::ShiftJis},
    {"euc-kr", Codec::EucKr},
    {"euckr", Codec::EucKr},
    {"korean", Codec::EucKr},
    {"ksc5601", Codec::EucKr},
    {"ks-c-5601", Codec::EucKr},
    {"ksx1001", Codec::EucKr},
    {"ks-x-1001", Codec::EucKr},
    {"ks-c-5601-1987", Codec::EucKr},
    {"utf-7", Codec::Utf7},
    {"utf7", Codec::Utf7},
    {"u7", Codec::Utf7},
    {"unicode-1-1-utf-7", Codec::Utf7},
    {"unicode-escape", Codec::UnicodeEscape},
    {"raw-unicode-escape", Codec::RawUnicodeEscape},
};
bool keeps_ascii(Codec codec) { return codec < Codec::Utf8Sig; }
bool is_multibyte(Codec codec) { return codec >= Codec::Gb2312 && codec <= Codec::EucKr; }
bool is_charmap(Codec codec) { return codec >= Codec::Charmap && codec < Codec::Utf8Sig; }
bool is_escapes(Codec codec) { return codec >= Codec::Utf7; }
EscapeCodec escapes_of(Codec codec) {
    return static_cast<EscapeCodec>(static_cast<int>(codec) - static_cast<int>(Codec::Utf7));
}
MultibyteEncoding multibyte_of(Codec codec) {
    return static_cast<MultibyteEncoding>(static_cast<int>(codec) -
                                          static_cast<int>(Codec::Gb2312));
}
int charmap_of(Codec codec) { return static_cast<int>(codec) - static_cast<int>(Codec::Charmap); }

// The name under which a table stands, for the other names that it has.
std::string_view charmap_name(std::string_view name) {
    constexpr std::pair<std::string_view, std::string_view> kOthers[] = {
        {"windows-1250", "cp1250"},  {"windows-1251", "cp1251"}, {"windows-1252", "cp1252"},
        {"1252", "cp1252"},          {"ibm437", "cp437"},        {"437", "cp437"},
        {"iso-8859-2", "iso8859-2"}, {"latin2", "iso8859-2"},    {"latin-2", "iso8859-2"},
        {"iso-8859-5", "iso8859-5"}, {"cyrillic", "iso8859-5"},  {"iso-8859-15", "iso8859-15"},
        {"latin9", "iso8859-15"},    {"latin-9", "iso8859-15"},
    };
    for (const auto& [other, known] : kOthers)
        if (other == name) return known;
    return name;
}

Codec find_codec(std::string_view name) {
    std::string plain;
    for (char c : name) {
        if (c == '_' || c == ' ') c = '-';
        plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    }
    for (const CodecName& known : kCodecs) {
        if (known.name == plain) return known.codec;
    }
    if (int charmap = find_charmap(charmap_name(plain)); charmap >= 0)
        return static_cast<Codec>(static_cast<int>(Codec::Charmap) + charmap);
    raise_format(lookup_error_type, "unknown encoding: {}", name);
}

Handler find_handler(std::string_view name) {
    if (name == "strict") return Handler::Strict;
    if (name == "ignore") return Handler::Ignore;
    if (name == "replace") return Handler::Replace;
    if (name == "backslashreplace") return Handler::BackslashReplace;
    if (name == "xmlcharrefreplace") return Handler::XmlCharRefReplace;
    if (name == "surrogateescape") return Handler::SurrogateEscape;
    if (name == "surrogatepass") return Handler::SurrogatePass;
    raise_format(lookup_error_type, "unknown error handler name '{}'", name);
}

std::string_view codec_title(Codec codec) {
    if (is_charmap(codec)) return "charmap";
    switch (codec) {
        case Codec::Gb2312:
            return "gb2312";
        case Codec::Gbk:
            return "gbk";
        case Codec::Gb18030:
            return "gb18030";
        case Codec::Big5:
            return "big5";
        case Codec::ShiftJis:
            return "shift_jis";
        case Codec::EucKr:
            return "euc_kr";
        case Codec::Utf8Sig:
        case Codec::Utf8:
            return "utf-8";
        case Codec::Ascii:
            return "ascii";
        case Codec::Latin1:
            return "latin-1";
        case Codec::Utf16:
            return "utf-16";
        case Codec::Utf16Le:
            return "utf-16-le";
        case Codec::Utf16Be:
            return "utf-16-be";
        case Codec::Utf32:
            return "utf-32";
        case Codec::Utf32Le:
            return "utf-32-le";
        case Codec::Utf7:
            return "utf7";
        case Codec::UnicodeEscape:
            return "unicodeescape";
        case Codec::RawUnicodeEscape:
            return "rawunicodeescape";
        default:
            return "utf-32-be";
    }
}

bool is_surrogate(char32_t c) { return c >= 0xd800 && c <= 0xdfff; }

/// A character that must be a stretch [start, end) of the object could not be converted.
[[noreturn]] void raise_unicode_error(Type& type, Codec codec, const Value& object,
                                      std::size_t start, std::size_t end, std::string_view reason) {
    Value error =
        call(Value::borrow(&type), {make_str(codec_title(codec)), object, Int::from_size(start),
                                    Int::from_size(end), make_str(reason)});
    raise(Ref<ExceptionObject>(error.as<ExceptionObject>()));
}

/// Puts code units of 1, 2 or 4 bytes.
class UnitWriter {
  public:
    explicit UnitWriter(Codec codec) : codec_(codec) {
        big_ = codec == Codec::Utf16Be || codec == Codec::Utf32Be;
        if (codec == Codec::Utf8Sig) append_utf8(out, 0xfeff);
        if (codec == Codec::Utf16) put_unit(0xfeff, 2);
        if (codec == Codec::Utf32) put_unit(0xfeff, 4);
    }
    bool fits(char32_t c) const {
        if (is_charmap(codec_)) return charmap_encode(charmap_of(codec_), c) >= 0;
        if (is_multibyte(codec_)) {
            std::string bytes;
            return multibyte_encode(multibyte_of(codec_), c, bytes);
        }
        switch (codec_) {
            case Codec::Ascii:
                return c < 0x80;
            case Codec::Latin1:
                return c < 0x100;
            default:
                return !is_surrogate(c);
        }
    }
    void put(char32_t c) {
        if (is_charmap(codec_)) {
            const int byte = charmap_encode(charmap_of(codec_), c);
            out += static_cast<char>(byte < 0 ? '?' : byte);
            return;
        }
        if (is_multibyte(codec_)) {
            multibyte_encode(multibyte_of(codec_), c, out);
            return;
        }
        switch (codec_) {
            case Codec::Ascii:
            case Codec::Latin1:
                out += static_cast<char>(c);
                break;
            case Codec::Utf8:
            case Codec::Utf8Sig:
                append_utf8(out, c);
                break;
            case Codec::Utf16:
            case Codec::Utf16Le:
            case Codec::Utf16Be:
                if (c < 0x10000) {
                    put_unit(c, 2);
                } else {
                    put_unit(0xd800 + ((c - 0x10000) >> 10), 2);
                    put_unit(0xdc00 + ((c - 0x10000) & 0x3ff), 2);
                }
                break;
            default:
                put_unit(c, 4);
                break;
        }
    }
    void put(std::string_view ascii) {
        for (char c : ascii) put(static_cast<char32_t>(c));
    }
    std::string out;

  private:
    void put_unit(char32_t unit, int size) {
        for (int i = 0; i < size; ++i) {
            int shift = 8 * (big_ ? size - 1 - i : i);
            out += static_cast<char>((unit >> shift) & 0xff);
        }
    }
    Codec codec_;
    bool big_ = false;
};

std::string_view encode_reason(Codec codec) {
    if (is_charmap(codec)) return "character maps to <undefined>";
    if (is_multibyte(codec)) return kIllegalSequence;
    switch (codec) {
        case Codec::Ascii:
            return "ordinal not in range(128)";
        case Codec::Latin1:
            return "ordinal not in range(256)";
        default:
            return "surrogates not allowed";
    }
}

std::string backslashed(char32_t c) {
    auto code = static_cast<std::uint32_t>(c);
    return code < 0x100     ? fmt::format("\\x{:02x}", code)
           : code < 0x10000 ? fmt::format("\\u{:04x}", code)
                            : fmt::format("\\U{:08x}", code);
}

/// Handles one character that doesn't fit. False: strict after all.
bool encode_by_handler(UnitWriter& writer, Codec codec, Handler handler, char32_t c) {
    switch (handler) {
        case Handler::Ignore:
            return true;
        case Handler::Replace:
            writer.put(U'?');
            return true;
        case Handler::BackslashReplace:
            writer.put(backslashed(c));
            return true;
        case Handler::XmlCharRefReplace:
            writer.put(fmt::format("&#{};", static_cast<std::uint32_t>(c)));
            return true;
        case Handler::SurrogateEscape:
            if (c < 0xdc80 || c > 0xdcff) return false;
            writer.out += static_cast<char>(c - 0xdc00);
            return true;
        case Handler::SurrogatePass:
            if (!is_surrogate(c) || (keeps_ascii(codec) && codec != Codec::Utf8)) return false;
            writer.put(c);
            return true;
        default:
            return false;
    }
}

// Decoding.

/// What a decoder found at some place: a character or a fault, and how many bytes it takes.
struct Step {
    char32_t point = 0;
    std::size_t size = 1;
    const char* fault = nullptr;
};

/// CPython: utf8_decode. A fault takes the bytes that could still have begun a character.
Step step_utf8(std::string_view data, std::size_t at) {
    auto byte = [&](std::size_t i) { return static_cast<unsigned char>(data[at + i]); };
    unsigned first = byte(0);
    if (first < 0x80) return {first, 1};
    std::size_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4) return {0, 1, "invalid start byte"};
    unsigned low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    unsigned high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    char32_t point = first & (0x7fu >> size);
    for (std::size_t i = 1; i < size; ++i) {
        if (at + i >= data.size()) return {0, i, "unexpected end of data"};
        if (byte(i) < low || byte(i) > high) return {0, i, "invalid continuation byte"};
        point = (point << 6) | (byte(i) & 0x3fu);
        low = 0x80;
        high = 0xbf;
    }
    return {point, size};
}

char32_t read_unit(std::string_view data, std::size_t at, std::size_t size, bool big) {
    char32_t unit = 0;
    for (std::size_t i = 0; i < size; ++i) {
        std::size_t from = big ? i : size - 1 - i;
        unit = (unit << 8) | static_cast<unsigned char>(data[at + from]);
    }
    return unit;
}

Step step_utf16(std::string_view data, std::size_t at, bool big) {
    std::size_t left = data.size() - at;
    if (left < 2) return {0, left, "truncated data"};
    char32_t unit = read_unit(data, at, 2, big);
    if (!is_surrogate(unit)) return {unit, 2};
    if (unit >= 0xdc00) return {0, 2, "illegal encoding"};
    if (left < 4) return {0, left, "unexpected end of data"};
    char32_t second = read_unit(data, at + 2, 2, big);
    if (second < 0xdc00 || second > 0xdfff) return {0, 2, "illegal UTF-16 surrogate"};
    return {0x10000 + ((unit & 0x3ff) << 10) + (second & 0x3ff), 4};
}

Step step_utf32(std::string_view data, std::size_t at, bool big) {
    std::size_t left = data.size() - at;
    if (left < 4) return {0, left, "truncated data"};
    char32_t unit = read_unit(data, at, 4, big);
    if (is_surrogate(unit))
        return {0, 4, "code point in surrogate code point range(0xd800, 0xe000)"};
    if (unit > 0x10ffff) return {0, 4, "code point not in range(0x110000)"};
    return {unit, 4};
}

Step step(Codec codec, std::string_view data, std::size_t at, bool big) {
    auto byte = static_cast<unsigned char>(data[at]);
    if (is_charmap(codec)) {
        const char32_t point = charmap_decode(charmap_of(codec), byte);
        return point == kNoCharacter ? Step{0, 1, "character maps to <undefined>"} : Step{point, 1};
    }
    if (is_multibyte(codec)) {
        const MultibyteStep found = multibyte_decode(multibyte_of(codec), data, at);
        return {found.point, found.size, found.fault};
    }
    switch (codec) {
        case Codec::Utf8:
        case Codec::Utf8Sig:
            return step_utf8(data, at);
        case Codec::Ascii:
            return byte < 0x80 ? Step{byte, 1} : Step{0, 1, "ordinal not in range(128)"};
        case Codec::Latin1:
            return {byte, 1};
        case Codec::Utf16:
        case Codec::Utf16Le:
        case Codec::Utf16Be:
            return step_utf16(data, at, big);
        default:
            return step_utf32(data, at, big);
    }
}

/// Handles bytes that are no character. False: strict after all.
bool decode_by_handler(StrBuilder& out, Handler handler, std::string_view bytes) {
    switch (handler) {
        case Handler::Ignore:
            return true;
        case Handler::Replace:
            out.append(U'\xfffd');
            return true;
        case Handler::BackslashReplace:
            for (char c : bytes) out.append(backslashed(static_cast<unsigned char>(c)));
            return true;
        case Handler::SurrogateEscape:
            for (char c : bytes) {
                if (static_cast<unsigned char>(c) < 0x80) return false;
                out.append(static_cast<char32_t>(0xdc00 + static_cast<unsigned char>(c)));
            }
            return true;
        case Handler::XmlCharRefReplace:
            raise_type_error("don't know how to handle UnicodeDecodeError in error callback");
        default:
            return false;
    }
}

/// Takes a byte order mark off, where the codec has one. Answers whether big-endian.
bool take_byte_order(Codec codec, std::string_view data, std::size_t& at) {
    if (codec == Codec::Utf8Sig && data.starts_with("\xef\xbb\xbf")) at = 3;
    std::size_t size = codec == Codec::Utf16 ? 2 : codec == Codec::Utf32 ? 4 : 0;
    if (size != 0 && data.size() >= size) {
        if (read_unit(data, 0, size, false) == 0xfeff) {
            at = size;
        } else if (read_unit(data, 0, size, true) == 0xfeff) {
            at = size;
            return true;
        }
    }
    return codec == Codec::Utf16Be || codec == Codec::Utf32Be;
}

/// Lone surrogates that "surrogatepass" lets through UTF-8.
bool pass_surrogate(StrBuilder& out, std::string_view data, std::size_t at) {
    if (data.size() - at < 3 || static_cast<unsigned char>(data[at]) != 0xed) return false;
    auto second = static_cast<unsigned char>(data[at + 1]);
    auto third = static_cast<unsigned char>(data[at + 2]);
    if (second < 0xa0 || second > 0xbf || (third & 0xc0u) != 0x80) return false;
    out.append(static_cast<char32_t>(0xd000 | ((second & 0x3fu) << 6) | (third & 0x3fu)));
    return true;
}

bool is_ascii(std::string_view data) {
    for (char c : data) {
        if (static_cast<unsigned char>(c) >= 0x80) return false;
    }
    return true;
}

std::string_view codec_argument(std::string_view function, const char* name, const Value& v,
                                std::string_view otherwise) {
    if (!v) return otherwise;
    if (is_str(v)) return v.as<Str>()->view();
    raise_format(type_error_type, "{}() argument '{}' must be str, not {}", function, name,
                 is_none(v) ? "None" : v.type()->name);
}

}  // namespace

Ref<Bytes> encode_text(const Value& value, std::string_view encoding, std::string_view errors) {
    const Str& text = *value.as<Str>();
    Codec codec = find_codec(encoding);
    if (text.is_ascii() && keeps_ascii(codec)) return Bytes::make(text.view());
    if (is_escapes(codec)) return Bytes::make(encode_escapes(escapes_of(codec), text));
    std::optional<Handler> handler;
    UnitWriter writer(codec);
    for (std::size_t i = 0; i < text.length; ++i) {
        char32_t c = text.at(i);
        if (writer.fits(c)) {
            writer.put(c);
            continue;
        }
        if (!handler) handler = find_handler(errors);
        if (encode_by_handler(writer, codec, *handler, c)) continue;
        std::size_t end = i + 1;
        while (!is_multibyte(codec) && end < text.length && !writer.fits(text.at(end))) ++end;
        raise_unicode_error(unicode_encode_error_type, codec, value, i, end, encode_reason(codec));
    }
    return Bytes::make(writer.out);
}

Value decode_bytes(std::string_view data, const Value& object, std::string_view encoding,
                   std::string_view errors) {
    Codec codec = find_codec(encoding);
    if (keeps_ascii(codec) && is_ascii(data)) return Str::make_ascii(data);
    std::optional<Handler> handler;
    std::size_t at = 0;
    bool big = take_byte_order(codec, data, at);
    if (codec == Codec::Utf16) codec = big ? Codec::Utf16Be : Codec::Utf16Le;
    if (codec == Codec::Utf32) codec = big ? Codec::Utf32Be : Codec::Utf32Le;
    StrBuilder out(data.size());
    if (is_escapes(codec)) {
        auto on_fault = [&](std::size_t start, std::size_t end, const char* reason) {
            if (!decode_by_handler(out, find_handler(errors), data.substr(start, end - start)))
                raise_unicode_error(unicode_decode_error_type, codec, object, start, end, reason);
        };
        decode_escapes(escapes_of(codec), data, out, on_fault);
        return out.finish();
    }
    while (at < data.size()) {
        Step found = step(codec, data, at, big);
        if (found.fault == nullptr) {
            out.append(found.point);
            at += found.size;
            continue;
        }
        if (!handler) handler = find_handler(errors);
        if (*handler == Handler::SurrogatePass && codec == Codec::Utf8 &&
            pass_surrogate(out, data, at)) {
            at += 3;
            continue;
        }
        if (!decode_by_handler(out, *handler, data.substr(at, found.size))) {
            raise_unicode_error(unicode_decode_error_type, codec, object, at, at + found.size,
                                found.fault);
        }
        at += found.size;
    }
    return out.finish();
}

CodecNames codec_names(std::string_view function, const Value& encoding, const Value& errors) {
    CodecNames names;
    names.encoding = codec_argument(function, "encoding", encoding, names.encoding);
    names.errors = codec_argument(function, "errors", errors, names.errors);
    return names;
}

}  // namespace loopscope::object
