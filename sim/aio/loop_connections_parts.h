// What the files of the loop's connections share. For them only.
#pragma once

#include <string>

#include "sim/aio/loop_connections.h"
#include "sim/aio/server.h"
#include "sim/aio/socket_calls.h"
#include "sim/object/bytes.h"
#include "sim/object/exception.h"
#include "sim/object/list.h"
#include "sim/object/protocol.h"
#include "sim/object/singletons.h"
#include "sim/object/str.h"

namespace loopscope::aio {

using object::Value;

inline bool absent(const Value& v) { return !v || object::is_none(v); }
inline bool given(const Value& v) { return v && !object::is_none(v); }
inline bool true_of(const Value& v) { return v && object::truth(v); }
inline int number(const Value& v, int fallback = 0) {
    return absent(v) ? fallback : static_cast<int>(object::to_index(v));
}

/// OSError(text), without a number.
[[noreturn]] inline void raise_bare_os_error(const std::string& text) {
    object::raise(object::os_error_type, text);
}

/// "A Stream Socket was expected, got …"
inline SocketObject& expect_kind(const Value& v, int kind, const char* what) {
    SocketObject& socket = expect_socket(v);
    if (socket.kind != kind)
        object::raise_value_error(
            fmt::format("A {} Socket was expected, got {}", what, object::repr_string(v)));
    return socket;
}

inline std::string path_text(const Value& path) {
    if (object::is_str(path)) return path.as<object::Str>()->to_string();
    if (auto bytes = object::bytes_like(path)) return std::string(*bytes);
    object::raise_type_error("expected str, bytes or os.PathLike object, not " + path.type()->name);
}

// What the methods were given.

struct ConnectionOptions {
    Value factory, host, port;
    TlsOptions tls;
    Value family, protocol, flags, socket, local_address;
    Value happy_eyeballs_delay, interleave;
};

struct ServerOptions {
    Value factory, host, port, family, flags, socket, backlog;
    TlsOptions tls;
    Value reuse_address, reuse_port, start_serving;
};

struct DatagramOptions {
    Value factory, local, remote, family, protocol, flags, reuse_port, broadcast, socket;
};

kernel::Coro create_connection(LoopRef loop, ConnectionOptions options);
kernel::Coro connect_accepted_socket(LoopRef loop, Value factory, Value socket, TlsOptions tls);
kernel::Coro create_unix_connection(LoopRef loop, Value factory, Value path, Value socket,
                                    TlsOptions tls);
kernel::Coro create_server(LoopRef loop, ServerOptions options);
kernel::Coro create_unix_server(LoopRef loop, Value path, ServerOptions options);
kernel::Coro create_datagram_endpoint(LoopRef loop, DatagramOptions options);

// Connecting to one of several addresses.

/// A socket that is connected to what one of getaddrinfo's tuples says. Each OSError goes into
/// `failures` too. CPython: BaseEventLoop._connect_sock
kernel::Coro connect_sock(LoopRef loop, Value info, Value local_addresses,
                          object::Ref<object::List> failures);
/// A list of `infos` whose families take turns, after the first `count - 1` of the first family.
/// CPython: base_events._interleave_addrinfos
Value interleave_addresses(const Value& infos, const Value& count);
/// The first socket of connect_sock() for any of `infos` (a list), or None. Each attempt starts
/// when the one before has failed or is `delay` seconds old; the losers are cancelled.
/// CPython: staggered.staggered_race
kernel::Coro race_addresses(LoopRef loop, Value infos, Value local_addresses, Value delay,
                            object::Ref<object::List> failures);

}  // namespace loopscope::aio
