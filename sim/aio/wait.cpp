// asyncio.wait_for, wait and shield. CPython: asyncio.tasks
#include "sim/aio/wait.h"

#include "sim/kernel/errors.h"
#include "sim/kernel/policy.h"
#include "sim/object/float.h"
#include "sim/object/list.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/set.h"
#include "sim/object/type_name.h"

namespace loopscope::aio {

using namespace object;
using namespace kernel;

namespace {

void release_waiter(EventLoop&, const Value& target, const Value&) {
    Future& waiter = *target.as<Future>();
    if (!waiter.done()) set_result(waiter, none());
}

constexpr LibraryCode kWaitFor{"wait_for", "tasks.py", 426};
constexpr LibraryCode kCancelAndWait{"_cancel_and_wait", "tasks.py", 541};
constexpr LibraryCode kWait{"wait", "tasks.py", 384};

Ref<Future> own_future(const Value& awaitable, EventLoop& loop) {
    Value future = ensure_future(awaitable, &loop);
    Future* known = as_future(future);
    // FIDELITY: CPython would take a foreign future that has the same methods.
    if (known == nullptr)
        raise_type_error("An asyncio.Future, a coroutine or an awaitable is required");
    return Ref<Future>(known);
}

FutureCallback releasing(Future& waiter) {
    return {.target = Value::borrow(&waiter), .native = &kReleaseHeldWaiter};
}

/// Removes the waiter's callback when it goes out of scope.
struct CallbackGuard {
    Future& future;
    Future& waiter;
    ~CallbackGuard() { remove_done_callback(future, kReleaseHeldWaiter, Value::borrow(&waiter)); }
};

/// CPython: tasks._cancel_and_wait
Coro cancel_and_wait(Ref<Future> future, Ref<EventLoop> loop) {
    CoroPromise& self = co_await ThisCoro{};
    Future& waiter = self.hold(make_future(*loop, "wait_for"));
    Future& cancelled = self.hold(std::move(future));
    add_done_callback(cancelled, releasing(waiter));
    note_need(waiter, cancelled);
    CallbackGuard guard{cancelled, waiter};
    cancel_any(Value::borrow(&cancelled), Value());
    co_await Ref<Future>(&waiter);
    co_return none();
}

[[noreturn]] void raise_timeout(const Ref<ExceptionObject>& cause) {
    Ref<ExceptionObject> error = make_exception(timeout_error_type);
    set_context(*error, cause);
    error->set_cause(cause);
    raise(error);
}

/// `try: return fut.result() except CancelledError as exc: raise TimeoutError() from exc`
Value result_or_timeout(Future& future) {
    try {
        return future_result(future);
    } catch (Raised& raised) {
        if (!matches(*raised.exception, cancelled_error_type)) throw;
        raise_timeout(raised.exception);
    }
}

/// `return fut.result()`, in the clause that handles `handled` where there is one.
Value result_while(Future& future, const Ref<ExceptionObject>& handled) {
    try {
        return future_result(future);
    } catch (Raised& raised) {
        if (handled) set_context(*raised.exception, handled);
        throw;
    }
}

bool not_positive(const Value& timeout) {
    return compare_bool(timeout, Value::small(0), CompareOp::Le);
}

Coro wait_for_at_once(Ref<EventLoop> loop, Value awaitable) {
    Ref<Future> future = own_future(awaitable, *loop);
    if (future->done()) co_return future_result(*future);
    co_await cancel_and_wait(future, loop).named(kCancelAndWait);
    co_return result_or_timeout(*future);
}

Coro wait_for_body(Kernel& kernel, Value awaitable, Value timeout) {
    Ref<EventLoop> loop(&get_running_loop(kernel));
    if (is_none(timeout)) co_return co_await awaitable;
    if (not_positive(timeout)) {
        co_return co_await wait_for_at_once(loop, awaitable).named(kWaitFor);
    }
    CoroPromise& self = co_await ThisCoro{};
    Future& waiter = self.hold(make_future(*loop, "wait_for"));
    TimerHandle& timer = self.hold(call_later(
        *loop, timeout,
        {.target = Value::borrow(&waiter), .kind = HandleKind::Native, .native = &kReleaseWaiter}));
    Future& future = self.hold(own_future(awaitable, *loop));
    awaitable = Value();
    add_done_callback(future, releasing(waiter));
    note_need(waiter, future);
    TimerGuard timer_guard{timer};
    Ref<ExceptionObject> cancelled;
    try {
        co_await Ref<Future>(&waiter);
    } catch (Raised& raised) {
        if (!matches(*raised.exception, cancelled_error_type)) throw;
        cancelled = raised.exception;
    }
    if (future.done()) co_return result_while(future, cancelled);
    remove_done_callback(future, kReleaseHeldWaiter, Value::borrow(&waiter));
    co_await cancel_and_wait(Ref<Future>(&future), loop).named(kCancelAndWait);
    if (cancelled) raise(cancelled);
    co_return result_or_timeout(future);
}

// asyncio.wait

/// What _wait's _on_completion shares with it: the counter and when to stop.
struct Waiting : Container {
    Ref<Future> waiter;
    Ref<TimerHandle> timer;
    std::size_t left = 0;
    ReturnWhen when = ReturnWhen::AllCompleted;
    static Type* class_type();
};

Type waiting_type;

void waiting_traverse(Object* self, Visitor& visitor) {
    visitor.visit(static_cast<Waiting*>(self)->waiter);
    visitor.visit(static_cast<Waiting*>(self)->timer);
}
void waiting_clear(Object* self) {
    Ref<Future> waiter = std::move(static_cast<Waiting*>(self)->waiter);
    Ref<TimerHandle> timer = std::move(static_cast<Waiting*>(self)->timer);
}

Type* Waiting::class_type() {
    static const bool defined = [] {
        ProcessScope process;
        waiting_type.traverse = waiting_traverse;
        waiting_type.clear = waiting_clear;
        define_type<Waiting>(waiting_type, {.name = "_wait.<locals>", .module = "asyncio.tasks"});
        return true;
    }();
    static_cast<void>(defined);
    return &waiting_type;
}

void on_completion(EventLoop&, const Value& target, const Value& argument) {
    auto& waiting = *target.as<Waiting>();
    Future& future = *argument.as<Future>();
    if (waiting.left > 0) --waiting.left;
    bool over = waiting.left == 0 || waiting.when == ReturnWhen::FirstCompleted;
    if (!over && waiting.when == ReturnWhen::FirstException && !future.cancelled())
        over = !is_none(future_exception(future));
    if (!over) return;
    if (waiting.timer) cancel_handle(*waiting.timer);
    if (!waiting.waiter->done()) set_result(*waiting.waiter, none());
}

constexpr LibraryCallback kOnCompletion{{"_wait.<locals>._on_completion", "tasks.py", 509},
                                        on_completion};

ReturnWhen parse_return_when(const Value& v) {
    if (!v || is_none(v)) return ReturnWhen::AllCompleted;
    std::string_view text = is_str(v) ? v.as<Str>()->view() : std::string_view();
    if (text == "FIRST_COMPLETED") return ReturnWhen::FirstCompleted;
    if (text == "FIRST_EXCEPTION") return ReturnWhen::FirstException;
    if (text == "ALL_COMPLETED") return ReturnWhen::AllCompleted;
    raise_value_error("Invalid return_when value: " + str_string(v));
}

/// `set(fs)`, but in the order of the argument.
std::vector<Ref<Future>> distinct_futures(const Value& given) {
    Ref<Set> seen = Set::make();
    std::vector<Value> items;
    for_each(given, [&](const Value& item) {
        if (seen->add(item)) items.push_back(item);
    });
    for (const Value& item : items) {
        if (is_coroutine(item))
            raise_type_error("Passing coroutines is forbidden, use tasks explicitly.");
    }
    std::vector<Ref<Future>> futures;
    for (const Value& item : items) {
        Future* future = as_future(item);
        if (future == nullptr) {
            raise(attribute_error_type,
                  "'" + item.type()->name + "' object has no attribute 'add_done_callback'");
        }
        futures.emplace_back(future);
    }
    return futures;
}

/// The end of _wait: no callback is left behind.
struct WaitGuard {
    std::vector<Future*>& futures;
    Waiting& waiting;
    ~WaitGuard() {
        if (waiting.timer) cancel_quietly(*waiting.timer);
        for (Future* future : futures)
            remove_done_callback(*future, kOnCompletion, Value::borrow(&waiting));
    }
};

Coro wait_body(Kernel& kernel, Value given, Value timeout, Value return_when) {
    if (is_future(given) || is_coroutine(given))
        raise_type_error("expect a list of futures, not " + short_name(*given.type()));
    if (!truth(given)) raise_value_error("Set of Tasks/Futures is empty.");
    CoroPromise& self = co_await ThisCoro{};
    ReturnWhen when = parse_return_when(return_when);
    std::vector<Future*> futures;
    for (Ref<Future>& future : distinct_futures(given))
        futures.push_back(&self.hold(std::move(future)));
    EventLoop& loop = get_running_loop(kernel);
    Waiting& waiting = self.hold(make<Waiting>());
    waiting.waiter = make_future(loop, "wait");
    waiting.left = futures.size();
    waiting.when = when;
    if (timeout && !is_none(timeout)) {
        waiting.timer = call_later(
            loop, timeout,
            {.target = waiting.waiter, .kind = HandleKind::Native, .native = &kReleaseWaiter});
    }
    for (Future* future : futures) {
        add_done_callback(*future, {.target = Value::borrow(&waiting), .native = &kOnCompletion});
        note_need(*waiting.waiter, *future);
    }
    {
        WaitGuard guard{futures, waiting};
        co_await waiting.waiter;
    }
    std::vector<Value> done;
    std::vector<Value> pending;
    for (Future* future : futures)
        (future->done() ? done : pending).push_back(Value::borrow(future));
    Value sets[] = {Set::make_ordered(done), Set::make_ordered(pending)};
    co_return Tuple::make(sets);
}

// asyncio.shield

void inner_done(EventLoop&, const Value& target, const Value& argument) {
    Future& outer = *target.as<Future>();
    Future& inner = *argument.as<Future>();
    if (outer.cancelled()) {
        if (!inner.cancelled()) future_exception(inner);  // Marks it as retrieved.
        return;
    }
    if (inner.cancelled()) {
        cancel_future(outer, Value());
        return;
    }
    Value exception = future_exception(inner);
    if (is_none(exception)) {
        set_result(outer, future_result(inner));
    } else {
        set_exception(outer, exception);
    }
}

constexpr LibraryCallback kInnerDone{{"shield.<locals>._inner_done_callback", "tasks.py", 881},
                                     inner_done};

void outer_done(EventLoop&, const Value& target, const Value& argument) {
    Future& inner = *target.as<Future>();
    if (!inner.done()) remove_done_callback(inner, kInnerDone, argument);
}

constexpr LibraryCallback kOuterDone{{"shield.<locals>._outer_done_callback", "tasks.py", 898},
                                     outer_done};

}  // namespace

const LibraryCallback kReleaseWaiter{{"_release_waiter", "tasks.py", 421}, release_waiter, true};
const LibraryCallback kReleaseHeldWaiter{
    {"_release_waiter", "tasks.py", 421}, release_waiter, true, true};

Ref<TimerHandle> call_later(EventLoop& loop, const Value& delay, CallSpec&& spec) {
    if (is_float_exact(delay) || delay.is_small())
        return loop.call_later(to_double(delay), std::move(spec));
    Value when = binary(BinaryOp::Add, Float::from(loop.time()), delay);
    return loop.call_at(to_double(when), std::move(spec), is_float_exact(when) ? Value() : when);
}

Coro wait_for(Kernel& kernel, Value awaitable, Value timeout) {
    return wait_for_body(kernel, std::move(awaitable), std::move(timeout)).named(kWaitFor);
}

Coro wait(Kernel& kernel, Value futures, Value timeout, Value return_when) {
    return wait_body(kernel, std::move(futures), std::move(timeout), std::move(return_when))
        .named(kWait);
}

Value shield(Kernel&, const Value& awaitable) {
    Value future = ensure_future(awaitable, nullptr);
    Future* inner = as_future(future);
    // FIDELITY: CPython would take a foreign future that has the same methods.
    if (inner == nullptr)
        raise_type_error("An asyncio.Future, a coroutine or an awaitable is required");
    if (inner->done()) return future;
    Ref<Future> outer = make_future(*inner->loop, "shield");
    note_need(*outer, *inner);
    add_done_callback(*inner, {.target = outer, .native = &kInnerDone});
    add_done_callback(*outer, {.target = future, .native = &kOuterDone});
    return outer;
}

}  // namespace loopscope::aio
