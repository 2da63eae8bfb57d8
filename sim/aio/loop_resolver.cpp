// The loop's getaddrinfo and getnameinfo, and the short way for numeric addresses.
#include <charconv>

#include "sim/aio/resolver.h"
#include "sim/aio/socket_calls.h"
#include "sim/object/bytes.h"
#include "sim/object/int.h"
#include "sim/object/list.h"
#include "sim/object/protocol.h"
#include "sim/object/singletons.h"
#include "sim/object/str.h"
#include "sim/object/tuple.h"

namespace loopscope::aio {

using namespace object;
using namespace kernel;

namespace {

constexpr LibraryCode kGetaddrinfo{"BaseEventLoop.getaddrinfo", "base_events.py", 860};
constexpr LibraryCode kGetnameinfo{"BaseEventLoop.getnameinfo", "base_events.py", 870};
constexpr LibraryCode kEnsureResolved{"BaseEventLoop._ensure_resolved", "base_events.py", 1410};

Coro getaddrinfo_body(LoopRef loop, Value host, Value port, Value family, Value kind,
                      Value protocol, Value flags) {
    Value awaitable =
        call_method(Value(loop), "run_in_executor",
                    {none(), getaddrinfo_function(), host, port, family, kind, protocol, flags});
    co_return co_await awaitable;
}
Coro getnameinfo_body(LoopRef loop, Value address, Value flags) {
    Value awaitable = call_method(Value(loop), "run_in_executor",
                                  {none(), getnameinfo_function(), address, flags});
    co_return co_await awaitable;
}

/// int(port) when it has no other meaning than a number; false for names of services.
bool port_number(const Value& port, Value& number) {
    if (is_none(port)) {
        number = Value::small(0);
        return true;
    }
    if (is_int(port)) {
        number = port;
        return true;
    }
    std::string text;
    if (is_str(port)) {
        text = port.as<Str>()->to_string();
    } else if (auto bytes = bytes_like(port)) {
        text = *bytes;
    } else {
        return false;
    }
    std::int64_t value = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (!text.empty() && (error != std::errc() || end != text.data() + text.size())) return false;
    number = Int::from(value);
    return true;
}

Coro ensure_resolved_body(LoopRef loop, Value address, int family, int kind, int protocol,
                          int flags) {
    Value host = getitem(address, Value::small(0));
    Value port = getitem(address, Value::small(1));
    if (Value known = numeric_address(host, port, family, kind, protocol))
        co_return List::make({known});
    Ref<Dict> keywords = Dict::make();
    keywords->set("family", Int::from(family));
    keywords->set("type", kind_value(kind));
    keywords->set("proto", Int::from(protocol));
    keywords->set("flags", Int::from(flags));
    Value awaitable =
        call_with_keywords(getattr(Value(loop), "getaddrinfo"), {host, port}, *keywords);
    co_return co_await awaitable;
}

}  // namespace

Coro loop_getaddrinfo(LoopRef loop, Value host, Value port, Value family, Value kind,
                      Value protocol, Value flags) {
    return getaddrinfo_body(std::move(loop), std::move(host), std::move(port), std::move(family),
                            std::move(kind), std::move(protocol), std::move(flags))
        .named(kGetaddrinfo);
}
Coro loop_getnameinfo(LoopRef loop, Value address, Value flags) {
    return getnameinfo_body(std::move(loop), std::move(address), std::move(flags))
        .named(kGetnameinfo);
}

Value numeric_address(const Value& host, const Value& port, int family, int kind, int protocol) {
    bool known_protocol =
        protocol == 0 || protocol == world::kProtocolTcp || protocol == world::kProtocolUdp;
    if (!known_protocol || is_none(host)) return {};
    if (kind != kStream && kind != kDatagram) return {};
    Value number;
    if (!port_number(port, number)) return {};
    std::string name;
    if (is_str(host)) {
        name = host.as<Str>()->to_string();
    } else if (auto bytes = bytes_like(host)) {
        name = *bytes;
    } else {
        return {};
    }
    for (world::Family each : {world::Family::Inet, world::Family::Inet6}) {
        if (family != 0 && family != static_cast<int>(each)) continue;
        if (!world::packed_host(each, name)) continue;
        Value text = is_str(host) ? host : make_str(name);
        Value address = each == world::Family::Inet6
                            ? Tuple::make({text, number, Value::small(0), Value::small(0)})
                            : Tuple::make({text, number});
        return Tuple::make({family_value(static_cast<int>(each)), kind_value(kind),
                            Int::from(kind == kStream ? world::kProtocolTcp : world::kProtocolUdp),
                            make_str(""), address});
    }
    return {};
}

Coro ensure_resolved(LoopRef loop, Value address, int family, int kind, int protocol, int flags) {
    return ensure_resolved_body(std::move(loop), std::move(address), family, kind, protocol, flags)
        .named(kEnsureResolved);
}

}  // namespace loopscope::aio
