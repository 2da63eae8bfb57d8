// SocketEvents: the network's share of the trace.
#include "sim/world/socket_events.h"

#include "sim/world/machine.h"
#include "sim/world/network.h"

namespace loopscope::world {

void SocketEvents::listening(const Socket&) {}
void SocketEvents::connecting(const Socket&) {}
void SocketEvents::connected(const Socket&) {}
void SocketEvents::accepted(const Socket&, const Socket&) {}
void SocketEvents::sent(const Socket&, std::string_view) {}
void SocketEvents::sent_to(const Socket&, std::string_view, const Address&) {}
void SocketEvents::received(const Socket&, std::string_view) {}
void SocketEvents::received_from(const Socket&, std::string_view, const Address&) {}
void SocketEvents::shut_down(const Socket&, Direction) {}
void SocketEvents::failed(const Socket&, int) {}
void SocketEvents::closed(const Socket&) {}
void SocketEvents::dropped(const Address&, const Address&, std::size_t) {}

}  // namespace loopscope::world
