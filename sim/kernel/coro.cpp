// Coro: the trampoline that drives C++ coroutines, and their guest object.
#include "sim/kernel/coro.h"

#include "sim/kernel/errors.h"
#include "sim/kernel/kernel.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"

namespace loopscope::kernel {

using namespace object;

Type coro_type;

namespace {

Type coro_wrapper_type;

using State = CoroObject::State;

CoroObject& self_coro(const Value& self) { return *self.as<CoroObject>(); }

/// Ends a coroutine: its frame goes, and with it everything that it held.
void free_frame(CoroObject& coroutine) {
    coroutine.state = State::Closed;
    coroutine.flags |= kFinalized;  // A closed one has nothing to finalize.
    coroutine.awaiting = Value();
    coroutine.bare_result = Value();
    if (CoroFrame frame = std::exchange(coroutine.frame, CoroFrame{})) frame.destroy();
    coroutine.body.reset();
}

SendStatus raised(Value& out, Ref<ExceptionObject> exception) {
    out = std::move(exception);
    return SendStatus::Raised;
}

/// A StopIteration may not leave a coroutine. CPython: _PyGen's "coroutine raised StopIteration"
Ref<ExceptionObject> checked_failure(Ref<ExceptionObject> failure) {
    if (!matches(*failure, stop_iteration_type)) return failure;
    Ref<ExceptionObject> error =
        make_exception(runtime_error_type, "coroutine raised StopIteration");
    set_context(*error, failure);
    error->set_cause(failure);
    return error;
}

/// The frame has run to its end: gives out what it returned or raised.
SendStatus finish(CoroObject& coroutine, Value& out) {
    CoroPromise& promise = coroutine.frame.promise();
    Value result = std::move(promise.result);
    Ref<ExceptionObject> failure = std::move(promise.failure);
    std::exception_ptr host_failure = std::move(promise.host_failure);
    free_frame(coroutine);
    if (host_failure) std::rethrow_exception(host_failure);
    if (failure) return raised(out, checked_failure(std::move(failure)));
    out = std::move(result);
    return SendStatus::Returned;
}

/// What a frame would do whose only await is a bare yield.
SendStatus run_bare(CoroObject& coroutine, const Value& thrown, Value& out) {
    if (coroutine.state == State::Created) {
        coroutine.state = State::Suspended;
        out = none();
        return SendStatus::Yielded;
    }
    if (thrown) {
        out = thrown;
    } else {
        out = std::move(coroutine.bare_result);
    }
    free_frame(coroutine);
    return thrown ? SendStatus::Raised : SendStatus::Returned;
}

/// Runs what stands in the place of a frame.
SendStatus run_body(CoroObject& coroutine, const Value& thrown, Value& out) {
    coroutine.state = State::Running;
    SendStatus status;
    try {
        status = coroutine.body->resume(thrown, out);
        if (status == SendStatus::Raised)
            out = checked_failure(Ref<ExceptionObject>(out.as<ExceptionObject>()));
    } catch (Raised& raised_inside) {
        out = checked_failure(std::move(raised_inside.exception));
        status = SendStatus::Raised;
    } catch (...) {
        free_frame(coroutine);
        throw;
    }
    if (status == SendStatus::Yielded) {
        coroutine.state = State::Suspended;
    } else {
        free_frame(coroutine);
    }
    return status;
}

/// Hands what was sent or thrown to whatever the coroutine awaits. Yielded: it goes on waiting.
SendStatus delegate(CoroObject& coroutine, const Value& sent, const Value& thrown, Value& out) {
    const Value& awaiting = coroutine.awaiting;  // Cleared by nobody else while it runs.
    Type* type = awaiting.type();
    if (type == &coro_type) {
        // A bare yield, the most frequent of all, goes without the way through its send.
        CoroObject& inner = *awaiting.as<CoroObject>();
        bool begun = inner.state == State::Suspended;
        if (inner.bare_result && (begun || (!thrown && is_none(sent))))
            return run_bare(inner, thrown, out);
    }
    if (thrown) {
        return type->raise_into != nullptr ? type->raise_into(awaiting, thrown, out)
                                           : raise_into(awaiting, thrown, out);
    }
    return type->send != nullptr ? type->send(awaiting, sent, out) : send(awaiting, sent, out);
}

/// Runs the coroutine until it yields to the loop or ends: the trampoline. Every co_await that
/// suspends comes back here, whatever depth it awaits at.
SendStatus run(CoroObject& coroutine, const Value& sent, const Value& thrown, Value& out) {
    if (coroutine.bare_result) return run_bare(coroutine, thrown, out);
    if (coroutine.body) return run_body(coroutine, thrown, out);
    CoroPromise& promise = coroutine.frame.promise();
    coroutine.state = State::Running;
    const Value* to_send = &sent;
    const Value* to_throw = &thrown;
    const Value nothing;
    const Value just_none = none();
    for (;;) {
        if (coroutine.awaiting) {
            SendStatus status = delegate(coroutine, *to_send, *to_throw, out);
            if (status == SendStatus::Yielded) {
                coroutine.state = State::Suspended;
                return SendStatus::Yielded;
            }
            coroutine.awaiting = Value();
            if (status == SendStatus::Raised) {
                promise.thrown = Ref<ExceptionObject>(out.as<ExceptionObject>());
            } else {
                promise.incoming = std::move(out);
            }
        } else if (*to_throw) {
            promise.thrown = Ref<ExceptionObject>(to_throw->as<ExceptionObject>());
        } else {
            promise.incoming = *to_send;
        }
        coroutine.frame.resume();
        if (coroutine.frame.done()) return finish(coroutine, out);
        if (promise.yielded) {
            out = std::move(promise.yielded);
            coroutine.state = State::Suspended;
            return SendStatus::Yielded;
        }
        to_send = &just_none;
        to_throw = &nothing;
    }
}

/// What every way in checks first. True: `out` holds the error.
bool refuses(CoroObject& coroutine, Value& out) {
    if (coroutine.state == State::Running) {
        out = make_exception(value_error_type, "coroutine already executing");
        return true;
    }
    if (coroutine.state == State::Closed) {
        out = make_exception(runtime_error_type, "cannot reuse already awaited coroutine");
        return true;
    }
    return false;
}

SendStatus coro_send(const Value& self, const Value& sent, Value& out) {
    CoroObject& coroutine = self_coro(self);
    if (refuses(coroutine, out)) return SendStatus::Raised;
    if (coroutine.state == State::Created && !is_none(sent)) {
        return raised(out, make_exception(type_error_type,
                                          "can't send non-None value to a just-started coroutine"));
    }
    return run(coroutine, sent, Value(), out);
}

SendStatus coro_raise_into(const Value& self, const Value& exception, Value& out) {
    CoroObject& coroutine = self_coro(self);
    if (refuses(coroutine, out)) return SendStatus::Raised;
    if (coroutine.state == State::Created) {
        // Its body never runs.
        free_frame(coroutine);
        out = exception;
        return SendStatus::Raised;
    }
    return run(coroutine, Value(), exception, out);
}

/// coroutine.close(): GeneratorExit inside; it may not yield again.
void close_coroutine(CoroObject& coroutine) {
    if (coroutine.state == State::Running) raise_value_error("coroutine already executing");
    if (coroutine.state == State::Closed) return;
    if (coroutine.state == State::Created) {
        free_frame(coroutine);
        return;
    }
    Ref<CoroObject> alive(&coroutine);
    Value out;
    Value exit = make_exception(generator_exit_type);
    switch (run(coroutine, Value(), exit, out)) {
        case SendStatus::Yielded:
            raise_runtime_error("coroutine ignored GeneratorExit");
        case SendStatus::Returned:
            return;
        case SendStatus::Raised: {
            Ref<ExceptionObject> exception(out.as<ExceptionObject>());
            bool expected = matches(*exception, generator_exit_type) ||
                            matches(*exception, stop_iteration_type);
            if (!expected) raise(exception);
        }
    }
}

}  // namespace

CoroObject::~CoroObject() {
    if (frame) frame.destroy();
}

Ref<CoroObject> make_bare_yield(const LibraryCode& code, Value result) {
    Ref<CoroObject> coroutine = make<CoroObject>();
    coroutine->code = &code;
    coroutine->bare_result = std::move(result);
    return coroutine;
}

Ref<CoroObject> make_frameless(const LibraryCode& code, std::unique_ptr<CoroBody> body) {
    Ref<CoroObject> coroutine = make<CoroObject>();
    coroutine->code = &code;
    coroutine->body = std::move(body);
    return coroutine;
}

std::string coroutine_qualname(const CoroObject& coroutine) {
    return coroutine.code != nullptr ? coroutine.code->qualname : "coroutine";
}

Coro CoroPromise::get_return_object() {
    Ref<CoroObject> made = make<CoroObject>();
    made->frame = CoroFrame::from_promise(*this);
    object = made.get();
    return Coro(std::move(made));
}

void CoroPromise::unhandled_exception() noexcept {
    try {
        throw;
    } catch (Raised& raised) {
        failure = std::move(raised.exception);
    } catch (...) {
        host_failure = std::current_exception();
    }
}

ValueAwaiter::ValueAwaiter(CoroPromise& promise, Value awaitable) : promise_(promise) {
    // A plain future needs no iterator: what FutureIter does is done here.
    if (awaitable.is_object() &&
        (awaitable.object()->type == &future_type || awaitable.object()->type == &task_type)) {
        is_future_ = true;
        ready_ = awaitable.as<Future>()->done();
        promise.subject = std::move(awaitable);
    } else if (is_exact<CoroObject>(awaitable)) {
        if (awaitable.as<CoroObject>()->awaiting)
            raise_runtime_error("coroutine is being awaited already");
        promise.subject = std::move(awaitable);
    } else {
        promise.subject = awaitable_iterator(awaitable);
    }
}

ValueAwaiter::ValueAwaiter(CoroPromise& promise, Coro&& coro) : promise_(promise) {
    if (coro.is_bare()) {
        is_bare_ = true;
        promise.subject = std::move(coro).take_bare_result();
    } else {
        promise.subject = std::move(coro).take();
    }
}

void ValueAwaiter::await_suspend(CoroFrame) noexcept {
    if (is_bare_) {
        promise_.yielded = none();
        return;
    }
    if (!is_future_) {
        promise_.object->awaiting = std::move(promise_.subject);
        return;
    }
    promise_.subject.as<Future>()->blocking = true;
    promise_.yielded = promise_.subject;
}

Value ValueAwaiter::await_resume() {
    Value subject = std::move(promise_.subject);
    if (promise_.thrown) raise(std::exchange(promise_.thrown, nullptr));
    if (is_bare_) return subject;
    if (!is_future_) return std::move(promise_.incoming);
    Future& future = *subject.as<Future>();
    if (!future.done()) raise_runtime_error("await wasn't used with future");
    return future_result(future);
}

void YieldAwaiter::await_suspend(CoroFrame) noexcept { promise_.yielded = none(); }

void YieldAwaiter::await_resume() {
    if (promise_.thrown) raise(std::exchange(promise_.thrown, nullptr));
}

namespace {

/// `__del__`: one that was never awaited says so; a suspended one is closed.
void coro_finalize(Object* self) {
    auto& coroutine = *static_cast<CoroObject*>(self);
    if (coroutine.state != State::Created && coroutine.state != State::Suspended) return;
    Kernel* kernel = Runtime::current().find<Kernel>();
    if (kernel == nullptr) return;
    try {
        if (coroutine.state == State::Created) {
            kernel->warn(runtime_warning_type, fmt::format("coroutine '{}' was never awaited",
                                                           coroutine_qualname(coroutine)));
            free_frame(coroutine);
        } else {
            close_coroutine(coroutine);
        }
    } catch (Raised& failure) {
        report_unraisable(failure.exception, "", Value::borrow(self));
    } catch (Stopped& stopped) {
        kernel->request_stop(std::move(stopped));
    }
}

Value coro_repr(const Value& self) {
    return make_str(fmt::format("<coroutine object {} at {:#x}>",
                                coroutine_qualname(self_coro(self)),
                                Runtime::current().address_of(self.object())));
}

/// Gives a method's caller what came out: the value, or StopIteration, or the error.
Value unpack(SendStatus status, const Value& out) {
    if (status == SendStatus::Yielded) return out;
    if (status == SendStatus::Returned) raise(make_stop_iteration(out));
    raise(Ref<ExceptionObject>(out.as<ExceptionObject>()));
}

Value send_method(const Value& self, CallArgs args) {
    Value out;
    SendStatus status = coro_send(self, args.values[0], out);
    return unpack(status, out);
}

Value throw_method(const Value& self, CallArgs args) {
    Value given = args.values[1] && !is_none(args.values[1]) ? args.values[1] : args.values[0];
    Value out;
    SendStatus status = coro_raise_into(self, exception_to_raise(given), out);
    return unpack(status, out);
}

Value close_method(const Value& self, CallArgs) {
    close_coroutine(self_coro(self));
    return none();
}

Value get_qualname(const Value& self) { return make_str(coroutine_qualname(self_coro(self))); }
Value get_name(const Value& self) {
    std::string name = coroutine_qualname(self_coro(self));
    return make_str(name.substr(name.rfind('.') + 1));
}
Value get_running(const Value& self) { return make_bool(self_coro(self).state == State::Running); }
Value get_suspended(const Value& self) {
    return make_bool(self_coro(self).state == State::Suspended);
}
Value get_await(const Value& self) {
    return self_coro(self).awaiting ? self_coro(self).awaiting : none();
}
Value get_none(const Value&) { return none(); }

void coro_traverse(Object* self, Visitor& visitor) {
    auto* coroutine = static_cast<CoroObject*>(self);
    visitor.visit(coroutine->awaiting);
    visitor.visit(coroutine->bare_result);
    if (coroutine->body) coroutine->body->visit(visitor);
    if (!coroutine->frame) return;
    CoroPromise& promise = coroutine->frame.promise();
    visitor.visit(promise.subject);
    for (const Value& held : promise.held) visitor.visit(held);
    for (const Value& held : promise.held_more) visitor.visit(held);
}
void coro_clear(Object* self) { free_frame(*static_cast<CoroObject*>(self)); }

/// What `coroutine.__await__()` answers, for programs that call it: an iterator over the coroutine.
struct CoroWrapper : Container {
    Value coroutine;
    static Type* class_type() { return &coro_wrapper_type; }
};

const Value& wrapped(const Value& self) { return self.as<CoroWrapper>()->coroutine; }

Value await_method(const Value& self, CallArgs) {
    Ref<CoroWrapper> wrapper = make<CoroWrapper>();
    wrapper->coroutine = self;
    return wrapper;
}

Value wrapper_next(const Value& self) {
    Value out;
    SendStatus status = coro_send(wrapped(self), none(), out);
    return status == SendStatus::Returned ? Value() : unpack(status, out);
}

/// A method of the coroutine as one of its wrapper.
template <Value (*kMethod)(const Value&, CallArgs)>
Value forwarded(const Value& self, CallArgs args) {
    return kMethod(wrapped(self), args);
}

void define_coro_wrapper_type() {
    coro_wrapper_type.iter = [](const Value& self) { return self; };
    coro_wrapper_type.next = wrapper_next;
    coro_wrapper_type.send = [](const Value& self, const Value& value, Value& out) {
        return coro_send(wrapped(self), value, out);
    };
    coro_wrapper_type.raise_into = [](const Value& self, const Value& exception, Value& out) {
        return coro_raise_into(wrapped(self), exception, out);
    };
    coro_wrapper_type.traverse = [](Object* self, Visitor& visitor) {
        visitor.visit(static_cast<CoroWrapper*>(self)->coroutine);
    };
    define_type<CoroWrapper>(
        coro_wrapper_type, {.name = "coroutine_wrapper",
                            .methods = {{"send", forwarded<send_method>, "value, /"},
                                        {"throw", forwarded<throw_method>, "type, value=, tb=, /"},
                                        {"close", forwarded<close_method>, ""}}});
}

}  // namespace

void define_coro_types() {
    coro_type.repr = coro_repr;
    coro_type.finalize = coro_finalize;
    coro_type.traverse = coro_traverse;
    coro_type.clear = coro_clear;
    coro_type.send = coro_send;
    coro_type.raise_into = coro_raise_into;
    define_type<CoroObject>(coro_type, {.name = "coroutine",
                                        .flags = Type::kCoroutine,
                                        .methods = {{"send", send_method, "value, /"},
                                                    {"throw", throw_method, "type, value=, tb=, /"},
                                                    {"close", close_method, ""},
                                                    {"__await__", await_method, ""}},
                                        .getsets = {{"__qualname__", get_qualname},
                                                    {"__name__", get_name},
                                                    {"cr_running", get_running},
                                                    {"cr_suspended", get_suspended},
                                                    {"cr_await", get_await},
                                                    {"cr_frame", get_none},
                                                    {"cr_code", get_none},
                                                    {"cr_origin", get_none}}});
    define_coro_wrapper_type();
}

}  // namespace loopscope::kernel
