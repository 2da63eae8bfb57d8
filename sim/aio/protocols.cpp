// asyncio.protocols, asyncio.transports: the abstract classes, and flow control.
#include "sim/aio/protocols.h"

#include <mutex>

#include "sim/kernel/errors.h"
#include "sim/kernel/kernel.h"
#include "sim/object/bytes.h"
#include "sim/object/class.h"
#include "sim/object/exception.h"
#include "sim/object/int.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/singletons.h"

namespace loopscope::aio {

using namespace object;
using namespace kernel;

Type base_protocol_type;
Type protocol_type;
Type buffered_protocol_type;
Type datagram_protocol_type;
Type subprocess_protocol_type;
Type base_transport_type;
Type read_transport_type;
Type write_transport_type;
Type transport_type;
Type datagram_transport_type;
Type subprocess_transport_type;
Type flow_control_mixin_type;
Type abstract_server_type;

namespace {

constexpr CallStyle kPython = CallStyle::Function;

MethodDef python(std::string_view name, NativeCall call, std::string_view parameters) {
    return {.name = name, .call = call, .parameters = parameters, .style = kPython};
}

Value nothing(const Value&, CallArgs) { return none(); }
Value not_there(const Value&, CallArgs) { raise(not_implemented_error_type); }

// Transports.

Value transport_construct(Type* cls, CallArgs) { return make_typed<TransportBase>(cls); }
Value flow_control_construct(Type* cls, CallArgs) { return make_typed<FlowControl>(cls); }

/// BaseTransport.__init__(extra=None)
void transport_init(const Value& self, CallArgs args) {
    static const NativeCode* const kCode =
        make_code({.name = "BaseTransport.__init__", .parameters = "extra=", .style = kPython});
    Value extra;
    bind_arguments(*kCode, args, &extra);
    if (extra && is_dict(extra)) self.as<TransportBase>()->extra = Ref<Dict>(extra.as<Dict>());
}

/// _FlowControlMixin.__init__(extra=None, loop=None)
void flow_control_init(const Value& self, CallArgs args) {
    static const NativeCode* const kCode = make_code(
        {.name = "_FlowControlMixin.__init__", .parameters = "extra=, loop=", .style = kPython});
    Value values[2];
    bind_arguments(*kCode, args, values);
    auto& transport = *self.as<FlowControl>();
    if (values[0] && is_dict(values[0])) transport.extra = Ref<Dict>(values[0].as<Dict>());
    EventLoop* loop = as_event_loop(values[1]);
    if (loop == nullptr) raise(assertion_error_type);
    transport.loop = Ref<EventLoop>(loop);
}

Value get_extra_info(const Value& self, CallArgs args) {
    const Ref<Dict>& extra = self.as<TransportBase>()->extra;
    Value found = extra ? extra->get(args.values[0]) : Value();
    if (found) return found;
    return args.values[1] ? args.values[1] : none();
}

/// WriteTransport.writelines
Value writelines(const Value& self, CallArgs args) {
    call_method(self, "write", {call_method(Bytes::make(""), "join", {args.values[0]})});
    return none();
}

Value get_extra(const Value& self) {
    Ref<Dict>& extra = self.as<TransportBase>()->extra;
    if (!extra) extra = Dict::make();
    return extra;
}

void transport_traverse(Object* self, Visitor& visitor) {
    visitor.visit(static_cast<TransportBase*>(self)->extra);
}
void transport_clear(Object* self) { static_cast<TransportBase*>(self)->extra = nullptr; }

/// A class with several bases, the first of which gives the layout.
void set_bases(Type& type, std::initializer_list<Type*> bases, std::initializer_list<Type*> mro) {
    auto row = [](std::initializer_list<Type*> types) {
        std::vector<Value> values;
        for (Type* each : types) values.push_back(Value::borrow(each));
        Ref<Tuple> tuple = Tuple::make(values);
        tuple->flags |= kImmortal;
        return tuple;
    };
    // What defining the type put there goes; nothing else holds it yet.
    type.bases->flags &= ~kImmortal;
    type.mro->flags &= ~kImmortal;
    type.bases = row(bases);
    type.mro = row(mro);
}

void define_transports() {
    base_transport_type.construct = transport_construct;
    base_transport_type.init = transport_init;
    base_transport_type.traverse = transport_traverse;
    base_transport_type.clear = transport_clear;
    auto type = [](Type& made, std::string_view name, Type& base,
                   std::initializer_list<MethodDef> methods) {
        define_type<TransportBase>(made, {.name = name,
                                          .module = "asyncio.transports",
                                          .base = &base,
                                          .flags = Type::kBaseType,
                                          .methods = methods});
    };
    define_type<TransportBase>(
        base_transport_type,
        {.name = "BaseTransport",
         .module = "asyncio.transports",
         .flags = Type::kBaseType,
         .methods = {python("get_extra_info", get_extra_info, "name, default="),
                     python("is_closing", not_there, ""), python("close", not_there, ""),
                     python("set_protocol", not_there, "protocol"),
                     python("get_protocol", not_there, "")},
         .getsets = {{"_extra", get_extra}}});
    type(read_transport_type, "ReadTransport", base_transport_type,
         {python("is_reading", not_there, ""), python("pause_reading", not_there, ""),
          python("resume_reading", not_there, "")});
    type(write_transport_type, "WriteTransport", base_transport_type,
         {python("set_write_buffer_limits", not_there, "high=, low="),
          python("get_write_buffer_size", not_there, ""),
          python("get_write_buffer_limits", not_there, ""), python("write", not_there, "data"),
          python("writelines", writelines, "list_of_data"), python("write_eof", not_there, ""),
          python("can_write_eof", not_there, ""), python("abort", not_there, "")});
    type(transport_type, "Transport", read_transport_type, {});
    set_bases(transport_type, {&read_transport_type, &write_transport_type},
              {&transport_type, &read_transport_type, &write_transport_type, &base_transport_type,
               &object_type});
    type(datagram_transport_type, "DatagramTransport", base_transport_type,
         {python("sendto", not_there, "data, addr="), python("abort", not_there, "")});
    type(subprocess_transport_type, "SubprocessTransport", base_transport_type,
         {python("get_pid", not_there, ""), python("get_returncode", not_there, ""),
          python("get_pipe_transport", not_there, "fd"), python("send_signal", not_there, "signal"),
          python("terminate", not_there, ""), python("kill", not_there, "")});
}

// Flow control.

FlowControl& self_flow(const Value& self) { return *self.as<FlowControl>(); }

std::size_t buffer_size(const Value& self) {
    return static_cast<std::size_t>(to_index(call_method(self, "get_write_buffer_size")));
}
Value get_limits(const Value& self, CallArgs) {
    FlowControl& transport = self_flow(self);
    return Tuple::make({Int::from_size(transport.low_water), Int::from_size(transport.high_water)});
}
Value set_limits(const Value& self, CallArgs args) {
    set_write_buffer_limits(self_flow(self), args.values[0], args.values[1], buffer_size(self));
    return none();
}
Value get_paused(const Value& self) { return make_bool(self_flow(self).protocol_paused); }
Value get_loop(const Value& self) {
    const Ref<EventLoop>& loop = self_flow(self).loop;
    return loop ? Value(loop) : none();
}

void define_flow_control() {
    flow_control_mixin_type.construct = flow_control_construct;
    flow_control_mixin_type.init = flow_control_init;
    flow_control_mixin_type.traverse = flow_control_traverse;
    flow_control_mixin_type.clear = flow_control_clear;
    define_type<FlowControl>(
        flow_control_mixin_type,
        {.name = "_FlowControlMixin",
         .module = "asyncio.transports",
         .base = &transport_type,
         .flags = Type::kBaseType,
         .methods = {python("get_write_buffer_limits", get_limits, ""),
                     python("set_write_buffer_limits", set_limits, "high=, low=")},
         .getsets = {{"_protocol_paused", get_paused}, {"_loop", get_loop}}});
}

/// pause_writing and resume_writing of the protocol, whose failure is only reported.
void call_protocol(FlowControl& transport, std::string_view method) {
    try {
        call_method(transport.protocol, method);
    } catch (Raised& raised) {
        if (leaves_the_loop(*raised.exception)) throw;
        report_transport_error(transport, fmt::format("protocol.{}() failed", method),
                               *raised.exception);
    }
}

// Protocols.

/// As object.__new__: arguments are for a class that has an __init__ of its own.
Value protocol_construct(Type* cls, CallArgs args) {
    bool some = args.positional_count > 0 || args.keyword_count() > 0;
    if (some && cls->init == object_type.init)
        raise_type_error(cls->name + "() takes no arguments");
    return make_typed<Instance>(cls);
}

void define_protocols() {
    auto type = [](Type& made, std::string_view name, Type& base,
                   std::initializer_list<MethodDef> methods) {
        made.construct = protocol_construct;
        define_type<Instance>(made, {.name = name,
                                     .module = "asyncio.protocols",
                                     .base = &base,
                                     .flags = Type::kBaseType,
                                     .methods = methods});
    };
    type(
        base_protocol_type, "BaseProtocol", object_type,
        {python("connection_made", nothing, "transport"), python("connection_lost", nothing, "exc"),
         python("pause_writing", nothing, ""), python("resume_writing", nothing, "")});
    type(protocol_type, "Protocol", base_protocol_type,
         {python("data_received", nothing, "data"), python("eof_received", nothing, "")});
    type(buffered_protocol_type, "BufferedProtocol", base_protocol_type,
         {python("get_buffer", nothing, "sizehint"), python("buffer_updated", nothing, "nbytes"),
          python("eof_received", nothing, "")});
    type(datagram_protocol_type, "DatagramProtocol", base_protocol_type,
         {python("datagram_received", nothing, "data, addr"),
          python("error_received", nothing, "exc")});
    type(subprocess_protocol_type, "SubprocessProtocol", base_protocol_type,
         {python("pipe_data_received", nothing, "fd, data"),
          python("pipe_connection_lost", nothing, "fd, exc"),
          python("process_exited", nothing, "")});
    define_type<Instance>(abstract_server_type, {.name = "AbstractServer",
                                                 .module = "asyncio.events",
                                                 .flags = Type::kBaseType,
                                                 .methods = {python("close", not_there, ""),
                                                             python("get_loop", not_there, ""),
                                                             python("is_serving", not_there, "")}});
}

}  // namespace

void report_transport_error(FlowControl& transport, std::string_view message,
                            ExceptionObject& exception) {
    Ref<Dict> details = Dict::make();
    details->set("message", make_str(message));
    details->set("exception", Value::borrow(&exception));
    details->set("transport", Value::borrow(&transport));
    details->set("protocol", transport.protocol ? transport.protocol : none());
    transport.loop->call_exception_handler(details);
}

/// CPython: _FlowControlMixin._maybe_pause_protocol
void maybe_pause_protocol(FlowControl& transport, std::size_t size) {
    if (size <= transport.high_water || transport.protocol_paused) return;
    transport.protocol_paused = true;
    call_protocol(transport, "pause_writing");
}

/// CPython: _FlowControlMixin._maybe_resume_protocol
void maybe_resume_protocol(FlowControl& transport, std::size_t size) {
    if (!transport.protocol_paused || size > transport.low_water) return;
    transport.protocol_paused = false;
    call_protocol(transport, "resume_writing");
}

/// CPython: _FlowControlMixin._set_write_buffer_limits
void set_write_buffer_limits(FlowControl& transport, const Value& high, const Value& low,
                             std::size_t size) {
    bool no_high = !high || is_none(high);
    bool no_low = !low || is_none(low);
    Value low_value = no_low ? Value() : low;
    Value high_value = high;
    if (no_high) {
        high_value = no_low ? Value(Int::from(64 * 1024))
                            : binary(BinaryOp::Mul, Value::small(4), low_value);
    }
    if (!low_value) {
        std::int64_t number = to_index(high_value);
        low_value = Int::from(number >= 0 ? number / 4 : (number - 3) / 4);
    }
    bool ordered = compare_bool(high_value, low_value, CompareOp::Ge) &&
                   compare_bool(low_value, Value::small(0), CompareOp::Ge);
    if (!ordered) {
        raise_value_error(fmt::format("high ({}) must be >= low ({}) must be >= 0",
                                      repr_string(high_value), repr_string(low_value)));
    }
    transport.high_water = static_cast<std::size_t>(to_index(high_value));
    transport.low_water = static_cast<std::size_t>(to_index(low_value));
    maybe_pause_protocol(transport, size);
}

void flow_control_traverse(Object* self, Visitor& visitor) {
    auto* transport = static_cast<FlowControl*>(self);
    visitor.visit(transport->extra);
    visitor.visit(transport->loop);
    visitor.visit(transport->protocol);
}
void flow_control_clear(Object* self) {
    auto* transport = static_cast<FlowControl*>(self);
    Ref<Dict> extra = std::move(transport->extra);
    Value protocol = std::move(transport->protocol);
    Ref<EventLoop> loop = std::move(transport->loop);
}

void add_methods(Type& type, std::initializer_list<MethodDef> methods, std::string_view owner) {
    ProcessScope process;
    for (const MethodDef& def : methods)
        set_type_attribute(type, def.name, make<MethodDescriptor>(make_code(def, owner), &type));
}

void define_protocol_types() {
    static std::once_flag once;
    std::call_once(once, [] {
        ProcessScope process;
        define_protocols();
        define_transports();
        define_flow_control();
    });
}

}  // namespace loopscope::aio
