// create_connection, create_server, create_datagram_endpoint and their kin, as methods of the loop.
#include "sim/aio/loop_connections.h"

#include <mutex>

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

bool absent(const Value& v) { return !v || is_none(v); }
bool given(const Value& v) { return v && !is_none(v); }
bool true_of(const Value& v) { return v && truth(v); }
int number(const Value& v, int fallback = 0) {
    return absent(v) ? fallback : static_cast<int>(to_index(v));
}

Ref<ExceptionObject> os_error(int error, std::string_view text) {
    return make_os_error(error, text);
}
/// OSError(text), without a number.
[[noreturn]] void raise_bare_os_error(const std::string& text) { raise(os_error_type, text); }

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

/// "A Stream Socket was expected, got …"
SocketObject& expect_kind(const Value& v, int kind, const char* what) {
    SocketObject& socket = expect_socket(v);
    if (socket.kind != kind)
        raise_value_error(fmt::format("A {} Socket was expected, got {}", what, repr_string(v)));
    return socket;
}

// Connections.

constexpr LibraryCode kCreateConnection{"BaseEventLoop.create_connection", "base_events.py", 987};
constexpr LibraryCode kConnectSock{"BaseEventLoop._connect_sock", "base_events.py", 943};
constexpr LibraryCode kMakeTransport{"BaseEventLoop._create_connection_transport", "base_events.py",
                                     1124};
constexpr LibraryCode kConnectAccepted{"BaseEventLoop.connect_accepted_socket", "base_events.py",
                                       1556};
constexpr LibraryCode kCreateServer{"BaseEventLoop.create_server", "base_events.py", 1430};
constexpr LibraryCode kServerAddresses{"BaseEventLoop._create_server_getaddrinfo", "base_events.py",
                                       1422};
constexpr LibraryCode kCreateDatagram{"BaseEventLoop.create_datagram_endpoint", "base_events.py",
                                      1276};
constexpr LibraryCode kCreateUnixConnection{"_UnixSelectorEventLoop.create_unix_connection",
                                            "unix_events.py", 229};
constexpr LibraryCode kCreateUnixServer{"_UnixSelectorEventLoop.create_unix_server",
                                        "unix_events.py", 279};

struct ConnectionOptions {
    Value factory, host, port;
    TlsOptions tls;
    Value family, protocol, flags, socket, local_address;
    Value happy_eyeballs_delay, interleave;
};

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
Coro connect_sock(LoopRef loop, Value info, Value local_addresses, Ref<List> failures) {
    Tuple& parts = *info.as<Tuple>();
    Ref<SocketObject> socket;
    try {
        socket = make_socket(*loop->kernel, number(parts[0]), number(parts[1]), number(parts[2]));
        set_timeout(*socket, 0.0);
        if (local_addresses) bind_locally(*socket, local_addresses, *failures);
        co_await sock_connect(loop, socket, parts[4]);
        co_return socket;
    } catch (Raised& raised) {
        if (matches(*raised.exception, os_error_type)) failures->append(raised.exception);
        if (socket) close_socket(*socket);
        throw;
    }
}

/// What all attempts together failed with. CPython: the end of create_connection
[[noreturn]] void raise_failures(List& failures) {
    auto exception_at = [&](std::size_t i) {
        return Ref<ExceptionObject>(failures[i].as<ExceptionObject>());
    };
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

/// FIDELITY: with happy_eyeballs_delay the addresses are tried one after the other all the same.
Coro connect_to_host(LoopRef loop, ConnectionOptions options) {
    int family = number(options.family);
    int protocol = number(options.protocol);
    int flags = number(options.flags);
    Value infos =
        co_await addresses_for(loop, pair_of(options.host, options.port), family, protocol, flags);
    Value local;
    if (given(options.local_address))
        local = co_await addresses_for(loop, options.local_address, family, protocol, flags);
    Ref<List> failures = List::make();
    std::vector<Value> tries(infos.as<List>()->items().begin(), infos.as<List>()->items().end());
    for (const Value& info : tries) {
        try {
            co_return co_await connect_sock(loop, info, local, failures).named(kConnectSock);
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

Coro create_connection(LoopRef loop, ConnectionOptions options) {
    check_connection(options);
    Value socket = options.socket;
    if (given(options.host) || given(options.port)) {
        if (given(socket))
            raise_value_error("host/port and sock can not be specified at the same time");
        socket = co_await connect_to_host(loop, options).named(kCreateConnection);
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

// Unix connections.

std::string path_text(const Value& path) {
    if (is_str(path)) return path.as<Str>()->to_string();
    if (auto bytes = bytes_like(path)) return std::string(*bytes);
    raise_type_error("expected str, bytes or os.PathLike object, not " + path.type()->name);
}

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

// Servers.

struct ServerOptions {
    Value factory, host, port, family, flags, socket, backlog;
    TlsOptions tls;
    Value reuse_address, reuse_port, start_serving;
};

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

// Datagrams.

struct DatagramOptions {
    Value factory, local, remote, family, protocol, flags, reuse_port, broadcast, socket;
};

[[noreturn]] void raise_datagram_problems(const DatagramOptions& options) {
    std::string problems;
    auto add = [&](const char* name, const Value& v) {
        if (!true_of(v)) return;
        problems += fmt::format("{}{}={}", problems.empty() ? "" : ", ", name, str_string(v));
    };
    add("local_addr", options.local);
    add("remote_addr", options.remote);
    add("family", options.family);
    add("proto", options.protocol);
    add("flags", options.flags);
    add("reuse_port", options.reuse_port);
    add("allow_broadcast", options.broadcast);
    raise_value_error(fmt::format(
        "socket modifier keyword arguments can not be used when sock is specified. ({})",
        problems));
}

/// One way to make the endpoint: a family, and the two ends.
struct DatagramChoice {
    int family = 0;
    int protocol = 0;
    Value local = {};
    Value remote = {};
};

/// Joins what getaddrinfo says of one of the two ends.
void join_choices(std::vector<DatagramChoice>& choices, const Value& infos, bool local) {
    for_each(infos, [&](const Value& info) {
        int family = number(getitem(info, Value::small(0)));
        int protocol = number(getitem(info, Value::small(2)));
        DatagramChoice* found = nullptr;
        for (DatagramChoice& choice : choices) {
            if (choice.family == family && choice.protocol == protocol) found = &choice;
        }
        if (found == nullptr) {
            choices.push_back({.family = family, .protocol = protocol});
            found = &choices.back();
        }
        (local ? found->local : found->remote) = getitem(info, Value::small(4));
    });
}

Ref<SocketObject> datagram_socket(EventLoop& loop, const DatagramChoice& choice,
                                  const DatagramOptions& options) {
    Ref<SocketObject> socket = make_socket(*loop.kernel, choice.family, kDatagram, choice.protocol);
    world::Socket& file = open_file(*socket);
    if (true_of(options.reuse_port)) file.set_option(world::kSolSocket, world::kSoReusePort, 1);
    if (true_of(options.broadcast)) file.set_option(world::kSolSocket, world::kSoBroadcast, 1);
    set_timeout(*socket, 0.0);
    if (!true_of(options.local)) return socket;
    try {
        if (choice.family == kFamilyUnix) {
            std::string name = path_text(choice.local);
            if (!name.starts_with('\0')) loop.kernel->machine().network().unlink_path(name);
        }
        call_method(socket, "bind", {choice.local});
    } catch (Raised&) {
        close_socket(*socket);
        throw;
    }
    return socket;
}

Coro datagram_choices(LoopRef loop, const DatagramOptions& given_options) {
    DatagramOptions options = given_options;
    Ref<List> rows = List::make();
    for (bool local : {true, false}) {
        const Value& address = local ? options.local : options.remote;
        if (absent(address)) {
            rows->append(none());
            continue;
        }
        if (!is_tuple(address) || address.as<Tuple>()->size != 2)
            raise_type_error("2-tuple is expected");
        Value infos = co_await ensure_resolved(loop, address, number(options.family), kDatagram,
                                               number(options.protocol), number(options.flags));
        if (length(infos) == 0) raise_bare_os_error("getaddrinfo() returned empty list");
        rows->append(infos);
    }
    co_return rows;
}

/// The ways to try. CPython: addr_pairs_info
std::vector<DatagramChoice> choose(const Value& rows, const DatagramOptions& options) {
    std::vector<DatagramChoice> choices;
    for (bool local : {true, false}) {
        Value infos = getitem(rows, Value::small(local ? 0 : 1));
        if (!is_none(infos)) join_choices(choices, infos, local);
    }
    std::erase_if(choices, [&](const DatagramChoice& choice) {
        return (true_of(options.local) && !choice.local) ||
               (true_of(options.remote) && !choice.remote);
    });
    if (choices.empty()) raise_value_error("can not get address information");
    return choices;
}

Coro make_endpoint(LoopRef loop, Ref<SocketObject> socket, Value factory, Value remote) {
    CoroPromise& self = co_await ThisCoro{};
    Value protocol = call(factory);
    Future& waiter = self.hold(make_future(*loop, "connection_made"));
    Value transport =
        make_datagram_transport(*loop, socket, protocol, remote, {.waiter = Ref<Future>(&waiter)});
    try {
        co_await Ref<Future>(&waiter);
    } catch (Raised&) {
        call_method(transport, "close");
        throw;
    }
    co_return Tuple::make({transport, protocol});
}

Coro open_datagram(LoopRef loop, DatagramChoice choice, DatagramOptions options) {
    Ref<SocketObject> socket = datagram_socket(*loop, choice, options);
    if (!true_of(options.remote) || true_of(options.broadcast)) co_return socket;
    try {
        co_await sock_connect(loop, socket, choice.remote);
    } catch (Raised&) {
        close_socket(*socket);
        throw;
    }
    co_return socket;
}

Coro create_datagram_endpoint(LoopRef loop, DatagramOptions options) {
    if (given(options.socket)) {
        SocketObject& socket = expect_kind(options.socket, kDatagram, "UDP");
        bool more = true_of(options.local) || true_of(options.remote) || true_of(options.family) ||
                    true_of(options.protocol) || true_of(options.flags) ||
                    true_of(options.reuse_port) || true_of(options.broadcast);
        if (more) raise_datagram_problems(options);
        set_timeout(socket, 0.0);
        co_return co_await make_endpoint(loop, Ref<SocketObject>(&socket), options.factory, none())
            .named(kCreateDatagram);
    }
    std::vector<DatagramChoice> choices;
    int family = number(options.family);
    if (!true_of(options.local) && !true_of(options.remote)) {
        if (family == 0) raise_value_error("unexpected address family");
        choices.push_back({.family = family, .protocol = number(options.protocol)});
    } else if (family == kFamilyUnix) {
        for (const Value& address : {options.local, options.remote}) {
            if (given(address) && !is_str(address)) raise_type_error("string is expected");
        }
        choices.push_back({.family = family, .local = options.local, .remote = options.remote});
    } else {
        Value rows = co_await datagram_choices(loop, options).named(kCreateDatagram);
        choices = choose(rows, options);
    }
    Ref<ExceptionObject> first;
    for (const DatagramChoice& choice : choices) {
        Value socket;
        try {
            socket = co_await open_datagram(loop, choice, options).named(kCreateDatagram);
        } catch (Raised& raised) {
            if (!matches(*raised.exception, os_error_type)) throw;
            if (!first) first = raised.exception;
            continue;
        }
        Value remote = true_of(options.remote) ? choice.remote : none();
        co_return co_await make_endpoint(loop, Ref<SocketObject>(socket.as<SocketObject>()),
                                         options.factory, remote)
            .named(kCreateDatagram);
    }
    raise(first);
}

// The methods.

LoopRef self_loop(const Value& self) {
    auto* loop = self.as<EventLoop>();
    if (loop->kernel == nullptr) raise_runtime_error("the event loop is not initialized");
    return LoopRef(loop);
}

Value create_connection_method(const Value& self, CallArgs args) {
    const Value* v = args.values;
    ConnectionOptions options{.factory = v[0],
                              .host = v[1],
                              .port = v[2],
                              .tls = {v[3], v[9], v[10], v[11]},
                              .family = v[4],
                              .protocol = v[5],
                              .flags = v[6],
                              .socket = v[7],
                              .local_address = v[8],
                              .happy_eyeballs_delay = v[12],
                              .interleave = v[13]};
    return create_connection(self_loop(self), std::move(options)).named(kCreateConnection);
}
Value create_server_method(const Value& self, CallArgs args) {
    const Value* v = args.values;
    ServerOptions options{.factory = v[0],
                          .host = v[1],
                          .port = v[2],
                          .family = v[3],
                          .flags = v[4],
                          .socket = v[5],
                          .backlog = v[6],
                          .tls = {v[7], Value(), v[10], v[11]},
                          .reuse_address = v[8],
                          .reuse_port = v[9],
                          .start_serving = v[12]};
    return create_server(self_loop(self), std::move(options)).named(kCreateServer);
}
Value connect_accepted_method(const Value& self, CallArgs args) {
    const Value* v = args.values;
    return connect_accepted_socket(self_loop(self), v[0], v[1], {v[2], Value(), v[3], v[4]})
        .named(kConnectAccepted);
}
Value create_unix_connection_method(const Value& self, CallArgs args) {
    const Value* v = args.values;
    return create_unix_connection(self_loop(self), v[0], v[1], v[3], {v[2], v[4], v[5], v[6]})
        .named(kCreateUnixConnection);
}
Value create_unix_server_method(const Value& self, CallArgs args) {
    const Value* v = args.values;
    ServerOptions options{.factory = v[0],
                          .host = {},
                          .port = {},
                          .family = {},
                          .flags = {},
                          .socket = v[2],
                          .backlog = v[3],
                          .tls = {v[4], Value(), v[5], v[6]},
                          .reuse_address = {},
                          .reuse_port = {},
                          .start_serving = v[7]};
    return create_unix_server(self_loop(self), v[1], std::move(options)).named(kCreateUnixServer);
}
Value create_datagram_method(const Value& self, CallArgs args) {
    const Value* v = args.values;
    DatagramOptions options{.factory = v[0],
                            .local = v[1],
                            .remote = v[2],
                            .family = v[3],
                            .protocol = v[4],
                            .flags = v[5],
                            .reuse_port = v[6],
                            .broadcast = v[7],
                            .socket = v[8]};
    return create_datagram_endpoint(self_loop(self), std::move(options)).named(kCreateDatagram);
}
Value start_tls_method(const Value& self, CallArgs args) {
    const Value* v = args.values;
    return start_tls(self_loop(self), v[0], v[1], {v[2], v[4], v[5], v[6]},
                     true_of(v[3]) ? TlsSide::Server : TlsSide::Client);
}

// add_reader and its kin.

CallSpec callback_spec(const Value& callback, const Value& rest) {
    CallSpec spec{.target = callback};
    Tuple* arguments = rest.as<Tuple>();
    if (arguments->size == 1) spec.argument = (*arguments)[0];
    if (arguments->size > 1) {
        spec.argument = rest;
        spec.several_arguments = true;
    }
    return spec;
}
Value add_reader_method(const Value& self, CallArgs args) {
    LoopRef loop = self_loop(self);
    ensure_no_transport(*loop, args.values[0]);
    loop->add_reader(descriptor_of(args.values[0]), callback_spec(args.values[1], args.values[2]),
                     "add_reader");
    return none();
}
Value add_writer_method(const Value& self, CallArgs args) {
    LoopRef loop = self_loop(self);
    ensure_no_transport(*loop, args.values[0]);
    loop->add_writer(descriptor_of(args.values[0]), callback_spec(args.values[1], args.values[2]),
                     "add_writer");
    return none();
}
Value remove_reader_method(const Value& self, CallArgs args) {
    LoopRef loop = self_loop(self);
    ensure_no_transport(*loop, args.values[0]);
    return make_bool(!loop->closed && loop->remove_reader(descriptor_of(args.values[0])));
}
Value remove_writer_method(const Value& self, CallArgs args) {
    LoopRef loop = self_loop(self);
    ensure_no_transport(*loop, args.values[0]);
    return make_bool(!loop->closed && loop->remove_writer(descriptor_of(args.values[0])));
}

// sock_recv and its kin, getaddrinfo.

Value sock_recv_method(const Value& self, CallArgs args) {
    return sock_recv(self_loop(self), args.values[0], args.values[1]);
}
Value sock_recv_into_method(const Value& self, CallArgs args) {
    return sock_recv_into(self_loop(self), args.values[0], args.values[1]);
}
Value sock_recvfrom_method(const Value& self, CallArgs args) {
    return sock_recvfrom(self_loop(self), args.values[0], args.values[1]);
}
Value sock_recvfrom_into_method(const Value& self, CallArgs args) {
    return sock_recvfrom_into(self_loop(self), args.values[0], args.values[1],
                              args.values[2] ? args.values[2] : Value::small(0));
}
Value sock_sendall_method(const Value& self, CallArgs args) {
    return sock_sendall(self_loop(self), args.values[0], args.values[1]);
}
Value sock_sendto_method(const Value& self, CallArgs args) {
    return sock_sendto(self_loop(self), args.values[0], args.values[1], args.values[2]);
}
Value sock_connect_method(const Value& self, CallArgs args) {
    return sock_connect(self_loop(self), args.values[0], args.values[1]);
}
Value sock_accept_method(const Value& self, CallArgs args) {
    return sock_accept(self_loop(self), args.values[0]);
}
Value sock_sendfile_method(const Value& self, CallArgs args) {
    const Value* v = args.values;
    return sock_sendfile(self_loop(self), v[0], v[1], v[2] ? v[2] : Value::small(0),
                         v[3] ? v[3] : none(), !v[4] || truth(v[4]));
}
Value sendfile_method(const Value& self, CallArgs args) {
    const Value* v = args.values;
    return sendfile(self_loop(self), v[0], v[1], v[2] ? v[2] : Value::small(0),
                    v[3] ? v[3] : none(), !v[4] || truth(v[4]));
}
Value getaddrinfo_method(const Value& self, CallArgs args) {
    const Value* v = args.values;
    auto or_zero = [](const Value& each) { return each ? each : Value::small(0); };
    return loop_getaddrinfo(self_loop(self), v[0], v[1], or_zero(v[2]), or_zero(v[3]),
                            or_zero(v[4]), or_zero(v[5]));
}
Value getnameinfo_method(const Value& self, CallArgs args) {
    return loop_getnameinfo(self_loop(self), args.values[0],
                            args.values[1] ? args.values[1] : Value::small(0));
}

MethodDef python(std::string_view name, NativeCall call, std::string_view parameters) {
    return {.name = name, .call = call, .parameters = parameters, .style = CallStyle::Function};
}

void add_connection_methods() {
    add_methods(
        event_loop_type,
        {python("create_connection", create_connection_method,
                "protocol_factory, host=, port=, *, ssl=, family=, proto=, flags=, sock=, "
                "local_addr=, server_hostname=, ssl_handshake_timeout=, ssl_shutdown_timeout=, "
                "happy_eyeballs_delay=, interleave="),
         python("create_server", create_server_method,
                "protocol_factory, host=, port=, *, family=, flags=, sock=, backlog=, ssl=, "
                "reuse_address=, reuse_port=, ssl_handshake_timeout=, ssl_shutdown_timeout=, "
                "start_serving="),
         python("connect_accepted_socket", connect_accepted_method,
                "protocol_factory, sock, *, ssl=, ssl_handshake_timeout=, ssl_shutdown_timeout="),
         python("create_datagram_endpoint", create_datagram_method,
                "protocol_factory, local_addr=, remote_addr=, *, family=, proto=, flags=, "
                "reuse_port=, allow_broadcast=, sock="),
         python("start_tls", start_tls_method,
                "transport, protocol, sslcontext, *, server_side=, server_hostname=, "
                "ssl_handshake_timeout=, ssl_shutdown_timeout="),
         python("sendfile", sendfile_method, "transport, file, offset=, count=, *, fallback="),
         python("sock_sendfile", sock_sendfile_method, "sock, file, offset=, count=, *, fallback="),
         python("getaddrinfo", getaddrinfo_method, "host, port, *, family=, type=, proto=, flags="),
         python("getnameinfo", getnameinfo_method, "sockaddr, flags=")},
        "BaseEventLoop");
    add_methods(event_loop_type,
                {python("create_unix_connection", create_unix_connection_method,
                        "protocol_factory, path=, *, ssl=, sock=, server_hostname=, "
                        "ssl_handshake_timeout=, ssl_shutdown_timeout="),
                 python("create_unix_server", create_unix_server_method,
                        "protocol_factory, path=, *, sock=, backlog=, ssl=, "
                        "ssl_handshake_timeout=, ssl_shutdown_timeout=, start_serving=")},
                "_UnixSelectorEventLoop");
}

void add_socket_methods() {
    add_methods(event_loop_type,
                {python("add_reader", add_reader_method, "fd, callback, *args"),
                 python("remove_reader", remove_reader_method, "fd"),
                 python("add_writer", add_writer_method, "fd, callback, *args"),
                 python("remove_writer", remove_writer_method, "fd"),
                 python("sock_recv", sock_recv_method, "sock, n"),
                 python("sock_recv_into", sock_recv_into_method, "sock, buf"),
                 python("sock_recvfrom", sock_recvfrom_method, "sock, bufsize"),
                 python("sock_recvfrom_into", sock_recvfrom_into_method, "sock, buf, nbytes="),
                 python("sock_sendall", sock_sendall_method, "sock, data"),
                 python("sock_sendto", sock_sendto_method, "sock, data, address"),
                 python("sock_connect", sock_connect_method, "sock, address"),
                 python("sock_accept", sock_accept_method, "sock")},
                "BaseSelectorEventLoop");
}

}  // namespace

void define_loop_network_methods() {
    define_stream_types();
    static std::once_flag once;
    std::call_once(once, [] {
        add_connection_methods();
        add_socket_methods();
    });
}

}  // namespace loopscope::aio
