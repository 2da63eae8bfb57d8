// Misconceptions: spotted in the trace.
#include "ui/model/hints.h"

#include <algorithm>

namespace loopscope::ui {
namespace {

using trace::Event;
using trace::EventKind;
using trace::Position;

constexpr int kOfAKind = 3;                  // A kind is told at most so often.
constexpr std::uint32_t kYields = 25;        // So many bare yields in a row make a busy loop.
constexpr std::uint32_t kSleepsOfLines = 2;  // So many sleeps in a row, in different lines
constexpr std::uint32_t kSleepsOfCalls = 3;  // or in calls from one line, could run together.
constexpr Position kEventsBetween = 3000;    // Looked through between two waits of a task.
constexpr Position kSeenEvents = 400;        // How long a hint stays in sight.

bool has(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

std::string task_name(const trace::Timeline& timeline, std::uint32_t id, Position at) {
    trace::ProgramState state = timeline.state_at(at);
    const trace::TaskState* task = state.tasks.find(trace::FutureId{id});
    return task ? std::string(timeline.log().text(task->name)) : std::string();
}

/// Whether somebody waits for `task` by way of a gather that has not ended.
bool has_gathered_siblings(const trace::ProgramState& state, const trace::EventLog& log,
                           const trace::TaskState& task) {
    const trace::TaskState* parent = state.tasks.find(task.parent);
    if (!parent) return false;
    const trace::FutureState* awaited = state.futures.find(parent->waits_for);
    bool gathers = awaited && (has(log.text(awaited->purpose), "gather") ||
                               has(log.text(awaited->class_name), "Gather"));
    if (!gathers) return false;
    for (const trace::TaskState& other : state.tasks) {
        bool sibling = other.parent == task.parent && other.id != task.id;
        if (sibling && other.status == trace::TaskStatus::Pending) return true;
    }
    return false;
}

/// What a task's coroutines did since it waited last.
struct Between {
    bool raised = false;     ///< One was left by an exception: what follows may depend on that.
    bool next_call = false;  ///< One returned, and then another was called.
};

Between since_last_wait(const trace::EventLog& log, const Event& wait, Position at) {
    Between result;
    bool entered = false;
    Position first = at > kEventsBetween ? at - kEventsBetween : 0;
    for (Position back = at; back-- > first;) {
        const Event& e = log[back];
        if (e.thread != wait.thread) continue;
        if (e.kind == EventKind::TaskWaits && e.a == wait.a) break;
        if (e.kind == EventKind::FrameEntered &&
            static_cast<trace::FrameKind>(e.detail) == trace::FrameKind::Coroutine)
            entered = true;
        if (e.kind != EventKind::FrameExited) continue;
        bool raised = static_cast<trace::FrameExit>(e.detail) == trace::FrameExit::Raised;
        result.raised = result.raised || raised;
        result.next_call = result.next_call || (entered && !raised);
    }
    return result;
}

bool sleeps(const trace::ProgramState& state, const trace::EventLog& log,
            const trace::TaskState& task) {
    const trace::FutureState* awaited = state.futures.find(task.waits_for);
    return task.status == trace::TaskStatus::Pending && awaited && !is_ready(task) &&
           log.text(awaited->purpose).starts_with("sleep(");
}

/// A task that sleeps while it holds a lock for which others wait, and for which `concerned` waits
/// or which it holds; nullptr if there is none.
const trace::TaskState* sleeping_holder(const trace::ProgramState& state,
                                        const trace::EventLog& log, std::uint32_t concerned) {
    for (const trace::SyncState& sync : state.syncs) {
        if (sync.kind != trace::SyncKind::Lock || sync.waiters.empty()) continue;
        bool about_it = false;
        const trace::TaskState* found = nullptr;
        for (const trace::SyncWaiter& waiter : sync.waiters)
            about_it = about_it || waiter.who.task.value == concerned;
        for (const trace::Party& holder : sync.holders) {
            about_it = about_it || holder.task.value == concerned;
            const trace::TaskState* task = state.tasks.find(holder.task);
            if (task && sleeps(state, log, *task)) found = task;
        }
        if (about_it && found) return found;
    }
    return nullptr;
}

}  // namespace

void Hints::add(Hint hint) {
    int kind = static_cast<int>(hint.kind);
    if (count_[kind] >= kOfAKind || !told_.insert({kind, hint.line}).second) return;
    ++count_[kind];
    all_.push_back(std::move(hint));
    std::stable_sort(all_.begin(), all_.end(),
                     [](const Hint& a, const Hint& b) { return a.position < b.position; });
}

void Hints::update(const trace::Timeline& timeline, const SourceIndex& index, Position budget) {
    Position end = std::min<Position>(timeline.size(), looked_ + budget);
    for (; looked_ < end; ++looked_) take(timeline, looked_);
    for (; blocked_seen_ < index.blocked().size(); ++blocked_seen_) {
        if (count_[static_cast<int>(HintKind::BlockingCall)] >= kOfAKind) continue;
        const SourceIndex::Blocked& b = index.blocked()[blocked_seen_];
        trace::ProgramState state = timeline.state_at(b.from);
        const trace::FrameState* frame =
            trace::live_frame(state, trace::ThreadId{timeline.log()[b.from].thread});
        add({HintKind::BlockingCall, b.from, frame ? frame->line : 0, {}});
    }
}

void Hints::take_wait(const trace::Timeline& timeline, const Event& e, Position at) {
    TaskNotes& notes = tasks_[e.a];
    if (static_cast<trace::WaitKind>(e.detail) == trace::WaitKind::BareYield) {
        if (++notes.yields == kYields)
            add({HintKind::SleepZeroLoop, at, e.line, task_name(timeline, e.a, at)});
        return;
    }
    notes.yields = 0;
    auto made = purposes_.find(e.b);
    std::string_view purpose =
        made == purposes_.end() ? std::string_view() : timeline.log().text(made->second);
    bool at_lock = purpose.starts_with("Lock.acquire");
    if (at_lock) at_locks_.insert(e.a);
    bool sleeps_now = purpose.starts_with("sleep(");
    if (!sleeps_now || tasks_alive_ > 1) {
        notes.sleeps = 0;
    } else {
        Between between = since_last_wait(timeline.log(), e, at);
        bool other_line = e.line != notes.last_line;
        // One line that awaits call after call is a loop over them; its own sleep is a pause.
        if (between.raised)
            notes.sleeps = 0;  // A pause before another try.
        else if (other_line || between.next_call)
            ++notes.sleeps;
        if (notes.sleeps >= (other_line ? kSleepsOfLines : kSleepsOfCalls))
            add({HintKind::AwaitsInRow, at, e.line, task_name(timeline, e.a, at)});
        notes.last_line = e.line;
    }
    // Either may come last: the holder's sleep, or another's wait for the lock.
    bool may_hold = !at_locks_.empty() && (sleeps_now || at_lock);
    if (!may_hold || count_[static_cast<int>(HintKind::LockOverWait)] >= kOfAKind) return;
    trace::ProgramState state = timeline.state_at(at);
    if (const trace::TaskState* holder = sleeping_holder(state, timeline.log(), e.a))
        add({HintKind::LockOverWait, at, holder->waiting_line,
             std::string(timeline.log().text(holder->name))});
}

void Hints::take(const trace::Timeline& timeline, Position at) {
    const trace::EventLog& log = timeline.log();
    const Event& e = log[at];
    switch (e.kind) {
        case EventKind::Warning:
            if (has(log.text(e.text2), "never awaited"))
                add({HintKind::NeverAwaited, at, e.line, std::string(log.text(e.text2))});
            break;
        case EventKind::ExceptionReported:
            if (has(log.text(e.text), "never retrieved"))
                add({HintKind::LostException, at, e.line, task_name(timeline, e.b, at)});
            if (has(log.text(e.text), "destroyed but it is pending"))
                add({HintKind::LostTask, at, e.line, task_name(timeline, e.b, at)});
            break;
        case EventKind::FutureCreated:
            purposes_[e.a] = e.text2;
            break;
        case EventKind::FutureReleased:
            purposes_.erase(e.a);
            break;
        case EventKind::TaskStepped:
            if (!at_locks_.empty()) at_locks_.erase(e.a);
            break;
        case EventKind::TaskCreated:
            ++tasks_alive_;
            break;
        case EventKind::TaskWaits:
            take_wait(timeline, e, at);
            break;
        case EventKind::TaskCancelRequested:
            // A timeout or a TaskGroup cancels from a callback and takes the request back itself.
            if (e.b != 0) tasks_[e.a].asked_to_cancel = true;
            break;
        case EventKind::TaskFailed: {
            tasks_alive_ -= tasks_alive_ > 0 ? 1 : 0;
            tasks_.erase(e.a);
            if (count_[static_cast<int>(HintKind::SiblingsGoOn)] >= kOfAKind) break;
            trace::ProgramState state = timeline.state_at(at);
            const trace::TaskState* task = state.tasks.find(trace::FutureId{e.a});
            if (task && has_gathered_siblings(state, log, *task))
                add({HintKind::SiblingsGoOn, at, e.line, std::string(log.text(task->name))});
            break;
        }
        case EventKind::TaskDone:
            if (tasks_[e.a].asked_to_cancel)
                add({HintKind::SwallowedCancel, at, e.line, task_name(timeline, e.a, at)});
            [[fallthrough]];
        case EventKind::TaskCancelled:
            tasks_alive_ -= tasks_alive_ > 0 ? 1 : 0;
            tasks_.erase(e.a);
            break;
        default:
            break;
    }
}

const Hint* Hints::at(Position position) const {
    const Hint* found = nullptr;
    for (const Hint& hint : all_) {
        if (hint.position > position) break;
        if (position - hint.position < kSeenEvents) found = &hint;
    }
    return found;
}

}  // namespace loopscope::ui
