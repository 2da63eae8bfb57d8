// Asynchronous generators: the awaitables that asend(), athrow(), aclose() and __anext__() answer.
//
// The generator's own yields arrive wrapped (AsyncWrappedValue); whatever passes through it from an
// await is not wrapped, and is given on to the event loop. Mirrors: genobject.c's async_gen_*.
#include <fmt/format.h>

#include "sim/object/native.h"
#include "sim/object/singletons.h"
#include "sim/python/vm/executor.h"

namespace loopscope::python::vm {

using object::CallArgs;
using object::none;
using object::SendStatus;

Type async_wrapped_value_type;

namespace {

Type asend_type;
Type athrow_type;

enum class Phase : std::uint8_t { Init, Iterating, Closed };

/// agen.asend(value) and agen.__anext__().
struct ASend : object::Container {
    Ref<Generator> generator;
    Value value;  ///< To be sent at the first step.
    Phase phase = Phase::Init;
    static Type* class_type() { return &asend_type; }
};

/// agen.athrow(…), and agen.aclose() when there is no exception.
struct AThrow : object::Container {
    Ref<Generator> generator;
    Ref<ExceptionObject> exception;  ///< Null: aclose.
    Value error_arguments;           ///< Tuple of athrow's arguments until the first step.
    bool is_close = false;
    Phase phase = Phase::Init;
    static Type* class_type() { return &athrow_type; }
};

SendStatus fail(Type& type, std::string_view message, Value& out) {
    out = message.empty() ? object::make_exception(type) : object::make_exception(type, message);
    return SendStatus::Raised;
}

bool is_wrapped(const Value& v) {
    return v.is_object() && v.object()->type == &async_wrapped_value_type;
}

bool ends_generator(const Value& exception) {
    const auto& e = *exception.as<ExceptionObject>();
    return object::matches(e, object::stop_async_iteration_type) ||
           object::matches(e, object::generator_exit_type);
}

/// CPython: async_gen_unwrap_value.
SendStatus unwrap(Generator& g, SendStatus status, Value& out) {
    if (status == SendStatus::Returned) {
        g.closed = true;
        g.running_async = false;
        return fail(object::stop_async_iteration_type, "", out);
    }
    if (status == SendStatus::Raised) {
        if (ends_generator(out)) g.closed = true;
        g.running_async = false;
        return status;
    }
    if (is_wrapped(out)) {
        g.running_async = false;
        Value inner = out.as<AsyncWrappedValue>()->value;
        out = std::move(inner);
        return SendStatus::Returned;
    }
    return status;
}

SendStatus send_generator(Generator& g, const Value& arg, Value& out) {
    return async_generator_type.send(Value::borrow(&g), arg, out);
}

SendStatus asend_send(const Value& self, const Value& arg, Value& out) {
    ASend& a = *self.as<ASend>();
    Generator& g = *a.generator;
    if (a.phase == Phase::Closed) {
        return fail(object::runtime_error_type, "cannot reuse already awaited __anext__()/asend()",
                    out);
    }
    Value value = arg;
    if (a.phase == Phase::Init) {
        if (g.running_async) {
            return fail(object::runtime_error_type,
                        "anext(): asynchronous generator is already running", out);
        }
        if (!arg || object::is_none(arg)) value = a.value;
        a.phase = Phase::Iterating;
    }
    g.running_async = true;
    SendStatus status = unwrap(g, send_generator(g, value, out), out);
    if (status != SendStatus::Yielded) a.phase = Phase::Closed;
    return status;
}

SendStatus asend_raise(const Value& self, const Value& exception, Value& out) {
    ASend& a = *self.as<ASend>();
    if (a.phase == Phase::Closed) {
        return fail(object::runtime_error_type, "cannot reuse already awaited __anext__()/asend()",
                    out);
    }
    Ref<ExceptionObject> e(exception.as<ExceptionObject>());
    SendStatus status = unwrap(*a.generator, throw_into(*a.generator, e, out), out);
    if (status != SendStatus::Yielded) a.phase = Phase::Closed;
    return status;
}

/// The generator answered its GeneratorExit with a yield.
SendStatus ignored_exit(AThrow& t, Value& out) {
    t.generator->running_async = false;
    t.phase = Phase::Closed;
    return fail(object::runtime_error_type, "async generator ignored GeneratorExit", out);
}

/// How a step of aclose() ends.
SendStatus close_step(AThrow& t, SendStatus status, Value& out) {
    if (status == SendStatus::Yielded) return is_wrapped(out) ? ignored_exit(t, out) : status;
    t.generator->running_async = false;
    t.phase = Phase::Closed;
    if (status == SendStatus::Raised && !ends_generator(out)) return status;
    out = none();
    return SendStatus::Returned;
}

SendStatus athrow_step(AThrow& t, SendStatus status, Value& out) {
    status = unwrap(*t.generator, status, out);
    if (status != SendStatus::Yielded) t.phase = Phase::Closed;
    return status;
}

SendStatus athrow_start(AThrow& t, const Value& arg, Value& out) {
    Generator& g = *t.generator;
    if (g.running_async) {
        t.phase = Phase::Closed;
        return fail(object::runtime_error_type,
                    t.is_close ? "aclose(): asynchronous generator is already running"
                               : "athrow(): asynchronous generator is already running",
                    out);
    }
    if (g.closed) {
        t.phase = Phase::Closed;
        return fail(object::stop_async_iteration_type, "", out);
    }
    if (arg && !object::is_none(arg)) {
        return fail(object::runtime_error_type,
                    "can't send non-None value to a just-started coroutine", out);
    }
    t.phase = Phase::Iterating;
    g.running_async = true;
    if (t.is_close) {
        g.closed = true;
        Ref<ExceptionObject> exit = object::make_exception(object::generator_exit_type);
        return close_step(t, throw_into(g, exit, out, OnExit::ThrowIntoDelegate), out);
    }
    try {
        auto& a = *t.error_arguments.as<Tuple>();
        Ref<ExceptionObject> e = exception_of_throw(a[0], a[1], a[2]);
        return athrow_step(t, throw_into(g, e, out, OnExit::ThrowIntoDelegate), out);
    } catch (object::Raised& raised) {
        out = raised.exception;
        return athrow_step(t, SendStatus::Raised, out);
    }
}

SendStatus athrow_send(const Value& self, const Value& arg, Value& out) {
    AThrow& t = *self.as<AThrow>();
    if (t.phase == Phase::Closed) {
        return fail(object::runtime_error_type, "cannot reuse already awaited aclose()/athrow()",
                    out);
    }
    if (t.generator->state == GeneratorState::Finished) {
        t.phase = Phase::Closed;
        out = none();
        return SendStatus::Returned;
    }
    if (t.phase == Phase::Init) return athrow_start(t, arg, out);
    SendStatus status = send_generator(*t.generator, arg, out);
    return t.is_close ? close_step(t, status, out) : athrow_step(t, status, out);
}

SendStatus athrow_raise(const Value& self, const Value& exception, Value& out) {
    AThrow& t = *self.as<AThrow>();
    if (t.phase == Phase::Closed) {
        return fail(object::runtime_error_type, "cannot reuse already awaited aclose()/athrow()",
                    out);
    }
    Ref<ExceptionObject> e(exception.as<ExceptionObject>());
    SendStatus status = throw_into(*t.generator, e, out);
    return t.is_close ? close_step(t, status, out) : athrow_step(t, status, out);
}

// ---- the generator's methods ------------------------------------------------------------------

/// CPython: async_gen_init_hooks.
void init_hooks(Generator& g) {
    if (g.hooks_done) return;
    g.hooks_done = true;
    ThreadState& thread = Interpreter::current().thread();
    g.finalizer = thread.asyncgen_finalizer;
    Value first = thread.asyncgen_firstiter;
    if (first) object::call(first, {Value::borrow(&g)});
}

Value make_asend(const Value& self, const Value& value) {
    init_hooks(*self.as<Generator>());
    Ref<ASend> a = object::make<ASend>();
    a->generator = Ref<Generator>(self.as<Generator>());
    a->value = value;
    return a;
}

Value agen_anext(const Value& self) { return make_asend(self, none()); }
Value agen_asend(const Value& self, CallArgs args) { return make_asend(self, args.values[0]); }

Value make_athrow(const Value& self) {
    init_hooks(*self.as<Generator>());
    Ref<AThrow> t = object::make<AThrow>();
    t->generator = Ref<Generator>(self.as<Generator>());
    return t;
}

Value agen_athrow(const Value& self, CallArgs args) {
    Value made = make_athrow(self);
    Ref<Tuple> all = Tuple::make_unfilled(3);
    for (std::size_t k = 0; k < 3; ++k) (*all)[k] = args.values[k] ? args.values[k] : none();
    made.as<AThrow>()->error_arguments = all;
    return made;
}

Value agen_aclose(const Value& self, CallArgs) {
    Value made = make_athrow(self);
    made.as<AThrow>()->is_close = true;
    return made;
}

Value asend_close(const Value& self, CallArgs) {
    self.as<ASend>()->phase = Phase::Closed;
    return none();
}
Value athrow_close(const Value& self, CallArgs) {
    self.as<AThrow>()->phase = Phase::Closed;
    return none();
}

Value same(const Value& self) { return self; }

Value agen_frame(const Value& self) {
    Generator& g = *self.as<Generator>();
    if (g.state == GeneratorState::Finished) return none();
    return frame_object(g.frame());
}

}  // namespace

void define_async_generator_types() {
    async_generator_type.aiter = same;
    async_generator_type.anext = agen_anext;
    // Not in CPython's type: the awaitables above resume the generator by these slots.
    async_generator_type.send = generator_type.send;
    async_generator_type.raise_into = generator_type.raise_into;
    object::define_type<Generator>(
        async_generator_type,
        {.name = "async_generator",
         .methods = {{"asend", agen_asend, "value, /"},
                     {"athrow", agen_athrow, "typ, val=, tb=, /"},
                     {"aclose", agen_aclose, ""}},
         .getsets = {
             {"ag_frame", agen_frame},
             {"ag_running",
              [](const Value& v) { return object::make_bool(v.as<Generator>()->running_async); }},
             {"ag_code", [](const Value& v) -> Value { return v.as<Generator>()->code; }},
             {"ag_await",
              [](const Value& v) {
                  object::Object* d = v.as<Generator>()->delegate();
                  return d != nullptr ? Value::borrow(d) : none();
              }},
             {"__name__", [](const Value& v) { return v.as<Generator>()->name; }},
             {"__qualname__", [](const Value& v) { return v.as<Generator>()->qualname; }}}});

    asend_type.send = asend_send;
    asend_type.raise_into = asend_raise;
    asend_type.await = same;
    asend_type.iter = same;
    asend_type.next = next_by_send;
    asend_type.traverse = [](object::Object* self, object::Visitor& visitor) {
        visitor.visit(static_cast<ASend*>(self)->generator);
        visitor.visit(static_cast<ASend*>(self)->value);
    };
    object::define_type<ASend>(asend_type,
                               {.name = "async_generator_asend",
                                .methods = {{"send", send_method, "arg, /"},
                                            {"throw", throw_method, "typ, val=, tb=, /"},
                                            {"close", asend_close, ""}}});
    athrow_type.send = athrow_send;
    athrow_type.raise_into = athrow_raise;
    athrow_type.await = same;
    athrow_type.iter = same;
    athrow_type.next = next_by_send;
    athrow_type.traverse = [](object::Object* self, object::Visitor& visitor) {
        auto* t = static_cast<AThrow*>(self);
        visitor.visit(t->generator);
        visitor.visit(t->exception);
        visitor.visit(t->error_arguments);
    };
    object::define_type<AThrow>(athrow_type,
                                {.name = "async_generator_athrow",
                                 .methods = {{"send", send_method, "arg, /"},
                                             {"throw", throw_method, "typ, val=, tb=, /"},
                                             {"close", athrow_close, ""}}});
    object::define_type<AsyncWrappedValue>(async_wrapped_value_type,
                                           {.name = "async_generator_wrapped_value"});
}

}  // namespace loopscope::python::vm
