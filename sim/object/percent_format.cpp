// The % operator of str and bytes.
#include <charconv>
#include <climits>
#include <iterator>
#include <span>

#include "sim/object/bytes.h"
#include "sim/object/exception.h"
#include "sim/object/float.h"
#include "sim/object/float_text.h"
#include "sim/object/format.h"
#include "sim/object/format_spec.h"
#include "sim/object/int.h"
#include "sim/object/memory.h"
#include "sim/object/protocol.h"
#include "sim/object/singletons.h"
#include "sim/object/slots.h"

namespace loopscope::object {

namespace {

/// `%(key)-*.*d` as it was read.
struct Directive {
    bool left = false;
    bool sign = false;
    bool blank = false;
    bool alternate = false;
    bool zero = false;
    std::int64_t width = -1;
    std::int64_t precision = -1;
    char32_t code = '\0';
};

/// What a directive puts out, before padding.
struct Piece {
    std::string text = {};
    std::size_t length = 0;  ///< In characters.
    bool number = false;     ///< Sign flags and zero padding apply.
    std::size_t prefix = 0;  ///< Length of "0x" in text, behind the sign.
};

/// Raised messages that differ between str and bytes.
struct Words {
    const char* not_all_converted;
    bool bytes;
};
constexpr Words kStrWords = {"not all arguments converted during string formatting", false};
constexpr Words kBytesWords = {"not all arguments converted during bytes formatting", true};

bool is_mapping(const Value& v, const Words& words) {
    if (!v.is_object() || v.type()->getitem == nullptr || is_tuple(v) || is_str(v)) return false;
    // `int[…]` goes by __class_getitem__: to CPython a class is no mapping unless its metaclass is.
    if (v.type()->getitem == type_type.getitem) return false;
    return !words.bytes || !(is_bytes(v) || is_instance(v, &bytearray_type));
}

/// Reads the template (bytes as characters below 256) and uses the arguments up.
class PercentFormatter {
  public:
    PercentFormatter(std::u32string text, const Value& arguments, const Words& words)
        : text_(std::move(text)), arguments_(arguments), words_(words) {
        if (is_tuple(arguments)) {
            count_ = static_cast<std::int64_t>(arguments.as<Tuple>()->size);
            next_ = 0;
        }
        if (is_mapping(arguments, words)) mapping_ = arguments;
    }

    std::string run() {
        while (at_ < text_.size()) {
            if (text_[at_] != '%') {
                put(text_[at_++]);
                continue;
            }
            ++at_;
            if (at_ < text_.size() && text_[at_] == '%') {
                out_ += '%';
                ++at_;
            } else {
                directive();
            }
        }
        if (next_ < count_ && !mapping_) raise_type_error(words_.not_all_converted);
        return std::move(out_);
    }

  private:
    void put(char32_t c) {
        if (words_.bytes) {
            out_ += static_cast<char>(c);
        } else {
            append_utf8(out_, c);
        }
    }

    /// CPython: unicode_format_getnextarg.
    Value next_argument() {
        if (next_ >= count_) raise_type_error("not enough arguments for format string");
        std::int64_t index = next_++;
        return count_ < 0 ? arguments_ : (*arguments_.as<Tuple>())[static_cast<std::size_t>(index)];
    }

    char32_t take() {
        if (at_ >= text_.size()) raise_value_error("incomplete format");
        return text_[at_++];
    }

    /// CPython: unicode_format_arg_parse.
    void directive() {
        Directive d;
        if (at_ < text_.size() && text_[at_] == '(') take_key();
        char32_t c = take_flags(d);
        if (c == '*') {
            d.width = star_argument(INT64_MAX);
            if (d.width < 0) {
                d.left = true;
                d.width = -d.width;
            }
            c = take();
        } else if (c >= '0' && c <= '9') {
            d.width = take_number(c, "width too big");
        }
        if (c == '.') {
            d.precision = 0;
            c = take();
            if (c == '*') {
                d.precision = std::max<std::int64_t>(star_argument(INT_MAX), 0);
                c = take();
            } else if (c >= '0' && c <= '9') {
                d.precision = take_number(c, words_.bytes ? "prec too big" : "precision too big");
            }
        }
        if (c == 'h' || c == 'l' || c == 'L') c = take();
        d.code = words_.bytes && c == 'i' ? U'd' : c;
        pad(d, convert(d, next_argument()));
    }

    void take_key() {
        std::size_t start = ++at_;
        if (!mapping_) raise_type_error("format requires a mapping");
        int open = 1;
        while (at_ < text_.size() && open > 0) {
            if (text_[at_] == ')') --open;
            if (text_[at_] == '(') ++open;
            ++at_;
        }
        if (open > 0) raise_value_error("incomplete format key");
        arguments_ = getitem(mapping_, make_key(text_.substr(start, at_ - 1 - start)));
        count_ = -1;
        next_ = -2;
    }

    Value make_key(const std::u32string& key) const {
        if (!words_.bytes) return Str::from_code_points({key.data(), key.size()});
        std::string bytes(key.begin(), key.end());
        return Bytes::make(bytes);
    }

    char32_t take_flags(Directive& d) {
        while (true) {
            char32_t c = take();
            switch (c) {
                case '-':
                    d.left = true;
                    break;
                case '+':
                    d.sign = true;
                    break;
                case ' ':
                    d.blank = true;
                    break;
                case '#':
                    d.alternate = true;
                    break;
                case '0':
                    d.zero = true;
                    break;
                default:
                    return c;
            }
        }
    }

    std::int64_t star_argument(std::int64_t most) {
        Value v = next_argument();
        if (!is_int(v)) raise_type_error("* wants int");
        std::optional<std::int64_t> n = int_to_int64(v);
        if (n && *n <= most) return *n;
        raise(overflow_error_type, most == INT_MAX
                                       ? "Python int too large to convert to C int"
                                       : "Python int too large to convert to C ssize_t");
    }

    /// Reads on behind the first digit c, which becomes the character after the number.
    std::int64_t take_number(char32_t& c, const char* too_big) {
        std::int64_t most = std::string_view(too_big) == "width too big" ? INT64_MAX : INT_MAX;
        std::int64_t n = 0;
        while (c >= '0' && c <= '9') {
            auto digit = static_cast<std::int64_t>(c - '0');
            if (n > (most - digit) / 10) raise_value_error(too_big);
            n = n * 10 + digit;
            c = take();
        }
        return n;
    }

    // Conversions.

    Piece convert(const Directive& d, const Value& v) {
        switch (d.code) {
            case 's':
                if (words_.bytes) return byte_piece(d, v);
                return text_piece(d, str(v));
            case 'b':
                if (words_.bytes) return byte_piece(d, v);
                break;
            case 'r':
                if (words_.bytes) return text_piece(d, make_str(ascii_string(v)));
                return text_piece(d, repr(v));
            case 'a':
                return text_piece(d, make_str(ascii_string(v)));
            case 'c':
                return words_.bytes ? byte_character(v) : character(v);
            case 'i':
            case 'd':
            case 'u':
            case 'o':
            case 'x':
            case 'X':
                return integer(d, v);
            case 'e':
            case 'E':
            case 'f':
            case 'F':
            case 'g':
            case 'G':
                return real(d, v);
            default:
                break;
        }
        bool shown = d.code > 31 && d.code < 127;
        std::size_t index = at_ - 1;
        raise_format(value_error_type, "unsupported format character '{}' (0x{:x}) at index {}",
                     shown || words_.bytes ? static_cast<char>(d.code) : '?',
                     static_cast<std::uint32_t>(d.code), index);
    }

    static Piece text_piece(const Directive& d, const Value& v) {
        Ref<Str> text(v.as<Str>());
        if (d.precision >= 0 && static_cast<std::size_t>(d.precision) < text->length) {
            text = Str::slice(text.get(), 0, static_cast<std::size_t>(d.precision));
        }
        return {.text = text->to_string(), .length = text->length};
    }

    /// CPython: format_obj.
    static Piece byte_piece(const Directive& d, const Value& v) {
        static Str* const kBytes = intern_static("__bytes__");
        std::string text;
        if (std::optional<std::string_view> bytes = bytes_like(v)) {
            text = *bytes;
        } else if (Value made = call_special(v, kBytes)) {
            if (!is_bytes(made)) {
                raise_format(type_error_type, "__bytes__ returned non-bytes (type {})",
                             made.type()->name);
            }
            text = made.as<Bytes>()->view();
        } else {
            raise_format(type_error_type,
                         "%b requires a bytes-like object, or an object that implements "
                         "__bytes__, not '{}'",
                         v.type()->name);
        }
        if (d.precision >= 0 && static_cast<std::size_t>(d.precision) < text.size()) {
            text.resize(static_cast<std::size_t>(d.precision));
        }
        return {.text = text, .length = text.size()};
    }

    static Piece character(const Value& v) {
        if (is_str(v)) {
            if (v.as<Str>()->length == 1) return {.text = v.as<Str>()->to_string(), .length = 1};
            raise_type_error("%c requires int or char");
        }
        if (v.type()->index == nullptr) raise_type_error("%c requires int or char");
        std::optional<std::int64_t> code = int_to_int64(index_value(v));
        if (!code || *code < 0 || *code > 0x10ffff) {
            raise(overflow_error_type, "%c arg not in range(0x110000)");
        }
        Piece piece{.length = 1};
        append_utf8(piece.text, static_cast<char32_t>(*code));
        return piece;
    }

    /// CPython: byte_converter.
    static Piece byte_character(const Value& v) {
        std::optional<std::string_view> bytes = bytes_like(v);
        if (bytes && !is_instance(v, &memoryview_type) && bytes->size() == 1) {
            return {.text = std::string(*bytes), .length = 1};
        }
        if (bytes || v.type()->index == nullptr) {
            raise_type_error("%c requires an integer in range(256) or a single byte");
        }
        std::optional<std::int64_t> code = int_to_int64(index_value(v));
        if (!code || *code < 0 || *code > 255) {
            raise(overflow_error_type, "%c arg not in range(256)");
        }
        return {.text = std::string(1, static_cast<char>(*code)), .length = 1};
    }

    [[noreturn]] static void raise_wrong_type(const Directive& d, const Value& v) {
        bool binary = d.code == 'o' || d.code == 'x' || d.code == 'X';
        raise_format(type_error_type, "%{} format: {} is required, not {}",
                     static_cast<char>(d.code), binary ? "an integer" : "a real number",
                     v.type()->name);
    }

    /// The int to show. CPython: mainformatlong.
    static Value integer_of(const Directive& d, const Value& v) {
        if (is_int(v)) return v;
        Type* type = v.type();
        bool binary = d.code == 'o' || d.code == 'x' || d.code == 'X';
        try {
            Value n;
            if (binary ? type->index != nullptr : type->to_int == nullptr && type->index != nullptr)
                n = index_value(v);
            else if (!binary && type->to_int != nullptr)
                n = type->to_int(v);
            if (n && is_int(n)) return n;
        } catch (const Raised& raised) {
            if (!matches(*raised.exception, type_error_type)) throw;
        }
        raise_wrong_type(d, v);
    }

    static Piece integer(const Directive& d, const Value& v) {
        int base = d.code == 'o' ? 8 : d.code == 'x' || d.code == 'X' ? 16 : 10;
        std::string digits = int_to_string(integer_of(d, v), base);
        std::string sign;
        if (digits[0] == '-') {
            sign = "-";
            digits.erase(0, 1);
        }
        if (d.precision > static_cast<std::int64_t>(digits.size())) {
            check_allocation(static_cast<std::size_t>(d.precision), 4);
            digits.insert(0, static_cast<std::size_t>(d.precision) - digits.size(), '0');
        }
        if (d.code == 'X') {
            for (char& c : digits) c = c >= 'a' ? static_cast<char>(c - 32) : c;
        }
        std::string prefix;
        if (d.alternate && base != 10) {
            prefix = base == 8 ? "0o" : d.code == 'X' ? "0X" : "0x";
        }
        Piece piece{.text = sign + prefix + digits, .number = true, .prefix = prefix.size()};
        piece.length = piece.text.size();
        return piece;
    }

    Piece real(const Directive& d, const Value& v) const {
        double number = 0;
        if (words_.bytes && !is_float(v) && v.type()->to_float == nullptr &&
            v.type()->index == nullptr) {
            raise_format(type_error_type, "float argument required, not {}", v.type()->name);
        }
        number = to_double(v);
        int precision = d.precision < 0 ? 6 : static_cast<int>(d.precision);
        check_allocation(static_cast<std::size_t>(precision), 4);
        Piece piece{.number = true};
        piece.text = double_to_text(number, {.code = static_cast<char>(d.code | 0x20),
                                             .precision = precision,
                                             .alternate = d.alternate});
        if (d.code < 'a') {
            for (char& c : piece.text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
        }
        piece.length = piece.text.size();
        return piece;
    }

    /// CPython: unicode_format_arg_output.
    void pad(const Directive& d, Piece piece) {
        std::size_t head = 0;
        if (piece.number) {
            if (piece.text[0] == '-') {
                head = 1;
            } else if (d.sign || d.blank) {
                piece.text.insert(0, 1, d.sign ? '+' : ' ');
                ++piece.length;
                head = 1;
            }
        }
        std::size_t missing = 0;
        if (d.width > static_cast<std::int64_t>(piece.length)) {
            check_allocation(static_cast<std::size_t>(d.width), 4);
            missing = static_cast<std::size_t>(d.width) - piece.length;
        }
        if (d.left) {
            out_ += piece.text;
            out_.append(missing, ' ');
        } else if (piece.number && d.zero) {
            head += piece.prefix;
            out_ += piece.text.substr(0, head);
            out_.append(missing, '0');
            out_ += piece.text.substr(head);
        } else {
            out_.append(missing, ' ');
            out_ += piece.text;
        }
    }

    std::u32string text_;
    Value arguments_;
    const Words& words_;
    Value mapping_;
    std::int64_t count_ = -1;  ///< -1: one argument, not in a tuple.
    std::int64_t next_ = -2;
    std::size_t at_ = 0;
    std::string out_;
};

}  // namespace

namespace {

/// The template of most programs: ASCII, and its directives just %s, %r, %d (of a small int) and
/// %%, as many as there are arguments. Looked through before anything is converted, which may run
/// guest code.
bool is_plain_template(std::string_view text, std::span<const Value> arguments) {
    std::size_t next = 0;
    for (std::size_t at = 0; (at = text.find('%', at)) != text.npos; at += 2) {
        if (at + 1 == text.size()) return false;
        char code = text[at + 1];
        if (code == '%') continue;
        if (next == arguments.size()) return false;
        const Value& v = arguments[next++];
        bool plain = code == 's' || code == 'r' || (code == 'd' && v.is_small());
        if (!plain) return false;
    }
    return next == arguments.size();
}

Value fill_plain_template(std::string_view text, std::span<const Value> arguments) {
    StrBuilder out(text.size() + 16 * arguments.size());
    std::size_t next = 0;
    std::size_t done = 0;
    for (std::size_t at = 0; (at = text.find('%', at)) != text.npos; at += 2) {
        char code = text[at + 1];
        out.append(text.substr(done, at - done + (code == '%' ? 1 : 0)));
        done = at + 2;
        if (code == '%') continue;
        const Value& v = arguments[next++];
        if (v.is_small()) {
            char digits[24];
            char* end = std::to_chars(digits, std::end(digits), v.small()).ptr;
            out.append(std::string_view(digits, static_cast<std::size_t>(end - digits)));
        } else {
            Value shown = code == 'r' ? repr(v) : str(v);
            out.append(*shown.as<Str>());
        }
    }
    out.append(text.substr(done));
    return out.finish();
}

}  // namespace

Value str_percent(const Value& format_string, const Value& arguments) {
    if (!is_str(format_string)) return not_implemented();
    const Str& text = *format_string.as<Str>();
    if (text.is_ascii() && is_tuple(arguments)) {
        std::span<const Value> items = arguments.as<Tuple>()->items();
        if (is_plain_template(text.view(), items)) return fill_plain_template(text.view(), items);
    }
    std::u32string points(text.length, U'\0');
    for (std::size_t i = 0; i < text.length; ++i) points[i] = text.at(i);
    return make_str(PercentFormatter(std::move(points), arguments, kStrWords).run());
}

Value bytes_percent(const Value& format_string, const Value& arguments) {
    std::optional<std::string_view> text = bytes_like(format_string);
    if (!text || is_instance(format_string, &memoryview_type)) return not_implemented();
    std::u32string points;
    for (char c : *text) points += static_cast<char32_t>(static_cast<unsigned char>(c));
    std::string result = PercentFormatter(std::move(points), arguments, kBytesWords).run();
    if (is_instance(format_string, &bytearray_type)) return ByteArray::make(result);
    return Bytes::make(result);
}

}  // namespace loopscope::object
