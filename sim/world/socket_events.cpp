// SocketEvents: the network's share of the trace.
#include "sim/world/socket_events.h"

#include <fmt/format.h>

#include "sim/world/error_number.h"
#include "sim/world/machine.h"

namespace loopscope::world {
namespace {

using trace::EventKind;

/// So much of what is sent stands in the trace.
constexpr std::size_t kPreviewBytes = 64;

std::uint32_t fd_of(const Socket& socket) {
    return socket.number > 0 ? static_cast<std::uint32_t>(socket.number) : 0;
}

trace::SocketKind kind_of(const Socket& socket) {
    if (socket.family() == Family::Unix) return trace::SocketKind::Unix;
    return socket.type() == SocketType::Datagram ? trace::SocketKind::Udp : trace::SocketKind::Tcp;
}

std::string error_name(int error) {
    switch (error) {
        case kECONNREFUSED:
            return "ECONNREFUSED";
        case kECONNRESET:
            return "ECONNRESET";
        case kEPIPE:
            return "EPIPE";
        case kETIMEDOUT:
            return "ETIMEDOUT";
        default:
            return std::string(error_text(error));
    }
}

// Whether bytes are well-formed enough in UTF-8 to be shown as text.
bool is_text(std::string_view bytes) {
    for (std::size_t i = 0; i < bytes.size();) {
        const auto lead = static_cast<unsigned char>(bytes[i++]);
        if (lead < 0x80) continue;
        const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC2 ? 1 : -1;
        if (more < 0 || lead > 0xF4) return false;
        for (int k = 0; k < more; ++k, ++i) {
            if (i == bytes.size()) return false;
            if ((static_cast<unsigned char>(bytes[i]) & 0xC0) != 0x80) return false;
        }
    }
    return true;
}

// A part of a text may end in the middle of a character.
std::string_view whole_characters(std::string_view bytes) {
    std::size_t end = bytes.size();
    for (int back = 0; back < 3 && end > 0; ++back) {
        const auto byte = static_cast<unsigned char>(bytes[end - 1]);
        if (byte < 0x80) break;
        --end;
        if (byte >= 0xC0) break;
    }
    return bytes.substr(0, end == 0 ? bytes.size() : end);
}

}  // namespace

trace::Recorder& SocketEvents::recorder() const { return network_.machine().whole_recorder(); }
bool SocketEvents::on() const { return recorder().on(); }

trace::TextId SocketEvents::text(const Address& address) { return recorder().text(address.text()); }

/// The beginning of what is sent, as text: what is no text in UTF-8 shows as escapes.
trace::TextId SocketEvents::preview(std::string_view bytes) {
    const bool cut = bytes.size() > kPreviewBytes;
    if (cut) bytes = whole_characters(bytes.substr(0, kPreviewBytes));
    const bool plain = is_text(bytes);
    std::string shown;
    for (char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '\n') {
            shown += "\\n";
        } else if (c == '\r') {
            shown += "\\r";
        } else if (byte < 0x20 || byte == 0x7F || (byte >= 0x80 && !plain)) {
            shown += fmt::format("\\x{:02x}", byte);
        } else {
            shown += c;
        }
    }
    if (cut) shown += "…";
    return recorder().text(shown);
}

trace::SocketId SocketEvents::id_of(const Socket& socket) {
    Socket::TraceMark& mark = socket.mark;
    if (mark.id) return mark.id;
    mark.id = trace::SocketId{network_.next_socket_id()};
    if (mark.owner < 0) mark.owner = network_.machine().current_process().pid;
    recorder().record({.a = mark.id.value,
                       .b = fd_of(socket),
                       .c = static_cast<std::uint32_t>(mark.owner),
                       .text = text(socket.local()),
                       .text2 = text(socket.remote()),
                       .kind = EventKind::SocketOpened,
                       .detail = static_cast<std::uint8_t>(kind_of(socket))});
    return mark.id;
}

void SocketEvents::listening(const Socket& socket) {
    if (!on()) return;
    const auto backlog = static_cast<std::uint32_t>(socket.backlog());
    const trace::SocketId id = id_of(socket);
    recorder().record({.a = id.value,
                       .b = backlog,
                       .text = text(socket.local()),
                       .kind = EventKind::SocketListens});
}

void SocketEvents::connecting(const Socket& socket) {
    if (!on()) return;
    const trace::SocketId id = id_of(socket);
    recorder().record({.a = id.value,
                       .text = text(socket.local()),
                       .text2 = text(socket.remote()),
                       .kind = EventKind::SocketConnecting});
}

void SocketEvents::connected(const Socket& socket, const Socket& peer) {
    if (!on()) return;
    const trace::SocketId id = id_of(socket);
    const trace::SocketId other = id_of(peer);
    recorder().record({.a = id.value, .b = other.value, .kind = EventKind::SocketConnected});
}

void SocketEvents::queued(const Socket& listener, const Socket& socket) {
    if (!on()) return;
    const trace::SocketId id = id_of(socket);
    socket.mark.listener = id_of(listener);
    recorder().record(
        {.a = id.value, .b = socket.mark.listener.value, .kind = EventKind::SocketQueued});
}

void SocketEvents::accepted(const Socket& socket) {
    if (!on() || !socket.mark.listener) return;
    recorder().record({.a = id_of(socket).value,
                       .b = socket.mark.listener.value,
                       .c = fd_of(socket),
                       .kind = EventKind::SocketAccepted});
}

void SocketEvents::sent(const Socket& socket, const Socket* peer, std::string_view bytes) {
    if (!on()) return;
    const trace::SocketId id = id_of(socket);
    const trace::SocketId other = peer != nullptr ? id_of(*peer) : trace::SocketId{};
    recorder().record({.a = id.value,
                       .b = other.value,
                       .c = static_cast<std::uint32_t>(bytes.size()),
                       .text = preview(bytes),
                       .kind = EventKind::BytesSent});
}

void SocketEvents::sent_to(const Socket& socket, std::string_view bytes, const Address& to) {
    if (!on()) return;
    const trace::SocketId id = id_of(socket);
    recorder().record({.a = id.value,
                       .c = static_cast<std::uint32_t>(bytes.size()),
                       .text = preview(bytes),
                       .text2 = text(to),
                       .kind = EventKind::BytesSent});
}

void SocketEvents::arrived(const Socket& socket, const Socket* from, std::size_t bytes) {
    if (!on()) return;
    const trace::SocketId id = id_of(socket);
    const trace::SocketId other = from != nullptr ? id_of(*from) : trace::SocketId{};
    recorder().record({.a = id.value,
                       .b = other.value,
                       .c = static_cast<std::uint32_t>(bytes),
                       .kind = EventKind::BytesArrived});
}

void SocketEvents::received(const Socket& socket, std::string_view bytes) {
    if (!on()) return;
    const trace::SocketId id = id_of(socket);
    recorder().record({.a = id.value,
                       .c = static_cast<std::uint32_t>(bytes.size()),
                       .text = preview(bytes),
                       .kind = EventKind::BytesReceived});
}

void SocketEvents::received_from(const Socket& socket, std::string_view bytes,
                                 const Address& from) {
    if (!on()) return;
    const trace::SocketId id = id_of(socket);
    recorder().record({.a = id.value,
                       .c = static_cast<std::uint32_t>(bytes.size()),
                       .text = preview(bytes),
                       .text2 = text(from),
                       .kind = EventKind::BytesReceived});
}

void SocketEvents::shut_down(const Socket& socket, Direction direction) {
    if (!on()) return;
    recorder().record({.a = id_of(socket).value,
                       .kind = EventKind::SocketShutDown,
                       .detail = static_cast<std::uint8_t>(direction)});
}

void SocketEvents::failed(const Socket& socket, int error) {
    if (!on()) return;
    const trace::SocketId id = id_of(socket);
    recorder().record({.a = id.value,
                       .b = static_cast<std::uint32_t>(error),
                       .text = recorder().text(error_name(error)),
                       .kind = EventKind::SocketFailed});
}

void SocketEvents::closed(const Socket& socket) {
    // One that never did anything is not worth a word.
    if (!on() || !socket.mark.id) return;
    recorder().record({.a = socket.mark.id.value, .kind = EventKind::SocketClosed});
}

void SocketEvents::lost(const Packet& packet, trace::LossReason why) {
    if (!on()) return;
    recorder().record({.a = packet.sender.value,
                       .c = static_cast<std::uint32_t>(packet.payload),
                       .text = text(packet.from),
                       .text2 = text(packet.to),
                       .kind = EventKind::PacketLost,
                       .detail = static_cast<std::uint8_t>(why)});
}

void SocketEvents::link_changed(std::string_view host, std::string_view other,
                                trace::LinkChange how) {
    if (!on()) return;
    recorder().record({.number = network_.link(host, other).latency_seconds,
                       .text = recorder().text(host),
                       .text2 = recorder().text(other),
                       .kind = EventKind::LinkChanged,
                       .detail = static_cast<std::uint8_t>(how)});
}

}  // namespace loopscope::world
