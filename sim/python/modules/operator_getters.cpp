// operator.itemgetter, attrgetter and methodcaller.
#include <mutex>

#include "sim/python/modules/operator.h"

namespace loopscope::python::modules {

namespace {

Type itemgetter_type;
Type attrgetter_type;
Type methodcaller_type;

/// What a getter fetches: keys, attribute names, or a method's name and arguments.
struct Getter : Container {
    std::vector<Value> wanted;
    Ref<Tuple> names;  ///< methodcaller: names of the keyword arguments, or null.
};

void traverse(Object* self, Visitor& visitor) {
    auto* getter = static_cast<Getter*>(self);
    for (const Value& v : getter->wanted) visitor.visit(v);
    visitor.visit(getter->names);
}

void clear(Object* self) {
    std::vector<Value> old = std::exchange(static_cast<Getter*>(self)->wanted, {});
}

Value getter_construct(const char* name, Type* cls, CallArgs args) {
    if (args.keyword_count() > 0) {
        raise_format(type_error_type, "{}() takes no keyword arguments", name);
    }
    if (args.positional_count == 0) {
        raise_format(type_error_type, "{} expected 1 argument, got 0", name);
    }
    auto getter = make_typed<Getter>(cls);
    getter->wanted.assign(args.positional().begin(), args.positional().end());
    return getter;
}

Value itemgetter_construct(Type* cls, CallArgs args) {
    return getter_construct("itemgetter", cls, args);
}

Value attrgetter_construct(Type* cls, CallArgs args) {
    for (const Value& name : args.positional()) {
        if (!is_str(name)) raise_type_error("attribute name must be a string");
    }
    return getter_construct("attrgetter", cls, args);
}

const Value& only_argument(const char* name, CallArgs args) {
    if (args.keyword_count() > 0) {
        raise_format(type_error_type, "{}() takes no keyword arguments", name);
    }
    if (args.positional_count != 1) {
        raise_format(type_error_type, "{} expected 1 argument, got {}", name,
                     args.positional_count);
    }
    return args.values[0];
}

/// One result for one wish, a tuple for several.
template <typename Fetch>
Value fetch_all(const Getter& getter, Fetch fetch) {
    if (getter.wanted.size() == 1) return fetch(getter.wanted[0]);
    Ref<Tuple> result = Tuple::make_unfilled(getter.wanted.size());
    for (std::size_t i = 0; i < getter.wanted.size(); ++i) (*result)[i] = fetch(getter.wanted[i]);
    return result;
}

Value itemgetter_call(const Value& self, CallArgs args) {
    const Value& v = only_argument("itemgetter", args);
    return fetch_all(*self.as<Getter>(), [&](const Value& key) { return getitem(v, key); });
}

Value dotted_attribute(Value v, std::string_view path) {
    while (true) {
        std::size_t dot = path.find('.');
        v = getattr(v, path.substr(0, dot));
        if (dot == std::string_view::npos) return v;
        path.remove_prefix(dot + 1);
    }
}

Value attrgetter_call(const Value& self, CallArgs args) {
    const Value& v = only_argument("attrgetter", args);
    return fetch_all(*self.as<Getter>(), [&](const Value& name) {
        return dotted_attribute(v, name.as<Str>()->view());
    });
}

/// `wanted` is the name, then the arguments as a call passes them.
Value methodcaller_construct(Type* cls, CallArgs args) {
    if (args.positional_count == 0) {
        raise_type_error("methodcaller needs at least one argument, the method name");
    }
    if (!is_str(args.values[0])) raise_type_error("method name must be a string");
    auto getter = make_typed<Getter>(cls);
    getter->wanted.assign(args.values, args.values + args.positional_count + args.keyword_count());
    if (args.keyword_count() > 0) getter->names = Ref<Tuple>(const_cast<Tuple*>(args.names));
    return getter;
}

Value methodcaller_call(const Value& self, CallArgs args) {
    const Value& v = only_argument("methodcaller", args);
    Getter& getter = *self.as<Getter>();
    Value method = getattr(v, getter.wanted[0].as<Str>());
    std::size_t keywords = getter.names ? getter.names->size : 0;
    return call(method, CallArgs{getter.wanted.data() + 1, getter.wanted.size() - 1 - keywords,
                                 getter.names.get()});
}

Value getter_repr(const Value& self) {
    Getter& getter = *self.as<Getter>();
    std::size_t keywords = getter.names ? getter.names->size : 0;
    std::size_t positional = getter.wanted.size() - keywords;
    std::string text = object::full_name(*self.type()) + "(";
    for (std::size_t i = 0; i < getter.wanted.size(); ++i) {
        if (i > 0) text += ", ";
        if (i >= positional) text += str_string((*getter.names)[i - positional]) + "=";
        text += repr_string(getter.wanted[i]);
    }
    return make_str(text + ")");
}

void define_getter(Type& type, const char* name, Value (*construct)(Type*, CallArgs),
                   Value (*call_slot)(const Value&, CallArgs)) {
    type.construct = construct;
    type.call = call_slot;
    type.repr = getter_repr;
    type.traverse = traverse;
    type.clear = clear;
    define_type<Getter>(type, {.name = name, .module = "operator"});
}

}  // namespace

void add_getters(Module& module) {
    static std::once_flag once;
    std::call_once(once, [] {
        ProcessScope process;
        define_getter(itemgetter_type, "itemgetter", itemgetter_construct, itemgetter_call);
        define_getter(attrgetter_type, "attrgetter", attrgetter_construct, attrgetter_call);
        define_getter(methodcaller_type, "methodcaller", methodcaller_construct, methodcaller_call);
    });
    for (Type* type : {&itemgetter_type, &attrgetter_type, &methodcaller_type}) {
        module.set(type->qualname, type_value(type));
    }
}

}  // namespace loopscope::python::modules
