// getaddrinfo and getnameinfo, as glibc answers over the hosts of the simulated network.
#include "sim/aio/resolver.h"

#include <algorithm>
#include <charconv>

#include "sim/object/bytes.h"
#include "sim/object/exception.h"
#include "sim/object/int.h"
#include "sim/object/list.h"
#include "sim/object/native.h"
#include "sim/object/protocol.h"
#include "sim/object/singletons.h"
#include "sim/object/str.h"
#include "sim/object/tuple.h"

namespace loopscope::aio {

using namespace object;
using world::Address;
using world::Family;

namespace {

constexpr int kNoName = -2;
constexpr int kBadFamily = -6;
constexpr int kBadKind = -7;
constexpr int kBadService = -8;
constexpr int kWrongFamily = -9;
constexpr int kRaw = 3;

struct Service {
    std::string_view name;
    std::uint16_t port;
};
constexpr Service kServices[] = {
    {"echo", 7},     {"discard", 9},       {"daytime", 13}, {"ftp-data", 20},   {"ftp", 21},
    {"ssh", 22},     {"telnet", 23},       {"smtp", 25},    {"time", 37},       {"domain", 53},
    {"tftp", 69},    {"gopher", 70},       {"finger", 79},  {"http", 80},       {"pop3", 110},
    {"sunrpc", 111}, {"ntp", 123},         {"imap2", 143},  {"snmp", 161},      {"irc", 194},
    {"ldap", 389},   {"https", 443},       {"syslog", 514}, {"imaps", 993},     {"pop3s", 995},
    {"mysql", 3306}, {"postgresql", 5432}, {"sip", 5060},   {"http-alt", 8080},
};

/// A kind of socket with the protocol that goes with it.
struct Kind {
    int kind;
    int protocol;
};
constexpr Kind kKinds[] = {{kStream, 6}, {kDatagram, 17}, {kRaw, 0}};

/// Which kinds a caller gets. CPython leaves all of it to glibc.
std::vector<Kind> kinds_for(const AddressHints& hints) {
    std::vector<Kind> kinds;
    bool known = hints.kind == 0;
    for (const Kind& kind : kKinds) {
        known = known || kind.kind == hints.kind;
        if (hints.kind != 0 && kind.kind != hints.kind) continue;
        if (hints.protocol != 0 && kind.protocol != 0 && kind.protocol != hints.protocol) continue;
        if (hints.protocol != 0 && kind.protocol == 0 && hints.kind == 0) continue;
        kinds.push_back(kind);
    }
    if (!known) raise_gai_error(kBadKind);
    return kinds;
}

std::string text_argument(const Value& v, const char* message) {
    if (is_str(v)) return v.as<Str>()->to_string();
    if (auto bytes = bytes_like(v)) return std::string(*bytes);
    raise_type_error(message);
}

std::uint16_t port_argument(const Value& v, const AddressHints& hints) {
    if (is_none(v)) return 0;
    if (is_int(v)) return static_cast<std::uint16_t>(to_index(v));
    if (!is_str(v) && !bytes_like(v)) raise(os_error_type, "Int or String expected");
    std::string text = text_argument(v, "");
    std::uint16_t port = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (!text.empty() && error == std::errc() && end == text.data() + text.size()) return port;
    if (text.empty()) return 0;
    port = (hints.flags & kNumericService) != 0 ? 0 : port_of_service(text);
    if (port == 0) raise_gai_error(kBadService);
    return port;
}

bool wanted(const AddressHints& hints, Family family) {
    return hints.family == 0 || hints.family == static_cast<int>(family);
}

/// No host: any address for who listens, the machine itself for who connects.
std::vector<Address> own_addresses(const AddressHints& hints) {
    std::vector<Address> found;
    bool passive = (hints.flags & kPassive) != 0;
    auto add = [&](Family family, const char* host) {
        if (wanted(hints, family)) found.push_back({.family = family, .host = host});
    };
    if (passive) add(Family::Inet, "0.0.0.0");
    add(Family::Inet6, passive ? "::" : "::1");
    if (!passive) add(Family::Inet, "127.0.0.1");
    return found;
}

std::vector<Address> addresses_of(const std::string& name, const AddressHints& hints) {
    std::vector<Address> found;
    for (Family family : {Family::Inet, Family::Inet6}) {
        auto numeric = world::canonical_host(family, name);
        if (!numeric) continue;
        if (!wanted(hints, family)) raise_gai_error(kWrongFamily);
        found.push_back({.family = family, .host = *numeric});
        return found;
    }
    if ((hints.flags & kNumericHost) == 0 && !name.empty()) {
        for (const Address& address : kernel::Kernel::current().machine().network().resolve(name)) {
            if (wanted(hints, address.family)) found.push_back(address);
        }
    }
    if (found.empty()) raise_gai_error(kNoName);
    return found;
}

}  // namespace

std::uint16_t port_of_service(std::string_view name) {
    for (const Service& service : kServices) {
        if (service.name == name) return service.port;
    }
    return 0;
}

std::string_view service_of_port(std::uint16_t port) {
    for (const Service& service : kServices) {
        if (service.port == port) return service.name;
    }
    return "";
}

Value family_value(int family) {
    const Value& enumeration = SocketLibrary::current().address_family;
    return enumeration ? call(enumeration, {Int::from(family)}) : Value(Int::from(family));
}
Value kind_value(int kind) {
    const Value& enumeration = SocketLibrary::current().socket_kind;
    return enumeration ? call(enumeration, {Int::from(kind)}) : Value(Int::from(kind));
}

Value getaddrinfo(const Value& host, const Value& port, const AddressHints& hints) {
    if (is_none(host) && is_none(port)) raise_gai_error(kNoName);
    bool known_family =
        hints.family == 0 || hints.family == kFamilyInet || hints.family == kFamilyInet6;
    if (!known_family) raise_gai_error(kBadFamily);
    std::string name;
    if (!is_none(host)) {
        name = text_argument(host, "getaddrinfo() argument 1 must be string or None");
    }
    std::uint16_t number = port_argument(port, hints);
    std::vector<Kind> kinds = kinds_for(hints);
    std::vector<Address> addresses =
        is_none(host) ? own_addresses(hints) : addresses_of(name, hints);
    Ref<List> answer = List::make();
    std::string canonical = (hints.flags & kCanonicalName) != 0 ? name : "";
    for (Address& address : addresses) {
        address.port = number;
        for (const Kind& kind : kinds) {
            answer->append(Tuple::make({family_value(static_cast<int>(address.family)),
                                        kind_value(kind.kind), Int::from(kind.protocol),
                                        make_str(canonical), address_value(address)}));
            canonical.clear();
        }
    }
    return answer;
}

Value getnameinfo(const Value& address, int flags) {
    constexpr int kNumericHostFlag = 1;
    constexpr int kNumericServiceFlag = 2;
    constexpr int kNameRequired = 8;
    if (!is_tuple(address)) raise_type_error("getnameinfo() argument 1 must be a tuple");
    Tuple& items = *address.as<Tuple>();
    if (items.size < 2) raise_type_error("getnameinfo(): illegal sockaddr argument");
    std::string host = text_argument(items[0], "getnameinfo(): illegal sockaddr argument");
    auto port = static_cast<std::uint16_t>(to_index(items[1]));
    Address numeric;
    for (Family family : {Family::Inet, Family::Inet6}) {
        if (auto canonical = world::canonical_host(family, host))
            numeric = {.family = family, .port = port, .host = *canonical};
    }
    if (numeric.is_unset()) {
        AddressHints hints{.kind = kDatagram};
        numeric = addresses_of(host, hints).front();
    }
    std::string name = numeric.host;
    if ((flags & kNumericHostFlag) == 0) {
        std::string known = kernel::Kernel::current().machine().network().name_of(numeric);
        if (!known.empty()) name = known;
        if (known.empty() && (flags & kNameRequired) != 0) raise_gai_error(kNoName);
    }
    std::string service = fmt::format("{}", port);
    if ((flags & kNumericServiceFlag) == 0 && !service_of_port(port).empty())
        service = service_of_port(port);
    return Tuple::make({make_str(name), make_str(service)});
}

namespace {

std::int64_t number(const Value& v) { return v && !is_none(v) ? to_index(v) : 0; }

Value call_getaddrinfo(const Value&, CallArgs args) {
    AddressHints hints{.family = static_cast<int>(number(args.values[2])),
                       .kind = static_cast<int>(number(args.values[3])),
                       .protocol = static_cast<int>(number(args.values[4])),
                       .flags = static_cast<int>(number(args.values[5]))};
    return getaddrinfo(args.values[0], args.values[1], hints);
}
Value call_getnameinfo(const Value&, CallArgs args) {
    return getnameinfo(args.values[0], static_cast<int>(number(args.values[1])));
}

}  // namespace

Value getaddrinfo_function() {
    return make_function({.name = "getaddrinfo",
                          .call = call_getaddrinfo,
                          .parameters = "host, port, family=, type=, proto=, flags=",
                          .style = CallStyle::Function},
                         "socket");
}
Value getnameinfo_function() {
    return make_function(
        {.name = "getnameinfo", .call = call_getnameinfo, .parameters = "sockaddr, flags, /"},
        "_socket");
}

}  // namespace loopscope::aio
