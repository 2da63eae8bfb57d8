// sock_recv and its kin: tried at once, else when the selector says so.
#include "sim/aio/socket_calls.h"

#include <mutex>

#include "sim/aio/resolver.h"
#include "sim/aio/socket_transport.h"
#include "sim/kernel/errors.h"
#include "sim/object/bytes.h"
#include "sim/object/class.h"
#include "sim/object/exception.h"
#include "sim/object/int.h"
#include "sim/object/list.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/singletons.h"
#include "sim/object/tuple.h"

namespace loopscope::aio {

using namespace object;
using namespace kernel;

namespace {

/// One call that waits for its socket: what CPython passes to add_reader as arguments.
struct SocketCall : Container {
    Ref<Future> future;
    Ref<SocketObject> socket;
    Value argument;  ///< A size, a buffer, data or an address.
    Value address;
    std::string bytes;     ///< sendall: all of it.
    std::size_t sent = 0;  ///< sendall: of which so much has gone.
    Ref<Handle> handle;
    world::Fd fd = -1;
    static Type* class_type();
};

Type socket_call_type;

void call_traverse(Object* self, Visitor& visitor) {
    auto* call = static_cast<SocketCall*>(self);
    visitor.visit(call->future);
    visitor.visit(call->socket);
    visitor.visit(call->argument);
    visitor.visit(call->address);
    visitor.visit(call->handle);
}
void call_clear(Object* self) {
    auto* call = static_cast<SocketCall*>(self);
    Ref<Future> future = std::move(call->future);
    Ref<SocketObject> socket = std::move(call->socket);
    Value argument = std::move(call->argument);
    Ref<Handle> handle = std::move(call->handle);
}

Type* SocketCall::class_type() {
    static std::once_flag once;
    std::call_once(once, [] {
        ProcessScope process;
        socket_call_type.traverse = call_traverse;
        socket_call_type.clear = call_clear;
        define_type<SocketCall>(socket_call_type,
                                {.name = "socket call", .module = "asyncio.selector_events"});
    });
    return &socket_call_type;
}

bool would_wait(const Raised& raised) {
    return matches(*raised.exception, blocking_io_error_type) ||
           matches(*raised.exception, interrupted_error_type);
}

/// Runs one attempt of a call for its future. False when it must be tried again.
/// CPython: the body of each _sock_… method.
template <typename Attempt>
bool settle(Future& future, Attempt attempt) {
    Value result;
    try {
        result = attempt();
    } catch (Raised& raised) {
        if (would_wait(raised)) return false;
        if (leaves_the_loop(*raised.exception)) throw;
        set_exception(future, raised.exception);
        return true;
    }
    if (result) set_result(future, result);
    return static_cast<bool>(result);
}

Value receive(SocketCall& call) { return socket_recv(*call.socket, to_index(call.argument), 0); }
Value receive_into(SocketCall& call) {
    return Int::from_size(socket_recv_into(*call.socket, call.argument, 0, 0));
}
Value receive_from(SocketCall& call) {
    return socket_recvfrom(*call.socket, to_index(call.argument), 0);
}
Value receive_from_into(SocketCall& call) {
    return call_method(call.socket, "recvfrom_into", {call.argument, call.address});
}
/// Null while not all has gone.
Value send_rest(SocketCall& call) {
    call.sent += socket_send(*call.socket, std::string_view(call.bytes).substr(call.sent));
    return call.sent == call.bytes.size() ? none() : Value();
}
Value send_to(SocketCall& call) {
    return Int::from_size(
        socket_sendto(*call.socket, expect_bytes_like(call.argument), call.address));
}
Value accept_one(SocketCall& call) {
    auto [connection, address] = socket_accept(*call.socket);
    set_timeout(*connection, 0.0);
    return Tuple::make({Value(connection), address});
}
/// CPython: BaseSelectorEventLoop._sock_connect_cb
Value connect_result(SocketCall& call) {
    int error = open_file(*call.socket).take_error();
    if (error != 0) {
        raise(make_os_error(error, "Connect call failed " + str_string(call.address)));
    }
    return none();
}

template <Value (*kAttempt)(SocketCall&)>
void on_ready(EventLoop&, const Value& target, const Value&) {
    Ref<SocketCall> call(target.as<SocketCall>());
    if (call->future->done()) return;
    settle(*call->future, [&] { return kAttempt(*call); });
}

/// A kind of call: what it tries, and the names of CPython's methods.
struct Operation {
    const char* name;
    LibraryCode code;
    LibraryCallback ready;
    Value (*attempt)(SocketCall&);
};

#define LOOPSCOPE_OPERATION(name, line, ready_name, ready_line, attempt)              \
    {                                                                                 \
        name, {"BaseSelectorEventLoop." name, "selector_events.py", line},            \
            {{"BaseSelectorEventLoop." ready_name, "selector_events.py", ready_line}, \
             on_ready<attempt>},                                                      \
            attempt                                                                   \
    }

constexpr Operation kRecv = LOOPSCOPE_OPERATION("sock_recv", 357, "_sock_recv", 383, receive);
constexpr Operation kRecvInto =
    LOOPSCOPE_OPERATION("sock_recv_into", 399, "_sock_recv_into", 420, receive_into);
constexpr Operation kRecvFrom =
    LOOPSCOPE_OPERATION("sock_recvfrom", 437, "_sock_recvfrom", 460, receive_from);
constexpr Operation kRecvFromInto =
    LOOPSCOPE_OPERATION("sock_recvfrom_into", 477, "_sock_recvfrom_into", 502, receive_from_into);
constexpr Operation kSendAll =
    LOOPSCOPE_OPERATION("sock_sendall", 519, "_sock_sendall", 550, send_rest);
constexpr Operation kSendTo = LOOPSCOPE_OPERATION("sock_sendto", 572, "_sock_sendto", 599, send_to);
constexpr Operation kAccept =
    LOOPSCOPE_OPERATION("sock_accept", 687, "_sock_accept", 702, accept_one);
constexpr Operation kConnect =
    LOOPSCOPE_OPERATION("sock_connect", 614, "_sock_connect_cb", 666, connect_result);

#undef LOOPSCOPE_OPERATION

/// CPython: BaseSelectorEventLoop._sock_read_done, _sock_write_done, as done callbacks.
template <std::uint8_t kBit>
void call_done(EventLoop& loop, const Value& target, const Value&) {
    SocketCall& call = *target.as<SocketCall>();
    if (call.handle && call.handle->cancelled) return;
    if (loop.closed) return;
    ensure_no_transport(loop, Int::from(static_cast<std::int64_t>(call.fd)));
    if (kBit == world::kReadable) {
        loop.remove_reader(call.fd);
    } else {
        loop.remove_writer(call.fd);
    }
}
constexpr LibraryCallback kReadDone{
    {"BaseSelectorEventLoop._sock_read_done", "selector_events.py", 379},
    call_done<world::kReadable>};
constexpr LibraryCallback kWriteDone{
    {"BaseSelectorEventLoop._sock_write_done", "selector_events.py", 662},
    call_done<world::kWritable>};

/// CPython: the checks at the beginning of each sock_… method.
SocketObject& checked_socket(EventLoop& loop, const Value& v) {
    SocketObject& socket = expect_socket(v);
    if (loop.debug && socket.timeout_seconds != 0.0)
        raise_value_error("the socket must be non-blocking");
    return socket;
}

/// Registers the socket for the call; its future takes it back when it is done.
void wait_for_socket(EventLoop& loop, SocketCall& call, const Operation& operation,
                     std::uint8_t bit) {
    call.fd = call.socket->fd;
    ensure_no_transport(loop, Int::from(static_cast<std::int64_t>(call.fd)));
    CallSpec spec{
        .target = Value::borrow(&call), .kind = HandleKind::Native, .native = &operation.ready};
    bool reading = bit == world::kReadable;
    if (reading) {
        loop.add_reader(call.fd, std::move(spec), "socket");
    } else {
        loop.add_writer(call.fd, std::move(spec), "socket");
    }
    SelectorKey* key = loop.selector->find(call.fd);
    if (key != nullptr) call.handle = reading ? key->reader : key->writer;
    note_need(*call.future, trace::NeedKind::Descriptor, static_cast<std::uint32_t>(call.fd));
    add_done_callback(*call.future, {.target = Value::borrow(&call),
                                     .native = reading ? &kReadDone : &kWriteDone});
}

/// A call that is tried at once, and then again whenever the socket is ready.
Coro run_call(LoopRef loop, const Operation& operation, std::uint8_t bit,
              Ref<SocketCall> prepared) {
    CoroPromise& self = co_await ThisCoro{};
    SocketCall& call = self.hold(std::move(prepared));
    try {
        if (Value result = operation.attempt(call)) co_return result;
    } catch (Raised& raised) {
        if (!would_wait(raised)) throw;
    }
    call.future = make_future(*loop, operation.name);
    wait_for_socket(*loop, call, operation, bit);
    co_return co_await Ref<Future>(call.future);
}

Coro start_call(LoopRef loop, const Operation& operation, std::uint8_t bit, Value socket,
                Value argument, Value address) {
    Ref<SocketCall> call = make<SocketCall>();
    call->socket = Ref<SocketObject>(&checked_socket(*loop, socket));
    call->argument = std::move(argument);
    call->address = std::move(address);
    co_return co_await run_call(loop, operation, bit, std::move(call)).named(operation.code);
}

Coro sendall_body(LoopRef loop, Value socket, Value data) {
    Ref<SocketCall> call = make<SocketCall>();
    call->socket = Ref<SocketObject>(&checked_socket(*loop, socket));
    call->bytes = expect_bytes_like(data);
    co_return co_await run_call(loop, kSendAll, world::kWritable, std::move(call))
        .named(kSendAll.code);
}

Coro accept_body(LoopRef loop, Value socket) {
    CoroPromise& self = co_await ThisCoro{};
    SocketCall& call = self.hold(make<SocketCall>());
    call.socket = Ref<SocketObject>(&checked_socket(*loop, socket));
    call.future = make_future(*loop, "sock_accept");
    if (!settle(*call.future, [&] { return accept_one(call); }))
        wait_for_socket(*loop, call, kAccept, world::kReadable);
    co_return co_await Ref<Future>(call.future);
}

/// CPython: BaseSelectorEventLoop._sock_connect
void begin_connecting(EventLoop& loop, SocketCall& call) {
    try {
        world::Address target = address_of(*call.socket, call.address, "connect");
        int error = open_file(*call.socket).connect(target);
        if (error == world::kEINPROGRESS || error == world::kEAGAIN) {
            wait_for_socket(loop, call, kConnect, world::kWritable);
            return;
        }
        if (error != 0) raise_os_error(error);
    } catch (Raised& raised) {
        if (leaves_the_loop(*raised.exception)) throw;
        set_exception(*call.future, raised.exception);
        return;
    }
    set_result(*call.future, none());
}

Coro connect_body(LoopRef loop, Value socket_value, Value address) {
    CoroPromise& self = co_await ThisCoro{};
    SocketCall& call = self.hold(make<SocketCall>());
    SocketObject& socket = checked_socket(*loop, socket_value);
    call.socket = Ref<SocketObject>(&socket);
    if (socket.family == kFamilyInet || socket.family == kFamilyInet6) {
        Value found =
            co_await ensure_resolved(loop, address, socket.family, socket.kind, socket.protocol, 0);
        address = getitem(getitem(found, Value::small(0)), Value::small(4));
    }
    call.address = address;
    call.future = make_future(*loop, "sock_connect");
    begin_connecting(*loop, call);
    co_return co_await Ref<Future>(call.future);
}

}  // namespace

Coro sock_recv(LoopRef loop, Value socket, Value size) {
    return start_call(std::move(loop), kRecv, world::kReadable, std::move(socket), std::move(size),
                      Value())
        .named(kRecv.code);
}
Coro sock_recv_into(LoopRef loop, Value socket, Value buffer) {
    return start_call(std::move(loop), kRecvInto, world::kReadable, std::move(socket),
                      std::move(buffer), Value())
        .named(kRecvInto.code);
}
Coro sock_recvfrom(LoopRef loop, Value socket, Value size) {
    return start_call(std::move(loop), kRecvFrom, world::kReadable, std::move(socket),
                      std::move(size), Value())
        .named(kRecvFrom.code);
}
Coro sock_recvfrom_into(LoopRef loop, Value socket, Value buffer, Value size) {
    return start_call(std::move(loop), kRecvFromInto, world::kReadable, std::move(socket),
                      std::move(buffer), std::move(size))
        .named(kRecvFromInto.code);
}
Coro sock_sendall(LoopRef loop, Value socket, Value data) {
    return sendall_body(std::move(loop), std::move(socket), std::move(data)).named(kSendAll.code);
}
Coro sock_sendto(LoopRef loop, Value socket, Value data, Value address) {
    return start_call(std::move(loop), kSendTo, world::kWritable, std::move(socket),
                      std::move(data), std::move(address))
        .named(kSendTo.code);
}
Coro sock_connect(LoopRef loop, Value socket, Value address) {
    return connect_body(std::move(loop), std::move(socket), std::move(address))
        .named(kConnect.code);
}
Coro sock_accept(LoopRef loop, Value socket) {
    return accept_body(std::move(loop), std::move(socket)).named(kAccept.code);
}

}  // namespace loopscope::aio
