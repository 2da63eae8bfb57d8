// super: look-up that begins behind a class in the mro.
#include "sim/object/attribute.h"
#include "sim/object/class.h"
#include "sim/object/exception.h"
#include "sim/object/method.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/setup.h"
#include "sim/object/singletons.h"

namespace loopscope::object {

Type super_type;

Super::~Super() {
    if (start != nullptr) release(start);
    if (self_type != nullptr) release(self_type);
}

namespace {

void assign(Type*& place, Type* type) {
    if (type != nullptr) retain(type);
    if (Type* old = std::exchange(place, type)) release(old);
}

// CPython: supercheck
Type* check(Type* cls, const Value& self) {
    Type* as_class = as_type(self);
    if (as_class != nullptr && as_class->is_subtype_of(cls)) return as_class;
    if (self.type()->is_subtype_of(cls)) return self.type();
    Value claimed = lookup_attr(self, "__class__");
    if (Type* other = claimed ? as_type(claimed) : nullptr;
        other != nullptr && other->is_subtype_of(cls))
        return other;
    raise_type_error("super(type, obj): obj must be an instance or subtype of type");
}

Value super_construct(Type* cls, CallArgs) { return make_typed<Super>(cls); }

void super_init(const Value& self, CallArgs args) {
    if (args.positional_count == 0) raise(runtime_error_type, "super(): no arguments");
    if (args.positional_count > 2)
        raise_format(type_error_type, "super expected at most 2 arguments, got {}",
                     args.positional_count);
    Type* start = as_type(args.values[0]);
    if (start == nullptr) {
        raise_format(type_error_type, "super() argument 1 must be a type, not {}",
                     args.values[0].type()->name);
    }
    auto* super = self.as<Super>();
    assign(super->start, start);
    if (args.positional_count == 2 && !is_none(args.values[1])) {
        super->self = args.values[1];
        assign(super->self_type, check(start, super->self));
    }
}

// CPython: super_getattro
Value super_getattr(const Value& self, Str* name) {
    const auto* super = self.as<Super>();
    if (super->self_type == nullptr || name->equals("__class__"))
        return generic_getattr(self, name);
    const Tuple& mro = *super->self_type->mro;
    std::size_t i = 0;
    while (i < mro.size && mro[i].as<Type>() != super->start) ++i;
    for (++i; i < mro.size; ++i) {
        Value* found = mro[i].as<Type>()->dict->find(name);
        if (found == nullptr) continue;
        Value attribute = *found;
        if (attribute.type()->descr_get == nullptr) return attribute;
        const bool is_class = is_same(super->self, type_value(super->self_type));
        return attribute.type()->descr_get(attribute, is_class ? Value() : super->self,
                                           super->self_type);
    }
    if (Value own = generic_getattr(self, name)) return own;
    raise_format(attribute_error_type, "'super' object has no attribute '{}'", name->view());
}

Value super_repr(const Value& self) {
    const auto* super = self.as<Super>();
    const std::string start = super->start != nullptr ? super->start->name : "NULL";
    if (super->self_type == nullptr) return make_str("<super: <class '" + start + "'>, NULL>");
    return make_str("<super: <class '" + start + "'>, <" + super->self_type->name + " object>>");
}

Value super_get(const Value& descr, const Value& instance, Type*) {
    const auto* super = descr.as<Super>();
    if (!instance || is_none(instance) || super->self) return descr;
    return make_super(super->start, instance);
}

Value super_this(const Value& self) {
    Type* start = self.as<Super>()->start;
    return start != nullptr ? type_value(start) : none();
}
Value super_self_class(const Value& self) {
    Type* cls = self.as<Super>()->self_type;
    return cls != nullptr ? type_value(cls) : none();
}

void super_traverse(Object* self, Visitor& visitor) {
    auto* super = static_cast<Super*>(self);
    visitor.visit(super->self);
    for (Type* type : {super->start, super->self_type})
        if (type != nullptr && type->has(Type::kHeapType))
            visitor.visit(static_cast<Object*>(type));
}

}  // namespace

Value make_super(Type* cls, const Value& self) {
    Type* self_type = check(cls, self);
    Ref<Super> super = make<Super>();
    assign(super->start, cls);
    super->self = self;
    assign(super->self_type, self_type);
    return super;
}

void define_super() {
    Type& t = super_type;
    t.construct = super_construct;
    t.init = super_init;
    t.getattr = super_getattr;
    t.repr = super_repr;
    t.descr_get = super_get;
    t.traverse = super_traverse;
    define_type<Super>(
        t, {.name = "super",
            .flags = Type::kBaseType,
            .getsets = {{"__thisclass__", super_this}, {"__self_class__", super_self_class}},
            .members = {{"__self__", offset_of(&Super::self)}}});
}

}  // namespace loopscope::object
