// create_connection, create_server and their unix kin: what they do. CPython: asyncio.base_events
#include "sim/aio/loop_connections_parts.h"

#include "sim/aio/gather.h"
#include "sim/aio/resolver.h"
#include "sim/aio/sleep.h"
#include "sim/aio/socket_calls.h"
#include "sim/aio/socket_transport.h"
#include "sim/aio/streams.h"
#include "sim/aio/tls.h"
#include "sim/kernel/errors.h"
#include "sim/object/bytes.h"
#include "sim/object/class.h"
#include "sim/object/exception.h"
#include "sim/object/int.h"
#include "sim/object/list.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/singletons.h"
#include "sim/object/str.h"
#include "sim/object/tuple.h"

namespace loopscope::aio {

using namespace object;
using namespace kernel;

namespace {

Ref<ExceptionObject> os_error(int error, std::string_view text) {
    return make_os_error(error, text);
}

std::string lower(std::string text) {
    for (char& c : text) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    return text;
}

Value error_number(ExceptionObject& exception) {
    const Value& number = static_cast<OsErrorObject&>(exception).error_number;
    return number ? number : none();
}
std::string error_words(ExceptionObject& exception) {
    const Value& text = static_cast<OsErrorObject&>(exception).text;
    return text ? str_string(text) : "";
}

void check_tls_times(const TlsOptions& tls, bool on) {
    if (on) return;
    if (given(tls.handshake_timeout))
        raise_value_error("ssl_handshake_timeout is only meaningful with ssl");
    if (given(tls.shutdown_timeout))
        raise_value_error("ssl_shutdown_timeout is only meaningful with ssl");
}

// Connections.

constexpr LibraryCode kConnectSock{"BaseEventLoop._connect_sock", "base_events.py", 943};
constexpr LibraryCode kMakeTransport{"BaseEventLoop._create_connection_transport", "base_events.py",
                                     1124};
constexpr LibraryCode kServerAddresses{"BaseEventLoop._create_server_getaddrinfo", "base_events.py",
                                       1422};
constexpr LibraryCode kConnectToHost{"BaseEventLoop.create_connection", "base_events.py", 987};

/// CPython: BaseEventLoop._create_connection_transport
Coro make_transport(LoopRef loop, Ref<SocketObject> socket, Value factory, TlsOptions tls,
                    TlsSide side) {
    CoroPromise& self = co_await ThisCoro{};
    set_timeout(*socket, 0.0);
    Value protocol = call(factory);
    Future& waiter = self.hold(make_future(*loop, "connection_made"));
    TransportOptions options{.waiter = Ref<Future>(&waiter)};
    Value transport;
    if (true_of(tls.context)) {
        transport = make_tls_transport(*loop, socket, protocol, tls, side, std::move(options));
    } else {
        transport = make_socket_transport(*loop, socket, protocol, std::move(options));
    }
    try {
        co_await Ref<Future>(&waiter);
    } catch (Raised&) {
        call_method(transport, "close");
        throw;
    }
    co_return Tuple::make({transport, protocol});
}

/// Binds to the first of the local addresses that can be had.
void bind_locally(SocketObject& socket, const Value& addresses, List& failures) {
    std::size_t before = failures.size();
    for (const Value& info : addresses.as<List>()->items()) {
        if (to_index(getitem(info, Value::small(0))) != socket.family) continue;
        Value address = getitem(info, Value::small(4));
        try {
            call_method(Value::borrow(&socket), "bind", {address});
            return;
        } catch (Raised& raised) {
            if (!matches(*raised.exception, os_error_type)) throw;
            failures.append(make_exception(
                os_error_type,
                {error_number(*raised.exception),
                 make_str(fmt::format("error while attempting to bind on address {}: {}",
                                      repr_string(address),
                                      lower(error_words(*raised.exception))))}));
        }
    }
    if (failures.size() > before) {
        Value last = failures[failures.size() - 1];
        call_method(Value::borrow(&failures), "pop");
        raise(Ref<ExceptionObject>(last.as<ExceptionObject>()));
    }
    raise_bare_os_error(
        fmt::format("no matching local address with family={} found", socket.family));
}

/// CPython: BaseEventLoop._connect_sock
Coro connect_sock_body(LoopRef loop, Value info, Value local_addresses, Ref<List> failures) {
    Tuple& parts = *info.as<Tuple>();
    Ref<SocketObject> socket;
    try {
        socket = make_socket(*loop->kernel, number(parts[0]), number(parts[1]), number(parts[2]));
        set_timeout(*socket, 0.0);
        if (local_addresses) bind_locally(*socket, local_addresses, *failures);
        // By name: a program may have put a sock_connect of its own there.
        Value connecting =
            call_method(Value::borrow(loop.get()), "sock_connect", {socket, parts[4]});
        co_await std::move(connecting);
        co_return socket;
    } catch (Raised& raised) {
        if (matches(*raised.exception, os_error_type)) failures->append(raised.exception);
        if (socket) close_socket(*socket);
        throw;
    }
}

}  // namespace

Coro connect_sock(LoopRef loop, Value info, Value local_addresses, Ref<List> failures) {
    return connect_sock_body(std::move(loop), std::move(info), std::move(local_addresses),
                             std::move(failures))
        .named(kConnectSock);
}

namespace {

/// What all attempts together failed with. CPython: the end of create_connection
[[noreturn]] void raise_failures(List& failures) {
    auto exception_at = [&](std::size_t i) {
        return Ref<ExceptionObject>(failures[i].as<ExceptionObject>());
    };
    // A race swallows what is no OSError, and then CPython stumbles over its empty list.
    if (failures.size() == 0) raise(index_error_type, "list index out of range");
    std::string first = str_string(failures[0]);
    std::string all;
    bool same = true;
    for (std::size_t i = 0; i < failures.size(); ++i) {
        std::string text = str_string(failures[i]);
        same = same && text == first;
        all += (i > 0 ? ", " : "") + text;
    }
    if (same) raise(exception_at(0));
    raise_bare_os_error("Multiple exceptions: " + all);
}

Value pair_of(const Value& a, const Value& b) {
    return Tuple::make({a ? a : none(), b ? b : none()});
}

/// getaddrinfo's tuples of (host, port) for a stream. Errors: OSError when there is none.
Coro addresses_for(LoopRef loop, Value address, int family, int protocol, int flags) {
    Value infos = co_await ensure_resolved(loop, address, family, kStream, protocol, flags);
    if (length(infos) == 0) raise_bare_os_error("getaddrinfo() returned empty list");
    co_return List::from_iterable(infos);
}

Coro connect_to_host(LoopRef loop, ConnectionOptions options) {
    int family = number(options.family);
    int protocol = number(options.protocol);
    int flags = number(options.flags);
    Value infos =
        co_await addresses_for(loop, pair_of(options.host, options.port), family, protocol, flags);
    Value local;
    if (given(options.local_address))
        local = co_await addresses_for(loop, options.local_address, family, protocol, flags);
    const bool racing = given(options.happy_eyeballs_delay);
    Value interleave = options.interleave;
    if (racing && absent(interleave)) interleave = Value::small(1);
    if (true_of(interleave)) infos = interleave_addresses(infos, interleave);
    Ref<List> failures = List::make();
    if (racing) {
        Value winner =
            co_await race_addresses(loop, infos, local, options.happy_eyeballs_delay, failures);
        if (given(winner)) co_return winner;
        raise_failures(*failures);
    }
    std::vector<Value> tries(infos.as<List>()->items().begin(), infos.as<List>()->items().end());
    for (const Value& info : tries) {
        try {
            co_return co_await connect_sock(loop, info, local, failures);
        } catch (Raised& raised) {
            if (!matches(*raised.exception, os_error_type)) throw;
        }
    }
    raise_failures(*failures);
}

void check_connection(ConnectionOptions& options) {
    bool tls = true_of(options.tls.context);
    if (given(options.tls.server_name) && !tls)
        raise_value_error("server_hostname is only meaningful with ssl");
    if (absent(options.tls.server_name) && tls) {
        if (absent(options.host) || !truth(options.host))
            raise_value_error("You must set server_hostname when using ssl without a host");
        options.tls.server_name = options.host;
    }
    check_tls_times(options.tls, tls);
}

}  // namespace

Coro create_connection(LoopRef loop, ConnectionOptions options) {
    check_connection(options);
    Value socket = options.socket;
    if (given(options.host) || given(options.port)) {
        if (given(socket))
            raise_value_error("host/port and sock can not be specified at the same time");
        socket = co_await connect_to_host(loop, options).named(kConnectToHost);
    } else {
        if (absent(socket))
            raise_value_error("host and port was not specified and no sock specified");
        expect_kind(socket, kStream, "Stream");
    }
    Value made = co_await make_transport(loop, Ref<SocketObject>(socket.as<SocketObject>()),
                                         options.factory, options.tls, TlsSide::Client)
                     .named(kMakeTransport);
    if (loop->debug) {
        Value transport = getitem(made, Value::small(0));
        Value known = call_method(transport, "get_extra_info", {make_str("socket")});
        loop->kernel->log(
            kLogDebug,
            fmt::format("{} connected to {}:{}: ({}, {})", repr_string(known),
                        str_string(options.host ? options.host : none()),
                        repr_string(options.port ? options.port : none()), repr_string(transport),
                        repr_string(getitem(made, Value::small(1)))));
    }
    co_return made;
}

Coro connect_accepted_socket(LoopRef loop, Value factory, Value socket, TlsOptions tls) {
    SocketObject& known = expect_kind(socket, kStream, "Stream");
    check_tls_times(tls, true_of(tls.context));
    tls.server_name = make_str("");
    co_return co_await make_transport(loop, Ref<SocketObject>(&known), factory, tls,
                                      TlsSide::Server)
        .named(kMakeTransport);
}

namespace {

// Unix connections.

/// os.fspath
Value fspath(const Value& path) {
    if (is_str(path) || bytes_like(path)) return path;
    if (Value method = lookup_attr(path, "__fspath__")) return call(method);
    path_text(path);
    return path;
}

void check_unix_socket(const Value& socket) {
    SocketObject& known = expect_socket(socket);
    if (known.family != kFamilyUnix || known.kind != kStream) {
        raise_value_error(
            fmt::format("A UNIX Domain Stream Socket was expected, got {}", repr_string(socket)));
    }
}

}  // namespace

Coro create_unix_connection(LoopRef loop, Value factory, Value path, Value socket, TlsOptions tls) {
    bool secure = true_of(tls.context);
    if (secure && absent(tls.server_name))
        raise_value_error("you have to pass server_hostname when using ssl");
    if (!secure && given(tls.server_name))
        raise_value_error("server_hostname is only meaningful with ssl");
    check_tls_times(tls, secure);
    if (given(path)) {
        if (given(socket)) raise_value_error("path and sock can not be specified at the same time");
        path = fspath(path);
        Ref<SocketObject> made = make_socket(*loop->kernel, kFamilyUnix, kStream, 0);
        set_timeout(*made, 0.0);
        socket = made;
        try {
            co_await sock_connect(loop, socket, path);
        } catch (Raised&) {
            close_socket(*made);
            throw;
        }
    } else {
        if (absent(socket)) raise_value_error("no path and sock were specified");
        check_unix_socket(socket);
    }
    co_return co_await make_transport(loop, Ref<SocketObject>(socket.as<SocketObject>()), factory,
                                      tls, TlsSide::Client)
        .named(kMakeTransport);
}

namespace {

// Servers.

Coro server_addresses_body(LoopRef loop, Value host, Value port, int family, int flags) {
    Value awaitable = ensure_resolved(loop, Tuple::make({host, port}), family, kStream, 0, flags);
    Value infos = co_await awaitable;
    if (length(infos) == 0) {
        raise_bare_os_error(fmt::format("getaddrinfo({}) returned empty list", repr_string(host)));
    }
    co_return infos;
}

std::vector<Value> hosts_of(const Value& host) {
    bool one = is_str(host) || is_none(host) || !lookup_attr(host, "__iter__");
    if (is_str(host) && host.as<Str>()->view().empty()) return {none()};
    if (one) return {host};
    std::vector<Value> hosts;
    for_each(host, [&](const Value& each) { hosts.push_back(each); });
    return hosts;
}

/// One socket that is bound where a server is to listen.
Ref<SocketObject> bound_socket(EventLoop& loop, const Value& info, const ServerOptions& options) {
    Tuple& parts = *info.as<Tuple>();
    Ref<SocketObject> socket =
        make_socket(*loop.kernel, number(parts[0]), number(parts[1]), number(parts[2]));
    world::Socket& file = open_file(*socket);
    if (absent(options.reuse_address) || truth(options.reuse_address))
        file.set_option(world::kSolSocket, world::kSoReuseAddress, 1);
    if (true_of(options.reuse_port)) file.set_option(world::kSolSocket, world::kSoReusePort, 1);
    if (socket->family == kFamilyInet6) file.set_option(world::kProtocolIpv6, world::kIpv6Only, 1);
    world::Address address = address_of(*socket, parts[4], "bind");
    if (int error = file.bind(address)) {
        close_socket(*socket);
        Ref<ExceptionObject> raised =
            os_error(error, fmt::format("error while attempting to bind on address {}: {}",
                                        repr_string(parts[4]),
                                        lower(std::string(world::error_text(error)))));
        raised->set_cause(nullptr);
        raise(raised);
    }
    return socket;
}

/// FIDELITY: CPython puts the addresses into a set; here they are bound in getaddrinfo's order.
std::vector<Ref<SocketObject>> bind_all(EventLoop& loop, const Value& found,
                                        const ServerOptions& options) {
    std::vector<Value> infos;
    for_each(found, [&](const Value& row) {
        for_each(row, [&](const Value& info) {
            for (const Value& known : infos) {
                if (equal(known, info)) return;
            }
            infos.push_back(info);
        });
    });
    std::vector<Ref<SocketObject>> sockets;
    try {
        for (const Value& info : infos) sockets.push_back(bound_socket(loop, info, options));
    } catch (Raised&) {
        for (const Ref<SocketObject>& socket : sockets) close_socket(*socket);
        throw;
    }
    return sockets;
}

void check_server_tls(const TlsOptions& tls) {
    if (tls.context && (is_true(tls.context) || is_same(tls.context, false_value())))
        raise_type_error("ssl argument must be an SSLContext or None");
    check_tls_times(tls, given(tls.context));
}

Ref<Server> make_server(LoopRef loop, std::vector<Ref<SocketObject>> sockets, const Value& factory,
                        const TlsOptions& tls, const Value& backlog) {
    Ref<Server> server = make<Server>();
    server->loop = std::move(loop);
    server->sockets = std::move(sockets);
    server->protocol_factory = factory;
    server->tls = tls;
    server->backlog = number(backlog, 100);
    for (const Ref<SocketObject>& socket : server->sockets) set_timeout(*socket, 0.0);
    return server;
}

}  // namespace

Coro create_server(LoopRef loop, ServerOptions options) {
    check_server_tls(options.tls);
    std::vector<Ref<SocketObject>> sockets;
    if (given(options.host) || given(options.port)) {
        if (given(options.socket))
            raise_value_error("host/port and sock can not be specified at the same time");
        int family = number(options.family);
        int flags = number(options.flags, kPassive);
        std::vector<Value> lookups;
        for (const Value& host : hosts_of(options.host ? options.host : none())) {
            lookups.push_back(server_addresses_body(
                                  loop, host, options.port ? options.port : none(), family, flags)
                                  .named(kServerAddresses));
        }
        Value found = co_await gather(*loop->kernel, lookups, false);
        sockets = bind_all(*loop, found, options);
    } else {
        if (absent(options.socket)) raise_value_error("Neither host/port nor sock were specified");
        sockets.emplace_back(&expect_kind(options.socket, kStream, "Stream"));
    }
    Ref<Server> server =
        make_server(loop, std::move(sockets), options.factory, options.tls, options.backlog);
    if (!options.start_serving || truth(options.start_serving)) {
        start_serving(*server);
        co_await sleep(*loop->kernel, Value::small(0), none());
    }
    if (loop->debug) loop->kernel->log(kLogInfo, repr_string(server) + " is serving");
    co_return server;
}

namespace {

/// A socket that listens at a path; a stale socket file is removed.
Ref<SocketObject> bound_unix_socket(Kernel& kernel, const Value& path) {
    Ref<SocketObject> socket = make_socket(kernel, kFamilyUnix, kStream, 0);
    std::string name = path_text(path);
    if (!name.starts_with('\0')) kernel.machine().network().unlink_path(name);
    int error = 0;
    try {
        error = open_file(*socket).bind(address_of(*socket, path, "bind"));
    } catch (Raised&) {
        close_socket(*socket);
        throw;
    }
    if (error == 0) return socket;
    close_socket(*socket);
    if (error != world::kEADDRINUSE) raise_os_error(error);
    Ref<ExceptionObject> raised =
        os_error(error, fmt::format("Address {} is already in use", repr_string(path)));
    raised->set_cause(nullptr);
    raise(raised);
}

}  // namespace

Coro create_unix_server(LoopRef loop, Value path, ServerOptions options) {
    check_server_tls(options.tls);
    Ref<SocketObject> socket;
    if (given(path)) {
        if (given(options.socket))
            raise_value_error("path and sock can not be specified at the same time");
        socket = bound_unix_socket(*loop->kernel, fspath(path));
    } else {
        if (absent(options.socket))
            raise_value_error("path was not specified, and no sock specified");
        check_unix_socket(options.socket);
        socket = Ref<SocketObject>(options.socket.as<SocketObject>());
    }
    Ref<Server> server = make_server(loop, {socket}, options.factory, options.tls, options.backlog);
    if (!options.start_serving || truth(options.start_serving)) {
        start_serving(*server);
        co_await sleep(*loop->kernel, Value::small(0), none());
    }
    co_return server;
}

}  // namespace loopscope::aio
