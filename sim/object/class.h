// Making classes: what a class statement and type() do.
#pragma once

#include <string_view>
#include <vector>

#include "sim/object/dict.h"
#include "sim/object/tuple.h"

namespace loopscope::object {

/// The metaclass for `bases`, starting from `metaclass` (null: type). TypeError "metaclass
/// conflict: …".
Type* calculate_metaclass(Type* metaclass, const Tuple& bases);
/// type(name, bases, namespace): mro, layout, `__slots__`, `__set_name__`, `__init_subclass__`.
Ref<Type> make_class(Type* metaclass, Str* name, const Ref<Tuple>& bases, const Ref<Dict>& space,
                     CallArgs keywords = {});
/// Replaces bases that are not classes by their `__mro_entries__`.
Ref<Tuple> resolve_bases(const Ref<Tuple>& bases);
/// What a class statement does (builtins.__build_class__) apart from running the body:
/// 1. metaclass and namespace (`__prepare__`), 2. `body(namespace)`, 3. the metaclass is called.
/// `body` answers the class's `__class__` cell or None and fills the namespace.
struct ClassPlan {
    Value metaclass;
    Value space;       ///< What __prepare__ answered.
    Ref<Tuple> bases;  ///< Resolved.
    Ref<Tuple> original_bases;
    Ref<Dict> keywords;  ///< Without "metaclass".
};
ClassPlan plan_class(const Value& name, const Ref<Tuple>& bases, CallArgs keywords);
Value finish_class(const ClassPlan& plan, const Value& name);

/// The types directly derived from `type` that live in this run.
std::vector<Type*> subclasses_of(const Type& type);
/// `X` for builtins and `module.X` for others, as reprs name a class.
std::string full_name(const Type& type);

inline bool is_type(const Value& v) { return v.is_object() && v.type()->has(Type::kTypeSubclass); }
inline Type* as_type(const Value& v) { return is_type(v) ? v.as<Type>() : nullptr; }
inline Value type_value(Type* type) { return Value::borrow(type); }

}  // namespace loopscope::object
