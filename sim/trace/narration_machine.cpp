// Telling what sockets, links, locks and queues do.
#include <algorithm>
#include <iterator>

#include "sim/trace/narrator.h"

namespace loopscope::trace {

std::string Names::socket(SocketId id) const {
    const SocketState* socket = first_.sockets.find(id);
    if (!socket) socket = second_.sockets.find(id);
    if (!socket) return say("name.socket.plain", {{"id", std::uint64_t{id.value}}});
    MessageArguments arguments{{"id", std::uint64_t{id.value}},
                               {"local", text(socket->local)},
                               {"remote", text(socket->remote)}};
    const bool client = !socket->listener;
    if (!socket->process && socket->kind != SocketKind::Udp)
        return say("name.socket.outside", arguments);
    if (socket->status == SocketStatus::Listening) return say("name.socket.listener", arguments);
    if (socket->kind == SocketKind::Udp) return say("name.socket.datagram", arguments);
    if (socket->remote) return say(client ? "name.socket.client" : "name.socket.server", arguments);
    return say("name.socket.plain", arguments);
}

std::string Names::open_descriptor(LoopId loop, std::uint32_t fd) const {
    if (const SocketState* found = socket_of(first_, fd)) return socket(found->id);
    return descriptor(loop, fd);
}

const SyncState* Names::find_sync(SyncId id) const {
    const SyncState* sync = first_.syncs.find(id);
    return sync ? sync : second_.syncs.find(id);
}

std::string Names::party(const Party& party) const {
    if (party.task) return task(party.task);
    return say("name.thread", {{"name", thread(party.thread)}});
}

std::string Names::holders(const SyncState& sync) const {
    constexpr std::size_t kShownMax = 3;
    std::vector<std::string> holders;
    for (const Party& holder : sync.holders) {
        if (holders.size() == kShownMax) break;
        holders.push_back(party(holder));
    }
    return list(holders, sync.holders.size());
}

std::string Names::sync(SyncId id) const {
    const SyncState* sync = find_sync(id);
    if (!sync) return say("name.sync.unknown", {{"id", std::uint64_t{id.value}}});
    MessageArguments arguments{{"id", std::uint64_t{id.value}},
                               {"class", text(sync->class_name)},
                               {"line", std::uint64_t{sync->created_line}}};
    return say(sync->created_line ? "name.sync.line" : "name.sync", arguments);
}

void Narrator::socket_event() {
    const SocketId id{event_.a};
    MessageArguments arguments{
        {"socket", names_.socket(id)},        {"peer", names_.socket(SocketId{event_.b})},
        {"local", names_.text(event_.text)},  {"remote", names_.text(event_.text2)},
        {"backlog", std::uint64_t{event_.b}}, {"fd", std::uint64_t{event_.c}}};
    switch (event_.kind) {
        case EventKind::SocketOpened:
            return say("socket", arguments);
        case EventKind::SocketListens:
            say("socket_listens", arguments);
            return why("socket_listens.why", arguments);
        case EventKind::SocketConnecting:
            say("socket_connecting", arguments);
            return why("socket_connecting.why");
        case EventKind::SocketConnected:
            say("socket_connected", arguments);
            return why("socket_connected.why");
        case EventKind::SocketQueued:
            say("socket_queued", arguments);
            return why("socket_queued.why");
        case EventKind::SocketAccepted:
            say("socket_accepted", arguments);
            return why("socket_accepted.why", arguments);
        case EventKind::SocketShutDown:
            say(event_.detail == 0 ? "socket_shut.receiving" : "socket_shut", arguments);
            return why("socket_shut.why");
        case EventKind::SocketFailed:
            return socket_failed();
        default:  // SocketClosed
            return say("socket_closed", arguments);
    }
}

void Narrator::socket_failed() {
    const std::string_view error = source_.log.text(event_.text);
    std::string key = "socket_failed";
    if (error == "ECONNREFUSED") key += ".refused";
    if (error == "ECONNRESET") key += ".reset";
    if (error == "ETIMEDOUT") key += ".timed_out";
    say(key, {{"socket", names_.socket(SocketId{event_.a})}, {"error", names_.text(event_.text)}});
    if (key != "socket_failed") why(key + ".why");
}

void Narrator::bytes_event() {
    const SocketId id{event_.a};
    const SocketState* socket = after_.sockets.find(id);
    const bool datagram = socket && socket->kind == SocketKind::Udp;
    MessageArguments arguments{{"socket", names_.socket(id)},
                               {"bytes", std::uint64_t{event_.c}},
                               {"text", names_.text(event_.text)},
                               {"address", names_.text(event_.text2)}};
    std::string key = std::string(schema_of(event_.kind).name);
    if (datagram)
        key += ".datagram";
    else if (event_.c == 0)
        key += ".end";
    say(key, arguments);
    if (event_.kind == EventKind::BytesArrived) return why(key + ".why");
    if (event_.kind == EventKind::BytesSent && !datagram) why("sent.why");
}

void Narrator::packet_lost() {
    constexpr std::string_view kWhy[] = {"lost.link.why", "lost.resent.why", "lost.cut.why",
                                         "lost.nobody.why", "lost.overrun.why"};
    const std::size_t reason = std::min<std::size_t>(event_.detail, std::size(kWhy) - 1);
    say("lost", {{"bytes", std::uint64_t{event_.c}},
                 {"from", names_.text(event_.text)},
                 {"to", names_.text(event_.text2)}});
    why(kWhy[reason]);
}

void Narrator::link_changed() {
    constexpr std::string_view kKeys[] = {"link.set", "link.cut", "link.mended"};
    const std::size_t how = std::min<std::size_t>(event_.detail, std::size(kKeys) - 1);
    say(kKeys[how], {{"host", names_.text(event_.text)},
                     {"other", names_.text(event_.text2)},
                     {"seconds", seconds(event_.number)}});
    if (how > 0) why(std::string(kKeys[how]) + ".why");
}

std::string Narrator::party() const {
    return names_.party({FutureId{event_.b}, ThreadId{event_.thread}});
}

void Narrator::sync_event() {
    const SyncId id{event_.a};
    const SyncState* sync = after_.syncs.find(id);
    MessageArguments arguments{{"sync", names_.sync(id)},
                               {"who", party()},
                               {"line", std::uint64_t{event_.line}},
                               {"n", std::uint64_t{event_.c}}};
    if (event_.kind == EventKind::SyncCreated) {
        say("sync", {{"sync", names_.sync(id)}, {"class", names_.text(event_.text)}});
        return why("sync.why");
    }
    const bool counts = sync && sync->kind == SyncKind::Semaphore;
    switch (event_.kind) {
        case EventKind::SyncWaits:
            return sync_waits(sync, arguments);
        case EventKind::SyncWaitEnded:
            return say(event_.detail == 0 ? "sync_wait_ended" : "sync_wait_ended.gave_up",
                       arguments);
        case EventKind::SyncHeld:
            return say(counts ? "sync_held.permits" : "sync_held", arguments);
        case EventKind::SyncReleased:
            say(counts ? "sync_released.permits" : "sync_released", arguments);
            if (sync && !sync->waiters.empty()) why("sync_released.why");
            return;
        default:  // SyncChanged
            return sync_changed(sync, arguments);
    }
}

void Narrator::sync_waits(const SyncState* sync, MessageArguments& arguments) {
    constexpr std::string_view kKeys[] = {"sync_waits.acquire", "sync_waits.wait", "sync_waits.get",
                                          "sync_waits.put", "sync_waits.join"};
    const std::size_t act = std::min<std::size_t>(event_.detail, 1);
    say(event_.detail < std::size(kKeys) ? kKeys[event_.detail] : kKeys[act], arguments);
    if (!sync || event_.detail != 0 || sync->holders.empty()) return;
    why("sync_waits.held.why",
        {{"holders", names_.holders(*sync)}, {"n", std::uint64_t{sync->holders.size()}}});
}

void Narrator::sync_changed(const SyncState* sync, const MessageArguments& arguments) {
    switch (static_cast<SyncAct>(event_.detail)) {
        case SyncAct::Put:
            return say("sync_changed.put", arguments);
        case SyncAct::Get:
            return say("sync_changed.get", arguments);
        case SyncAct::Set:
            say("sync_changed.set", arguments);
            if (sync && !sync->waiters.empty())
                why("sync_changed.set.why", {{"n", std::uint64_t{sync->waiters.size()}}});
            return;
        case SyncAct::Clear:
            return say("sync_changed.clear", arguments);
        case SyncAct::Notify:
            return say("sync_changed.notify", arguments);
        case SyncAct::Reset:
            return say("sync_changed.reset", arguments);
        case SyncAct::Abort:
            return say("sync_changed.abort", arguments);
        default:
            return say("sync_changed", arguments);
    }
}

}  // namespace loopscope::trace
