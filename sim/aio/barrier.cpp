// asyncio.Barrier. CPython: locks.Barrier
#include "sim/aio/locks.h"
#include "sim/kernel/errors.h"
#include "sim/object/int.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"

namespace loopscope::aio {

using namespace object;
using namespace kernel;

Type barrier_type;

namespace {

using State = Barrier::State;

constexpr LibraryCode kWait{"Barrier.wait", "locks.py", 507};
constexpr LibraryCode kReset{"Barrier.reset", "locks.py", 569};
constexpr LibraryCode kAbort{"Barrier.abort", "locks.py", 585};
constexpr LibraryCode kEnter{"Barrier.__aenter__", "locks.py", 499};
constexpr LibraryCode kExit{"Barrier.__aexit__", "locks.py", 504};

Barrier& self_barrier(const Value& self) { return *self.as<Barrier>(); }
Ref<Lock> lock_of(Barrier& barrier) { return Ref<Lock>(barrier.condition->lock.as<Lock>()); }
void notify_all(Barrier& barrier) {
    notify(*barrier.condition, Int::from_size(barrier.condition->waiters.size()));
}

/// How many stand there now.
void note_count(Barrier& barrier, trace::SyncAct act) {
    note_sync(barrier.mark, *barrier.type,
              {.kind = trace::EventKind::SyncChanged,
               .value = static_cast<std::uint32_t>(barrier.count),
               .detail = static_cast<std::uint8_t>(act)});
}

/// `async with self._cond`, the part behind: the lock is released however the body ends.
struct ReleaseAtEnd {
    Ref<Lock> lock;
    ~ReleaseAtEnd() {
        try {
            if (lock->locked) release(*lock);
        } catch (Raised&) {
            // The loop is closed: nobody is left to be woken.
        }
    }
};

/// Barrier._exit, and the count that goes with it.
struct LeaveAtEnd {
    Ref<Barrier> barrier;
    ~LeaveAtEnd() {
        --barrier->count;
        note_count(*barrier, trace::SyncAct::Wait);
        if (barrier->count > 0 || !lock_of(*barrier)->locked) return;
        if (barrier->state == State::Resetting || barrier->state == State::Draining)
            barrier->state = State::Filling;
        try {
            notify_all(*barrier);
        } catch (Raised&) {
            // The loop is closed: nobody is left to be woken.
        }
    }
};

Coro wait_body(Ref<Barrier> barrier) {
    co_await acquire(lock_of(*barrier));
    ReleaseAtEnd release_at_end{lock_of(*barrier)};
    // Barrier._block
    while (barrier->state == State::Draining || barrier->state == State::Resetting)
        co_await wait_condition(barrier->condition);
    if (barrier->state == State::Broken) raise(broken_barrier_error_type, "Barrier aborted");
    std::int64_t index = barrier->count++;
    note_count(*barrier, trace::SyncAct::Wait);
    LeaveAtEnd leave_at_end{barrier};
    if (index + 1 == barrier->parties) {
        // Barrier._release
        barrier->state = State::Draining;
        notify_all(*barrier);
        co_return Value::small(index);
    }
    // Barrier._wait
    SyncWait wait(barrier->mark, *barrier->type, trace::SyncAct::Wait);
    while (barrier->state == State::Filling) co_await wait_condition(barrier->condition);
    if (barrier->state == State::Broken || barrier->state == State::Resetting)
        raise(broken_barrier_error_type, "Abort or reset of barrier");
    wait.woken();
    co_return Value::small(index);
}

Coro reset_body(Ref<Barrier> barrier) {
    co_await acquire(lock_of(*barrier));
    ReleaseAtEnd release_at_end{lock_of(*barrier)};
    note_count(*barrier, trace::SyncAct::Reset);
    barrier->state = barrier->count > 0 ? State::Resetting : State::Filling;
    notify_all(*barrier);
    co_return none();
}

Coro abort_body(Ref<Barrier> barrier) {
    co_await acquire(lock_of(*barrier));
    ReleaseAtEnd release_at_end{lock_of(*barrier)};
    note_count(*barrier, trace::SyncAct::Abort);
    barrier->state = State::Broken;
    notify_all(*barrier);
    co_return none();
}

Coro enter_body(Value self) { co_return co_await call_method(self, "wait"); }
Coro exit_body() { co_return none(); }

Ref<Barrier> ref(const Value& self) { return Ref<Barrier>(self.as<Barrier>()); }
Value wait_method(const Value& self, CallArgs) { return wait_body(ref(self)).named(kWait); }
Value reset_method(const Value& self, CallArgs) { return reset_body(ref(self)).named(kReset); }
Value abort_method(const Value& self, CallArgs) { return abort_body(ref(self)).named(kAbort); }
Value enter_method(const Value& self, CallArgs) { return enter_body(self).named(kEnter); }
Value exit_method(const Value&, CallArgs) { return exit_body().named(kExit); }

std::int64_t waiting_count(Barrier& barrier) {
    return barrier.state == State::Filling ? barrier.count : 0;
}
Value get_parties(const Value& self) { return Int::from(self_barrier(self).parties); }
Value get_waiting(const Value& self) { return Int::from(waiting_count(self_barrier(self))); }
Value get_broken(const Value& self) { return make_bool(self_barrier(self).state == State::Broken); }

Value repr_slot(const Value& self) {
    Barrier& barrier = self_barrier(self);
    constexpr std::string_view kNames[] = {"filling", "draining", "resetting", "broken"};
    std::string extra(kNames[static_cast<int>(barrier.state)]);
    if (barrier.state != State::Broken)
        extra += fmt::format(", waiters:{}/{}", waiting_count(barrier), barrier.parties);
    return bracket_repr(self, extra);
}

Value construct(Type* cls, CallArgs args) {
    static const NativeCode* const kCode = make_code(
        {.name = "Barrier.__init__", .parameters = "self, parties", .style = CallStyle::Function});
    Value parties;
    bind_init(*kCode, args, {&parties, 1});
    if (compare_bool(parties, Value::small(1), CompareOp::Lt))
        raise_value_error("parties must be > 0");
    Ref<Barrier> barrier = make_typed<Barrier>(cls);
    barrier->parties = to_index(parties);
    barrier->condition = make_condition(Value());
    lock_of(*barrier)->mark.silent = true;
    sync_made(barrier->mark, trace::SyncKind::Barrier,
              static_cast<std::uint32_t>(barrier->parties));
    return barrier;
}

void traverse(Object* self, Visitor& visitor) {
    visitor.visit(static_cast<Barrier*>(self)->condition);
}

MethodDef python(std::string_view name, NativeCall call, std::string_view parameters) {
    return {.name = name, .call = call, .parameters = parameters, .style = CallStyle::Function};
}

}  // namespace

void define_barrier_type() {
    barrier_type.construct = construct;
    barrier_type.repr = repr_slot;
    barrier_type.traverse = traverse;
    define_type<Barrier>(
        barrier_type,
        {.name = "Barrier",
         .module = "asyncio.locks",
         .flags = Type::kBaseType,
         .methods = {python("wait", wait_method, ""), python("reset", reset_method, ""),
                     python("abort", abort_method, ""), python("__aenter__", enter_method, ""),
                     python("__aexit__", exit_method, "*args")},
         .getsets = {
             {"parties", get_parties}, {"n_waiting", get_waiting}, {"broken", get_broken}}});
}

}  // namespace loopscope::aio
