// FlowControlMixin and StreamReaderProtocol. CPython: asyncio.streams
#include <algorithm>
#include <mutex>

#include "sim/aio/socket_transport.h"
#include "sim/aio/streams.h"
#include "sim/kernel/errors.h"
#include "sim/kernel/policy.h"
#include "sim/object/bytes.h"
#include "sim/object/class.h"
#include "sim/object/exception.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/singletons.h"
#include "sim/object/weakref.h"

namespace loopscope::aio {

using namespace object;
using namespace kernel;

Type stream_flow_control_type;
Type stream_reader_protocol_type;

void define_stream_reader();
void define_stream_writer();

StreamFlowControl::~StreamFlowControl() {
    if (dict != nullptr) release(dict);
}

void note_transport_need(const Future& future, const Value& transport) {
    if (!future.loop->kernel->recorder().on() || !transport || is_none(transport)) return;
    if (transport.type()->is_subtype_of(&selector_transport_type)) {
        const world::Fd fd = transport.as<SelectorTransport>()->fd;
        if (fd >= 0) note_need(future, trace::NeedKind::Descriptor, static_cast<std::uint32_t>(fd));
        return;
    }
    // Transports of the library that are Python text.
    const std::string& name = transport.type()->name;
    if (name == "_SSLProtocolTransport") {
        Value protocol = lookup_attr(transport, "_ssl_protocol");
        Value below =
            protocol && !is_none(protocol) ? lookup_attr(protocol, "_transport") : Value();
        return note_transport_need(future, below);
    }
    if (name != "_UnixReadPipeTransport" && name != "_UnixWritePipeTransport") return;
    Value fd = lookup_attr(transport, "_fileno");
    if (fd && is_int(fd))
        note_need(future, trace::NeedKind::Descriptor, static_cast<std::uint32_t>(to_index(fd)));
}

// Flow control.

void pause_writing(StreamFlowControl& protocol) {
    if (protocol.paused) raise(assertion_error_type);
    protocol.paused = true;
    if (protocol.loop->debug) {
        protocol.loop->kernel->log(kLogDebug,
                                   repr_string(Value::borrow(&protocol)) + " pauses writing");
    }
}

void resume_writing(StreamFlowControl& protocol) {
    if (!protocol.paused) raise(assertion_error_type);
    protocol.paused = false;
    if (protocol.loop->debug) {
        protocol.loop->kernel->log(kLogDebug,
                                   repr_string(Value::borrow(&protocol)) + " resumes writing");
    }
    auto waiters = protocol.drain_waiters;
    for (const Ref<Future>& waiter : waiters) {
        if (!waiter->done()) set_result(*waiter, none());
    }
}

void flow_control_lost(StreamFlowControl& protocol, const Value& exception) {
    protocol.connection_lost = true;
    if (!protocol.paused) return;
    auto waiters = protocol.drain_waiters;
    for (const Ref<Future>& waiter : waiters) {
        if (waiter->done()) continue;
        if (is_none(exception)) {
            set_result(*waiter, none());
        } else {
            set_exception(*waiter, exception);
        }
    }
}

namespace {

constexpr LibraryCode kDrainHelper{"FlowControlMixin._drain_helper", "streams.py", 165};

/// What a protocol writes to, or null: that of a process keeps it in its stdin.
Value transport_written(StreamFlowControl& protocol) {
    if (protocol.type->is_subtype_of(&stream_reader_protocol_type))
        return static_cast<StreamReaderProtocol&>(protocol).transport;
    if (protocol.type->name != "SubprocessStreamProtocol") return {};
    Value input = lookup_attr(Value::borrow(&protocol), "stdin");
    StreamWriter* writer = input ? try_cast<StreamWriter>(input) : nullptr;
    return writer != nullptr ? writer->transport : Value();
}

Coro drain_helper_body(Ref<StreamFlowControl> given) {
    CoroPromise& self = co_await ThisCoro{};
    StreamFlowControl& protocol = self.hold(std::move(given));
    if (protocol.connection_lost) raise(connection_reset_error_type, "Connection lost");
    if (!protocol.paused) co_return none();
    Future& waiter = self.hold(make_future(*protocol.loop, "drain"));
    protocol.drain_waiters.emplace_back(&waiter);
    note_transport_need(waiter, transport_written(protocol));
    struct Leave {
        StreamFlowControl& protocol;
        Future& waiter;
        ~Leave() {
            auto& line = protocol.drain_waiters;
            auto found = std::find_if(line.begin(), line.end(), [&](const Ref<Future>& each) {
                return each.get() == &waiter;
            });
            if (found != line.end()) line.erase(found);
        }
    } leave{protocol, waiter};
    co_await Ref<Future>(&waiter);
    co_return none();
}

StreamFlowControl& self_flow(const Value& self) {
    auto& protocol = *self.as<StreamFlowControl>();
    if (!protocol.loop) {
        raise(attribute_error_type,
              fmt::format("'{}' object has no attribute '_loop'", self.type()->name));
    }
    return protocol;
}

EventLoop& loop_argument(const Value& v) {
    EventLoop* loop = v ? as_event_loop(v) : nullptr;
    return loop != nullptr ? *loop : get_event_loop(Kernel::current());
}

Value flow_construct(Type* cls, CallArgs) { return make_typed<StreamFlowControl>(cls); }
void flow_init(const Value& self, CallArgs args) {
    static const NativeCode* const kCode = make_code(
        {.name = "FlowControlMixin.__init__", .parameters = "loop=", .style = CallStyle::Function});
    Value loop;
    bind_arguments(*kCode, args, &loop);
    self.as<StreamFlowControl>()->loop = Ref<EventLoop>(&loop_argument(loop));
}

Value pause_method(const Value& self, CallArgs) {
    pause_writing(self_flow(self));
    return none();
}
Value resume_method(const Value& self, CallArgs) {
    resume_writing(self_flow(self));
    return none();
}
Value flow_lost_method(const Value& self, CallArgs args) {
    flow_control_lost(self_flow(self), args.values[0]);
    return none();
}
Value drain_helper_method(const Value& self, CallArgs) {
    return drain_helper(Ref<StreamFlowControl>(&self_flow(self)));
}
Value close_waiter_missing(const Value&, CallArgs) { raise(not_implemented_error_type); }
Value get_flow_paused(const Value& self) { return make_bool(self_flow(self).paused); }

// StreamReaderProtocol.

StreamReaderProtocol& self_protocol(const Value& self) {
    self_flow(self);
    return *self.as<StreamReaderProtocol>();
}

/// The reader, or null when there is none any more.
Value reader_of(const StreamReaderProtocol& protocol) {
    if (!protocol.reader_reference) return {};
    return protocol.reader_reference.as<WeakRef>()->get();
}

void begin_protocol(StreamReaderProtocol& protocol, EventLoop& loop, const Value& reader,
                    const Value& client_connected) {
    protocol.loop = Ref<EventLoop>(&loop);
    if (reader && !is_none(reader)) protocol.reader_reference = make_weakref(reader);
    if (client_connected && !is_none(client_connected)) {
        protocol.client_connected = client_connected;
        protocol.strong_reader = reader;
    }
    protocol.closed = make_future(loop, "connection_lost");
}

Value protocol_construct(Type* cls, CallArgs) { return make_typed<StreamReaderProtocol>(cls); }
void protocol_init(const Value& self, CallArgs args) {
    static const NativeCode* const kCode =
        make_code({.name = "StreamReaderProtocol.__init__",
                   .parameters = "stream_reader, client_connected_cb=, loop=",
                   .style = CallStyle::Function});
    Value values[3];
    bind_arguments(*kCode, args, values);
    begin_protocol(*self.as<StreamReaderProtocol>(), loop_argument(values[2]), values[0],
                   values[1]);
}

bool is_over_tls(const Value& transport) {
    return !is_none(call_method(transport, "get_extra_info", {make_str("sslcontext")}));
}

Value connection_made_method(const Value& self, CallArgs args) {
    StreamReaderProtocol& protocol = self_protocol(self);
    const Value& transport = args.values[0];
    protocol.transport = transport;
    if (!protocol.closed->done()) note_transport_need(*protocol.closed, transport);
    Value reader = reader_of(protocol);
    if (reader) {
        if (is_exact<StreamReader>(reader)) {
            StreamReader& plain = *reader.as<StreamReader>();
            if (plain.transport) raise(assertion_error_type, "Transport already set");
            plain.transport = transport;
        } else {
            call_method(reader, "set_transport", {transport});
        }
    }
    protocol.over_tls = is_over_tls(transport);
    if (!protocol.client_connected) return none();
    protocol.writer = make_stream_writer(*protocol.loop, transport, self, reader ? reader : none());
    Value result = call(protocol.client_connected, {reader ? reader : none(), protocol.writer});
    if (is_coroutine(result)) protocol.task = protocol.loop->create_task(result);
    protocol.strong_reader = Value();
    return none();
}

Value connection_lost_method(const Value& self, CallArgs args) {
    StreamReaderProtocol& protocol = self_protocol(self);
    const Value& exception = args.values[0];
    Value reader = reader_of(protocol);
    if (reader && is_none(exception)) call_method(reader, "feed_eof");
    if (reader && !is_none(exception)) call_method(reader, "set_exception", {exception});
    if (!protocol.closed->done()) {
        if (is_none(exception)) {
            set_result(*protocol.closed, none());
        } else {
            set_exception(*protocol.closed, exception);
        }
    }
    flow_control_lost(protocol, exception);
    protocol.reader_reference = Value();
    protocol.writer = Value();
    protocol.task = Value();
    protocol.transport = Value();
    return none();
}

Value data_received_method(const Value& self, CallArgs args) {
    data_received(self_protocol(self), args.values[0]);
    return none();
}
Value eof_received_method(const Value& self, CallArgs) {
    StreamReaderProtocol& protocol = self_protocol(self);
    if (Value reader = reader_of(protocol)) call_method(reader, "feed_eof");
    return make_bool(!protocol.over_tls);
}
Value close_waiter_method(const Value& self, CallArgs) { return self_protocol(self).closed; }

/// StreamReaderProtocol._replace_writer: after start_tls.
Value replace_writer_method(const Value& self, CallArgs args) {
    StreamReaderProtocol& protocol = self_protocol(self);
    protocol.writer = args.values[0];
    protocol.transport = getattr(args.values[0], "transport");
    protocol.over_tls = is_over_tls(protocol.transport);
    return none();
}
Value get_reader(const Value& self) {
    Value reader = reader_of(self_protocol(self));
    return reader ? reader : none();
}
Value get_callback(const Value& self) {
    const Value& callback = self_protocol(self).client_connected;
    return callback ? callback : none();
}

/// StreamReaderProtocol.__del__: nobody need ask for what ended the connection.
void finalize(Object* self) {
    const Ref<Future>& closed = static_cast<StreamReaderProtocol*>(self)->closed;
    if (closed) closed->log_traceback = false;
}

void protocol_traverse(Object* self, Visitor& visitor) {
    stream_flow_traverse(self, visitor);
    auto* protocol = static_cast<StreamReaderProtocol*>(self);
    visitor.visit(protocol->reader_reference);
    visitor.visit(protocol->strong_reader);
    visitor.visit(protocol->client_connected);
    visitor.visit(protocol->writer);
    visitor.visit(protocol->task);
    visitor.visit(protocol->transport);
    visitor.visit(protocol->closed);
}
void protocol_clear(Object* self) {
    stream_flow_clear(self);
    auto* protocol = static_cast<StreamReaderProtocol*>(self);
    Value reference = std::move(protocol->reader_reference);
    Value reader = std::move(protocol->strong_reader);
    Value callback = std::move(protocol->client_connected);
    Value writer = std::move(protocol->writer);
    Value task = std::move(protocol->task);
    Value transport = std::move(protocol->transport);
    Ref<Future> closed = std::move(protocol->closed);
}

MethodDef python(std::string_view name, NativeCall call, std::string_view parameters) {
    return {.name = name, .call = call, .parameters = parameters, .style = CallStyle::Function};
}

void define_protocols() {
    stream_flow_control_type.construct = flow_construct;
    stream_flow_control_type.init = flow_init;
    stream_flow_control_type.traverse = stream_flow_traverse;
    stream_flow_control_type.clear = stream_flow_clear;
    define_type<StreamFlowControl>(
        stream_flow_control_type,
        {.name = "FlowControlMixin",
         .module = "asyncio.streams",
         .base = &protocol_type,
         .flags = Type::kBaseType,
         .dict_offset = static_cast<std::int32_t>(offset_of(&StreamFlowControl::dict)),
         .methods = {python("pause_writing", pause_method, ""),
                     python("resume_writing", resume_method, ""),
                     python("connection_lost", flow_lost_method, "exc"),
                     python("_drain_helper", drain_helper_method, ""),
                     python("_get_close_waiter", close_waiter_missing, "stream")},
         .getsets = {{"_paused", get_flow_paused}}});
    stream_reader_protocol_type.construct = protocol_construct;
    stream_reader_protocol_type.init = protocol_init;
    stream_reader_protocol_type.finalize = finalize;
    stream_reader_protocol_type.traverse = protocol_traverse;
    stream_reader_protocol_type.clear = protocol_clear;
    define_type<StreamReaderProtocol>(
        stream_reader_protocol_type,
        {.name = "StreamReaderProtocol",
         .module = "asyncio.streams",
         .base = &stream_flow_control_type,
         .flags = Type::kBaseType,
         .methods = {python("connection_made", connection_made_method, "transport"),
                     python("connection_lost", connection_lost_method, "exc"),
                     python("data_received", data_received_method, "data"),
                     python("eof_received", eof_received_method, ""),
                     python("_get_close_waiter", close_waiter_method, "stream"),
                     python("_replace_writer", replace_writer_method, "writer")},
         .getsets = {{"_stream_reader", get_reader}, {"_client_connected_cb", get_callback}}});
}

}  // namespace

Coro drain_helper(Ref<StreamFlowControl> protocol) {
    return drain_helper_body(std::move(protocol)).named(kDrainHelper);
}

void stream_flow_traverse(Object* self, Visitor& visitor) {
    auto* protocol = static_cast<StreamFlowControl*>(self);
    visitor.visit(protocol->loop);
    for (const Ref<Future>& waiter : protocol->drain_waiters) visitor.visit(waiter);
    if (protocol->dict != nullptr) visitor.visit(static_cast<Object*>(protocol->dict));
}
void stream_flow_clear(Object* self) {
    auto* protocol = static_cast<StreamFlowControl*>(self);
    auto waiters = std::exchange(protocol->drain_waiters, {});
    if (Dict* dict = std::exchange(protocol->dict, nullptr)) release(dict);
}

Ref<StreamReaderProtocol> make_stream_protocol(EventLoop& loop, const Value& reader,
                                               const Value& client_connected) {
    define_stream_types();
    Ref<StreamReaderProtocol> protocol = make<StreamReaderProtocol>();
    begin_protocol(*protocol, loop, reader, client_connected);
    return protocol;
}

StreamReaderProtocol* plain_stream_protocol(const Value& protocol) {
    return protocol && is_exact<StreamReaderProtocol>(protocol)
               ? protocol.as<StreamReaderProtocol>()
               : nullptr;
}

void data_received(StreamReaderProtocol& protocol, const Value& data) {
    Value reader = reader_of(protocol);
    if (!reader) return;
    if (is_exact<StreamReader>(reader)) {
        feed_data(*reader.as<StreamReader>(), expect_bytes_like(data));
    } else {
        call_method(reader, "feed_data", {data});
    }
}

void define_stream_types() {
    define_socket_transport_types();
    define_stream_errors();
    static std::once_flag once;
    std::call_once(once, [] {
        ProcessScope process;
        define_protocols();
        define_stream_reader();
        define_stream_writer();
    });
}

}  // namespace loopscope::aio
