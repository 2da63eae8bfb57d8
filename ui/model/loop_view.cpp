// What the panel of the loop says.
#include "ui/model/loop_view.h"

#include <fmt/format.h>

#include <algorithm>

#include "ui/model/tasks_view.h"
#include "ui/model/time_axis.h"

namespace loopscope::ui {
namespace {

using trace::HandleOrigin;
using trace::LoopState;
using trace::Phase;
using trace::TimeoutReason;

std::string origin_text(const trace::HandleState& handle, const Strings& strings) {
    std::string_view key = "origin.soon";
    if (handle.origin == HandleOrigin::Timer) key = "origin.timer";
    if (handle.origin == HandleOrigin::Io) key = "origin.io";
    if (handle.origin == HandleOrigin::Threadsafe) key = "origin.threadsafe";
    if (handle.origin == HandleOrigin::Signal) key = "origin.signal";
    std::string text = strings(key);
    if (handle.created_line == 0) return text;
    return strings("origin.line", {{"how", text}, {"line", std::to_string(handle.created_line)}});
}

std::string seconds_text(double seconds) { return format_time(std::max(0.0, seconds)); }

std::string timeout_note(const LoopState& loop, const Strings& strings) {
    if (loop.timeout == trace::kNoTimeout) return strings("timeout.none");
    return strings("timeout.value", {{"t", fmt::format("{:g}", loop.timeout)}});
}

/// Why select waits so long; once it has returned, why it did. `suffix`: ".short" for the text
/// where room is scarce.
std::string timeout_reason(const LoopState& loop, const trace::ProgramState& state,
                           const Strings& strings, const std::string& suffix) {
    auto say = [&](const std::string& key, const trace::MessageArguments& arguments = {}) {
        std::string past = key + suffix + ".past";
        bool over = loop.phase > Phase::Select && strings.catalogue().has("ui." + past);
        return strings(over ? past : key + suffix, arguments);
    };
    switch (loop.timeout_reason) {
        case TimeoutReason::ReadyNotEmpty:
            return say("reason.ready", {{"n", std::uint64_t{loop.timeout_ready}}});
        case TimeoutReason::Stopping:
            return say("reason.stopping");
        case TimeoutReason::NextTimer: {
            const trace::HandleState* timer = state.handles.find(loop.timeout_timer);
            if (!timer) return say("reason.timer.gone");
            return say("reason.timer", {{"when", seconds_text(timer->when)}});
        }
        case TimeoutReason::Clipped:
            return say("reason.clipped");
        case TimeoutReason::Nothing:
            return say("reason.nothing");
    }
    return {};
}

struct Note {
    std::string full;
    std::string brief;
};

Note note_of(Phase phase, const LoopState& loop, const Strings& strings) {
    switch (phase) {
        case Phase::Cleaning: {
            std::size_t n = loop.timers_dropped + loop.timers_rebuilt;
            return {strings.count("phase.1.note", n), std::to_string(n)};
        }
        case Phase::Timeout: {
            std::string t = timeout_note(loop, strings);
            if (loop.timeout_reason == TimeoutReason::ReadyNotEmpty) {
                return {strings("phase.2.ready", {{"n", std::to_string(loop.timeout_ready)}}), "0"};
            }
            return {t, t};
        }
        case Phase::Select:
            if (loop.phase == Phase::Select)
                return {strings("phase.3.now"), strings("phase.3.now")};
            return {strings.count("phase.3.note", loop.select_events),
                    std::to_string(loop.select_events)};
        case Phase::Events:
            return {strings.count("phase.4.note", loop.select_events),
                    std::to_string(loop.select_events)};
        case Phase::Timers:
            return {strings.count("phase.5.note", loop.timers_due),
                    std::to_string(loop.timers_due)};
        case Phase::Batch: {
            std::size_t done = loop.handles_run;
            std::string text = strings(
                "phase.6.note", {{"i", std::to_string(done)}, {"n", std::to_string(loop.ntodo)}});
            return {text, fmt::format("{}/{}", done, loop.ntodo)};
        }
        case Phase::Outside:
            break;
    }
    return {};
}

std::vector<PhaseView> view_phases(const LoopState& loop, const Strings& strings) {
    std::vector<PhaseView> phases;
    int now = static_cast<int>(loop.phase);
    for (int i = 1; i <= 6; ++i) {
        PhaseView phase;
        phase.number = i;
        phase.name = strings(fmt::format("phase.{}", i));
        phase.lit = i == now;
        phase.past = i < now;
        if (i <= now) {
            Note note = note_of(static_cast<Phase>(i), loop, strings);
            phase.note = note.full;
            phase.note_short = note.brief;
        }
        phases.push_back(std::move(phase));
    }
    return phases;
}

std::string state_text(const LoopState& loop, const Strings& strings) {
    if (loop.status == trace::LoopStatus::Closed) return strings("loop.closed");
    if (loop.status == trace::LoopStatus::Idle) {
        return strings(loop.iteration == 0 ? "loop.new" : "loop.idle");
    }
    std::string iteration = strings("loop.iteration", {{"n", std::to_string(loop.iteration)}});
    return loop.stopping ? strings("loop.stopping", {{"iteration", iteration}}) : iteration;
}

std::string ready_state(const LoopState& loop, const Strings& strings, const std::string& suffix) {
    if (loop.phase == Phase::Batch) {
        return strings("ready.batch" + suffix, {{"n", std::to_string(loop.ntodo)},
                                                {"left", std::to_string(loop.batch_left)}});
    }
    return strings.count("ready.count", loop.ready.size());
}

/// The timer that asyncio.sleep sets: its callback gives a future its result.
bool is_sleep(const trace::HandleState& handle, const trace::EventLog& log) {
    return log.text(handle.callback).find("_set_result_unless_cancelled") != std::string_view::npos;
}

/// In _scheduled a sleep goes by the name of the task that sleeps.
void name_sleeper(HandleView& view, const trace::HandleState& handle,
                  const trace::ProgramState& state, const trace::EventLog& log) {
    const trace::TaskState* task = state.tasks.find(handle.created_by);
    if (!task || !is_sleep(handle, log)) return;
    view.title = log.text(task->name);
    view.task = task->id;
    view.is_task = true;
    const trace::FutureState* future = state.futures.find(task->waits_for);
    std::string_view purpose = future ? log.text(future->purpose) : std::string_view();
    view.what = purpose.starts_with("sleep") ? std::string(purpose) : "sleep";
}

void view_queues(LoopView& view, const LoopState& loop, const trace::ProgramState& state,
                 const trace::EventLog& log, const Strings& strings) {
    view.ready_count = loop.ready.size();
    for (std::size_t i = 0; i < std::min(view.ready_count, LoopView::kListMax); ++i) {
        const trace::HandleState* handle = state.handles.find(loop.ready[i]);
        if (!handle) continue;
        view.ready.push_back(view_handle(*handle, state, log, strings));
    }
    view.timer_count = loop.scheduled.size();
    for (std::size_t i = 0; i < std::min(view.timer_count, LoopView::kListMax); ++i) {
        const trace::TimerEntry& entry = loop.scheduled[i];
        TimerView timer;
        if (const trace::HandleState* handle = state.handles.find(entry.handle)) {
            timer.handle = view_timer_handle(*handle, state, log, strings);
        }
        timer.when = format_time(entry.when);
        timer.due = entry.when < state.now + 1e-9;
        timer.until = timer.due ? strings("timer.due")
                                : strings("timer.in", {{"t", format_time(entry.when - state.now)}});
        view.timers.push_back(std::move(timer));
    }
    view.fd_count = loop.selector.size();
    for (std::size_t i = 0; i < std::min(view.fd_count, LoopView::kListMax); ++i) {
        const trace::WatchedFd& fd = loop.selector[i];
        std::string watches;
        if (fd.reader) watches = strings("fd.read");
        if (fd.writer) watches += (watches.empty() ? "" : ", ") + strings("fd.write");
        view.fds.push_back({fd.fd, std::string(log.text(fd.what)), watches, fd.ready != 0});
    }
}

/// The handle that `event` ended, as it was.
std::optional<HandleView> ended_handle(const trace::Event& event, const trace::ProgramState& before,
                                       const trace::EventLog& log, const Strings& strings) {
    const trace::HandleState* handle = before.handles.find(trace::HandleId{event.b});
    if (!handle) return std::nullopt;
    HandleView view = view_handle(*handle, before, log, strings);
    using K = trace::EventKind;
    view.look = event.kind == K::HandleFailed    ? Look::Failed
                : event.kind == K::HandleSkipped ? Look::Cancelled
                                                 : Look::Done;
    view.origin = strings(event.kind == K::HandleFailed    ? "handle.failed"
                          : event.kind == K::HandleSkipped ? "handle.skipped"
                                                           : "handle.ran");
    return view;
}

Inflow inflow_of(const trace::ProgramState& state, const trace::EventLog& log) {
    if (state.events == 0) return Inflow::None;
    const trace::Event& event = log[state.position];
    if (event.kind != trace::EventKind::HandleReady) return Inflow::None;
    const trace::HandleState* handle = state.handles.find(trace::HandleId{event.b});
    if (!handle) return Inflow::None;
    if (handle->origin == HandleOrigin::Timer) return Inflow::Timer;
    if (handle->origin == HandleOrigin::Io) return Inflow::Io;
    return Inflow::Soon;
}

/// What a task's handle will do, in the words of the narration.
std::string_view step_key(const trace::HandleState& handle, const trace::TaskState& task,
                          const trace::EventLog& log) {
    if (log.text(handle.callback).find("wakeup") != std::string_view::npos) return "handle.wakeup";
    bool first = task.steps == 0 || (handle.running && task.steps == 1);
    return first ? "handle.first" : "handle.next";
}

}  // namespace

std::string short_callback(std::string_view label) {
    std::string_view text = label;
    if (std::size_t of = text.find(" of <"); of != std::string_view::npos)
        text = text.substr(0, of);
    if (std::size_t at = text.find(" at 0x"); at != std::string_view::npos)
        text = text.substr(0, at);
    if (text.starts_with('<')) text.remove_prefix(1);
    for (std::string_view head :
         {"bound method ", "built-in method ", "function ", "method-wrapper "}) {
        if (text.starts_with(head)) text.remove_prefix(head.size());
    }
    std::size_t end = text.find_first_of("( ");
    std::string_view path = text.substr(0, end);
    if (std::size_t dot = path.rfind('.'); dot != std::string_view::npos)
        text.remove_prefix(dot + 1);
    while (text.ends_with('>')) text.remove_suffix(1);
    return std::string(text.empty() ? label : text);
}

HandleView view_handle(const trace::HandleState& handle, const trace::ProgramState& state,
                       const trace::EventLog& log, const Strings& strings) {
    HandleView view;
    view.id = handle.id;
    view.task = handle.task;
    view.cancelled = handle.cancelled;
    view.from = handle.origin;
    view.created_by = handle.created_by;
    view.look = handle.running ? Look::Running : handle.cancelled ? Look::Cancelled : Look::Ready;
    view.origin = origin_text(handle, strings);
    if (const trace::TaskState* task = state.tasks.find(handle.task)) {
        view.is_task = true;
        view.title = log.text(task->name);
        std::string coroutine = coroutine_label(log.text(task->coroutine));
        view.what = strings(step_key(handle, *task, log), {{"coroutine", coroutine}});
        return view;
    }
    view.title = short_callback(log.text(handle.callback));
    const trace::TaskState* by = state.tasks.find(handle.created_by);
    if (is_sleep(handle, log) && by) {
        // Whom it wakes tells sleeps apart; the function is the same for all.
        view.what = std::move(view.title);
        view.title = strings("handle.sleep", {{"task", std::string(log.text(by->name))}});
        return view;
    }
    std::string_view args = log.text(handle.args);
    view.what = args.empty() ? strings("handle.callback") : std::string(args);
    return view;
}

HandleView view_timer_handle(const trace::HandleState& handle, const trace::ProgramState& state,
                             const trace::EventLog& log, const Strings& strings) {
    HandleView view = view_handle(handle, state, log, strings);
    name_sleeper(view, handle, state, log);
    return view;
}

bool ends_handle(trace::EventKind kind) {
    using K = trace::EventKind;
    return kind == K::HandleEnded || kind == K::HandleFailed || kind == K::HandleSkipped;
}

LoopView view_loop(const trace::ProgramState& state, const trace::ProgramState* before,
                   const trace::EventLog& log, const Strings& strings) {
    LoopView view;
    const LoopState* loop = trace::shown_loop(state);
    if (!loop) return view;
    view.exists = true;
    view.state = state_text(*loop, strings);
    view.phases = view_phases(*loop, strings);
    if (const trace::HandleState* running = state.handles.find(loop->running)) {
        view.running = view_handle(*running, state, log, strings);
        view.running->look = Look::Running;
    } else if (before && ends_handle(log[state.position].kind)) {
        view.just_ran = ended_handle(log[state.position], *before, log, strings);
    }
    bool at_work = loop->status == trace::LoopStatus::Running;
    std::string_view idle = !at_work                       ? "running.stopped"
                            : loop->phase == Phase::Select ? "running.select"
                                                           : "running.none";
    view.idle = strings(idle);
    view.idle_short = strings("running.short");
    view.batch_left = loop->batch_left;
    view.divided = loop->phase == Phase::Batch;
    view.ready_state = ready_state(*loop, strings, "");
    view.ready_state_short = ready_state(*loop, strings, ".short");
    view_queues(view, *loop, state, log, strings);
    // What an earlier turn chose would contradict what is seen now.
    bool chosen = loop->timeout_known && loop->phase >= Phase::Timeout;
    if (at_work && chosen) {
        view.timeout = timeout_note(*loop, strings);
        view.timeout_reason = timeout_reason(*loop, state, strings, "");
        view.timeout_reason_short = timeout_reason(*loop, state, strings, ".short");
    }
    view.selecting = loop->phase == Phase::Select;
    view.inflow = inflow_of(state, log);
    return view;
}

}  // namespace loopscope::ui
