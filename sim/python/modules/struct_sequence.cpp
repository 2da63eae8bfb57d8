// Struct sequences: classes over tuple, made for each run.
#include "sim/python/modules/struct_sequence.h"

#include <mutex>

#include "sim/python/modules/native_module.h"

namespace loopscope::python::modules {

Type tuple_getter_type;

namespace {

Value getter_get(const Value& descriptor, const Value& instance, Type*) {
    auto& getter = *descriptor.as<TupleGetter>();
    if (!instance) return descriptor;
    if (!is_tuple(instance)) {
        raise_format(type_error_type,
                     "descriptor for index '{}' for tuple subclasses doesn't apply to '{}' object",
                     getter.index, type_name(instance));
    }
    const Tuple& tuple = *instance.as<Tuple>();
    if (static_cast<std::size_t>(getter.index) >= tuple.size) {
        raise(object::index_error_type, "tuple index out of range");
    }
    return tuple[static_cast<std::size_t>(getter.index)];
}

void getter_set(const Value&, const Value&, const Value& value) {
    raise(object::attribute_error_type, value ? "can't set attribute" : "can't delete attribute");
}

Value getter_construct(Type* cls, CallArgs args) {
    if (args.positional_count != 2) raise_type_error("_tuplegetter expected 2 arguments");
    auto getter = make_typed<TupleGetter>(cls);
    getter->index = object::to_index(args.values[0]);
    getter->doc = args.values[1];
    return getter;
}

Value getter_doc(const Value& self) {
    const Value& doc = self.as<TupleGetter>()->doc;
    return doc ? doc : none();
}

void getter_set_doc(const Value& self, const Value& value) { self.as<TupleGetter>()->doc = value; }

Value sequence_repr(const Value& self, CallArgs) {
    const Tuple& tuple = *self.as<Tuple>();
    Value fields = getattr(type_value(self.type()), "_fields");
    std::string out = object::full_name(*self.type()) + "(";
    for (std::size_t i = 0; i < tuple.size; ++i) {
        if (i > 0) out += ", ";
        out += str_string((*fields.as<Tuple>())[i]) + "=" + repr_string(tuple[i]);
    }
    return make_str(out + ")");
}

const MethodDef kSequenceRepr{"__repr__", sequence_repr, ""};

}  // namespace

void define_tuple_getter() {
    static std::once_flag once;
    std::call_once(once, [] {
        ProcessScope process;
        tuple_getter_type.descr_get = getter_get;
        tuple_getter_type.descr_set = getter_set;
        tuple_getter_type.construct = getter_construct;
        tuple_getter_type.traverse = [](Object* self, Visitor& visitor) {
            visitor.visit(static_cast<TupleGetter*>(self)->doc);
        };
        define_type<TupleGetter>(tuple_getter_type,
                                 {.name = "_tuplegetter",
                                  .module = "collections",
                                  .getsets = {{"__doc__", getter_doc, getter_set_doc}}});
    });
}

Ref<Type> make_struct_sequence(std::string_view module, std::string_view name,
                               std::initializer_list<std::string_view> fields) {
    define_tuple_getter();
    Ref<Dict> space = Dict::make();
    space->set("__module__", make_str(module));
    space->set("__slots__", Tuple::empty());
    space->set("n_fields", Int::from_size(fields.size()));
    space->set("n_sequence_fields", Int::from_size(fields.size()));
    space->set("n_unnamed_fields", Value::small(0));
    Ref<Tuple> names = Tuple::make_unfilled(fields.size());
    std::size_t index = 0;
    for (std::string_view field : fields) {
        (*names)[index] = intern(field);
        auto getter = make<TupleGetter>();
        getter->index = static_cast<std::int64_t>(index++);
        space->set(field, getter);
    }
    space->set("_fields", names);
    space->set("__match_args__", names);
    space->set("__repr__", make<object::MethodDescriptor>(object::make_code(kSequenceRepr, name),
                                                          &object::tuple_type));
    Ref<Str> class_name = intern(name);
    return object::make_class(&object::type_type, class_name.get(),
                              Tuple::make({type_value(&object::tuple_type)}), space);
}

Value make_struct(Type* cls, std::initializer_list<Value> values) {
    return Tuple::make({values.begin(), values.size()}, cls);
}

}  // namespace loopscope::python::modules
