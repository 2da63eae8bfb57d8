// asyncio's streams: StreamReader, StreamWriter and the protocol between them and a transport.
#pragma once

#include <deque>
#include <string>

#include "sim/aio/protocols.h"
#include "sim/kernel/coro.h"

namespace loopscope::aio {

extern object::Type stream_reader_type;
extern object::Type stream_writer_type;
extern object::Type stream_reader_protocol_type;
extern object::Type stream_flow_control_type;
extern object::Type incomplete_read_error_type;
extern object::Type limit_overrun_error_type;
extern object::Type sendfile_not_available_error_type;

void define_stream_types();
void define_stream_errors();

/// streams._DEFAULT_LIMIT, bytes.
inline constexpr std::int64_t kDefaultStreamLimit = 64 * 1024;

/// asyncio.StreamReader: a buffer that a protocol feeds and coroutines read from.
///
/// The limit is half of what the buffer may hold before the transport is asked to pause.
struct StreamReader : object::Container {
    object::Ref<kernel::EventLoop> loop;  ///< Null before `__init__`.
    std::string buffer;                   ///< From `begin` on: what is there.
    std::size_t begin = 0;
    std::int64_t limit = kDefaultStreamLimit;
    bool eof = false;
    bool paused = false;                         ///< The transport was asked to pause.
    object::Ref<kernel::Future> waiter;          ///< Of the one coroutine that waits for data.
    object::Ref<object::ExceptionObject> error;  ///< What set_exception set.
    object::Value transport;
    object::Dict* dict = nullptr;  ///< `__dict__`. Owned.

    ~StreamReader();
    static object::Type* class_type() { return &stream_reader_type; }
    std::string_view bytes() const { return std::string_view(buffer).substr(begin); }
    std::size_t size() const { return buffer.size() - begin; }
};

/// asyncio.streams.FlowControlMixin: a protocol on which writers can wait in drain().
struct StreamFlowControl : object::Container {
    object::Ref<kernel::EventLoop> loop;  ///< Null before `__init__`.
    bool paused = false;
    bool connection_lost = false;
    std::vector<object::Ref<kernel::Future>> drain_waiters;
    object::Dict* dict = nullptr;  ///< `__dict__`. Owned.

    ~StreamFlowControl();
    static object::Type* class_type() { return &stream_flow_control_type; }
};

/// asyncio.StreamReaderProtocol.
struct StreamReaderProtocol : StreamFlowControl {
    object::Value
        reader_reference;         ///< A weak reference, so that a lost reader can go. Null: none.
    object::Value strong_reader;  ///< Of a server's connection, until it is made.
    object::Value client_connected;  ///< The callback of start_server; null: none.
    object::Value writer;
    object::Value task;  ///< Of the callback, when it is a coroutine.
    object::Value transport;
    object::Ref<kernel::Future> closed;  ///< Done when the connection is lost.
    bool over_tls = false;

    static object::Type* class_type() { return &stream_reader_protocol_type; }
};

/// asyncio.StreamWriter.
struct StreamWriter : object::Container {
    object::Ref<kernel::EventLoop> loop;
    object::Value transport;
    object::Value protocol;
    object::Value reader;          ///< None: nobody reads.
    object::Dict* dict = nullptr;  ///< `__dict__`. Owned.

    ~StreamWriter();
    static object::Type* class_type() { return &stream_writer_type; }
};

// Making. `reader` may be None.
object::Ref<StreamReader> make_stream_reader(kernel::EventLoop& loop, std::int64_t limit);
object::Ref<StreamReaderProtocol> make_stream_protocol(kernel::EventLoop& loop,
                                                       const object::Value& reader,
                                                       const object::Value& client_connected);
object::Ref<StreamWriter> make_stream_writer(kernel::EventLoop& loop,
                                             const object::Value& transport,
                                             const object::Value& protocol,
                                             const object::Value& reader);

/// Says in the trace that `future` needs the descriptor below `transport`, if it is one of ours.
void note_transport_need(const kernel::Future& future, const object::Value& transport);

// StreamReader's methods, as protocols call them.
void feed_data(StreamReader& reader, std::string_view bytes);
void feed_eof(StreamReader& reader);
void set_reader_exception(StreamReader& reader, object::ExceptionObject& exception);

// StreamFlowControl's, which the protocols of streams share.
void pause_writing(StreamFlowControl& protocol);
void resume_writing(StreamFlowControl& protocol);
void flow_control_lost(StreamFlowControl& protocol, const object::Value& exception);
kernel::Coro drain_helper(object::Ref<StreamFlowControl> protocol);
void stream_flow_traverse(object::Object* self, object::Visitor& visitor);
void stream_flow_clear(object::Object* self);

/// The protocol when it is exactly StreamReaderProtocol, so that nobody can have overridden what
/// data_received does; else null.
StreamReaderProtocol* plain_stream_protocol(const object::Value& protocol);
void data_received(StreamReaderProtocol& protocol, const object::Value& data);

/// asyncio.open_connection(host, port, limit=…, **keywords): (reader, writer).
kernel::Coro open_connection(kernel::Kernel& kernel, object::Value host, object::Value port,
                             object::Value limit, object::Value keywords);
kernel::Coro open_unix_connection(kernel::Kernel& kernel, object::Value path, object::Value limit,
                                  object::Value keywords);
/// asyncio.start_server(client_connected, host, port, limit=…, **keywords): the Server.
kernel::Coro start_server(kernel::Kernel& kernel, object::Value client_connected,
                          object::Value host, object::Value port, object::Value limit,
                          object::Value keywords);
kernel::Coro start_unix_server(kernel::Kernel& kernel, object::Value client_connected,
                               object::Value path, object::Value limit, object::Value keywords);

}  // namespace loopscope::aio
