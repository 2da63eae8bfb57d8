// socket.socket: making, closing, and the calls that may have to wait.
#include "sim/aio/socket_object.h"

#include <algorithm>

#include "sim/object/bytes.h"
#include "sim/object/exception.h"
#include "sim/object/int.h"
#include "sim/object/protocol.h"
#include "sim/object/str.h"
#include "sim/object/tuple.h"
#include "sim/world/error_number.h"
#include "sim/world/socket_events.h"

namespace loopscope::aio {

using namespace object;
using kernel::Kernel;
using world::Transfer;

SocketLibrary& SocketLibrary::current() {
    Runtime& runtime = Runtime::current();
    if (auto* known = runtime.find<SocketLibrary>()) return *known;
    return runtime.add(std::make_unique<SocketLibrary>());
}

void raise_os_error(int error) { raise(make_os_error(error, world::error_text(error))); }

// Making and closing.

namespace {

Ref<SocketObject> wrap(Kernel& kernel, std::shared_ptr<world::Socket> file, Type* cls) {
    Ref<SocketObject> socket = make_typed<SocketObject>(cls);
    socket->family = static_cast<int>(file->family());
    socket->kind = static_cast<int>(file->type());
    socket->protocol = file->protocol();
    socket->fd = kernel.open_descriptor(file);
    file->number = socket->fd;
    socket->file = std::move(file);
    const Value& timeout = SocketLibrary::current().default_timeout;
    if (timeout) set_timeout(*socket, to_double(timeout));
    return socket;
}

}  // namespace

Ref<SocketObject> make_socket(Kernel& kernel, int family, int kind, int protocol) {
    int error = 0;
    auto file = kernel.machine().network().make_socket(
        static_cast<world::Family>(family), static_cast<world::SocketType>(kind), protocol, error);
    if (!file) raise_os_error(error);
    return wrap(kernel, std::move(file), &socket_type);
}

Ref<SocketObject> adopt_socket(Kernel& kernel, std::shared_ptr<world::Socket> file) {
    Ref<SocketObject> socket = wrap(kernel, std::move(file), &socket_type);
    world::SocketEvents(kernel.machine().network()).accepted(*socket->file);
    return socket;
}

SocketObject* as_socket(const Value& v) { return try_cast<SocketObject>(v); }

SocketObject& expect_socket(const Value& v) {
    SocketObject* socket = as_socket(v);
    if (socket != nullptr) return *socket;
    getattr(v, "type");  // What most of CPython's functions ask first.
    raise_type_error("a socket was expected, got " + repr_string(v));
}

world::Socket& open_file(const SocketObject& socket) {
    if (!socket.file) raise_os_error(world::kEBADF);
    return *socket.file;
}

void close_socket(SocketObject& socket) {
    socket.closed = true;
    if (socket.io_references > 0 || !socket.file) return;
    std::shared_ptr<world::Socket> file = std::move(socket.file);
    world::Fd fd = std::exchange(socket.fd, -1);
    world::Descriptors& table = Kernel::current().machine().descriptors();
    if (table.find(fd) == file.get()) table.close(fd);
}

void set_timeout(SocketObject& socket, double seconds) {
    socket.timeout_seconds = seconds;
    if (socket.file) socket.file->nonblocking = seconds == 0.0;
}

// Waiting.

bool wait_for_file(Kernel& kernel, world::File& file, std::uint8_t wanted, double deadline,
                   std::string_view on) {
    kernel.throw_if_stop_requested();
    if (kernel.hooks.iteration) kernel.hooks.iteration();
    world::Wake why = world::wait_ready(kernel.machine(), file, wanted, deadline, on);
    kernel.check_wake(why);
    kernel.run_signals();
    return why != world::Wake::Deadline;
}

namespace {

/// Tries a call until it needs no waiting, as long as the socket's timeout allows.
/// CPython: sock_call_impl
template <typename Call>
auto in_time(SocketObject& socket, std::uint8_t wanted, std::string_view on, Call attempt) {
    Kernel& kernel = Kernel::current();
    std::shared_ptr<world::Socket> file = socket.file;
    if (!file) raise_os_error(world::kEBADF);
    double deadline = socket.timeout_seconds < 0.0
                          ? world::kNever
                          : kernel.machine().now() + socket.timeout_seconds;
    for (;;) {
        auto answer = attempt(*file);
        if (answer.error != world::kEAGAIN) {
            if (answer.error != 0) raise_os_error(answer.error);
            return answer;
        }
        if (socket.timeout_seconds == 0.0) raise_os_error(world::kEAGAIN);
        if (!wait_for_file(kernel, *file, wanted, deadline, on))
            raise(timeout_error_type, "timed out");
        if (!socket.file) raise_os_error(world::kEBADF);
    }
}

constexpr int kMsgPeek = 2;
constexpr int kMsgDontWait = 0x40;

Transfer receive(SocketObject& socket, std::span<char> into, int flags, world::Receiving& how) {
    how.peek = (flags & kMsgPeek) != 0;
    // With a timeout CPython waits first, and tries again for as long as the answer is EAGAIN.
    if ((flags & kMsgDontWait) != 0 && socket.timeout_seconds <= 0.0) {
        Transfer got = open_file(socket).receive(into, how);
        if (got.error != 0) raise_os_error(got.error);
        return got;
    }
    return in_time(socket, world::kReadable, "recv",
                   [&](world::Socket& file) { return file.receive(into, how); });
}

/// Receives into new bytes: exactly as many as came.
Value received_bytes(SocketObject& socket, std::int64_t size, int flags, world::Receiving& how) {
    // What is asked for is mostly far more than what comes.
    constexpr std::size_t kOnStack = 4096;
    auto room = static_cast<std::size_t>(size);
    if (room <= kOnStack) {
        char bytes[kOnStack];
        Transfer got = receive(socket, {bytes, room}, flags, how);
        return Bytes::make({bytes, got.count});
    }
    constexpr std::size_t kMost = std::size_t{64} << 20;
    std::string bytes(std::min(room, kMost), '\0');
    Transfer got = receive(socket, bytes, flags, how);
    return Bytes::make(std::string_view(bytes).substr(0, got.count));
}

}  // namespace

Value socket_recv(SocketObject& socket, std::int64_t size, int flags) {
    if (size < 0) raise_value_error("negative buffersize in recv");
    world::Receiving how;
    return received_bytes(socket, size, flags, how);
}

Value socket_recvfrom(SocketObject& socket, std::int64_t size, int flags) {
    if (size < 0) raise_value_error("negative buffersize in recvfrom");
    world::Receiving how;
    Value bytes = received_bytes(socket, size, flags, how);
    return Tuple::make({bytes, address_value(how.from)});
}

std::span<char> writable_bytes(const Value& buffer, std::string_view caller) {
    if (auto* array = try_cast<ByteArray>(buffer)) return array->data;
    auto* view = try_cast<MemoryView>(buffer);
    if (view != nullptr && !view->readonly && view->stride == 1) {
        if (auto* array = try_cast<ByteArray>(view->owner))
            return std::span<char>(array->data).subspan(view->begin, view->size);
    }
    raise_type_error(fmt::format("{} argument 1 must be read-write bytes-like object, not {}",
                                 caller, buffer.type()->name));
}

std::size_t socket_recv_into(SocketObject& socket, const Value& buffer, std::int64_t size,
                             int flags) {
    if (size < 0) raise_value_error("negative buffersize in recv_into");
    std::span<char> into = writable_bytes(buffer, "recv_into()");
    if (size > 0) {
        if (static_cast<std::size_t>(size) > into.size())
            raise_value_error("buffer too small for requested bytes");
        into = into.first(static_cast<std::size_t>(size));
    }
    world::Receiving how;
    if (socket.timeout_seconds == 0.0 || into.empty())
        return receive(socket, into, flags, how).count;
    // While it waits, other threads may change the buffer: look for it again afterwards.
    std::string bytes(into.size(), '\0');
    std::size_t count = receive(socket, bytes, flags, how).count;
    into = writable_bytes(buffer, "recv_into()");
    count = std::min(count, into.size());
    std::copy_n(bytes.begin(), count, into.begin());
    return count;
}

std::size_t socket_send(SocketObject& socket, std::string_view bytes) {
    return in_time(socket, world::kWritable, "send",
                   [&](world::Socket& file) { return file.send(bytes, nullptr); })
        .count;
}

std::size_t socket_sendto(SocketObject& socket, std::string_view bytes, const Value& address) {
    world::Address to = address_of(socket, address, "sendto");
    return in_time(socket, world::kWritable, "sendto",
                   [&](world::Socket& file) { return file.send(bytes, &to); })
        .count;
}

void socket_connect(SocketObject& socket, const Value& address) {
    world::Address target = address_of(socket, address, "connect");
    int error = open_file(socket).connect(target);
    if (error == 0) return;
    if (error != world::kEINPROGRESS || socket.timeout_seconds == 0.0) raise_os_error(error);
    Kernel& kernel = Kernel::current();
    std::shared_ptr<world::Socket> file = socket.file;
    double deadline = socket.timeout_seconds < 0.0
                          ? world::kNever
                          : kernel.machine().now() + socket.timeout_seconds;
    while ((file->readiness() & (world::kWritable | world::kAlwaysTold)) == 0) {
        if (!wait_for_file(kernel, *file, world::kWritable, deadline, "connect"))
            raise(timeout_error_type, "timed out");
    }
    if (int failed = file->take_error()) raise_os_error(failed);
    file->connect(target);  // Tells the socket that its caller knows.
}

// Linux: accept() takes the descriptor before it looks whether anybody waits.
world::Accepted accept_now(Kernel& kernel, world::Socket& listener) {
    if (kernel.machine().descriptors().full()) return {.error = world::kEMFILE};
    return listener.accept();
}

std::pair<Ref<SocketObject>, Value> socket_accept(SocketObject& socket) {
    Kernel& kernel = Kernel::current();
    world::Accepted accepted =
        in_time(socket, world::kReadable, "accept",
                [&](world::Socket& file) { return accept_now(kernel, file); });
    Value peer = address_value(accepted.peer);
    Ref<SocketObject> made = adopt_socket(kernel, std::move(accepted.socket));
    return {std::move(made), std::move(peer)};
}

}  // namespace loopscope::aio
