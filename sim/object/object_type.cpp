// object: what every value can do.
#include "sim/object/attribute.h"
#include "sim/object/class.h"
#include "sim/object/exception.h"
#include "sim/object/list.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/runtime.h"
#include "sim/object/setup.h"
#include "sim/object/singletons.h"
#include "sim/object/slots.h"

namespace loopscope::object {

Type object_type;

Value object_new(Type* cls) {
    Type* builtin = cls;
    while (builtin->has(Type::kHeapType)) builtin = builtin->base;
    if (builtin != &object_type) {
        raise_format(type_error_type, "cannot create '{}' instances", full_name(*builtin));
    }
    if (cls->has(Type::kHeapType)) return make_typed<Instance>(cls);
    return make_typed<Object>(cls);
}

namespace {

bool has_arguments(CallArgs args) { return args.positional_count + args.keyword_count() != 0; }

[[noreturn]] void raise_abstract(Type* cls) {
    std::string names;
    Value set = getattr(Value::borrow(cls), "__abstractmethods__");
    Ref<List> sorted = List::from_iterable(set);
    sorted->sort(Value(), false);
    for (std::size_t i = 0; i < sorted->size(); ++i) {
        names += (i == 0 ? "" : ", ") + str_string((*sorted)[i]);
    }
    raise_format(type_error_type, "Can't instantiate abstract class {} with abstract method{} {}",
                 cls->name, sorted->size() > 1 ? "s" : "", names);
}

Value object_repr(const Value& self) {
    return make_str(
        fmt::format("<{} object at 0x{:x}>", full_name(*self.type()), identity_of(self)));
}

/// The slot itself: repr() would count another level of recursion.
Value object_str(const Value& self) {
    Value text = self.type()->repr(self);
    if (is_str(text)) return text;
    raise_format(type_error_type, "__repr__ returned non-string (type {})", text.type()->name);
}

std::int64_t object_hash(const Value& self) {
    std::uint64_t address = identity_of(self);
    std::int64_t hash = static_cast<std::int64_t>((address >> 4) | (address << 60));
    return hash == -1 ? -2 : hash;
}

Value object_compare(const Value& a, const Value& b, CompareOp op) {
    if (op == CompareOp::Eq) return is_same(a, b) ? true_value() : not_implemented();
    if (op != CompareOp::Ne) return not_implemented();
    if (a.type()->compare == nullptr) return not_implemented();
    Value equal = a.type()->compare(a, b, CompareOp::Eq);
    return is_not_implemented(equal) ? equal : make_bool(!truth(equal));
}

Value object_format(const Value& self, CallArgs args) {
    Str* spec = expect_str(args.values[0], "__format__() argument");
    if (spec->length != 0) {
        raise_format(type_error_type, "unsupported format string passed to {}.__format__",
                     self.type()->name);
    }
    return str(self);
}

Value object_init_subclass(const Value& cls, CallArgs args) {
    const std::string name = is_type(cls) ? cls.as<Type>()->qualname : "object";
    if (args.keyword_count() != 0) {
        raise_format(type_error_type, "{}.__init_subclass__() takes no keyword arguments", name);
    }
    if (args.positional_count != 0) {
        raise_format(type_error_type, "{}.__init_subclass__() takes no arguments ({} given)", name,
                     args.positional_count);
    }
    return none();
}
Value object_subclasshook(const Value&, CallArgs) { return not_implemented(); }

Value object_dir(const Value& self, CallArgs) {
    auto names = Dict::make();
    if (Value dict = lookup_attr(self, "__dict__"); dict && is_dict(dict)) names->update(dict);
    for (const Value& cls : self.type()->mro->items()) {
        names->update(Value(cls.as<Type>()->dict));
    }
    return List::from_iterable(Value(names));
}

Value object_sizeof(const Value& self, CallArgs) {
    return Int::from_size(self.type()->instance_size + self.type()->prefix_size);
}

Value get_class(const Value& self) { return Value::borrow(self.type()); }

/// Both classes made by programs, with the same layout from the same base and the same words.
bool same_layout(const Type& a, const Type& b) {
    return a.layout == b.layout && a.prefix_size == b.prefix_size &&
           a.dict_offset == b.dict_offset && a.slots_count == b.slots_count;
}

void set_class(const Value& self, const Value& value) {
    if (!value) raise_type_error("can't delete __class__ attribute");
    Type* cls = as_type(value);
    if (cls == nullptr) {
        raise_format(type_error_type, "__class__ must be set to a class, not '{}' object",
                     value.type()->name);
    }
    Type* old = self.type();
    if (!cls->has(Type::kHeapType) || !old->has(Type::kHeapType)) {
        raise_type_error(
            "__class__ assignment only supported for mutable types or ModuleType subclasses");
    }
    if (!same_layout(*cls, *old)) {
        raise_format(type_error_type, "__class__ assignment: '{}' object layout differs from '{}'",
                     cls->name, old->name);
    }
    retain(cls);
    self.object()->type = cls;
    release(old);
}

}  // namespace

/// CPython: object_new.
Value object_construct(Type* cls, CallArgs args) {
    if (has_arguments(args)) {
        if (cls->construct != object_construct) {
            raise_type_error(
                "object.__new__() takes exactly one argument (the type to instantiate)");
        }
        if (cls->init == object_init) {
            raise_format(type_error_type, "{}() takes no arguments", cls->name);
        }
    }
    if (cls->has(Type::kAbstract)) raise_abstract(cls);
    return object_new(cls);
}

/// CPython: object_init.
void object_init(const Value& self, CallArgs args) {
    if (!has_arguments(args)) return;
    Type* type = self.type();
    if (type->init != object_init) {
        raise_type_error(
            "object.__init__() takes exactly one argument (the instance to initialize)");
    }
    if (type->construct == object_construct) {
        raise_format(type_error_type,
                     "{}.__init__() takes exactly one argument (the instance to initialize)",
                     type->name);
    }
}

void define_object() {
    Type& t = object_type;
    t.repr = object_repr;
    t.str = object_str;
    t.hash = object_hash;
    t.compare = object_compare;
    t.getattr = generic_getattr;
    t.setattr = generic_setattr;
    t.construct = object_construct;
    t.init = object_init;
    define_type<Object>(
        t, {.name = "object",
            .doc = "The base class of the class hierarchy.",
            .base = nullptr,
            .flags = Type::kBaseType,
            .methods = {{"__format__", object_format, "format_spec, /"},
                        {"__init_subclass__", object_init_subclass, "...", nullptr, Binding::Class},
                        {"__subclasshook__", object_subclasshook, "...", nullptr, Binding::Class},
                        {"__dir__", object_dir, ""},
                        {"__sizeof__", object_sizeof, ""}},
            .getsets = {{"__class__", get_class, set_class}}});
}

}  // namespace loopscope::object
