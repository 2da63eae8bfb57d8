// The operations of instructions behind small doors, where C++ exceptions end.
//
// When an exception is thrown, C++ reads the table of call sites of every function on its way, from
// the beginning. That of execute() has thousands of rows, so a throw that ends there costs several
// microseconds; one that ends in a small function costs a fifth. The operations that programs often
// see fail are called through these.
#include "sim/object/failure.h"
#include "sim/object/list.h"
#include "sim/object/method.h"
#include "sim/object/native.h"
#include "sim/python/vm/executor.h"
#include "sim/python/vm/inline_cache.h"

namespace loopscope::python::vm {

namespace {

using object::CallArgs;
using object::Raised;

/// Calls what is not an interpreted function. `base` is the callable's place on the stack.
inline Value call_native(Value* base, int given, const Tuple* names) {
    bool has_self = !base[1].is_null();
    object::Object* callee = base[0].is_object() ? base[0].object() : nullptr;
    auto keywords = names == nullptr ? 0 : names->size;
    auto count = static_cast<std::size_t>(given) - keywords;
    if (callee != nullptr && callee->type == &object::method_descriptor_type && has_self) {
        auto* method = static_cast<object::MethodDescriptor*>(callee);
        CallArgs args{base + 2, count, names};
        if (base[1].type() == method->owner || object::is_instance(base[1], method->owner)) {
            return object::invoke_or_fail(*method->code, base[1], args);
        }
    }
    CallArgs args{has_self ? base + 1 : base + 2, count + (has_self ? 1u : 0u), names};
    if (callee != nullptr && callee->type == &object::native_function_type) {
        auto* function = static_cast<object::NativeFunction*>(callee);
        return object::invoke_or_fail(*function->code, function->self, args);
    }
    if (callee != nullptr && callee->type == &object::type_type) {
        object::check_stack();
        return object::construct_or_fail(base[0], args);
    }
    return object::call(base[0], args);
}

}  // namespace

#define GUARDED(expression)                   \
    try {                                     \
        return expression;                    \
    } catch (Raised & native) {               \
        raised = std::move(native.exception); \
        return Value();                       \
    }

Value guarded_call(Value* base, int given, const Tuple* names, Ref<ExceptionObject>& raised) {
    try {
        Value result = call_native(base, given, names);
        if (!result) [[unlikely]]
            raised = object::take_failure();
        return result;
    } catch (Raised& native) {
        raised = std::move(native.exception);
        return Value();
    }
}

Value guarded_call_unpacked(const Value& callable, const Value& args, const Value& keywords,
                            Ref<ExceptionObject>& raised){
    GUARDED(call_unpacked(callable, args, keywords))}

Value guarded_attr(Code& code, const Value& owner, Str* name, InlineCache& cache,
                   Ref<ExceptionObject>& raised) {
    if (const InlineCache* second = second_cache(code, cache)) {
        if (Value found = cached_attr(owner, name, *second)) return found;
    }
    keep_second(code, cache);
    try {
        Value result = load_attr_slow(owner, name, cache);
        if (!result) [[unlikely]]
            raised = object::make_no_attribute(owner, name);
        return result;
    } catch (Raised& native) {
        raised = std::move(native.exception);
        return Value();
    }
}

Value guarded_method(Code& code, const Value& owner, Str* name, InlineCache& cache, bool& with_self,
                     Ref<ExceptionObject>& raised) {
    if (const InlineCache* second = second_cache(code, cache)) {
        if (object::Object* method = cached_method(owner, name, *second)) {
            with_self = true;
            return Value::borrow(method);
        }
        if (Value found = cached_attr(owner, name, *second)) return found;
    }
    keep_second(code, cache);
    try {
        Value result = load_method_slow(owner, name, cache, with_self);
        if (!result) [[unlikely]]
            raised = object::make_no_attribute(owner, name);
        return result;
    } catch (Raised& native) {
        raised = std::move(native.exception);
        return Value();
    }
}

Value guarded_item(const Value& container, const Value& key, Ref<ExceptionObject>& raised) {
    GUARDED(object::getitem(container, key))
}

namespace {

/// The ZeroDivisionError of two small ints, or null.
Ref<ExceptionObject> zero_division(object::BinaryOp op, const Value& a, const Value& b) {
    if (!a.is_small() || !b.is_small() || b.small() != 0) return {};
    const char* text = op == object::BinaryOp::FloorDiv  ? "integer division or modulo by zero"
                       : op == object::BinaryOp::Mod     ? "integer modulo by zero"
                       : op == object::BinaryOp::TrueDiv ? "division by zero"
                                                         : nullptr;
    if (text == nullptr) return {};
    return object::make_exception(object::zero_division_error_type, text);
}

}  // namespace

Value guarded_binary(object::BinaryOp op, const Value& a, const Value& b,
                     Ref<ExceptionObject>& raised) {
    if ((raised = zero_division(op, a, b))) return Value();
    GUARDED(object::binary(op, a, b))
}

Value guarded_inplace(object::BinaryOp op, const Value& a, const Value& b,
                      Ref<ExceptionObject>& raised) {
    if ((raised = zero_division(op, a, b))) return Value();
    GUARDED(object::inplace(op, a, b))
}

Value guarded_compare(const Value& a, const Value& b, object::CompareOp op,
                      Ref<ExceptionObject>& raised){GUARDED(object::compare(a, b, op))}

Value guarded_next(const Value& iterator, Ref<ExceptionObject>& raised) {
    try {
        return iterator.type()->next(iterator);
    } catch (Raised& native) {
        if (!object::matches(*native.exception, object::stop_iteration_type)) {
            raised = std::move(native.exception);
        }
        return Value();
    }
}

#undef GUARDED

}  // namespace loopscope::python::vm
