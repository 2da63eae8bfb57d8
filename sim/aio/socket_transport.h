// Transports over sockets: streams and datagrams. CPython: asyncio.selector_events
#pragma once

#include <deque>
#include <string>

#include "sim/aio/protocols.h"
#include "sim/aio/server.h"
#include "sim/aio/socket_object.h"
#include "sim/object/memory.h"

namespace loopscope::aio {

extern object::Type selector_transport_type;
extern object::Type socket_transport_type;
extern object::Type datagram_socket_transport_type;
extern object::Type transport_socket_type;

void define_socket_transport_types();

/// asyncio.trsock.TransportSocket: what a program may do with a transport's socket.
struct TransportSocket : object::Container {
    object::Ref<SocketObject> socket;
    static object::Type* class_type() { return &transport_socket_type; }
};
object::Value make_transport_socket(const object::Ref<SocketObject>& socket);

/// CPython: selector_events._SelectorTransport
struct SelectorTransport : FlowControl {
    object::Ref<SocketObject> socket;         ///< Null once the connection is lost.
    object::Ref<SocketObject> closed_socket;  ///< The same from then on: `_extra` keeps it.
    object::Ref<Server> server;               ///< Who accepted it; null: nobody.
    object::Value socket_name;
    object::Value peer_name;
    world::Fd fd = -1;
    int connections_lost = 0;  ///< `_conn_lost`: counts what is written afterwards too.
    bool closing = false;

    ~SelectorTransport();
    static object::Type* class_type() { return &selector_transport_type; }
};

/// CPython: selector_events._SelectorSocketTransport
struct SocketTransport : SelectorTransport {
    std::string buffer;  ///< From `sent` on: what waits to be sent.
    std::size_t sent = 0;
    object::MemoryShare buffer_share;
    object::Ref<kernel::Future> empty_waiter;  ///< sendfile waits until all is sent.
    bool buffered_protocol = false;            ///< It derives from BufferedProtocol.
    bool eof = false;                          ///< write_eof() was called.
    bool paused = false;

    static object::Type* class_type() { return &socket_transport_type; }
    std::size_t buffer_size() const { return buffer.size() - sent; }
};

/// CPython: selector_events._SelectorDatagramTransport
struct DatagramTransport : SelectorTransport {
    struct Item {
        std::string bytes;
        object::Value address;
    };
    std::deque<Item> buffer;
    object::MemoryShare buffer_share;
    std::size_t buffered = 0;  ///< Bytes.
    object::Value address;     ///< The only one to send to; null or None: any.

    static object::Type* class_type() { return &datagram_socket_transport_type; }
};

/// How a transport is made. `waiter` (may be null) is woken when connection_made() was called.
struct TransportOptions {
    object::Value peer_name = {};  ///< Null: the socket is asked.
    object::Ref<object::Dict> extra = {};
    object::Ref<Server> server = {};
    object::Ref<kernel::Future> waiter = {};
};

/// A transport whose connection_made, first read and waiter are scheduled as three handles.
object::Ref<SocketTransport> make_socket_transport(kernel::EventLoop& loop,
                                                   object::Ref<SocketObject> socket,
                                                   const object::Value& protocol,
                                                   TransportOptions options);
object::Ref<DatagramTransport> make_datagram_transport(kernel::EventLoop& loop,
                                                       object::Ref<SocketObject> socket,
                                                       const object::Value& protocol,
                                                       const object::Value& address,
                                                       TransportOptions options);

void transport_close(SelectorTransport& transport);
void transport_abort(SelectorTransport& transport);
void transport_write(SocketTransport& transport, std::string_view bytes);
void pause_reading(SocketTransport& transport);
void resume_reading(SocketTransport& transport);
void set_transport_protocol(SocketTransport& transport, const object::Value& protocol);
/// A future that is done when all was sent. Errors: RuntimeError when there is one already.
object::Ref<kernel::Future> make_empty_waiter(SocketTransport& transport);

/// The transport that has this descriptor, or null. CPython: loop._transports
SelectorTransport* transport_of(kernel::EventLoop& loop, world::Fd fd);
/// For a while the descriptor counts as free: sendfile uses it directly.
void set_listed(SelectorTransport& transport, bool listed);
/// Raises RuntimeError "File descriptor … is used by transport …".
void ensure_no_transport(kernel::EventLoop& loop, const object::Value& fd_or_file);
/// The descriptor of an int or of something with fileno(). Errors: ValueError "Invalid file
/// object".
world::Fd descriptor_of(const object::Value& fd_or_file);

/// CPython: futures._set_result_unless_cancelled, as a handle: the target is the future.
extern const kernel::LibraryCallback kSetResultUnlessCancelled;

}  // namespace loopscope::aio
