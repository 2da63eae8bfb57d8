// The abstract classes of asyncio's transports and protocols.
#pragma once

#include <initializer_list>
#include <string_view>

#include "sim/kernel/event_loop.h"
#include "sim/object/native.h"

namespace loopscope::aio {

// asyncio.protocols: classes to derive from, whose callbacks do nothing.
extern object::Type base_protocol_type;
extern object::Type protocol_type;
extern object::Type buffered_protocol_type;
extern object::Type datagram_protocol_type;
extern object::Type subprocess_protocol_type;

// asyncio.transports: classes to test against, and to derive from.
extern object::Type base_transport_type;
extern object::Type read_transport_type;
extern object::Type write_transport_type;
extern object::Type transport_type;
extern object::Type datagram_transport_type;
extern object::Type subprocess_transport_type;
extern object::Type flow_control_mixin_type;
/// asyncio.AbstractServer
extern object::Type abstract_server_type;

void define_protocol_types();

/// asyncio.BaseTransport: what every transport begins with.
struct TransportBase : object::Container {
    object::Ref<object::Dict> extra;  ///< `_extra`, for get_extra_info. Null: empty.
    static object::Type* class_type() { return &base_transport_type; }
};

/// asyncio.transports._FlowControlMixin: a transport that asks its protocol to stop writing while
/// too much waits to be sent. The buffer itself belongs to the transport.
struct FlowControl : TransportBase {
    object::Ref<kernel::EventLoop> loop;  ///< Null once the connection is lost.
    object::Value protocol;               ///< Null once the connection is lost.
    std::size_t high_water = 64 * 1024;   ///< Bytes.
    std::size_t low_water = 16 * 1024;    ///< Bytes.
    bool protocol_paused = false;
    static object::Type* class_type() { return &flow_control_mixin_type; }
};

/// Call it after bytes were put into the buffer, which holds `size` now.
void maybe_pause_protocol(FlowControl& transport, std::size_t size);
/// Call it after bytes left the buffer.
void maybe_resume_protocol(FlowControl& transport, std::size_t size);
/// set_write_buffer_limits(high, low); null or None: not given. `size`: what the buffer holds.
void set_write_buffer_limits(FlowControl& transport, const object::Value& high,
                             const object::Value& low, std::size_t size);
void flow_control_traverse(object::Object* self, object::Visitor& visitor);
void flow_control_clear(object::Object* self);

/// `{'message': …, 'exception': …, 'transport': …, 'protocol': …}` for the exception handler.
void report_transport_error(FlowControl& transport, std::string_view message,
                            object::ExceptionObject& exception);

/// Methods that a type of a layer above gives to a class defined below, at set-up.
void add_methods(object::Type& type, std::initializer_list<object::MethodDef> methods,
                 std::string_view owner);

}  // namespace loopscope::aio
