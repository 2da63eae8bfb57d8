// _thread.lock and _thread.RLock. CPython: _threadmodule.c
#include "sim/python/modules/thread_locks.h"

#include <cmath>
#include <limits>

#include "sim/kernel/kernel.h"
#include "sim/object/weakref.h"

namespace loopscope::python::modules {

using kernel::Kernel;

Type lock_type;
Type rlock_type;

namespace {

/// PY_TIMEOUT_MAX in seconds.
constexpr double kTimeoutMax = 9223372036.0;
// As Linux lays threads out: the main one's, the others below it.
constexpr std::int64_t kMainIdent = 140737353860928;
constexpr std::int64_t kFirstIdent = 140737345750784;
constexpr std::int64_t kStackStep = 8392704;  // 8 MiB and a guard page.
constexpr double kPast = -std::numeric_limits<double>::infinity();

struct RLockObject : Container {
    kernel::BlockingLock lock;
    Ref<SyncObject> sync;  ///< What tells the trace of it: the lock, or the condition that has it.
    world::ThreadId owner;
    std::int64_t count = 0;
    static Type* class_type() { return &rlock_type; }
};

kernel::BlockingLock& lock_of(const Value& self) { return self.as<LockObject>()->lock; }
RLockObject& rlock_of(const Value& self) { return *self.as<RLockObject>(); }

bool acquire_until(kernel::BlockingLock& lock, double deadline) {
    Kernel& kernel = Kernel::current();
    return deadline == kPast ? lock.try_acquire(kernel) : lock.acquire(kernel, deadline);
}

void note(SyncObject* sync, trace::EventKind kind, std::uint32_t value) {
    if (sync != nullptr)
        kernel::note_sync(sync->mark, sync->owner_type(), {.kind = kind, .value = value});
}

/// The same, told to the trace.
template <typename Object>
bool acquire_told(Object& self, double deadline) {
    SyncObject* sync = self.sync.get();
    if (sync == nullptr) return acquire_until(self.lock, deadline);
    if (!self.lock.locked() || deadline == kPast) {
        if (!acquire_until(self.lock, deadline)) return false;
    } else {
        kernel::SyncWait wait(sync->mark, sync->owner_type(), trace::SyncAct::Acquire,
                              kernel::SyncWaiter::Thread);
        if (!acquire_until(self.lock, deadline)) return false;
        wait.woken();
    }
    note(sync, trace::EventKind::SyncHeld, 1);
    return true;
}

template <typename Object>
void release_told(Object& self) {
    note(self.sync.get(), trace::EventKind::SyncReleased, 0);
    self.lock.release(Kernel::current());
}

Value lock_acquire(const Value& self, CallArgs args) {
    // Others run meanwhile. NOLINTNEXTLINE(performance-unnecessary-copy-initialization)
    Value alive = self;
    return make_bool(
        acquire_told(*self.as<LockObject>(), acquire_deadline(args.values[0], args.values[1])));
}
Value lock_enter(const Value& self, CallArgs) {
    // Others run meanwhile. NOLINTNEXTLINE(performance-unnecessary-copy-initialization)
    Value alive = self;
    acquire_told(*self.as<LockObject>(), world::kNever);
    return object::true_value();
}
Value lock_release(const Value& self, CallArgs) {
    if (!lock_of(self).locked()) raise(object::runtime_error_type, "release unlocked lock");
    release_told(*self.as<LockObject>());
    return none();
}
Value lock_locked(const Value& self, CallArgs) { return make_bool(lock_of(self).locked()); }
Value lock_reset(const Value& self, CallArgs) {
    lock_of(self).reset();
    return none();
}
/// Ours: what the lock stands for, in the report of a deadlock.
Value lock_label(const Value& self, CallArgs args) {
    lock_of(self).label = str_string(args.values[0]);
    return none();
}
Value lock_repr(const Value& self) {
    return make_str(
        fmt::format("<{} {} object at {:#x}>", lock_of(self).locked() ? "locked" : "unlocked",
                    object::full_name(*self.type()), Runtime::current().address_of(self.object())));
}

world::ThreadId present_thread() { return Kernel::current().machine().current_thread(); }

Value rlock_construct(Type* cls, CallArgs) {
    Ref<RLockObject> made = make_typed<RLockObject>(cls);
    if (program_runs()) made->sync = make_sync(*cls, trace::SyncKind::Lock);
    return made;
}
/// Ours: who tells the trace of this lock; None: nobody.
Value rlock_tell(const Value& self, CallArgs args) {
    if (!is_none(args.values[0]))
        rlock_of(self).sync = Ref<SyncObject>(args.values[0].as<SyncObject>());
    return none();
}

bool rlock_take(RLockObject& self, double deadline) {
    const world::ThreadId me = present_thread();
    if (self.count > 0 && self.owner == me) {
        ++self.count;
        return true;
    }
    if (!acquire_told(self, deadline)) return false;
    self.owner = me;
    self.count = 1;
    return true;
}
void rlock_free(RLockObject& self) {
    self.owner = {};
    self.count = 0;
    release_told(self);
}
void check_owned(const RLockObject& self) {
    if (self.count == 0 || self.owner != present_thread())
        raise(object::runtime_error_type, "cannot release un-acquired lock");
}

Value rlock_acquire(const Value& self, CallArgs args) {
    // Others run meanwhile. NOLINTNEXTLINE(performance-unnecessary-copy-initialization)
    Value alive = self;
    return make_bool(rlock_take(rlock_of(self), acquire_deadline(args.values[0], args.values[1])));
}
Value rlock_enter(const Value& self, CallArgs) {
    // Others run meanwhile. NOLINTNEXTLINE(performance-unnecessary-copy-initialization)
    Value alive = self;
    rlock_take(rlock_of(self), world::kNever);
    return object::true_value();
}
Value rlock_release(const Value& self, CallArgs) {
    RLockObject& lock = rlock_of(self);
    check_owned(lock);
    if (--lock.count == 0) rlock_free(lock);
    return none();
}
Value rlock_is_owned(const Value& self, CallArgs) {
    return make_bool(rlock_of(self).count > 0 && rlock_of(self).owner == present_thread());
}
Value rlock_recursion_count(const Value& self, CallArgs) {
    const RLockObject& lock = rlock_of(self);
    return Int::from(lock.owner == present_thread() ? lock.count : 0);
}
/// For Condition.wait: gives the lock up however deep it is held.
Value rlock_release_save(const Value& self, CallArgs) {
    RLockObject& lock = rlock_of(self);
    if (lock.count == 0) raise(object::runtime_error_type, "cannot release un-acquired lock");
    Value state = Tuple::make({Int::from(lock.count), Int::from(thread_ident(lock.owner))});
    rlock_free(lock);
    return state;
}
Value rlock_acquire_restore(const Value& self, CallArgs args) {
    // Others run meanwhile. NOLINTNEXTLINE(performance-unnecessary-copy-initialization)
    Value alive = self;
    RLockObject& lock = rlock_of(self);
    const std::int64_t count = object::to_index(getitem(args.values[0], Value::small(0)));
    acquire_told(lock, world::kNever);
    lock.owner = present_thread();
    lock.count = count;
    return none();
}
Value rlock_reset(const Value& self, CallArgs) {
    rlock_of(self).lock.reset();
    rlock_of(self).count = 0;
    rlock_of(self).owner = {};
    return none();
}
Value rlock_repr(const Value& self) {
    const RLockObject& lock = rlock_of(self);
    return make_str(fmt::format(
        "<{} {} object owner={} count={} at {:#x}>", lock.count > 0 ? "locked" : "unlocked",
        object::full_name(*self.type()), lock.owner ? thread_ident(lock.owner) : 0, lock.count,
        Runtime::current().address_of(self.object())));
}

}  // namespace

std::int64_t thread_ident(world::ThreadId id) {
    if (id == kernel::Kernel::current().process().main_thread) return kMainIdent;
    return kFirstIdent - static_cast<std::int64_t>(id.value) * kStackStep;
}

world::ThreadId thread_of_ident(std::int64_t ident) {
    if (ident == kMainIdent) return kernel::Kernel::current().process().main_thread;
    // A loop knows its thread by the number itself.
    const bool plain = ident > 0 && ident < 65536;
    const std::int64_t number = plain ? ident : (kFirstIdent - ident) / kStackStep;
    return number > 0 && number < 65536 ? world::ThreadId{static_cast<std::uint32_t>(number)}
                                        : world::ThreadId{};
}

double acquire_deadline(const Value& blocking, const Value& timeout) {
    const bool waits = blocking.is_null() || truth(blocking);
    double seconds = -1.0;
    if (!timeout.is_null()) {
        if (!is_float(timeout) && !is_int(timeout) && timeout.type()->index == nullptr) {
            raise_type_error(
                fmt::format("'{}' object cannot be interpreted as an integer", type_name(timeout)));
        }
        seconds = object::to_double(timeout);
        if (std::isnan(seconds)) raise_value_error("Invalid value NaN (not a number)");
    }
    if (!waits && seconds != -1.0)
        raise_value_error("can't specify a timeout for a non-blocking call");
    if (seconds < 0.0 && seconds != -1.0) raise_value_error("timeout value must be positive");
    if (seconds > kTimeoutMax) raise(object::overflow_error_type, "timeout value is too large");
    if (!waits || seconds == 0.0) return kPast;
    if (seconds < 0.0) return world::kNever;
    return Kernel::current().machine().now() + seconds;
}

void define_thread_lock_types() {
    constexpr std::string_view kAcquire = "blocking=, timeout=";
    lock_type.repr = lock_repr;
    define_type<LockObject>(lock_type, {.name = "lock",
                                        .module = "_thread",
                                        .methods = {{"acquire", lock_acquire, kAcquire},
                                                    {"acquire_lock", lock_acquire, kAcquire},
                                                    {"release", lock_release, ""},
                                                    {"release_lock", lock_release, ""},
                                                    {"locked", lock_locked, ""},
                                                    {"locked_lock", lock_locked, ""},
                                                    {"_at_fork_reinit", lock_reset, ""},
                                                    {"_stands_for", lock_label, "label"},
                                                    {"__enter__", lock_enter, ""},
                                                    {"__exit__", lock_release, "*exc_info"}}});
    rlock_type.repr = rlock_repr;
    rlock_type.construct = rlock_construct;
    define_type<RLockObject>(rlock_type,
                             {.name = "RLock",
                              .module = "_thread",
                              .flags = Type::kBaseType,
                              .methods = {{"acquire", rlock_acquire, kAcquire},
                                          {"release", rlock_release, ""},
                                          {"_is_owned", rlock_is_owned, ""},
                                          {"_tell", rlock_tell, "sync, /"},
                                          {"_recursion_count", rlock_recursion_count, ""},
                                          {"_release_save", rlock_release_save, ""},
                                          {"_acquire_restore", rlock_acquire_restore, "state, /"},
                                          {"_at_fork_reinit", rlock_reset, ""},
                                          {"__enter__", rlock_enter, ""},
                                          {"__exit__", rlock_release, "*exc_info"}}});
}

}  // namespace loopscope::python::modules
