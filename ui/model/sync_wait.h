// Waiting for a lock, queue or event: which one it is, who holds it, and what would end the wait.
#pragma once

#include <optional>
#include <string>

#include "sim/trace/timeline.h"
#include "ui/model/strings.h"

namespace loopscope::ui {

struct SyncWait {
    const trace::SyncState* sync = nullptr;
    const trace::SyncWaiter* waiter = nullptr;
};

/// What a task waits for, if it is one of these. The pointers live as long as the state does.
std::optional<SyncWait> sync_wait_of(const trace::ProgramState& state, trace::FutureId task);

/// The one task that holds it; none: nobody does, several do, or a thread outside any task.
trace::FutureId sole_holder(const trace::SyncState& sync);

/// "Task-3", "Task-3, Task-4 +2".
std::string holders_of(const trace::SyncState& sync, const trace::ProgramState& state,
                       const trace::EventLog& log);

/// What has to happen: "the queue is empty: somebody has to put an item".
std::string end_of(const SyncWait& wait, const trace::ProgramState& state,
                   const trace::EventLog& log, const Strings& strings);

}  // namespace loopscope::ui
