// What the panel of the loop says: worked out from the program's state, without drawing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/trace/timeline.h"
#include "ui/model/command.h"
#include "ui/model/strings.h"
#include "ui/theme/theme.h"

namespace loopscope::ui {

/// One phase of _run_once.
struct PhaseView {
    int number = 0;
    std::string name;
    std::string note;        ///< What it found in this iteration.
    std::string note_short;  ///< The same where room is scarce.
    bool lit = false;        ///< The loop is there now.
    bool past = false;       ///< It has been there in this iteration.
};

/// A handle, wherever it stands.
struct HandleView {
    trace::HandleId id;
    trace::FutureId task;
    Look look = Look::Ready;
    std::string title;   ///< The task's name, or the callback's.
    std::string what;    ///< "first step of hello()"
    std::string origin;  ///< "call_soon, line 14"
    bool is_task = false;
    bool cancelled = false;
    trace::HandleOrigin from = trace::HandleOrigin::Soon;
    trace::FutureId created_by;  ///< The task that ran when it was created; none: no task.
};

struct TimerView {
    HandleView handle;
    std::string when;   ///< "1.000"
    std::string until;  ///< "in 0.500 s", "due"
    bool due = false;
};

struct FdView {
    std::uint32_t fd = 0;
    std::string what;
    std::string watches;  ///< "read", "read, write"
    bool ready = false;
};

/// Where the handle came from that the present event puts into _ready.
enum class Inflow : std::uint8_t { None, Soon, Timer, Io };

/// The loop as it is shown. Lists hold at most kListMax things; the counts tell them all.
struct LoopView {
    static constexpr std::size_t kListMax = 160;

    bool exists = false;
    std::string state;  ///< "iteration 2", "closed", …
    std::vector<PhaseView> phases;
    std::optional<HandleView> running;
    std::optional<HandleView> just_ran;  ///< What the present event ended, if nothing runs.
    std::string idle;  ///< What stands in the slot when nothing runs and nothing just ran.
    std::string idle_short;
    std::vector<HandleView> ready;
    std::size_t ready_count = 0;
    std::size_t batch_left = 0;
    bool divided = false;  ///< Inside a batch: show the boundary of ntodo.
    std::string ready_state;
    std::string ready_state_short;
    std::vector<TimerView> timers;
    std::size_t timer_count = 0;
    std::vector<FdView> fds;
    std::size_t fd_count = 0;
    std::string timeout;         ///< "timeout 0"
    std::string timeout_reason;  ///< "0, because `_ready` holds 2 handles: …"
    std::string timeout_reason_short;
    bool selecting = false;  ///< The loop waits in select now.
    Inflow inflow = Inflow::None;
};

/// `before`: the state one event earlier, which still has a handle that ended; may be null.
LoopView view_loop(const trace::ProgramState& state, const trace::ProgramState* before,
                   const trace::EventLog& log, const Strings& strings);

/// The same for a timer in _scheduled: a sleep goes by the name of the task that sleeps.
HandleView view_timer_handle(const trace::HandleState& handle, const trace::ProgramState& state,
                             const trace::EventLog& log, const Strings& strings);

/// True for the events that end a handle's run: view_loop() wants the state before them.
bool ends_handle(trace::EventKind kind);

/// What a click on it asks for: its task is selected; of another it is told why it is there.
inline Command click_on(const HandleView& handle) {
    if (handle.is_task) return {Act::SelectTask, handle.task.value};
    return {Act::AskWhy, 0, static_cast<double>(handle.id.value)};
}

/// How a handle is called: by its task, or by its callback's short name.
HandleView view_handle(const trace::HandleState& handle, const trace::ProgramState& state,
                       const trace::EventLog& log, const Strings& strings);

/// A callback's label without addresses and modules: "set_result" of
/// "<bound method Future.set_result of …>" or "asyncio.futures._set_result".
std::string short_callback(std::string_view label);

}  // namespace loopscope::ui
