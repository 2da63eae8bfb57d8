// The operations on any value: what CPython calls the abstract object layer.
//
// Each function does what the Python operation of that name does, `__dunder__` methods and
// fallbacks included, and throws Raised with CPython's exception and message.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "sim/object/error.h"
#include "sim/object/type.h"

namespace loopscope::object {

// Attributes.
Value getattr(const Value& v, Str* name);
Value getattr(const Value& v, std::string_view name);
Value lookup_attr(const Value& v, Str* name);  ///< Null instead of AttributeError.
Value lookup_attr(const Value& v, std::string_view name);
void setattr(const Value& v, Str* name, const Value& value);
void setattr(const Value& v, std::string_view name, const Value& value);
void delattr(const Value& v, Str* name);
/// Looks `name` up along the type's mro without binding; null when absent. Borrowed.
/// Small ints have no object: they answer null here, so use type_lookup_value for any attribute.
Object* type_lookup(Type* type, Str* name);
Value type_lookup_value(Type* type, Str* name);
/// The method `name` of v for a call at once: the unbound function with needs_self true, so that no
/// bound method need be made, else whatever getattr finds. AttributeError when absent.
Value lookup_method(const Value& v, Str* name, bool& needs_self);

// Calls.
Value call(const Value& callable, CallArgs args);
Value call(const Value& callable);
Value call(const Value& callable, std::initializer_list<Value> positional);
Value call(const Value& callable, std::span<const Value> positional);
Value call_method(const Value& v, Str* name, std::initializer_list<Value> positional = {});
Value call_method(const Value& v, std::string_view name,
                  std::initializer_list<Value> positional = {});
/// callable(*positional, **keywords)
Value call_with_keywords(const Value& callable, std::initializer_list<Value> positional,
                         const Dict& keywords);
bool is_callable(const Value& v);

// Text. The std::string forms are UTF-8.
Value repr(const Value& v);
Value str(const Value& v);
std::string repr_string(const Value& v);
std::string str_string(const Value& v);
Value format(const Value& v, std::string_view spec);

// Comparison, hash, truth.
bool equal(const Value& a, const Value& b);  ///< Identity first, as containers do.
Value compare(const Value& a, const Value& b, CompareOp op);
bool compare_bool(const Value& a, const Value& b, CompareOp op);
std::int64_t hash(const Value& v);
bool truth(const Value& v);

// Numbers.
Value binary(BinaryOp op, const Value& a, const Value& b);
Value inplace(BinaryOp op, const Value& a, const Value& b);
Value power(const Value& a, const Value& b, const Value& modulus);  ///< pow(a, b, modulus)
Value divmod(const Value& a, const Value& b);
Value negative(const Value& v);
Value positive(const Value& v);
Value invert(const Value& v);
Value absolute(const Value& v);
Value index_value(const Value& v);  ///< operator.index(v): an int of any size.
double to_double(
    const Value& v);  ///< float(v) for numbers; TypeError "must be real number, not X".
std::int64_t to_index(const Value& v);  ///< operator.index; OverflowError when it doesn't fit.

// Containers and iteration.
std::int64_t length(const Value& v);
Value getitem(const Value& v, const Value& key);
void setitem(const Value& v, const Value& key, const Value& value);
void delitem(const Value& v, const Value& key);
bool contains(const Value& container, const Value& item);
Value iter(const Value& v);
Value next(const Value& iterator);  ///< Null at the end, and where StopIteration was raised.
/// As next(), but a StopIteration that the iterator itself raised comes out as it is.
Value step(const Value& iterator);
/// Calls `each(const Value&)` for all items of an iterable.
template <typename Each>
void for_each(const Value& iterable, Each each) {
    Value iterator = iter(iterable);
    while (Value item = next(iterator)) each(item);
}

// Coroutines.
/// What `await v` iterates: the coroutine itself, or v.__await__(). TypeError as CPython words it
/// ("object int can't be used in 'await' expression").
Value awaitable_iterator(const Value& v);
SendStatus send(const Value& iterator, const Value& arg, Value& out);
SendStatus raise_into(const Value& iterator, const Value& exception, Value& out);
/// coroutine.close(): GeneratorExit is raised into it.
void close(const Value& coroutine);

// Class tests, as isinstance() and issubclass() (hooks included).
bool instance_check(const Value& v, const Value& class_or_tuple);
bool subclass_check(const Value& cls, const Value& class_or_tuple);

}  // namespace loopscope::object
