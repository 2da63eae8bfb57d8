// asyncio.Server: listening sockets, and who accepts on them. CPython: base_events.Server
#pragma once

#include <optional>
#include <vector>

#include "sim/aio/socket_object.h"
#include "sim/kernel/coro.h"

namespace loopscope::aio {

extern object::Type server_type;

void define_server_type();

/// What ssl= and its kin ask for. Null: not given.
struct TlsOptions {
    object::Value context = {};
    object::Value server_name = {};
    object::Value handshake_timeout = {};
    object::Value shutdown_timeout = {};
};

/// asyncio.Server.
struct Server : object::Container {
    object::Ref<kernel::EventLoop> loop;
    std::vector<object::Ref<SocketObject>> sockets;
    bool has_sockets = true;  ///< False once closed: `_sockets is None`.
    object::Value protocol_factory;
    TlsOptions tls;
    int backlog = 100;
    int active_count = 0;  ///< Connections that were accepted here and live.
    std::vector<object::Ref<kernel::Future>> waiters;
    bool has_waiters = true;  ///< False once woken: `_waiters is None`.
    bool serving = false;
    object::Ref<kernel::Future> serving_forever;
    object::Dict* dict = nullptr;  ///< `__dict__`. Owned.

    ~Server();
    static object::Type* class_type() { return &server_type; }
};

/// One more, one less connection. Errors: AssertionError for one more when the server is closed.
void attach(Server& server);
void detach(Server& server);
void start_serving(Server& server);
void close_server(Server& server);

}  // namespace loopscope::aio
