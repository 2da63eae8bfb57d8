// The table of event kinds: names and fields as they stand in a trace file.
#include "sim/trace/event.h"

#include <array>

namespace loopscope::trace {
namespace {

using Names = std::span<const std::string_view>;
constexpr std::string_view kOrigin[] = {"soon", "timer", "io", "threadsafe", "signal"};
constexpr std::string_view kReason[] = {"ready", "stopping", "timer", "clipped", "nothing"};
constexpr std::string_view kStep[] = {"first", "wakeup", "next", "throw"};
constexpr std::string_view kWait[] = {"future", "bare_yield"};
constexpr std::string_view kResolution[] = {"result", "exception"};
constexpr std::string_view kAnswer[] = {"refused", "accepted"};
constexpr std::string_view kFrame[] = {"module",    "function",        "coroutine",
                                       "generator", "async_generator", "class"};
constexpr std::string_view kExit[] = {"returned", "raised"};
constexpr std::string_view kStream[] = {"stdout", "stderr"};
constexpr std::string_view kStuck[] = {"sync", "task",   "thread", "process",
                                       "loop", "future", "call"};
constexpr std::string_view kEnding[] = {"finished", "failed", "exited", "budget", "waits_for_ever"};
constexpr std::string_view kSignalFate[] = {"handled", "ignored", "kills", "held"};
constexpr std::string_view kProcessEnd[] = {"exited", "killed"};

constexpr std::string_view kWork[] = {"submitted", "started", "finished", "failed", "cancelled"};
constexpr std::string_view kSocket[] = {"tcp", "udp", "unix"};
constexpr std::string_view kSide[] = {"receiving", "sending", "both"};
constexpr std::string_view kLoss[] = {"link", "resent", "cut", "nobody", "overrun"};
constexpr std::string_view kLink[] = {"set", "cut", "mended"};
constexpr std::string_view kSync[] = {"lock",      "event",   "condition",
                                      "semaphore", "barrier", "queue"};
constexpr std::string_view kAct[] = {"acquire", "wait",  "get",    "put",   "join",
                                     "set",     "clear", "notify", "reset", "abort"};
constexpr std::string_view kNeed[] = {"future", "descriptor", "work", "process", "timer"};
constexpr std::string_view kWaitEnd[] = {"woken", "gave_up"};

using K = EventKind;
// clang-format off
// kind, name, a, b, c, number, text, text2, line, detail, names of details
constexpr std::array<EventSchema, kEventKindCount> kEventSchema{{
    {K::ThreadStarted, "thread_started", "id", "", "", "", "name", "", "", "", {}},
    {K::ThreadBlocked, "thread_blocked", "id", "", "", "until", "on", "", "", "", {}},
    {K::ThreadWoken, "thread_woken", "id", "", "", "", "", "", "", "", {}},
    {K::ThreadEnded, "thread_ended", "id", "", "", "", "", "", "", "", {}},
    {K::ClockAdvanced, "clock", "", "", "", "from", "", "", "", "", {}},
    {K::LoopCreated, "loop_created", "loop", "", "", "", "class", "", "line", "", {}},
    {K::LoopRunning, "loop_running", "loop", "", "", "", "how", "", "line", "", {}},
    {K::LoopStopRequested, "loop_stop", "loop", "", "", "", "", "", "line", "", {}},
    {K::LoopStopped, "loop_stopped", "loop", "", "", "", "", "", "", "", {}},
    {K::LoopClosed, "loop_closed", "loop", "", "", "", "", "", "line", "", {}},
    {K::IterationBegan, "iteration", "loop", "n", "", "", "", "", "", "", {}},
    {K::TimerDropped, "timer_dropped", "loop", "handle", "", "", "", "", "", "", {}},
    {K::TimersRebuilt, "timers_rebuilt", "loop", "kept", "dropped", "", "", "", "", "", {}},
    {K::TimeoutChosen, "timeout", "loop", "ready", "handle", "timeout", "", "", "", "why", Names(kReason)},
    {K::SelectBegan, "select", "loop", "", "", "timeout", "", "", "", "", {}},
    {K::SelectReturned, "selected", "loop", "events", "", "", "", "", "", "", {}},
    {K::FdReady, "fd_ready", "loop", "fd", "", "", "", "", "", "mask", {}},
    {K::TimerDue, "timer_due", "loop", "handle", "", "when", "", "", "", "", {}},
    {K::BatchBegan, "batch", "loop", "ntodo", "", "", "", "", "", "", {}},
    {K::IterationEnded, "iteration_end", "loop", "n", "", "", "", "", "", "", {}},
    {K::FdRegistered, "fd_registered", "loop", "fd", "handle", "", "what", "", "line", "mask", {}},
    {K::FdUnregistered, "fd_unregistered", "loop", "fd", "", "", "", "", "line", "mask", {}},
    {K::HandleCreated, "handle", "loop", "handle", "task", "when", "callback", "args", "line", "by", Names(kOrigin)},
    {K::HandleReady, "ready", "loop", "handle", "", "", "", "", "", "", {}},
    {K::HandleBegan, "run", "loop", "handle", "", "", "", "", "", "", {}},
    {K::HandleEnded, "ran", "loop", "handle", "", "", "", "", "", "", {}},
    {K::HandleFailed, "run_failed", "loop", "handle", "", "", "exception", "", "", "", {}},
    {K::HandleSkipped, "skipped", "loop", "handle", "", "", "", "", "", "", {}},
    {K::HandleCancelled, "handle_cancelled", "loop", "handle", "", "", "", "", "line", "", {}},
    {K::FutureCreated, "future", "future", "loop", "", "", "class", "purpose", "line", "", {}},
    {K::FutureResolved, "resolved", "future", "", "", "", "value", "", "line", "with", Names(kResolution)},
    {K::FutureCancelled, "future_cancelled", "future", "", "", "", "message", "", "line", "", {}},
    {K::FutureReleased, "future_released", "future", "", "", "", "", "", "", "", {}},
    {K::TaskCreated, "task", "task", "parent", "loop", "", "name", "coroutine", "line", "", {}},
    {K::TaskRenamed, "task_renamed", "task", "", "", "", "name", "", "line", "", {}},
    {K::TaskStepped, "step", "task", "", "", "", "exception", "", "", "why", Names(kStep)},
    {K::TaskWaits, "waits", "task", "future", "", "", "", "", "line", "for", Names(kWait)},
    {K::TaskCancelRequested, "cancel", "task", "by", "", "", "message", "", "line", "answer", Names(kAnswer)},
    {K::TaskDone, "task_done", "task", "", "", "", "result", "", "", "", {}},
    {K::TaskFailed, "task_failed", "task", "", "", "", "exception", "", "line", "", {}},
    {K::TaskCancelled, "task_cancelled", "task", "", "", "", "message", "", "line", "", {}},
    {K::FrameEntered, "enter", "frame", "task", "caller", "", "function", "file", "line", "kind", Names(kFrame)},
    {K::FrameSuspended, "suspend", "frame", "", "", "", "", "", "line", "", {}},
    {K::FrameResumed, "resume", "frame", "task", "caller", "", "", "", "line", "", {}},
    {K::FrameExited, "exit", "frame", "", "", "", "value", "", "line", "how", Names(kExit)},
    {K::LineReached, "line", "frame", "", "", "", "", "", "line", "", {}},
    {K::VariableChanged, "variable", "frame", "", "", "", "name", "value", "line", "", {}},
    {K::Output, "output", "task", "", "", "", "text", "", "line", "stream", Names(kStream)},
    {K::Warning, "warning", "", "", "", "", "category", "message", "line", "", {}},
    {K::ExceptionReported, "exception_reported", "loop", "future", "", "", "message", "exception", "line", "", {}},
    {K::Stimulus, "stimulus", "", "", "", "", "what", "", "", "", {}},
    {K::ExecutorWork, "work", "work", "task", "", "", "function", "by", "line", "stage", Names(kWork)},
    {K::SignalArrived, "signal", "number", "pid", "", "", "name", "", "line", "fate", Names(kSignalFate)},
    {K::SignalHandled, "signal_handled", "number", "pid", "", "", "name", "handler", "", "", {}},
    {K::ProcessStarted, "process_started", "pid", "parent", "runs_on", "", "command", "", "line", "", {}},
    {K::ProcessEnded, "process_ended", "pid", "status", "", "", "signal", "", "", "how", Names(kProcessEnd)},
    {K::SocketOpened, "socket", "socket", "fd", "pid", "", "local", "remote", "", "kind", Names(kSocket)},
    {K::SocketListens, "socket_listens", "socket", "backlog", "", "", "address", "", "", "", {}},
    {K::SocketConnecting, "socket_connecting", "socket", "", "", "", "local", "remote", "", "", {}},
    {K::SocketConnected, "socket_connected", "socket", "peer", "", "", "", "", "", "", {}},
    {K::SocketQueued, "socket_queued", "socket", "listener", "", "", "", "", "", "", {}},
    {K::SocketAccepted, "socket_accepted", "socket", "listener", "fd", "", "", "", "", "", {}},
    {K::BytesSent, "sent", "socket", "peer", "bytes", "", "text", "to", "", "", {}},
    {K::BytesArrived, "arrived", "socket", "peer", "bytes", "", "", "", "", "", {}},
    {K::BytesReceived, "received", "socket", "", "bytes", "", "text", "from", "", "", {}},
    {K::SocketShutDown, "socket_shut", "socket", "", "", "", "", "", "", "side", Names(kSide)},
    {K::SocketFailed, "socket_failed", "socket", "errno", "", "", "error", "", "", "", {}},
    {K::SocketClosed, "socket_closed", "socket", "", "", "", "", "", "", "", {}},
    {K::PacketLost, "lost", "socket", "", "bytes", "", "from", "to", "", "why", Names(kLoss)},
    {K::LinkChanged, "link", "", "", "", "latency", "host", "other", "", "how", Names(kLink)},
    {K::SyncCreated, "sync", "sync", "capacity", "", "", "class", "", "line", "kind", Names(kSync)},
    {K::SyncWaits, "sync_waits", "sync", "task", "", "", "", "", "line", "for", Names(kAct)},
    {K::SyncWaitEnded, "sync_wait_ended", "sync", "task", "", "", "", "", "", "how", Names(kWaitEnd)},
    {K::SyncHeld, "sync_held", "sync", "task", "value", "", "", "", "line", "", {}},
    {K::SyncReleased, "sync_released", "sync", "task", "value", "", "", "", "line", "", {}},
    {K::SyncChanged, "sync_changed", "sync", "task", "value", "", "", "", "line", "by", Names(kAct)},
    {K::Stuck, "stuck", "task", "circle", "on", "", "what", "", "line", "for", Names(kStuck)},
    {K::FutureNeeds, "needs", "future", "on", "", "", "purpose", "", "", "what", Names(kNeed)},
    {K::RunEnded, "end", "status", "", "", "", "message", "", "", "how", Names(kEnding)},
}};
// clang-format on

constexpr bool in_order() {
    for (std::size_t i = 0; i < kEventSchema.size(); ++i)
        if (static_cast<std::size_t>(kEventSchema[i].kind) != i) return false;
    return true;
}
static_assert(in_order(), "kEventSchema must list the kinds in the order of EventKind");

}  // namespace

const EventSchema& schema_of(EventKind kind) {
    return kEventSchema[static_cast<std::size_t>(kind)];
}

std::span<const EventSchema, kEventKindCount> all_schemas() { return kEventSchema; }

}  // namespace loopscope::trace
