// asyncio.Lock, Event, Condition and the semaphores. CPython: asyncio.locks
#include "sim/aio/locks.h"

#include <algorithm>
#include <mutex>
#include <span>

#include "sim/kernel/errors.h"
#include "sim/kernel/policy.h"
#include "sim/object/int.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"

namespace loopscope::aio {

using namespace object;
using namespace kernel;

Type lock_type;
Type event_type;
Type condition_type;
Type semaphore_type;
Type bounded_semaphore_type;

EventLoop& bound_loop(LoopBound& bound) {
    EventLoop& running = get_running_loop(Kernel::current());
    if (!bound.loop) bound.loop = Ref<EventLoop>(&running);
    if (bound.loop.get() != &running)
        raise_runtime_error(repr_string(Value::borrow(&bound)) +
                            " is bound to a different event loop");
    return running;
}

void bind_init(const NativeCode& code, CallArgs args, std::span<Value> out) {
    std::vector<Value> values{none()};
    const std::size_t given = args.positional_count + args.keyword_count();
    values.insert(values.end(), args.values, args.values + given);
    std::vector<Value> bound(out.size() + 1);
    bind_arguments(code, CallArgs{values.data(), args.positional_count + 1, args.names},
                   bound.data());
    std::move(bound.begin() + 1, bound.end(), out.begin());
}

void remove_waiter(Waiters& waiters, const Future& waiter) {
    auto found = std::find_if(waiters.begin(), waiters.end(),
                              [&](const Ref<Future>& each) { return each.get() == &waiter; });
    if (found != waiters.end()) waiters.erase(found);
}

std::string waiters_text(const Waiters& waiters) {
    return waiters.empty() ? std::string() : fmt::format(", waiters:{}", waiters.size());
}

Value bracket_repr(const Value& self, const std::string& extra) {
    return make_str(fmt::format("<{}.{} object at {:#x} [{}]>", self.type()->module,
                                self.type()->qualname, Runtime::current().address_of(self.object()),
                                extra));
}

void loop_bound_traverse(Object* self, Visitor& visitor) {
    auto* bound = static_cast<LoopBound*>(self);
    visitor.visit(bound->loop);
    for (const Ref<Future>& waiter : bound->waiters) visitor.visit(waiter);
}

void loop_bound_clear(Object* self) {
    auto* bound = static_cast<LoopBound*>(self);
    Waiters waiters = std::move(bound->waiters);
    bound->waiters.clear();
}

namespace {

constexpr LibraryCode kLockAcquire{"Lock.acquire", "locks.py", 93};
constexpr LibraryCode kEventWait{"Event.wait", "locks.py", 200};
constexpr LibraryCode kConditionWait{"Condition.wait", "locks.py", 252};
constexpr LibraryCode kConditionWaitFor{"Condition.wait_for", "locks.py", 293};
constexpr LibraryCode kSemaphoreAcquire{"Semaphore.acquire", "locks.py", 376};
constexpr LibraryCode kEnter{"_ContextManagerMixin.__aenter__", "locks.py", 14};
constexpr LibraryCode kExit{"_ContextManagerMixin.__aexit__", "locks.py", 20};

bool is_cancellation(const Raised& raised) {
    return matches(*raised.exception, cancelled_error_type);
}

bool all_cancelled(const Waiters& waiters) {
    return std::all_of(waiters.begin(), waiters.end(),
                       [](const Ref<Future>& waiter) { return waiter->cancelled(); });
}

/// Lock._wake_up_first
void wake_up_first(Lock& lock) {
    if (lock.waiters.empty()) return;
    Ref<Future> first = lock.waiters.front();
    if (!first->done()) set_result(*first, true_value());
}

// What the trace calls a lock: a condition's own speaks for the condition.
const Type& told_type(const Lock& lock) {
    return lock.mark.kind == trace::SyncKind::Condition ? condition_type : *lock.type;
}

void take(Lock& lock) {
    lock.locked = true;
    note_sync(lock.mark, told_type(lock), {.kind = trace::EventKind::SyncHeld, .value = 1});
}

/// The mark of a condition: that of its lock, when it made that itself.
SyncMark& mark_of(Condition& condition) {
    if (auto* lock = try_cast<Lock>(condition.lock);
        lock != nullptr && lock->mark.kind == trace::SyncKind::Condition)
        return lock->mark;
    return condition.mark;
}

/// A new lock of a condition.
Value own_lock() {
    Ref<Lock> lock = make<Lock>();
    sync_made(lock->mark, trace::SyncKind::Condition);
    return lock;
}

std::uint32_t permits(const Semaphore& semaphore) {
    const bool known = semaphore.value.is_small() && semaphore.value.small() > 0;
    return known ? static_cast<std::uint32_t>(semaphore.value.small()) : 0;
}

void note_permits(Semaphore& semaphore, trace::EventKind kind) {
    note_sync(semaphore.mark, *semaphore.type, {.kind = kind, .value = permits(semaphore)});
}

Coro acquire_body(Ref<Lock> given) {
    CoroPromise& self = co_await ThisCoro{};
    Lock* lock = &self.hold(std::move(given));
    if (!lock->locked && all_cancelled(lock->waiters)) {
        take(*lock);
        co_return true_value();
    }
    Future& waiter = self.hold(make_future(bound_loop(*lock), "Lock.acquire"));
    lock->waiters.emplace_back(&waiter);
    SyncWait wait(lock->mark, told_type(*lock), trace::SyncAct::Acquire);
    try {
        co_await Ref<Future>(&waiter);
        wait.woken();
    } catch (Raised& raised) {
        remove_waiter(lock->waiters, waiter);
        if (is_cancellation(raised) && !lock->locked) wake_up_first(*lock);
        throw;
    }
    remove_waiter(lock->waiters, waiter);
    take(*lock);
    co_return true_value();
}

Coro wait_event_body(Ref<Event> given) {
    CoroPromise& self = co_await ThisCoro{};
    Event* event = &self.hold(std::move(given));
    if (event->value) co_return true_value();
    Future& waiter = self.hold(make_future(bound_loop(*event), "Event.wait"));
    event->waiters.emplace_back(&waiter);
    struct Remove {
        Event& event;
        Future& waiter;
        ~Remove() { remove_waiter(event.waiters, waiter); }
    } remove{*event, waiter};
    SyncWait wait(event->mark, *event->type, trace::SyncAct::Wait);
    co_await Ref<Future>(&waiter);
    wait.woken();
    co_return true_value();
}

/// Condition.wait: the lock is taken again whatever happens.
Coro wait_condition_body(Ref<Condition> given) {
    CoroPromise& self = co_await ThisCoro{};
    Condition* condition = &self.hold(std::move(given));
    if (!condition_locked(*condition)) raise_runtime_error("cannot wait on un-acquired lock");
    call_method(condition->lock, "release");
    Ref<ExceptionObject> failure;
    {
        Future& waiter = self.hold(make_future(bound_loop(*condition), "Condition.wait"));
        condition->waiters.emplace_back(&waiter);
        SyncWait wait(mark_of(*condition), *condition->type, trace::SyncAct::Wait);
        try {
            co_await Ref<Future>(&waiter);
            wait.woken();
        } catch (Raised& raised) {
            failure = raised.exception;
        }
        remove_waiter(condition->waiters, waiter);
    }
    bool cancelled = false;
    for (bool acquired = false; !acquired;) {
        try {
            co_await call_method(condition->lock, "acquire");
            acquired = true;
        } catch (Raised& raised) {
            if (!is_cancellation(raised)) throw;
            cancelled = true;
        }
    }
    if (cancelled) raise(cancelled_error_type);
    if (failure) raise(failure);
    co_return true_value();
}

Coro wait_for_body(Ref<Condition> given, Value predicate) {
    CoroPromise& self = co_await ThisCoro{};
    Condition* condition = &self.hold(std::move(given));
    Value result = call(predicate);
    while (!truth(result)) {
        co_await call_method(Value::borrow(condition), "wait");
        result = call(predicate);
    }
    co_return result;
}

// Semaphore.

bool any_not_cancelled(const Waiters& waiters) { return !all_cancelled(waiters); }

bool semaphore_locked(Semaphore& semaphore) {
    return equal(semaphore.value, Value::small(0)) || any_not_cancelled(semaphore.waiters);
}

void add_to_value(Semaphore& semaphore, std::int64_t amount) {
    semaphore.value = binary(BinaryOp::Add, semaphore.value, Value::small(amount));
}

/// Semaphore._wake_up_next
void wake_up_next(Semaphore& semaphore) {
    for (const Ref<Future>& waiter : semaphore.waiters) {
        if (waiter->done()) continue;
        add_to_value(semaphore, -1);
        set_result(*Ref<Future>(waiter), true_value());
        return;
    }
}

Coro acquire_semaphore_body(Ref<Semaphore> given) {
    CoroPromise& self = co_await ThisCoro{};
    Semaphore* semaphore = &self.hold(std::move(given));
    if (!semaphore_locked(*semaphore)) {
        add_to_value(*semaphore, -1);
        note_permits(*semaphore, trace::EventKind::SyncHeld);
        co_return true_value();
    }
    Future& waiter = self.hold(make_future(bound_loop(*semaphore), "Semaphore.acquire"));
    semaphore->waiters.emplace_back(&waiter);
    SyncWait wait(semaphore->mark, *semaphore->type, trace::SyncAct::Acquire);
    try {
        co_await Ref<Future>(&waiter);
        wait.woken();
    } catch (Raised& raised) {
        remove_waiter(semaphore->waiters, waiter);
        if (is_cancellation(raised) && !waiter.cancelled()) {
            // Woken and cancelled: the permit goes back.
            add_to_value(*semaphore, 1);
            wake_up_next(*semaphore);
        }
        throw;
    }
    remove_waiter(semaphore->waiters, waiter);
    note_permits(*semaphore, trace::EventKind::SyncHeld);
    if (compare_bool(semaphore->value, Value::small(0), CompareOp::Gt)) wake_up_next(*semaphore);
    co_return true_value();
}

// Methods.

template <typename T>
T& self_as(const Value& self) {
    return *self.as<T>();
}

/// `async with`: acquire and release as a subclass may have redefined them.
Coro enter_body(Value self) {
    co_await call_method(self, "acquire");
    co_return none();
}
Coro exit_body(Value self) {
    call_method(self, "release");
    co_return none();
}
Value enter_method(const Value& self, CallArgs) { return enter_body(self).named(kEnter); }
Value exit_method(const Value& self, CallArgs) { return exit_body(self).named(kExit); }

Value lock_acquire(const Value& self, CallArgs) { return acquire(Ref<Lock>(self.as<Lock>())); }
Value lock_release(const Value& self, CallArgs) {
    release(self_as<Lock>(self));
    return none();
}
Value lock_locked(const Value& self, CallArgs) { return make_bool(self_as<Lock>(self).locked); }
Value lock_repr(const Value& self) {
    Lock& lock = self_as<Lock>(self);
    return bracket_repr(self, (lock.locked ? "locked" : "unlocked") + waiters_text(lock.waiters));
}

Value event_set(const Value& self, CallArgs) {
    set_event(self_as<Event>(self));
    return none();
}
Value event_clear(const Value& self, CallArgs) {
    Event& event = self_as<Event>(self);
    event.value = false;
    note_sync(event.mark, *event.type,
              {.kind = trace::EventKind::SyncChanged,
               .detail = static_cast<std::uint8_t>(trace::SyncAct::Clear)});
    return none();
}
Value event_is_set(const Value& self, CallArgs) { return make_bool(self_as<Event>(self).value); }
Value event_wait(const Value& self, CallArgs) { return wait_event(Ref<Event>(self.as<Event>())); }
Value event_repr(const Value& self) {
    Event& event = self_as<Event>(self);
    return bracket_repr(self, (event.value ? "set" : "unset") + waiters_text(event.waiters));
}

Value condition_construct(Type* cls, CallArgs args) {
    static const NativeCode* const kCode = make_code(
        {.name = "Condition.__init__", .parameters = "self, lock=", .style = CallStyle::Function});
    Value lock;
    bind_init(*kCode, args, {&lock, 1});
    Ref<Condition> condition = make_typed<Condition>(cls);
    sync_made(condition->mark, trace::SyncKind::Condition);
    condition->lock = lock && !is_none(lock) ? lock : own_lock();
    return condition;
}
Value condition_acquire(const Value& self, CallArgs) {
    return call_method(self_as<Condition>(self).lock, "acquire");
}
Value condition_release(const Value& self, CallArgs) {
    return call_method(self_as<Condition>(self).lock, "release");
}
Value condition_locked_method(const Value& self, CallArgs) {
    return call_method(self_as<Condition>(self).lock, "locked");
}
Value condition_wait(const Value& self, CallArgs) {
    return wait_condition(Ref<Condition>(self.as<Condition>()));
}
Value condition_wait_for(const Value& self, CallArgs args) {
    return wait_for_body(Ref<Condition>(self.as<Condition>()), args.values[0])
        .named(kConditionWaitFor);
}
Value condition_notify(const Value& self, CallArgs args) {
    notify(self_as<Condition>(self), args.values[0] ? args.values[0] : Value::small(1));
    return none();
}
Value condition_notify_all(const Value& self, CallArgs) {
    Condition& condition = self_as<Condition>(self);
    notify(condition, Int::from_size(condition.waiters.size()));
    return none();
}
Value condition_repr(const Value& self) {
    Condition& condition = self_as<Condition>(self);
    return bracket_repr(self, (condition_locked(condition) ? "locked" : "unlocked") +
                                  waiters_text(condition.waiters));
}

Value semaphore_construct(Type* cls, CallArgs args) {
    static const NativeCode* const kCode = make_code(
        {.name = "Semaphore.__init__", .parameters = "self, value=", .style = CallStyle::Function});
    Value value;
    bind_init(*kCode, args, {&value, 1});
    if (!value) value = Value::small(1);
    if (compare_bool(value, Value::small(0), CompareOp::Lt))
        raise_value_error("Semaphore initial value must be >= 0");
    Ref<Semaphore> semaphore = make_typed<Semaphore>(cls);
    semaphore->value = value;
    sync_made(semaphore->mark, trace::SyncKind::Semaphore, permits(*semaphore));
    if (cls->is_subtype_of(&bounded_semaphore_type)) semaphore->bound = value;
    return semaphore;
}
Value semaphore_acquire(const Value& self, CallArgs) {
    return acquire_semaphore_body(Ref<Semaphore>(self.as<Semaphore>())).named(kSemaphoreAcquire);
}
Value semaphore_release(const Value& self, CallArgs) {
    Semaphore& semaphore = self_as<Semaphore>(self);
    if (semaphore.bound && compare_bool(semaphore.value, semaphore.bound, CompareOp::Ge))
        raise_value_error("BoundedSemaphore released too many times");
    add_to_value(semaphore, 1);
    wake_up_next(semaphore);
    note_permits(semaphore, trace::EventKind::SyncReleased);
    return none();
}
Value semaphore_locked_method(const Value& self, CallArgs) {
    return make_bool(semaphore_locked(self_as<Semaphore>(self)));
}
Value semaphore_value(const Value& self) { return self_as<Semaphore>(self).value; }
Value semaphore_repr(const Value& self) {
    Semaphore& semaphore = self_as<Semaphore>(self);
    std::string extra = semaphore_locked(semaphore)
                            ? std::string("locked")
                            : "unlocked, value:" + str_string(semaphore.value);
    return bracket_repr(self, extra + waiters_text(semaphore.waiters));
}

void condition_traverse(Object* self, Visitor& visitor) {
    loop_bound_traverse(self, visitor);
    visitor.visit(static_cast<Condition*>(self)->lock);
}

template <typename T>
Value plain_construct(Type* cls, CallArgs args) {
    static const NativeCode* const kCode =
        make_code({.name = std::is_same_v<T, Lock> ? "Lock.__init__" : "Event.__init__",
                   .parameters = "self",
                   .style = CallStyle::Function});
    // A program's own class has an __init__ of its own, which takes what it likes.
    if (!cls->has(Type::kHeapType)) bind_init(*kCode, args, {});
    Ref<T> made = make_typed<T>(cls);
    sync_made(made->mark, std::is_same_v<T, Lock> ? trace::SyncKind::Lock : trace::SyncKind::Event);
    return made;
}

MethodDef python(std::string_view name, NativeCall call, std::string_view parameters) {
    return {.name = name, .call = call, .parameters = parameters, .style = CallStyle::Function};
}

void define_lock_and_event() {
    lock_type.construct = plain_construct<Lock>;
    lock_type.repr = lock_repr;
    lock_type.traverse = loop_bound_traverse;
    lock_type.clear = loop_bound_clear;
    define_type<Lock>(
        lock_type,
        {.name = "Lock",
         .module = "asyncio.locks",
         .flags = Type::kBaseType,
         .methods = {python("acquire", lock_acquire, ""), python("release", lock_release, ""),
                     python("locked", lock_locked, ""), python("__aenter__", enter_method, ""),
                     python("__aexit__", exit_method, "exc_type, exc, tb")}});
    event_type.construct = plain_construct<Event>;
    event_type.repr = event_repr;
    event_type.traverse = loop_bound_traverse;
    event_type.clear = loop_bound_clear;
    define_type<Event>(
        event_type,
        {.name = "Event",
         .module = "asyncio.locks",
         .flags = Type::kBaseType,
         .methods = {python("set", event_set, ""), python("clear", event_clear, ""),
                     python("is_set", event_is_set, ""), python("wait", event_wait, "")}});
}

void define_condition() {
    condition_type.construct = condition_construct;
    condition_type.repr = condition_repr;
    condition_type.traverse = condition_traverse;
    condition_type.clear = loop_bound_clear;
    define_type<Condition>(
        condition_type,
        {.name = "Condition",
         .module = "asyncio.locks",
         .flags = Type::kBaseType,
         .methods = {
             python("acquire", condition_acquire, ""), python("release", condition_release, ""),
             python("locked", condition_locked_method, ""), python("wait", condition_wait, ""),
             python("wait_for", condition_wait_for, "predicate"),
             python("notify", condition_notify, "n="),
             python("notify_all", condition_notify_all, ""), python("__aenter__", enter_method, ""),
             python("__aexit__", exit_method, "exc_type, exc, tb")}});
}

void define_semaphores() {
    semaphore_type.construct = semaphore_construct;
    semaphore_type.repr = semaphore_repr;
    semaphore_type.traverse = loop_bound_traverse;
    semaphore_type.clear = loop_bound_clear;
    define_type<Semaphore>(semaphore_type,
                           {.name = "Semaphore",
                            .module = "asyncio.locks",
                            .flags = Type::kBaseType,
                            .methods = {python("acquire", semaphore_acquire, ""),
                                        python("release", semaphore_release, ""),
                                        python("locked", semaphore_locked_method, ""),
                                        python("__aenter__", enter_method, ""),
                                        python("__aexit__", exit_method, "exc_type, exc, tb")},
                            .getsets = {{"_value", semaphore_value}}});
    define_type<Semaphore>(bounded_semaphore_type, {.name = "BoundedSemaphore",
                                                    .module = "asyncio.locks",
                                                    .base = &semaphore_type,
                                                    .flags = Type::kBaseType});
}

}  // namespace

Coro acquire(Ref<Lock> lock) { return acquire_body(std::move(lock)).named(kLockAcquire); }

void release(Lock& lock) {
    if (!lock.locked) raise_runtime_error("Lock is not acquired.");
    lock.locked = false;
    note_sync(lock.mark, told_type(lock), {.kind = trace::EventKind::SyncReleased});
    wake_up_first(lock);
}

Ref<Event> make_event() {
    Ref<Event> event = make<Event>();
    sync_made(event->mark, trace::SyncKind::Event);
    return event;
}

void set_event(Event& event) {
    if (event.value) return;
    event.value = true;
    note_sync(event.mark, *event.type,
              {.kind = trace::EventKind::SyncChanged,
               .value = 1,
               .detail = static_cast<std::uint8_t>(trace::SyncAct::Set)});
    Waiters waiters = event.waiters;
    for (const Ref<Future>& waiter : waiters) {
        if (!waiter->done()) set_result(*waiter, true_value());
    }
}

Coro wait_event(Ref<Event> event) { return wait_event_body(std::move(event)).named(kEventWait); }

bool condition_locked(Condition& condition) { return truth(call_method(condition.lock, "locked")); }

Coro wait_condition(Ref<Condition> condition) {
    return wait_condition_body(std::move(condition)).named(kConditionWait);
}

void notify(Condition& condition, const Value& count) {
    if (!condition_locked(condition)) raise_runtime_error("cannot notify on un-acquired lock");
    std::int64_t limit = to_index(count);
    std::int64_t woken = 0;
    note_sync(mark_of(condition), *condition.type,
              {.kind = trace::EventKind::SyncChanged,
               .value = 1,
               .detail = static_cast<std::uint8_t>(trace::SyncAct::Notify)});
    Waiters waiters = condition.waiters;
    for (const Ref<Future>& waiter : waiters) {
        if (woken >= limit) break;
        if (waiter->done()) continue;
        ++woken;
        set_result(*waiter, false_value());
    }
}

Ref<Condition> make_condition(const Value& lock) {
    Ref<Condition> condition = make<Condition>();
    condition->lock = lock ? lock : own_lock();
    return condition;
}

void define_lock_types() {
    static std::once_flag once;
    std::call_once(once, [] {
        ProcessScope process;
        define_lock_and_event();
        define_condition();
        define_semaphores();
        define_barrier_type();
    });
}

}  // namespace loopscope::aio
