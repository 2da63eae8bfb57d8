// The closed set of trace events: what the simulator says happened, and all that the window shows.
//
// The trace is the only seam between the simulator and everything that a person sees. An Event is
// one fixed-size record; the schema says which fields a kind uses, under which names they stand
// in a trace file, and docs/trace-format.md describes them with an example.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

#include "sim/base/id.h"

namespace loopscope::trace {

using LoopId = base::Id<struct LoopTag>;
using HandleId = base::Id<struct HandleTag>;
using FutureId = base::Id<struct FutureTag>;  ///< A task is a future and has an id of this kind.
using FrameId = base::Id<struct FrameTag>;
using ThreadId = base::Id<struct ThreadTag>;  ///< 1 is the main thread.
using SocketId = base::Id<struct SocketTag>;
using SyncId = base::Id<struct SyncTag>;        ///< A lock, a queue, …
using WorkId = base::Id<struct WorkTag>;        ///< A call given to an executor.
using ProcessId = base::Id<struct ProcessTag>;  ///< A pid.
using TextId = base::Id<struct TextTag>;  ///< Interned text of this trace; 0 is the empty text.

/// Index of an event in its trace: dense, from 0.
using Position = std::uint64_t;

/// Every kind of event. The number is not part of the file format; the name in the schema is.
enum class EventKind : std::uint8_t {
    // The machine.
    ThreadStarted,
    ThreadBlocked,
    ThreadWoken,
    ThreadEnded,
    ClockAdvanced,
    // A loop's life, and one turn of BaseEventLoop._run_once in the order of its phases.
    LoopCreated,
    LoopRunning,
    LoopStopRequested,
    LoopStopped,
    LoopClosed,
    IterationBegan,  ///< _run_once begins. Phase 1: cancelled timers are dropped.
    TimerDropped,    ///< A cancelled timer left the head of _scheduled.
    TimersRebuilt,   ///< Over 100 timers, over half cancelled: filtered and heapified.
    TimeoutChosen,   ///< Phase 2: the timeout for select, and why.
    SelectBegan,     ///< Phase 3.
    SelectReturned,  ///< Phase 4: _process_events.
    FdReady,
    TimerDue,    ///< Phase 5: the head of _scheduled leaves the heap; HandleReady follows.
    BatchBegan,  ///< Phase 6: ntodo = len(_ready) handles will run.
    IterationEnded,
    FdRegistered,
    FdUnregistered,
    // Handles.
    HandleCreated,  ///< By call_soon, call_at, a descriptor, or from another thread.
    HandleReady,    ///< Appended to _ready.
    HandleBegan,
    HandleEnded,
    HandleFailed,
    HandleSkipped,  ///< Taken from _ready, cancelled: nothing runs.
    HandleCancelled,
    // Futures and tasks.
    FutureCreated,
    FutureResolved,
    FutureCancelled,
    FutureReleased,
    TaskCreated,
    TaskRenamed,
    TaskStepped,  ///< Task.__step begins.
    TaskWaits,    ///< The step ended: the task waits for a future, or yielded bare.
    TaskCancelRequested,
    TaskDone,
    TaskFailed,
    TaskCancelled,
    // Program text.
    FrameEntered,
    FrameSuspended,
    FrameResumed,
    FrameExited,
    LineReached,
    VariableChanged,
    // What the program says, and how it ends.
    Output,
    Warning,
    ExceptionReported,
    Stimulus,
    ExecutorWork,  ///< A call that an executor runs: what becomes of it.
    // Signals and processes.
    SignalArrived,  ///< Sent to a process; the detail says what becomes of it.
    SignalHandled,  ///< The program's handler begins, in the main thread.
    ProcessStarted,
    ProcessEnded,
    // The network.
    SocketOpened,  ///< Before the first event of a socket.
    SocketListens,
    SocketConnecting,
    SocketConnected,  ///< The connecting end knows that it is connected.
    SocketQueued,     ///< A connection stands in its listener's queue.
    SocketAccepted,
    BytesSent,
    BytesArrived,  ///< They stand in the receiver's queue; none: the end.
    BytesReceived,
    SocketShutDown,
    SocketFailed,
    SocketClosed,
    PacketLost,
    LinkChanged,
    // Locks, semaphores, events, conditions, barriers, queues: of asyncio and of threads.
    SyncCreated,  ///< Before the first event of one.
    SyncWaits,    ///< Somebody begins to wait there.
    SyncWaitEnded,
    SyncHeld,  ///< Acquired.
    SyncReleased,
    SyncChanged,
    Stuck,        ///< Before the end of a run that waits for ever: one of those who wait.
    FutureNeeds,  ///< What has to happen before a future is done.
    RunEnded,
};
inline constexpr std::size_t kEventKindCount = static_cast<std::size_t>(EventKind::RunEnded) + 1;

// Values of Event::detail, by kind.
enum class HandleOrigin : std::uint8_t { Soon, Timer, Io, Threadsafe, Signal };  // HandleCreated
enum class TimeoutReason : std::uint8_t {                                        // TimeoutChosen
    ReadyNotEmpty,
    Stopping,
    NextTimer,
    Clipped,
    Nothing,
};
enum class StepReason : std::uint8_t { First, Wakeup, Next, Throw };  // TaskStepped
enum class WaitKind : std::uint8_t { Future, BareYield };             // TaskWaits
enum class Resolution : std::uint8_t { Result, Exception };           // FutureResolved
enum class CancelAnswer : std::uint8_t { Refused, Accepted };         // TaskCancelRequested
enum class WorkStage : std::uint8_t {                                 // ExecutorWork
    Submitted,
    Started,
    Finished,
    Failed,
    Cancelled,
};
enum class FrameKind : std::uint8_t {  // FrameEntered
    Module,
    Function,
    Coroutine,
    Generator,
    AsyncGenerator,
    Class,
};
enum class FrameExit : std::uint8_t { Returned, Raised };                             // FrameExited
enum class OutputStream : std::uint8_t { Stdout, Stderr };                            // Output
enum class Ending : std::uint8_t { Finished, Failed, Exited, Budget, WaitsForEver };  // RunEnded
enum class SignalFate : std::uint8_t { Handled, Ignored, Kills, Held };  // SignalArrived
enum class ProcessEnd : std::uint8_t { Exited, Killed };                 // ProcessEnded
enum class SocketKind : std::uint8_t { Tcp, Udp, Unix };                 // SocketOpened
enum class SocketSide : std::uint8_t { Receiving, Sending, Both };       // SocketShutDown
enum class LossReason : std::uint8_t {                                   // PacketLost
    Link,     ///< The link lost it by chance.
    Resent,   ///< So too, but it is of a stream and is sent again.
    Cut,      ///< The link is cut.
    Nobody,   ///< No socket has that address.
    Overrun,  ///< The receiver's queue is full.
};
enum class LinkChange : std::uint8_t { Set, Cut, Mended };  // LinkChanged
enum class SyncKind : std::uint8_t {                        // SyncCreated
    Lock,
    Event,
    Condition,
    Semaphore,
    Barrier,
    Queue,
};
enum class SyncAct : std::uint8_t {  // SyncWaits: what for. SyncChanged: by what.
    Acquire,
    Wait,
    Get,
    Put,
    Join,
    Set,
    Clear,
    Notify,
    Reset,
    Abort,
};
enum class WaitEnd : std::uint8_t { Woken, GaveUp };  // SyncWaitEnded
enum class StuckOn : std::uint8_t {                   // Stuck: what it waits for.
    Sync,
    Task,
    Thread,
    Process,
    Loop,    ///< A turn of its loop, whose thread is blocked.
    Future,  ///< One that nobody is left to resolve.
    Call,    ///< A call of the system or the library that doesn't return.
};
enum class NeedKind : std::uint8_t {  // FutureNeeds: what it is.
    Future,                           ///< Another future or a task has to end.
    Descriptor,                       ///< It has to be ready.
    Work,                             ///< An executor's call has to end.
    Process,                          ///< It has to end.
    Timer,                            ///< A timer's handle has to run.
};
enum FdMask : std::uint8_t { kFdRead = 1, kFdWrite = 2 };  // Fd…

/// One event: 48 bytes, plain data. What each field means for a kind stands in its schema.
struct Event {
    double time = 0.0;    ///< Virtual seconds since the start of the run.
    double number = 0.0;  ///< A time or a timeout in seconds.
    std::uint32_t a = 0;
    std::uint32_t b = 0;
    std::uint32_t c = 0;
    TextId text = {};
    TextId text2 = {};
    std::uint32_t line = 0;  ///< 1-based source line, 0: none.
    std::uint16_t thread = 1;
    EventKind kind = EventKind::RunEnded;
    std::uint8_t detail = 0;

    friend bool operator==(const Event&, const Event&) = default;
};
static_assert(sizeof(Event) == 48);

inline constexpr double kNoTimeout = std::numeric_limits<double>::infinity();  ///< select(None)

/// How one kind of event is written. An empty name: the kind does not use the field.
struct EventSchema {
    EventKind kind;
    std::string_view name;  ///< As in the trace file.
    std::string_view a, b, c, number, text, text2, line, detail;
    std::span<const std::string_view> detail_names;  ///< Empty: the detail is written as a number.
};

/// The schema of one kind, or of all in the order of EventKind.
const EventSchema& schema_of(EventKind kind);
std::span<const EventSchema, kEventKindCount> all_schemas();

}  // namespace loopscope::trace
