// sock_sendfile and sendfile. CPython: unix_events._sock_sendfile_native and base_events' fallbacks
#include "sim/aio/socket_calls.h"
#include "sim/aio/socket_transport.h"
#include "sim/aio/streams.h"
#include "sim/kernel/errors.h"
#include "sim/object/bytes.h"
#include "sim/object/exception.h"
#include "sim/object/int.h"
#include "sim/object/protocol.h"
#include "sim/object/singletons.h"
#include "sim/object/str.h"
#include "sim/world/files.h"

namespace loopscope::aio {

using namespace object;
using namespace kernel;

namespace {

constexpr LibraryCode kSockSendfile{"BaseEventLoop.sock_sendfile", "base_events.py", 874};
constexpr LibraryCode kSendfile{"BaseEventLoop.sendfile", "base_events.py", 1152};

/// What one native call moves at most, as Linux's sendfile into a socket's buffer.
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

/// Whether the system itself could send it: it has a descriptor of a regular file.
bool is_regular_file(const Value& file) {
    try {
        const Value fd = call_method(file, "fileno");
        auto* opened = dynamic_cast<world::OpenFile*>(
            Kernel::current().machine().descriptors().find(static_cast<int>(to_index(fd))));
        return opened != nullptr && opened->node().kind == world::NodeKind::Regular;
    } catch (Raised&) {
        return false;
    }
}

Value start_reading(const LoopRef& loop, const Value& file, const Value& size) {
    return call_method(Value::borrow(loop.get()), "run_in_executor",
                       {none(), getattr(file, "read"), size});
}

/// What cannot be sent so is read in the default executor and then written.
/// CPython: BaseEventLoop._sock_sendfile_fallback
Coro send_by_reading(LoopRef loop, Value socket, Value file, Value offset, Value count,
                     std::int64_t block) {
    if (lookup_attr(file, "seek")) call_method(file, "seek", {offset});
    std::int64_t left = is_none(count) ? INT64_MAX : to_index(count);
    std::int64_t total = 0;
    while (left > 0) {
        const Value size = Int::from(std::min(left, block));
        Value piece = co_await start_reading(loop, file, size);
        if (length(piece) == 0) break;
        co_await sock_sendall(loop, socket, piece);
        total += length(piece);
        left -= length(piece);
    }
    if (total > 0 && lookup_attr(file, "seek"))
        call_method(file, "seek", {Int::from(to_index(offset) + total)});
    co_return Int::from(total);
}

/// The file is sent without the program seeing it read: by pieces of what it holds.
/// FIDELITY: CPython calls os.sendfile once per piece of what the socket takes; here the pieces are
/// 256 KiB, and each costs one iteration as there.
Coro send_pieces(LoopRef loop, Value socket, Value file, std::int64_t offset, Value count) {
    std::int64_t left = is_none(count) ? INT64_MAX : to_index(count);
    std::int64_t total = 0;
    call_method(file, "seek", {Int::from(offset)});
    while (left > 0) {
        Value piece = call_method(file, "read", {Int::from(std::min(left, kBlock))});
        std::int64_t size = length(piece);
        if (size == 0) break;
        co_await sock_sendall(loop, socket, piece);
        total += size;
        left -= size;
    }
    call_method(file, "seek", {Int::from(offset + total)});
    co_return Int::from(total);
}

Coro sock_sendfile_body(LoopRef loop, Value socket, Value file, Value offset, Value count,
                        Fallback fallback) {
    SocketObject& known = expect_socket(socket);
    if (loop->debug && known.timeout_seconds != 0.0)
        raise_value_error("the socket must be non-blocking");
    check_parameters(socket, file, offset, count);
    if (!is_regular_file(file)) {
        if (fallback == Fallback::No)
            raise(sendfile_not_available_error_type, "not a regular file");
        co_return co_await send_by_reading(loop, socket, file, offset, count, kBlock)
            .named(kSockSendfile);
    }
    co_return co_await send_pieces(loop, socket, file, to_index(offset), count)
        .named(kSockSendfile);
}

Coro sendfile_body(LoopRef loop, Value transport, Value file, Value offset, Value count,
                   Fallback fallback) {
    if (truth(call_method(transport, "is_closing"))) raise_runtime_error("Transport is closing");
    auto* stream = try_cast<SocketTransport>(transport);
    if (stream == nullptr) {
        raise_runtime_error(
            fmt::format("sendfile is not supported for transport {}", repr_string(transport)));
    }
    Value socket = stream->socket;
    // CPython: BaseSelectorEventLoop._sendfile_native
    set_listed(*stream, false);
    bool was_reading = !stream->paused && !stream->closing;
    pause_reading(*stream);
    struct Restore {
        SocketTransport& stream;
        bool was_reading;
        ~Restore() {
            stream.empty_waiter = nullptr;
            if (was_reading && stream.loop) resume_reading(stream);
            set_listed(stream, true);
        }
    } restore{*stream, was_reading};
    Ref<Future> empty = make_empty_waiter(*stream);
    co_await empty;
    check_parameters(socket, file, offset, count);
    if (!is_regular_file(file)) {
        if (fallback == Fallback::No)
            raise(sendfile_not_available_error_type, "not a regular file");
        co_return co_await send_by_reading(loop, socket, file, offset, count, kReadBlock)
            .named(kSendfile);
    }
    co_return co_await send_pieces(loop, socket, file, to_index(offset), count).named(kSendfile);
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
