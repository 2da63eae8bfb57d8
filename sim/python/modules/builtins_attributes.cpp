// Builtin functions about objects and their attributes: getattr, isinstance, repr, id and kin.
#include "sim/python/modules/builtins.h"
#include "sim/python/modules/native_module.h"

namespace loopscope::python::modules {

namespace {

Str* attribute_name(const Value& name) {
    if (!is_str(name)) {
        raise_format(type_error_type, "attribute name must be string, not '{}'", type_name(name));
    }
    return name.as<Str>();
}

Value builtin_getattr(const Value&, CallArgs args) {
    Str* name = attribute_name(args.values[1]);
    if (!args.values[2]) return getattr(args.values[0], name);
    Value found = lookup_attr(args.values[0], name);
    return found ? found : args.values[2];
}

Value builtin_hasattr(const Value&, CallArgs args) {
    return make_bool(bool(lookup_attr(args.values[0], attribute_name(args.values[1]))));
}

Value builtin_setattr(const Value&, CallArgs args) {
    setattr(args.values[0], attribute_name(args.values[1]), args.values[2]);
    return none();
}

Value builtin_delattr(const Value&, CallArgs args) {
    object::delattr(args.values[0], attribute_name(args.values[1]));
    return none();
}

Value builtin_isinstance(const Value&, CallArgs args) {
    return make_bool(object::instance_check(args.values[0], args.values[1]));
}

Value builtin_issubclass(const Value&, CallArgs args) {
    return make_bool(object::subclass_check(args.values[0], args.values[1]));
}

Value builtin_callable(const Value&, CallArgs args) {
    return make_bool(object::is_callable(args.values[0]));
}

Value builtin_id(const Value&, CallArgs args) {
    return Int::from_unsigned(object::identity_of(args.values[0]));
}

Value builtin_hash(const Value&, CallArgs args) { return Int::from(object::hash(args.values[0])); }

Value builtin_repr(const Value&, CallArgs args) { return object::repr(args.values[0]); }

void append_escape(std::string& out, char32_t point) {
    if (point < 0x80) {
        out += static_cast<char>(point);
    } else if (point < 0x100) {
        out += fmt::format("\\x{:02x}", static_cast<std::uint32_t>(point));
    } else if (point < 0x10000) {
        out += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(point));
    } else {
        out += fmt::format("\\U{:08x}", static_cast<std::uint32_t>(point));
    }
}

Value builtin_ascii(const Value&, CallArgs args) {
    Value text = object::repr(args.values[0]);
    const Str& characters = *text.as<Str>();
    if (characters.is_ascii()) return text;
    std::string out;
    for (std::size_t i = 0; i < characters.length; ++i) append_escape(out, characters.at(i));
    return make_str(out);
}

Value builtin_format(const Value&, CallArgs args) {
    const Value& spec = args.values[1];
    if (!spec) return object::format(args.values[0], "");
    if (!is_str(spec)) {
        raise_format(type_error_type, "format() argument 2 must be str, not {}", type_name(spec));
    }
    return object::format(args.values[0], spec.as<Str>()->view());
}

Value builtin_len(const Value&, CallArgs args) { return Int::from(object::length(args.values[0])); }

}  // namespace

void add_attribute_functions(Dict& builtins) {
    object::add_functions(builtins,
                          {{"getattr", builtin_getattr, "object, name, default=, /"},
                           {"hasattr", builtin_hasattr, "obj, name, /"},
                           {"setattr", builtin_setattr, "obj, name, value, /"},
                           {"delattr", builtin_delattr, "obj, name, /"},
                           {"isinstance", builtin_isinstance, "obj, class_or_tuple, /"},
                           {"issubclass", builtin_issubclass, "cls, class_or_tuple, /"},
                           {"callable", builtin_callable, "obj, /"},
                           {"id", builtin_id, "obj, /"},
                           {"hash", builtin_hash, "obj, /"},
                           {"repr", builtin_repr, "obj, /"},
                           {"ascii", builtin_ascii, "obj, /"},
                           {"format", builtin_format, "value, format_spec=, /"},
                           {"len", builtin_len, "obj, /"}},
                          "builtins");
}

}  // namespace loopscope::python::modules
