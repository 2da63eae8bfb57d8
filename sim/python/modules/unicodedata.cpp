// unicodedata: what Unicode says of characters, from ICU.
#include <unicode/uchar.h>

#include <string>
#include <vector>

#include "sim/base/unicode_forms.h"
#include "sim/base/unicode_names.h"
#include "sim/object/memory.h"
#include "sim/python/modules/modules.h"
#include "sim/python/modules/native_module.h"

namespace loopscope::python::modules {

namespace {

const auto known = base::is_known_character;

/// The one character that an argument holds; `which` is " 1" where there are others.
char32_t character_of(const Value& v, const char* function, const char* which) {
    if (!is_str(v)) {
        raise_format(type_error_type, "{}() argument{} must be a unicode character, not {}",
                     function, which, type_name(v));
    }
    if (v.as<Str>()->length != 1) {
        raise_format(type_error_type, "{}() argument{} must be a unicode character, not str",
                     function, which);
    }
    return v.as<Str>()->at(0);
}

/// A property's short name in Unicode's own words, "Lu" or "AN".
Value property(char32_t c, UProperty property) {
    const int value = u_getIntPropertyValue(static_cast<UChar32>(c), property);
    const char* name = u_getPropertyValueName(property, value, U_SHORT_PROPERTY_NAME);
    return make_str(name == nullptr ? "" : name);
}

Value category(const Value&, CallArgs args) {
    const char32_t c = character_of(args.values[0], "category", "");
    return known(c) ? property(c, UCHAR_GENERAL_CATEGORY) : make_str("Cn");
}

Value bidirectional(const Value&, CallArgs args) {
    const char32_t c = character_of(args.values[0], "bidirectional", "");
    return known(c) ? property(c, UCHAR_BIDI_CLASS) : make_str("");
}

Value east_asian_width(const Value&, CallArgs args) {
    const char32_t c = character_of(args.values[0], "east_asian_width", "");
    return known(c) ? property(c, UCHAR_EAST_ASIAN_WIDTH) : make_str("F");
}

Value combining(const Value&, CallArgs args) {
    const char32_t c = character_of(args.values[0], "combining", "");
    return Value::small(known(c) ? u_getCombiningClass(static_cast<UChar32>(c)) : 0);
}

Value mirrored(const Value&, CallArgs args) {
    const char32_t c = character_of(args.values[0], "mirrored", "");
    return Value::small(known(c) && u_isMirrored(static_cast<UChar32>(c)) != 0 ? 1 : 0);
}

Value decomposition(const Value&, CallArgs args) {
    return make_str(base::decomposition_of(character_of(args.values[0], "decomposition", "")));
}

/// The number that a character stands for, if its kind of number is one of the first `kinds`.
std::optional<double> number_of(char32_t c, int kinds) {
    if (!known(c)) return std::nullopt;
    const int kind = u_getIntPropertyValue(static_cast<UChar32>(c), UCHAR_NUMERIC_TYPE);
    if (kind == U_NT_NONE || kind > kinds) return std::nullopt;
    return u_getNumericValue(static_cast<UChar32>(c));
}

Value number_or_default(const std::optional<double>& number, const Value& standby,
                        const char* missing) {
    if (number) return Value::small(static_cast<std::int64_t>(*number));
    if (standby) return standby;
    raise_value_error(missing);
}

Value decimal(const Value&, CallArgs args) {
    const char32_t c = character_of(args.values[0], "decimal", " 1");
    return number_or_default(number_of(c, U_NT_DECIMAL), args.values[1], "not a decimal");
}

Value digit(const Value&, CallArgs args) {
    const char32_t c = character_of(args.values[0], "digit", " 1");
    return number_or_default(number_of(c, U_NT_DIGIT), args.values[1], "not a digit");
}

Value numeric(const Value&, CallArgs args) {
    const char32_t c = character_of(args.values[0], "numeric", " 1");
    if (auto number = number_of(c, U_NT_NUMERIC)) return Float::from(*number);
    if (args.values[1]) return args.values[1];
    raise_value_error("not a numeric character");
}

Value name(const Value&, CallArgs args) {
    const std::string found = base::name_of_character(character_of(args.values[0], "name", " 1"));
    if (!found.empty()) return make_str(found);
    if (args.values[1]) return args.values[1];
    raise_value_error("no such name");
}

Value lookup(const Value&, CallArgs args) {
    if (!is_str(args.values[0])) {
        raise_format(type_error_type, "lookup() argument must be str, not {}",
                     type_name(args.values[0]));
    }
    const std::string wanted = str_string(args.values[0]);
    if (auto found = base::character_named(wanted)) return Str::from_char(*found);
    raise(object::key_error_type, "undefined character name '" + wanted + "'");
}

base::NormalForm form_of(const Value& v) {
    const std::string_view name = v.as<Str>()->view();
    if (name == "NFC") return base::NormalForm::C;
    if (name == "NFD") return base::NormalForm::D;
    if (name == "NFKC") return base::NormalForm::KC;
    if (name == "NFKD") return base::NormalForm::KD;
    raise_value_error("invalid normalization form");
}

Value normalized(const char* function, CallArgs args) {
    for (std::size_t i = 0; i < 2; ++i) {
        if (is_str(args.values[i])) continue;
        raise_format(type_error_type, "{}() argument {} must be str, not {}", function, i + 1,
                     type_name(args.values[i]));
    }
    const base::NormalForm form = form_of(args.values[0]);
    const Str& text = *args.values[1].as<Str>();
    object::check_allocation(text.length, 12);
    std::u32string points(text.length, U'\0');
    bool ascii = true;
    for (std::size_t i = 0; i < text.length; ++i) {
        points[i] = text.at(i);
        ascii = ascii && points[i] < 0x80;
    }
    if (ascii) return args.values[1];
    const std::u32string made = base::normalized(points, form);
    return made == points ? args.values[1]
                          : Value(Str::from_code_points({made.data(), made.size()}));
}

Value normalize(const Value&, CallArgs args) { return normalized("normalize", args); }

Value is_normalized(const Value&, CallArgs args) {
    Value made = normalized("is_normalized", args);
    return make_bool(is_same(made, args.values[1]));
}

}  // namespace

void init_unicodedata(Module& module) {
    object::add_functions(*module.dict,
                          {{"lookup", lookup, "name, /"},
                           {"name", name, "chr, default=, /"},
                           {"decimal", decimal, "chr, default=, /"},
                           {"digit", digit, "chr, default=, /"},
                           {"numeric", numeric, "chr, default=, /"},
                           {"category", category, "chr, /"},
                           {"bidirectional", bidirectional, "chr, /"},
                           {"combining", combining, "chr, /"},
                           {"east_asian_width", east_asian_width, "chr, /"},
                           {"mirrored", mirrored, "chr, /"},
                           {"decomposition", decomposition, "chr, /"},
                           {"normalize", normalize, "form, unistr, /"},
                           {"is_normalized", is_normalized, "form, unistr, /"}},
                          "unicodedata");
    module.set("unidata_version", make_str("14.0.0"));
}

}  // namespace loopscope::python::modules
