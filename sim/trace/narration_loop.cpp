// Sentences about threads, the loop's turns and its handles.
#include <algorithm>

#include "sim/trace/narrator.h"

namespace loopscope::trace {
namespace {

std::uint64_t count(std::size_t n) { return n; }

std::string_view fd_variant(std::uint8_t mask) {
    if ((mask & kFdRead) && (mask & kFdWrite)) return "both";
    return mask & kFdWrite ? "write" : "read";
}

}  // namespace

// ---- The machine.

void Narrator::executor_work() {
    constexpr std::string_view kKeys[] = {"work.submitted", "work.started", "work.finished",
                                          "work.failed", "work.cancelled"};
    const std::size_t stage = std::min<std::size_t>(event_.detail, std::size(kKeys) - 1);
    const std::string key(kKeys[stage]);
    say(key, {{"work", std::uint64_t{event_.a}},
              {"function", names_.text(event_.text)},
              {"by", names_.text(event_.text2)},
              {"name", names_.thread(ThreadId{event_.thread})}});
    why(key + ".why");
}

void Narrator::thread_started() {
    bool main = event_.a == 1;
    say(main ? "thread_started.main" : "thread_started", {{"name", names_.text(event_.text)}});
    why(main ? "thread_started.main.why" : "thread_started.why");
}

void Narrator::thread_blocked() {
    const ThreadState* thread = before_.threads.find(ThreadId{event_.a});
    std::string on = names_.text(event_.text);
    if (thread && thread->task) {
        say("thread_blocked.task", {{"task", names_.task(thread->task)}, {"on", on}});
        return why("thread_blocked.task.why");
    }
    say("thread_blocked", {{"name", names_.thread(ThreadId{event_.a})}, {"on", on}});
    bool bounded = event_.number > 0 && event_.number < kNoTimeout;
    why(bounded ? "thread_blocked.until.why" : "thread_blocked.why",
        {{"until", seconds(event_.number)}});
}

void Narrator::clock() {
    say("clock", {{"from", seconds(event_.number)}, {"to", seconds(event_.time)}});
    const LoopState* loop = shown_loop(before_);
    bool timer = loop && loop->phase == Phase::Select && !loop->scheduled.empty() &&
                 loop->scheduled.front().when == event_.time;
    MessageArguments arguments{{"to", seconds(event_.time)}};
    if (timer) arguments.emplace_back("handle", names_.handle(loop->scheduled.front().handle));
    why(timer ? "clock.timer.why" : "clock.why", arguments);
}

// ---- A loop's life.

void Narrator::loop_event() {
    if (event_.kind == EventKind::LoopCreated) {
        say("loop_created", {{"class", names_.text(event_.text)}});
        return why("loop_created.why");
    }
    if (event_.kind == EventKind::LoopClosed) {
        say("loop_closed");
        return why("loop_closed.why");
    }
    say("loop_stop");
    const LoopState* loop = this->loop(before_);
    bool idle = loop && loop->status != LoopStatus::Running;
    why(idle ? "loop_stop.idle.why" : "loop_stop.why");
}

void Narrator::loop_running() {
    std::string how = names_.text(event_.text);
    say("loop_running", {{"how", how}});
    why(how == "run_forever" ? "loop_running.forever.why" : "loop_running.complete.why");
}

void Narrator::loop_stopped() {
    say("loop_stopped");
    const LoopState* loop = this->loop(after_);
    if (loop && !loop->ready.empty())
        why("loop_stopped.why", {{"ready", count(loop->ready.size())}});
    else
        why("loop_stopped.empty.why");
}

// ---- One turn of _run_once.

void Narrator::iteration_began() {
    say("iteration", {{"n", std::uint64_t{event_.b}}});
    const LoopState* loop = this->loop(after_);
    if (loop && !loop->scheduled.empty())
        why("iteration.why", {{"timers", count(loop->scheduled.size())}});
    else
        why("iteration.none.why");
}

void Narrator::iteration_ended() {
    say("iteration_end", {{"n", std::uint64_t{event_.b}}});
    const LoopState* loop = this->loop(after_);
    if (!loop) return;
    if (loop->stopping)
        why("iteration_end.stopping.why");
    else if (!loop->ready.empty())
        why("iteration_end.ready.why", {{"ready", count(loop->ready.size())}});
    else if (!loop->scheduled.empty())
        why("iteration_end.timers.why", {{"when", seconds(loop->scheduled.front().when)}});
    else
        why("iteration_end.idle.why");
}

void Narrator::timeout() {
    HandleId timer{event_.c};
    const LoopState* loop = this->loop(after_);
    if (!timer && loop && !loop->scheduled.empty()) timer = loop->scheduled.front().handle;
    const HandleState* handle = names_.find_handle(timer);
    MessageArguments arguments{{"ready", std::uint64_t{event_.b}},
                               {"timeout", seconds(event_.number)},
                               {"handle", names_.handle(timer)},
                               {"when", handle ? seconds(handle->when) : "?"},
                               {"now", seconds(event_.time)}};
    std::string key = "timeout.nothing";
    switch (static_cast<TimeoutReason>(event_.detail)) {
        case TimeoutReason::ReadyNotEmpty:
            key = "timeout.ready";
            break;
        case TimeoutReason::Stopping:
            key = "timeout.stopping";
            break;
        case TimeoutReason::NextTimer:
            key = event_.number > 0 ? "timeout.timer" : "timeout.overdue";
            break;
        case TimeoutReason::Clipped:
            key = "timeout.clipped";
            break;
        case TimeoutReason::Nothing:
            break;
    }
    say(key, arguments);
    why(key + ".why", arguments);
}

void Narrator::select() {
    const LoopState* loop = this->loop(after_);
    MessageArguments arguments{{"timeout", seconds(event_.number)},
                               {"fds", count(loop ? loop->selector.size() : 0)}};
    std::string key = event_.number == kNoTimeout ? "select.ever"
                      : event_.number > 0         ? "select.wait"
                                                  : "select.zero";
    say(key, arguments);
    why(key + ".why", arguments);
}

void Narrator::selected() {
    std::string key = event_.b > 0 ? "selected.some" : "selected.none";
    say(key, {{"events", std::uint64_t{event_.b}}});
    why(key + ".why");
}

void Narrator::fd_event() {
    LoopId loop{event_.a};
    bool registered = event_.kind == EventKind::FdRegistered;
    std::string what = registered ? std::string(source_.log.text(event_.text)) : std::string();
    MessageArguments arguments{{"descriptor", names_.descriptor(loop, event_.b, what)},
                               {"handle", names_.handle(HandleId{event_.c})}};
    std::string variant(fd_variant(event_.detail));
    if (event_.kind == EventKind::FdUnregistered) return say("fd_unregistered", arguments);
    if (event_.kind == EventKind::FdReady) {
        say("fd_ready." + variant, arguments);
        return why("fd_ready.why");
    }
    say("fd_registered." + variant, arguments);
    why(what == "self-pipe" ? "fd_registered.selfpipe.why" : "fd_registered.why", arguments);
}

void Narrator::timer_due() {
    say("timer_due", {{"handle", names_.handle(HandleId{event_.b})}});
    why("timer_due.why", {{"when", seconds(event_.number)}, {"now", seconds(event_.time)}});
}

void Narrator::batch() {
    std::string key = event_.b > 0 ? "batch" : "batch.none";
    say(key, {{"ntodo", std::uint64_t{event_.b}}});
    why(key + ".why");
}

// ---- Handles.

void Narrator::handle_created() {
    HandleId id{event_.b};
    const HandleState* handle = after_.handles.find(id);
    if (!handle) return say("handle.soon", {{"handle", names_.handle(id)}});
    MessageArguments arguments{{"handle", names_.handle(id)},
                               {"when", seconds(handle->when)},
                               {"delay", seconds(handle->when - event_.time)}};
    switch (handle->origin) {
        case HandleOrigin::Timer:
            say("handle.timer", arguments);
            return why(handle->when > event_.time ? "handle.timer.why" : "handle.timer.now.why",
                       arguments);
        case HandleOrigin::Io:
            say("handle.io", arguments);
            return why("handle.io.why");
        case HandleOrigin::Threadsafe:
            say("handle.threadsafe", arguments);
            return why("handle.threadsafe.why");
        case HandleOrigin::Signal:
            say("handle.signal", arguments);
            return why("handle.signal.why");
        case HandleOrigin::Soon:
            break;
    }
    say("handle.soon", arguments);
    soon_reason(*handle);
}

// Who asked for a handle of call_soon, and why.
void Narrator::soon_reason(const HandleState& handle) {
    std::string_view callback = source_.log.text(handle.callback);
    MessageArguments arguments{{"task", names_.task(handle.task)},
                               {"line", std::uint64_t{event_.line}}};
    const TaskState* task = before_.tasks.find(handle.task);
    if (task && callback.find("wakeup") != std::string_view::npos) {
        say("handle.wakeup", arguments);
        if (!task->waits_for) return why("handle.wakeup.plain.why", arguments);
        arguments.emplace_back("future", names_.future(task->waits_for));
        return why("handle.wakeup.why", arguments);
    }
    if (task && handle.first_step) return why("handle.first_step.why");
    if (task && task->status == TaskStatus::Running) return why("handle.next_step.why", arguments);
    if (FutureId done = just_done()) {
        arguments.emplace_back("future", names_.future(done));
        return why("handle.done_callback.why", arguments);
    }
    std::string who =
        handle.created_by ? names_.task(handle.created_by) : names_.say("name.program");
    arguments.emplace_back("who", who);
    arguments.emplace_back("where", names_.say("handle.where", arguments));
    why(event_.line ? "handle.soon.why" : "handle.soon.nowhere.why", arguments);
}

// The future or task whose end scheduled the callback of this event, or none. Its callbacks come
// right after it; a later call_soon of the program's own stands in another line.
FutureId Narrator::just_done() const {
    for (Position at = after_.position; at-- > 0;) {
        const Event& event = source_.log[at];
        switch (event.kind) {
            case EventKind::HandleCreated:
            case EventKind::HandleReady:
                continue;
            case EventKind::TaskDone:
            case EventKind::TaskFailed:
            case EventKind::TaskCancelled:
                return FutureId{event.a};
            case EventKind::FutureResolved:
            case EventKind::FutureCancelled:
                return event.line == event_.line ? FutureId{event.a} : FutureId{};
            default:
                return {};
        }
    }
    return {};
}

void Narrator::handle_ready() {
    const LoopState* loop = this->loop(after_);
    say("ready", {{"handle", names_.handle(HandleId{event_.b})},
                  {"place", count(loop ? loop->ready.size() : 0)}});
    if (!loop) return;
    if (loop->phase == Phase::Batch)
        why("ready.batch.why");
    else if (loop->phase != Phase::Outside)
        why("ready.before.why");
    else
        why(loop->status == LoopStatus::Running ? "ready.between.why" : "ready.idle.why");
}

// What the library's own callbacks are for.
void Narrator::callback_note(const HandleState& handle) {
    std::string_view callback = source_.log.text(handle.callback);
    struct Note {
        std::string_view part, key;
    };
    constexpr Note kNotes[] = {
        {"_run_until_complete_cb", "callback.run_until_complete"},
        {"_set_result_unless_cancelled", "callback.sleep"},
        {"_read_from_self", "callback.read_self"},
        {"gather.<locals>._done_callback", "callback.gather"},
        {"Timeout._on_timeout", "callback.timeout"},
        {"_release_waiter", "callback.release_waiter"},
        {"<locals>._on_completion", "callback.wait"},
        {"TaskGroup._on_task_done", "callback.task_group"},
        {"shield.<locals>", "callback.shield"},
    };
    for (const Note& note : kNotes)
        if (callback.find(note.part) != std::string_view::npos) return why(note.key);
}

void Narrator::handle_began() {
    say("run", {{"handle", names_.handle(HandleId{event_.b})}});
    const LoopState* loop = this->loop(after_);
    if (!loop) return;
    std::uint64_t place = loop->ntodo - std::min(loop->batch_left, loop->ntodo);
    why("run.why", {{"k", place}, {"ntodo", std::uint64_t{loop->ntodo}}});
    const HandleState* handle = after_.handles.find(HandleId{event_.b});
    if (!handle || handle->task) return;
    std::string place_said = std::move(reason_);
    reason_.clear();
    callback_note(*handle);
    reason_ = join_sentences(std::move(reason_), place_said, source_.language);
}

void Narrator::handle_ended() {
    say("ran", {{"handle", names_.handle(HandleId{event_.b})}});
    const LoopState* loop = this->loop(after_);
    if (!loop || loop->phase != Phase::Batch) return;
    if (loop->batch_left > 0)
        why("ran.more.why", {{"left", std::uint64_t{loop->batch_left}}});
    else
        why("ran.last.why");
}

void Narrator::handle_skipped() {
    say("skipped", {{"handle", names_.handle(HandleId{event_.b})}});
    const LoopState* loop = this->loop(after_);
    if (loop) why("skipped.why", {{"ntodo", std::uint64_t{loop->ntodo}}});
}

void Narrator::handle_cancelled() {
    const HandleState* handle = before_.handles.find(HandleId{event_.b});
    MessageArguments arguments{{"handle", names_.handle(HandleId{event_.b})}};
    if (!handle) {
        say("handle_cancelled.gone");
        const ThreadState* thread = before_.threads.find(ThreadId{event_.thread});
        bool in_task = thread && thread->task;
        return why(in_task ? "handle_cancelled.gone.task.why" : "handle_cancelled.gone.why");
    }
    say(handle->in_heap ? "handle_cancelled.heap" : "handle_cancelled.ready", arguments);
    if (handle->in_heap)
        why("handle_cancelled.heap.why");
    else if (handle->ready_count > 0)
        why("handle_cancelled.ready.why");
    else if (handle->origin == HandleOrigin::Io)
        why("handle_cancelled.watching.why");
}

}  // namespace loopscope::trace
