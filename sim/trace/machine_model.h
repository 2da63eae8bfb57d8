// What a ProgramState says of the machine: sockets, links, locks and queues, executors, processes.
#pragma once

#include <cstdint>

#include "sim/trace/event.h"
#include "sim/trace/front_queue.h"

namespace loopscope::trace {

/// How many closed sockets, ended calls and signals a state keeps, so that what has just gone can
/// still be shown.
inline constexpr std::size_t kLatestMax = 16;

/// How many of those who are stuck a state keeps.
inline constexpr std::size_t kStuckMax = 1000;

enum class SocketStatus : std::uint8_t {
    Open,  ///< Neither listening nor connected: a datagram socket, or one before connect().
    Listening,
    Connecting,
    Connected,
    Failed,  ///< Refused, reset, timed out: `error` says which.
    Closed,
};

/// One end of a conversation, or who waits for one. A connection is two of them, each the other's
/// `peer`; the end that a scenario's stimulus holds is of process 0.
struct SocketState {
    SocketId id;
    SocketId peer;      ///< The other end of a connection, once it is known.
    SocketId listener;  ///< The listening socket through which it came; none: it connected itself.
    ProcessId process;  ///< Whose it is; none: outside the machine.
    SocketKind kind = SocketKind::Tcp;
    SocketStatus status = SocketStatus::Open;
    bool sending_ended = false;  ///< It sends no more: shutdown() or close().
    bool end_arrived = false;    ///< The other end sends no more, and this one has heard of it.
    std::uint32_t fd = 0;        ///< Its descriptor; 0: none yet, or outside.
    TextId local, remote;        ///< Addresses: "127.0.0.1:8080", "/tmp/socket".
    TextId error;                ///< Of a failed one: "ECONNRESET".
    TextId last_sent;            ///< How what it sent last begins.
    TextId last_received;
    std::uint32_t backlog = 0;  ///< Listening: how many connections may wait.
    std::uint32_t queued = 0;   ///< Listening: how many wait to be accepted.
    std::uint32_t accepted = 0;
    std::uint64_t sent = 0;       ///< Bytes in all.
    std::uint64_t in_flight = 0;  ///< Bytes that it sent and that have not arrived.
    std::uint64_t unread = 0;     ///< Bytes that have arrived here and wait to be read.
    std::uint64_t received = 0;   ///< Bytes read in all.
    std::uint32_t lost = 0;       ///< Its datagrams that never arrived, its packets sent again.
    Position created = 0;
    Position changed = 0;  ///< The latest event of it.
    friend bool operator==(const SocketState&, const SocketState&) = default;
};

/// The way between two hosts, where the scenario says something of it.
struct LinkState {
    TextId host, other;
    double latency = 0.0;  ///< Seconds.
    bool cut = false;
    friend bool operator==(const LinkState&, const LinkState&) = default;
};

/// A task, or a thread outside any task.
struct Party {
    FutureId task;
    ThreadId thread;
    friend bool operator==(const Party&, const Party&) = default;
};

struct SyncWaiter {
    Party who;
    SyncAct for_what = SyncAct::Acquire;
    Position since = 0;
    friend bool operator==(const SyncWaiter&, const SyncWaiter&) = default;
};

/// A lock, event, condition, semaphore, barrier or queue, of asyncio or of threads.
struct SyncState {
    SyncId id;
    SyncKind kind = SyncKind::Lock;
    TextId class_name;  ///< "asyncio.Lock", "threading.Semaphore", "queue.Queue".
    /// Queue: items it may hold, 0 any number. Semaphore: permits at first. Barrier: parties.
    std::uint32_t capacity = 0;
    /// Lock: 1 while it is held. Event: 1 while it is set. Semaphore: free permits. Queue: items.
    /// Barrier: who has arrived. Condition: always 0.
    std::uint32_t value = 0;
    std::uint32_t created_line = 0;
    FrontQueue<Party> holders;  ///< In the order in which they acquired it.
    FrontQueue<SyncWaiter> waiters;
    Position created = 0;
    Position changed = 0;
    friend bool operator==(const SyncState&, const SyncState&) = default;
};

/// Who can't go on when a run waits for ever, and for what. Of a lock, a queue, … the holders stand
/// in its own state.
struct StuckState {
    Party who;
    StuckOn on = StuckOn::Future;
    std::uint32_t id = 0;      ///< Of the sync, task, thread, process or future; 0: none.
    std::uint32_t circle = 0;  ///< Those of one number wait for each other in a circle; 0: none.
    TextId what;               ///< In a word: "threading.Lock", "recv".
    std::uint32_t line = 0;
    friend bool operator==(const StuckState&, const StuckState&) = default;
};

enum class WorkStatus : std::uint8_t { Waiting, Running, Finished, Failed, Cancelled };

/// A call that an executor has been given. Those that have ended go after a while.
struct WorkState {
    WorkId id;
    TextId function;
    TextId pool;
    FutureId task;    ///< Who submitted it; none: outside any task.
    ThreadId thread;  ///< The worker that runs it or ran it; none: it waits.
    WorkStatus status = WorkStatus::Waiting;
    TextId error;  ///< Failed: the exception's class.
    Position submitted = 0, started = 0, ended = 0;
    friend bool operator==(const WorkState&, const WorkState&) = default;
};

/// A process. The program itself is there as soon as an event speaks of it.
struct ProcessState {
    ProcessId id;
    ProcessId parent;
    ThreadId thread;  ///< Of a pool's worker: the thread that stands for it.
    TextId command;
    bool ended = false;
    ProcessEnd how = ProcessEnd::Exited;
    std::uint32_t exit_status = 0;
    TextId killed_by;           ///< The signal's name.
    std::uint32_t signals = 0;  ///< How many have been sent to it.
    Position started = 0, finished = 0;
    friend bool operator==(const ProcessState&, const ProcessState&) = default;
};

struct SignalState {
    std::uint32_t number = 0;
    ProcessId process;
    TextId name;
    SignalFate fate = SignalFate::Handled;
    bool handled = false;  ///< Its handler has begun.
    Position at = 0;
    friend bool operator==(const SignalState&, const SignalState&) = default;
};

}  // namespace loopscope::trace
