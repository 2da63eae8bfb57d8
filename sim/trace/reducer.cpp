// What the events of the machine and of the loop's turns mean.
#include "sim/trace/reducer.h"

#include <algorithm>

#include "sim/base/heapq.h"
#include "sim/trace/reducer_impl.h"

namespace loopscope::trace {
void apply(ProgramState& state, const Event& event) {
    state.now = event.time;
    state.position = state.events++;
    state.thread = event.thread;
    Reduction(state, event).run();
}

Reduction::Reduction(ProgramState& state, const Event& event)
    : state_(state), event_(event), detail_(event.detail) {
    std::size_t known = schema_of(event.kind).detail_names.size();
    if (known > 0 && detail_ >= known) detail_ = 0;
}

void Reduction::run() {
    switch (event_.kind) {
        case EventKind::ThreadStarted:
            return thread_started();
        case EventKind::ThreadBlocked:
            return thread_blocked();
        case EventKind::ThreadWoken:
            return thread_woken();
        case EventKind::ThreadEnded:
            return thread_ended();
        case EventKind::ClockAdvanced:
            return;  // Every event carries the time.
        case EventKind::LoopCreated:
            return loop_created();
        case EventKind::LoopRunning:
            return loop_running();
        case EventKind::LoopStopRequested:
            return loop_stop_requested();
        case EventKind::LoopStopped:
            return loop_stopped();
        case EventKind::LoopClosed:
            return loop_closed();
        case EventKind::IterationBegan:
            return iteration_began();
        case EventKind::TimerDropped:
            return timer_dropped();
        case EventKind::TimersRebuilt:
            return timers_rebuilt();
        case EventKind::TimeoutChosen:
            return timeout_chosen();
        case EventKind::SelectBegan:
            return select_began();
        case EventKind::SelectReturned:
            return select_returned();
        case EventKind::FdReady:
            return fd_ready();
        case EventKind::TimerDue:
            return timer_due();
        case EventKind::BatchBegan:
            return batch_began();
        case EventKind::IterationEnded:
            return iteration_ended();
        case EventKind::FdRegistered:
            return fd_registered();
        case EventKind::FdUnregistered:
            return fd_unregistered();
        case EventKind::HandleCreated:
            return handle_created();
        case EventKind::HandleReady:
            return handle_ready();
        case EventKind::HandleBegan:
            return handle_began();
        case EventKind::HandleEnded:
            return handle_ended();
        case EventKind::HandleFailed:
            return;  // HandleEnded follows.
        case EventKind::HandleSkipped:
            return handle_skipped();
        case EventKind::HandleCancelled:
            return handle_cancelled();
        case EventKind::FutureCreated:
            return future_created();
        case EventKind::FutureResolved:
            return future_resolved();
        case EventKind::FutureCancelled:
            return future_cancelled();
        case EventKind::FutureReleased:
            return future_released();
        case EventKind::FutureNeeds:
            return future_needs();
        case EventKind::TaskCreated:
            return task_created();
        case EventKind::TaskRenamed:
            return task_renamed();
        case EventKind::TaskStepped:
            return task_stepped();
        case EventKind::TaskWaits:
            return task_waits();
        case EventKind::TaskCancelRequested:
            return task_cancel_requested();
        case EventKind::TaskDone:
            return task_ended(TaskStatus::Done, false);
        case EventKind::TaskFailed:
            return task_ended(TaskStatus::Done, true);
        case EventKind::TaskCancelled:
            return task_ended(TaskStatus::Cancelled, false);
        case EventKind::FrameEntered:
            return frame_entered();
        case EventKind::FrameSuspended:
            return frame_suspended();
        case EventKind::FrameResumed:
            return frame_resumed();
        case EventKind::FrameExited:
            return frame_exited();
        case EventKind::LineReached:
            return line_reached();
        case EventKind::VariableChanged:
            return variable_changed();
        case EventKind::Output:
            ++state_.outputs;
            return;
        case EventKind::Warning:
            ++state_.warnings;
            return;
        case EventKind::ExceptionReported:
            ++state_.exceptions_reported;
            return;
        case EventKind::Stimulus:
            ++state_.stimuli;
            return;
        case EventKind::ExecutorWork:
            return executor_work();
        case EventKind::SignalArrived:
            return signal_arrived();
        case EventKind::SignalHandled:
            return signal_handled();
        case EventKind::ProcessStarted:
            return process_started();
        case EventKind::ProcessEnded:
            return process_ended();
        case EventKind::SocketOpened:
        case EventKind::SocketListens:
        case EventKind::SocketConnecting:
        case EventKind::SocketConnected:
        case EventKind::SocketQueued:
        case EventKind::SocketAccepted:
        case EventKind::SocketShutDown:
        case EventKind::SocketFailed:
            return socket_event();
        case EventKind::SocketClosed:
            return socket_closed();
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
            return run_ended();
    }
}

LoopState* Reduction::loop() {
    LoopId id{event_.a};
    if (!is_plausible(id.value)) return nullptr;
    LoopState& loop = state_.loops.obtain(id);
    if (!loop.id) {
        loop.id = id;
        loop.created = state_.position;
        loop.thread = event_.thread;
    }
    return &loop;
}

HandleState* Reduction::handle() {
    HandleId id{event_.b};
    if (!is_plausible(id.value)) return nullptr;
    HandleState& handle = state_.handles.obtain(id);
    if (!handle.id) {
        handle.id = id;
        handle.loop = LoopId{event_.a};
        handle.created = state_.position;
    }
    return &handle;
}

ThreadState* Reduction::thread(ThreadId id) {
    if (!is_plausible(id.value)) return nullptr;
    ThreadState& thread = state_.threads.obtain(id);
    thread.id = id;
    return &thread;
}

// ---- The machine.

void Reduction::thread_started() {
    if (ThreadState* on = thread(ThreadId{event_.a})) {
        on->name = event_.text;
        on->status = ThreadStatus::Running;
    }
}

void Reduction::thread_blocked() {
    if (ThreadState* on = thread(ThreadId{event_.a})) {
        on->status = ThreadStatus::Blocked;
        on->blocked_on = event_.text;
        on->blocked_until = event_.number;
    }
}

void Reduction::thread_woken() {
    if (ThreadState* on = thread(ThreadId{event_.a})) {
        on->status = ThreadStatus::Running;
        on->blocked_on = {};
        on->blocked_until = 0.0;
    }
}

void Reduction::thread_ended() {
    if (ThreadState* on = thread(ThreadId{event_.a})) {
        on->status = ThreadStatus::Ended;
        on->blocked_on = {};
        on->task = {};
        on->frames.clear();
    }
}

void Reduction::run_ended() {
    state_.ending = {true, static_cast<Ending>(detail_), event_.a, event_.text};
}

// ---- A loop's life.

void Reduction::loop_created() {
    if (LoopState* loop = this->loop()) {
        loop->class_name = event_.text;
        loop->created_line = event_.line;
    }
}

void Reduction::loop_running() {
    if (LoopState* loop = this->loop()) {
        loop->status = LoopStatus::Running;
        loop->how = event_.text;
        loop->thread = event_.thread;
    }
}

void Reduction::loop_stop_requested() {
    if (LoopState* loop = this->loop()) loop->stopping = true;
}

void Reduction::loop_stopped() {
    iteration_ended();  // KeyboardInterrupt leaves an iteration in its middle.
    if (LoopState* loop = this->loop()) {
        loop->status = LoopStatus::Idle;
        loop->stopping = false;
    }
}

void Reduction::loop_closed() {
    LoopState* loop = this->loop();
    if (!loop) return;
    // CPython: BaseEventLoop.close clears _ready and _scheduled.
    ReadyQueue ready = std::move(loop->ready);
    std::vector<TimerEntry> scheduled = std::move(loop->scheduled);
    std::vector<WatchedFd> selector = std::move(loop->selector);
    loop->ready.clear();
    loop->scheduled.clear();
    loop->selector.clear();
    loop->status = LoopStatus::Closed;
    loop->phase = Phase::Outside;
    for (HandleId id : ready) state_.handles.erase(id);
    for (const TimerEntry& entry : scheduled) state_.handles.erase(entry.handle);
    for (const WatchedFd& watched : selector) {
        state_.handles.erase(watched.reader);
        state_.handles.erase(watched.writer);
    }
}

// ---- One turn of _run_once.

void Reduction::iteration_began() {
    LoopState* loop = this->loop();
    if (!loop) return;
    loop->phase = Phase::Cleaning;
    loop->iteration = event_.b;
    loop->timers_dropped = loop->timers_rebuilt = loop->timers_due = loop->handles_run = 0;
    if (loop->select_events > 0)
        for (WatchedFd& watched : loop->selector) watched.ready = 0;
    loop->select_events = 0;
}

void Reduction::timer_dropped() {
    LoopState* loop = this->loop();
    if (!loop || !leave_heap(*loop, HandleId{event_.b})) return;
    ++loop->timers_dropped;
    forget_if_nowhere(HandleId{event_.b});
}

// CPython: BaseEventLoop._run_once, where _timer_cancelled_count is too high.
void Reduction::timers_rebuilt() {
    LoopState* loop = this->loop();
    if (!loop) return;
    std::vector<TimerEntry> kept, dropped;
    for (const TimerEntry& entry : loop->scheduled) {
        const HandleState* handle = state_.handles.find(entry.handle);
        (handle && handle->cancelled ? dropped : kept).push_back(entry);
    }
    base::heapify(kept, kEarlierTimer);
    loop->scheduled = std::move(kept);
    loop->timers_rebuilt += static_cast<std::uint32_t>(dropped.size());
    for (const TimerEntry& entry : dropped) {
        if (HandleState* handle = state_.handles.edit(entry.handle)) handle->in_heap = false;
        forget_if_nowhere(entry.handle);
    }
}

void Reduction::timeout_chosen() {
    LoopState* loop = this->loop();
    if (!loop) return;
    loop->phase = Phase::Timeout;
    loop->timeout_known = true;
    loop->timeout = event_.number;
    loop->timeout_reason = static_cast<TimeoutReason>(detail_);
    loop->timeout_ready = event_.b;
    loop->timeout_timer = HandleId{event_.c};
}

void Reduction::select_began() {
    if (LoopState* loop = this->loop()) loop->phase = Phase::Select;
}

void Reduction::select_returned() {
    if (LoopState* loop = this->loop()) {
        loop->phase = Phase::Events;
        loop->select_events = event_.b;
    }
}

void Reduction::fd_ready() {
    LoopState* loop = this->loop();
    if (!loop) return;
    loop->select_events = std::max(loop->select_events, 1u);
    auto at = place_of_fd(loop->selector, event_.b);
    if (at != loop->selector.end() && at->fd == event_.b) at->ready |= event_.detail;
}

void Reduction::timer_due() {
    LoopState* loop = this->loop();
    if (!loop) return;
    loop->phase = Phase::Timers;
    ++loop->timers_due;
    leave_heap(*loop, HandleId{event_.b});
}

void Reduction::batch_began() {
    if (LoopState* loop = this->loop()) {
        loop->phase = Phase::Batch;
        loop->ntodo = loop->batch_left = event_.b;
    }
}

void Reduction::iteration_ended() {
    LoopState* loop = this->loop();
    if (!loop) return;
    loop->phase = Phase::Outside;
    loop->ntodo = loop->batch_left = 0;
    loop->running = {};
    loop->current_task = {};
}

}  // namespace loopscope::trace
