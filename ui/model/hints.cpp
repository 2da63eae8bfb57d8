// Misconceptions: spotted in the trace.
#include "ui/model/hints.h"

#include <algorithm>

namespace loopscope::ui {
namespace {

using trace::Event;
using trace::EventKind;
using trace::Position;

constexpr int kOfAKind = 3;                  // A kind is told at most so often.
constexpr std::uint32_t kYields = 25;        // So many bare yields in a row make a busy loop,
constexpr std::uint32_t kLinesOfWork = 4;    // but not where so many lines run for each of them.
constexpr double kLongWait = 0.5;            // Seconds that others wait for a lock meanwhile.
constexpr std::uint32_t kSleepsOfLines = 2;  // So many sleeps in a row, in different lines
constexpr std::uint32_t kSleepsOfCalls = 3;  // or in calls from one line, could run together.
constexpr Position kEventsBetween = 3000;    // Looked through between two waits of a task,
constexpr Position kEventsAhead = 200;       // and for what a task that was just made begins with.
constexpr Position kSeenEvents = 400;        // How long a hint stays in sight.

bool has(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

std::string task_name(const trace::Timeline& timeline, std::uint32_t id, Position at) {
    trace::ProgramState state = timeline.state_at(at);
    const trace::TaskState* task = state.tasks.find(trace::FutureId{id});
    return task ? std::string(timeline.log().text(task->name)) : std::string();
}

/// The gather that has not ended, by way of which somebody waits for `task` and for others that
/// have not ended either; null if there is none.
trace::FutureId gather_of(const trace::ProgramState& state, const trace::EventLog& log,
                          const trace::TaskState& task) {
    const trace::TaskState* parent = state.tasks.find(task.parent);
    const trace::FutureState* awaited = parent ? state.futures.find(parent->waits_for) : nullptr;
    bool gathers = awaited && (has(log.text(awaited->purpose), "gather") ||
                               has(log.text(awaited->class_name), "Gather"));
    if (!gathers) return {};
    for (const trace::TaskState& other : state.tasks) {
        bool sibling = other.parent == task.parent && other.id != task.id;
        if (sibling && other.status == trace::TaskStatus::Pending) return awaited->id;
    }
    return {};
}

bool is_word(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/// Whether the value `part` stands in the value `whole`, as a word of its own.
bool holds_value(std::string_view whole, std::string_view part) {
    while (!part.empty() && !is_word(part.front())) part.remove_prefix(1);
    while (!part.empty() && !is_word(part.back())) part.remove_suffix(1);
    if (part.empty() || part == "None" || part == "True" || part == "False") return false;
    for (std::size_t at = whole.find(part); at != std::string_view::npos;
         at = whole.find(part, at + 1)) {
        std::size_t end = at + part.size();
        bool begins = at == 0 || !is_word(whole[at - 1]);
        bool ends = end == whole.size() || !is_word(whole[end]);
        if (begins && ends) return true;
    }
    return false;
}

/// What a task's coroutines did since it waited last.
struct Between {
    bool raised = false;     ///< One was left by an exception: what follows may depend on that.
    bool next_call = false;  ///< One returned, and then another was called,
    bool dependent = false;  ///< and was given something of what that one returned.
};

/// Reads a stretch of events, in order, for what a task's coroutines return and are given.
class Dependence {
  public:
    explicit Dependence(const trace::EventLog& log) : log_(log) {}

    void read(Position at) {
        const Event& e = log_[at];
        bool argument = e.kind == EventKind::VariableChanged && entering_ != 0 && e.a == entering_;
        if (argument) {
            for (std::string_view value : returned_)
                between.dependent = between.dependent || holds_value(value, log_.text(e.text2));
            return;
        }
        entering_ = 0;
        if (e.kind == EventKind::FrameEntered &&
            static_cast<trace::FrameKind>(e.detail) == trace::FrameKind::Coroutine) {
            entering_ = e.a;
            between.next_call = between.next_call || exited_;
        }
        if (e.kind != EventKind::FrameExited) return;
        bool raised = static_cast<trace::FrameExit>(e.detail) == trace::FrameExit::Raised;
        between.raised = between.raised || raised;
        exited_ = exited_ || !raised;
        if (!raised) returned_.push_back(log_.text(e.text));
    }
    Between between;

  private:
    const trace::EventLog& log_;
    std::vector<std::string_view> returned_;
    std::uint32_t entering_ = 0;  // The frame whose arguments come now.
    bool exited_ = false;
};

/// `made`: a task that was made in this stretch and has not begun; what it begins with counts too.
Between since_last_wait(const trace::EventLog& log, const Event& wait, Position at, bool made) {
    Position first = at > kEventsBetween ? at - kEventsBetween : 0;
    for (Position back = at; back-- > first;) {
        const Event& e = log[back];
        if (e.kind == EventKind::TaskWaits && e.a == wait.a && e.thread == wait.thread)
            first = back;
    }
    Dependence seen(log);
    for (Position p = first; p < at; ++p)
        if (log[p].thread == wait.thread) seen.read(p);
    if (made)
        for (Position p = at; p < std::min<Position>(log.size(), at + kEventsAhead); ++p)
            if (log[p].thread == wait.thread) seen.read(p);
    return seen.between;
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

bool Hints::full(HintKind kind) const { return count_[static_cast<int>(kind)] >= kOfAKind; }

void Hints::take_wait(const trace::Timeline& timeline, const Event& e, Position at) {
    TaskNotes& notes = tasks_[e.a];
    notes.wait_line = e.line;
    notes.wait_time = e.time;
    notes.waits_at = at;
    if (static_cast<trace::WaitKind>(e.detail) == trace::WaitKind::BareYield)
        return take_yield(timeline, e, at);
    notes.yields = 0;
    notes.lines = 0;
    auto made = purposes_.find(e.b);
    std::string_view purpose =
        made == purposes_.end() ? std::string_view() : timeline.log().text(made->second);
    bool at_lock = purpose.starts_with("Lock.acquire");
    if (at_lock) at_locks_.insert(e.a);
    bool sleeps_now = purpose.starts_with("sleep(");
    take_row(timeline, e, at);
    // Either may come last: the holder's sleep, or another's wait for the lock.
    bool may_hold = !at_locks_.empty() && (sleeps_now || at_lock);
    if (!may_hold || full(HintKind::LockOverWait)) return;
    trace::ProgramState state = timeline.state_at(at);
    if (const trace::TaskState* holder = sleeping_holder(state, timeline.log(), e.a))
        add({HintKind::LockOverWait, at, holder->waiting_line,
             std::string(timeline.log().text(holder->name))});
}

/// A busy loop asks again and again; work that gives way in between does something each time.
void Hints::take_yield(const trace::Timeline& timeline, const Event& e, Position at) {
    TaskNotes& notes = tasks_[e.a];
    notes.lines += lines_[e.thread];
    if (++notes.yields < kYields) return;
    if (notes.lines < kYields * kLinesOfWork && notes.yields == kYields)
        add({HintKind::SleepZeroLoop, at, e.line, task_name(timeline, e.a, at)});
}

/// Waits in a row: sleeps while no other task is there, or each time for one task that the waiting
/// one has just made.
void Hints::take_row(const trace::Timeline& timeline, const Event& e, Position at) {
    TaskNotes& notes = tasks_[e.a];
    auto made = purposes_.find(e.b);
    bool sleeps_now =
        made != purposes_.end() && timeline.log().text(made->second).starts_with("sleep(");
    auto child = tasks_.find(e.b);
    bool own_task = child != tasks_.end() && child->second.parent == e.a && tasks_alive_ == 2;
    bool alone = tasks_alive_ <= 1;
    if (!own_task && !(sleeps_now && alone)) {
        notes.sleeps = 0;
        return;
    }
    Between between = since_last_wait(timeline.log(), e, at, own_task);
    bool other_line = e.line != notes.last_line;
    // One line that awaits call after call is a loop over them; its own sleep is a pause. After an
    // exception comes a pause before another try; and who is given a result had to wait for it.
    if (between.raised || between.dependent)
        notes.sleeps = 0;
    else if (other_line || between.next_call)
        ++notes.sleeps;
    if (notes.sleeps >= (other_line ? kSleepsOfLines : kSleepsOfCalls))
        add({HintKind::AwaitsInRow, at, e.line, task_name(timeline, e.a, at)});
    notes.last_line = e.line;
}

/// With return_exceptions the siblings are meant to run on: only a gather that raises is told of.
void Hints::take_failure(const trace::Timeline& timeline, const Event& e, Position at) {
    if (full(HintKind::SiblingsGoOn)) return;
    trace::ProgramState state = timeline.state_at(at);
    const trace::TaskState* task = state.tasks.find(trace::FutureId{e.a});
    if (!task) return;
    if (trace::FutureId gather = gather_of(state, timeline.log(), *task))
        failures_.push_back(
            {{HintKind::SiblingsGoOn, at, e.line, std::string(timeline.log().text(task->name))},
             gather.value});
}

/// Who waits long while others wait for its lock: for whatever, known when the lock is let go.
void Hints::take_lock(const trace::Timeline& timeline, const Event& e, Position at) {
    auto found = locks_.find(e.a);
    if (found == locks_.end()) return;
    LockNotes& lock = found->second;
    switch (e.kind) {
        case EventKind::SyncWaits:
            if (lock.waiters++ == 0) lock.wanted_at = at;
            break;
        case EventKind::SyncWaitEnded:
            lock.waiters -= lock.waiters > 0 ? 1 : 0;
            break;
        case EventKind::SyncHeld:
            lock.holder = e.b;
            lock.held_at = at;
            if (lock.waiters > 0) lock.wanted_at = at;
            break;
        case EventKind::SyncReleased: {
            auto holder = tasks_.find(lock.holder);
            lock.holder = 0;
            if (lock.waiters == 0 || holder == tasks_.end()) break;
            const TaskNotes& notes = holder->second;
            if (notes.waits_at < lock.held_at) break;
            double since = std::max(notes.wait_time, timeline.log()[lock.wanted_at].time);
            if (e.time - since < kLongWait) break;
            add({HintKind::LockOverWait, std::max(notes.waits_at, lock.wanted_at), notes.wait_line,
                 task_name(timeline, holder->first, at)});
            break;
        }
        default:
            break;
    }
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
        case EventKind::FutureResolved: {
            auto failure = std::find_if(failures_.begin(), failures_.end(),
                                        [&](const Failure& f) { return f.gather == e.a; });
            if (failure == failures_.end()) break;
            if (static_cast<trace::Resolution>(e.detail) == trace::Resolution::Exception)
                add(failure->hint);
            failures_.erase(failure);
            break;
        }
        case EventKind::TaskStepped:
            if (!at_locks_.empty()) at_locks_.erase(e.a);
            lines_[e.thread] = 0;
            break;
        case EventKind::LineReached:
            ++lines_[e.thread];
            break;
        case EventKind::SyncCreated:
            if (static_cast<trace::SyncKind>(e.detail) == trace::SyncKind::Lock) locks_[e.a] = {};
            break;
        case EventKind::SyncWaits:
        case EventKind::SyncWaitEnded:
        case EventKind::SyncHeld:
        case EventKind::SyncReleased:
            take_lock(timeline, e, at);
            break;
        case EventKind::TaskCreated:
            ++tasks_alive_;
            tasks_[e.a].created = at;
            tasks_[e.a].parent = e.b;
            break;
        case EventKind::TaskWaits:
            take_wait(timeline, e, at);
            break;
        case EventKind::TaskCancelRequested:
            // A timeout or a TaskGroup cancels from a callback and takes the request back itself.
            if (e.b != 0) {
                tasks_[e.a].asked_to_cancel = true;
                tasks_[e.a].cancel_line = tasks_[e.a].wait_line;
            }
            break;
        case EventKind::TaskFailed:
            tasks_alive_ -= tasks_alive_ > 0 ? 1 : 0;
            tasks_.erase(e.a);
            take_failure(timeline, e, at);
            break;
        case EventKind::TaskDone:
            if (tasks_[e.a].asked_to_cancel)
                add({HintKind::SwallowedCancel, at, tasks_[e.a].cancel_line,
                     task_name(timeline, e.a, at)});
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
