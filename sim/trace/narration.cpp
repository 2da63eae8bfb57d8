// Narrating one event: which sentence it gets, and the function of CPython that does it.
#include "sim/trace/narration.h"

#include "sim/trace/narrator.h"
#include "sim/trace/reducer.h"

namespace loopscope::trace {

Narration narrate(const NarrationSource& source, const ProgramState& before,
                  const ProgramState& after, Position position) {
    return Narrator(source, before, after, position).tell();
}

Narration narrate(const NarrationSource& source, const Timeline& timeline, Position position) {
    if (position >= timeline.size()) return {};
    ProgramState before = position > 0 ? timeline.state_at(position - 1) : ProgramState{};
    ProgramState after = before;
    apply(after, source.log[position]);
    return narrate(source, before, after, position);
}

std::string tell_waiting(const NarrationSource& source, const ProgramState& state) {
    return stuck_text(Names(source, state, state), state);
}

std::string_view without_heading(std::string_view message) {
    constexpr std::string_view kHeading = "waits for ever: ";
    if (message.starts_with(kHeading)) message.remove_prefix(kHeading.size());
    return message;
}

Narration Narrator::tell() {
    tell_event();
    return {finish_sentence(std::move(headline_), source_.language),
            finish_sentence(std::move(reason_), source_.language), function()};
}

void Narrator::tell_event() {
    switch (event_.kind) {
        case EventKind::ThreadStarted:
            return thread_started();
        case EventKind::ThreadBlocked:
            return thread_blocked();
        case EventKind::ThreadWoken:
            say("thread_woken", {{"name", names_.thread(ThreadId{event_.a})}});
            return why("thread_woken.why");
        case EventKind::ThreadEnded:
            return say("thread_ended", {{"name", names_.thread(ThreadId{event_.a})}});
        case EventKind::ClockAdvanced:
            return clock();
        case EventKind::LoopCreated:
        case EventKind::LoopStopRequested:
        case EventKind::LoopClosed:
            return loop_event();
        case EventKind::LoopRunning:
            return loop_running();
        case EventKind::LoopStopped:
            return loop_stopped();
        case EventKind::IterationBegan:
            return iteration_began();
        case EventKind::TimerDropped:
            say("timer_dropped", {{"handle", names_.handle(HandleId{event_.b})}});
            return why("timer_dropped.why");
        case EventKind::TimersRebuilt:
            say("timers_rebuilt",
                {{"kept", std::uint64_t{event_.b}}, {"dropped", std::uint64_t{event_.c}}});
            return why("timers_rebuilt.why");
        case EventKind::TimeoutChosen:
            return timeout();
        case EventKind::SelectBegan:
            return select();
        case EventKind::SelectReturned:
            return selected();
        case EventKind::FdReady:
        case EventKind::FdRegistered:
        case EventKind::FdUnregistered:
            return fd_event();
        case EventKind::TimerDue:
            return timer_due();
        case EventKind::BatchBegan:
            return batch();
        case EventKind::IterationEnded:
            return iteration_ended();
        case EventKind::HandleCreated:
            return handle_created();
        case EventKind::HandleReady:
            return handle_ready();
        case EventKind::HandleBegan:
            return handle_began();
        case EventKind::HandleEnded:
            return handle_ended();
        case EventKind::HandleFailed:
            say("run_failed", {{"handle", names_.handle(HandleId{event_.b})},
                               {"exception", names_.text(event_.text)}});
            return why("run_failed.why");
        case EventKind::HandleSkipped:
            return handle_skipped();
        case EventKind::HandleCancelled:
            return handle_cancelled();
        case EventKind::FutureCreated:
        case EventKind::FutureResolved:
        case EventKind::FutureCancelled:
        case EventKind::FutureReleased:
            return future_event();
        case EventKind::FutureNeeds:
            return future_needs();
        case EventKind::TaskCreated:
            return task_created();
        case EventKind::TaskRenamed: {
            const TaskState* old = before_.tasks.find(FutureId{event_.a});
            return say("task_renamed", {{"old", old ? names_.text(old->name) : task()},
                                        {"name", names_.text(event_.text)}});
        }
        case EventKind::TaskStepped:
            return task_stepped();
        case EventKind::TaskWaits:
            return task_waits();
        case EventKind::TaskCancelRequested:
            return cancel_requested();
        case EventKind::TaskDone:
        case EventKind::TaskFailed:
        case EventKind::TaskCancelled:
            return task_ended();
        case EventKind::FrameEntered:
            return frame_entered();
        case EventKind::FrameSuspended:
        case EventKind::FrameResumed:
        case EventKind::FrameExited:
            return frame_left();
        case EventKind::LineReached:
            return line();
        case EventKind::VariableChanged:
            return variable();
        case EventKind::Output:
            return output();
        case EventKind::Warning:
            return say("warning", {{"category", names_.text(event_.text)},
                                   {"message", names_.text(event_.text2)}});
        case EventKind::ExceptionReported:
            say("exception_reported", {{"message", names_.text(event_.text)}});
            if (event_.text2)
                why("exception_reported.why", {{"exception", names_.text(event_.text2)}});
            return;
        case EventKind::Stimulus:
            return say("stimulus", {{"what", names_.text(event_.text)}});
        case EventKind::ExecutorWork:
            return executor_work();
        case EventKind::SignalArrived:
        case EventKind::SignalHandled:
            return signal_event();
        case EventKind::ProcessStarted:
        case EventKind::ProcessEnded:
            return process_event();
        case EventKind::SocketOpened:
        case EventKind::SocketListens:
        case EventKind::SocketConnecting:
        case EventKind::SocketConnected:
        case EventKind::SocketQueued:
        case EventKind::SocketAccepted:
        case EventKind::SocketShutDown:
        case EventKind::SocketFailed:
        case EventKind::SocketClosed:
            return socket_event();
        case EventKind::BytesSent:
        case EventKind::BytesArrived:
        case EventKind::BytesReceived:
            return bytes_event();
        case EventKind::PacketLost:
            return packet_lost();
        case EventKind::LinkChanged:
            return link_changed();
        case EventKind::SyncCreated:
        case EventKind::SyncWaits:
        case EventKind::SyncWaitEnded:
        case EventKind::SyncHeld:
        case EventKind::SyncReleased:
        case EventKind::SyncChanged:
            return sync_event();
        case EventKind::Stuck:
            return stuck();
        case EventKind::RunEnded:
            return ended();
    }
}

std::string Narrator::handle_function() const {
    switch (static_cast<HandleOrigin>(event_.detail)) {
        case HandleOrigin::Timer:
            return "BaseEventLoop.call_at";
        case HandleOrigin::Io:
            return "BaseSelectorEventLoop._add_reader";
        case HandleOrigin::Threadsafe:
            return "BaseEventLoop.call_soon_threadsafe";
        case HandleOrigin::Signal:
            return "_UnixSelectorEventLoop.add_signal_handler";
        case HandleOrigin::Soon:
            break;
    }
    return "BaseEventLoop.call_soon";
}

std::string Narrator::function() const {
    switch (event_.kind) {
        case EventKind::LoopCreated:
            return "BaseEventLoop.__init__";
        case EventKind::LoopRunning:
            return "BaseEventLoop." + std::string(source_.log.text(event_.text));
        case EventKind::LoopStopped:
            return "BaseEventLoop.run_forever";
        case EventKind::LoopStopRequested:
            return "BaseEventLoop.stop";
        case EventKind::LoopClosed:
            return "BaseEventLoop.close";
        case EventKind::IterationBegan:
        case EventKind::TimerDropped:
        case EventKind::TimersRebuilt:
        case EventKind::TimeoutChosen:
        case EventKind::SelectBegan:
        case EventKind::SelectReturned:
        case EventKind::TimerDue:
        case EventKind::BatchBegan:
        case EventKind::HandleSkipped:
        case EventKind::IterationEnded:
            return "BaseEventLoop._run_once";
        case EventKind::FdReady:
            return "BaseSelectorEventLoop._process_events";
        case EventKind::FdRegistered:
            return event_.detail == kFdWrite ? "BaseSelectorEventLoop._add_writer"
                                             : "BaseSelectorEventLoop._add_reader";
        case EventKind::FdUnregistered:
            return event_.detail == kFdWrite ? "BaseSelectorEventLoop._remove_writer"
                                             : "BaseSelectorEventLoop._remove_reader";
        case EventKind::HandleCreated:
            return handle_function();
        case EventKind::HandleReady: {
            const LoopState* loop = this->loop(before_);
            if (loop && loop->phase == Phase::Timers) return "BaseEventLoop._run_once";
            if (loop && loop->phase == Phase::Events) return "BaseEventLoop._add_callback";
            return "BaseEventLoop._call_soon";
        }
        case EventKind::HandleBegan:
        case EventKind::HandleEnded:
        case EventKind::HandleFailed:
            return "Handle._run";
        case EventKind::HandleCancelled:
            return "Handle.cancel";
        case EventKind::FutureCreated:
            return "Future.__init__";
        case EventKind::FutureResolved:
            return event_.detail == 0 ? "Future.set_result" : "Future.set_exception";
        case EventKind::FutureCancelled:
            return "Future.cancel";
        case EventKind::TaskCreated:
            return "Task.__init__";
        case EventKind::TaskRenamed:
            return "Task.set_name";
        case EventKind::TaskStepped:
            return event_.detail == static_cast<std::uint8_t>(StepReason::Wakeup) ? "Task.__wakeup"
                                                                                  : "Task.__step";
        case EventKind::TaskWaits:
        case EventKind::TaskDone:
        case EventKind::TaskFailed:
        case EventKind::TaskCancelled:
            return "Task.__step";
        case EventKind::TaskCancelRequested:
            return "Task.cancel";
        case EventKind::ExceptionReported:
            return "BaseEventLoop.call_exception_handler";
        default:
            return {};
    }
}

}  // namespace loopscope::trace
