// Operations on any value: calls, text, comparison, truth, classes.
#include "sim/object/protocol.h"

#include "sim/object/attribute.h"
#include "sim/object/class.h"
#include "sim/object/exception.h"
#include "sim/object/float.h"
#include "sim/object/format.h"
#include "sim/object/method.h"
#include "sim/object/singletons.h"
#include "sim/object/slots.h"
#include "sim/object/str.h"
#include "sim/object/tuple.h"

namespace loopscope::object {

// Calls.

Value call(const Value& callable, CallArgs args) {
    auto slot = callable.type()->call;
    if (slot == nullptr) {
        raise_format(type_error_type, "'{}' object is not callable", callable.type()->name);
    }
    check_stack();
    return slot(callable, args);
}

Value call(const Value& callable) { return call(callable, CallArgs{}); }

Value call(const Value& callable, std::initializer_list<Value> positional) {
    return call(callable, CallArgs{positional.begin(), positional.size(), nullptr});
}

Value call(const Value& callable, std::span<const Value> positional) {
    return call(callable, CallArgs{positional.data(), positional.size(), nullptr});
}

Value call_method(const Value& v, Str* name, std::initializer_list<Value> positional) {
    bool needs_self = false;
    Value method = lookup_method(v, name, needs_self);
    if (!needs_self) return call(method, positional);
    Value all[9];
    LOOPSCOPE_CHECK(positional.size() < 9);
    std::size_t n = 0;
    all[n++] = v;
    for (const Value& arg : positional) all[n++] = arg;
    return call(method, CallArgs{all, n, nullptr});
}

Value call_method(const Value& v, std::string_view name, std::initializer_list<Value> positional) {
    return call_method(v, intern(name).get(), positional);
}

Value call_with_keywords(const Value& callable, std::initializer_list<Value> positional,
                         const Dict& keywords) {
    std::vector<Value> values(positional);
    std::vector<Value> names;
    for (std::uint32_t i = 0; i < keywords.entry_count(); ++i) {
        const DictEntry& entry = keywords.entry(i);
        if (!entry.key) continue;
        names.push_back(entry.key);
        values.push_back(entry.value);
    }
    Ref<Tuple> name_tuple;
    if (!names.empty()) name_tuple = Tuple::make(names);
    return call(callable, CallArgs{values.data(), positional.size(), name_tuple.get()});
}

bool is_callable(const Value& v) { return v.type()->call != nullptr; }

// Text.

namespace {

Value checked_text(Value text, const char* method) {
    if (is_str(text)) return text;
    raise_format(type_error_type, "{} returned non-string (type {})", method, text.type()->name);
}

}  // namespace

Value repr(const Value& v) {
    if (v.is_null()) return make_str("<NULL>");
    RecursionGuard guard(" while getting the repr of an object");
    return checked_text(v.type()->repr(v), "__repr__");
}

Value str(const Value& v) {
    if (is_str_exact(v)) return v;
    RecursionGuard guard(" while getting the str of an object");
    return checked_text(v.type()->str(v), "__str__");
}

std::string repr_string(const Value& v) { return repr(v).as<Str>()->to_string(); }
std::string str_string(const Value& v) { return str(v).as<Str>()->to_string(); }

Value format(const Value& v, std::string_view spec) { return format_value(v, make_str(spec)); }

// Comparison.

namespace {

constexpr CompareOp kSwapped[] = {CompareOp::Gt, CompareOp::Ge, CompareOp::Eq,
                                  CompareOp::Ne, CompareOp::Lt, CompareOp::Le};
constexpr const char* kSymbols[] = {"<", "<=", "==", "!=", ">", ">="};

bool compare_numbers(std::int64_t a, std::int64_t b, CompareOp op) {
    switch (op) {
        case CompareOp::Lt:
            return a < b;
        case CompareOp::Le:
            return a <= b;
        case CompareOp::Eq:
            return a == b;
        case CompareOp::Ne:
            return a != b;
        case CompareOp::Gt:
            return a > b;
        default:
            return a >= b;
    }
}

/// CPython: do_richcompare.
Value rich_compare(const Value& a, const Value& b, CompareOp op) {
    Type* ta = a.type();
    Type* tb = b.type();
    CompareOp swapped = kSwapped[static_cast<std::size_t>(op)];
    bool tried_reverse = false;
    if (ta != tb && tb->compare != nullptr && tb->is_subtype_of(ta) && ta != &object_type) {
        tried_reverse = true;
        Value result = tb->compare(b, a, swapped);
        if (!is_not_implemented(result)) return result;
    } else if (ta != tb && tb->compare != nullptr && ta == &object_type) {
        tried_reverse = true;
        Value result = tb->compare(b, a, swapped);
        if (!is_not_implemented(result)) return result;
    }
    if (ta->compare != nullptr) {
        Value result = ta->compare(a, b, op);
        if (!is_not_implemented(result)) return result;
    }
    if (!tried_reverse && tb->compare != nullptr) {
        Value result = tb->compare(b, a, swapped);
        if (!is_not_implemented(result)) return result;
    }
    if (op == CompareOp::Eq) return make_bool(is_same(a, b));
    if (op == CompareOp::Ne) return make_bool(!is_same(a, b));
    raise_format(type_error_type, "'{}' not supported between instances of '{}' and '{}'",
                 kSymbols[static_cast<std::size_t>(op)], ta->name, tb->name);
}

}  // namespace

Value compare(const Value& a, const Value& b, CompareOp op) {
    if (a.is_small() && b.is_small()) return make_bool(compare_numbers(a.small(), b.small(), op));
    if (is_float_exact(a) && is_float_exact(b)) return float_type.compare(a, b, op);
    if (is_str_exact(a) && is_str_exact(b) && (op == CompareOp::Eq || op == CompareOp::Ne)) {
        return make_bool(a.as<Str>()->equals(*b.as<Str>()) == (op == CompareOp::Eq));
    }
    RecursionGuard guard(" in comparison");
    return rich_compare(a, b, op);
}

bool compare_bool(const Value& a, const Value& b, CompareOp op) {
    if (a.is_small() && b.is_small()) return compare_numbers(a.small(), b.small(), op);
    if (is_same(a, b) && (op == CompareOp::Eq || op == CompareOp::Ne)) return op == CompareOp::Eq;
    return truth(compare(a, b, op));
}

bool equal(const Value& a, const Value& b) {
    if (is_same(a, b)) return true;
    if (a.is_small() && b.is_small()) return false;
    if (is_str_exact(a) && is_str_exact(b)) return a.as<Str>()->equals(*b.as<Str>());
    return truth(compare(a, b, CompareOp::Eq));
}

std::int64_t hash(const Value& v) {
    if (v.is_small()) return hash_of_small(v.small());
    if (is_str_exact(v)) return v.as<Str>()->hash();
    auto slot = v.type()->hash;
    if (slot == nullptr) raise_format(type_error_type, "unhashable type: '{}'", v.type()->name);
    return slot(v);
}

bool truth(const Value& v) {
    if (v.is_small()) return v.small() != 0;
    Object* object = v.object();
    if (object == &true_object) return true;
    if (object == &false_object || object == &none_object) return false;
    Type* type = object->type;
    if (type->truth != nullptr) return type->truth(v);
    if (type->length != nullptr) return type->length(v) != 0;
    return true;
}

// Coroutines.

Value awaitable_iterator(const Value& v) {
    Type* type = v.type();
    if (type->has(Type::kCoroutine)) return v;
    if (type->await == nullptr) {
        raise_format(type_error_type, "object {} can't be used in 'await' expression", type->name);
    }
    Value iterator = type->await(v);
    if (iterator.type()->has(Type::kCoroutine)) {
        raise_type_error("__await__() returned a coroutine");
    }
    if (iterator.type()->next == nullptr && iterator.type()->send == nullptr) {
        raise_format(type_error_type, "__await__() returned non-iterator of type '{}'",
                     iterator.type()->name);
    }
    return iterator;
}

namespace {

/// Runs a call that yields, returns by StopIteration, or raises.
template <typename Step>
SendStatus run_step(Step step, Value& out) {
    try {
        out = step();
        if (out) return SendStatus::Yielded;
        out = none();
        return SendStatus::Returned;
    } catch (const Raised& raised) {
        if (matches(*raised.exception, stop_iteration_type)) {
            out = stop_iteration_value(*raised.exception);
            return SendStatus::Returned;
        }
        out = Value(raised.exception);
        return SendStatus::Raised;
    }
}

}  // namespace

SendStatus send(const Value& iterator, const Value& arg, Value& out) {
    static Str* const kNext = intern_static("__next__");
    static Str* const kSend = intern_static("send");
    Type* type = iterator.type();
    if (type->send != nullptr) return type->send(iterator, arg, out);
    if (!is_none(arg)) {
        return run_step([&] { return call_method(iterator, kSend, {arg}); }, out);
    }
    // A Python __next__ may return a value with StopIteration, which the next slot would drop.
    if (type->next == slot_next) {
        return run_step([&] { return call_special(iterator, kNext); }, out);
    }
    return run_step([&] { return step(iterator); }, out);
}

SendStatus raise_into(const Value& iterator, const Value& exception, Value& out) {
    static Str* const kThrow = intern_static("throw");
    Type* type = iterator.type();
    if (type->raise_into != nullptr) return type->raise_into(iterator, exception, out);
    Value method = lookup_attr(iterator, kThrow);
    if (!method) {
        out = exception;
        return SendStatus::Raised;
    }
    return run_step([&] { return call(method, {exception}); }, out);
}

/// CPython: gen_close, gen_close_iter.
void close(const Value& coroutine) {
    static Str* const kClose = intern_static("close");
    if (coroutine.type()->raise_into == nullptr) {
        if (Value method = lookup_attr(coroutine, kClose)) call(method);
        return;
    }
    Value out;
    Value exit(make_exception(generator_exit_type));
    switch (coroutine.type()->raise_into(coroutine, exit, out)) {
        case SendStatus::Returned:
            return;
        case SendStatus::Yielded:
            raise_format(runtime_error_type, "{} ignored GeneratorExit", coroutine.type()->name);
        case SendStatus::Raised:
            break;
    }
    auto* exception = out.as<ExceptionObject>();
    if (matches(*exception, generator_exit_type) || matches(*exception, stop_iteration_type))
        return;
    raise(Ref<ExceptionObject>(exception));
}

// Classes.

bool instance_check(const Value& v, const Value& cls) {
    static Str* const kCheck = intern_static("__instancecheck__");
    if (cls.is_object() && v.type() == cls.object()) return true;
    if (cls.is_object() && cls.object()->type == &type_type) {
        if (is_instance(v, cls.as<Type>())) return true;
        if (v.type()->getattr == generic_getattr) return false;
    }
    if (is_tuple(cls)) {
        RecursionGuard guard(" in __instancecheck__");
        for (const Value& item : cls.as<Tuple>()->items()) {
            if (instance_check(v, item)) return true;
        }
        return false;
    }
    RecursionGuard guard(" in __instancecheck__");
    Value result = call_special(cls, kCheck, {v});
    if (!result) {
        raise_type_error("isinstance() arg 2 must be a type, a tuple of types, or a union");
    }
    return truth(result);
}

bool subclass_check(const Value& derived, const Value& cls) {
    static Str* const kCheck = intern_static("__subclasscheck__");
    if (cls.is_object() && cls.object()->type == &type_type && is_type(derived)) {
        return derived.as<Type>()->is_subtype_of(cls.as<Type>());
    }
    if (is_tuple(cls)) {
        RecursionGuard guard(" in __subclasscheck__");
        for (const Value& item : cls.as<Tuple>()->items()) {
            if (subclass_check(derived, item)) return true;
        }
        return false;
    }
    RecursionGuard guard(" in __subclasscheck__");
    Value result = call_special(cls, kCheck, {derived});
    if (!result) {
        if (!is_type(derived)) raise_type_error("issubclass() arg 1 must be a class");
        raise_type_error("issubclass() arg 2 must be a class, a tuple of classes, or a union");
    }
    return truth(result);
}

}  // namespace loopscope::object
