// Bound methods, property, staticmethod and classmethod.
#include "sim/object/method.h"

#include "sim/object/attribute.h"
#include "sim/object/class.h"
#include "sim/object/exception.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/setup.h"
#include "sim/object/singletons.h"

namespace loopscope::object {

Type method_type;
Type property_type;
Type staticmethod_type;
Type classmethod_type;

WrappedMethod::~WrappedMethod() {
    if (dict != nullptr) release(dict);
}

namespace {

Value or_none(const Value& v) { return v ? v : none(); }

// method.

// CPython: method_vectorcall
Value method_call(const Value& self, CallArgs args) {
    const auto* method = self.as<BoundMethod>();
    const std::size_t count = args.positional_count + args.keyword_count();
    constexpr std::size_t kFew = 8;
    Value few[kFew];
    std::vector<Value> many;
    Value* values = few;
    if (count + 1 > kFew) {
        many.resize(count + 1);
        values = many.data();
    }
    values[0] = method->self;
    for (std::size_t i = 0; i < count; ++i) values[i + 1] = args.values[i];
    return call(method->function, CallArgs{values, args.positional_count + 1, args.names});
}

// CPython: method_repr
Value method_repr(const Value& self) {
    const auto* method = self.as<BoundMethod>();
    Value name = lookup_attr(method->function, "__qualname__");
    if (!name || !is_str(name)) name = lookup_attr(method->function, "__name__");
    const std::string shown = name && is_str(name) ? str_string(name) : "?";
    return make_str("<bound method " + shown + " of " + repr_string(method->self) + ">");
}

// CPython: method_get_doc
Value method_doc(const Value& self) {
    Value doc = lookup_attr(self.as<BoundMethod>()->function, "__doc__");
    return doc ? doc : none();
}

Value method_getattr(const Value& self, Str* name) {
    if (Value found = generic_getattr(self, name)) return found;
    return lookup_attr(self.as<BoundMethod>()->function, name);
}

Value method_compare(const Value& a, const Value& b, CompareOp op) {
    auto* x = try_cast<BoundMethod>(a, &method_type);
    auto* y = try_cast<BoundMethod>(b, &method_type);
    if (x == nullptr || y == nullptr || (op != CompareOp::Eq && op != CompareOp::Ne))
        return not_implemented();
    const bool same = is_same(x->self, y->self) && equal(x->function, y->function);
    return make_bool(same == (op == CompareOp::Eq));
}

std::int64_t method_hash(const Value& self) {
    const auto* method = self.as<BoundMethod>();
    const std::int64_t own =
        method->self.is_object()
            ? static_cast<std::int64_t>(Runtime::current().address_of(method->self.object()) >> 4)
            : hash(method->self);
    const std::int64_t mixed = own ^ hash(method->function);
    return mixed == -1 ? -2 : mixed;
}

Value method_construct(Type*, CallArgs args) {
    if (args.positional_count != 2)
        raise_format(type_error_type, "method expected 2 arguments, got {}", args.positional_count);
    if (!is_callable(args.values[0])) raise_type_error("first argument must be callable");
    if (is_none(args.values[1])) raise_type_error("instance must not be None");
    return make<BoundMethod>(args.values[0], args.values[1]);
}

void method_traverse(Object* self, Visitor& visitor) {
    visitor.visit(static_cast<BoundMethod*>(self)->function);
    visitor.visit(static_cast<BoundMethod*>(self)->self);
}

Value method_get(const Value& descr, const Value&, Type*) { return descr; }

// property.

void property_init(const Value& self, CallArgs args) {
    static const NativeCode* const kCode =
        make_code({"property", nullptr, "fget=, fset=, fdel=, doc="});
    Value given[4];
    bind_arguments(*kCode, args, given);
    auto* property = self.as<Property>();
    auto unless_none = [](const Value& v) { return v && !is_none(v) ? v : Value(); };
    property->getter = unless_none(given[0]);
    property->setter = unless_none(given[1]);
    property->deleter = unless_none(given[2]);
    property->doc = given[3] ? given[3] : Value();
    if (!property->doc && property->getter) {
        if (Value doc = lookup_attr(property->getter, "__doc__"); doc && !is_none(doc)) {
            property->doc = doc;
            property->doc_from_getter = true;
        }
    }
}

Value property_construct(Type* cls, CallArgs) { return make_typed<Property>(cls); }

/// What a property without the needed function says.
// CPython: property_descr_get, property_descr_set
[[noreturn]] void raise_no_access(const Property& property, const Value& instance,
                                  const char* what) {
    const std::string& owner = instance.type()->qualname;
    if (property.name) {
        raise_format(attribute_error_type, "property {} of '{}' object has no {}",
                     repr_string(property.name), owner, what);
    }
    raise_format(attribute_error_type, "property of '{}' object has no {}", owner, what);
}

Value property_get(const Value& descr, const Value& instance, Type*) {
    if (!instance) return descr;
    const auto* property = descr.as<Property>();
    if (!property->getter) raise_no_access(*property, instance, "getter");
    return call(property->getter, {instance});
}

void property_set(const Value& descr, const Value& instance, const Value& value) {
    const auto* property = descr.as<Property>();
    const Value& function = value ? property->setter : property->deleter;
    if (!function) raise_no_access(*property, instance, value ? "setter" : "deleter");
    if (value) {
        call(function, {instance, value});
    } else {
        call(function, {instance});
    }
}

/// property.getter(), setter(), deleter(): a copy with one function replaced.
template <Value Property::*kMember>
Value property_with(const Value& self, CallArgs args) {
    const auto* old = self.as<Property>();
    Ref<Property> changed = make_typed<Property>(self.type());
    changed->getter = old->getter;
    changed->setter = old->setter;
    changed->deleter = old->deleter;
    changed->doc = old->doc;
    changed->name = old->name;
    changed->doc_from_getter = old->doc_from_getter;
    (*changed).*kMember = is_none(args.values[0]) ? Value() : args.values[0];
    return changed;
}

Value property_set_name(const Value& self, CallArgs args) {
    self.as<Property>()->name = args.values[1];
    return none();
}

Value property_is_abstract(const Value& self) {
    const auto* property = self.as<Property>();
    for (const Value* function : {&property->getter, &property->setter, &property->deleter}) {
        if (!*function) continue;
        Value abstract = lookup_attr(*function, "__isabstractmethod__");
        if (abstract && truth(abstract)) return true_value();
    }
    return false_value();
}

Value property_doc(const Value& self) { return or_none(self.as<Property>()->doc); }
void property_set_doc(const Value& self, const Value& value) { self.as<Property>()->doc = value; }

void property_traverse(Object* self, Visitor& visitor) {
    auto* property = static_cast<Property*>(self);
    for (const Value* v :
         {&property->getter, &property->setter, &property->deleter, &property->doc})
        visitor.visit(*v);
}

// staticmethod and classmethod.

Value wrapped_construct(Type* cls, CallArgs args) {
    if (args.keyword_count() != 0)
        raise_format(type_error_type, "{}() takes no keyword arguments", cls->name);
    if (args.positional_count != 1) {
        raise_format(type_error_type, "{} expected 1 argument, got {}", cls->name,
                     args.positional_count);
    }
    Ref<WrappedMethod> wrapped = make_typed<WrappedMethod>(cls);
    wrapped->callable = args.values[0];
    Value self = wrapped;
    // CPython: functools_wraps (funcobject.c)
    for (const char* name : {"__module__", "__name__", "__qualname__", "__doc__"})
        if (Value found = lookup_attr(args.values[0], name)) instance_dict(self)->set(name, found);
    return self;
}

void wrapped_init(const Value&, CallArgs) {}

Value static_get(const Value& descr, const Value&, Type*) {
    return descr.as<WrappedMethod>()->callable;
}
Value static_call(const Value& self, CallArgs args) {
    return call(self.as<WrappedMethod>()->callable, args);
}

// CPython: cm_descr_get. A callable that is itself a descriptor (a property) is bound to the class.
Value class_get(const Value& descr, const Value& instance, Type* owner) {
    const Value& callable = descr.as<WrappedMethod>()->callable;
    Type* cls = owner != nullptr ? owner : instance.type();
    if (callable.type()->descr_get != nullptr)
        return callable.type()->descr_get(callable, type_value(cls), type_value(cls).type());
    return make<BoundMethod>(callable, type_value(cls));
}

Value wrapped_repr(const Value& self) {
    return make_str("<" + self.type()->name + "(" +
                    repr_string(self.as<WrappedMethod>()->callable) + ")>");
}

Value wrapped_function(const Value& self) { return self.as<WrappedMethod>()->callable; }
Value wrapped_is_abstract(const Value& self) {
    Value abstract = lookup_attr(self.as<WrappedMethod>()->callable, "__isabstractmethod__");
    return make_bool(abstract && truth(abstract));
}

void wrapped_traverse(Object* self, Visitor& visitor) {
    auto* wrapped = static_cast<WrappedMethod*>(self);
    visitor.visit(wrapped->callable);
    if (wrapped->dict != nullptr) visitor.visit(static_cast<Object*>(wrapped->dict));
}

void define_wrapped(Type& type, const char* name) {
    type.construct = wrapped_construct;
    type.init = wrapped_init;
    type.repr = wrapped_repr;
    type.traverse = wrapped_traverse;
    define_type<WrappedMethod>(
        type, {.name = name,
               .flags = Type::kBaseType,
               .dict_offset = static_cast<std::int32_t>(offset_of(&WrappedMethod::dict)),
               .getsets = {{"__func__", wrapped_function},
                           {"__wrapped__", wrapped_function},
                           {"__isabstractmethod__", wrapped_is_abstract},
                           {"__dict__", get_instance_dict, set_instance_dict}}});
}

}  // namespace

void define_methods() {
    Type& m = method_type;
    m.construct = method_construct;
    m.call = method_call;
    m.repr = method_repr;
    m.getattr = method_getattr;
    m.compare = method_compare;
    m.hash = method_hash;
    m.descr_get = method_get;
    m.traverse = method_traverse;
    define_type<BoundMethod>(m, {.name = "method",
                                 .getsets = {{"__doc__", method_doc}},
                                 .members = {{"__func__", offset_of(&BoundMethod::function)},
                                             {"__self__", offset_of(&BoundMethod::self)}}});
    staticmethod_type.descr_get = static_get;
    staticmethod_type.call = static_call;
    define_wrapped(staticmethod_type, "staticmethod");
    classmethod_type.descr_get = class_get;
    define_wrapped(classmethod_type, "classmethod");
}

void define_property() {
    Type& t = property_type;
    t.construct = property_construct;
    t.init = property_init;
    t.descr_get = property_get;
    t.descr_set = property_set;
    t.traverse = property_traverse;
    define_type<Property>(t, {.name = "property",
                              .flags = Type::kBaseType,
                              .methods = {{"getter", property_with<&Property::getter>, "fget, /"},
                                          {"setter", property_with<&Property::setter>, "fset, /"},
                                          {"deleter", property_with<&Property::deleter>, "fdel, /"},
                                          {"__set_name__", property_set_name, "owner, name, /"}},
                              .getsets = {{"__doc__", property_doc, property_set_doc},
                                          {"__isabstractmethod__", property_is_abstract}},
                              .members = {{"fget", offset_of(&Property::getter)},
                                          {"fset", offset_of(&Property::setter)},
                                          {"fdel", offset_of(&Property::deleter)}}});
}

}  // namespace loopscope::object
