// Slots and dunder names: which method stands for which slot, both ways.
#pragma once

#include <string_view>

#include "sim/object/native.h"

namespace loopscope::object {

struct SlotGroup;

/// One dunder name of one slot. `__add__` and `__radd__` are two definitions of one group.
struct SlotDef {
    const char* name;
    /// Calls the slot of `owner` as the method of this name.
    Value (*wrapped)(const Type& owner, const Value& self, CallArgs args);
    int argument_count;  ///< -1: any.
    Str* interned = nullptr;
    const SlotGroup* group = nullptr;
};

/// `int.__add__`: a builtin type's slot as a method.
struct WrapperDescriptor : Object {
    const SlotDef* def;
    Type* owner;
    WrapperDescriptor(const SlotDef* d, Type* o) : def(d), owner(o) {}
    static Type* class_type() { return &wrapper_descriptor_type; }
};

/// `(1).__add__`.
struct MethodWrapper : Container {
    WrapperDescriptor* descriptor;  ///< Immortal.
    Value self;
    MethodWrapper(WrapperDescriptor* d, Value s) : descriptor(d), self(std::move(s)) {}
    static Type* class_type() { return &method_wrapper_type; }
};

Value call_wrapper(const WrapperDescriptor& descriptor, const Value& self, CallArgs args);

/// Puts wrapper descriptors for a builtin type's own slots into its dict (where nothing stands
/// yet).
void add_slot_wrappers(Type& type);
/// Copies the slots that `type` lacks from its base. For builtin types.
void inherit_slots(Type& type, const Type& base);
/// Sets all slots of a class that a program made, from what its mro has under the dunder names.
void update_class_slots(Type& type);
/// Whether a change of this attribute of a class can change its slots.
bool is_slot_name(const Str& name);

// Look-ups of special methods: on the type only.
/// Calls the method if there is one; a null Value if not.
Value call_special(const Value& self, Str* name, std::initializer_list<Value> args = {});
/// The bound special method, or null.
Value lookup_special(const Value& self, Str* name);

Value slot_construct(Type* cls, CallArgs args);
void slot_init(const Value& self, CallArgs args);
Value slot_next(const Value& self);

}  // namespace loopscope::object
