// asyncio.timeout. CPython: timeouts.Timeout
#include "sim/aio/timeouts.h"

#include <mutex>

#include "sim/kernel/errors.h"
#include "sim/kernel/policy.h"
#include "sim/object/float.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"

namespace loopscope::aio {

using namespace object;
using namespace kernel;

Type timeout_type;

namespace {

using State = Timeout::State;

Timeout& self_timeout(const Value& self) { return *self.as<Timeout>(); }

std::string_view state_text(State state) {
    constexpr std::string_view kTexts[] = {"created", "active", "expiring", "expired", "finished"};
    return kTexts[static_cast<int>(state)];
}

/// Timeout._on_timeout
void on_timeout(EventLoop&, const Value& target, const Value&) {
    Timeout& timeout = self_timeout(target);
    cancel_any(timeout.task, Value());
    timeout.state = State::Expiring;
    timeout.handler = nullptr;
}

// (The repr of a bound method tells no place.)
constexpr LibraryCallback kOnTimeout{{"Timeout._on_timeout"}, on_timeout};
constexpr LibraryCode kEnter{"Timeout.__aenter__", "timeouts.py", 86};
constexpr LibraryCode kExit{"Timeout.__aexit__", "timeouts.py", 94};

Coro enter(Kernel& kernel, Ref<Timeout> timeout) {
    timeout->state = State::Active;
    const Value& task = get_running_loop(kernel).current_task;
    if (!task) raise_runtime_error("Timeout should be used inside a task");
    timeout->task = task;
    reschedule(kernel, *timeout, Value(timeout->when));
    co_return timeout;
}

Coro leave(Ref<Timeout> timeout, Value type) {
    if (timeout->state == State::Created) raise(assertion_error_type);
    if (timeout->handler) cancel_handle(*std::exchange(timeout->handler, nullptr));
    if (timeout->state == State::Expiring) {
        timeout->state = State::Expired;
        Task& task = *timeout->task.as<Task>();
        if (task.cancels_requested > 0) --task.cancels_requested;
        bool cancelled = type.is_object() && type.object() == &cancelled_error_type;
        if (task.cancels_requested == 0 && cancelled) raise(timeout_error_type);
    } else if (timeout->state == State::Active) {
        timeout->state = State::Finished;
    }
    co_return none();
}

Value enter_method(const Value& self, CallArgs) {
    return enter(Kernel::current(), Ref<Timeout>(&self_timeout(self))).named(kEnter);
}
Value exit_method(const Value& self, CallArgs args) {
    return leave(Ref<Timeout>(&self_timeout(self)), args.values[0]).named(kExit);
}
Value when_method(const Value& self, CallArgs) { return self_timeout(self).when; }
Value reschedule_method(const Value& self, CallArgs args) {
    reschedule(Kernel::current(), self_timeout(self), args.values[0]);
    return none();
}
Value expired_method(const Value& self, CallArgs) {
    State state = self_timeout(self).state;
    return make_bool(state == State::Expiring || state == State::Expired);
}

Value repr_slot(const Value& self) {
    Timeout& timeout = self_timeout(self);
    std::string info;
    if (timeout.state == State::Active) {
        info = " when=";
        if (is_none(timeout.when)) {
            info += "None";
        } else {
            // round(when, 3)
            info += repr_string(call_method(timeout.when, "__round__", {Value::small(3)}));
        }
    }
    return make_str(fmt::format("<Timeout [{}]{}>", state_text(timeout.state), info));
}

Value construct(Type* cls, CallArgs args) {
    static const NativeCode* const kCode =
        make_code({.name = "Timeout.__init__", .parameters = "when", .style = CallStyle::Function});
    Value when;
    bind_arguments(*kCode, args, &when);
    Ref<Timeout> timeout = make_typed<Timeout>(cls);
    timeout->when = when;
    return timeout;
}

void traverse(Object* self, Visitor& visitor) {
    auto* timeout = static_cast<Timeout*>(self);
    visitor.visit(timeout->handler);
    visitor.visit(timeout->task);
    visitor.visit(timeout->when);
}
void clear(Object* self) {
    auto* timeout = static_cast<Timeout*>(self);
    Ref<Handle> handler = std::move(timeout->handler);
    Value task = std::move(timeout->task);
}

}  // namespace

void reschedule(Kernel& kernel, Timeout& timeout, const Value& when) {
    if (timeout.state != State::Active) {
        if (timeout.state == State::Created) raise(assertion_error_type);
        raise_runtime_error(
            fmt::format("Cannot change state of {} Timeout", state_text(timeout.state)));
    }
    timeout.when = when;
    if (timeout.handler) cancel_handle(*std::exchange(timeout.handler, nullptr));
    if (is_none(when)) return;
    EventLoop& loop = get_running_loop(kernel);
    CallSpec spec{
        .target = Value::borrow(&timeout), .kind = HandleKind::Native, .native = &kOnTimeout};
    double at = to_double(when);
    if (at <= loop.time()) {
        timeout.handler = loop.call_soon(std::move(spec));
    } else {
        timeout.handler = loop.call_at(at, std::move(spec), is_float_exact(when) ? Value() : when);
    }
}

Value timeout_at(const Value& when) {
    define_timeout_type();
    Ref<Timeout> timeout = make<Timeout>();
    timeout->when = when;
    return timeout;
}

Value timeout(Kernel& kernel, const Value& delay) {
    EventLoop& loop = get_running_loop(kernel);
    if (is_none(delay)) return timeout_at(none());
    return timeout_at(binary(BinaryOp::Add, Float::from(loop.time()), delay));
}

void define_timeout_type() {
    static std::once_flag once;
    std::call_once(once, [] {
        ProcessScope process;
        timeout_type.construct = construct;
        timeout_type.repr = repr_slot;
        timeout_type.traverse = traverse;
        timeout_type.clear = clear;
        constexpr CallStyle kPython = CallStyle::Function;
        define_type<Timeout>(
            timeout_type,
            {.name = "Timeout",
             .module = "asyncio.timeouts",
             .methods = {
                 {.name = "__aenter__", .call = enter_method, .parameters = "", .style = kPython},
                 {.name = "__aexit__",
                  .call = exit_method,
                  .parameters = "exc_type, exc_val, exc_tb",
                  .style = kPython},
                 {.name = "when", .call = when_method, .parameters = "", .style = kPython},
                 {.name = "reschedule",
                  .call = reschedule_method,
                  .parameters = "when",
                  .style = kPython},
                 {.name = "expired", .call = expired_method, .parameters = "", .style = kPython}}});
    });
}

}  // namespace loopscope::aio
