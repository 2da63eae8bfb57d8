// gc, atexit and _weakref: what the object model and the interpreter already do, as modules.
#include "sim/object/gc.h"
#include "sim/object/heap.h"
#include "sim/object/weakref.h"

#include "sim/python/modules/modules.h"
#include "sim/python/modules/native_module.h"
#include "sim/python/vm/interpreter.h"

namespace loopscope::python::modules {

namespace {

object::Generations& generations() { return object::current_heap->generations; }

Value gc_collect(const Value&, CallArgs args) {
    std::int64_t generation = absent(args.values[0]) ? 2 : object::to_index(args.values[0]);
    if (generation < 0 || generation > 2) object::raise_value_error("invalid generation");
    return Int::from_size(Runtime::current().collect_cycles(static_cast<std::size_t>(generation)));
}

Value gc_enable(const Value&, CallArgs) {
    generations().enabled = true;
    generations().set_due_above();
    return none();
}
Value gc_disable(const Value&, CallArgs) {
    generations().enabled = false;
    generations().set_due_above();
    return none();
}
Value gc_isenabled(const Value&, CallArgs) { return make_bool(generations().enabled); }
Value gc_nothing(const Value&, CallArgs) { return none(); }
Value gc_zero(const Value&, CallArgs) { return Value::small(0); }

Value triple(const std::array<std::int64_t, object::Generations::kCount>& numbers) {
    return Tuple::make({Int::from(numbers[0]), Int::from(numbers[1]), Int::from(numbers[2])});
}
/// FIDELITY: counts our own containers, which are not as many as CPython's.
Value gc_get_count(const Value&, CallArgs) { return triple(generations().counts); }
Value gc_get_threshold(const Value&, CallArgs) { return triple(generations().thresholds); }
/// CPython: gc_set_threshold
Value gc_set_threshold(const Value&, CallArgs args) {
    for (std::size_t i = 0; i < object::Generations::kCount; ++i) {
        if (absent(args.values[i])) continue;
        generations().thresholds[i] = object::to_index(args.values[i]);
    }
    generations().set_due_above();
    return none();
}
Value gc_is_tracked(const Value&, CallArgs args) {
    const Value& v = args.values[0];
    return make_bool(v.is_object() && v.type()->has(Type::kContainer));
}

/// Every container that the collector knows, of one generation or of all.
std::vector<Container*> containers(const Value& generation) {
    auto wanted = absent(generation) ? -1 : object::to_index(generation);
    constexpr auto kCount = static_cast<std::int64_t>(object::Generations::kCount);
    if (wanted >= kCount)
        raise_value_error(
            "generation must be less than the number of available "
            "generations (3)");
    if (wanted < 0 && !absent(generation)) raise_value_error("generation cannot be negative");
    std::vector<Container*> found;
    for (std::int64_t i = 0; i < kCount; ++i) {
        if (wanted >= 0 && i != wanted) continue;
        const Container& head = generations().rings[static_cast<std::size_t>(i)];
        for (Container* c = head.gc_next; c != &head; c = c->gc_next) found.push_back(c);
    }
    return found;
}

/// FIDELITY: our own containers, some of which CPython does not have.
Value gc_get_objects(const Value&, CallArgs args) {
    std::vector<Value> found;
    for (Container* c : containers(args.values[0])) found.push_back(Value::borrow(c));
    return List::make(std::span<const Value>(found));
}

Value gc_get_referents(const Value&, CallArgs args) {
    struct Collect final : Visitor {
        std::vector<Value> found;
        void visit(Object* child) override { found.push_back(Value::borrow(child)); }
    };
    Collect collect;
    for (const Value& v : args.values[0].as<Tuple>()->items()) {
        if (v.is_object()) object::traverse_object(v.object(), collect);
    }
    return List::make(std::span<const Value>(collect.found));
}

/// CPython: gc_referrers_for. Local variables of running functions are in no container there,
/// either.
Value gc_get_referrers(const Value&, CallArgs args) {
    struct Look final : Visitor {
        const Tuple* wanted = nullptr;
        bool found = false;
        void visit(Object* child) override {
            for (const Value& v : wanted->items())
                found = found || (v.is_object() && v.object() == child);
        }
    };
    const auto* wanted = args.values[0].as<Tuple>();
    std::vector<Value> referrers;
    for (Container* c : containers(Value())) {
        Look look;
        look.wanted = wanted;
        if (c != wanted) object::traverse_object(c, look);
        if (look.found) referrers.push_back(Value::borrow(c));
    }
    return List::make(std::span<const Value>(referrers));
}

Value atexit_register(const Value&, CallArgs args) {
    if (args.positional_count == 0) {
        raise_type_error("register() takes at least 1 argument (0 given)");
    }
    if (!object::is_callable(args.values[0]))
        raise_type_error("the first argument must be callable");
    Value function = args.values[0];
    auto& interpreter = vm::Interpreter::current();
    if (args.positional_count == 1 && args.keyword_count() == 0) {
        interpreter.at_exit.push_back(function);
        return function;
    }
    Value partial = getattr(interpreter.import_module("_functools"), "partial");
    interpreter.at_exit.push_back(call(partial, args));
    return function;
}

Value atexit_unregister(const Value&, CallArgs args) {
    auto& callbacks = vm::Interpreter::current().at_exit;
    for (std::size_t i = callbacks.size(); i-- > 0;) {
        Value callback = callbacks[i];
        Value inner = lookup_attr(callback, "func");
        if (equal(callback, args.values[0]) || (inner && equal(inner, args.values[0]))) {
            callbacks.erase(callbacks.begin() + static_cast<std::ptrdiff_t>(i));
        }
    }
    return none();
}

Value weakref_proxy(const Value&, CallArgs args) {
    Value callback = absent(args.values[1]) ? none() : args.values[1];
    return call(type_value(&object::weakproxy_type), {args.values[0], callback});
}

Value weakref_getweakrefcount(const Value&, CallArgs args) {
    return Int::from_size(object::weakrefs_of(args.values[0]).size());
}

Value weakref_getweakrefs(const Value&, CallArgs args) {
    std::vector<Value> references = object::weakrefs_of(args.values[0]);
    return List::make(std::span<const Value>(references));
}

}  // namespace

void init_gc(Module& module) {
    object::add_functions(
        *module.dict,
        {{"collect", gc_collect, "generation="},
         {"enable", gc_enable, ""},
         {"disable", gc_disable, ""},
         {"isenabled", gc_isenabled, ""},
         {"freeze", gc_nothing, ""},
         {"unfreeze", gc_nothing, ""},
         {"get_freeze_count", gc_zero, ""},
         {"get_count", gc_get_count, ""},
         {"get_threshold", gc_get_threshold, ""},
         {"set_threshold", gc_set_threshold, "threshold0, threshold1=, threshold2=, /"},
         {"get_debug", gc_zero, ""},
         {"set_debug", gc_nothing, "flags, /"},
         {"is_tracked", gc_is_tracked, "obj, /"},
         {"get_objects", gc_get_objects, "generation="},
         {"get_referents", gc_get_referents, "*objs"},
         {"get_referrers", gc_get_referrers, "*objs"}},
        "gc");
    module.set("garbage", List::make());
    module.set("callbacks", List::make());
}

void init_atexit(Module& module) {
    object::add_functions(
        *module.dict,
        {{"register", atexit_register, "..."}, {"unregister", atexit_unregister, "func, /"}},
        "atexit");
}

void init_weakref(Module& module) {
    module.set("ref", type_value(&object::weakref_type));
    module.set("ReferenceType", type_value(&object::weakref_type));
    module.set("ProxyType", type_value(&object::weakproxy_type));
    module.set("CallableProxyType", type_value(&object::weakproxy_type));
    object::add_functions(*module.dict,
                          {{"proxy", weakref_proxy, "object, callback=, /"},
                           {"getweakrefcount", weakref_getweakrefcount, "object, /"},
                           {"getweakrefs", weakref_getweakrefs, "object, /"}},
                          "_weakref");
}

}  // namespace loopscope::python::modules
