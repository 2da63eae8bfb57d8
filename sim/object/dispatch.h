// Dispatchers: slot functions that call the Python methods of a class that a program made.
#pragma once

#include "sim/object/type.h"

namespace loopscope::object {

/// The text of an operator and its dunder names.
struct BinaryNames {
    const char* symbol;
    Str* method;
    Str* reflected;
    Str* in_place;
};
const BinaryNames& binary_names(BinaryOp op);

using BinaryFunction = Value (*)(const Value&, const Value&);
/// CPython: SLOT1BINFULL. `own` is the dispatcher itself, to see who else uses it.
Value dispatch_binary_method(BinaryOp op, BinaryFunction own, const Value& a, const Value& b);
Value dispatch_inplace_method(BinaryOp op, const Value& a, const Value& b);

template <BinaryOp op>
Value dispatch_binary(const Value& a, const Value& b) {
    return dispatch_binary_method(op, dispatch_binary<op>, a, b);
}
template <BinaryOp op>
Value dispatch_inplace(const Value& a, const Value& b) {
    return dispatch_inplace_method(op, a, b);
}

Value dispatch_negative(const Value& self);
Value dispatch_positive(const Value& self);
Value dispatch_invert(const Value& self);
Value dispatch_absolute(const Value& self);
Value dispatch_int(const Value& self);
Value dispatch_float(const Value& self);
Value dispatch_index(const Value& self);
std::int64_t dispatch_length(const Value& self);
Value dispatch_getitem(const Value& self, const Value& key);
void dispatch_setitem(const Value& self, const Value& key, const Value& value);
bool dispatch_contains(const Value& self, const Value& item);
Value dispatch_getattr(const Value& self, Str* name);
void dispatch_setattr(const Value& self, Str* name, const Value& value);
Value dispatch_repr(const Value& self);
Value dispatch_str(const Value& self);
std::int64_t dispatch_hash(const Value& self);
Value dispatch_call(const Value& self, CallArgs args);
Value dispatch_compare(const Value& a, const Value& b, CompareOp op);
bool dispatch_truth(const Value& self);
Value dispatch_iter(const Value& self);
Value dispatch_get(const Value& descr, const Value& instance, Type* owner);
void dispatch_set(const Value& descr, const Value& instance, const Value& value);
Value dispatch_await(const Value& self);
Value dispatch_aiter(const Value& self);
Value dispatch_anext(const Value& self);
void dispatch_finalize(Object* self);

}  // namespace loopscope::object
