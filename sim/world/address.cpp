// Address: numeric hosts and their forms.
#include "sim/world/address.h"

#include <arpa/inet.h>

#include <fmt/format.h>

#include "sim/base/check.h"

namespace loopscope::world {
namespace {

int system_family(Family family) { return family == Family::Inet6 ? AF_INET6 : AF_INET; }
std::size_t packed_size(Family family) { return family == Family::Inet6 ? 16 : 4; }

}  // namespace

bool Address::is_any() const { return host == "0.0.0.0" || host == "::"; }

std::string Address::text() const {
    switch (family) {
        case Family::Inet:
            return fmt::format("{}:{}", host, port);
        case Family::Inet6:
            return fmt::format("[{}]:{}", host, port);
        case Family::Unix:
            if (!host.empty() && host[0] == '\0') return "@" + host.substr(1);
            return host;
        case Family::Unspecified:
            break;
    }
    return "";
}

std::optional<std::string> packed_host(Family family, std::string_view text) {
    if (family != Family::Inet && family != Family::Inet6) return std::nullopt;
    if (text.find('\0') != std::string_view::npos) return std::nullopt;
    char bytes[16];
    if (inet_pton(system_family(family), std::string(text).c_str(), bytes) != 1)
        return std::nullopt;
    return std::string(bytes, packed_size(family));
}

std::string unpacked_host(Family family, std::string_view bytes) {
    LOOPSCOPE_CHECK(bytes.size() == packed_size(family));
    char text[INET6_ADDRSTRLEN];
    inet_ntop(system_family(family), bytes.data(), text, sizeof text);
    return text;
}

std::optional<std::string> canonical_host(Family family, std::string_view text) {
    std::optional<std::string> bytes = packed_host(family, text);
    if (!bytes) return std::nullopt;
    return unpacked_host(family, *bytes);
}

}  // namespace loopscope::world
