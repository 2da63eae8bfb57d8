// _collections: deque (in deque.cpp), defaultdict, and what Counter counts with.
#include "sim/python/modules/collections.h"

#include <mutex>

#include "sim/object/type_name.h"
#include "sim/python/modules/modules.h"
#include "sim/python/modules/struct_sequence.h"

namespace loopscope::python::modules {

namespace {

Type defaultdict_type;

struct DefaultDict : Dict {
    Value factory;  ///< Null: None.
    static Type* class_type() { return &defaultdict_type; }
};

Value defaultdict_construct(Type* cls, CallArgs) { return make_typed<DefaultDict>(cls); }

void defaultdict_init(const Value& self, CallArgs args) {
    auto& dict = *self.as<DefaultDict>();
    Value factory;
    if (args.positional_count > 0) {
        factory = args.values[0];
        if (!is_none(factory) && !object::is_callable(factory)) {
            raise_type_error("first argument must be callable or None");
        }
    }
    dict.factory = absent(factory) ? Value() : factory;
    CallArgs rest = args;
    if (args.positional_count > 0) {
        ++rest.values;
        --rest.positional_count;
    }
    object::dict_type.init(self, rest);
}

Value defaultdict_missing(const Value& self, CallArgs args) {
    auto& dict = *self.as<DefaultDict>();
    if (!dict.factory) object::raise_key_error(args.values[0]);
    Value factory = dict.factory;
    Value value = call(factory);
    object::setitem(self, args.values[0], value);
    return value;
}

Value defaultdict_copy(const Value& self, CallArgs) {
    auto& dict = *self.as<DefaultDict>();
    return call(type_value(self.type()), {dict.factory ? dict.factory : none(), self});
}

Value defaultdict_reduce(const Value& self, CallArgs) {
    auto& dict = *self.as<DefaultDict>();
    Ref<Tuple> arguments = dict.factory ? Tuple::make({dict.factory}) : Tuple::empty();
    return Tuple::make(
        {type_value(self.type()), arguments, none(), none(), iter(call_method(self, "items"))});
}

Value defaultdict_repr(const Value& self) {
    auto& dict = *self.as<DefaultDict>();
    static thread_local int depth = 0;
    std::string factory = "None";
    if (dict.factory) {
        factory = depth > 50 ? "..." : (++depth, repr_string(dict.factory));
        depth = std::max(depth - 1, 0);
    }
    std::string items = str_string(object::dict_type.repr(self));
    return make_str(object::short_name(*self.type()) + "(" + factory + ", " + items + ")");
}

Value defaultdict_or(const Value& a, const Value& b) {
    if (!is_dict(a) || !is_dict(b)) return not_implemented();
    bool left = is_instance(a, &defaultdict_type);
    const Value& own = left ? a : b;
    auto& dict = *own.as<DefaultDict>();
    Value result = call(type_value(own.type()), {dict.factory ? dict.factory : none(), a});
    result.as<Dict>()->update(b);
    return result;
}

Value defaultdict_factory(const Value& self) {
    const Value& factory = self.as<DefaultDict>()->factory;
    return factory ? factory : none();
}

void defaultdict_set_factory(const Value& self, const Value& value) {
    self.as<DefaultDict>()->factory = absent(value) ? Value() : value;
}

void define_defaultdict() {
    defaultdict_type.construct = defaultdict_construct;
    defaultdict_type.init = defaultdict_init;
    defaultdict_type.repr = defaultdict_repr;
    defaultdict_type.binary[static_cast<std::size_t>(BinaryOp::Or)] = defaultdict_or;
    defaultdict_type.traverse = [](Object* self, Visitor& visitor) {
        object::dict_type.traverse(self, visitor);
        visitor.visit(static_cast<DefaultDict*>(self)->factory);
    };
    defaultdict_type.clear = [](Object* self) {
        static_cast<DefaultDict*>(self)->factory = Value();
        object::dict_type.clear(self);
    };
    define_type<DefaultDict>(
        defaultdict_type,
        {.name = "defaultdict",
         .module = "collections",
         .base = &object::dict_type,
         .flags = Type::kBaseType | Type::kGeneric,
         .methods = {{"__missing__", defaultdict_missing, "key, /"},
                     {"copy", defaultdict_copy, ""},
                     {"__copy__", defaultdict_copy, ""},
                     {"__reduce__", defaultdict_reduce, ""}},
         .getsets = {{"default_factory", defaultdict_factory, defaultdict_set_factory}}});
}

/// Adds one for each item to a mapping of counts.
Value count_elements(const Value&, CallArgs args) {
    static Str* const kGet = intern_static("get");
    const Value& mapping = args.values[0];
    Value get = getattr(mapping, kGet);
    for_each(args.values[1], [&](const Value& item) {
        Value count = call(get, {item, Value::small(0)});
        object::setitem(mapping, item, object::binary(BinaryOp::Add, count, Value::small(1)));
    });
    return none();
}

}  // namespace

void init_collections(Module& module) {
    static std::once_flag once;
    std::call_once(once, [] {
        ProcessScope process;
        define_deque();
        define_defaultdict();
    });
    define_tuple_getter();
    module.set("deque", type_value(&deque_type));
    module.set("_deque_iterator", type_value(&deque_iterator_type));
    module.set("_deque_reverse_iterator", type_value(&deque_reverse_iterator_type));
    module.set("defaultdict", type_value(&defaultdict_type));
    module.set("_tuplegetter", type_value(&tuple_getter_type));
    object::add_functions(*module.dict,
                          {{"_count_elements", count_elements, "mapping, iterable, /"}},
                          "_collections");
}

}  // namespace loopscope::python::modules
