// What would end a wait: for a lock, queue or event (which one, and who holds it), or for a socket,
// a gather, a TaskGroup.
#pragma once

#include <optional>
#include <string>
#include <string_view>

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

/// What has to happen for a pending future of this purpose ("read", "gather"): "bytes have to
/// arrive on its socket".
std::string end_of_purpose(std::string_view purpose, const Strings& strings);

}  // namespace loopscope::ui
