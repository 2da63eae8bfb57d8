// The objects of which there is one: None, True, False, Ellipsis, NotImplemented.
#pragma once

#include "sim/object/int.h"
#include "sim/object/type.h"

namespace loopscope::object {

extern Type none_type;
extern Type ellipsis_type;
extern Type not_implemented_type;
extern Type bool_type;

extern Object none_object;
extern Object ellipsis_object;
extern Object not_implemented_object;
extern Int true_object;
extern Int false_object;

inline Value none() { return Value::borrow(&none_object); }
inline Value ellipsis() { return Value::borrow(&ellipsis_object); }
inline Value not_implemented() { return Value::borrow(&not_implemented_object); }
inline Value true_value() { return Value::borrow(&true_object); }
inline Value false_value() { return Value::borrow(&false_object); }
inline Value make_bool(bool b) { return Value::borrow(b ? &true_object : &false_object); }

inline bool is_none(const Value& v) { return v.is_object() && v.object() == &none_object; }
inline bool is_true(const Value& v) { return v.is_object() && v.object() == &true_object; }
inline bool is_false(const Value& v) { return v.is_object() && v.object() == &false_object; }
inline bool is_bool(const Value& v) { return is_true(v) || is_false(v); }
inline bool is_not_implemented(const Value& v) {
    return v.is_object() && v.object() == &not_implemented_object;
}

}  // namespace loopscope::object
