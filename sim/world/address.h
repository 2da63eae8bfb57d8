// Address: where a socket is, in any family.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace loopscope::world {

/// Address families, numbered as in Linux.
enum class Family : std::uint8_t { Unspecified = 0, Unix = 1, Inet = 2, Inet6 = 10 };

/// The address of one end: a numeric host and a port, or the path of a unix socket.
struct Address {
    Family family = Family::Unspecified;
    std::uint16_t port = 0;
    std::uint32_t flow_info = 0;  ///< Inet6 only.
    std::uint32_t scope_id = 0;   ///< Inet6 only.
    /// "127.0.0.1", "::1" in their one canonical form; a path; "\0name" for an abstract name;
    /// empty for a unix socket without a name.
    std::string host = {};

    friend bool operator==(const Address&, const Address&) = default;

    bool is_unset() const { return family == Family::Unspecified; }
    /// 0.0.0.0 or ::, which stand for every address of the machine.
    bool is_any() const;
    /// For the trace: "127.0.0.1:8888", "[::1]:8888", "/tmp/s".
    std::string text() const;
};

/// The canonical form of a numeric host of that family; nothing for any other text.
/// CPython: socket.inet_ntop(family, socket.inet_pton(family, text))
std::optional<std::string> canonical_host(Family family, std::string_view text);
/// The 4 or 16 bytes of a numeric host. CPython: socket.inet_pton
std::optional<std::string> packed_host(Family family, std::string_view text);
/// Their text. Requires: 4 or 16 bytes. CPython: socket.inet_ntop
std::string unpacked_host(Family family, std::string_view bytes);

}  // namespace loopscope::world
