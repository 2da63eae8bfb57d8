// str: translate and maketrans.
#include "sim/object/dict.h"
#include "sim/object/exception.h"
#include "sim/object/int.h"
#include "sim/object/protocol.h"
#include "sim/object/singletons.h"
#include "sim/object/text.h"

namespace loopscope::object {

namespace {

/// What the table has for a character; null when it has nothing. CPython: charmaptranslate_lookup.
Value look_up(const Value& table, char32_t c) {
    try {
        return getitem(table, Value::small(static_cast<std::int64_t>(c)));
    } catch (const Raised& raised) {
        if (!matches(*raised.exception, lookup_error_type)) throw;
        return Value();
    }
}

void append_translated(StrBuilder& out, char32_t c, const Value& to) {
    if (!to) {
        out.append(c);
    } else if (is_str(to)) {
        out.append(text_of(to));
    } else if (is_int(to)) {
        std::optional<std::int64_t> code = int_to_int64(to);
        if (!code || *code < 0 || *code > 0x10ffff) {
            raise_value_error("character mapping must be in range(0x110000)");
        }
        out.append(static_cast<char32_t>(*code));
    } else if (!is_none(to)) {
        raise_type_error("character mapping must return integer, None or str");
    }
}

Value str_translate(const Value& self, CallArgs args) {
    const Str& text = text_of(self);
    if (args.values[0].type()->getitem == nullptr) {
        raise_format(type_error_type, "'{}' object is not subscriptable",
                     args.values[0].type()->name);
    }
    StrBuilder out(text.length);
    for (std::size_t i = 0; i < text.length; ++i) {
        append_translated(out, text.at(i), look_up(args.values[0], text.at(i)));
    }
    return out.finish();
}

Value character_key(const Str& text, std::size_t at) {
    return Value::small(static_cast<std::int64_t>(text.at(at)));
}

Value table_from_dict(const Value& source) {
    if (!is_dict(source)) {
        raise_type_error("if you give only one argument to maketrans it must be a dict");
    }
    Ref<Dict> table = Dict::make();
    const Dict& dict = *source.as<Dict>();
    for (std::uint32_t i = 0; i < dict.entry_count(); ++i) {
        Value key = dict.entry(i).key;
        if (!key) continue;
        if (is_str(key)) {
            if (text_of(key).length != 1) {
                raise_value_error("string keys in translate table must be of length 1");
            }
            key = character_key(text_of(key), 0);
        } else if (!is_int(key)) {
            raise_type_error("keys in translate table must be strings or integers");
        }
        table->set(key, dict.entry(i).value);
    }
    return table;
}

Value str_maketrans(const Value&, CallArgs args) {
    const Value& from = args.values[0];
    if (!args.values[1]) return table_from_dict(from);
    if (!is_str(from)) {
        raise_type_error("first maketrans argument must be a string if there is a second argument");
    }
    for (std::size_t i = 1; i < 3; ++i) {
        if (args.values[i] && !is_str(args.values[i])) {
            raise_wrong_argument("maketrans() argument " + std::to_string(i + 1), "str",
                                 args.values[i]);
        }
    }
    const Str& to = text_of(args.values[1]);
    if (text_of(from).length != to.length) {
        raise_value_error("the first two maketrans arguments must have equal length");
    }
    Ref<Dict> table = Dict::make();
    for (std::size_t i = 0; i < to.length; ++i) {
        table->set(character_key(text_of(from), i), character_key(to, i));
    }
    if (!args.values[2]) return table;
    const Str& removed = text_of(args.values[2]);
    for (std::size_t i = 0; i < removed.length; ++i) table->set(character_key(removed, i), none());
    return table;
}

}  // namespace

std::span<const MethodDef> str_translate_methods() {
    static const MethodDef kMethods[] = {
        {"translate", str_translate, "table, /"},
        {"maketrans", str_maketrans, "x, y=, z=, /", nullptr, Binding::Static},
    };
    return kMethods;
}

}  // namespace loopscope::object
