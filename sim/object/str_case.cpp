// str: upper, lower and their kin, and the tests of characters.
#include "sim/object/singletons.h"
#include "sim/object/text.h"
#include "sim/object/unicode.h"

namespace loopscope::object {

namespace {

using unicode::Mapping;

void append_mapped(StrBuilder& out, char32_t c, Mapping mapping) {
    unicode::Mapped mapped = unicode::map_case(c, mapping);
    for (int i = 0; i < mapped.count; ++i) out.append(mapped.points[i]);
}

/// A capital sigma is final after a cased letter and before none, case-ignorable ones between not
/// counting. CPython: handle_capital_sigma.
bool is_final_sigma(const Str& text, std::size_t at) {
    std::size_t before = at;
    while (before > 0 && unicode::is_case_ignorable(text.at(before - 1))) --before;
    if (before == 0 || !unicode::is_cased(text.at(before - 1))) return false;
    std::size_t after = at + 1;
    while (after < text.length && unicode::is_case_ignorable(text.at(after))) ++after;
    return after == text.length || !unicode::is_cased(text.at(after));
}

void append_lower(StrBuilder& out, const Str& text, std::size_t at) {
    char32_t c = text.at(at);
    if (c == 0x3a3) {
        out.append(is_final_sigma(text, at) ? U'\x3c2' : U'\x3c3');
    } else {
        append_mapped(out, c, Mapping::Lower);
    }
}

/// ASCII text with every character between `first` and `last` changed by the case bit.
Value flip_ascii(const Str& text, char first, char last) {
    Ref<Str> result = Str::make_unfilled(text.length, StrKind::Ascii);
    auto* to = static_cast<char*>(result->data());
    const auto* from = static_cast<const char*>(text.data());
    for (std::size_t i = 0; i < text.length; ++i) {
        char c = from[i];
        to[i] = c >= first && c <= last ? static_cast<char>(c ^ 0x20) : c;
    }
    return result;
}

Value str_lower(const Value& self, CallArgs) {
    const Str& text = text_of(self);
    if (text.is_ascii()) return flip_ascii(text, 'A', 'Z');
    StrBuilder out(text.length);
    for (std::size_t i = 0; i < text.length; ++i) append_lower(out, text, i);
    return out.finish();
}

Value str_upper(const Value& self, CallArgs) {
    const Str& text = text_of(self);
    if (text.is_ascii()) return flip_ascii(text, 'a', 'z');
    StrBuilder out(text.length);
    for (std::size_t i = 0; i < text.length; ++i) append_mapped(out, text.at(i), Mapping::Upper);
    return out.finish();
}

Value str_casefold(const Value& self, CallArgs) {
    const Str& text = text_of(self);
    if (text.is_ascii()) return flip_ascii(text, 'A', 'Z');
    StrBuilder out(text.length);
    for (std::size_t i = 0; i < text.length; ++i) append_mapped(out, text.at(i), Mapping::Fold);
    return out.finish();
}

Value str_title(const Value& self, CallArgs) {
    const Str& text = text_of(self);
    StrBuilder out(text.length);
    bool inside = false;
    for (std::size_t i = 0; i < text.length; ++i) {
        char32_t c = text.at(i);
        if (inside) {
            append_lower(out, text, i);
        } else {
            append_mapped(out, c, Mapping::Title);
        }
        inside = unicode::is_cased(c);
    }
    return out.finish();
}

Value str_capitalize(const Value& self, CallArgs) {
    const Str& text = text_of(self);
    StrBuilder out(text.length);
    if (text.length > 0) append_mapped(out, text.at(0), Mapping::Title);
    for (std::size_t i = 1; i < text.length; ++i) append_lower(out, text, i);
    return out.finish();
}

Value str_swapcase(const Value& self, CallArgs) {
    const Str& text = text_of(self);
    StrBuilder out(text.length);
    for (std::size_t i = 0; i < text.length; ++i) {
        char32_t c = text.at(i);
        if (unicode::is_upper(c)) {
            append_lower(out, text, i);
        } else if (unicode::is_lower(c)) {
            append_mapped(out, c, Mapping::Upper);
        } else {
            out.append(c);
        }
    }
    return out.finish();
}

// Tests.

template <bool (*Test)(char32_t)>
Value all_are(const Value& self, CallArgs) {
    const Str& text = text_of(self);
    for (std::size_t i = 0; i < text.length; ++i) {
        if (!Test(text.at(i))) return false_value();
    }
    return make_bool(text.length > 0);
}

Value str_isprintable(const Value& self, CallArgs) {
    const Str& text = text_of(self);
    for (std::size_t i = 0; i < text.length; ++i) {
        if (!unicode::is_printable(text.at(i))) return false_value();
    }
    return true_value();
}

Value str_isascii(const Value& self, CallArgs) { return make_bool(text_of(self).is_ascii()); }

Value str_isidentifier(const Value& self, CallArgs) {
    const Str& text = text_of(self);
    if (text.length == 0 || !unicode::is_identifier_start(text.at(0))) return false_value();
    for (std::size_t i = 1; i < text.length; ++i) {
        if (!unicode::is_identifier_continue(text.at(i))) return false_value();
    }
    return true_value();
}

/// No character of the `wrong` case or title case, and one of the `right` at least.
template <bool (*Right)(char32_t), bool (*Wrong)(char32_t)>
Value has_case(const Value& self, CallArgs) {
    const Str& text = text_of(self);
    bool any = false;
    for (std::size_t i = 0; i < text.length; ++i) {
        char32_t c = text.at(i);
        if (Wrong(c) || unicode::is_title(c)) return false_value();
        any = any || Right(c);
    }
    return make_bool(any);
}

Value str_istitle(const Value& self, CallArgs) {
    const Str& text = text_of(self);
    bool any = false;
    bool inside = false;
    for (std::size_t i = 0; i < text.length; ++i) {
        char32_t c = text.at(i);
        bool capital = unicode::is_upper(c) || unicode::is_title(c);
        bool lower = unicode::is_lower(c);
        if ((capital && inside) || (!capital && lower && !inside)) return false_value();
        inside = capital || lower;
        any = any || inside;
    }
    return make_bool(any);
}

}  // namespace

std::span<const MethodDef> str_case_methods() {
    static const MethodDef kMethods[] = {
        {"lower", str_lower, ""},       {"upper", str_upper, ""},
        {"casefold", str_casefold, ""}, {"title", str_title, ""},
        {"swapcase", str_swapcase, ""}, {"capitalize", str_capitalize, ""},
    };
    return kMethods;
}

std::span<const MethodDef> str_test_methods() {
    static const MethodDef kMethods[] = {
        {"isalnum", all_are<unicode::is_alphanumeric>, ""},
        {"isalpha", all_are<unicode::is_alpha>, ""},
        {"isdecimal", all_are<unicode::is_decimal>, ""},
        {"isdigit", all_are<unicode::is_digit>, ""},
        {"isnumeric", all_are<unicode::is_numeric>, ""},
        {"isspace", all_are<unicode::is_space>, ""},
        {"islower", has_case<unicode::is_lower, unicode::is_upper>, ""},
        {"isupper", has_case<unicode::is_upper, unicode::is_lower>, ""},
        {"istitle", str_istitle, ""},
        {"isprintable", str_isprintable, ""},
        {"isascii", str_isascii, ""},
        {"isidentifier", str_isidentifier, ""},
    };
    return kMethods;
}

}  // namespace loopscope::object
