// ProgramState: everything that a trace says about the program at one moment, as plain data.
//
// The reducer makes it from events, the window draws it. Texts are TextIds of the trace's log.
// Things are found by id and stand in the order of their ids, which is the order of creation. An
// id may point at nothing (a damaged trace, a thing that is gone): find() then gives nullptr.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/trace/event.h"
#include "sim/trace/front_queue.h"
#include "sim/trace/id_map.h"
#include "sim/trace/machine_model.h"
#include "sim/trace/seldom.h"

namespace loopscope::trace {

/// Where a loop is inside BaseEventLoop._run_once; the numbers are those shown in the window.
enum class Phase : std::uint8_t {
    Outside = 0,  ///< Not inside _run_once.
    Cleaning,     ///< 1: cancelled timers leave the head of _scheduled.
    Timeout,      ///< 2: the timeout for select is worked out.
    Select,       ///< 3: the loop waits in select.
    Events,       ///< 4: _process_events: handles of ready descriptors go to _ready.
    Timers,       ///< 5: due timers move from _scheduled to _ready.
    Batch,        ///< 6: ntodo handles are run.
};

enum class LoopStatus : std::uint8_t { Idle, Running, Closed };

/// The queue `_ready`, front first.
using ReadyQueue = FrontQueue<HandleId>;

/// One place of the heap `_scheduled`.
struct TimerEntry {
    HandleId handle;
    double when = 0.0;  ///< Seconds; the heap compares this alone, as TimerHandle.__lt__ does.
    friend bool operator==(const TimerEntry&, const TimerEntry&) = default;
};

/// A descriptor that the selector watches.
struct WatchedFd {
    std::uint32_t fd = 0;
    TextId what;      ///< What it is: "self-pipe", "connection 3", ...
    HandleId reader;  ///< Run when it can be read; none: not watched for that.
    HandleId writer;
    std::uint8_t ready = 0;  ///< FdMask of what select reported in this iteration.
    friend bool operator==(const WatchedFd&, const WatchedFd&) = default;
};

struct LoopState {
    LoopId id;
    TextId class_name;
    TextId how;  ///< What runs it: "run_forever", "run_until_complete"; stale while it is idle.
    LoopStatus status = LoopStatus::Idle;
    Phase phase = Phase::Outside;
    bool stopping = false;        ///< stop() was called: the loop ends after this iteration.
    std::uint32_t iteration = 0;  ///< As counted by the trace, from 1; 0: none yet.
    std::uint16_t thread = 1;     ///< Where it runs, or ran last.
    std::uint32_t created_line = 0;
    Position created = 0;

    ReadyQueue ready;                   ///< `_ready`: what stands there now, front first.
    std::vector<TimerEntry> scheduled;  ///< `_scheduled`: the heap's list, in its very order.
    std::vector<WatchedFd> selector;    ///< In order of descriptor.

    std::uint32_t ntodo = 0;       ///< Size of the batch of phase 6; 0 outside it.
    std::uint32_t batch_left = 0;  ///< How many of them stand still at the front of `ready`.
    HandleId running;              ///< The handle that runs now.
    FutureId current_task;         ///< The task whose step runs now.

    bool timeout_known = false;  ///< The three below are of the latest iteration that got there.
    double timeout = 0.0;        ///< Seconds; kNoTimeout: select waits until something comes.
    TimeoutReason timeout_reason = TimeoutReason::Nothing;
    std::uint32_t timeout_ready = 0;  ///< Handles in _ready when it was chosen.
    HandleId timeout_timer;           ///< The timer that gave it, for NextTimer and Clipped.
    std::uint32_t select_events = 0;  ///< How many descriptors select reported in this iteration.

    // Of this iteration; all start again with the next.
    std::uint32_t timers_dropped = 0;  ///< Cancelled timers that left the head.
    std::uint32_t timers_rebuilt = 0;  ///< Cancelled timers that a rebuild of the heap removed.
    std::uint32_t timers_due = 0;
    std::uint32_t handles_run = 0;

    friend bool operator==(const LoopState&, const LoopState&) = default;
};

/// A handle that stands somewhere: in _ready, in _scheduled, at a descriptor, or runs.
struct HandleState {
    HandleId id;
    LoopId loop;
    FutureId task;    ///< Whose step or wake-up it is; none: a plain callback.
    TextId callback;  ///< Its label.
    TextId args;
    double when = 0.0;  ///< Seconds; only for timers.
    HandleOrigin origin = HandleOrigin::Soon;
    bool first_step = false;  ///< Its task had not run when it was created.
    bool cancelled = false;
    bool running = false;
    bool in_heap = false;
    std::uint16_t watches = 0;      ///< At how many descriptors it stands.
    std::uint32_t ready_count = 0;  ///< How often it stands in _ready; past 1: a signal's.
    std::uint32_t created_line = 0;
    FutureId created_by;  ///< The task that ran when it was created; none: no task.
    SmallPosition created;
    friend bool operator==(const HandleState&, const HandleState&) = default;
};

enum class FutureStatus : std::uint8_t { Pending, Result, Exception, Cancelled };

/// What has to happen before a future is done.
struct NeedState {
    NeedKind what = NeedKind::Future;
    std::uint32_t id = 0;  ///< Of the future, descriptor, call, process or handle.
    friend bool operator==(const NeedState&, const NeedState&) = default;
};

/// A future that is not a task. It goes when the last reference to it goes.
struct FutureState {
    FutureId id;
    LoopId loop;
    TextId class_name;
    TextId purpose;  ///< What the library made it for: "sleep(1)", "gather", ...
    TextId value;    ///< repr of the result or the exception, or the cancel message.
    FutureStatus status = FutureStatus::Pending;
    std::uint32_t created_line = 0;
    SmallPosition created;
    SeldomList<FutureId>
        waiters;                  ///< Tasks that wait for it, in that order; empty once it is done.
    SeldomList<NeedState> needs;  ///< In the order in which they were told; empty once it is done.
    friend bool operator==(const FutureState&, const FutureState&) = default;
};

/// The four states that everybody is taught.
enum class TaskStatus : std::uint8_t { Pending, Running, Done, Cancelled };

/// A task. It stays in the state for ever, so that lanes and the timeline can show it.
struct TaskState {
    FutureId id;
    FutureId parent;  ///< The task that created it; none: created outside any task.
    LoopId loop;
    TextId name;
    TextId coroutine;  ///< Its qualified name.
    TaskStatus status = TaskStatus::Pending;
    bool failed = false;      ///< Done with an exception.
    bool released = false;    ///< The last reference to it has gone.
    bool bare_yield = false;  ///< Pending after sleep(0) or a bare yield: waits for no future.
    StepReason step_reason = StepReason::First;  ///< Of the latest step.
    CancelAnswer cancel_answer = CancelAnswer::Refused;
    HandleId ready_handle;  ///< Its step or wake-up handle, from _ready until the step begins.
    FutureId waits_for;     ///< Pending: the future (or task) awaited. Kept until the next step.
    TextId value;           ///< repr of the result or the exception, or the cancel message.
    FutureId cancel_by;     ///< Who asked last that it be cancelled; none: no task.
    TextId cancel_message;
    std::uint32_t cancel_requests = 0;
    std::uint32_t cancel_line = 0;
    std::uint32_t created_line = 0;
    std::uint32_t waiting_line = 0;  ///< Where it waits, while it is pending and has run.
    std::uint32_t steps = 0;
    SmallPosition created;
    SmallPosition changed;         ///< When it last entered its lane or began or ended to wait.
    SmallPosition waiting_since;   ///< The event by which it began to wait, while it waits.
    SeldomList<FrameId> frames;    ///< The stack of its coroutine, outermost first; suspended too.
    SeldomList<FutureId> waiters;  ///< Tasks that wait for it; empty once it is done.
    friend bool operator==(const TaskState&, const TaskState&) = default;
};

/// Whether a task has been put to _ready: the finer state of a pending one.
inline bool is_ready(const TaskState& task) {
    return task.status == TaskStatus::Pending && task.ready_handle;
}

struct Variable {
    TextId name;
    TextId value;          ///< Its repr.
    Position changed = 0;  ///< When it got this value: mark it when that is new to the viewer.
    friend bool operator==(const Variable&, const Variable&) = default;
};

/// A frame that has been entered and not left.
struct FrameState {
    FrameId id;
    FrameId caller;  ///< Who entered or resumed it last.
    FutureId task;   ///< In whose step it runs; none: outside any task.
    TextId function;
    TextId file;
    FrameKind kind = FrameKind::Function;
    bool suspended = false;
    std::uint16_t thread = 1;
    std::uint32_t first_line = 0;
    std::uint32_t line = 0;  ///< Where it is; of a suspended frame, where it waits.
    Position entered = 0;
    std::vector<Variable> variables;  ///< In order of first assignment.
    friend bool operator==(const FrameState&, const FrameState&) = default;
};

enum class ThreadStatus : std::uint8_t { Running, Blocked, Ended };

struct ThreadState {
    ThreadId id;
    TextId name;
    TextId blocked_on;
    double blocked_until = 0.0;  ///< Seconds; kNoTimeout: no deadline.
    ThreadStatus status = ThreadStatus::Running;
    FutureId task;                ///< Whose step runs on it.
    WorkId work;                  ///< The executor's call that runs on it.
    TextId pool;                  ///< The executor whose worker it is; empty: it is none.
    ProcessId process;            ///< Of a process pool's worker: its process. None: the program's.
    std::vector<FrameId> frames;  ///< What runs on it, outermost first; the last has the live line.
    friend bool operator==(const ThreadState&, const ThreadState&) = default;
};

struct RunEnding {
    bool ended = false;
    Ending how = Ending::Finished;
    std::uint32_t status = 0;  ///< Exit status.
    TextId message;
    friend bool operator==(const RunEnding&, const RunEnding&) = default;
};

/// The program just after the event at `position`. Comparable, and copied in constant time.
struct ProgramState {
    double now = 0.0;          ///< Virtual seconds.
    Position position = 0;     ///< Meaningless while events == 0.
    Position events = 0;       ///< How many events it is made of: position + 1, or 0.
    std::uint16_t thread = 1;  ///< The thread that the latest event is of.

    IdMap<LoopId, LoopState> loops;
    IdMap<HandleId, HandleState> handles;
    IdMap<FutureId, FutureState> futures;  ///< Without the tasks.
    IdMap<FutureId, TaskState> tasks;
    IdMap<FrameId, FrameState> frames;
    IdMap<ThreadId, ThreadState> threads;

    // The machine beside the threads.
    IdMap<SocketId, SocketState> sockets;      ///< Open, and the latest of those closed.
    IdMap<SyncId, SyncState> syncs;            ///< Locks, queues, … that have been used.
    IdMap<WorkId, WorkState> works;            ///< Calls of executors: waiting, running, latest.
    IdMap<ProcessId, ProcessState> processes;  ///< Ended ones too.
    std::vector<LinkState> links;              ///< In order of first mention.
    std::vector<SignalState> latest_signals;   ///< At most kLatestMax, the latest last.
    std::vector<SocketId> closed_sockets;      ///< At most kLatestMax, the latest last.
    std::vector<WorkId> ended_works;           ///< At most kLatestMax, the latest last.
    std::vector<StuckState> stuck;             ///< Known only at the end of a run that is.
    std::uint32_t packets_lost = 0;            ///< Datagrams that never arrived.

    std::uint32_t outputs = 0;  ///< The first so many of Timeline::outputs() have been written.
    std::uint32_t warnings = 0;
    std::uint32_t exceptions_reported = 0;
    std::uint32_t stimuli = 0;
    std::uint32_t signals = 0;
    RunEnding ending;

    friend bool operator==(const ProgramState&, const ProgramState&) = default;
};

/// The frame whose line runs now on `thread`, or nullptr.
const FrameState* live_frame(const ProgramState& state, ThreadId thread);

/// The loop that runs now (the one that began last, if several do), or the latest one, or nullptr.
const LoopState* shown_loop(const ProgramState& state);

/// The program's own open socket with this descriptor, or nullptr. Cost: O(number of sockets).
const SocketState* socket_of(const ProgramState& state, std::uint32_t fd);

/// Index of `handle` in the loop's _ready, or -1. Cost: O(size of _ready).
std::ptrdiff_t ready_index(const LoopState& loop, HandleId handle);

// Bytes that a value owns outside itself; keyframes are paid for by them.
inline std::size_t heap_bytes(const HandleState&) { return 0; }
std::size_t heap_bytes(const LoopState& loop);
std::size_t heap_bytes(const FutureState& future);
std::size_t heap_bytes(const TaskState& task);
std::size_t heap_bytes(const FrameState& frame);
std::size_t heap_bytes(const ThreadState& thread);
inline std::size_t heap_bytes(const SocketState&) { return 0; }
std::size_t heap_bytes(const SyncState& sync);
inline std::size_t heap_bytes(const WorkState&) { return 0; }
inline std::size_t heap_bytes(const ProcessState&) { return 0; }

}  // namespace loopscope::trace
