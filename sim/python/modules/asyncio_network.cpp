// asyncio.protocols, transports, streams, selector_events and trsock.
#include "sim/python/modules/asyncio_network.h"

#include "sim/aio/loop_connections.h"
#include "sim/aio/socket_transport.h"
#include "sim/aio/streams.h"
#include "sim/python/modules/native_module.h"

namespace loopscope::python::modules {

namespace {

using kernel::Kernel;

MethodDef python(std::string_view name, object::NativeCall call, std::string_view parameters) {
    return {.name = name, .call = call, .parameters = parameters, .style = CallStyle::Function};
}

void type(Module& module, std::string_view name, Type& value) {
    module.dict->set(name, type_value(&value));
}

Value or_none(const Value& v) { return v ? v : none(); }

Value open_connection(const Value&, CallArgs args) {
    const Value* v = args.values;
    return aio::open_connection(Kernel::current(), or_none(v[0]), or_none(v[1]), v[2], v[3]);
}
Value open_unix_connection(const Value&, CallArgs args) {
    const Value* v = args.values;
    return aio::open_unix_connection(Kernel::current(), or_none(v[0]), v[1], v[2]);
}
Value start_server(const Value&, CallArgs args) {
    const Value* v = args.values;
    return aio::start_server(Kernel::current(), v[0], or_none(v[1]), or_none(v[2]), v[3], v[4]);
}
Value start_unix_server(const Value&, CallArgs args) {
    const Value* v = args.values;
    return aio::start_unix_server(Kernel::current(), v[0], or_none(v[1]), v[2], v[3]);
}

}  // namespace

void fill_protocols(Module& module) {
    aio::define_protocol_types();
    type(module, "BaseProtocol", aio::base_protocol_type);
    type(module, "Protocol", aio::protocol_type);
    type(module, "DatagramProtocol", aio::datagram_protocol_type);
    type(module, "SubprocessProtocol", aio::subprocess_protocol_type);
    type(module, "BufferedProtocol", aio::buffered_protocol_type);
}

void fill_transports(Module& module) {
    aio::define_protocol_types();
    type(module, "BaseTransport", aio::base_transport_type);
    type(module, "ReadTransport", aio::read_transport_type);
    type(module, "WriteTransport", aio::write_transport_type);
    type(module, "Transport", aio::transport_type);
    type(module, "DatagramTransport", aio::datagram_transport_type);
    type(module, "SubprocessTransport", aio::subprocess_transport_type);
    type(module, "_FlowControlMixin", aio::flow_control_mixin_type);
}

void fill_streams(Module& module) {
    aio::define_loop_network_methods();
    type(module, "StreamReader", aio::stream_reader_type);
    type(module, "StreamWriter", aio::stream_writer_type);
    type(module, "StreamReaderProtocol", aio::stream_reader_protocol_type);
    object::add_functions(
        *module.dict,
        {python("open_connection", open_connection, "host=, port=, *, limit=, **kwds"),
         python("start_server", start_server,
                "client_connected_cb, host=, port=, *, limit=, **kwds"),
         python("open_unix_connection", open_unix_connection, "path=, *, limit=, **kwds"),
         python("start_unix_server", start_unix_server,
                "client_connected_cb, path=, *, limit=, **kwds")},
        "asyncio.streams");
    type(module, "FlowControlMixin", aio::stream_flow_control_type);
    module.set("_DEFAULT_LIMIT", Int::from(aio::kDefaultStreamLimit));
}

void fill_selector_events(Module& module) {
    aio::define_loop_network_methods();
    type(module, "_SelectorTransport", aio::selector_transport_type);
    type(module, "_SelectorSocketTransport", aio::socket_transport_type);
    type(module, "_SelectorDatagramTransport", aio::datagram_socket_transport_type);
}

void fill_trsock(Module& module) {
    aio::define_socket_transport_types();
    type(module, "TransportSocket", aio::transport_socket_type);
}

void fill_stream_exceptions(Module& module) {
    aio::define_stream_errors();
    type(module, "IncompleteReadError", aio::incomplete_read_error_type);
    type(module, "LimitOverrunError", aio::limit_overrun_error_type);
    type(module, "SendfileNotAvailableError", aio::sendfile_not_available_error_type);
}

void fill_server_names(Module& module, bool abstract) {
    aio::define_server_type();
    if (abstract) {
        type(module, "AbstractServer", aio::abstract_server_type);
    } else {
        type(module, "Server", aio::server_type);
    }
}

}  // namespace loopscope::python::modules
