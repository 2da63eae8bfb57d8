// The loop's methods that make connections, servers and endpoints. CPython: asyncio.base_events
#pragma once

#include "sim/aio/server.h"
#include "sim/kernel/coro.h"

namespace loopscope::aio {

/// Adds to the event loop's class all that this layer knows of sockets: create_connection,
/// create_server and their kin, sock_recv and its kin, add_reader and its kin, getaddrinfo.
void define_loop_network_methods();

}  // namespace loopscope::aio
