// SocketEvents: what sockets tell the trace.
#pragma once

#include <string_view>

#include "sim/world/socket.h"

namespace loopscope::world {

/// Writes events of the network into the trace, when one is recorded. Sockets that have no
/// descriptor yet (in an accept queue), or that belong to a stimulus, go by number -1.
class SocketEvents {
  public:
    explicit SocketEvents(Network& network) : network_(network) {}

    void listening(const Socket& socket);
    void connecting(const Socket& socket);
    void connected(const Socket& socket);
    void accepted(const Socket& listener, const Socket& socket);
    void sent(const Socket& socket, std::string_view bytes);
    void sent_to(const Socket& socket, std::string_view bytes, const Address& to);
    /// Empty bytes: the end.
    void received(const Socket& socket, std::string_view bytes);
    void received_from(const Socket& socket, std::string_view bytes, const Address& from);
    void shut_down(const Socket& socket, Direction direction);
    void failed(const Socket& socket, int error);
    void closed(const Socket& socket);
    void dropped(const Address& from, const Address& to, std::size_t bytes);

  private:
    Network& network_;
};

}  // namespace loopscope::world
