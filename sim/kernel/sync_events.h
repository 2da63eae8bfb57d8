// What locks, queues and their kin tell the trace.
#pragma once

#include <cstdint>

#include "sim/object/type.h"
#include "sim/trace/event.h"

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
    bool silent = false;  ///< Part of another one that speaks for it.
};

/// Notes where something that may be told of is made. Cheap; does nothing when nothing is recorded.
void sync_made(SyncMark& mark, trace::SyncKind kind, std::uint32_t capacity = 0);

/// One thing that happened to it. `task` 0: the one that runs.
struct SyncNote {
    trace::EventKind kind;
    std::uint32_t value = 0;
    std::uint8_t detail = 0;
    trace::FutureId task = {};
};
/// Records it. `type`: what it is, for its name, "asyncio.Lock".
void note_sync(SyncMark& mark, const object::Type& type, const SyncNote& note);

/// The wait of a task or thread: from its construction until it is destroyed. Call woken() when it
/// got what it waited for.
class SyncWait {
  public:
    SyncWait(SyncMark& mark, const object::Type& type, trace::SyncAct what);
    ~SyncWait();
    SyncWait(const SyncWait&) = delete;
    SyncWait& operator=(const SyncWait&) = delete;

    void woken() { end(trace::WaitEnd::Woken); }

  private:
    void end(trace::WaitEnd how);

    SyncMark* mark_;
    const object::Type* type_;
    trace::FutureId task_;
    bool waits_ = true;
};

}  // namespace loopscope::kernel
