// The table of slots, and how a class gets its slots from its methods.
//
// A class that a program makes has, for each slot, either the function of the builtin type whose
// wrapper its mro finds under the dunder name, or a dispatcher that calls the Python method
// (dispatch.cpp). CPython: update_one_slot.
#include "sim/object/slots.h"

#include <unordered_map>
#include <vector>

#include "sim/object/dispatch.h"
#include "sim/object/exception.h"
#include "sim/object/protocol.h"
#include "sim/object/singletons.h"

namespace loopscope::object {

struct SlotGroup {
    void (*dispatch)(Type&);              ///< Installs the dispatcher.
    void (*copy)(Type&, const Type*);     ///< Takes the slot of another type; null: empties it.
    void (*inherit)(Type&, const Type&);  ///< Takes it over when there is none.
    bool (*present)(const Type&);
    bool (*same)(const Type&, const Type&);
    bool dispatchable;  ///< False: never set by a dunder method itself.
    std::vector<SlotDef> defs;
};

namespace {

template <auto Member>
struct Slot {
    static auto& of(Type& t) { return t.*Member; }
    static auto& of(const Type& t) { return t.*Member; }
};
template <BinaryOp op>
struct BinarySlot {
    static auto& of(Type& t) { return t.binary[static_cast<std::size_t>(op)]; }
    static auto& of(const Type& t) { return t.binary[static_cast<std::size_t>(op)]; }
};
template <BinaryOp op>
struct InplaceSlot {
    static auto& of(Type& t) { return t.inplace[static_cast<std::size_t>(op)]; }
    static auto& of(const Type& t) { return t.inplace[static_cast<std::size_t>(op)]; }
};

template <typename S, auto Dispatcher>
SlotGroup make_group(std::vector<SlotDef> defs) {
    SlotGroup group;
    group.dispatchable = true;
    group.dispatch = [](Type& t) { S::of(t) = Dispatcher; };
    group.copy = [](Type& t, const Type* from) { S::of(t) = from ? S::of(*from) : nullptr; };
    group.inherit = [](Type& t, const Type& base) {
        if (S::of(t) == nullptr) S::of(t) = S::of(base);
    };
    group.present = [](const Type& t) { return S::of(t) != nullptr; };
    group.same = [](const Type& a, const Type& b) { return S::of(a) == S::of(b); };
    group.defs = std::move(defs);
    return group;
}

template <typename S>
SlotGroup make_builtin_group(std::vector<SlotDef> defs) {
    SlotGroup group = make_group<S, nullptr>(std::move(defs));
    group.dispatchable = false;
    return group;
}

// What the wrappers do, by the slot's shape.
template <typename S>
Value wrap_unary(const Type& owner, const Value& self, CallArgs) {
    return S::of(owner)(self);
}
template <typename S>
Value wrap_finalize(const Type& owner, const Value& self, CallArgs) {
    S::of(owner)(self.object());
    return none();
}
template <typename S>
Value wrap_binary(const Type& owner, const Value& self, CallArgs args) {
    return S::of(owner)(self, args.values[0]);
}
template <typename S>
Value wrap_reflected(const Type& owner, const Value& self, CallArgs args) {
    return S::of(owner)(args.values[0], self);
}
template <typename S>
Value wrap_repeat(const Type& owner, const Value& self, CallArgs args) {
    return S::of(owner)(self, to_index(args.values[0]));
}
template <CompareOp op>
Value wrap_compare(const Type& owner, const Value& self, CallArgs args) {
    return owner.compare(self, args.values[0], op);
}
Value wrap_hash(const Type& owner, const Value& self, CallArgs) {
    return Int::from(owner.hash(self));
}
Value wrap_truth(const Type& owner, const Value& self, CallArgs) {
    return make_bool(owner.truth(self));
}
Value wrap_length(const Type& owner, const Value& self, CallArgs) {
    return Int::from(owner.length(self));
}
Value wrap_contains(const Type& owner, const Value& self, CallArgs args) {
    return make_bool(owner.contains(self, args.values[0]));
}
Value wrap_setitem(const Type& owner, const Value& self, CallArgs args) {
    owner.setitem(self, args.values[0], args.values[1]);
    return none();
}
Value wrap_delitem(const Type& owner, const Value& self, CallArgs args) {
    owner.setitem(self, args.values[0], Value());
    return none();
}
Value wrap_call(const Type& owner, const Value& self, CallArgs args) {
    return owner.call(self, args);
}
Value wrap_init(const Type& owner, const Value& self, CallArgs args) {
    owner.init(self, args);
    return none();
}
Value wrap_next(const Type& owner, const Value& self, CallArgs) {
    if (owner.send != nullptr) {
        Value out;
        SendStatus status = owner.send(self, none(), out);
        if (status == SendStatus::Yielded) return out;
        if (status == SendStatus::Returned) throw Raised{make_stop_iteration(out)};
        throw Raised{Ref<ExceptionObject>(out.as<ExceptionObject>())};
    }
    Value item = owner.next(self);
    if (!item) raise(stop_iteration_type);
    return item;
}
Str* attribute_name(const Value& v) {
    if (!is_str(v)) {
        raise_format(type_error_type, "attribute name must be string, not '{}'", v.type()->name);
    }
    return v.as<Str>();
}
Value wrap_getattribute(const Type& owner, const Value& self, CallArgs args) {
    Value found = owner.getattr(self, attribute_name(args.values[0]));
    if (!found) raise_no_attribute(self, args.values[0].as<Str>());
    return found;
}
Value wrap_setattr(const Type& owner, const Value& self, CallArgs args) {
    owner.setattr(self, attribute_name(args.values[0]), args.values[1]);
    return none();
}
Value wrap_delattr(const Type& owner, const Value& self, CallArgs args) {
    owner.setattr(self, attribute_name(args.values[0]), Value());
    return none();
}
Value wrap_get(const Type& owner, const Value& self, CallArgs args) {
    if (args.positional_count < 1 || args.positional_count > 2) {
        raise_format(type_error_type, "expected at least 1 argument, got {}",
                     args.positional_count);
    }
    Value instance = is_none(args.values[0]) ? Value() : args.values[0];
    Type* cls = nullptr;
    if (args.positional_count == 2 && args.values[1].is_object() && !is_none(args.values[1])) {
        cls = args.values[1].as<Type>();
    }
    if (!instance && cls == nullptr) raise_type_error("__get__(None, None) is invalid");
    if (cls == nullptr) cls = instance.type();
    return owner.descr_get(self, instance, cls);
}
Value wrap_set(const Type& owner, const Value& self, CallArgs args) {
    owner.descr_set(self, args.values[0], args.values[1]);
    return none();
}
Value wrap_delete(const Type& owner, const Value& self, CallArgs args) {
    owner.descr_set(self, args.values[0], Value());
    return none();
}

template <BinaryOp op>
void add_binary(std::vector<SlotGroup>& table, const char* name, const char* reflected,
                const char* in_place) {
    using S = BinarySlot<op>;
    using I = InplaceSlot<op>;
    table.push_back(make_group<S, dispatch_binary<op>>(
        {{name, wrap_binary<S>, 1}, {reflected, wrap_reflected<S>, 1}}));
    table.push_back(make_group<I, dispatch_inplace<op>>({{in_place, wrap_binary<I>, 1}}));
}

void add_numbers(std::vector<SlotGroup>& table) {
    add_binary<BinaryOp::Add>(table, "__add__", "__radd__", "__iadd__");
    add_binary<BinaryOp::Sub>(table, "__sub__", "__rsub__", "__isub__");
    add_binary<BinaryOp::Mul>(table, "__mul__", "__rmul__", "__imul__");
    add_binary<BinaryOp::MatMul>(table, "__matmul__", "__rmatmul__", "__imatmul__");
    add_binary<BinaryOp::TrueDiv>(table, "__truediv__", "__rtruediv__", "__itruediv__");
    add_binary<BinaryOp::FloorDiv>(table, "__floordiv__", "__rfloordiv__", "__ifloordiv__");
    add_binary<BinaryOp::Mod>(table, "__mod__", "__rmod__", "__imod__");
    add_binary<BinaryOp::Pow>(table, "__pow__", "__rpow__", "__ipow__");
    add_binary<BinaryOp::LShift>(table, "__lshift__", "__rlshift__", "__ilshift__");
    add_binary<BinaryOp::RShift>(table, "__rshift__", "__rrshift__", "__irshift__");
    add_binary<BinaryOp::And>(table, "__and__", "__rand__", "__iand__");
    add_binary<BinaryOp::Or>(table, "__or__", "__ror__", "__ior__");
    add_binary<BinaryOp::Xor>(table, "__xor__", "__rxor__", "__ixor__");
    using Negative = Slot<&Type::negative>;
    using Positive = Slot<&Type::positive>;
    using Invert = Slot<&Type::invert>;
    using Absolute = Slot<&Type::absolute>;
    using ToInt = Slot<&Type::to_int>;
    using ToFloat = Slot<&Type::to_float>;
    using Index = Slot<&Type::index>;
    table.push_back(
        make_group<Negative, dispatch_negative>({{"__neg__", wrap_unary<Negative>, 0}}));
    table.push_back(
        make_group<Positive, dispatch_positive>({{"__pos__", wrap_unary<Positive>, 0}}));
    table.push_back(make_group<Invert, dispatch_invert>({{"__invert__", wrap_unary<Invert>, 0}}));
    table.push_back(
        make_group<Absolute, dispatch_absolute>({{"__abs__", wrap_unary<Absolute>, 0}}));
    table.push_back(make_group<ToInt, dispatch_int>({{"__int__", wrap_unary<ToInt>, 0}}));
    table.push_back(make_group<ToFloat, dispatch_float>({{"__float__", wrap_unary<ToFloat>, 0}}));
    table.push_back(make_group<Index, dispatch_index>({{"__index__", wrap_unary<Index>, 0}}));
}

void add_containers(std::vector<SlotGroup>& table) {
    using Getitem = Slot<&Type::getitem>;
    using Concat = Slot<&Type::concat>;
    using Repeat = Slot<&Type::repeat>;
    using InplaceConcat = Slot<&Type::inplace_concat>;
    using InplaceRepeat = Slot<&Type::inplace_repeat>;
    table.push_back(
        make_group<Slot<&Type::length>, dispatch_length>({{"__len__", wrap_length, 0}}));
    table.push_back(
        make_group<Getitem, dispatch_getitem>({{"__getitem__", wrap_binary<Getitem>, 1}}));
    table.push_back(make_group<Slot<&Type::setitem>, dispatch_setitem>(
        {{"__setitem__", wrap_setitem, 2}, {"__delitem__", wrap_delitem, 1}}));
    table.push_back(
        make_group<Slot<&Type::contains>, dispatch_contains>({{"__contains__", wrap_contains, 1}}));
    table.push_back(make_builtin_group<Concat>({{"__add__", wrap_binary<Concat>, 1}}));
    table.push_back(make_builtin_group<Repeat>(
        {{"__mul__", wrap_repeat<Repeat>, 1}, {"__rmul__", wrap_repeat<Repeat>, 1}}));
    table.push_back(
        make_builtin_group<InplaceConcat>({{"__iadd__", wrap_binary<InplaceConcat>, 1}}));
    table.push_back(
        make_builtin_group<InplaceRepeat>({{"__imul__", wrap_repeat<InplaceRepeat>, 1}}));
}

void add_objects(std::vector<SlotGroup>& table) {
    using Repr = Slot<&Type::repr>;
    using Text = Slot<&Type::str>;
    using Iter = Slot<&Type::iter>;
    using Await = Slot<&Type::await>;
    using Aiter = Slot<&Type::aiter>;
    using Anext = Slot<&Type::anext>;
    table.push_back(make_group<Slot<&Type::getattr>, dispatch_getattr>(
        {{"__getattribute__", wrap_getattribute, 1}, {"__getattr__", nullptr, 1}}));
    table.push_back(make_group<Slot<&Type::setattr>, dispatch_setattr>(
        {{"__setattr__", wrap_setattr, 2}, {"__delattr__", wrap_delattr, 1}}));
    table.push_back(make_group<Repr, dispatch_repr>({{"__repr__", wrap_unary<Repr>, 0}}));
    table.push_back(make_group<Slot<&Type::hash>, dispatch_hash>({{"__hash__", wrap_hash, 0}}));
    table.push_back(make_group<Slot<&Type::call>, dispatch_call>({{"__call__", wrap_call, -1}}));
    table.push_back(make_group<Text, dispatch_str>({{"__str__", wrap_unary<Text>, 0}}));
    table.push_back(make_group<Slot<&Type::compare>, dispatch_compare>(
        {{"__lt__", wrap_compare<CompareOp::Lt>, 1},
         {"__le__", wrap_compare<CompareOp::Le>, 1},
         {"__eq__", wrap_compare<CompareOp::Eq>, 1},
         {"__ne__", wrap_compare<CompareOp::Ne>, 1},
         {"__gt__", wrap_compare<CompareOp::Gt>, 1},
         {"__ge__", wrap_compare<CompareOp::Ge>, 1}}));
    table.push_back(make_group<Slot<&Type::truth>, dispatch_truth>({{"__bool__", wrap_truth, 0}}));
    table.push_back(make_group<Iter, dispatch_iter>({{"__iter__", wrap_unary<Iter>, 0}}));
    table.push_back(make_group<Slot<&Type::next>, slot_next>({{"__next__", wrap_next, 0}}));
    table.push_back(make_group<Slot<&Type::descr_get>, dispatch_get>({{"__get__", wrap_get, -1}}));
    table.push_back(make_group<Slot<&Type::descr_set>, dispatch_set>(
        {{"__set__", wrap_set, 2}, {"__delete__", wrap_delete, 1}}));
    table.push_back(make_group<Slot<&Type::init>, slot_init>({{"__init__", wrap_init, -1}}));
    table.push_back(make_group<Await, dispatch_await>({{"__await__", wrap_unary<Await>, 0}}));
    table.push_back(make_group<Aiter, dispatch_aiter>({{"__aiter__", wrap_unary<Aiter>, 0}}));
    table.push_back(make_group<Anext, dispatch_anext>({{"__anext__", wrap_unary<Anext>, 0}}));
    using Finalize = Slot<&Type::finalize>;
    table.push_back(
        make_group<Finalize, dispatch_finalize>({{"__del__", wrap_finalize<Finalize>, 0}}));
}

std::vector<SlotGroup> build_table() {
    std::vector<SlotGroup> table;
    add_objects(table);
    add_numbers(table);
    add_containers(table);
    return table;
}

const std::vector<SlotGroup>& slot_table() {
    static const std::vector<SlotGroup>* const table = [] {
        auto* made = new std::vector<SlotGroup>(build_table());
        for (SlotGroup& group : *made) {
            for (SlotDef& def : group.defs) {
                def.interned = intern_static(def.name);
                def.group = &group;
            }
        }
        return made;
    }();
    return *table;
}

/// The groups in which a name plays a part.
const std::unordered_map<std::string_view, bool>& slot_names() {
    static const auto* const names = [] {
        auto* made = new std::unordered_map<std::string_view, bool>;
        for (const SlotGroup& group : slot_table()) {
            for (const SlotDef& def : group.defs) (*made)[def.name] = true;
        }
        (*made)["__new__"] = true;
        return made;
    }();
    return *names;
}

/// Decides one slot of a class: a builtin's own function if all its names lead to wrappers of one
/// builtin function, the dispatcher if a Python method is among them, else nothing.
void update_group(Type& type, const SlotGroup& group) {
    const Type* specific = nullptr;
    bool dispatch = false;
    bool found_any = false;
    for (const SlotDef& def : group.defs) {
        Value found = type_lookup_value(&type, def.interned);
        if (!found) continue;
        if (found.type() == &wrapper_descriptor_type) {
            auto* wrapper = found.as<WrapperDescriptor>();
            // The other group of this name (`__add__` adds and concatenates) decides for itself.
            bool same_name = wrapper->def->interned == def.interned;
            if (same_name && wrapper->def->group != &group) continue;
            found_any = true;
            bool usable = same_name && type.is_subtype_of(wrapper->owner);
            if (!usable || (specific != nullptr && !group.same(*specific, *wrapper->owner))) {
                dispatch = true;
            } else {
                specific = wrapper->owner;
            }
        } else {
            found_any = true;
            dispatch = true;
        }
    }
    if (!found_any) {
        group.copy(type, nullptr);
    } else if (dispatch) {
        group.dispatch(type);
    } else {
        group.copy(type, specific);
    }
}

void update_construct(Type& type) {
    static Str* const kNew = intern_static("__new__");
    Object* found = type_lookup(&type, kNew);
    if (found != nullptr && found->type == &native_function_type) {
        auto* function = static_cast<NativeFunction*>(found);
        if (function->code->name == "__new__" && function->self.is_object() &&
            function->self.type()->has(Type::kTypeSubclass)) {
            type.construct = function->self.as<Type>()->construct;
            return;
        }
    }
    type.construct = slot_construct;
}

}  // namespace

namespace {

/// The class that `type` differs from by its own dict alone: its only base, made by a program too,
/// whose order of look-up is the tail of its own. Null: there is none.
const Type* single_parent(const Type& type) {
    if (type.bases->size != 1) return nullptr;
    const Type* parent = (*type.bases)[0].as<Type>();
    if (!parent->has(Type::kHeapType) || type.base != parent || !parent->mro) return nullptr;
    auto own = type.mro->items();
    auto inherited = parent->mro->items();
    if (own.size() != inherited.size() + 1) return nullptr;
    for (std::size_t i = 0; i < inherited.size(); ++i)
        if (!is_same(own[i + 1], inherited[i])) return nullptr;
    return parent;
}

bool defines_any(const Type& type, const SlotGroup& group) {
    for (const SlotDef& def : group.defs)
        if (type.dict->find(def.interned) != nullptr) return true;
    return false;
}

}  // namespace

void update_class_slots(Type& type) {
    static Str* const kHash = intern_static("__hash__");
    static Str* const kNew = intern_static("__new__");
    // A long line of classes would look for each name in each of them.
    const Type* parent = single_parent(type);
    for (const SlotGroup& group : slot_table()) {
        if (!group.dispatchable) continue;
        if (parent != nullptr && !defines_any(type, group)) {
            group.copy(type, parent);
        } else {
            update_group(type, group);
        }
    }
    bool same_hash = parent != nullptr && type.dict->find(kHash) == nullptr;
    Object* hash = same_hash ? nullptr : type_lookup(&type, kHash);
    if (hash == &none_object) type.hash = nullptr;
    if (parent != nullptr && type.dict->find(kNew) == nullptr) {
        type.construct = parent->construct;
    } else {
        update_construct(type);
    }
    const Type& base = *type.base;
    for (const SlotGroup& group : slot_table()) {
        if (!group.dispatchable) group.inherit(type, base);
    }
    if (type.ternary_power == nullptr) type.ternary_power = base.ternary_power;
    bool own_next = type.next == slot_next;
    type.send = own_next ? nullptr : base.send;
    type.raise_into = own_next ? nullptr : base.raise_into;
}

void inherit_slots(Type& type, const Type& base) {
    bool own_compare = type.compare != nullptr;
    bool own_hash = type.hash != nullptr;
    for (const SlotGroup& group : slot_table()) group.inherit(type, base);
    if (own_compare && !own_hash) type.hash = nullptr;
    auto take = [](auto& slot, auto from) {
        if (slot == nullptr) slot = from;
    };
    // As in CPython, a builtin type does not get object's __new__: it would make a bare object.
    if (&base != &object_type) take(type.construct, base.construct);
    take(type.ternary_power, base.ternary_power);
    take(type.traverse, base.traverse);
    take(type.clear, base.clear);
    take(type.send, base.send);
    take(type.raise_into, base.raise_into);
}

void add_slot_wrappers(Type& type) {
    static Str* const kHash = intern_static("__hash__");
    for (const SlotGroup& group : slot_table()) {
        if (!group.present(type)) continue;
        for (const SlotDef& def : group.defs) {
            if (def.wrapped == nullptr || type.dict->find(def.interned) != nullptr) continue;
            auto wrapper = make<WrapperDescriptor>(&def, &type);
            wrapper->flags |= kImmortal;
            type.dict->set(def.interned, Value(wrapper));
        }
    }
    if (type.compare != nullptr && type.hash == nullptr) type.dict->set(kHash, none());
}

bool is_slot_name(const Str& name) {
    std::string_view text = name.view();
    return text.size() > 4 && text.starts_with("__") && slot_names().contains(text);
}

Value call_wrapper(const WrapperDescriptor& descriptor, const Value& self, CallArgs args) {
    const SlotDef& def = *descriptor.def;
    if (def.argument_count >= 0) {
        if (args.keyword_count() != 0) {
            raise_format(type_error_type, "wrapper {}() takes no keyword arguments", def.name);
        }
        if (args.positional_count != static_cast<std::size_t>(def.argument_count)) {
            raise_format(type_error_type, "expected {} argument{}, got {}", def.argument_count,
                         def.argument_count == 1 ? "" : "s", args.positional_count);
        }
    }
    return def.wrapped(*descriptor.owner, self, args);
}

}  // namespace loopscope::object
