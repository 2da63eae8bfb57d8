// The loop's own calls on sockets: sock_recv and its kin. CPython: asyncio.selector_events
#pragma once

#include "sim/aio/socket_object.h"
#include "sim/kernel/coro.h"

namespace loopscope::aio {

using LoopRef = object::Ref<kernel::EventLoop>;

// Each is a coroutine named as CPython's.
kernel::Coro sock_recv(LoopRef loop, object::Value socket, object::Value size);
kernel::Coro sock_recv_into(LoopRef loop, object::Value socket, object::Value buffer);
kernel::Coro sock_recvfrom(LoopRef loop, object::Value socket, object::Value size);
kernel::Coro sock_recvfrom_into(LoopRef loop, object::Value socket, object::Value buffer,
                                object::Value size);
kernel::Coro sock_sendall(LoopRef loop, object::Value socket, object::Value data);
kernel::Coro sock_sendto(LoopRef loop, object::Value socket, object::Value data,
                         object::Value address);
kernel::Coro sock_connect(LoopRef loop, object::Value socket, object::Value address);
kernel::Coro sock_accept(LoopRef loop, object::Value socket);
/// Errors: SendfileNotAvailableError when the file cannot be sent natively and `fallback` is false.
kernel::Coro sock_sendfile(LoopRef loop, object::Value socket, object::Value file,
                           object::Value offset, object::Value count, bool fallback);
/// loop.sendfile(transport, …)
kernel::Coro sendfile(LoopRef loop, object::Value transport, object::Value file,
                      object::Value offset, object::Value count, bool fallback);

/// loop.getaddrinfo: through the executor, as any call that may take long.
kernel::Coro loop_getaddrinfo(LoopRef loop, object::Value host, object::Value port,
                              object::Value family, object::Value kind, object::Value protocol,
                              object::Value flags);
kernel::Coro loop_getnameinfo(LoopRef loop, object::Value address, object::Value flags);

/// `host` as a numeric address, so that nobody need be asked: one of getaddrinfo's tuples, or null.
/// CPython: base_events._ipaddr_info
object::Value numeric_address(const object::Value& host, const object::Value& port, int family,
                              int kind, int protocol);
/// A list of getaddrinfo's tuples. CPython: BaseEventLoop._ensure_resolved
kernel::Coro ensure_resolved(LoopRef loop, object::Value address, int family, int kind,
                             int protocol, int flags);

}  // namespace loopscope::aio
