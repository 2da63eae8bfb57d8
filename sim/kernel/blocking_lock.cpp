// BlockingLock: acquire, release, and the queue between them.
#include "sim/kernel/blocking_lock.h"

#include <algorithm>

#include "sim/base/check.h"
#include "sim/kernel/kernel.h"

namespace loopscope::kernel {

bool BlockingLock::try_acquire(Kernel& kernel) {
    if (locked_) return false;
    locked_ = true;
    holder_ = kernel.machine().current_thread();
    return true;
}

bool BlockingLock::acquire(Kernel& kernel, double deadline) {
    if (try_acquire(kernel)) return true;
    world::Machine& machine = kernel.machine();
    const world::ThreadId self = machine.current_thread();
    /// However the wait ends, nobody wakes a thread that has gone on.
    struct InQueue {
        BlockingLock& lock;
        Kernel& kernel;
        world::ThreadId self;
        ~InQueue() {
            std::erase(lock.waiters_, self);
            kernel.thread().waits_for = nullptr;
            kernel.thread().waits_for_threads.clear();
        }
    } in_queue{*this, kernel, self};
    kernel.thread().waits_for = this;
    for (;;) {
        if (std::find(waiters_.begin(), waiters_.end(), self) == waiters_.end())
            waiters_.push_back(self);
        const world::Wake why =
            kernel.block({.deadline = deadline, .on = label.empty() ? "lock" : label});
        if (try_acquire(kernel)) return true;
        if (why == world::Wake::Deadline || machine.now() >= deadline) return false;
    }
}

void BlockingLock::release(Kernel& kernel) {
    LOOPSCOPE_CHECK(locked_);
    locked_ = false;
    if (waiters_.empty()) return;
    const world::ThreadId first = waiters_.front();
    waiters_.erase(waiters_.begin());
    kernel.machine().wake(first);
}

void BlockingLock::reset() {
    locked_ = false;
    waiters_.clear();
}

}  // namespace loopscope::kernel
