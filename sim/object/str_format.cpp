// str.format and str.format_map: templates with fields in braces.
#include <charconv>
#include <iterator>
#include <optional>

#include "sim/object/exception.h"
#include "sim/object/format.h"
#include "sim/object/format_spec.h"
#include "sim/object/int.h"
#include "sim/object/protocol.h"
#include "sim/object/singletons.h"
#include "sim/object/unicode.h"

namespace loopscope::object {

namespace {

constexpr std::int64_t kNoIndex = -1;

/// A part of the template, by character positions.
struct Span {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool empty() const { return begin >= end; }
};

/// One field: `{name!conversion:spec}`.
struct Field {
    Span name;
    Span spec;
    char32_t conversion = '\0';
    bool nested = false;  ///< The specification has fields of its own.
};

/// Whether fields are numbered by the template or counted.
enum class Numbering { Undecided, Automatic, Manual };

class TemplateFormatter {
  public:
    TemplateFormatter(const Str& text, CallArgs args) : text_(text), args_(args) {}
    TemplateFormatter(const Str& text, const Value& mapping) : text_(text), mapping_(mapping) {}

    Value run() {
        StrBuilder out;
        render({0, text_.length}, 2, out);
        return out.finish();
    }

  private:
    /// CPython: build_string, do_markup.
    void render(Span part, int depth, StrBuilder& out) {
        if (depth <= 0) raise_value_error("Max string recursion exceeded");
        while (part.begin < part.end) {
            Field field;
            if (take_literal(part, out)) {
                take_field(part, field);
                render_field(field, depth, out);
            }
        }
    }

    /// Copies text up to the next field. Answers whether a field follows. CPython:
    /// MarkupIterator_next.
    bool take_literal(Span& part, StrBuilder& out) {
        std::size_t start = part.begin;
        std::size_t at = start;
        while (at < part.end && text_.at(at) != '{' && text_.at(at) != '}') ++at;
        if (at == part.end) {
            out.append(text_, start, at);
            part.begin = at;
            return false;
        }
        char32_t brace = text_.at(at);
        bool doubled = at + 1 < part.end && text_.at(at + 1) == brace;
        if (brace == '}' && !doubled) {
            raise_value_error("Single '}' encountered in format string");
        }
        if (at + 1 == part.end) raise_value_error("Single '{' encountered in format string");
        out.append(text_, start, doubled ? at + 1 : at);
        part.begin = doubled ? at + 2 : at + 1;
        return !doubled;
    }

    /// CPython: parse_field.
    void take_field(Span& part, Field& field) {
        field.name.begin = part.begin;
        char32_t c = take_name(part);
        field.name.end = part.begin - (c == '\0' ? 0 : 1);
        if (c == '\0') raise_value_error("expected '}' before end of string");
        if (c == '}') return;
        if (c == '!') {
            if (part.empty()) {
                raise_value_error("end of string while looking for conversion specifier");
            }
            field.conversion = text_.at(part.begin++);
            if (!part.empty()) {
                c = text_.at(part.begin++);
                if (c == '}') return;
                if (c != ':') raise_value_error("expected ':' after conversion specifier");
            }
        }
        take_spec(part, field);
    }

    /// Skips to behind the character that ends the field's name, and answers it; NUL at the end.
    char32_t take_name(Span& part) {
        while (!part.empty()) {
            char32_t c = text_.at(part.begin++);
            if (c == '{') raise_value_error("unexpected '{' in field name");
            if (c == '[') {
                while (!part.empty() && text_.at(part.begin) != ']') ++part.begin;
            }
            if (c == '}' || c == ':' || c == '!') return c;
        }
        return '\0';
    }

    void take_spec(Span& part, Field& field) {
        field.spec.begin = part.begin;
        int open = 1;
        while (!part.empty()) {
            char32_t c = text_.at(part.begin++);
            if (c == '{') {
                field.nested = true;
                ++open;
            } else if (c == '}' && --open == 0) {
                field.spec.end = part.begin - 1;
                return;
            }
        }
        raise_value_error("unmatched '{' in format spec");
    }

    void render_field(const Field& field, int depth, StrBuilder& out) {
        Value value = field_value(field.name);
        if (field.conversion != '\0') value = convert(value, field.conversion);
        Value spec;
        if (field.nested) {
            StrBuilder expanded;
            render(field.spec, depth - 1, expanded);
            spec = expanded.finish();
        } else if (!field.spec.empty()) {
            spec = text_of(field.spec);
        }
        if (!spec && is_str_exact(value)) {
            out.append(*value.as<Str>());
            return;
        }
        if (!spec && value.is_small()) {
            char digits[24];
            char* end = std::to_chars(digits, std::end(digits), value.small()).ptr;
            out.append(std::string_view(digits, static_cast<std::size_t>(end - digits)));
            return;
        }
        Value formatted = format_value(value, spec);
        out.append(*formatted.as<Str>());
    }

    static Value convert(const Value& value, char32_t conversion) {
        switch (conversion) {
            case 'r':
                return repr(value);
            case 's':
                return str(value);
            case 'a':
                return make_str(ascii_string(value));
            default:
                break;
        }
        if (conversion > 32 && conversion < 127) {
            raise_format(value_error_type, "Unknown conversion specifier {}",
                         static_cast<char>(conversion));
        }
        raise_format(value_error_type, "Unknown conversion specifier \\x{:x}",
                     static_cast<std::uint32_t>(conversion));
    }

    Value text_of(Span span) const {
        return Str::slice(const_cast<Str*>(&text_), span.begin, span.end);
    }

    /// The number that a span spells out, or kNoIndex.
    std::int64_t integer_of(Span span) const {
        if (span.empty()) return kNoIndex;
        std::int64_t value = 0;
        for (std::size_t i = span.begin; i < span.end; ++i) {
            int digit = unicode::decimal_value(text_.at(i));
            if (digit < 0) return kNoIndex;
            if (value > (INT64_MAX - digit) / 10) {
                raise_value_error("Too many decimal digits in format string");
            }
            value = value * 10 + digit;
        }
        return value;
    }

    std::size_t find_any(Span span, std::u32string_view set) const {
        std::size_t at = span.begin;
        while (at < span.end && set.find(text_.at(at)) == std::u32string_view::npos) ++at;
        return at;
    }

    /// CPython: get_field_object.
    Value field_value(Span name) {
        Span first{name.begin, find_any(name, U".[")};
        Value value = first_value(first);
        Span rest{first.end, name.end};
        while (!rest.empty()) {
            char32_t c = text_.at(rest.begin++);
            if (c == '.') {
                Span attribute{rest.begin, find_any(rest, U".[")};
                if (attribute.empty()) raise_value_error("Empty attribute in format string");
                Value key = text_of(attribute);
                value = getattr(value, key.as<Str>());
                rest.begin = attribute.end;
            } else if (c == '[') {
                value = item_of(value, rest);
            } else {
                raise_value_error("Only '.' or '[' may follow ']' in format field specifier");
            }
        }
        return value;
    }

    Value item_of(const Value& value, Span& rest) {
        Span item{rest.begin, find_any(rest, U"]")};
        if (item.end == rest.end) raise_value_error("Missing ']' in format string");
        rest.begin = item.end + 1;
        if (item.empty()) raise_value_error("Empty attribute in format string");
        std::int64_t index = integer_of(item);
        return getitem(value, index == kNoIndex ? text_of(item) : Int::from(index));
    }

    /// CPython: field_name_split for the numbering, then get_field_object.
    Value first_value(Span first) {
        std::int64_t index = integer_of(first);
        if (first.empty() || index != kNoIndex) {
            number(first.empty() ? Numbering::Automatic : Numbering::Manual);
            if (first.empty()) index = next_index_++;
            return positional(index);
        }
        Value key = text_of(first);
        if (mapping_) return getitem(mapping_, key);
        for (std::size_t i = 0; i < args_.keyword_count(); ++i) {
            if ((*args_.names)[i].as<Str>()->equals(*key.as<Str>())) {
                return args_.values[args_.positional_count + i];
            }
        }
        raise_key_error(key);
    }

    void number(Numbering wanted) {
        if (numbering_ == Numbering::Undecided) numbering_ = wanted;
        if (numbering_ == wanted) return;
        raise_value_error(wanted == Numbering::Automatic
                              ? "cannot switch from manual field specification to automatic "
                                "field numbering"
                              : "cannot switch from automatic field numbering to manual field "
                                "specification");
    }

    Value positional(std::int64_t index) const {
        if (mapping_) raise_value_error("Format string contains positional fields");
        if (static_cast<std::size_t>(index) >= args_.positional_count) {
            raise_format(index_error_type,
                         "Replacement index {} out of range for positional args tuple", index);
        }
        return args_.values[index];
    }

    const Str& text_;
    CallArgs args_;
    Value mapping_;
    Numbering numbering_ = Numbering::Undecided;
    std::int64_t next_index_ = 0;
};

}  // namespace

Value str_format(const Value& format_string, CallArgs args) {
    return TemplateFormatter(*format_string.as<Str>(), args).run();
}

Value str_format_map(const Value& format_string, const Value& mapping) {
    return TemplateFormatter(*format_string.as<Str>(), mapping).run();
}

std::string ascii_string(const Value& v) {
    Value shown = repr(v);
    const Str& text = *shown.as<Str>();
    if (text.is_ascii()) return text.to_string();
    std::string out;
    for (std::size_t i = 0; i < text.length; ++i) {
        auto c = static_cast<std::uint32_t>(text.at(i));
        if (c < 0x80) {
            out += static_cast<char>(c);
        } else {
            out += c < 0x100     ? fmt::format("\\x{:02x}", c)
                   : c < 0x10000 ? fmt::format("\\u{:04x}", c)
                                 : fmt::format("\\U{:08x}", c);
        }
    }
    return out;
}

}  // namespace loopscope::object
