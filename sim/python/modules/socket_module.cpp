// _socket: sockets, names, and the numbers of Linux. socket.py adds what CPython's does.
#include <arpa/inet.h>

#include "sim/aio/resolver.h"
#include "sim/aio/socket_object.h"
#include "sim/aio/tls.h"
#include "sim/python/modules/modules.h"
#include "sim/python/modules/native_module.h"

namespace loopscope::python::modules {

namespace {

using aio::SocketLibrary;
using kernel::Kernel;
using object::os_error_type;
using object::overflow_error_type;
using world::Address;
using world::Family;

Family family_argument(const Value& v) {
    std::int64_t family = object::to_index(v);
    if (family != aio::kFamilyInet && family != aio::kFamilyInet6)
        aio::raise_os_error(world::kEAFNOSUPPORT);
    return static_cast<Family>(family);
}

std::string text(const Value& v, const char* function, int argument) {
    if (!is_str(v)) {
        raise_type_error(
            fmt::format("{}() argument {} must be str, not {}", function, argument, type_name(v)));
    }
    return v.as<Str>()->to_string();
}

// Numeric addresses.

Value inet_aton(const Value&, CallArgs args) {
    in_addr packed{};
    if (::inet_aton(text(args.values[0], "inet_aton", 1).c_str(), &packed) == 0)
        raise(os_error_type, "illegal IP address string passed to inet_aton");
    return Bytes::make({reinterpret_cast<const char*>(&packed), sizeof packed});
}
Value inet_ntoa(const Value&, CallArgs args) {
    std::string_view bytes = object::expect_bytes_like(args.values[0]);
    if (bytes.size() != 4) raise(os_error_type, "packed IP wrong length for inet_ntoa");
    return make_str(world::unpacked_host(Family::Inet, bytes));
}
Value inet_pton(const Value&, CallArgs args) {
    Family family = family_argument(args.values[0]);
    auto bytes = world::packed_host(family, text(args.values[1], "inet_pton", 2));
    if (!bytes) raise(os_error_type, "illegal IP address string passed to inet_pton");
    return Bytes::make(*bytes);
}
Value inet_ntop(const Value&, CallArgs args) {
    std::int64_t number = object::to_index(args.values[0]);
    if (number != aio::kFamilyInet && number != aio::kFamilyInet6)
        raise_value_error(fmt::format("unknown address family {}", number));
    auto family = static_cast<Family>(number);
    std::string_view bytes = object::expect_bytes_like(args.values[1]);
    if (bytes.size() != (family == Family::Inet6 ? 16U : 4U))
        raise_value_error("invalid length of packed IP address string");
    return make_str(world::unpacked_host(family, bytes));
}

Value swapped(const Value& v, const char* function, int bytes) {
    Value index = object::index_value(v);
    if (compare_bool(index, Value::small(0), CompareOp::Lt)) {
        raise_format(overflow_error_type,
                     "{}: can't convert negative Python int to C {}-bit unsigned integer", function,
                     bytes * 8);
    }
    if (compare_bool(index, Value::small((std::int64_t{1} << (8 * bytes)) - 1), CompareOp::Gt)) {
        raise_format(overflow_error_type,
                     "{}: Python int too large to convert to C {}-bit unsigned integer", function,
                     bytes * 8);
    }
    std::int64_t number = object::to_index(index);
    std::int64_t result = 0;
    for (int i = 0; i < bytes; ++i) result = (result << 8) | ((number >> (8 * i)) & 0xff);
    return Int::from(result);
}
Value host_to_network_16(const Value&, CallArgs args) {
    return swapped(args.values[0], "htons", 2);
}
Value network_to_host_16(const Value&, CallArgs args) {
    return swapped(args.values[0], "ntohs", 2);
}
Value host_to_network_32(const Value&, CallArgs args) {
    return swapped(args.values[0], "htonl", 4);
}
Value network_to_host_32(const Value&, CallArgs args) {
    return swapped(args.values[0], "ntohl", 4);
}

// Names.

Value gethostname(const Value&, CallArgs) {
    return make_str(Kernel::current().machine().network().host_name);
}
std::string resolve_ipv4(const Value& v) {
    std::string name = text(v, "gethostbyname", 1);
    if (auto numeric = world::canonical_host(Family::Inet, name)) return *numeric;
    for (const Address& found : Kernel::current().machine().network().resolve(name)) {
        if (found.family == Family::Inet) return found.host;
    }
    aio::raise_gai_error(-2);
}
Value gethostbyname(const Value&, CallArgs args) { return make_str(resolve_ipv4(args.values[0])); }
Value host_entry(const std::string& name, const std::string& address) {
    return Tuple::make({make_str(name), List::make(), List::make({make_str(address)})});
}
Value gethostbyname_ex(const Value&, CallArgs args) {
    return host_entry(text(args.values[0], "gethostbyname_ex", 1), resolve_ipv4(args.values[0]));
}
Value gethostbyaddr(const Value&, CallArgs args) {
    std::string address = resolve_ipv4(args.values[0]);
    std::string name =
        Kernel::current().machine().network().name_of({.family = Family::Inet, .host = address});
    if (name.empty()) {
        raise(
            object::make_exception(aio::host_error_type, {Int::from(1), make_str("Unknown host")}));
    }
    return host_entry(name, address);
}
Value getservbyname(const Value&, CallArgs args) {
    std::uint16_t port = aio::port_of_service(text(args.values[0], "getservbyname", 1));
    if (port == 0) raise(os_error_type, "service/proto not found");
    return Int::from(static_cast<std::int64_t>(port));
}
Value getservbyport(const Value&, CallArgs args) {
    std::string_view name =
        aio::service_of_port(static_cast<std::uint16_t>(object::to_index(args.values[0])));
    if (name.empty()) raise(os_error_type, "port/proto not found");
    return make_str(name);
}
Value getprotobyname(const Value&, CallArgs args) {
    std::string name = text(args.values[0], "getprotobyname", 1);
    if (name == "tcp") return Int::from(6);
    if (name == "udp") return Int::from(17);
    if (name == "icmp") return Int::from(1);
    raise(os_error_type, "protocol not found");
}

// Sockets.

Value socketpair(const Value&, CallArgs args) {
    std::int64_t family =
        absent(args.values[0]) ? aio::kFamilyUnix : object::to_index(args.values[0]);
    std::int64_t kind = absent(args.values[1]) ? aio::kStream : object::to_index(args.values[1]);
    if (family != aio::kFamilyUnix) aio::raise_os_error(world::kEOPNOTSUPP);
    Kernel& kernel = Kernel::current();
    auto [first, second] =
        kernel.machine().network().make_pair(static_cast<world::SocketType>(kind));
    Value a = aio::adopt_socket(kernel, std::move(first));
    Value b = aio::adopt_socket(kernel, std::move(second));
    return Tuple::make({a, b});
}
Value getdefaulttimeout(const Value&, CallArgs) {
    const Value& timeout = SocketLibrary::current().default_timeout;
    return timeout ? timeout : none();
}
Value setdefaulttimeout(const Value&, CallArgs args) {
    Value timeout;
    if (!is_none(args.values[0])) {
        double seconds = object::to_double(args.values[0]);
        if (!(seconds >= 0.0)) raise_value_error("Timeout value out of range");
        timeout = Float::from(seconds);
    }
    SocketLibrary::current().default_timeout = timeout;
    return none();
}
/// What socket.py gives: AddressFamily, SocketKind, and makefile(socket, …).
Value connect_library(const Value&, CallArgs args) {
    SocketLibrary& library = SocketLibrary::current();
    library.address_family = args.values[0];
    library.socket_kind = args.values[1];
    library.makefile = args.values[2];
    return none();
}

/// What ssl.py gives: asyncio's protocol, the class of contexts, and what makes a default one.
Value connect_tls(const Value&, CallArgs args) {
    aio::TlsLibrary& library = aio::TlsLibrary::current();
    library.protocol_class = args.values[0];
    library.context_class = args.values[1];
    library.default_context = args.values[2];
    return none();
}

struct Number {
    const char* name;
    std::int64_t value;
};
constexpr Number kNumbers[] = {
    {"AF_UNSPEC", 0},
    {"AF_UNIX", 1},
    {"AF_INET", 2},
    {"AF_INET6", 10},
    {"AF_NETLINK", 16},
    {"AF_PACKET", 17},
    {"SOCK_STREAM", 1},
    {"SOCK_DGRAM", 2},
    {"SOCK_RAW", 3},
    {"SOCK_RDM", 4},
    {"SOCK_SEQPACKET", 5},
    {"SOCK_NONBLOCK", 2048},
    {"SOCK_CLOEXEC", 524288},
    {"SOL_SOCKET", 1},
    {"SOL_IP", 0},
    {"SOL_TCP", 6},
    {"SOL_UDP", 17},
    {"SO_DEBUG", 1},
    {"SO_REUSEADDR", 2},
    {"SO_TYPE", 3},
    {"SO_ERROR", 4},
    {"SO_DONTROUTE", 5},
    {"SO_BROADCAST", 6},
    {"SO_SNDBUF", 7},
    {"SO_RCVBUF", 8},
    {"SO_KEEPALIVE", 9},
    {"SO_OOBINLINE", 10},
    {"SO_PRIORITY", 12},
    {"SO_LINGER", 13},
    {"SO_REUSEPORT", 15},
    {"SO_PASSCRED", 16},
    {"SO_PEERCRED", 17},
    {"SO_RCVLOWAT", 18},
    {"SO_SNDLOWAT", 19},
    {"SO_RCVTIMEO", 20},
    {"SO_SNDTIMEO", 21},
    {"SO_BINDTODEVICE", 25},
    {"SO_ACCEPTCONN", 30},
    {"SO_MARK", 36},
    {"SO_PROTOCOL", 38},
    {"SO_DOMAIN", 39},
    {"SOMAXCONN", 4096},
    {"IPPROTO_IP", 0},
    {"IPPROTO_ICMP", 1},
    {"IPPROTO_TCP", 6},
    {"IPPROTO_UDP", 17},
    {"IPPROTO_IPV6", 41},
    {"IPPROTO_ICMPV6", 58},
    {"IPPROTO_RAW", 255},
    {"IP_TOS", 1},
    {"IP_TTL", 2},
    {"IP_MULTICAST_IF", 32},
    {"IP_MULTICAST_TTL", 33},
    {"IP_MULTICAST_LOOP", 34},
    {"IP_ADD_MEMBERSHIP", 35},
    {"IP_DROP_MEMBERSHIP", 36},
    {"IPV6_MULTICAST_IF", 17},
    {"IPV6_MULTICAST_HOPS", 18},
    {"IPV6_MULTICAST_LOOP", 19},
    {"IPV6_JOIN_GROUP", 20},
    {"IPV6_V6ONLY", 26},
    {"IPV6_UNICAST_HOPS", 16},
    {"TCP_NODELAY", 1},
    {"TCP_MAXSEG", 2},
    {"TCP_CORK", 3},
    {"TCP_KEEPIDLE", 4},
    {"TCP_KEEPINTVL", 5},
    {"TCP_KEEPCNT", 6},
    {"TCP_SYNCNT", 7},
    {"TCP_LINGER2", 8},
    {"TCP_DEFER_ACCEPT", 9},
    {"TCP_INFO", 11},
    {"TCP_QUICKACK", 12},
    {"TCP_CONGESTION", 13},
    {"TCP_USER_TIMEOUT", 18},
    {"TCP_FASTOPEN", 23},
    {"MSG_OOB", 1},
    {"MSG_PEEK", 2},
    {"MSG_DONTROUTE", 4},
    {"MSG_CTRUNC", 8},
    {"MSG_TRUNC", 32},
    {"MSG_DONTWAIT", 64},
    {"MSG_EOR", 128},
    {"MSG_WAITALL", 256},
    {"MSG_NOSIGNAL", 16384},
    {"MSG_MORE", 32768},
    {"SHUT_RD", 0},
    {"SHUT_WR", 1},
    {"SHUT_RDWR", 2},
    {"AI_PASSIVE", 1},
    {"AI_CANONNAME", 2},
    {"AI_NUMERICHOST", 4},
    {"AI_V4MAPPED", 8},
    {"AI_ALL", 16},
    {"AI_ADDRCONFIG", 32},
    {"AI_NUMERICSERV", 1024},
    {"NI_NUMERICHOST", 1},
    {"NI_NUMERICSERV", 2},
    {"NI_NOFQDN", 4},
    {"NI_NAMEREQD", 8},
    {"NI_DGRAM", 16},
    {"NI_MAXHOST", 1025},
    {"NI_MAXSERV", 32},
    {"EAI_BADFLAGS", -1},
    {"EAI_NONAME", -2},
    {"EAI_AGAIN", -3},
    {"EAI_FAIL", -4},
    {"EAI_NODATA", -5},
    {"EAI_FAMILY", -6},
    {"EAI_SOCKTYPE", -7},
    {"EAI_SERVICE", -8},
    {"EAI_ADDRFAMILY", -9},
    {"EAI_MEMORY", -10},
    {"EAI_SYSTEM", -11},
    {"EAI_OVERFLOW", -12},
    {"INADDR_ANY", 0},
    {"INADDR_LOOPBACK", 2130706433},
    {"INADDR_BROADCAST", 4294967295},
    {"INADDR_NONE", 4294967295},
    {"INADDR_UNSPEC_GROUP", 3758096384},
    {"INADDR_ALLHOSTS_GROUP", 3758096385},
    {"INADDR_MAX_LOCAL_GROUP", 3758096639},
};

}  // namespace

void init_socket(Module& module) {
    aio::define_socket_type();
    for (const Number& number : kNumbers) module.set(number.name, Int::from(number.value));
    module.set("has_ipv6", object::true_value());
    module.set("socket", type_value(&aio::socket_type));
    module.set("SocketType", type_value(&aio::socket_type));
    module.set("gaierror", type_value(&aio::gai_error_type));
    module.set("herror", type_value(&aio::host_error_type));
    module.set("error", type_value(&os_error_type));
    module.set("timeout", type_value(&object::timeout_error_type));
    module.set("getaddrinfo", aio::getaddrinfo_function());
    module.set("getnameinfo", aio::getnameinfo_function());
    object::add_functions(*module.dict,
                          {{"inet_aton", inet_aton, "ip_addr, /"},
                           {"inet_ntoa", inet_ntoa, "packed_ip, /"},
                           {"inet_pton", inet_pton, "af, ip, /"},
                           {"inet_ntop", inet_ntop, "af, packed_ip, /"},
                           {"htons", host_to_network_16, "x, /"},
                           {"ntohs", network_to_host_16, "x, /"},
                           {"htonl", host_to_network_32, "x, /"},
                           {"ntohl", network_to_host_32, "x, /"},
                           {"gethostname", gethostname, ""},
                           {"gethostbyname", gethostbyname, "host, /"},
                           {"gethostbyname_ex", gethostbyname_ex, "host, /"},
                           {"gethostbyaddr", gethostbyaddr, "host, /"},
                           {"getservbyname", getservbyname, "servicename, protocolname=, /"},
                           {"getservbyport", getservbyport, "port, protocolname=, /"},
                           {"getprotobyname", getprotobyname, "name, /"},
                           {"socketpair", socketpair, "family=, type=, proto="},
                           {"getdefaulttimeout", getdefaulttimeout, ""},
                           {"setdefaulttimeout", setdefaulttimeout, "timeout, /"},
                           {"_connect_library", connect_library, "families, kinds, makefile"},
                           {"_connect_tls", connect_tls, "protocol, context, default"}},
                          "_socket");
}

}  // namespace loopscope::python::modules
