// Builtin functions over iterables: iter, next, sorted, min, max, any, all, aiter, anext.
#include <mutex>

#include "sim/object/failure.h"
#include "sim/python/modules/builtins.h"
#include "sim/python/modules/native_module.h"

namespace loopscope::python::modules {

namespace {

Value builtin_all(const Value&, CallArgs args) {
    Value iterator = iter(args.values[0]);
    while (Value item = next(iterator)) {
        if (!truth(item)) return object::false_value();
    }
    return object::true_value();
}

Value builtin_any(const Value&, CallArgs args) {
    Value iterator = iter(args.values[0]);
    while (Value item = next(iterator)) {
        if (truth(item)) return object::true_value();
    }
    return object::false_value();
}

Value builtin_iter(const Value&, CallArgs args) {
    if (!args.values[1]) return iter(args.values[0]);
    if (!object::is_callable(args.values[0])) {
        raise_type_error("iter(v, w): v must be callable");
    }
    return object::make_callable_iterator(args.values[0], args.values[1]);
}

/// One step of an iterator; StopIteration, with the value of a generator's return, is raised as it
/// is, which Type::next has no room for.
Value step_iterator(const Value& iterator) {
    static Str* const kNext = intern_static("__next__");
    Type* type = iterator.type();
    if (type->send != nullptr) {
        Value out;
        SendStatus status = object::send(iterator, none(), out);
        if (status == SendStatus::Yielded) return out;
        if (status == SendStatus::Returned) return object::fail(object::make_stop_iteration(out));
        return object::fail(Ref<ExceptionObject>(out.as<ExceptionObject>()));
    }
    if (type->has(Type::kHeapType)) return call_method(iterator, kNext);
    Value item = object::step(iterator);
    return item ? item : object::fail(object::make_exception(object::stop_iteration_type));
}

Value builtin_next(const Value&, CallArgs args) {
    const Value& iterator = args.values[0];
    if (iterator.type()->next == nullptr) {
        raise_format(type_error_type, "'{}' object is not an iterator", type_name(iterator));
    }
    if (!args.values[1]) return step_iterator(iterator);
    Value item = next(iterator);
    return item ? item : args.values[1];
}

Value builtin_sorted(const Value&, CallArgs args) {
    const Tuple& positional = *args.values[2].as<Tuple>();
    if (positional.size != 1) {
        raise_format(type_error_type, "sorted expected 1 argument, got {}", positional.size);
    }
    Ref<List> result = List::from_iterable(positional[0]);
    Value key = absent(args.values[0]) ? Value() : args.values[0];
    bool reverse = args.values[1] && truth(args.values[1]);
    result->sort(key, reverse);
    return result;
}

/// min and max: the first of the extreme items. Mirrors: min_max in bltinmodule.c.
Value extreme(const char* name, CompareOp better, CallArgs args) {
    const Value& key = args.values[0];
    const Value& fallback = args.values[1];
    const Tuple& positional = *args.values[2].as<Tuple>();
    if (positional.size == 0) {
        raise_format(type_error_type, "{} expected at least 1 argument, got 0", name);
    }
    if (positional.size > 1 && fallback) {
        raise_format(type_error_type,
                     "Cannot specify a default for {}() with multiple positional arguments", name);
    }
    Value best;
    Value best_key;
    for_each(positional.size > 1 ? args.values[2] : positional[0], [&](const Value& item) {
        Value item_key = absent(key) ? item : call(key, {item});
        if (best && !compare_bool(item_key, best_key, better)) return;
        best = item;
        best_key = std::move(item_key);
    });
    if (best) return best;
    if (fallback) return fallback;
    raise_format(value_error_type, "{}() arg is an empty sequence", name);
}

Value builtin_min(const Value&, CallArgs args) { return extreme("min", CompareOp::Lt, args); }
Value builtin_max(const Value&, CallArgs args) { return extreme("max", CompareOp::Gt, args); }

Value builtin_aiter(const Value&, CallArgs args) {
    const Value& v = args.values[0];
    if (v.type()->aiter == nullptr) {
        raise_format(type_error_type, "'{}' object is not an async iterable", type_name(v));
    }
    Value iterator = v.type()->aiter(v);
    if (iterator.type()->anext == nullptr) {
        raise_format(type_error_type, "aiter() returned not an async iterator of type '{}'",
                     type_name(iterator));
    }
    return iterator;
}

Type anext_awaitable_type;

/// anext(iterator, default): awaits the next item, and answers the default at the end.
struct AnextAwaitable : Container {
    Value awaitable;
    Value fallback;
    Value iterator;  ///< What `await awaitable` iterates, once it has begun.

    static Type* class_type() { return &anext_awaitable_type; }
};

SendStatus fall_back(const AnextAwaitable& self, SendStatus status, Value& out) {
    if (status != SendStatus::Raised) return status;
    if (!object::matches(*out.as<ExceptionObject>(), object::stop_async_iteration_type)) {
        return status;
    }
    out = self.fallback;
    return SendStatus::Returned;
}

SendStatus anext_send(const Value& self, const Value& arg, Value& out) {
    auto& anext = *self.as<AnextAwaitable>();
    try {
        if (!anext.iterator) anext.iterator = object::awaitable_iterator(anext.awaitable);
        return fall_back(anext, object::send(anext.iterator, arg, out), out);
    } catch (Raised& raised) {
        out = raised.exception;
        return fall_back(anext, SendStatus::Raised, out);
    }
}

SendStatus anext_raise(const Value& self, const Value& exception, Value& out) {
    auto& anext = *self.as<AnextAwaitable>();
    try {
        if (!anext.iterator) anext.iterator = object::awaitable_iterator(anext.awaitable);
        return fall_back(anext, object::raise_into(anext.iterator, exception, out), out);
    } catch (Raised& raised) {
        out = raised.exception;
        return fall_back(anext, SendStatus::Raised, out);
    }
}

Value anext_next(const Value& self) {
    Value out;
    SendStatus status = anext_send(self, none(), out);
    if (status == SendStatus::Yielded) return out;
    if (status == SendStatus::Returned) raise(object::make_stop_iteration(out));
    raise(Ref<ExceptionObject>(out.as<ExceptionObject>()));
}

Value anext_self(const Value& self) { return self; }

void define_anext_awaitable() {
    anext_awaitable_type.send = anext_send;
    anext_awaitable_type.raise_into = anext_raise;
    anext_awaitable_type.next = anext_next;
    anext_awaitable_type.iter = anext_self;
    anext_awaitable_type.await = anext_self;
    anext_awaitable_type.traverse = [](Object* self, Visitor& visitor) {
        auto* anext = static_cast<AnextAwaitable*>(self);
        visitor.visit(anext->awaitable);
        visitor.visit(anext->fallback);
        visitor.visit(anext->iterator);
    };
    define_type<AnextAwaitable>(anext_awaitable_type, {.name = "anext_awaitable"});
}

Value builtin_anext(const Value&, CallArgs args) {
    const Value& iterator = args.values[0];
    if (iterator.type()->anext == nullptr) {
        raise_format(type_error_type, "'{}' object is not an async iterator", type_name(iterator));
    }
    Value awaitable = iterator.type()->anext(iterator);
    if (!args.values[1]) return awaitable;
    auto result = make<AnextAwaitable>();
    result->awaitable = std::move(awaitable);
    result->fallback = args.values[1];
    return result;
}

}  // namespace

void add_iteration_functions(Dict& builtins) {
    static std::once_flag once;
    std::call_once(once, [] {
        ProcessScope process;
        define_anext_awaitable();
    });
    object::add_functions(builtins,
                          {{"all", builtin_all, "iterable, /"},
                           {"any", builtin_any, "iterable, /"},
                           {"iter", builtin_iter, "object, sentinel=, /"},
                           {"next", builtin_next, "iterator, default=, /"},
                           {"sorted", builtin_sorted, "*args, key=, reverse="},
                           {"min", builtin_min, "*args, key=, default="},
                           {"max", builtin_max, "*args, key=, default="},
                           {"aiter", builtin_aiter, "async_iterable, /"},
                           {"anext", builtin_anext, "aiterator, default=, /"}},
                          "builtins");
}

}  // namespace loopscope::python::modules
