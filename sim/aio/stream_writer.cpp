// asyncio.StreamWriter, open_connection and start_server. CPython: asyncio.streams
#include "sim/aio/sleep.h"
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

namespace loopscope::aio {

using namespace object;
using namespace kernel;

Type stream_writer_type;

StreamWriter::~StreamWriter() {
    if (dict != nullptr) release(dict);
}

namespace {

constexpr LibraryCode kDrain{"StreamWriter.drain", "streams.py", 355};
constexpr LibraryCode kWaitClosed{"StreamWriter.wait_closed", "streams.py", 349};
constexpr LibraryCode kStartTls{"StreamWriter.start_tls", "streams.py", 380};
constexpr LibraryCode kOpenConnection{"open_connection", "streams.py", 26};
constexpr LibraryCode kStartServer{"start_server", "streams.py", 54};
constexpr LibraryCode kOpenUnix{"open_unix_connection", "streams.py", 91};
constexpr LibraryCode kStartUnix{"start_unix_server", "streams.py", 103};

/// `_complete_fut`, which CPython makes for each writer and nobody asks for: only its trace stays.
void complete_future(EventLoop& loop) { set_result(*make_future(loop, "StreamWriter"), none()); }

StreamWriter& self_writer(const Value& self) { return *self.as<StreamWriter>(); }
Ref<StreamWriter> ref(const Value& self) { return Ref<StreamWriter>(self.as<StreamWriter>()); }

bool is_closing(const Value& transport) {
    if (auto* known = try_cast<SelectorTransport>(transport)) return known->closing;
    return truth(call_method(transport, "is_closing"));
}

Coro drain_body(Ref<StreamWriter> given) {
    CoroPromise& self = co_await ThisCoro{};
    StreamWriter& writer = self.hold(std::move(given));
    if (!is_none(writer.reader)) {
        Value exception = call_method(writer.reader, "exception");
        if (!is_none(exception)) raise(exception_to_raise(exception));
    }
    if (is_closing(writer.transport)) co_await sleep(*writer.loop->kernel, Value::small(0), none());
    if (StreamReaderProtocol* plain = plain_stream_protocol(writer.protocol)) {
        if (!plain->paused && !plain->connection_lost) co_return none();
    }
    co_await call_method(writer.protocol, "_drain_helper");
    co_return none();
}

Coro wait_closed_body(Ref<StreamWriter> writer) {
    Value awaitable = call_method(writer->protocol, "_get_close_waiter", {Value(writer)});
    co_await awaitable;
    co_return none();
}

Coro start_tls_body(Ref<StreamWriter> writer, Value context, Value name, Value timeout) {
    bool server_side = !is_none(getattr(writer->protocol, "_client_connected_cb"));
    Value protocol = writer->protocol;
    co_await call_method(writer, "drain");
    Ref<Dict> keywords = Dict::make();
    keywords->set("server_side", make_bool(server_side));
    keywords->set("server_hostname", name ? name : none());
    keywords->set("ssl_handshake_timeout", timeout ? timeout : none());
    Value awaitable = call_with_keywords(getattr(writer->loop, "start_tls"),
                                         {writer->transport, protocol, context}, *keywords);
    writer->transport = co_await awaitable;
    call_method(protocol, "_replace_writer", {Value(writer)});
    co_return none();
}

Value write_method(const Value& self, CallArgs args) {
    const Value& transport = self_writer(self).transport;
    auto bytes = bytes_like(args.values[0]);
    auto* known = try_cast<SocketTransport>(transport);
    if (known != nullptr && bytes) {
        transport_write(*known, *bytes);
        return none();
    }
    call_method(transport, "write", {args.values[0]});
    return none();
}
Value writelines_method(const Value& self, CallArgs args) {
    call_method(self_writer(self).transport, "writelines", {args.values[0]});
    return none();
}
Value write_eof_method(const Value& self, CallArgs) {
    return call_method(self_writer(self).transport, "write_eof");
}
Value can_write_eof_method(const Value& self, CallArgs) {
    return call_method(self_writer(self).transport, "can_write_eof");
}
Value close_method(const Value& self, CallArgs) {
    return call_method(self_writer(self).transport, "close");
}
Value is_closing_method(const Value& self, CallArgs) {
    return call_method(self_writer(self).transport, "is_closing");
}
Value get_extra_info_method(const Value& self, CallArgs args) {
    return call_method(self_writer(self).transport, "get_extra_info",
                       {args.values[0], args.values[1] ? args.values[1] : none()});
}
Value drain_method(const Value& self, CallArgs) { return drain_body(ref(self)).named(kDrain); }
Value wait_closed_method(const Value& self, CallArgs) {
    return wait_closed_body(ref(self)).named(kWaitClosed);
}
Value start_tls_method(const Value& self, CallArgs args) {
    return start_tls_body(ref(self), args.values[0], args.values[1], args.values[2])
        .named(kStartTls);
}

Value get_transport(const Value& self) { return self_writer(self).transport; }
Value get_protocol(const Value& self) { return self_writer(self).protocol; }
Value get_reader(const Value& self) { return self_writer(self).reader; }

Value repr_slot(const Value& self) {
    const StreamWriter& writer = self_writer(self);
    std::string text =
        fmt::format("<{} transport={}", self.type()->name, repr_string(writer.transport));
    if (!is_none(writer.reader)) text += " reader=" + repr_string(writer.reader);
    return make_str(text + ">");
}

Value construct(Type* cls, CallArgs) {
    Ref<StreamWriter> writer = make_typed<StreamWriter>(cls);
    writer->transport = writer->protocol = writer->reader = none();
    return writer;
}
void init(const Value& self, CallArgs args) {
    static const NativeCode* const kCode =
        make_code({.name = "StreamWriter.__init__",
                   .parameters = "transport, protocol, reader, loop",
                   .style = CallStyle::Function});
    Value values[4];
    bind_arguments(*kCode, args, values);
    StreamWriter& writer = self_writer(self);
    bool known = is_none(values[2]) || is_instance(values[2], &stream_reader_type);
    if (!known) raise(assertion_error_type);
    writer.transport = values[0];
    writer.protocol = values[1];
    writer.reader = values[2];
    EventLoop* loop = as_event_loop(values[3]);
    if (loop == nullptr) raise_type_error("an event loop was expected");
    writer.loop = Ref<EventLoop>(loop);
    complete_future(*loop);
}

void traverse(Object* self, Visitor& visitor) {
    auto* writer = static_cast<StreamWriter*>(self);
    visitor.visit(writer->loop);
    visitor.visit(writer->transport);
    visitor.visit(writer->protocol);
    visitor.visit(writer->reader);
    if (writer->dict != nullptr) visitor.visit(static_cast<Object*>(writer->dict));
}
void clear(Object* self) {
    auto* writer = static_cast<StreamWriter*>(self);
    Value transport = std::exchange(writer->transport, none());
    Value protocol = std::exchange(writer->protocol, none());
    Value reader = std::exchange(writer->reader, none());
    if (Dict* dict = std::exchange(writer->dict, nullptr)) release(dict);
}

MethodDef python(std::string_view name, NativeCall call, std::string_view parameters) {
    return {.name = name, .call = call, .parameters = parameters, .style = CallStyle::Function};
}

// Connections and servers.

std::int64_t limit_of(const Value& limit) { return limit ? to_index(limit) : kDefaultStreamLimit; }

/// `lambda: protocol`
Value giver_of(const Value& protocol) {
    return make_function({.name = "<lambda>",
                          .call = [](const Value& self, CallArgs) { return self; },
                          .parameters = ""},
                         "asyncio.streams", protocol);
}

/// start_server's factory: a reader and its protocol for each connection.
Value make_server_protocol(const Value& self, CallArgs) {
    Tuple& state = *self.as<Tuple>();
    EventLoop& loop = *state[0].as<EventLoop>();
    Value reader = make_stream_reader(loop, to_index(state[1]));
    return make_stream_protocol(loop, reader, state[2]);
}
Value server_factory(EventLoop& loop, const Value& limit, const Value& client_connected) {
    Value state =
        Tuple::make({Value::borrow(&loop), limit ? limit : Value::small(kDefaultStreamLimit),
                     client_connected});
    return make_function({.name = "factory", .call = make_server_protocol, .parameters = ""},
                         "asyncio.streams", state);
}

Value call_loop(EventLoop& loop, std::string_view method, std::initializer_list<Value> positional,
                const Value& keywords) {
    return call_with_keywords(getattr(Value::borrow(&loop), method), positional,
                              *keywords.as<Dict>());
}

Coro open_connection_body(Kernel& kernel, Value host, Value port, Value limit, Value keywords) {
    Ref<EventLoop> loop(&get_running_loop(kernel));
    Value reader = make_stream_reader(*loop, limit_of(limit));
    Value protocol = make_stream_protocol(*loop, reader, Value());
    Value awaitable =
        call_loop(*loop, "create_connection", {giver_of(protocol), host, port}, keywords);
    Value pair = co_await awaitable;
    Value transport = getitem(pair, Value::small(0));
    co_return Tuple::make({reader, Value(make_stream_writer(*loop, transport, protocol, reader))});
}

Coro open_unix_connection_body(Kernel& kernel, Value path, Value limit, Value keywords) {
    Ref<EventLoop> loop(&get_running_loop(kernel));
    Value reader = make_stream_reader(*loop, limit_of(limit));
    Value protocol = make_stream_protocol(*loop, reader, Value());
    Value awaitable =
        call_loop(*loop, "create_unix_connection", {giver_of(protocol), path}, keywords);
    Value pair = co_await awaitable;
    Value transport = getitem(pair, Value::small(0));
    co_return Tuple::make({reader, Value(make_stream_writer(*loop, transport, protocol, reader))});
}

Coro start_server_body(Kernel& kernel, Value client_connected, Value host, Value port, Value limit,
                       Value keywords) {
    Ref<EventLoop> loop(&get_running_loop(kernel));
    Value factory = server_factory(*loop, limit, client_connected);
    Value awaitable = call_loop(*loop, "create_server", {factory, host, port}, keywords);
    co_return co_await awaitable;
}

Coro start_unix_server_body(Kernel& kernel, Value client_connected, Value path, Value limit,
                            Value keywords) {
    Ref<EventLoop> loop(&get_running_loop(kernel));
    Value factory = server_factory(*loop, limit, client_connected);
    Value awaitable = call_loop(*loop, "create_unix_server", {factory, path}, keywords);
    co_return co_await awaitable;
}

}  // namespace

Ref<StreamWriter> make_stream_writer(EventLoop& loop, const Value& transport, const Value& protocol,
                                     const Value& reader) {
    define_stream_types();
    Ref<StreamWriter> writer = make<StreamWriter>();
    writer->loop = Ref<EventLoop>(&loop);
    writer->transport = transport;
    writer->protocol = protocol;
    writer->reader = reader;
    complete_future(loop);
    return writer;
}

Coro open_connection(Kernel& kernel, Value host, Value port, Value limit, Value keywords) {
    return open_connection_body(kernel, std::move(host), std::move(port), std::move(limit),
                                std::move(keywords))
        .named(kOpenConnection);
}
Coro open_unix_connection(Kernel& kernel, Value path, Value limit, Value keywords) {
    return open_unix_connection_body(kernel, std::move(path), std::move(limit), std::move(keywords))
        .named(kOpenUnix);
}
Coro start_server(Kernel& kernel, Value client_connected, Value host, Value port, Value limit,
                  Value keywords) {
    return start_server_body(kernel, std::move(client_connected), std::move(host), std::move(port),
                             std::move(limit), std::move(keywords))
        .named(kStartServer);
}
Coro start_unix_server(Kernel& kernel, Value client_connected, Value path, Value limit,
                       Value keywords) {
    return start_unix_server_body(kernel, std::move(client_connected), std::move(path),
                                  std::move(limit), std::move(keywords))
        .named(kStartUnix);
}

void define_stream_writer() {
    stream_writer_type.construct = construct;
    stream_writer_type.init = init;
    stream_writer_type.repr = repr_slot;
    stream_writer_type.traverse = traverse;
    stream_writer_type.clear = clear;
    define_type<StreamWriter>(
        stream_writer_type,
        {.name = "StreamWriter",
         .module = "asyncio.streams",
         .flags = Type::kBaseType,
         .dict_offset = static_cast<std::int32_t>(offset_of(&StreamWriter::dict)),
         .methods = {python("write", write_method, "data"),
                     python("writelines", writelines_method, "data"),
                     python("write_eof", write_eof_method, ""),
                     python("can_write_eof", can_write_eof_method, ""),
                     python("close", close_method, ""), python("is_closing", is_closing_method, ""),
                     python("wait_closed", wait_closed_method, ""),
                     python("get_extra_info", get_extra_info_method, "name, default="),
                     python("drain", drain_method, ""),
                     python("start_tls", start_tls_method,
                            "sslcontext, *, server_hostname=, ssl_handshake_timeout=")},
         .getsets = {{"transport", get_transport},
                     {"_transport", get_transport},
                     {"_protocol", get_protocol},
                     {"_reader", get_reader}}});
}

}  // namespace loopscope::aio
