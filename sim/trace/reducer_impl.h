// Reduction: the reducer at work on one event; a function for each kind.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "sim/trace/reducer.h"

namespace loopscope::trace {

/// The heap's order. CPython: TimerHandle.__lt__
inline constexpr auto kEarlierTimer = [](const TimerEntry& x, const TimerEntry& y) {
    return x.when < y.when;
};

/// Where `fd` stands or belongs in a selector's list, which is in order of descriptor.
inline auto place_of_fd(std::vector<WatchedFd>& selector, std::uint32_t fd) {
    return std::lower_bound(selector.begin(), selector.end(), fd,
                            [](const WatchedFd& x, std::uint32_t wanted) { return x.fd < wanted; });
}

/// Applies one event to one state. Every function tolerates ids that point at nothing.
class Reduction {
  public:
    Reduction(ProgramState& state, const Event& event);
    void run();

  private:
    // How far a queue or stack is searched for what should stand at its end. A sound trace needs
    // one look; the bound keeps a hostile trace from costing quadratic time.
    static constexpr std::size_t kSearchMax = 4096;

    // reducer.cpp: the machine, the loop's phases. reducer_handles.cpp: descriptors, handles.
    void thread_started();
    void thread_blocked();
    void thread_woken();
    void thread_ended();
    void loop_created();
    void loop_running();
    void loop_stop_requested();
    void loop_stopped();
    void loop_closed();
    void iteration_began();
    void timer_dropped();
    void timers_rebuilt();
    void timeout_chosen();
    void select_began();
    void select_returned();
    void fd_ready();
    void timer_due();
    void batch_began();
    void iteration_ended();
    void fd_registered();
    void fd_unregistered();
    void handle_created();
    void handle_ready();
    void handle_began();
    void handle_ended();
    void handle_skipped();
    void handle_cancelled();
    void run_ended();

    // reducer_program.cpp: futures, tasks, frames.
    void future_created();
    void future_resolved();
    void future_cancelled();
    void future_released();
    void future_needs();
    void task_created();
    void task_renamed();
    void task_stepped();
    void task_waits();
    void task_cancel_requested();
    void task_ended(TaskStatus status, bool failed);
    void frame_entered();
    void frame_suspended();
    void frame_resumed();
    void frame_exited();
    void line_reached();
    void variable_changed();

    // reducer_machine.cpp: sockets, locks and queues, executors, processes, signals.
    void socket_event();
    void socket_opened(SocketState& socket);
    void socket_closed();
    void bytes_event();
    void packet_lost();
    void link_changed();
    void sync_event();
    void stuck();
    void executor_work();
    void work_ended(WorkState& work);
    void signal_arrived();
    void signal_handled();
    void process_started();
    void process_ended();

    /// Whether a thing may be made for this id. Ids are dense in order of creation, though not all
    /// need be recorded; a far larger one is damage, and would cost memory out of proportion.
    bool is_plausible(std::uint32_t id) const {
        return id != 0 && id <= 65'536 + 64 * state_.events;
    }
    LoopState* loop();  ///< That of the event; made if need be, for traces that begin late.
    HandleState* handle();
    ThreadState* thread(ThreadId id);
    SocketState* socket(SocketId id);
    ProcessState* process(ProcessId id);
    void leave_ready(LoopState& loop, HandleId handle);
    bool leave_heap(LoopState& loop, HandleId handle);
    void forget_if_nowhere(HandleId handle);
    void no_longer_ready(const HandleState& handle);
    void unwatch(HandleId& place);
    void step_over(TaskState& task);
    void stop_waiting(TaskState& task);
    SeldomList<FutureId>* waiters_of(FutureId awaited);
    void push_frame(FrameState& frame);
    void frame_runs(FrameId frame);
    static void cut_stack(std::vector<FrameId>& stack, FrameId frame);
    static void cut_stack(TaskState& task, FrameId frame);

    ProgramState& state_;
    const Event& event_;
    std::uint8_t detail_;  // The event's, but never a value that its enum lacks.
};

}  // namespace loopscope::trace
