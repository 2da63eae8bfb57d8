// What locks, queues and their kin tell the trace.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/object/type.h"
#include "sim/trace/event.h"
#include "sim/trace/machine_model.h"

namespace loopscope::kernel {

class Kernel;

/// Lies in a lock, a queue, …: by this the trace knows it.
///
/// The trace hears of one with its first event, so that the many that a library makes and that
/// nobody waits at cost nothing.
struct SyncMark {
    std::uint32_t id = 0;        ///< 0: the trace has not heard of it.
    std::uint32_t line = 0;      ///< Where it was made.
    std::uint32_t capacity = 0;  ///< See trace::SyncState.
    trace::SyncKind kind = trace::SyncKind::Lock;
    std::uint32_t value = 0;            ///< See trace::SyncState.
    bool silent = false;                ///< Part of another one that speaks for it.
    std::vector<trace::Party> holders;  ///< In the order in which they acquired it.
};

/// Notes where something that may be told of is made. Cheap.
void sync_made(SyncMark& mark, trace::SyncKind kind, std::uint32_t capacity = 0);

/// One thing that happened to it. `task` 0: the one that runs.
struct SyncNote {
    trace::EventKind kind;
    std::uint32_t value = 0;
    std::uint8_t detail = 0;
    trace::FutureId task = {};
};
/// Records it, and keeps the mark's holders. `type`: what it is, for its name, "asyncio.Lock".
void note_sync(SyncMark& mark, const object::Type& type, const SyncNote& note);

/// As a program names it: "asyncio.Lock", "threading.RLock", "queue.Queue"; its own classes bare.
std::string sync_name(const object::Type& type);

/// Who waits: the task that runs now, by awaiting, or the thread, which does nothing else
/// meanwhile.
enum class SyncWaiter : std::uint8_t { Task, Thread };

/// The wait of a task or thread: from its construction until it is destroyed. Call woken() when it
/// got what it waited for. Meanwhile the kernel knows of it, for the report of a deadlock.
class SyncWait {
  public:
    SyncWait(SyncMark& mark, const object::Type& type, trace::SyncAct what,
             SyncWaiter who = SyncWaiter::Task);
    ~SyncWait();
    SyncWait(const SyncWait&) = delete;
    SyncWait& operator=(const SyncWait&) = delete;

    void woken() { end(trace::WaitEnd::Woken); }

    const SyncMark& mark() const { return *mark_; }
    const object::Type& type() const { return *type_; }
    trace::SyncAct what() const { return what_; }

  private:
    void end(trace::WaitEnd how);
    /// Where the kernel keeps the present wait of this waiter.
    const SyncWait*& place(Kernel& kernel) const;

    SyncMark* mark_;
    const object::Type* type_;
    trace::SyncAct what_;
    SyncWaiter who_;
    bool waits_ = true;
    trace::FutureId task_;
    trace::ThreadId thread_;
    const SyncWait* before_ = nullptr;  ///< A wait of the same waiter around this one.
};

}  // namespace loopscope::kernel
