// ssl= and start_tls: an encrypted connection over a plain one, as the library simulates it.
#pragma once

#include "sim/aio/server.h"
#include "sim/aio/socket_transport.h"

namespace loopscope::aio {

enum class TlsSide : std::uint8_t { Client, Server };

/// What the module `ssl` adds once a program has imported it: asyncio.sslproto.SSLProtocol.
struct TlsLibrary : object::Runtime::Extension {
    static constexpr char kRuntimeKey = 0;
    object::Value protocol_class;
    object::Value context_class;
    object::Value default_context;  ///< What makes a context for ssl=True.
    static TlsLibrary& current();
};

/// A transport whose protocol speaks TLS and hands on to `protocol`. Answers the transport that the
/// program sees. CPython: BaseSelectorEventLoop._make_ssl_transport
object::Value make_tls_transport(kernel::EventLoop& loop, object::Ref<SocketObject> socket,
                                 const object::Value& protocol, const TlsOptions& tls, TlsSide side,
                                 TransportOptions options);

/// loop.start_tls(transport, protocol, context, …): the new transport.
kernel::Coro start_tls(object::Ref<kernel::EventLoop> loop, object::Value transport,
                       object::Value protocol, TlsOptions tls, TlsSide side);

}  // namespace loopscope::aio
