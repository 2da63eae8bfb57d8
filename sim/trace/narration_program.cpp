// Sentences about futures, tasks, frames and what the program says.
#include <algorithm>

#include "sim/trace/narrator.h"
#include "sim/trace/trace_file.h"

namespace loopscope::trace {
namespace {

// A key for something that may have no value worth telling.
std::string with_value(std::string key, std::string_view value) {
    return value.empty() || value == "None" ? key + ".none" : key;
}

}  // namespace

// ---- Futures.

void Narrator::future_event() {
    FutureId id{event_.a};
    std::string value = names_.text(event_.text);
    MessageArguments arguments{{"future", names_.future(id)}, {"value", value}};
    switch (event_.kind) {
        case EventKind::FutureCreated:
            say(event_.text2 ? "future" : "future.plain", {{"purpose", names_.text(event_.text2)}});
            return why("future.why");
        case EventKind::FutureResolved: {
            bool raised = static_cast<Resolution>(event_.detail) == Resolution::Exception;
            bool none = value.empty() || value == "None";
            say(raised ? "resolved.exception"
                : none ? "resolved.none"
                       : "resolved.result",
                arguments);
            return waiters("resolved");
        }
        case EventKind::FutureCancelled:
            say("future_cancelled", arguments);
            return waiters("future_cancelled");
        default:
            say("future_released", arguments);
            return why("future_released.why");
    }
}

// What has to happen before it is done.
void Narrator::future_needs() {
    const std::string_view what =
        schema_of(event_.kind)
            .detail_names[static_cast<std::size_t>(
                std::min<std::uint8_t>(event_.detail, static_cast<std::uint8_t>(NeedKind::Timer)))];
    const FutureState* future = after_.futures.find(FutureId{event_.a});
    const HandleState* timer = after_.handles.find(HandleId{event_.b});
    say("needs." + std::string(what),
        {{"future", names_.future(FutureId{event_.a})},
         {"on", names_.future(FutureId{event_.b})},
         {"socket", names_.open_descriptor(future ? future->loop : LoopId{}, event_.b)},
         {"call", names_.work(WorkId{event_.b})},
         {"pid", std::to_string(event_.b)},
         {"when", seconds(timer ? timer->when : 0)}});
    why("needs.why");
}

// Who waited for the future or task of this event, which is done now.
void Narrator::waiters(std::string_view key) {
    FutureId id{event_.a};
    const TaskState* task = before_.tasks.find(id);
    const FutureState* future = before_.futures.find(id);
    std::vector<FutureId> all = task     ? task->waiters.items()
                                : future ? future->waiters.items()
                                         : std::vector<FutureId>{};
    std::string stem(key);
    if (!all.empty())
        return why(stem + ".waiters.why",
                   {{"waiters", names_.list(all)}, {"count", std::uint64_t{all.size()}}});
    if (Catalogue::of(source_.language).has(stem + ".nobody.why")) why(stem + ".nobody.why");
}

// ---- Tasks.

void Narrator::task_created() {
    MessageArguments arguments{{"task", task()}, {"line", std::uint64_t{event_.line}}};
    say("task", arguments);
    if (event_.line == 0) return why("task.noline.why");
    if (event_.b == 0) return why("task.why", arguments);
    arguments.emplace_back("parent", names_.task(FutureId{event_.b}));
    why("task.parent.why", arguments);
}

void Narrator::task_stepped() {
    MessageArguments arguments{{"task", task()}};
    const TaskState* was = before_.tasks.find(FutureId{event_.a});
    if (event_.text || static_cast<StepReason>(event_.detail) == StepReason::Throw)
        return step_thrown();
    switch (static_cast<StepReason>(event_.detail)) {
        case StepReason::Wakeup:
            break;
        case StepReason::Next:
            say("step.next", arguments);
            return why("step.next.why");
        default:
            say("step.first", arguments);
            return why("step.first.why");
    }
    if (!was || !was->waits_for) return say("step.wakeup.plain", arguments);
    arguments.emplace_back("future", names_.future(was->waits_for));
    arguments.emplace_back("line", std::uint64_t{was->waiting_line});
    if (was->waiting_since < source_.log.size())
        arguments.emplace_back("since", seconds(source_.log[was->waiting_since].time));
    say("step.wakeup", arguments);
    why(was->waiting_line ? "step.wakeup.why" : "step.wakeup.noline.why", arguments);
}

void Narrator::step_thrown() {
    const TaskState* was = before_.tasks.find(FutureId{event_.a});
    std::string exception = event_.text ? names_.text(event_.text) : "CancelledError()";
    say("step.throw", {{"task", task()}, {"exception", exception}});
    if (was && was->steps == 0)
        why("step.throw.first.why");
    else if (was && was->waiting_line)
        why("step.throw.line.why", {{"line", std::uint64_t{was->waiting_line}}});
    else
        why("step.throw.why");
}

void Narrator::task_waits() {
    FutureId awaited{event_.b};
    MessageArguments arguments{
        {"task", task()}, {"future", names_.future(awaited)}, {"line", std::uint64_t{event_.line}}};
    bool bare = static_cast<WaitKind>(event_.detail) == WaitKind::BareYield;
    std::string key = bare ? "waits.bare" : "waits.future";
    say(event_.line ? key : key + ".noline", arguments);
    if (bare) return why("waits.bare.why");
    const FutureState* future = before_.futures.find(awaited);
    const TaskState* of = before_.tasks.find(awaited);
    bool done =
        future ? future->status != FutureStatus::Pending : of && of->status >= TaskStatus::Done;
    why(done ? "waits.done.why" : "waits.future.why", arguments);
}

void Narrator::cancel_requested() {
    const TaskState* was = before_.tasks.find(FutureId{event_.a});
    MessageArguments arguments{
        {"task", task()},
        {"by", event_.b ? names_.task(FutureId{event_.b}) : names_.say("name.program")},
        {"message", names_.text(event_.text)}};
    if (static_cast<CancelAnswer>(event_.detail) == CancelAnswer::Refused) {
        say("cancel.refused", arguments);
        return why("cancel.refused.why");
    }
    say(event_.text ? "cancel.accepted.message" : "cancel.accepted", arguments);
    if (!was) return;
    if (was->status == TaskStatus::Running) return why("cancel.self.why");
    if (was->steps == 0) return why("cancel.unstarted.why", arguments);
    const FutureState* future = before_.futures.find(was->waits_for);
    const TaskState* awaited = before_.tasks.find(was->waits_for);
    arguments.emplace_back("future", names_.future(was->waits_for));
    if (awaited && awaited->status < TaskStatus::Done)
        return why("cancel.waiting_task.why", arguments);
    bool waiting = future && (future->status == FutureStatus::Pending ||
                              future->status == FutureStatus::Cancelled);
    why(waiting ? "cancel.waiting.why" : "cancel.flag.why", arguments);
}

void Narrator::task_ended() {
    std::string value = names_.text(event_.text);
    MessageArguments arguments{{"task", task()}, {"value", value}, {"exception", value}};
    if (event_.kind == EventKind::TaskCancelled) {
        say("task_cancelled", arguments);
        return waiters("task_cancelled");
    }
    bool failed = event_.kind == EventKind::TaskFailed;
    say(failed ? "task_failed" : with_value("task_done", value), arguments);
    waiters(failed ? "task_failed" : "task_done");
}

// ---- Frames.

void Narrator::frame_entered() {
    FrameId id{event_.a}, caller{event_.c};
    MessageArguments arguments{{"frame", names_.frame(id)},
                               {"caller", names_.frame(caller)},
                               {"task", names_.task(FutureId{event_.b})}};
    switch (static_cast<FrameKind>(event_.detail)) {
        case FrameKind::Coroutine:
            say("enter.coroutine", arguments);
            if (before_.frames.contains(caller)) {
                const FrameState& by = *before_.frames.find(caller);
                if (by.task && by.task == FutureId{event_.b})
                    return why("enter.coroutine.caller.why", arguments);
            }
            if (event_.b) why("enter.coroutine.task.why", arguments);
            return;
        case FrameKind::Generator:
            return say("enter.generator", arguments);
        case FrameKind::AsyncGenerator:
            return say("enter.async_generator", arguments);
        case FrameKind::Class:
            return say("enter.class", arguments);
        case FrameKind::Module:
            return say("enter.module", arguments);
        default:
            break;
    }
    say(before_.frames.contains(caller) ? "enter.function" : "enter.function.plain", arguments);
}

// Suspended, resumed or exited.
void Narrator::frame_left() {
    FrameId id{event_.a};
    const FrameState* frame = names_.find_frame(id);
    MessageArguments arguments{{"frame", names_.frame(id)},
                               {"line", std::uint64_t{event_.line}},
                               {"value", names_.text(event_.text)}};
    if (event_.kind == EventKind::FrameResumed)
        return say(event_.line ? "resume" : "resume.noline", arguments);
    if (event_.kind == EventKind::FrameSuspended) {
        say(event_.line ? "suspend" : "suspend.noline", arguments);
        bool generator = frame && frame->kind == FrameKind::Generator;
        return why(generator ? "suspend.generator.why" : "suspend.why");
    }
    if (static_cast<FrameExit>(event_.detail) == FrameExit::Raised) {
        say("exit.raised", arguments);
        return why("exit.raised.why");
    }
    if (frame && frame->kind == FrameKind::Module) return say("exit.module", arguments);
    std::string value = names_.text(event_.text);
    say(value.empty() || value == "None" ? "exit.none" : "exit.returned", arguments);
}

void Narrator::line() {
    const FrameState* frame = after_.frames.find(FrameId{event_.a});
    std::string code = frame ? names_.code_line(frame->file, event_.line) : std::string();
    if (code.empty())
        return say("line", {{"line", std::uint64_t{event_.line}},
                            {"frame", names_.frame(FrameId{event_.a})}});
    // Which file it is need not be said of the program's own.
    const std::string_view file = source_.log.text(frame->file);
    say(file == source_.header->sources.front().name ? "line.code" : "line.code.file",
        {{"line", std::uint64_t{event_.line}}, {"code", code}, {"file", std::string(file)}});
}

void Narrator::variable() {
    const FrameState* frame = before_.frames.find(FrameId{event_.a});
    MessageArguments arguments{{"name", names_.text(event_.text)},
                               {"value", names_.text(event_.text2)}};
    if (!event_.text2) return say("variable.deleted", arguments);
    if (frame)
        for (const Variable& variable : frame->variables)
            if (variable.name == event_.text && variable.value != event_.text2) {
                arguments.emplace_back("old", names_.text(variable.value));
                return say("variable.changed", arguments);
            }
    say("variable.new", arguments);
}

// ---- What the program says, and how it ends.

void Narrator::output() {
    std::string_view written = source_.log.text(event_.text);
    while (written.ends_with('\n')) written.remove_suffix(1);
    MessageArguments arguments{
        {"text", on_one_line(written)}, {"task", task()}, {"line", std::uint64_t{event_.line}}};
    if (static_cast<OutputStream>(event_.detail) == OutputStream::Stderr)
        say("output.stderr", arguments);
    else if (written.empty())
        say("output.newline", arguments);
    else
        say(event_.a ? "output.task" : "output", arguments);
    if (event_.line) why("output.line.why", arguments);
}

void Narrator::ended() {
    bool for_ever = static_cast<Ending>(event_.detail) == Ending::WaitsForEver;
    // Who waits for what is said whole: it is what the reader needs.
    std::string message = for_ever ? std::string(without_heading(source_.log.text(event_.text)))
                                   : names_.text(event_.text);
    if (for_ever && !after_.stuck.empty())
        message = join_sentences(names_.say("end.nothing_left"), stuck_text(names_, after_),
                                 source_.language);
    MessageArguments arguments{{"message", message}, {"status", std::uint64_t{event_.a}}};
    std::string key = "end.finished";
    switch (static_cast<Ending>(event_.detail)) {
        case Ending::Failed:
            key = "end.failed";
            break;
        case Ending::Exited:
            key = "end.exited";
            break;
        case Ending::Budget:
            key = "end.budget";
            break;
        case Ending::WaitsForEver:
            key = "end.waits_for_ever";
            break;
        default:
            break;
    }
    say(key, arguments);
    why(key == "end.failed" && !event_.text ? "end.failed.plain.why" : key + ".why", arguments);
}

// ---- Signals and processes.

void Narrator::signal_event() {
    MessageArguments arguments{{"name", names_.text(event_.text)},
                               {"handler", names_.text(event_.text2)},
                               {"line", std::uint64_t{event_.line}}};
    if (event_.kind == EventKind::SignalHandled) {
        say("signal_handled", arguments);
        return why("signal_handled.why");
    }
    say(event_.line != 0 ? "signal.line" : "signal", arguments);
    switch (static_cast<SignalFate>(event_.detail)) {
        case SignalFate::Handled:
            return why("signal.handled.why");
        case SignalFate::Ignored:
            return why("signal.ignored.why");
        case SignalFate::Kills:
            return why("signal.kills.why");
        case SignalFate::Held:
            return why("signal.held.why");
    }
}

void Narrator::process_event() {
    if (event_.kind == EventKind::ProcessStarted) {
        say("process_started",
            {{"pid", std::uint64_t{event_.a}}, {"command", names_.text(event_.text)}});
        return why("process_started.why");
    }
    const bool killed = static_cast<ProcessEnd>(event_.detail) == ProcessEnd::Killed;
    say(killed ? "process_ended.killed" : "process_ended", {{"pid", std::uint64_t{event_.a}},
                                                            {"status", std::uint64_t{event_.b}},
                                                            {"name", names_.text(event_.text)}});
    why("process_ended.why");
}

}  // namespace loopscope::trace
