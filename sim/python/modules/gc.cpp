// gc, atexit and _weakref: what the object model and the interpreter already do, as modules.
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
Value gc_get_objects(const Value&, CallArgs) { return List::make(); }

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
         {"get_objects", gc_get_objects, "generation="}},
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
