// BlockingLock: what simulated threads wait for. CPython: PyThread_acquire_lock_timed
#pragma once

#include <string>
#include <vector>

#include "sim/world/machine.h"

namespace loopscope::kernel {

class Kernel;

/// A lock that belongs to no thread: whoever likes may release it.
///
/// Those who wait stand in a queue. A release lets the first of them run, but hands nothing over:
/// whoever acquires first has the lock, and a waiter that comes too late goes to the end of the
/// queue. So a thread that releases and acquires without blocking in between keeps it, as CPython
/// threads do.
class BlockingLock {
  public:
    BlockingLock() = default;
    BlockingLock(const BlockingLock&) = delete;
    BlockingLock& operator=(const BlockingLock&) = delete;

    bool locked() const { return locked_; }
    /// Takes the lock if it is free now.
    bool try_acquire(Kernel& kernel);
    /// Waits for it until `deadline` (absolute virtual seconds). False: it was not to be had.
    /// Errors: Stopped; what a signal handler raises.
    bool acquire(Kernel& kernel, double deadline);
    /// Requires: locked.
    void release(Kernel& kernel);
    /// As new, whoever waits. CPython: _at_fork_reinit
    void reset();

    /// Who acquired it last; 0: nobody has it.
    world::ThreadId holder() const { return locked_ ? holder_ : world::ThreadId{}; }
    std::size_t waiting() const { return waiters_.size(); }

    std::string label;  ///< What it stands for, for the report of a deadlock; empty: a lock.

  private:
    bool locked_ = false;
    world::ThreadId holder_;
    std::vector<world::ThreadId> waiters_;  ///< First come, first woken. Few, and mostly none.
};

}  // namespace loopscope::kernel
