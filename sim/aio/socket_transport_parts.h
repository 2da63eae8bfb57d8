// What the files of the socket transports share. For them only.
#pragma once

#include "sim/aio/socket_transport.h"

namespace loopscope::aio {

/// CPython: _SelectorTransport._fatal_error
void fatal_transport_error(SelectorTransport& transport, object::ExceptionObject& exception,
                           std::string_view message);
/// The buffer of a transport that is closing has run empty.
void finish_closing(SelectorTransport& transport);
void begin_transport(SelectorTransport& transport, kernel::EventLoop& loop,
                     object::Ref<SocketObject> socket, TransportOptions& options);
void schedule_beginning(SelectorTransport& transport, const kernel::LibraryCallback& add_reader,
                        const TransportOptions& options);
void transport_write_eof(SocketTransport& transport);
void transport_sendto(DatagramTransport& transport, std::string_view bytes,
                      const object::Value& to);

}  // namespace loopscope::aio
