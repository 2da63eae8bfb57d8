// The loop's methods for the network, as programs call them.
#include <mutex>

#include "sim/aio/loop_connections_parts.h"
#include "sim/aio/socket_transport.h"
#include "sim/aio/streams.h"
#include "sim/aio/tls.h"
#include "sim/kernel/errors.h"
#include "sim/object/class.h"
#include "sim/object/int.h"
#include "sim/object/native.h"
#include "sim/object/tuple.h"

namespace loopscope::aio {

using namespace object;
using namespace kernel;

namespace {

constexpr LibraryCode kCreateConnection{"BaseEventLoop.create_connection", "base_events.py", 987};
constexpr LibraryCode kConnectAccepted{"BaseEventLoop.connect_accepted_socket", "base_events.py",
                                       1556};
constexpr LibraryCode kCreateServer{"BaseEventLoop.create_server", "base_events.py", 1430};
constexpr LibraryCode kCreateDatagram{"BaseEventLoop.create_datagram_endpoint", "base_events.py",
                                      1276};
constexpr LibraryCode kCreateUnixConnection{"_UnixSelectorEventLoop.create_unix_connection",
                                            "unix_events.py", 229};
constexpr LibraryCode kCreateUnixServer{"_UnixSelectorEventLoop.create_unix_server",
                                        "unix_events.py", 279};

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
