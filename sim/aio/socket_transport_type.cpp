// The socket transports as programs see them; TransportSocket.
#include <mutex>

#include "sim/aio/server.h"
#include "sim/aio/socket_transport.h"
#include "sim/aio/socket_transport_parts.h"
#include "sim/kernel/errors.h"
#include "sim/object/bytes.h"
#include "sim/object/class.h"
#include "sim/object/exception.h"
#include "sim/object/int.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/singletons.h"

namespace loopscope::aio {

using namespace object;
using namespace kernel;

Type selector_transport_type;
Type socket_transport_type;
Type datagram_socket_transport_type;
Type transport_socket_type;

namespace {

MethodDef python(std::string_view name, NativeCall call, std::string_view parameters) {
    return {.name = name, .call = call, .parameters = parameters, .style = CallStyle::Function};
}

SelectorTransport& self_transport(const Value& self) { return *self.as<SelectorTransport>(); }
SocketTransport& self_stream(const Value& self) { return *self.as<SocketTransport>(); }
DatagramTransport& self_datagram(const Value& self) { return *self.as<DatagramTransport>(); }

// What both have.

Value close_method(const Value& self, CallArgs) {
    transport_close(self_transport(self));
    return none();
}
Value abort_method(const Value& self, CallArgs) {
    transport_abort(self_transport(self));
    return none();
}
Value is_closing_method(const Value& self, CallArgs) {
    return make_bool(self_transport(self).closing);
}
Value get_protocol_method(const Value& self, CallArgs) {
    const Value& protocol = self_transport(self).protocol;
    return protocol ? protocol : none();
}
Value set_protocol_method(const Value& self, CallArgs args) {
    self_transport(self).protocol = args.values[0];
    return none();
}

/// `_extra`: the socket and its names stand in members until somebody asks.
Value get_extra_info_method(const Value& self, CallArgs args) {
    SelectorTransport& transport = self_transport(self);
    const Value& name = args.values[0];
    std::string_view wanted = is_str(name) ? name.as<Str>()->view() : std::string_view();
    if (wanted == "peername") return transport.peer_name;
    if (wanted == "sockname") return transport.socket_name;
    if (!transport.extra) transport.extra = Dict::make();
    Value found = transport.extra->get(name);
    const auto& socket = transport.socket ? transport.socket : transport.closed_socket;
    if (!found && wanted == "socket" && socket) {
        found = make_transport_socket(socket);
        transport.extra->set("socket", found);
    }
    if (found) return found;
    return args.values[1] ? args.values[1] : none();
}

bool polls(const SelectorTransport& transport, std::uint8_t bit) {
    const SelectorKey* key = transport.loop->selector->find(transport.fd);
    return key != nullptr && (key->mask & bit) != 0;
}

std::size_t waiting_bytes(const SelectorTransport& transport) {
    if (transport.type->is_subtype_of(&socket_transport_type))
        return static_cast<const SocketTransport&>(transport).buffer_size();
    return static_cast<const DatagramTransport&>(transport).buffered;
}

/// CPython: _SelectorTransport.__repr__
Value repr_slot(const Value& self) {
    const SelectorTransport& transport = self_transport(self);
    std::string text = "<" + transport.type->name;
    if (!transport.socket) {
        text += " closed";
    } else if (transport.closing) {
        text += " closing";
    }
    text += fmt::format(" fd={}", transport.fd);
    if (transport.loop && !transport.loop->closed) {
        text += fmt::format(" read={} write=<{}, bufsize={}>",
                            polls(transport, world::kReadable) ? "polling" : "idle",
                            polls(transport, world::kWritable) ? "polling" : "idle",
                            waiting_bytes(transport));
    }
    return make_str(text + ">");
}

/// _SelectorTransport.__del__
void finalize(Object* self) {
    auto& transport = *static_cast<SelectorTransport*>(self);
    Kernel* kernel = Runtime::current().find<Kernel>();
    if (!transport.socket || kernel == nullptr) return;
    try {
        kernel->warn(resource_warning_type,
                     "unclosed transport " + repr_string(Value::borrow(self)));
        close_socket(*transport.socket);
    } catch (Raised& raised) {
        report_unraisable(raised.exception, "", Value::borrow(self));
    } catch (Stopped& stopped) {
        kernel->request_stop(std::move(stopped));
    }
}

void traverse(Object* self, Visitor& visitor) {
    flow_control_traverse(self, visitor);
    auto* transport = static_cast<SelectorTransport*>(self);
    visitor.visit(transport->socket);
    visitor.visit(transport->closed_socket);
    visitor.visit(transport->server);
    visitor.visit(transport->socket_name);
    visitor.visit(transport->peer_name);
    if (transport->type->is_subtype_of(&socket_transport_type))
        visitor.visit(static_cast<SocketTransport*>(self)->empty_waiter);
}
void clear(Object* self) {
    flow_control_clear(self);
    auto* transport = static_cast<SelectorTransport*>(self);
    Ref<SocketObject> socket = std::move(transport->socket);
    Ref<Server> server = std::move(transport->server);
    if (transport->type->is_subtype_of(&socket_transport_type))
        Ref<Future> waiter = std::move(static_cast<SocketTransport*>(self)->empty_waiter);
}

// Streams.

std::string data_argument(const Value& data) {
    auto bytes = bytes_like(data);
    if (!bytes) {
        raise_type_error(
            fmt::format("data argument must be a bytes-like object, not '{}'", data.type()->name));
    }
    return std::string(*bytes);
}

Value write_method(const Value& self, CallArgs args) {
    auto bytes = bytes_like(args.values[0]);
    if (!bytes) data_argument(args.values[0]);
    transport_write(self_stream(self), *bytes);
    return none();
}
Value write_eof_method(const Value& self, CallArgs) {
    transport_write_eof(self_stream(self));
    return none();
}
Value can_write_eof_method(const Value&, CallArgs) { return true_value(); }
Value buffer_size_method(const Value& self, CallArgs) {
    return Int::from_size(waiting_bytes(self_transport(self)));
}
Value is_reading_method(const Value& self, CallArgs) {
    SocketTransport& transport = self_stream(self);
    return make_bool(!transport.paused && !transport.closing);
}
Value pause_reading_method(const Value& self, CallArgs) {
    pause_reading(self_stream(self));
    return none();
}
Value resume_reading_method(const Value& self, CallArgs) {
    resume_reading(self_stream(self));
    return none();
}
Value set_stream_protocol_method(const Value& self, CallArgs args) {
    set_transport_protocol(self_stream(self), args.values[0]);
    return none();
}

Value sendto_method(const Value& self, CallArgs args) {
    std::string bytes = data_argument(args.values[0]);
    transport_sendto(self_datagram(self), bytes, args.values[1] ? args.values[1] : none());
    return none();
}

// TransportSocket.

SocketObject& own_socket(const Value& self) { return *self.as<TransportSocket>()->socket; }

template <const char* kName>
Value forward(const Value& self, CallArgs args) {
    Value method = getattr(Value::borrow(&own_socket(self)), kName);
    return call(method, args);
}
constexpr char kDup[] = "dup";
constexpr char kFileno[] = "fileno";
constexpr char kGetsockopt[] = "getsockopt";
constexpr char kSetsockopt[] = "setsockopt";
constexpr char kGetpeername[] = "getpeername";
constexpr char kGetsockname[] = "getsockname";
constexpr char kShutdown[] = "shutdown";
constexpr char kGetInheritable[] = "get_inheritable";

Value trsock_family(const Value& self) {
    return getattr(Value::borrow(&own_socket(self)), "family");
}
Value trsock_type(const Value& self) { return getattr(Value::borrow(&own_socket(self)), "type"); }
Value trsock_proto(const Value& self) { return getattr(Value::borrow(&own_socket(self)), "proto"); }
Value trsock_gettimeout(const Value&, CallArgs) { return Value::small(0); }
Value trsock_settimeout(const Value&, CallArgs args) {
    if (equal(args.values[0], Value::small(0))) return none();
    raise_value_error("settimeout(): only 0 timeout is allowed on transport sockets");
}
Value trsock_setblocking(const Value&, CallArgs args) {
    if (!truth(args.values[0])) return none();
    raise_value_error("setblocking(): transport sockets cannot be blocking");
}
Value trsock_repr(const Value& self) {
    // CPython: TransportSocket.__repr__, which does not say that the socket is closed
    constexpr std::string_view kClosed = " [closed]";
    std::string text = socket_repr(own_socket(self), "asyncio.TransportSocket");
    if (const std::size_t at = text.find(kClosed); at != std::string::npos)
        text.erase(at, kClosed.size());
    return make_str(text);
}
void trsock_traverse(Object* self, Visitor& visitor) {
    visitor.visit(static_cast<TransportSocket*>(self)->socket);
}
void trsock_clear(Object* self) { static_cast<TransportSocket*>(self)->socket = nullptr; }

void define_transport_socket() {
    transport_socket_type.repr = trsock_repr;
    transport_socket_type.traverse = trsock_traverse;
    transport_socket_type.clear = trsock_clear;
    auto method = [](std::string_view name, NativeCall call) {
        return MethodDef{.name = name, .call = call, .parameters = "..."};
    };
    define_type<TransportSocket>(
        transport_socket_type,
        {.name = "TransportSocket",
         .module = "asyncio.trsock",
         .methods = {method("dup", forward<kDup>), method("fileno", forward<kFileno>),
                     method("getsockopt", forward<kGetsockopt>),
                     method("setsockopt", forward<kSetsockopt>),
                     method("getpeername", forward<kGetpeername>),
                     method("getsockname", forward<kGetsockname>),
                     method("shutdown", forward<kShutdown>),
                     method("get_inheritable", forward<kGetInheritable>),
                     python("settimeout", trsock_settimeout, "value"),
                     python("gettimeout", trsock_gettimeout, ""),
                     python("setblocking", trsock_setblocking, "flag")},
         .getsets = {{"family", trsock_family}, {"type", trsock_type}, {"proto", trsock_proto}}});
}

void define_selector_transports() {
    selector_transport_type.repr = repr_slot;
    selector_transport_type.finalize = finalize;
    selector_transport_type.traverse = traverse;
    selector_transport_type.clear = clear;
    define_type<SelectorTransport>(
        selector_transport_type,
        {.name = "_SelectorTransport",
         .module = "asyncio.selector_events",
         .base = &flow_control_mixin_type,
         .methods = {python("close", close_method, ""), python("abort", abort_method, ""),
                     python("is_closing", is_closing_method, ""),
                     python("get_protocol", get_protocol_method, ""),
                     python("set_protocol", set_protocol_method, "protocol"),
                     python("get_extra_info", get_extra_info_method, "name, default="),
                     python("get_write_buffer_size", buffer_size_method, "")}});
    define_type<SocketTransport>(
        socket_transport_type,
        {.name = "_SelectorSocketTransport",
         .module = "asyncio.selector_events",
         .base = &selector_transport_type,
         .methods = {python("write", write_method, "data"),
                     python("write_eof", write_eof_method, ""),
                     python("can_write_eof", can_write_eof_method, ""),
                     python("is_reading", is_reading_method, ""),
                     python("pause_reading", pause_reading_method, ""),
                     python("resume_reading", resume_reading_method, ""),
                     python("set_protocol", set_stream_protocol_method, "protocol")}});
    set_type_attribute(socket_transport_type, "_start_tls_compatible", true_value());
    define_type<DatagramTransport>(datagram_socket_transport_type,
                                   {.name = "_SelectorDatagramTransport",
                                    .module = "asyncio.selector_events",
                                    .base = &selector_transport_type,
                                    .methods = {python("sendto", sendto_method, "data, addr=")}});
}

}  // namespace

Value make_transport_socket(const Ref<SocketObject>& socket) {
    Ref<TransportSocket> made = make<TransportSocket>();
    made->socket = socket;
    return made;
}

void define_socket_transport_types() {
    define_protocol_types();
    define_socket_type();
    define_server_type();
    static std::once_flag once;
    std::call_once(once, [] {
        ProcessScope process;
        define_transport_socket();
        define_selector_transports();
    });
}

}  // namespace loopscope::aio
