// Transports over stream sockets: reading, writing, closing.
#include "sim/aio/socket_transport.h"

#include <algorithm>

#include "sim/aio/server.h"
#include "sim/aio/socket_transport_parts.h"
#include "sim/aio/streams.h"
#include "sim/kernel/errors.h"
#include "sim/object/bytes.h"
#include "sim/object/class.h"
#include "sim/object/exception.h"
#include "sim/object/int.h"
#include "sim/object/protocol.h"
#include "sim/object/singletons.h"
#include "sim/world/error_number.h"

namespace loopscope::aio {

using namespace object;
using namespace kernel;

namespace {

/// `max_size`: what is received at most at once.
constexpr std::size_t kReceiveMax = 256 * 1024;
/// constants.LOG_THRESHOLD_FOR_CONNLOST_WRITES
constexpr int kLogThreshold = 5;

/// What all transports of a run share.
struct TransportTable : Runtime::Extension {
    static constexpr char kRuntimeKey = 0;
    std::vector<SelectorTransport*> by_fd;
    std::string room = std::string(kReceiveMax, '\0');  ///< Scratch: what is received now.

    static TransportTable& current() {
        Runtime& runtime = Runtime::current();
        if (auto* known = runtime.find<TransportTable>()) return *known;
        return runtime.add(std::make_unique<TransportTable>());
    }
};

Value borrow(SelectorTransport& transport) { return Value::borrow(&transport); }

Ref<ExceptionObject> os_error(int error) { return make_os_error(error, world::error_text(error)); }

SocketTransport& stream(const Value& target) { return *target.as<SocketTransport>(); }

}  // namespace

// The table.

SelectorTransport::~SelectorTransport() {
    if (!Runtime::has_current()) return;
    if (auto* table = Runtime::current().find<TransportTable>()) {
        auto at = static_cast<std::size_t>(fd);
        if (fd >= 0 && at < table->by_fd.size() && table->by_fd[at] == this)
            table->by_fd[at] = nullptr;
    }
}

void set_listed(SelectorTransport& transport, bool listed) {
    std::vector<SelectorTransport*>& by_fd = TransportTable::current().by_fd;
    auto at = static_cast<std::size_t>(transport.fd);
    if (at >= by_fd.size()) by_fd.resize(at + 1);
    if (listed) by_fd[at] = &transport;
    if (!listed && by_fd[at] == &transport) by_fd[at] = nullptr;
}

SelectorTransport* transport_of(EventLoop& loop, world::Fd fd) {
    auto* table = Runtime::current().find<TransportTable>();
    if (table == nullptr || fd < 0 || static_cast<std::size_t>(fd) >= table->by_fd.size())
        return nullptr;
    SelectorTransport* transport = table->by_fd[static_cast<std::size_t>(fd)];
    // One that was closed has no loop any more, and is_closing() in any case.
    return transport != nullptr && transport->loop.get() == &loop ? transport : nullptr;
}

world::Fd descriptor_of(const Value& fd_or_file) {
    Value number = fd_or_file;
    if (!is_int(number)) {
        try {
            number = index_value(call_method(fd_or_file, "fileno"));
        } catch (Raised& raised) {
            bool bad = matches(*raised.exception, attribute_error_type) ||
                       matches(*raised.exception, type_error_type) ||
                       matches(*raised.exception, value_error_type);
            if (!bad) throw;
            raise_value_error("Invalid file object: " + repr_string(fd_or_file));
        }
    }
    std::int64_t fd = to_index(number);
    if (fd < 0) raise_value_error(fmt::format("Invalid file descriptor: {}", fd));
    return static_cast<world::Fd>(fd);
}

void ensure_no_transport(EventLoop& loop, const Value& fd_or_file) {
    SelectorTransport* transport = transport_of(loop, descriptor_of(fd_or_file));
    if (transport == nullptr || transport->closing) return;
    raise_runtime_error(fmt::format("File descriptor {} is used by transport {}",
                                    repr_string(fd_or_file), repr_string(borrow(*transport))));
}

// Callbacks.

const LibraryCallback kSetResultUnlessCancelled{{"_set_result_unless_cancelled", "futures.py", 311},
                                                [](EventLoop&, const Value& target, const Value&) {
                                                    Future& future = *target.as<Future>();
                                                    if (!future.cancelled())
                                                        set_result(future, none());
                                                },
                                                true};

namespace {

void call_connection_lost(SelectorTransport& transport, const Value& exception);
void read_ready(SocketTransport& transport);
void write_ready(SocketTransport& transport);

constexpr LibraryCallback kReadReady{
    {"_SelectorSocketTransport._read_ready", "selector_events.py", 951},
    [](EventLoop&, const Value& target, const Value&) { read_ready(stream(target)); }};
constexpr LibraryCallback kWriteReady{
    {"_SelectorSocketTransport._write_ready", "selector_events.py", 1076},
    [](EventLoop&, const Value& target, const Value&) { write_ready(stream(target)); }};
constexpr LibraryCallback kConnectionLost{
    {"_SelectorSocketTransport._call_connection_lost", "selector_events.py", 1116},
    [](EventLoop&, const Value& target, const Value& argument) {
        call_connection_lost(*target.as<SelectorTransport>(), argument);
    }};
constexpr LibraryCallback kDatagramConnectionLost{
    {"_SelectorTransport._call_connection_lost", "selector_events.py", 872},
    [](EventLoop&, const Value& target, const Value& argument) {
        call_connection_lost(*target.as<SelectorTransport>(), argument);
    }};

void watch_for_reading(SocketTransport& transport) {
    if (transport.closing) return;
    transport.loop->add_reader(
        transport.fd,
        {.target = borrow(transport), .kind = HandleKind::Native, .native = &kReadReady}, "socket");
}

constexpr LibraryCallback kAddReader{
    {"_SelectorTransport._add_reader", "selector_events.py", 889},
    [](EventLoop&, const Value& target, const Value&) { watch_for_reading(stream(target)); }};

bool is_stream(const SelectorTransport& transport) {
    return transport.type->is_subtype_of(&socket_transport_type);
}

void schedule_connection_lost(SelectorTransport& transport, const Value& exception) {
    transport.loop->call_soon(
        {.target = borrow(transport),
         .argument = exception,
         .kind = HandleKind::Native,
         .native = is_stream(transport) ? &kConnectionLost : &kDatagramConnectionLost});
}

std::size_t buffered(const SelectorTransport& transport) {
    if (is_stream(transport)) return static_cast<const SocketTransport&>(transport).buffer_size();
    return static_cast<const DatagramTransport&>(transport).buffer.size();
}

void drop_buffer(SelectorTransport& transport) {
    if (is_stream(transport)) {
        auto& of_stream = static_cast<SocketTransport&>(transport);
        std::string().swap(of_stream.buffer);
        of_stream.sent = 0;
        of_stream.buffer_share.set(0);
    } else {
        auto& datagrams = static_cast<DatagramTransport&>(transport);
        datagrams.buffer.clear();
        datagrams.buffered = 0;
        datagrams.buffer_share.set(0);
    }
}

/// CPython: _SelectorTransport._force_close
void force_close(SelectorTransport& transport, const Value& exception) {
    if (transport.connections_lost != 0) return;
    if (buffered(transport) > 0) {
        drop_buffer(transport);
        transport.loop->remove_writer(transport.fd);
    }
    if (!transport.closing) {
        transport.closing = true;
        transport.loop->remove_reader(transport.fd);
    }
    ++transport.connections_lost;
    schedule_connection_lost(transport, exception);
}

/// CPython: _SelectorTransport._call_connection_lost
void call_connection_lost(SelectorTransport& transport, const Value& exception) {
    struct Afterwards {
        SelectorTransport& transport;
        ~Afterwards() {
            Ref<SocketObject> socket = std::move(transport.socket);
            if (socket) close_socket(*socket);
            transport.closed_socket = std::move(socket);
            Value protocol = std::move(transport.protocol);
            transport.protocol = Value();
            Ref<EventLoop> loop = std::move(transport.loop);
            if (Ref<Server> server = std::move(transport.server)) detach(*server);
        }
    };
    {
        Ref<SelectorTransport> alive(&transport);
        Afterwards afterwards{transport};
        Value protocol = transport.protocol;
        if (protocol) call_method(protocol, "connection_lost", {exception ? exception : none()});
    }
    if (!is_stream(transport)) return;
    if (Ref<Future> waiter = static_cast<SocketTransport&>(transport).empty_waiter) {
        set_exception(*waiter,
                      make_exception(connection_error_type, "Connection is closed by peer"));
    }
}

}  // namespace

void fatal_transport_error(SelectorTransport& transport, ExceptionObject& exception,
                           std::string_view message) {
    if (!matches(exception, os_error_type)) {
        report_transport_error(transport, message, exception);
    } else if (transport.loop->debug) {
        transport.loop->kernel->log(
            kLogDebug, fmt::format("{}: {}", repr_string(borrow(transport)), message), &exception);
    }
    force_close(transport, Value::borrow(&exception));
}

// Closing.

void transport_close(SelectorTransport& transport) {
    if (transport.closing) return;
    transport.closing = true;
    transport.loop->remove_reader(transport.fd);
    if (buffered(transport) > 0) return;
    ++transport.connections_lost;
    transport.loop->remove_writer(transport.fd);
    schedule_connection_lost(transport, none());
}

void transport_abort(SelectorTransport& transport) { force_close(transport, none()); }

void finish_closing(SelectorTransport& transport) { call_connection_lost(transport, none()); }

// Reading.

void set_transport_protocol(SocketTransport& transport, const Value& protocol) {
    transport.buffered_protocol = instance_check(protocol, type_value(&buffered_protocol_type));
    transport.protocol = protocol;
}

void pause_reading(SocketTransport& transport) {
    if (transport.closing || transport.paused) return;
    transport.paused = true;
    transport.loop->remove_reader(transport.fd);
    if (transport.loop->debug)
        transport.loop->kernel->log(kLogDebug, repr_string(borrow(transport)) + " pauses reading");
}

void resume_reading(SocketTransport& transport) {
    if (transport.closing || !transport.paused) return;
    transport.paused = false;
    watch_for_reading(transport);
    if (transport.loop->debug)
        transport.loop->kernel->log(kLogDebug, repr_string(borrow(transport)) + " resumes reading");
}

namespace {

/// Runs what may fail, and makes a failure fatal for the transport. False when it failed.
template <typename Body>
bool guarded(SelectorTransport& transport, std::string_view message, Body body) {
    try {
        body();
        return true;
    } catch (Raised& raised) {
        if (leaves_the_loop(*raised.exception)) throw;
        fatal_transport_error(transport, *raised.exception, message);
        return false;
    }
}

/// CPython: _SelectorSocketTransport._read_ready__on_eof
void end_received(SocketTransport& transport) {
    if (transport.loop->debug)
        transport.loop->kernel->log(kLogDebug, repr_string(borrow(transport)) + " received EOF");
    bool keep_open = false;
    bool fine = guarded(transport, "Fatal error: protocol.eof_received() call failed.", [&] {
        keep_open = truth(call_method(transport.protocol, "eof_received"));
    });
    if (!fine) return;
    if (keep_open) {
        transport.loop->remove_reader(transport.fd);
    } else {
        transport_close(transport);
    }
}

/// Receives; false when there is nothing to hand on. `got` is 0 at the end.
bool receive(SocketTransport& transport, std::span<char> into, std::size_t& got) {
    world::Receiving how;
    world::Transfer transfer = transport.socket->file ? transport.socket->file->receive(into, how)
                                                      : world::Transfer{.error = world::kEBADF};
    got = transfer.count;
    if (transfer.error == 0) return true;
    if (transfer.error != world::kEAGAIN) {
        fatal_transport_error(transport, *os_error(transfer.error),
                              "Fatal read error on socket transport");
    }
    return false;
}

/// CPython: _SelectorSocketTransport._read_ready__data_received
void read_data(SocketTransport& transport) {
    std::string& room = TransportTable::current().room;
    std::size_t got = 0;
    if (!receive(transport, room, got)) return;
    if (got == 0) {
        end_received(transport);
        return;
    }
    Value data = Bytes::make(std::string_view(room).substr(0, got));
    guarded(transport, "Fatal error: protocol.data_received() call failed.", [&] {
        if (StreamReaderProtocol* known = plain_stream_protocol(transport.protocol)) {
            data_received(*known, data);
        } else {
            call_method(transport.protocol, "data_received", {data});
        }
    });
}

/// CPython: _SelectorSocketTransport._read_ready__get_buffer
void read_into_buffer(SocketTransport& transport) {
    Value buffer;
    bool fine = guarded(transport, "Fatal error: protocol.get_buffer() call failed.", [&] {
        buffer = call_method(transport.protocol, "get_buffer", {Value::small(-1)});
        if (length(buffer) == 0) raise_runtime_error("get_buffer() returned an empty buffer");
    });
    if (!fine) return;
    std::size_t got = 0;
    bool received = false;
    fine = guarded(transport, "Fatal read error on socket transport", [&] {
        received = receive(transport, writable_bytes(buffer, "recv_into()"), got);
    });
    if (!fine || !received) return;
    if (got == 0) {
        end_received(transport);
        return;
    }
    guarded(transport, "Fatal error: protocol.buffer_updated() call failed.",
            [&] { call_method(transport.protocol, "buffer_updated", {Int::from_size(got)}); });
}

void read_ready(SocketTransport& transport) {
    if (transport.connections_lost != 0) return;
    Ref<SocketTransport> alive(&transport);
    if (transport.buffered_protocol) {
        read_into_buffer(transport);
    } else {
        read_data(transport);
    }
}

// Writing.

world::Transfer send(SocketTransport& transport, std::string_view bytes) {
    if (!transport.socket || !transport.socket->file) return {.error = world::kEBADF};
    return transport.socket->file->send(bytes, nullptr);
}

void watch_for_writing(SocketTransport& transport) {
    transport.loop->add_writer(
        transport.fd,
        {.target = borrow(transport), .kind = HandleKind::Native, .native = &kWriteReady},
        "socket");
}

/// Ends the sending direction after write_eof().
void shut_down_sending(SocketTransport& transport) {
    if (int error = open_file(*transport.socket).shutdown(world::Direction::Sending))
        raise_os_error(error);
}

/// CPython: _SelectorSocketTransport._write_ready
void write_ready(SocketTransport& transport) {
    if (transport.connections_lost != 0) return;
    Ref<SocketTransport> alive(&transport);
    world::Transfer sent =
        send(transport, std::string_view(transport.buffer).substr(transport.sent));
    if (sent.error == world::kEAGAIN) return;
    if (sent.error != 0) {
        transport.loop->remove_writer(transport.fd);
        drop_buffer(transport);
        Ref<ExceptionObject> error = os_error(sent.error);
        fatal_transport_error(transport, *error, "Fatal write error on socket transport");
        if (Ref<Future> waiter = transport.empty_waiter) set_exception(*waiter, error);
        return;
    }
    transport.sent += sent.count;
    if (transport.buffer_size() == 0) {
        drop_buffer(transport);
    } else if (transport.sent > transport.buffer.size() / 2) {
        transport.buffer.erase(0, std::exchange(transport.sent, 0));
    }
    maybe_resume_protocol(transport, transport.buffer_size());
    if (transport.buffer_size() > 0) return;
    transport.loop->remove_writer(transport.fd);
    if (Ref<Future> waiter = transport.empty_waiter) set_result(*waiter, none());
    if (transport.closing) {
        call_connection_lost(transport, none());
    } else if (transport.eof) {
        shut_down_sending(transport);
    }
}

}  // namespace

void transport_write(SocketTransport& transport, std::string_view bytes) {
    if (transport.eof) raise_runtime_error("Cannot call write() after write_eof()");
    if (transport.empty_waiter) raise_runtime_error("unable to write; sendfile is in progress");
    if (bytes.empty()) return;
    if (transport.connections_lost != 0) {
        if (transport.connections_lost >= kLogThreshold)
            Kernel::current().log(kLogWarning, "socket.send() raised exception.");
        ++transport.connections_lost;
        return;
    }
    if (transport.buffer_size() == 0) {
        world::Transfer sent = send(transport, bytes);
        if (sent.error != 0 && sent.error != world::kEAGAIN) {
            fatal_transport_error(transport, *os_error(sent.error),
                                  "Fatal write error on socket transport");
            return;
        }
        bytes.remove_prefix(sent.count);
        if (bytes.empty()) return;
        watch_for_writing(transport);
    }
    transport.buffer_share.set(transport.buffer.size() + bytes.size());
    transport.buffer.append(bytes);
    maybe_pause_protocol(transport, transport.buffer_size());
}

void transport_write_eof(SocketTransport& transport) {
    if (transport.closing || transport.eof) return;
    transport.eof = true;
    if (transport.buffer_size() == 0) shut_down_sending(transport);
}

Ref<Future> make_empty_waiter(SocketTransport& transport) {
    if (transport.empty_waiter) raise_runtime_error("Empty waiter is already set");
    transport.empty_waiter = make_future(*transport.loop, "sendfile");
    if (transport.buffer_size() == 0) set_result(*transport.empty_waiter, none());
    return transport.empty_waiter;
}

// Making.

void begin_transport(SelectorTransport& transport, EventLoop& loop, Ref<SocketObject> socket,
                     TransportOptions& options) {
    world::Socket& file = open_file(*socket);
    transport.loop = Ref<EventLoop>(&loop);
    transport.extra = std::move(options.extra);
    transport.socket_name = call_method(socket, "getsockname");
    transport.peer_name = options.peer_name;
    if (!transport.peer_name)
        transport.peer_name = file.connected() ? address_value(file.remote()) : none();
    transport.fd = socket->fd;
    transport.socket = std::move(socket);
    if (options.server) attach(*options.server);
    transport.server = std::move(options.server);
    set_listed(transport, true);
}

/// The three handles of every new transport. CPython: _SelectorSocketTransport.__init__
void schedule_beginning(SelectorTransport& transport, const LibraryCallback& add_reader,
                        const TransportOptions& options) {
    EventLoop& loop = *transport.loop;
    loop.call_soon(
        {.target = getattr(transport.protocol, "connection_made"), .argument = borrow(transport)});
    loop.call_soon(
        {.target = borrow(transport), .kind = HandleKind::Native, .native = &add_reader});
    if (options.waiter) {
        loop.call_soon({.target = options.waiter,
                        .argument = none(),
                        .kind = HandleKind::Native,
                        .native = &kSetResultUnlessCancelled});
    }
}

Ref<SocketTransport> make_socket_transport(EventLoop& loop, Ref<SocketObject> socket,
                                           const Value& protocol, TransportOptions options) {
    constexpr int kTcpNoDelay = 1;
    define_socket_transport_types();
    Ref<SocketTransport> transport = make<SocketTransport>();
    begin_transport(*transport, loop, std::move(socket), options);
    set_transport_protocol(*transport, protocol);
    SocketObject& own = *transport->socket;
    if (own.family != kFamilyUnix && own.protocol == world::kProtocolTcp)
        own.file->set_option(world::kProtocolTcp, kTcpNoDelay, 1);
    schedule_beginning(*transport, kAddReader, options);
    return transport;
}

}  // namespace loopscope::aio
