// Names of hosts and services: getaddrinfo and getnameinfo over the simulated network.
#pragma once

#include "sim/aio/socket_object.h"

namespace loopscope::aio {

inline constexpr int kPassive = 1;             ///< AI_PASSIVE
inline constexpr int kCanonicalName = 2;       ///< AI_CANONNAME
inline constexpr int kNumericHost = 4;         ///< AI_NUMERICHOST
inline constexpr int kNumericService = 0x400;  ///< AI_NUMERICSERV

/// What a caller of getaddrinfo asks for; 0: any.
struct AddressHints {
    int family = 0;
    int kind = 0;
    int protocol = 0;
    int flags = 0;
};

/// socket.getaddrinfo: a list of (family, type, proto, canonname, address).
/// Errors: socket.gaierror, in the words of glibc.
object::Value getaddrinfo(const object::Value& host, const object::Value& port,
                          const AddressHints& hints);
/// socket.getnameinfo: (host, service).
object::Value getnameinfo(const object::Value& address, int flags);

/// Ports by the names of /etc/services; 0 for one that is not known here.
std::uint16_t port_of_service(std::string_view name);
/// Empty when it is not known.
std::string_view service_of_port(std::uint16_t port);

/// The functions as callables, for run_in_executor.
object::Value getaddrinfo_function();
object::Value getnameinfo_function();

/// AddressFamily(n), SocketKind(n); plain ints until a program imports socket.
object::Value family_value(int family);
object::Value kind_value(int kind);

}  // namespace loopscope::aio
