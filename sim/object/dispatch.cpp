// Dispatchers: slot functions that call the Python methods of a class that a program made.
#include "sim/object/dispatch.h"

#include "sim/object/exception.h"
#include "sim/object/protocol.h"
#include "sim/object/runtime.h"
#include "sim/object/singletons.h"
#include "sim/object/slots.h"

namespace loopscope::object {

Value lookup_special(const Value& self, Str* name) {
    Value descr = type_lookup_value(self.type(), name);
    if (!descr) return Value();
    auto get = descr.type()->descr_get;
    return get == nullptr ? descr : get(descr, self, self.type());
}

Value call_special(const Value& self, Str* name, std::initializer_list<Value> args) {
    Value descr = type_lookup_value(self.type(), name);
    if (!descr) return Value();
    if (descr.type()->has(Type::kMethodLike)) {
        Value all[4] = {self};
        LOOPSCOPE_CHECK(args.size() < 4);
        std::size_t n = 1;
        for (const Value& v : args) all[n++] = v;
        return call(descr, std::span<const Value>(all, n));
    }
    if (auto get = descr.type()->descr_get) descr = get(descr, self, self.type());
    return call(descr, std::span<const Value>(args.begin(), args.size()));
}

namespace {

/// Calls a special method that the slot's presence promises; AttributeError if it is gone.
Value must_call(const Value& self, Str* name, std::initializer_list<Value> args = {}) {
    Value result = call_special(self, name, args);
    if (!result) raise_no_attribute(self, name);
    return result;
}

Value call_or_not_implemented(const Value& self, Str* name, const Value& other) {
    Value result = call_special(self, name, {other});
    return result ? result : not_implemented();
}

}  // namespace

const BinaryNames& binary_names(BinaryOp op) {
    struct Texts {
        const char* symbol;
        const char* stem;
    };
    static const BinaryNames* const names = [] {
        static const Texts kTexts[kBinaryOpCount] = {
            {"+", "add"},       {"-", "sub"}, {"*", "mul"},  {"@", "matmul"},  {"/", "truediv"},
            {"//", "floordiv"}, {"%", "mod"}, {"**", "pow"}, {"<<", "lshift"}, {">>", "rshift"},
            {"&", "and"},       {"|", "or"},  {"^", "xor"}};
        auto* made = new BinaryNames[kBinaryOpCount];
        for (std::size_t i = 0; i < kBinaryOpCount; ++i) {
            std::string stem = kTexts[i].stem;
            made[i] = {kTexts[i].symbol, intern_static("__" + stem + "__"),
                       intern_static("__r" + stem + "__"), intern_static("__i" + stem + "__")};
        }
        return made;
    }();
    return names[static_cast<std::size_t>(op)];
}

Value dispatch_binary_method(BinaryOp op, BinaryFunction own, const Value& a, const Value& b) {
    const BinaryNames& names = binary_names(op);
    std::size_t slot = static_cast<std::size_t>(op);
    bool same_type = a.type() == b.type();
    bool try_other = !same_type && b.type()->binary[slot] == own;
    if (a.type()->binary[slot] == own) {
        if (try_other && b.type()->is_subtype_of(a.type()) &&
            type_lookup(a.type(), names.reflected) != type_lookup(b.type(), names.reflected)) {
            Value result = call_or_not_implemented(b, names.reflected, a);
            if (!is_not_implemented(result)) return result;
            try_other = false;
        }
        Value result = call_or_not_implemented(a, names.method, b);
        if (same_type || !is_not_implemented(result)) return result;
    }
    if (try_other) return call_or_not_implemented(b, names.reflected, a);
    return not_implemented();
}

Value dispatch_inplace_method(BinaryOp op, const Value& a, const Value& b) {
    return call_or_not_implemented(a, binary_names(op).in_place, b);
}

Value dispatch_negative(const Value& self) {
    static Str* const kName = intern_static("__neg__");
    return must_call(self, kName);
}
Value dispatch_positive(const Value& self) {
    static Str* const kName = intern_static("__pos__");
    return must_call(self, kName);
}
Value dispatch_invert(const Value& self) {
    static Str* const kName = intern_static("__invert__");
    return must_call(self, kName);
}
Value dispatch_absolute(const Value& self) {
    static Str* const kName = intern_static("__abs__");
    return must_call(self, kName);
}
Value dispatch_int(const Value& self) {
    static Str* const kName = intern_static("__int__");
    return must_call(self, kName);
}
Value dispatch_float(const Value& self) {
    static Str* const kName = intern_static("__float__");
    return must_call(self, kName);
}
Value dispatch_index(const Value& self) {
    static Str* const kName = intern_static("__index__");
    return must_call(self, kName);
}

std::int64_t dispatch_length(const Value& self) {
    static Str* const kName = intern_static("__len__");
    Value result = must_call(self, kName);
    if (!is_int(result) && result.type()->index == nullptr) {
        raise_format(type_error_type, "'{}' object cannot be interpreted as an integer",
                     result.type()->name);
    }
    if (is_int(result) && int_compare(result, Value::small(0)) < 0) {
        raise_value_error("__len__() should return >= 0");
    }
    return to_index(result);
}

Value dispatch_getitem(const Value& self, const Value& key) {
    static Str* const kName = intern_static("__getitem__");
    return must_call(self, kName, {key});
}

void dispatch_setitem(const Value& self, const Value& key, const Value& value) {
    static Str* const kSet = intern_static("__setitem__");
    static Str* const kDelete = intern_static("__delitem__");
    if (value) {
        must_call(self, kSet, {key, value});
    } else {
        must_call(self, kDelete, {key});
    }
}

bool dispatch_contains(const Value& self, const Value& item) {
    static Str* const kName = intern_static("__contains__");
    Object* found = type_lookup(self.type(), kName);
    if (found == &none_object) {
        raise_format(type_error_type, "'{}' object is not a container", self.type()->name);
    }
    return truth(must_call(self, kName, {item}));
}

/// Notes what was looked up where, unless the exception knows.
/// CPython: set_attribute_error_context.
void tell_where(ExceptionObject& exception, const Value& self, Str* name) {
    if (!matches(exception, attribute_error_type)) return;
    auto& named = static_cast<NamedErrorObject&>(exception);
    if (named.name || named.object) return;
    named.name = Value::borrow(name);
    named.object = self;
}

/// CPython: slot_tp_getattr_hook.
Value dispatch_getattr(const Value& self, Str* name) {
    static Str* const kGetattribute = intern_static("__getattribute__");
    static Str* const kGetattr = intern_static("__getattr__");
    Object* hook = type_lookup(self.type(), kGetattr);
    Object* main = type_lookup(self.type(), kGetattribute);
    Value name_value = Value::borrow(name);
    auto look = [&]() -> Value {
        if (main != nullptr && main->type == &wrapper_descriptor_type) {
            return static_cast<WrapperDescriptor*>(main)->owner->getattr(self, name);
        }
        return must_call(self, kGetattribute, {name_value});
    };
    try {
        if (hook == nullptr) return look();
        try {
            Value found = look();
            if (found) return found;
        } catch (const Raised& raised) {
            if (!matches(*raised.exception, attribute_error_type)) throw;
        }
        return must_call(self, kGetattr, {name_value});
    } catch (const Raised& raised) {
        tell_where(*raised.exception, self, name);
        throw;
    }
}

void dispatch_setattr(const Value& self, Str* name, const Value& value) {
    static Str* const kSet = intern_static("__setattr__");
    static Str* const kDelete = intern_static("__delattr__");
    if (value) {
        must_call(self, kSet, {Value::borrow(name), value});
    } else {
        must_call(self, kDelete, {Value::borrow(name)});
    }
}

Value dispatch_repr(const Value& self) {
    static Str* const kName = intern_static("__repr__");
    return must_call(self, kName);
}
Value dispatch_str(const Value& self) {
    static Str* const kName = intern_static("__str__");
    return must_call(self, kName);
}

std::int64_t dispatch_hash(const Value& self) {
    static Str* const kName = intern_static("__hash__");
    Value result = must_call(self, kName);
    if (!is_int(result)) raise_type_error("__hash__ method should return an integer");
    if (auto fits = int_to_int64(result)) return *fits == -1 ? -2 : *fits;
    return hash_of_mpz(IntView(result));
}

Value dispatch_call(const Value& self, CallArgs args) {
    static Str* const kName = intern_static("__call__");
    Value method = lookup_special(self, kName);
    if (!method) {
        raise_format(type_error_type, "'{}' object is not callable", self.type()->name);
    }
    RecursionGuard guard(kWhileCalling);
    return call(method, args);
}

Value dispatch_compare(const Value& a, const Value& b, CompareOp op) {
    static Str* const kNames[] = {intern_static("__lt__"), intern_static("__le__"),
                                  intern_static("__eq__"), intern_static("__ne__"),
                                  intern_static("__gt__"), intern_static("__ge__")};
    return call_or_not_implemented(a, kNames[static_cast<std::size_t>(op)], b);
}

bool dispatch_truth(const Value& self) {
    static Str* const kName = intern_static("__bool__");
    Value result = must_call(self, kName);
    if (!is_bool(result)) {
        raise_format(type_error_type, "__bool__ should return bool, returned {}",
                     result.type()->name);
    }
    return is_true(result);
}

Value dispatch_iter(const Value& self) {
    static Str* const kName = intern_static("__iter__");
    if (type_lookup(self.type(), kName) == &none_object) {
        raise_format(type_error_type, "'{}' object is not iterable", self.type()->name);
    }
    return must_call(self, kName);
}

Value slot_next(const Value& self) {
    static Str* const kName = intern_static("__next__");
    try {
        return must_call(self, kName);
    } catch (const Raised& raised) {
        if (matches(*raised.exception, stop_iteration_type)) return Value();
        throw;
    }
}

Value dispatch_get(const Value& descr, const Value& instance, Type* owner) {
    static Str* const kName = intern_static("__get__");
    return must_call(descr, kName,
                     {instance ? instance : none(), owner ? Value::borrow(owner) : none()});
}

void dispatch_set(const Value& descr, const Value& instance, const Value& value) {
    static Str* const kSet = intern_static("__set__");
    static Str* const kDelete = intern_static("__delete__");
    Str* name = value ? kSet : kDelete;
    if (type_lookup(descr.type(), name) == nullptr) {
        raise(attribute_error_type, name->view());
    }
    if (value) {
        must_call(descr, kSet, {instance, value});
    } else {
        must_call(descr, kDelete, {instance});
    }
}

Value dispatch_await(const Value& self) {
    static Str* const kName = intern_static("__await__");
    return must_call(self, kName);
}
Value dispatch_aiter(const Value& self) {
    static Str* const kName = intern_static("__aiter__");
    return must_call(self, kName);
}
Value dispatch_anext(const Value& self) {
    static Str* const kName = intern_static("__anext__");
    return must_call(self, kName);
}

void slot_init(const Value& self, CallArgs args) {
    static Str* const kName = intern_static("__init__");
    Value method = lookup_special(self, kName);
    Value result = call(method, args);
    if (!is_none(result)) {
        raise_format(type_error_type, "__init__() should return None, not '{}'",
                     result.type()->name);
    }
}

Value slot_construct(Type* cls, CallArgs args) {
    static Str* const kName = intern_static("__new__");
    Value function = getattr(Value::borrow(cls), kName);
    std::vector<Value> all;
    all.reserve(args.positional_count + args.keyword_count() + 1);
    all.push_back(Value::borrow(cls));
    std::size_t given = args.positional_count + args.keyword_count();
    all.insert(all.end(), args.values, args.values + given);
    return call(function, CallArgs{all.data(), args.positional_count + 1, args.names});
}

/// CPython: slot_tp_finalize.
void dispatch_finalize(Object* self) {
    static Str* const kName = intern_static("__del__");
    Value object = Value::borrow(self);
    Value method;
    try {
        method = lookup_special(object, kName);
        if (method) call(method);
    } catch (const Raised& raised) {
        report_unraisable(raised.exception, "", method ? method : object);
    }
}

}  // namespace loopscope::object
