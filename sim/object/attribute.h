// Attribute access as `object` does it, and what types share in doing it.
#pragma once

#include "sim/object/dict.h"
#include "sim/object/type.h"

namespace loopscope::object {

/// object.__getattribute__: data descriptors, the instance's dict, other class attributes. Null
/// when there is none.
Value generic_getattr(const Value& self, Str* name);
/// object.__setattr__ and __delattr__ (null value).
void generic_setattr(const Value& self, Str* name, const Value& value);
/// The instance's dict, made if there is none yet; null when its type has no `__dict__`.
Dict* instance_dict(const Value& self);
/// Get and set functions for a `__dict__` entry in a type's getsets.
Value get_instance_dict(const Value& self);
void set_instance_dict(const Value& self, const Value& value);

/// type.__getattribute__ and type.__setattr__.
Value type_getattr(const Value& self, Str* name);
void type_setattr(const Value& self, Str* name, const Value& value);

/// Invalidates cached look-ups on this type and those derived from it.
void type_modified(Type& type);
std::uint32_t next_type_version();
void add_subclass(Type& base, Type& derived);
void remove_subclass(Type& base, Type& derived) noexcept;

/// object.__new__ without arguments' checks: an empty instance.
Value object_new(Type* cls);
Value object_construct(Type* cls, CallArgs args);
void object_init(const Value& self, CallArgs args);

}  // namespace loopscope::object
