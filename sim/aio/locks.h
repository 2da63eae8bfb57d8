// asyncio.Lock, Event, Condition, Semaphore, BoundedSemaphore and Barrier.
#pragma once

#include <span>

#include <deque>

#include "sim/kernel/coro.h"
#include "sim/kernel/kernel.h"
#include "sim/kernel/sync_events.h"
#include "sim/object/native.h"

namespace loopscope::aio {

extern object::Type lock_type;
extern object::Type event_type;
extern object::Type condition_type;
extern object::Type semaphore_type;
extern object::Type bounded_semaphore_type;
extern object::Type barrier_type;

void define_lock_types();

/// Futures of those who wait, first come first.
using Waiters = std::deque<object::Ref<kernel::Future>>;

/// What is bound to the loop that first waits on it. CPython: mixins._LoopBoundMixin
struct LoopBound : object::Container {
    object::Ref<kernel::EventLoop> loop;
    Waiters waiters;
    kernel::SyncMark mark;
};

/// The running loop. Errors: RuntimeError "… is bound to a different event loop".
kernel::EventLoop& bound_loop(LoopBound& bound);
/// Splits the arguments of an `__init__` whose code counts `self` as its first parameter, as the
/// TypeErrors of a class written in Python do. `out` gets the parameters behind it.
void bind_init(const object::NativeCode& code, object::CallArgs args, std::span<object::Value> out);
void remove_waiter(Waiters& waiters, const kernel::Future& waiter);
/// ", waiters:2", or nothing.
std::string waiters_text(const Waiters& waiters);
/// "<asyncio.locks.Lock object at 0x… [locked]>"
object::Value bracket_repr(const object::Value& self, const std::string& extra);
void loop_bound_traverse(object::Object* self, object::Visitor& visitor);
void loop_bound_clear(object::Object* self);

/// release() leaves the lock free until the woken waiter runs; meanwhile newcomers queue behind it.
struct Lock : LoopBound {
    bool locked = false;
    static object::Type* class_type() { return &lock_type; }
};

struct Event : LoopBound {
    bool value = false;
    static object::Type* class_type() { return &event_type; }
};

struct Condition : LoopBound {
    object::Value lock;  ///< A Lock, or what the program gave.
    static object::Type* class_type() { return &condition_type; }
};

/// A permit is taken by the releaser on behalf of the waiter that it wakes.
struct Semaphore : LoopBound {
    object::Value value;  ///< An int.
    object::Value bound;  ///< BoundedSemaphore: the value at first; else null.
    static object::Type* class_type() { return &semaphore_type; }
};

struct Barrier : object::Container {
    enum class State : std::uint8_t { Filling, Draining, Resetting, Broken };
    object::Ref<Condition> condition;
    kernel::SyncMark mark;
    std::int64_t parties = 0;
    std::int64_t count = 0;
    State state = State::Filling;
    static object::Type* class_type() { return &barrier_type; }
};

// What the other parts of the library use.
kernel::Coro acquire(object::Ref<Lock> lock);
void release(Lock& lock);
object::Ref<Event> make_event();
void set_event(Event& event);
kernel::Coro wait_event(object::Ref<Event> event);
kernel::Coro wait_condition(object::Ref<Condition> condition);
void notify(Condition& condition, const object::Value& count);
bool condition_locked(Condition& condition);
object::Ref<Condition> make_condition(const object::Value& lock);
void define_barrier_type();

}  // namespace loopscope::aio
