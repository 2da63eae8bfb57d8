// SocketEvents: what sockets tell the trace.
#pragma once

#include <string_view>

#include "sim/trace/recorder.h"
#include "sim/world/network.h"
#include "sim/world/socket.h"

namespace loopscope::world {

/// Writes events of the network into the trace, when one is recorded: those of all processes, and
/// of those outside, since the network is one. A socket's first event is preceded by one that tells
/// what it is.
class SocketEvents {
  public:
    explicit SocketEvents(Network& network) : network_(network) {}

    void listening(const Socket& socket);
    void connecting(const Socket& socket);
    void connected(const Socket& socket, const Socket& peer);
    void queued(const Socket& listener, const Socket& socket);
    /// `socket` came through a listening one and has a descriptor now.
    void accepted(const Socket& socket);
    void sent(const Socket& socket, const Socket* peer, std::string_view bytes);
    void sent_to(const Socket& socket, std::string_view bytes, const Address& to);
    /// Bytes stand in the queue of `socket` now; 0: the end of the stream.
    void arrived(const Socket& socket, const Socket* from, std::size_t bytes);
    /// Empty bytes: the end.
    void received(const Socket& socket, std::string_view bytes);
    void received_from(const Socket& socket, std::string_view bytes, const Address& from);
    void shut_down(const Socket& socket, Direction direction);
    void failed(const Socket& socket, int error);
    void closed(const Socket& socket);
    void lost(const Packet& packet, trace::LossReason why);
    void link_changed(std::string_view host, std::string_view other, trace::LinkChange how);

  private:
    bool on() const;
    trace::Recorder& recorder() const;
    trace::SocketId id_of(const Socket& socket);
    trace::TextId text(const Address& address);
    trace::TextId preview(std::string_view bytes);

    Network& network_;
};

}  // namespace loopscope::world
