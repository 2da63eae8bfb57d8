// sock_sendfile and sendfile. CPython: unix_events._sock_sendfile_native and base_events' fallbacks
#include <algorithm>
#include <mutex>

#include "sim/aio/socket_calls.h"
#include "sim/aio/socket_transport.h"
#include "sim/aio/streams.h"
#include "sim/kernel/errors.h"
#include "sim/object/bytes.h"
#include "sim/object/exception.h"
#include "sim/object/int.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/singletons.h"
#include "sim/object/slice.h"
#include "sim/object/str.h"
#include "sim/world/files.h"

namespace loopscope::aio {

using namespace object;
using namespace kernel;

namespace {

constexpr LibraryCode kSockSendfile{"BaseEventLoop.sock_sendfile", "base_events.py", 874};
constexpr LibraryCode kSendfile{"BaseEventLoop.sendfile", "base_events.py", 1152};

constexpr LibraryCode kSockNative{"_UnixSelectorEventLoop._sock_sendfile_native", "unix_events.py",
                                  352};
constexpr LibraryCode kSockFallback{"BaseEventLoop._sock_sendfile_fallback", "base_events.py", 896};
constexpr LibraryCode kNative{"BaseSelectorEventLoop._sendfile_native", "selector_events.py", 719};
constexpr LibraryCode kFallback{"BaseEventLoop._sendfile_fallback", "base_events.py", 1203};

/// What sock_sendfile's fallback reads at once.
constexpr std::int64_t kBlock = 256 * 1024;
/// What a transport's fallback reads at once.
constexpr std::int64_t kReadBlock = 16 * 1024;

enum class Fallback : std::uint8_t { No, Yes };
Fallback fallback_if(bool wanted) { return wanted ? Fallback::Yes : Fallback::No; }

void check_parameters(const Value& socket, const Value& file, const Value& offset,
                      const Value& count) {
    Value mode = lookup_attr(file, "mode");
    if (mode && is_str(mode) && mode.as<Str>()->view().find('b') == std::string_view::npos)
        raise_value_error("file should be opened in binary mode");
    if (expect_socket(socket).kind != kStream)
        raise_value_error("only SOCK_STREAM type sockets are supported");
    if (!is_none(count)) {
        std::string message =
            fmt::format("count must be a positive integer (got {})", repr_string(count));
        if (!is_int(count)) raise_type_error(message);
        if (compare_bool(count, Value::small(0), CompareOp::Le)) raise_value_error(message);
    }
    std::string message =
        fmt::format("offset must be a non-negative integer (got {})", repr_string(offset));
    if (!is_int(offset)) raise_type_error(message);
    if (compare_bool(offset, Value::small(0), CompareOp::Lt)) raise_value_error(message);
}

/// The regular file that has this descriptor, or null.
world::OpenFile* regular_file(world::Fd fd) {
    auto* opened =
        dynamic_cast<world::OpenFile*>(Kernel::current().machine().descriptors().find(fd));
    bool regular = opened != nullptr && opened->node().kind == world::NodeKind::Regular;
    return regular ? opened : nullptr;
}

/// The descriptor of a file that the system itself can send. Errors: SendfileNotAvailableError.
world::Fd sendable_descriptor(const Value& file) {
    Value method = lookup_attr(file, "fileno");
    if (!method) raise(sendfile_not_available_error_type, "not a regular file");
    world::Fd fd = -1;
    try {
        fd = static_cast<world::Fd>(to_index(call(method)));
    } catch (Raised& raised) {
        if (!matches(*raised.exception, os_error_type)) throw;
    }
    if (regular_file(fd) == nullptr) raise(sendfile_not_available_error_type, "not a regular file");
    return fd;
}

Value first_bytes(const Value& view, std::int64_t size) {
    return getitem(view, make<Slice>(Value(none()), Value(Int::from(size)), Value(none())));
}

/// What cannot be sent so is read in the default executor and then written.
/// CPython: BaseEventLoop._sock_sendfile_fallback
Coro send_by_reading(LoopRef loop, Value socket, Value file, Value offset, Value count,
                     std::int64_t block) {
    if (truth(offset)) call_method(file, "seek", {offset});
    std::int64_t left = is_none(count) ? INT64_MAX : to_index(count);
    std::int64_t total = 0;
    auto update_position = [&] {  // What was sent counts, however sending ends.
        if (total > 0 && lookup_attr(file, "seek"))
            call_method(file, "seek", {Int::from(to_index(offset) + total)});
    };
    const auto size = static_cast<std::size_t>(std::min(left, block));
    Value buffer = ByteArray::make(std::string(size, '\0'));
    Value whole = call(Value::borrow(&memoryview_type), {buffer});
    try {
        while (left > 0) {
            Value view = first_bytes(whole, std::min(left, block));
            Value reading = call_method(Value::borrow(loop.get()), "run_in_executor",
                                        {none(), getattr(file, "readinto"), view});
            Value read = co_await std::move(reading);
            if (!truth(read)) break;
            co_await sock_sendall(loop, socket, first_bytes(view, to_index(read)));
            total += to_index(read);
            left -= to_index(read);
        }
    } catch (Raised&) {
        update_position();
        throw;
    }
    update_position();
    co_return Int::from(total);
}

/// A file on its way: what CPython passes from one call of _sock_sendfile_native_impl to the next.
struct Sending : Container {
    Ref<Future> future;
    Ref<SocketObject> socket;
    world::Fd file = -1;
    world::Fd registered = -1;  ///< The socket's, once the selector has been told.
    std::int64_t offset = 0;
    std::int64_t count = 0;  ///< 0: up to the end of the file.
    std::int64_t total = 0;
    static Type* class_type();
};

Type sending_type;

void sending_traverse(Object* self, Visitor& visitor) {
    visitor.visit(static_cast<Sending*>(self)->future);
    visitor.visit(static_cast<Sending*>(self)->socket);
}
void sending_clear(Object* self) {
    Ref<Future> future = std::move(static_cast<Sending*>(self)->future);
    Ref<SocketObject> socket = std::move(static_cast<Sending*>(self)->socket);
}

Type* Sending::class_type() {
    static std::once_flag once;
    std::call_once(once, [] {
        ProcessScope process;
        sending_type.traverse = sending_traverse;
        sending_type.clear = sending_clear;
        define_type<Sending>(sending_type,
                             {.name = "sendfile call", .module = "asyncio.unix_events"});
    });
    return &sending_type;
}

/// os.sendfile(socket, file, offset, …): how much the socket took. Errors: OSError.
std::int64_t send_from_file(Sending& sending) {
    world::OpenFile* file = regular_file(sending.file);
    if (file == nullptr) raise_os_error(world::kEBADF);
    std::string_view rest = file->node().content;
    rest.remove_prefix(std::min(rest.size(), static_cast<std::size_t>(sending.offset)));
    if (sending.count > 0)
        rest = rest.substr(0, static_cast<std::size_t>(sending.count - sending.total));
    if (rest.empty()) return 0;
    return static_cast<std::int64_t>(socket_send(*sending.socket, rest));
}

/// Leaves the file where sending has come to. CPython: _sock_sendfile_update_filepos
void update_position(const Sending& sending) {
    world::OpenFile* file = sending.total > 0 ? regular_file(sending.file) : nullptr;
    if (file != nullptr) file->seek(sending.offset, 0);
}

void send_more(EventLoop& loop, const Value& target, const Value&);

constexpr LibraryCallback kSendMore{
    {"_UnixSelectorEventLoop._sock_sendfile_native_impl", "unix_events.py", 375}, send_more};

constexpr LibraryCallback kStopSending{
    {"_UnixSelectorEventLoop._sock_add_cancellation_callback.<locals>.cb", "unix_events.py", 450},
    [](EventLoop& loop, const Value& target, const Value&) {
        Sending& sending = *target.as<Sending>();
        if (sending.future->cancelled() && sending.socket->fd != -1)
            loop.remove_writer(sending.socket->fd);
    }};

/// Goes on when the socket takes more.
void wait_to_send(EventLoop& loop, Sending& sending) {
    if (sending.registered < 0) {
        add_done_callback(*sending.future,
                          {.target = Value::borrow(&sending), .native = &kStopSending});
    }
    sending.registered = sending.socket->fd;
    ensure_no_transport(loop, Int::from(static_cast<std::int64_t>(sending.registered)));
    loop.add_writer(
        sending.registered,
        {.target = Value::borrow(&sending), .kind = HandleKind::Native, .native = &kSendMore},
        "socket");
}

void end_sending(Sending& sending) {
    update_position(sending);
    set_result(*sending.future, Int::from(sending.total));
}

void fail_sending(Sending& sending, const Ref<ExceptionObject>& exception) {
    update_position(sending);
    if (sending.total == 0 && matches(*exception, os_error_type)) {
        set_exception(*sending.future, make_exception(sendfile_not_available_error_type,
                                                      {make_str("os.sendfile call failed")}));
    } else {
        set_exception(*sending.future, exception);
    }
}

/// CPython: _UnixSelectorEventLoop._sock_sendfile_native_impl
void send_more(EventLoop& loop, const Value& target, const Value&) {
    Ref<Sending> sending(target.as<Sending>());
    if (sending->registered >= 0) {
        ensure_no_transport(loop, Int::from(static_cast<std::int64_t>(sending->registered)));
        loop.remove_writer(sending->registered);
    }
    if (sending->future->cancelled()) {
        update_position(*sending);
        return;
    }
    if (sending->count > 0 && sending->total >= sending->count) {
        end_sending(*sending);
        return;
    }
    std::int64_t sent = -1;
    try {
        sent = send_from_file(*sending);
    } catch (Raised& raised) {
        if (leaves_the_loop(*raised.exception)) throw;
        if (!matches(*raised.exception, blocking_io_error_type) &&
            !matches(*raised.exception, interrupted_error_type)) {
            fail_sending(*sending, raised.exception);
            return;
        }
    }
    if (sent == 0) {
        end_sending(*sending);
        return;
    }
    if (sent > 0) {
        sending->offset += sent;
        sending->total += sent;
    }
    wait_to_send(loop, *sending);
}

/// The file is sent without the program seeing it read.
/// CPython: _UnixSelectorEventLoop._sock_sendfile_native
Coro send_natively(LoopRef loop, Value socket, Value file, std::int64_t offset, Value count) {
    CoroPromise& self = co_await ThisCoro{};
    const world::Fd fd = sendable_descriptor(file);
    const std::int64_t wanted = is_none(count) ? 0 : to_index(count);
    if (wanted == 0 && regular_file(fd)->node().content.empty()) co_return Value::small(0);
    Sending& sending = self.hold(make<Sending>());
    sending.future = make_future(*loop, "sock_sendfile");
    sending.socket = Ref<SocketObject>(&expect_socket(socket));
    sending.file = fd;
    sending.offset = offset;
    sending.count = wanted;
    send_more(*loop, Value::borrow(&sending), Value());
    co_return co_await Ref<Future>(sending.future);
}

Coro sock_sendfile_body(LoopRef loop, Value socket, Value file, Value offset, Value count,
                        Fallback fallback) {
    SocketObject& known = expect_socket(socket);
    if (loop->debug && known.timeout_seconds != 0.0)
        raise_value_error("the socket must be non-blocking");
    check_parameters(socket, file, offset, count);
    try {
        co_return co_await send_natively(loop, socket, file, to_index(offset), count)
            .named(kSockNative);
    } catch (Raised& raised) {
        if (fallback == Fallback::No ||
            !matches(*raised.exception, sendfile_not_available_error_type))
            throw;
    }
    co_return co_await send_by_reading(loop, socket, file, offset, count, kBlock)
        .named(kSockFallback);
}

/// Keeps a transport from reading, and its descriptor free for the calls on sockets.
struct Borrowed {
    SocketTransport& stream;
    bool was_reading;
    explicit Borrowed(SocketTransport& transport)
        : stream(transport), was_reading(!transport.paused && !transport.closing) {
        set_listed(stream, false);
        pause_reading(stream);
    }
    ~Borrowed() {
        stream.empty_waiter = nullptr;
        if (was_reading && stream.loop) resume_reading(stream);
        set_listed(stream, true);
    }
};

/// CPython: BaseSelectorEventLoop._sendfile_native
Coro transport_natively(LoopRef loop, Ref<SocketTransport> given, Value file, Value offset,
                        Value count) {
    CoroPromise& self = co_await ThisCoro{};
    SocketTransport& stream = self.hold(std::move(given));
    Value socket = stream.socket;
    Borrowed borrowed(stream);
    Ref<Future> empty = make_empty_waiter(stream);
    co_await std::move(empty);
    co_return co_await sock_sendfile(loop, socket, file, offset, count, false);
}

/// FIDELITY: CPython writes to the transport, under a protocol of its own; here the socket is used.
/// CPython: BaseEventLoop._sendfile_fallback
Coro transport_by_reading(LoopRef loop, Ref<SocketTransport> given, Value file, Value offset,
                          Value count) {
    CoroPromise& self = co_await ThisCoro{};
    SocketTransport& stream = self.hold(std::move(given));
    Value socket = stream.socket;
    Borrowed borrowed(stream);
    co_return co_await send_by_reading(loop, socket, file, offset, count, kReadBlock)
        .named(kFallback);
}

Coro sendfile_body(LoopRef loop, Value transport, Value file, Value offset, Value count,
                   Fallback fallback) {
    if (truth(call_method(transport, "is_closing"))) raise_runtime_error("Transport is closing");
    auto* stream = try_cast<SocketTransport>(transport);
    if (stream == nullptr) {
        raise_runtime_error(
            fmt::format("sendfile is not supported for transport {}", repr_string(transport)));
    }
    try {
        co_return co_await transport_natively(loop, Ref<SocketTransport>(stream), file, offset,
                                              count)
            .named(kNative);
    } catch (Raised& raised) {
        if (fallback == Fallback::No ||
            !matches(*raised.exception, sendfile_not_available_error_type))
            throw;
    }
    co_return co_await transport_by_reading(loop, Ref<SocketTransport>(stream), file, offset, count)
        .named(kFallback);
}

}  // namespace

Coro sock_sendfile(LoopRef loop, Value socket, Value file, Value offset, Value count,
                   bool fallback) {
    return sock_sendfile_body(std::move(loop), std::move(socket), std::move(file),
                              std::move(offset), std::move(count), fallback_if(fallback))
        .named(kSockSendfile);
}

Coro sendfile(LoopRef loop, Value transport, Value file, Value offset, Value count, bool fallback) {
    return sendfile_body(std::move(loop), std::move(transport), std::move(file), std::move(offset),
                         std::move(count), fallback_if(fallback))
        .named(kSendfile);
}

}  // namespace loopscope::aio
