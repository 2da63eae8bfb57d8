// What the events of sockets, locks and queues, executors, signals and processes mean.
#include <algorithm>

#include "sim/trace/reducer_impl.h"

namespace loopscope::trace {
namespace {

// Keeps the latest few ids, and gives the one that goes, or none.
template <typename Id>
Id push_latest(std::vector<Id>& latest, Id id) {
    latest.push_back(id);
    if (latest.size() <= kLatestMax) return {};
    const Id gone = latest.front();
    latest.erase(latest.begin());
    return gone;
}

void take_from(std::uint64_t& amount, std::uint64_t bytes) { amount -= std::min(amount, bytes); }

}  // namespace

// ---- Sockets.

SocketState* Reduction::socket(SocketId id) {
    if (!is_plausible(id.value)) return nullptr;
    SocketState& socket = state_.sockets.obtain(id);
    if (!socket.id) {
        socket.id = id;
        socket.created = state_.position;
    }
    socket.changed = state_.position;
    return &socket;
}

void Reduction::socket_opened(SocketState& socket) {
    socket.kind = static_cast<SocketKind>(detail_);
    socket.fd = event_.b;
    socket.process = ProcessId{event_.c};
    socket.local = event_.text;
    socket.remote = event_.text2;
}

void Reduction::socket_event() {
    SocketState* socket = this->socket(SocketId{event_.a});
    if (!socket) return;
    switch (event_.kind) {
        case EventKind::SocketOpened:
            return socket_opened(*socket);
        case EventKind::SocketListens:
            socket->status = SocketStatus::Listening;
            socket->local = event_.text;
            socket->backlog = event_.b;
            return;
        case EventKind::SocketConnecting:
            socket->status = SocketStatus::Connecting;
            socket->local = event_.text;
            socket->remote = event_.text2;
            return;
        case EventKind::SocketConnected:
            socket->status = SocketStatus::Connected;
            socket->peer = SocketId{event_.b};
            if (SocketState* peer = this->socket(SocketId{event_.b})) {
                peer->status = SocketStatus::Connected;
                peer->peer = SocketId{event_.a};
            }
            return;
        case EventKind::SocketQueued:
            socket->listener = SocketId{event_.b};
            if (SocketState* listener = this->socket(SocketId{event_.b})) ++listener->queued;
            return;
        case EventKind::SocketAccepted:
            socket->fd = event_.c;
            if (SocketState* listener = this->socket(SocketId{event_.b})) {
                listener->queued -= std::min(listener->queued, 1u);
                ++listener->accepted;
            }
            return;
        case EventKind::SocketShutDown:
            if (static_cast<SocketSide>(detail_) != SocketSide::Receiving)
                socket->sending_ended = true;
            return;
        default:  // SocketFailed
            socket->status = SocketStatus::Failed;
            socket->error = event_.text;
            socket->in_flight = 0;
            return;
    }
}

void Reduction::socket_closed() {
    const SocketId id{event_.a};
    SocketState* socket = this->socket(id);
    if (!socket || socket->status == SocketStatus::Closed) return;
    socket->status = SocketStatus::Closed;
    socket->sending_ended = true;
    socket->unread = 0;
    socket->queued = 0;
    state_.sockets.erase(push_latest(state_.closed_sockets, id));
}

void Reduction::bytes_event() {
    SocketState* socket = this->socket(SocketId{event_.a});
    if (!socket) return;
    const std::uint64_t bytes = event_.c;
    if (event_.kind == EventKind::BytesSent) {
        socket->sent += bytes;
        socket->in_flight += bytes;
        socket->last_sent = event_.text;
        return;
    }
    if (event_.kind == EventKind::BytesReceived) {
        take_from(socket->unread, bytes);
        socket->received += bytes;
        if (bytes > 0) socket->last_received = event_.text;
        return;
    }
    socket->unread += bytes;
    if (bytes == 0 && socket->kind != SocketKind::Udp) socket->end_arrived = true;
    if (SocketState* peer = this->socket(SocketId{event_.b})) take_from(peer->in_flight, bytes);
}

void Reduction::packet_lost() {
    const bool resent = static_cast<LossReason>(detail_) == LossReason::Resent;
    if (!resent) ++state_.packets_lost;
    if (SocketState* socket = this->socket(SocketId{event_.a})) {
        ++socket->lost;
        if (!resent) take_from(socket->in_flight, event_.c);
    }
}

void Reduction::link_changed() {
    auto same = [&](const LinkState& link) {
        return (link.host == event_.text && link.other == event_.text2) ||
               (link.host == event_.text2 && link.other == event_.text);
    };
    auto found = std::find_if(state_.links.begin(), state_.links.end(), same);
    if (found == state_.links.end()) {
        if (state_.links.size() >= kSearchMax) return;
        found = state_.links.insert(found, {event_.text, event_.text2});
    }
    found->latency = event_.number;
    if (detail_ != static_cast<std::uint8_t>(LinkChange::Set))
        found->cut = static_cast<LinkChange>(detail_) == LinkChange::Cut;
}

// ---- Locks, queues and their kin.

void Reduction::sync_event() {
    const SyncId id{event_.a};
    if (!is_plausible(id.value)) return;
    SyncState& sync = state_.syncs.obtain(id);
    if (!sync.id) {
        sync.id = id;
        sync.created = state_.position;
    }
    sync.changed = state_.position;
    const Party who{FutureId{event_.b}, ThreadId{event_.thread}};
    auto same = [&](const Party& other) {
        return other.task == who.task && (who.task || other.thread == who.thread);
    };
    switch (event_.kind) {
        case EventKind::SyncCreated:
            sync.kind = static_cast<SyncKind>(detail_);
            sync.class_name = event_.text;
            sync.capacity = event_.b;
            if (sync.kind == SyncKind::Semaphore) sync.value = event_.b;
            sync.created_line = event_.line;
            return;
        case EventKind::SyncWaits:
            sync.waiters.push_back({who, static_cast<SyncAct>(detail_), state_.position});
            return;
        case EventKind::SyncWaitEnded: {
            const std::size_t most = std::min(sync.waiters.size(), kSearchMax);
            std::size_t at = 0;
            while (at < most && !same(sync.waiters[at].who)) ++at;
            if (at < most) sync.waiters.erase(at);
            return;
        }
        case EventKind::SyncHeld:
            sync.holders.push_back(who);
            break;
        case EventKind::SyncReleased: {
            // A semaphore, and even a lock, may be released by another than who acquired it.
            const std::size_t most = std::min(sync.holders.size(), kSearchMax);
            std::size_t at = 0;
            while (at < most && !same(sync.holders[at])) ++at;
            if (most > 0) sync.holders.erase(at < most ? at : 0);
            break;
        }
        default:  // SyncChanged
            break;
    }
    sync.value = event_.c;
}

void Reduction::stuck() {
    if (state_.stuck.size() >= kStuckMax) return;
    const FutureId task{event_.a};
    state_.stuck.push_back({.who = {task, task ? ThreadId{} : ThreadId{event_.thread}},
                            .on = static_cast<StuckOn>(detail_),
                            .id = event_.c,
                            .circle = event_.b,
                            .what = event_.text,
                            .line = event_.line});
}

// ---- Executors.

void Reduction::executor_work() {
    const WorkId id{event_.a};
    if (!is_plausible(id.value)) return;
    WorkState& work = state_.works.obtain(id);
    if (!work.id) {
        work.id = id;
        work.submitted = state_.position;
        work.function = event_.text;
    }
    switch (static_cast<WorkStage>(detail_)) {
        case WorkStage::Submitted:
            work.pool = event_.text2;
            work.task = FutureId{event_.b};
            return;
        case WorkStage::Started:
            work.status = WorkStatus::Running;
            work.thread = ThreadId{event_.thread};
            work.started = state_.position;
            if (ThreadState* worker = thread(work.thread)) {
                worker->work = id;
                worker->pool = work.pool;
            }
            return;
        case WorkStage::Finished:
            work.status = WorkStatus::Finished;
            break;
        case WorkStage::Failed:
            work.status = WorkStatus::Failed;
            work.error = event_.text2;
            break;
        case WorkStage::Cancelled:
            work.status = WorkStatus::Cancelled;
            break;
    }
    work_ended(work);
}

void Reduction::work_ended(WorkState& work) {
    const WorkId id = work.id;
    work.ended = state_.position;
    if (work.status != WorkStatus::Cancelled) {
        ThreadState* worker = thread(ThreadId{event_.thread});
        if (worker && worker->work == id) worker->work = {};
    }
    state_.works.erase(push_latest(state_.ended_works, id));
}

// ---- Signals and processes.

ProcessState* Reduction::process(ProcessId id) {
    if (!is_plausible(id.value)) return nullptr;
    ProcessState& process = state_.processes.obtain(id);
    if (!process.id) {
        process.id = id;
        process.started = state_.position;
    }
    return &process;
}

void Reduction::signal_arrived() {
    ++state_.signals;
    if (ProcessState* target = process(ProcessId{event_.b})) ++target->signals;
    state_.latest_signals.push_back({.number = event_.a,
                                     .process = ProcessId{event_.b},
                                     .name = event_.text,
                                     .fate = static_cast<SignalFate>(detail_),
                                     .at = state_.position});
    if (state_.latest_signals.size() > kLatestMax)
        state_.latest_signals.erase(state_.latest_signals.begin());
}

void Reduction::signal_handled() {
    for (SignalState& signal : state_.latest_signals)
        if (signal.number == event_.a && signal.process == ProcessId{event_.b})
            signal.handled = true;
}

void Reduction::process_started() {
    ProcessState* started = process(ProcessId{event_.a});
    if (!started) return;
    started->parent = ProcessId{event_.b};
    started->thread = ThreadId{event_.c};
    started->command = event_.text;
    if (!event_.c) return;
    if (ThreadState* on = thread(ThreadId{event_.c})) on->process = ProcessId{event_.a};
}

void Reduction::process_ended() {
    ProcessState* ended = process(ProcessId{event_.a});
    if (!ended) return;
    ended->ended = true;
    ended->how = static_cast<ProcessEnd>(detail_);
    ended->exit_status = event_.b;
    ended->killed_by = event_.text;
    ended->finished = state_.position;
}

}  // namespace loopscope::trace
