// Misconceptions: spotted in the trace.
#include "ui/model/hints.h"

#include <algorithm>

namespace loopscope::ui {
namespace {

using trace::Event;
using trace::EventKind;
using trace::Position;

constexpr int kOfAKind = 3;            // A kind is told at most so often.
constexpr std::uint32_t kYields = 25;  // So many bare yields in a row make a busy loop.
constexpr Position kSeenEvents = 400;  // How long a hint stays in sight.

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
    if (purpose.starts_with("Lock.acquire")) at_locks_.insert(e.a);
    bool sleeps = purpose.starts_with("sleep(");
    if (sleeps && tasks_alive_ == 1 && e.line != notes.last_line) {
        notes.last_line = e.line;
        if (++notes.sleeps == 2)
            add({HintKind::AwaitsInRow, at, e.line, task_name(timeline, e.a, at)});
    } else if (!sleeps || tasks_alive_ > 1) {
        notes.sleeps = 0;
    }
    // Does somebody wait for a lock meanwhile, that this task might hold?
    if (sleeps && !at_locks_.empty() && count_[static_cast<int>(HintKind::LockOverWait)] < kOfAKind)
        add({HintKind::LockOverWait, at, e.line, task_name(timeline, e.a, at)});
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
            tasks_[e.a].asked_to_cancel = true;
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
