// Operators and containers on any value: binary, unary, index, iteration.
#include "sim/object/attribute.h"
#include "sim/object/dispatch.h"
#include "sim/object/exception.h"
#include "sim/object/float.h"
#include "sim/object/iterator.h"
#include "sim/object/list.h"
#include "sim/object/protocol.h"
#include "sim/object/singletons.h"
#include "sim/object/slots.h"

namespace loopscope::object {

namespace {

std::size_t slot_of(BinaryOp op) { return static_cast<std::size_t>(op); }

/// The binary slots of both sides. CPython: binary_op1.
Value try_binary(BinaryOp op, const Value& a, const Value& b) {
    Type* ta = a.type();
    Type* tb = b.type();
    auto left = ta->binary[slot_of(op)];
    auto right = ta == tb ? nullptr : tb->binary[slot_of(op)];
    if (right == left) right = nullptr;
    if (left != nullptr) {
        if (right != nullptr && tb->is_subtype_of(ta)) {
            Value result = right(a, b);
            if (!is_not_implemented(result)) return result;
            right = nullptr;
        }
        Value result = left(a, b);
        if (!is_not_implemented(result)) return result;
    }
    return right != nullptr ? right(a, b) : not_implemented();
}

std::int64_t repeat_count(const Value& v) {
    if (!is_int(v) && v.type()->index == nullptr) {
        raise_format(type_error_type, "can't multiply sequence by non-int of type '{}'",
                     v.type()->name);
    }
    return to_index(v);
}

[[noreturn]] void raise_unsupported(const char* symbol, const char* suffix, const Value& a,
                                    const Value& b) {
    const char* text = symbol;
    std::string name = std::string(text) + suffix;
    if (name == "**") name = "** or pow()";
    raise_format(type_error_type, "unsupported operand type(s) for {}: '{}' and '{}'", name,
                 a.type()->name, b.type()->name);
}

Value fast_small(BinaryOp op, const Value& a, const Value& b) {
    switch (op) {
        case BinaryOp::Add:
            return add_small(a, b);
        case BinaryOp::Sub:
            return subtract_small(a, b);
        case BinaryOp::Mul:
            return multiply_small(a, b);
        case BinaryOp::FloorDiv:
            return b.small() == 0 ? Value() : floor_divide_small(a, b);
        case BinaryOp::Mod:
            return b.small() == 0 ? Value() : modulo_small(a, b);
        case BinaryOp::And:
            return Value::small(a.small() & b.small());
        case BinaryOp::Or:
            return Value::small(a.small() | b.small());
        case BinaryOp::Xor:
            return Value::small(a.small() ^ b.small());
        default:
            return Value();
    }
}

}  // namespace

Value binary(BinaryOp op, const Value& a, const Value& b) {
    if (a.is_small() && b.is_small()) {
        if (Value result = fast_small(op, a, b)) return result;
    }
    Value result = try_binary(op, a, b);
    if (!is_not_implemented(result)) return result;
    if (op == BinaryOp::Add && a.type()->concat != nullptr) return a.type()->concat(a, b);
    if (op == BinaryOp::Mul) {
        if (a.type()->repeat != nullptr) return a.type()->repeat(a, repeat_count(b));
        if (b.type()->repeat != nullptr) return b.type()->repeat(b, repeat_count(a));
    }
    raise_unsupported(binary_names(op).symbol, "", a, b);
}

Value inplace(BinaryOp op, const Value& a, const Value& b) {
    if (a.is_small() && b.is_small()) {
        if (Value result = fast_small(op, a, b)) return result;
    }
    Type* type = a.type();
    if (auto slot = type->inplace[slot_of(op)]) {
        Value result = slot(a, b);
        if (!is_not_implemented(result)) return result;
    }
    Value result = try_binary(op, a, b);
    if (!is_not_implemented(result)) return result;
    if (op == BinaryOp::Add) {
        if (type->inplace_concat != nullptr) return type->inplace_concat(a, b);
        if (type->concat != nullptr) return type->concat(a, b);
    }
    if (op == BinaryOp::Mul) {
        if (type->inplace_repeat != nullptr) return type->inplace_repeat(a, repeat_count(b));
        if (type->repeat != nullptr) return type->repeat(a, repeat_count(b));
        if (b.type()->repeat != nullptr) return b.type()->repeat(b, repeat_count(a));
    }
    raise_unsupported(binary_names(op).symbol, "=", a, b);
}

Value power(const Value& a, const Value& b, const Value& modulus) {
    if (!modulus || is_none(modulus)) return binary(BinaryOp::Pow, a, b);
    for (const Value* v : {&a, &b, &modulus}) {
        if (auto slot = v->type()->ternary_power) {
            Value result = slot(a, b, modulus);
            if (!is_not_implemented(result)) return result;
        }
    }
    static Str* const kPow = intern_static("__pow__");
    if (a.type()->ternary_power == nullptr) {
        Value result = call_special(a, kPow, {b, modulus});
        if (result && !is_not_implemented(result)) return result;
    }
    raise_format(type_error_type, "unsupported operand type(s) for ** or pow(): '{}', '{}', '{}'",
                 a.type()->name, b.type()->name, modulus.type()->name);
}

Value divmod(const Value& a, const Value& b) {
    static Str* const kDivmod = intern_static("__divmod__");
    static Str* const kReflected = intern_static("__rdivmod__");
    bool numbers = (is_int(a) || is_float(a)) && (is_int(b) || is_float(b));
    if (numbers && !a.type()->has(Type::kHeapType) && !b.type()->has(Type::kHeapType)) {
        if ((is_float(a) || is_float(b)) && !truth(b)) {
            raise(zero_division_error_type, "float divmod()");
        }
        Value quotient = binary(BinaryOp::FloorDiv, a, b);
        return Value(Tuple::make({quotient, binary(BinaryOp::Mod, a, b)}));
    }
    if (Value result = call_special(a, kDivmod, {b}); result && !is_not_implemented(result)) {
        return result;
    }
    if (a.type() != b.type()) {
        if (Value result = call_special(b, kReflected, {a});
            result && !is_not_implemented(result)) {
            return result;
        }
    }
    raise_unsupported("divmod()", "", a, b);
}

namespace {

using UnarySlot = Value (*Type::*)(const Value&);

Value unary(UnarySlot slot, const char* what, const Value& v) {
    auto function = v.type()->*slot;
    if (function == nullptr) {
        raise_format(type_error_type, "bad operand type for {}: '{}'", what, v.type()->name);
    }
    return function(v);
}

}  // namespace

Value negative(const Value& v) {
    if (v.is_small()) return Int::from(-v.small());
    return unary(&Type::negative, "unary -", v);
}
Value positive(const Value& v) { return unary(&Type::positive, "unary +", v); }
Value invert(const Value& v) { return unary(&Type::invert, "unary ~", v); }
Value absolute(const Value& v) { return unary(&Type::absolute, "abs()", v); }

/// CPython: PyFloat_AsDouble.
double to_double(const Value& v) {
    if (is_float(v)) return v.as<Float>()->value;
    if (is_int(v)) return int_to_double(v);
    if (auto slot = v.type()->to_float) {
        Value result = slot(v);
        if (!is_float(result)) {
            raise_format(type_error_type, "{}.__float__ returned non-float (type {})",
                         v.type()->name, result.type()->name);
        }
        return result.as<Float>()->value;
    }
    if (auto slot = v.type()->index) return int_to_double(slot(v));
    raise_format(type_error_type, "must be real number, not {}", v.type()->name);
}

/// operator.index: an int, no bool and of no class of the program's.
Value index_value(const Value& v) {
    if (v.is_small()) return v;
    if (is_int(v)) return int_type.index(v);
    auto slot = v.type()->index;
    if (slot == nullptr) {
        raise_format(type_error_type, "'{}' object cannot be interpreted as an integer",
                     v.type()->name);
    }
    Value result = slot(v);
    if (!is_int(result)) {
        raise_format(type_error_type, "__index__ returned non-int (type {})", result.type()->name);
    }
    return result;
}

std::int64_t to_index(const Value& v) {
    if (v.is_small()) return v.small();
    Value result = index_value(v);
    if (auto fits = int_to_int64(result)) return *fits;
    raise_format(overflow_error_type, "cannot fit '{}' into an index-sized integer",
                 v.type()->name);
}

// Containers.

std::int64_t length(const Value& v) {
    auto slot = v.type()->length;
    if (slot == nullptr) {
        raise_format(type_error_type, "object of type '{}' has no len()", v.type()->name);
    }
    return slot(v);
}

Value getitem(const Value& v, const Value& key) {
    auto slot = v.type()->getitem;
    if (slot == nullptr) {
        raise_format(type_error_type, "'{}' object is not subscriptable", v.type()->name);
    }
    return slot(v, key);
}

void setitem(const Value& v, const Value& key, const Value& value) {
    auto slot = v.type()->setitem;
    if (slot == nullptr) {
        raise_format(type_error_type, "'{}' object does not support item assignment",
                     v.type()->name);
    }
    slot(v, key, value);
}

void delitem(const Value& v, const Value& key) {
    auto slot = v.type()->setitem;
    if (slot == nullptr) {
        // CPython: PyObject_DelItem, and PySequence_DelItem for types with parts in order.
        Type* type = v.type();
        bool sequence = type->getitem != nullptr || type->has(Type::kHeapType);
        bool by_index = sequence && key.type()->index != nullptr;
        raise_format(type_error_type, "'{}' object {} support item deletion", type->name,
                     by_index ? "doesn't" : "does not");
    }
    slot(v, key, Value());
}

bool contains(const Value& container, const Value& item) {
    if (auto slot = container.type()->contains) return slot(container, item);
    Type* type = container.type();
    bool sequence = type->getitem != nullptr && !type->has(Type::kTypeSubclass);
    if (type->iter == nullptr && !sequence) {
        raise_format(type_error_type, "argument of type '{}' is not iterable", type->name);
    }
    Value iterator = iter(container);
    while (Value candidate = next(iterator)) {
        if (equal(candidate, item)) return true;
    }
    return false;
}

Value iter(const Value& v) {
    Type* type = v.type();
    if (type->iter == nullptr) {
        if (type->getitem != nullptr && !is_dict(v) && !type->has(Type::kTypeSubclass)) {
            return make_sequence_iterator(v);
        }
        raise_format(type_error_type, "'{}' object is not iterable", type->name);
    }
    Value iterator = type->iter(v);
    if (iterator.type()->next == nullptr) {
        raise_format(type_error_type, "iter() returned non-iterator of type '{}'",
                     iterator.type()->name);
    }
    return iterator;
}

Value step(const Value& iterator) {
    auto slot = iterator.type()->next;
    if (slot == nullptr) {
        raise_format(type_error_type, "'{}' object is not an iterator", iterator.type()->name);
    }
    Runtime::current().count_turn();
    check_stack();
    return slot(iterator);
}

/// CPython's callers of tp_iternext take a StopIteration for the end, whoever raised it.
Value next(const Value& iterator) {
    try {
        return step(iterator);
    } catch (const Raised& raised) {
        if (!matches(*raised.exception, stop_iteration_type)) throw;
        return Value();
    }
}

}  // namespace loopscope::object
