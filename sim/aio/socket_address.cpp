// Addresses of sockets: as programs write them, and as the machine knows them.
#include <fmt/format.h>

#include "sim/aio/socket_object.h"
#include "sim/object/bytes.h"
#include "sim/object/class.h"
#include "sim/object/exception.h"
#include "sim/object/int.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/str.h"
#include "sim/object/tuple.h"

namespace loopscope::aio {

using namespace object;
using world::Address;
using world::Family;

namespace {

constexpr std::size_t kUnixPathMax = 108;

/// CPython: makesockaddr
Value inet_value(const Address& address) {
    Value host = make_str(address.host);
    Value port = Int::from(static_cast<std::int64_t>(address.port));
    if (address.family == Family::Inet) return Tuple::make({host, port});
    return Tuple::make({host, port, Int::from(static_cast<std::int64_t>(address.flow_info)),
                        Int::from(static_cast<std::int64_t>(address.scope_id))});
}

/// CPython: setipaddr: an empty name is any address, a numeric one itself, else it is looked up.
std::string host_for(Family family, const Value& v) {
    std::string name;
    if (is_str(v)) {
        name = v.as<Str>()->to_string();
    } else if (auto bytes = bytes_like(v)) {
        name = *bytes;
    } else {
        raise_type_error("str, bytes or bytearray expected, not " + v.type()->name);
    }
    if (name.empty()) return family == Family::Inet6 ? "::" : "0.0.0.0";
    if (name == "<broadcast>" && family == Family::Inet) return "255.255.255.255";
    if (auto numeric = world::canonical_host(family, name)) return *numeric;
    Family other = family == Family::Inet ? Family::Inet6 : Family::Inet;
    if (world::canonical_host(other, name)) raise_gai_error(-9);
    for (const Address& found : kernel::Kernel::current().machine().network().resolve(name)) {
        if (found.family == family) return found.host;
    }
    raise_gai_error(-2);
}

std::uint16_t port_for(const Value& v, std::string_view caller) {
    std::int64_t port = 0;
    try {
        port = to_index(v);
    } catch (Raised& raised) {
        if (!matches(*raised.exception, overflow_error_type)) throw;
        port = -1;
    }
    if (port < 0 || port > 0xffff)
        raise_format(overflow_error_type, "{}(): port must be 0-65535.", caller);
    return static_cast<std::uint16_t>(port);
}

Address inet_address(Family family, const Value& v, std::string_view caller) {
    bool six = family == Family::Inet6;
    const char* name = six ? "AF_INET6" : "AF_INET";
    if (!is_tuple(v)) {
        raise_type_error(
            fmt::format("{}(): {} address must be tuple, not {}", caller, name, v.type()->name));
    }
    Tuple& items = *v.as<Tuple>();
    if (items.size < 2 || items.size > (six ? 4U : 2U)) {
        if (six) {
            raise_type_error(
                "AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])");
        }
        raise_type_error("AF_INET address must be a pair (host, port)");
    }
    Address address{.family = family};
    Value port = index_value(items[1]);
    address.host = host_for(family, items[0]);
    address.port = port_for(port, caller);
    if (items.size > 2) address.flow_info = static_cast<std::uint32_t>(to_index(items[2]));
    if (items.size > 3) address.scope_id = static_cast<std::uint32_t>(to_index(items[3]));
    return address;
}

Address unix_address(const Value& v) {
    Address address{.family = Family::Unix};
    if (is_str(v)) {
        address.host = v.as<Str>()->to_string();
    } else if (auto bytes = bytes_like(v)) {
        address.host = *bytes;
    } else {
        raise_type_error("a bytes-like object is required, not '" + v.type()->name + "'");
    }
    if (address.host.size() >= kUnixPathMax) raise(os_error_type, "AF_UNIX path too long");
    return address;
}

}  // namespace

Value address_value(const Address& address) {
    switch (address.family) {
        case Family::Inet:
        case Family::Inet6:
            return inet_value(address);
        case Family::Unix:
            if (address.host.starts_with('\0')) return Bytes::make(address.host);
            return make_str(address.host);
        case Family::Unspecified:
            break;
    }
    return none();
}

Address address_of(const SocketObject& socket, const Value& v, std::string_view caller) {
    if (socket.family == kFamilyUnix) return unix_address(v);
    return inet_address(static_cast<Family>(socket.family), v, caller);
}

void raise_gai_error(int number) {
    const char* text = "Unknown error";
    switch (number) {
        case -2:
            text = "Name or service not known";
            break;
        case -3:
            text = "Temporary failure in name resolution";
            break;
        case -6:
            text = "ai_family not supported";
            break;
        case -7:
            text = "ai_socktype not supported";
            break;
        case -8:
            text = "Servname not supported for ai_socktype";
            break;
        case -9:
            text = "Address family for hostname not supported";
            break;
        default:
            break;
    }
    raise(make_exception(gai_error_type, {Int::from(number), make_str(text)}));
}

}  // namespace loopscope::aio
