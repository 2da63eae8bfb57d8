// ssl= and start_tls. The protocol itself is part of the library's Python text.
#include "sim/aio/tls.h"

#include "sim/kernel/errors.h"
#include "sim/object/class.h"
#include "sim/object/exception.h"
#include "sim/object/protocol.h"
#include "sim/object/singletons.h"

namespace loopscope::aio {

using namespace object;
using namespace kernel;

TlsLibrary& TlsLibrary::current() {
    Runtime& runtime = Runtime::current();
    if (auto* known = runtime.find<TlsLibrary>()) return *known;
    return runtime.add(std::make_unique<TlsLibrary>());
}

namespace {

Value or_none(const Value& v) { return v ? v : none(); }

Value make_protocol(EventLoop& loop, const Value& app_protocol, const TlsOptions& tls, TlsSide side,
                    const Value& waiter, bool call_connection_made) {
    TlsLibrary& library = TlsLibrary::current();
    if (!library.protocol_class) raise_runtime_error("Python ssl module is not available");
    Value context = tls.context;
    if (is_true(context)) context = call(library.default_context);
    Ref<Dict> keywords = Dict::make();
    keywords->set("ssl_handshake_timeout", or_none(tls.handshake_timeout));
    keywords->set("ssl_shutdown_timeout", or_none(tls.shutdown_timeout));
    keywords->set("call_connection_made", make_bool(call_connection_made));
    return call_with_keywords(library.protocol_class,
                              {Value::borrow(&loop), app_protocol, context, waiter,
                               make_bool(side == TlsSide::Server), or_none(tls.server_name)},
                              *keywords);
}

constexpr LibraryCode kStartTls{"BaseEventLoop.start_tls", "base_events.py", 1228};

Coro start_tls_body(Ref<EventLoop> loop, Value transport, Value protocol, TlsOptions tls,
                    TlsSide side) {
    const Value& context_class = TlsLibrary::current().context_class;
    if (!context_class || !instance_check(tls.context, context_class)) {
        raise_type_error("sslcontext is expected to be an instance of ssl.SSLContext, got " +
                         repr_string(tls.context));
    }
    Value compatible = lookup_attr(transport, "_start_tls_compatible");
    if (!compatible || !truth(compatible)) {
        raise_type_error(
            fmt::format("transport {} is not supported by start_tls()", repr_string(transport)));
    }
    CoroPromise& self = co_await ThisCoro{};
    Future& waiter = self.hold(make_future(*loop, "start_tls"));
    Value tls_protocol = make_protocol(*loop, protocol, tls, side, Value::borrow(&waiter), false);
    call_method(transport, "pause_reading");
    call_method(transport, "set_protocol", {tls_protocol});
    Ref<Handle> made = loop->call_soon(
        {.target = getattr(tls_protocol, "connection_made"), .argument = transport});
    Ref<Handle> resume = loop->call_soon({.target = getattr(transport, "resume_reading")});
    try {
        co_await Ref<Future>(&waiter);
    } catch (Raised&) {
        call_method(transport, "close");
        cancel_handle(*made);
        cancel_handle(*resume);
        throw;
    }
    co_return getattr(tls_protocol, "_app_transport");
}

}  // namespace

Value make_tls_transport(EventLoop& loop, Ref<SocketObject> socket, const Value& protocol,
                         const TlsOptions& tls, TlsSide side, TransportOptions options) {
    Value waiter = options.waiter ? Value(std::move(options.waiter)) : none();
    options.waiter = nullptr;
    Value tls_protocol = make_protocol(loop, protocol, tls, side, waiter, true);
    make_socket_transport(loop, std::move(socket), tls_protocol, std::move(options));
    return getattr(tls_protocol, "_app_transport");
}

Coro start_tls(Ref<EventLoop> loop, Value transport, Value protocol, TlsOptions tls, TlsSide side) {
    return start_tls_body(std::move(loop), std::move(transport), std::move(protocol),
                          std::move(tls), side)
        .named(kStartTls);
}

}  // namespace loopscope::aio
