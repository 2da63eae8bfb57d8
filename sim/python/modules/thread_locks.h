// _thread.lock, _thread.RLock and _queue.SimpleQueue: the objects that threads wait at.
#pragma once

#include "sim/kernel/blocking_lock.h"
#include "sim/python/modules/native_module.h"
#include "sim/python/modules/thread_marks.h"

namespace loopscope::python::modules {

extern Type lock_type;
extern Type rlock_type;
extern Type simple_queue_type;

struct LockObject : Container {
    kernel::BlockingLock lock;
    Ref<SyncObject> sync;  ///< What tells the trace of it; null: the library's own.
    static Type* class_type() { return &lock_type; }
};

void define_thread_lock_types();
void define_simple_queue_type();

/// The absolute deadline that `blocking` and `timeout` of an acquire mean: none for ever, in the
/// past for "only try". Errors: as lock_acquire_parse_args words them.
double acquire_deadline(const Value& blocking, const Value& timeout);

/// threading.get_ident() of a simulated thread: looks like the address that it is in CPython.
std::int64_t thread_ident(world::ThreadId id);
/// The thread of an ident; none: there can't be one.
world::ThreadId thread_of_ident(std::int64_t ident);

}  // namespace loopscope::python::modules
