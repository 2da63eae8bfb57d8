// asyncio.Server: serving, accepting, closing.
#include "sim/aio/server.h"

#include <mutex>

#include "sim/aio/protocols.h"
#include "sim/aio/sleep.h"
#include "sim/aio/socket_transport.h"
#include "sim/aio/tls.h"
#include "sim/kernel/errors.h"
#include "sim/object/class.h"
#include "sim/object/exception.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/singletons.h"
#include "sim/world/error_number.h"

namespace loopscope::aio {

using namespace object;
using namespace kernel;

Type server_type;

Server::~Server() {
    if (dict != nullptr) release(dict);
}

namespace {

/// CPython: BaseSelectorEventLoop._accept_connection2
Coro set_up_connection(Ref<Server> server, Ref<SocketObject> connection, Value peer_name) {
    CoroPromise& self = co_await ThisCoro{};
    Ref<EventLoop> loop = server->loop;
    Value protocol;
    Value transport;
    Ref<ExceptionObject> failure;
    try {
        protocol = call(server->protocol_factory);
        Future& waiter = self.hold(make_future(*loop, "accept"));
        TransportOptions options{
            .peer_name = peer_name, .server = server, .waiter = Ref<Future>(&waiter)};
        if (server->tls.context && truth(server->tls.context)) {
            transport = make_tls_transport(*loop, connection, protocol, server->tls,
                                           TlsSide::Server, std::move(options));
        } else {
            transport = make_socket_transport(*loop, connection, protocol, std::move(options));
        }
        try {
            co_await Ref<Future>(&waiter);
        } catch (Raised&) {
            call_method(transport, "close");
            throw;
        }
    } catch (Raised& raised) {
        if (leaves_the_loop(*raised.exception)) throw;
        failure = raised.exception;
    }
    if (!failure || !loop->debug) co_return none();
    Ref<Dict> details = Dict::make();
    details->set("message", make_str("Error on transport creation for incoming connection"));
    details->set("exception", failure);
    if (protocol) details->set("protocol", protocol);
    if (transport) details->set("transport", transport);
    loop->call_exception_handler(details);
    co_return none();
}

constexpr LibraryCode kSetUp{"BaseSelectorEventLoop._accept_connection2", "selector_events.py",
                             200};

void add_accepting_reader(Server& server, const Ref<SocketObject>& socket);

/// Too many descriptors are open: accepting goes on after a second.
void pause_accepting(Server& server, const Ref<SocketObject>& socket, int error) {
    static constexpr LibraryCallback kAgain{
        {"BaseSelectorEventLoop._start_serving", "selector_events.py", 146},
        [](EventLoop&, const Value& target, const Value& argument) {
            add_accepting_reader(*target.as<Server>(),
                                 Ref<SocketObject>(argument.as<SocketObject>()));
        }};
    Ref<Dict> details = Dict::make();
    details->set("message", make_str("socket.accept() out of system resource"));
    details->set("exception", make_os_error(error, world::error_text(error)));
    details->set("socket", make_transport_socket(socket));
    server.loop->call_exception_handler(details);
    server.loop->remove_reader(socket->fd);
    server.loop->call_later(1.0, {.target = Value::borrow(&server),
                                  .argument = socket,
                                  .kind = HandleKind::Native,
                                  .native = &kAgain});
}

/// CPython: BaseSelectorEventLoop._accept_connection
void accept_connections(Server& server, const Ref<SocketObject>& socket) {
    Ref<EventLoop> loop = server.loop;
    for (int i = 0; i < server.backlog; ++i) {
        if (!socket->file) raise_os_error(world::kEBADF);
        world::Accepted accepted = accept_now(*loop->kernel, *socket->file);
        if (accepted.error == world::kEAGAIN || accepted.error == world::kECONNABORTED) return;
        if (accepted.error == world::kEMFILE) {
            // And it tries again at once, as often as the backlog is long, as CPython 3.11 does.
            pause_accepting(server, socket, accepted.error);
            continue;
        }
        if (accepted.error != 0) raise_os_error(accepted.error);
        Ref<SocketObject> connection = adopt_socket(*loop->kernel, std::move(accepted.socket));
        Value peer = address_value(accepted.peer);
        if (loop->debug) {
            loop->kernel->log(kLogDebug, fmt::format("{} got a new connection from {}: {}",
                                                     repr_string(Value::borrow(&server)),
                                                     repr_string(peer), repr_string(connection)));
        }
        set_timeout(*connection, 0.0);
        loop->create_task(
            set_up_connection(Ref<Server>(&server), std::move(connection), peer).named(kSetUp));
    }
}

constexpr LibraryCallback kAcceptConnection{
    {"BaseSelectorEventLoop._accept_connection", "selector_events.py", 154},
    [](EventLoop&, const Value& target, const Value& argument) {
        Ref<Server> server(target.as<Server>());
        accept_connections(*server, Ref<SocketObject>(argument.as<SocketObject>()));
    }};

void add_accepting_reader(Server& server, const Ref<SocketObject>& socket) {
    server.loop->add_reader(socket->fd,
                            {.target = Value::borrow(&server),
                             .argument = socket,
                             .kind = HandleKind::Native,
                             .native = &kAcceptConnection},
                            "listening socket");
}

/// CPython: Server._wakeup
void wake_up(Server& server) {
    server.has_waiters = false;
    auto waiters = std::exchange(server.waiters, {});
    for (const Ref<Future>& waiter : waiters) {
        if (!waiter->done()) set_result(*waiter, waiter);
    }
}

}  // namespace

void attach(Server& server) {
    if (!server.has_sockets) raise(assertion_error_type);
    ++server.active_count;
}

void detach(Server& server) {
    LOOPSCOPE_CHECK(server.active_count > 0);
    --server.active_count;
    if (server.active_count == 0 && !server.has_sockets && server.has_waiters) wake_up(server);
}

void start_serving(Server& server) {
    if (server.serving) return;
    server.serving = true;
    if (!server.has_sockets) raise_type_error("'NoneType' object is not iterable");
    for (const Ref<SocketObject>& socket : server.sockets) {
        if (int error = open_file(*socket).listen(server.backlog)) raise_os_error(error);
        add_accepting_reader(server, socket);
    }
}

void close_server(Server& server) {
    if (!server.has_sockets) return;
    server.has_sockets = false;
    auto sockets = std::exchange(server.sockets, {});
    for (const Ref<SocketObject>& socket : sockets) {
        server.loop->remove_reader(socket->fd);
        close_socket(*socket);
    }
    server.serving = false;
    if (Ref<Future> forever = server.serving_forever; forever && !forever->done()) {
        cancel_future(*forever, Value());
        server.serving_forever = nullptr;
    }
    if (server.active_count == 0) wake_up(server);
}

// What programs see.

namespace {

constexpr LibraryCode kStartServing{"Server.start_serving", "base_events.py", 352};
constexpr LibraryCode kServeForever{"Server.serve_forever", "base_events.py", 358};
constexpr LibraryCode kWaitClosed{"Server.wait_closed", "base_events.py", 379};
constexpr LibraryCode kEnter{"AbstractServer.__aenter__", "events.py", 195};
constexpr LibraryCode kExit{"AbstractServer.__aexit__", "events.py", 198};

Server& self_server(const Value& self) { return *self.as<Server>(); }
Ref<Server> ref(const Value& self) { return Ref<Server>(self.as<Server>()); }

Coro start_serving_body(Ref<Server> server) {
    start_serving(*server);
    co_await sleep(*server->loop->kernel, Value::small(0), none());
    co_return none();
}

Coro wait_closed_body(Ref<Server> server) {
    if (!server->has_sockets || !server->has_waiters) co_return none();
    CoroPromise& self = co_await ThisCoro{};
    Future& waiter = self.hold(make_future(*server->loop, "Server.wait_closed"));
    server->waiters.emplace_back(&waiter);
    co_await Ref<Future>(&waiter);
    co_return none();
}

Coro serve_forever_body(Ref<Server> server) {
    auto described = [&] { return repr_string(server); };
    if (server->serving_forever) {
        raise_runtime_error(
            fmt::format("server {} is already being awaited on serve_forever()", described()));
    }
    if (!server->has_sockets) raise_runtime_error(fmt::format("server {} is closed", described()));
    start_serving(*server);
    CoroPromise& self = co_await ThisCoro{};
    Future& forever = self.hold(make_future(*server->loop, "Server.serve_forever"));
    for (const Ref<SocketObject>& socket : server->sockets)
        note_need(forever, trace::NeedKind::Descriptor, static_cast<std::uint32_t>(socket->fd));
    server->serving_forever = Ref<Future>(&forever);
    Ref<ExceptionObject> cancelled;
    try {
        co_await Ref<Future>(&forever);
    } catch (Raised& raised) {
        if (!matches(*raised.exception, cancelled_error_type)) {
            server->serving_forever = nullptr;
            throw;
        }
        cancelled = raised.exception;
    }
    if (cancelled) {
        close_server(*server);
        try {
            co_await wait_closed_body(server).named(kWaitClosed);
        } catch (Raised&) {
            // Whatever happens meanwhile, the first cancellation goes on.
        }
    }
    server->serving_forever = nullptr;
    if (cancelled) raise(cancelled);
    co_return none();
}

Coro enter_body(Ref<Server> server) { co_return server; }
Coro exit_body(Ref<Server> server) {
    call_method(server, "close");
    co_await call_method(server, "wait_closed");
    co_return none();
}

Value start_serving_method(const Value& self, CallArgs) {
    return start_serving_body(ref(self)).named(kStartServing);
}
Value serve_forever_method(const Value& self, CallArgs) {
    return serve_forever_body(ref(self)).named(kServeForever);
}
Value wait_closed_method(const Value& self, CallArgs) {
    return wait_closed_body(ref(self)).named(kWaitClosed);
}
Value enter_method(const Value& self, CallArgs) { return enter_body(ref(self)).named(kEnter); }
Value exit_method(const Value& self, CallArgs) { return exit_body(ref(self)).named(kExit); }
Value close_method(const Value& self, CallArgs) {
    close_server(self_server(self));
    return none();
}
Value get_loop_method(const Value& self, CallArgs) { return self_server(self).loop; }
Value is_serving_method(const Value& self, CallArgs) {
    return make_bool(self_server(self).serving);
}

Value get_sockets(const Value& self) {
    std::vector<Value> sockets;
    for (const Ref<SocketObject>& socket : self_server(self).sockets)
        sockets.push_back(make_transport_socket(socket));
    return Tuple::make(sockets);
}

Value repr_slot(const Value& self) {
    return make_str(
        fmt::format("<{} sockets={}>", self.type()->name, repr_string(getattr(self, "sockets"))));
}

void traverse(Object* self, Visitor& visitor) {
    auto* server = static_cast<Server*>(self);
    visitor.visit(server->loop);
    for (const Ref<SocketObject>& socket : server->sockets) visitor.visit(socket);
    visitor.visit(server->protocol_factory);
    visitor.visit(server->tls.context);
    for (const Ref<Future>& waiter : server->waiters) visitor.visit(waiter);
    visitor.visit(server->serving_forever);
    if (server->dict != nullptr) visitor.visit(static_cast<Object*>(server->dict));
}
void clear(Object* self) {
    auto* server = static_cast<Server*>(self);
    Value factory = std::move(server->protocol_factory);
    Ref<EventLoop> loop = std::move(server->loop);
    auto sockets = std::exchange(server->sockets, {});
    auto waiters = std::exchange(server->waiters, {});
    Ref<Future> forever = std::move(server->serving_forever);
    if (Dict* dict = std::exchange(server->dict, nullptr)) release(dict);
}

MethodDef python(std::string_view name, NativeCall call, std::string_view parameters) {
    return {.name = name, .call = call, .parameters = parameters, .style = CallStyle::Function};
}

}  // namespace

void define_server_type() {
    define_protocol_types();
    static std::once_flag once;
    std::call_once(once, [] {
        ProcessScope process;
        server_type.repr = repr_slot;
        server_type.traverse = traverse;
        server_type.clear = clear;
        define_type<Server>(
            server_type,
            {.name = "Server",
             .module = "asyncio.base_events",
             .base = &abstract_server_type,
             .dict_offset = static_cast<std::int32_t>(offset_of(&Server::dict)),
             .methods = {python("close", close_method, ""), python("get_loop", get_loop_method, ""),
                         python("is_serving", is_serving_method, ""),
                         python("start_serving", start_serving_method, ""),
                         python("serve_forever", serve_forever_method, ""),
                         python("wait_closed", wait_closed_method, ""),
                         python("__aenter__", enter_method, ""),
                         python("__aexit__", exit_method, "*exc")},
             .getsets = {{"sockets", get_sockets}}});
    });
}

}  // namespace loopscope::aio
