// The types of builtin functions and descriptors, and how a builtin type becomes ready.
#include "sim/object/attribute.h"
#include "sim/object/class.h"
#include "sim/object/exception.h"
#include "sim/object/failure.h"
#include "sim/object/module.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/setup.h"
#include "sim/object/singletons.h"
#include "sim/object/slots.h"
#include "sim/object/state.h"

namespace loopscope::object {

Type native_function_type;
Type method_descriptor_type;
Type classmethod_descriptor_type;
Type wrapper_descriptor_type;
Type method_wrapper_type;
Type getset_descriptor_type;
Type member_descriptor_type;

namespace {

/// A MethodDescriptor that binds the class: dict.fromkeys.
struct ClassMethodDescriptor : Object {
    const NativeCode* code;
    Type* owner;
    ClassMethodDescriptor(const NativeCode* c, Type* o) : code(c), owner(o) {}
    static Type* class_type() { return &classmethod_descriptor_type; }
};

// NativeFunction.

Value native_repr(const Value& self) {
    auto* function = self.as<NativeFunction>();
    if (!function->self || is_instance(function->self, &module_type)) {
        return make_str("<built-in function " + function->code->name + ">");
    }
    return make_str(fmt::format("<built-in method {} of {} object at 0x{:x}>", function->code->name,
                                function->self.type()->name, identity_of(function->self)));
}

Value native_call(const Value& self, CallArgs args) {
    auto* function = self.as<NativeFunction>();
    return invoke(*function->code, function->self, args);
}

void native_traverse(Object* self, Visitor& visitor) {
    visitor.visit(static_cast<NativeFunction*>(self)->self);
    visitor.visit(static_cast<NativeFunction*>(self)->module);
}

void native_clear(Object* self) {
    static_cast<NativeFunction*>(self)->self = Value();
    static_cast<NativeFunction*>(self)->module = Value();
}

Value native_compare(const Value& a, const Value& b, CompareOp op) {
    auto* x = try_cast<NativeFunction>(a);
    auto* y = try_cast<NativeFunction>(b);
    if (x == nullptr || y == nullptr) return not_implemented();
    if (op != CompareOp::Eq && op != CompareOp::Ne) return not_implemented();
    bool same = x->code == y->code && is_same(x->self, y->self);
    return make_bool(same == (op == CompareOp::Eq));
}

std::int64_t native_hash(const Value& self) {
    auto* function = self.as<NativeFunction>();
    std::uint64_t h = static_cast<std::uint64_t>(
        hash_of_bytes(function->code->name.data(), function->code->name.size()));
    if (function->self.is_object()) h ^= identity_of(function->self);
    std::int64_t result = static_cast<std::int64_t>(h);
    return result == -1 ? -2 : result;
}

Value native_name(const Value& self) { return make_str(self.as<NativeFunction>()->code->name); }
Value native_qualname(const Value& self) {
    auto* function = self.as<NativeFunction>();
    if (!function->self) return make_str(function->code->name);
    // What CPython writes in Python says where it was defined, whatever the instance is of.
    if (function->code->style == CallStyle::Function &&
        !is_instance(function->self, &module_type) &&
        function->code->qualname.find('.') != std::string::npos)
        return make_str(function->code->qualname);
    if (Type* cls = as_type(function->self)) {
        return make_str(cls->qualname + "." + function->code->name);
    }
    if (is_instance(function->self, &module_type)) {
        return make_str(function->code->name);
    }
    return make_str(function->self.type()->qualname + "." + function->code->name);
}
Value native_module(const Value& self) {
    const Value& module = self.as<NativeFunction>()->module;
    return module ? module : none();
}
Value native_self(const Value& self) {
    const Value& bound = self.as<NativeFunction>()->self;
    return bound ? bound : none();
}
Value text_or_none(const char* doc) { return doc == nullptr ? none() : make_str(doc); }
Value native_doc(const Value& self) { return text_or_none(self.as<NativeFunction>()->code->doc); }
Value native_signature(const Value&) { return none(); }

// MethodDescriptor.

[[noreturn]] void raise_wrong_self(const char* kind, std::string_view name, const Type& owner,
                                   const Value& given) {
    raise_format(type_error_type, "descriptor '{}' {} '{}' {} a '{}'{}", name,
                 *kind == 'm' ? "for" : "requires a", owner.name,
                 *kind == 'm' ? "objects doesn't apply to" : "object but received",
                 given.type()->name, *kind == 'm' ? " object" : "");
}

Value method_call(const Value& self, CallArgs args) {
    auto* descriptor = self.as<MethodDescriptor>();
    if (args.positional_count == 0) {
        raise_format(type_error_type, "unbound method {}.{}() needs an argument",
                     descriptor->owner->name, descriptor->code->name);
    }
    if (!is_instance(args.values[0], descriptor->owner)) {
        raise_wrong_self("m", descriptor->code->name, *descriptor->owner, args.values[0]);
    }
    return invoke(*descriptor->code, args.values[0],
                  CallArgs{args.values + 1, args.positional_count - 1, args.names});
}

Value method_get(const Value& descr, const Value& instance, Type*) {
    if (!instance) return descr;
    auto* descriptor = descr.as<MethodDescriptor>();
    if (!is_instance(instance, descriptor->owner)) {
        raise_wrong_self("m", descriptor->code->name, *descriptor->owner, instance);
    }
    return make<NativeFunction>(descriptor->code, instance);
}

template <typename T>
Value descriptor_name(const Value& self) {
    return make_str(self.as<T>()->code->name);
}
template <typename T>
Value descriptor_qualname(const Value& self) {
    return make_str(self.as<T>()->owner->qualname + "." + self.as<T>()->code->name);
}
template <typename T>
Value descriptor_owner(const Value& self) {
    return Value::borrow(self.as<T>()->owner);
}
template <typename T>
Value descriptor_doc(const Value& self) {
    return text_or_none(self.as<T>()->code->doc);
}
template <typename T>
Value method_repr(const Value& self) {
    return make_str(fmt::format("<method '{}' of '{}' objects>", self.as<T>()->code->name,
                                self.as<T>()->owner->name));
}

Value class_method_get(const Value& descr, const Value& instance, Type* owner) {
    auto* descriptor = descr.as<ClassMethodDescriptor>();
    Type* cls = owner != nullptr ? owner : instance.type();
    return make<NativeFunction>(descriptor->code, Value::borrow(cls));
}

Value class_method_call(const Value& self, CallArgs args) {
    auto* descriptor = self.as<ClassMethodDescriptor>();
    if (args.positional_count == 0 || !is_type(args.values[0])) {
        raise_format(type_error_type, "descriptor '{}' of '{}' object needs an argument",
                     descriptor->code->name, descriptor->owner->name);
    }
    return invoke(*descriptor->code, args.values[0],
                  CallArgs{args.values + 1, args.positional_count - 1, args.names});
}

// Slot wrappers.

Value wrapper_repr(const Value& self) {
    auto* wrapper = self.as<WrapperDescriptor>();
    return make_str(fmt::format("<slot wrapper '{}' of '{}' objects>", wrapper->def->name,
                                wrapper->owner->name));
}

Value wrapper_call(const Value& self, CallArgs args) {
    auto* wrapper = self.as<WrapperDescriptor>();
    if (args.positional_count == 0) {
        raise_format(type_error_type, "descriptor '{}' of '{}' object needs an argument",
                     wrapper->def->name, wrapper->owner->name);
    }
    if (!is_instance(args.values[0], wrapper->owner)) {
        raise_wrong_self("w", wrapper->def->name, *wrapper->owner, args.values[0]);
    }
    return call_wrapper(*wrapper, args.values[0],
                        CallArgs{args.values + 1, args.positional_count - 1, args.names});
}

Value wrapper_get(const Value& descr, const Value& instance, Type*) {
    if (!instance) return descr;
    return make<MethodWrapper>(descr.as<WrapperDescriptor>(), instance);
}

Value wrapper_name(const Value& self) { return make_str(self.as<WrapperDescriptor>()->def->name); }
Value wrapper_qualname(const Value& self) {
    auto* wrapper = self.as<WrapperDescriptor>();
    return make_str(wrapper->owner->qualname + "." + wrapper->def->name);
}

Value method_wrapper_repr(const Value& self) {
    auto* wrapper = self.as<MethodWrapper>();
    return make_str(fmt::format("<method-wrapper '{}' of {} object at 0x{:x}>",
                                wrapper->descriptor->def->name, wrapper->self.type()->name,
                                identity_of(wrapper->self)));
}
Value method_wrapper_call(const Value& self, CallArgs args) {
    auto* wrapper = self.as<MethodWrapper>();
    return call_wrapper(*wrapper->descriptor, wrapper->self, args);
}
void method_wrapper_traverse(Object* self, Visitor& visitor) {
    visitor.visit(static_cast<MethodWrapper*>(self)->self);
}
Value method_wrapper_self(const Value& self) { return self.as<MethodWrapper>()->self; }
Value method_wrapper_name(const Value& self) {
    return make_str(self.as<MethodWrapper>()->descriptor->def->name);
}

// Attributes computed by C++ code.

Value getset_repr(const Value& self) {
    auto* descriptor = self.as<GetSetDescriptor>();
    return make_str(fmt::format("<attribute '{}' of '{}' objects>", descriptor->def->name,
                                descriptor->owner->name));
}
void check_getset(const GetSetDescriptor& descriptor, const Value& instance) {
    if (is_instance(instance, descriptor.owner)) return;
    raise_wrong_self("m", descriptor.def->name, *descriptor.owner, instance);
}
Value getset_get(const Value& descr, const Value& instance, Type*) {
    check_stack();  // A getter may ask another object for the same attribute.
    if (!instance) return descr;
    auto* descriptor = descr.as<GetSetDescriptor>();
    check_getset(*descriptor, instance);
    return descriptor->def->get(instance);
}
void getset_set(const Value& descr, const Value& instance, const Value& value) {
    auto* descriptor = descr.as<GetSetDescriptor>();
    check_getset(*descriptor, instance);
    if (descriptor->def->set == nullptr) {
        raise_format(attribute_error_type, "attribute '{}' of '{}' objects is not writable",
                     descriptor->def->name, descriptor->owner->name);
    }
    descriptor->def->set(instance, value);
}
Value getset_name(const Value& self) { return make_str(self.as<GetSetDescriptor>()->def->name); }
Value getset_doc(const Value& self) { return text_or_none(self.as<GetSetDescriptor>()->def->doc); }

// Members.

Value& member_place(const MemberDescriptor& member, const Value& instance) {
    if (!is_instance(instance, member.owner)) {
        raise_wrong_self("m", member.name->view(), *member.owner, instance);
    }
    return *reinterpret_cast<Value*>(reinterpret_cast<char*>(instance.object()) + member.offset);
}

Value member_repr(const Value& self) {
    auto* member = self.as<MemberDescriptor>();
    return make_str(
        fmt::format("<member '{}' of '{}' objects>", member->name->view(), member->owner->name));
}
Value member_get(const Value& descr, const Value& instance, Type*) {
    if (!instance) return descr;
    auto* member = descr.as<MemberDescriptor>();
    const Value& place = member_place(*member, instance);
    if (!place && member->is_slot) raise_no_attribute(instance, member->name.get());
    return place ? place : none();
}
void member_set(const Value& descr, const Value& instance, const Value& value) {
    auto* member = descr.as<MemberDescriptor>();
    Value& place = member_place(*member, instance);
    if (member->readonly) raise(attribute_error_type, "readonly attribute");
    if (!value && !place && member->is_slot) raise(attribute_error_type, member->name->view());
    if (!value && !member->is_slot) raise_type_error("can't delete numeric/char attribute");
    Value old = std::exchange(place, value);
}
void member_traverse(Object* self, Visitor& visitor) {
    auto* member = static_cast<MemberDescriptor*>(self);
    if (member->owner->has(Type::kHeapType)) visitor.visit(static_cast<Object*>(member->owner));
}
Value member_name(const Value& self) { return Value(self.as<MemberDescriptor>()->name); }

// object.__new__ and the like: the construct slot as a function.

Value call_new(const Value& self, CallArgs args) {
    Type& owner = *self.as<Type>();
    if (args.positional_count == 0) {
        raise_format(type_error_type, "{}.__new__(): not enough arguments", owner.name);
    }
    Type* cls = as_type(args.values[0]);
    if (cls == nullptr) {
        raise_format(type_error_type, "{}.__new__(X): X is not a type object ({})", owner.name,
                     args.values[0].type()->name);
    }
    if (!cls->is_subtype_of(&owner)) {
        raise_format(type_error_type, "{}.__new__({}): {} is not a subtype of {}", owner.name,
                     cls->name, cls->name, owner.name);
    }
    Type* builtin = cls;
    while (builtin->has(Type::kHeapType)) builtin = builtin->base;
    if (builtin->construct != owner.construct) {
        raise_format(type_error_type, "{}.__new__({}) is not safe, use {}.__new__()", owner.name,
                     cls->name, builtin->name);
    }
    return settle(
        owner.construct(cls, CallArgs{args.values + 1, args.positional_count - 1, args.names}));
}

template <typename T>
Value put(Type& type, std::string_view name, Ref<T> object) {
    object->flags |= kImmortal;
    Value value(std::move(object));
    type.dict->set(intern_static(name), value);
    return value;
}

void add_method(Type& type, const MethodDef& def) {
    const NativeCode* code = make_code(def, type.qualname);
    switch (def.binding) {
        case Binding::Instance:
            put(type, def.name, make<MethodDescriptor>(code, &type));
            break;
        case Binding::Class:
            put(type, def.name, make<ClassMethodDescriptor>(code, &type));
            break;
        case Binding::Static:
            put(type, def.name, make<NativeFunction>(code, Value::borrow(&type)));
            break;
    }
}

void add_attributes(Type& type, const TypeSpec& spec) {
    for (const MethodDef& def : spec.methods) add_method(type, def);
    for (const GetSetDef& def : spec.getsets) {
        const auto* kept = new GetSetDef(def);  // Lives as long as the process.
        put(type, def.name, make<GetSetDescriptor>(kept, &type));
    }
    for (const MemberDef& def : spec.members) {
        auto member = make<MemberDescriptor>(Ref<Str>(intern_static(def.name)), &type,
                                             static_cast<std::int32_t>(def.offset));
        member->readonly = def.readonly;
        member->doc = def.doc;
        put(type, def.name, member);
    }
}

void set_bases(Type& type) {
    std::size_t above = type.base == nullptr ? 0 : type.base->mro->size;
    type.bases =
        type.base == nullptr ? Tuple::make_unfilled(0) : Tuple::make({Value::borrow(type.base)});
    type.mro = Tuple::make_unfilled(above + 1);
    (*type.mro)[0] = Value::borrow(&type);
    for (std::size_t i = 0; i < above; ++i) (*type.mro)[i + 1] = (*type.base->mro)[i];
    type.bases->flags |= kImmortal;
    type.mro->flags |= kImmortal;
}

constexpr std::uint32_t kInheritedFlags =
    Type::kIntSubclass | Type::kStrSubclass | Type::kTupleSubclass | Type::kListSubclass |
    Type::kDictSubclass | Type::kExceptionSubclass | Type::kTypeSubclass | Type::kBytesSubclass |
    Type::kContainer | Type::kFutureLike;

}  // namespace

MemberDescriptor::MemberDescriptor(Ref<Str> n, Type* o, std::int32_t at)
    : name(std::move(n)), owner(o), offset(at) {
    if (owner->has(Type::kHeapType)) retain(owner);
}

MemberDescriptor::~MemberDescriptor() {
    if (owner->has(Type::kHeapType)) release(owner);
}

namespace {

/// CPython's tp_name: with the module in front, but not for what CPython writes in Python
/// (asyncio's own classes) and for exceptions.
std::string name_in_messages(const TypeSpec& spec) {
    bool plain = spec.module == "builtins" || spec.module.substr(0, 7) == "asyncio" ||
                 (spec.base != nullptr && spec.base->has(Type::kExceptionSubclass));
    return plain ? std::string(spec.name) : fmt::format("{}.{}", spec.module, spec.name);
}

}  // namespace

void ready_type(Type& type, const TypeSpec& spec, std::size_t size) {
    ProcessScope scope;
    LOOPSCOPE_CHECK(!type.has(Type::kReady));
    type.flags |= kImmortal;
    type.type = &type_type;
    type.name = name_in_messages(spec);
    type.qualname = spec.name;
    type.module = spec.module;
    type.doc = spec.doc;
    type.base = spec.base;
    type.type_flags |= spec.flags;
    type.instance_size = size;
    type.layout = &type;
    type.dict_offset = spec.dict_offset;
    if (type.base != nullptr) {
        LOOPSCOPE_CHECK(type.base->has(Type::kReady));
        type.type_flags |= type.base->type_flags & kInheritedFlags;
        bool own_words = type.dict_offset != 0 && type.base->dict_offset == 0;
        if (type.dict_offset == 0) type.dict_offset = type.base->dict_offset;
        if (size == type.base->instance_size && !own_words) type.layout = type.base->layout;
    }
    set_bases(type);
    note_builtin_type(type);
    type.dict = Dict::make();
    type.dict->flags |= kImmortal;
    add_attributes(type, spec);
    add_slot_wrappers(type);
    if (type.construct != nullptr) {
        static const NativeCode* const kNew = make_code({"__new__", call_new, "..."});
        put(type, "__new__", make<NativeFunction>(kNew, Value::borrow(&type)));
    }
    if (type.base != nullptr) inherit_slots(type, *type.base);
    if (type.doc != nullptr) {
        put(type, "__doc__", Str::make(type.doc));
    } else if (type.dict->find(intern_static("__doc__")) == nullptr) {
        type.dict->set(intern_static("__doc__"), none());
    }
    type.type_flags |= Type::kReady;
    type.version = next_type_version();
}

void define_natives() {
    Type& f = native_function_type;
    f.repr = native_repr;
    f.call = native_call;
    f.traverse = native_traverse;
    f.clear = native_clear;
    f.compare = native_compare;
    f.hash = native_hash;
    define_type<NativeFunction>(f, {.name = "builtin_function_or_method",
                                    .getsets = {{"__name__", native_name},
                                                {"__qualname__", native_qualname},
                                                {"__module__", native_module},
                                                {"__self__", native_self},
                                                {"__doc__", native_doc},
                                                {"__text_signature__", native_signature}}});
    Type& m = method_descriptor_type;
    m.repr = method_repr<MethodDescriptor>;
    m.call = method_call;
    m.descr_get = method_get;
    define_type<MethodDescriptor>(
        m, {.name = "method_descriptor",
            .flags = Type::kMethodLike,
            .getsets = {{"__name__", descriptor_name<MethodDescriptor>},
                        {"__qualname__", descriptor_qualname<MethodDescriptor>},
                        {"__objclass__", descriptor_owner<MethodDescriptor>},
                        {"__doc__", descriptor_doc<MethodDescriptor>}}});
    Type& c = classmethod_descriptor_type;
    c.repr = method_repr<ClassMethodDescriptor>;
    c.call = class_method_call;
    c.descr_get = class_method_get;
    define_type<ClassMethodDescriptor>(
        c, {.name = "classmethod_descriptor",
            .getsets = {{"__name__", descriptor_name<ClassMethodDescriptor>},
                        {"__qualname__", descriptor_qualname<ClassMethodDescriptor>},
                        {"__objclass__", descriptor_owner<ClassMethodDescriptor>},
                        {"__doc__", descriptor_doc<ClassMethodDescriptor>}}});
    Type& w = wrapper_descriptor_type;
    w.repr = wrapper_repr;
    w.call = wrapper_call;
    w.descr_get = wrapper_get;
    define_type<WrapperDescriptor>(
        w, {.name = "wrapper_descriptor",
            .flags = Type::kMethodLike,
            .getsets = {{"__name__", wrapper_name}, {"__qualname__", wrapper_qualname}}});
    Type& b = method_wrapper_type;
    b.repr = method_wrapper_repr;
    b.call = method_wrapper_call;
    b.traverse = method_wrapper_traverse;
    define_type<MethodWrapper>(
        b, {.name = "method-wrapper",
            .getsets = {{"__self__", method_wrapper_self}, {"__name__", method_wrapper_name}}});
    Type& g = getset_descriptor_type;
    g.repr = getset_repr;
    g.descr_get = getset_get;
    g.descr_set = getset_set;
    define_type<GetSetDescriptor>(
        g, {.name = "getset_descriptor",
            .getsets = {{"__name__", getset_name}, {"__doc__", getset_doc}}});
    Type& e = member_descriptor_type;
    e.repr = member_repr;
    e.descr_get = member_get;
    e.descr_set = member_set;
    e.traverse = member_traverse;
    define_type<MemberDescriptor>(
        e, {.name = "member_descriptor", .getsets = {{"__name__", member_name}}});
}

}  // namespace loopscope::object
