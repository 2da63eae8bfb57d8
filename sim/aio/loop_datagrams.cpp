// create_datagram_endpoint. CPython: asyncio.base_events
#include "sim/aio/loop_connections_parts.h"
#include "sim/aio/resolver.h"
#include "sim/aio/socket_transport.h"
#include "sim/object/int.h"
#include "sim/object/list.h"
#include "sim/object/tuple.h"

namespace loopscope::aio {

using namespace object;
using namespace kernel;

namespace {

constexpr LibraryCode kCreateDatagram{"BaseEventLoop.create_datagram_endpoint", "base_events.py",
                                      1276};

[[noreturn]] void raise_datagram_problems(const DatagramOptions& options) {
    std::string problems;
    auto add = [&](const char* name, const Value& v) {
        if (!true_of(v)) return;
        problems += fmt::format("{}{}={}", problems.empty() ? "" : ", ", name, str_string(v));
    };
    add("local_addr", options.local);
    add("remote_addr", options.remote);
    add("family", options.family);
    add("proto", options.protocol);
    add("flags", options.flags);
    add("reuse_port", options.reuse_port);
    add("allow_broadcast", options.broadcast);
    raise_value_error(fmt::format(
        "socket modifier keyword arguments can not be used when sock is specified. ({})",
        problems));
}

/// One way to make the endpoint: a family, and the two ends.
struct DatagramChoice {
    int family = 0;
    int protocol = 0;
    Value local = {};
    Value remote = {};
};

/// Joins what getaddrinfo says of one of the two ends.
void join_choices(std::vector<DatagramChoice>& choices, const Value& infos, bool local) {
    for_each(infos, [&](const Value& info) {
        int family = number(getitem(info, Value::small(0)));
        int protocol = number(getitem(info, Value::small(2)));
        DatagramChoice* found = nullptr;
        for (DatagramChoice& choice : choices) {
            if (choice.family == family && choice.protocol == protocol) found = &choice;
        }
        if (found == nullptr) {
            choices.push_back({.family = family, .protocol = protocol});
            found = &choices.back();
        }
        (local ? found->local : found->remote) = getitem(info, Value::small(4));
    });
}

Ref<SocketObject> datagram_socket(EventLoop& loop, const DatagramChoice& choice,
                                  const DatagramOptions& options) {
    Ref<SocketObject> socket = make_socket(*loop.kernel, choice.family, kDatagram, choice.protocol);
    world::Socket& file = open_file(*socket);
    if (true_of(options.reuse_port)) file.set_option(world::kSolSocket, world::kSoReusePort, 1);
    if (true_of(options.broadcast)) file.set_option(world::kSolSocket, world::kSoBroadcast, 1);
    set_timeout(*socket, 0.0);
    if (!true_of(options.local)) return socket;
    try {
        if (choice.family == kFamilyUnix) {
            std::string name = path_text(choice.local);
            if (!name.starts_with('\0')) loop.kernel->machine().network().unlink_path(name);
        }
        call_method(socket, "bind", {choice.local});
    } catch (Raised&) {
        close_socket(*socket);
        throw;
    }
    return socket;
}

Coro datagram_choices(LoopRef loop, const DatagramOptions& given_options) {
    DatagramOptions options = given_options;
    Ref<List> rows = List::make();
    for (bool local : {true, false}) {
        const Value& address = local ? options.local : options.remote;
        if (absent(address)) {
            rows->append(none());
            continue;
        }
        if (!is_tuple(address) || address.as<Tuple>()->size != 2)
            raise_type_error("2-tuple is expected");
        Value infos = co_await ensure_resolved(loop, address, number(options.family), kDatagram,
                                               number(options.protocol), number(options.flags));
        if (length(infos) == 0) raise_bare_os_error("getaddrinfo() returned empty list");
        rows->append(infos);
    }
    co_return rows;
}

/// The ways to try. CPython: addr_pairs_info
std::vector<DatagramChoice> choose(const Value& rows, const DatagramOptions& options) {
    std::vector<DatagramChoice> choices;
    for (bool local : {true, false}) {
        Value infos = getitem(rows, Value::small(local ? 0 : 1));
        if (!is_none(infos)) join_choices(choices, infos, local);
    }
    std::erase_if(choices, [&](const DatagramChoice& choice) {
        return (true_of(options.local) && !choice.local) ||
               (true_of(options.remote) && !choice.remote);
    });
    if (choices.empty()) raise_value_error("can not get address information");
    return choices;
}

Coro make_endpoint(LoopRef loop, Ref<SocketObject> socket, Value factory, Value remote) {
    CoroPromise& self = co_await ThisCoro{};
    Value protocol = call(factory);
    Future& waiter = self.hold(make_future(*loop, "connection_made"));
    Value transport =
        make_datagram_transport(*loop, socket, protocol, remote, {.waiter = Ref<Future>(&waiter)});
    try {
        co_await Ref<Future>(&waiter);
    } catch (Raised&) {
        call_method(transport, "close");
        throw;
    }
    co_return Tuple::make({transport, protocol});
}

Coro open_datagram(LoopRef loop, DatagramChoice choice, DatagramOptions options) {
    Ref<SocketObject> socket = datagram_socket(*loop, choice, options);
    if (!true_of(options.remote) || true_of(options.broadcast)) co_return socket;
    try {
        co_await sock_connect(loop, socket, choice.remote);
    } catch (Raised&) {
        close_socket(*socket);
        throw;
    }
    co_return socket;
}

}  // namespace

Coro create_datagram_endpoint(LoopRef loop, DatagramOptions options) {
    if (given(options.socket)) {
        SocketObject& socket = expect_kind(options.socket, kDatagram, "UDP");
        bool more = true_of(options.local) || true_of(options.remote) || true_of(options.family) ||
                    true_of(options.protocol) || true_of(options.flags) ||
                    true_of(options.reuse_port) || true_of(options.broadcast);
        if (more) raise_datagram_problems(options);
        set_timeout(socket, 0.0);
        co_return co_await make_endpoint(loop, Ref<SocketObject>(&socket), options.factory, none())
            .named(kCreateDatagram);
    }
    std::vector<DatagramChoice> choices;
    int family = number(options.family);
    if (!true_of(options.local) && !true_of(options.remote)) {
        if (family == 0) raise_value_error("unexpected address family");
        choices.push_back({.family = family, .protocol = number(options.protocol)});
    } else if (family == kFamilyUnix) {
        for (const Value& address : {options.local, options.remote}) {
            if (given(address) && !is_str(address)) raise_type_error("string is expected");
        }
        choices.push_back({.family = family, .local = options.local, .remote = options.remote});
    } else {
        Value rows = co_await datagram_choices(loop, options).named(kCreateDatagram);
        choices = choose(rows, options);
    }
    Ref<ExceptionObject> first;
    for (const DatagramChoice& choice : choices) {
        Value socket;
        try {
            socket = co_await open_datagram(loop, choice, options).named(kCreateDatagram);
        } catch (Raised& raised) {
            if (!matches(*raised.exception, os_error_type)) throw;
            if (!first) first = raised.exception;
            continue;
        }
        Value remote = true_of(options.remote) ? choice.remote : none();
        co_return co_await make_endpoint(loop, Ref<SocketObject>(socket.as<SocketObject>()),
                                         options.factory, remote)
            .named(kCreateDatagram);
    }
    raise(first);
}

}  // namespace loopscope::aio
