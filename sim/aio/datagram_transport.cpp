// Transports over datagram sockets.
#include "sim/aio/socket_transport.h"
#include "sim/aio/socket_transport_parts.h"
#include "sim/kernel/errors.h"
#include "sim/object/bytes.h"
#include "sim/object/exception.h"
#include "sim/object/protocol.h"
#include "sim/object/singletons.h"
#include "sim/world/error_number.h"

namespace loopscope::aio {

using namespace object;
using namespace kernel;

namespace {

constexpr std::int64_t kReceiveMax = 256 * 1024;
constexpr int kLogThreshold = 5;

DatagramTransport& self_of(const Value& target) { return *target.as<DatagramTransport>(); }

bool is_os_error(const Raised& raised) { return matches(*raised.exception, os_error_type); }
bool would_wait(const Raised& raised) {
    return matches(*raised.exception, blocking_io_error_type) ||
           matches(*raised.exception, interrupted_error_type);
}

/// CPython: _SelectorDatagramTransport._read_ready
void read_ready(DatagramTransport& transport) {
    if (transport.connections_lost != 0) return;
    Ref<DatagramTransport> alive(&transport);
    Value received;
    try {
        received = socket_recvfrom(*transport.socket, kReceiveMax, 0);
    } catch (Raised& raised) {
        if (would_wait(raised)) return;
        if (leaves_the_loop(*raised.exception)) throw;
        if (is_os_error(raised)) {
            call_method(transport.protocol, "error_received", {Value(raised.exception)});
        } else {
            fatal_transport_error(transport, *raised.exception,
                                  "Fatal read error on datagram transport");
        }
        return;
    }
    Tuple& pair = *received.as<Tuple>();
    call_method(transport.protocol, "datagram_received", {pair[0], pair[1]});
}

constexpr LibraryCallback kReadReady{
    {"_SelectorDatagramTransport._read_ready", "selector_events.py", 1155},
    [](EventLoop&, const Value& target, const Value&) { read_ready(self_of(target)); }};

constexpr LibraryCallback kAddReader{
    {"_SelectorTransport._add_reader", "selector_events.py", 889},
    [](EventLoop& loop, const Value& target, const Value&) {
        DatagramTransport& transport = self_of(target);
        if (transport.closing) return;
        loop.add_reader(transport.fd,
                        {.target = target, .kind = HandleKind::Native, .native = &kReadReady},
                        "socket");
    }};

void send_one(DatagramTransport& transport, std::string_view bytes, const Value& address) {
    if (truth(transport.peer_name)) {
        socket_send(*transport.socket, bytes);
    } else {
        socket_sendto(*transport.socket, bytes, address);
    }
}

void sendto_ready(DatagramTransport& transport);

constexpr LibraryCallback kSendtoReady{
    {"_SelectorDatagramTransport._sendto_ready", "selector_events.py", 1215},
    [](EventLoop&, const Value& target, const Value&) { sendto_ready(self_of(target)); }};

/// True when it was sent or its failure was told; false when it must wait.
bool try_to_send(DatagramTransport& transport, std::string_view bytes, const Value& address,
                 bool& failed) {
    try {
        send_one(transport, bytes, address);
        return true;
    } catch (Raised& raised) {
        if (would_wait(raised)) return false;
        if (leaves_the_loop(*raised.exception)) throw;
        failed = true;
        if (is_os_error(raised)) {
            call_method(transport.protocol, "error_received", {Value(raised.exception)});
        } else {
            fatal_transport_error(transport, *raised.exception,
                                  "Fatal write error on datagram transport");
        }
        return true;
    }
}

/// CPython: _SelectorDatagramTransport._sendto_ready
void sendto_ready(DatagramTransport& transport) {
    Ref<DatagramTransport> alive(&transport);
    while (!transport.buffer.empty()) {
        DatagramTransport::Item item = std::move(transport.buffer.front());
        transport.buffer.pop_front();
        bool failed = false;
        if (!try_to_send(transport, item.bytes, item.address, failed)) {
            transport.buffer.push_front(std::move(item));
            break;
        }
        transport.buffered -= item.bytes.size();
        transport.buffer_share.set(transport.buffered);
        if (failed) return;
    }
    maybe_resume_protocol(transport, transport.buffered);
    if (!transport.buffer.empty()) return;
    transport.loop->remove_writer(transport.fd);
    if (transport.closing) finish_closing(transport);
}

}  // namespace

void transport_sendto(DatagramTransport& transport, std::string_view bytes, const Value& to) {
    if (bytes.empty()) return;
    Value address = to;
    if (transport.address && truth(transport.address)) {
        if (!is_none(to) && !equal(to, transport.address)) {
            raise_value_error("Invalid address: must be None or " + str_string(transport.address));
        }
        address = transport.address;
        if (transport.connections_lost != 0) {
            if (transport.connections_lost >= kLogThreshold)
                Kernel::current().log(kLogWarning, "socket.send() raised exception.");
            ++transport.connections_lost;
            return;
        }
    }
    if (transport.buffer.empty()) {
        bool failed = false;
        if (!transport.socket)
            raise(attribute_error_type, "'NoneType' object has no attribute 'sendto'");
        if (try_to_send(transport, bytes, address, failed)) return;
        transport.loop->add_writer(transport.fd,
                                   {.target = Value::borrow(&transport),
                                    .kind = HandleKind::Native,
                                    .native = &kSendtoReady},
                                   "socket");
    }
    transport.buffer.push_back({std::string(bytes), address});
    transport.buffered += bytes.size();
    transport.buffer_share.set(transport.buffered);
    maybe_pause_protocol(transport, transport.buffered);
}

Ref<DatagramTransport> make_datagram_transport(EventLoop& loop, Ref<SocketObject> socket,
                                               const Value& protocol, const Value& address,
                                               TransportOptions options) {
    define_socket_transport_types();
    Ref<DatagramTransport> transport = make<DatagramTransport>();
    begin_transport(*transport, loop, std::move(socket), options);
    transport->protocol = protocol;
    transport->address = address;
    schedule_beginning(*transport, kAddReader, options);
    return transport;
}

}  // namespace loopscope::aio
