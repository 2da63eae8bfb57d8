// Network: hosts, their names, the links between them, and who listens where.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sim/world/socket.h"

namespace loopscope::world {

class Machine;

/// How bytes travel from one host to another. The default is a perfect wire: what is sent is there.
struct LinkOptions {
    double latency_seconds = 0.0;
    double jitter_seconds = 0.0;  ///< Up to so much is added to the latency of each packet.
    double bytes_per_second = std::numeric_limits<double>::infinity();
    double loss = 0.0;  ///< The share of packets that get lost, 0 … 1.

    bool perfect() const {
        return latency_seconds == 0.0 && jitter_seconds == 0.0 && loss == 0.0 &&
               bytes_per_second == std::numeric_limits<double>::infinity();
    }
};

/// What travels from one address to another.
struct Packet {
    Address from, to;
    std::size_t payload = 0;       ///< Bytes of the program.
    std::size_t header = 0;        ///< What it weighs beside them on a slow link.
    trace::SocketId sender = {};   ///< For the trace; none: it has not been told of yet.
    double* not_before = nullptr;  ///< See Network::carry.
};

/// The simulated network, which all sockets of a run share.
///
/// A host is known by name and address; the machine itself is "localhost", all of 127.0.0.0/8 and
/// ::1. A link joins two hosts, one and the same for loopback; all are perfect unless set. Chance
/// (jitter, loss) comes from the seed alone, and one generator per link, so that one link's traffic
/// does not change another's.
class Network {
  public:
    explicit Network(Machine& machine, std::uint64_t seed = 0);
    ~Network();
    Network(const Network&) = delete;
    Network& operator=(const Network&) = delete;

    Machine& machine() { return machine_; }

    /// A new socket. Null with `error` set (kEAFNOSUPPORT, kEPROTOTYPE…) when Linux refuses.
    std::shared_ptr<Socket> make_socket(Family family, SocketType type, int protocol, int& error);
    /// socket.socketpair() of unix sockets; empty with `error` set for what is not supported.
    std::pair<std::shared_ptr<Socket>, std::shared_ptr<Socket>> make_pair(SocketType type);

    // Hosts and names.
    std::string host_name = "localhost";  ///< gethostname()
    /// Adds a host: its name resolves to `address` (numeric).
    void add_host(std::string name, std::string address);
    /// The numeric addresses of a name in the order of getaddrinfo; empty when it is unknown.
    std::vector<Address> resolve(std::string_view name) const;
    /// The name of a numeric address; empty when it has none.
    std::string name_of(const Address& address) const;
    /// The host that an address belongs to: "localhost", a name, or the address itself.
    std::string host_of(const Address& address) const;

    // Links. Names as host_of gives them; the order of the two does not matter.
    void set_link(std::string_view a, std::string_view b, LinkOptions options);
    const LinkOptions& link(std::string_view a, std::string_view b) const;
    /// A cut link carries nothing: streams wait until it is mended, datagrams are lost.
    void cut(std::string_view a, std::string_view b);
    void mend(std::string_view a, std::string_view b);

    // For sockets.
    /// Gives `socket` the address `wanted` (port 0: a free one). `actual` is what it got.
    int claim(Socket& socket, const Address& wanted, Address& actual);
    void disclaim(Socket& socket);
    /// The listening socket that answers at `address`; null when nobody does.
    Socket* find_listener(const Address& address) const;
    /// The datagram sockets that get what `from` sends to `to`: one, or all for a broadcast.
    std::vector<Socket*> find_receivers(const Address& from, const Address& to) const;
    /// Whether anybody can ever answer there: an address of a known host.
    bool reachable(const Address& address) const;
    /// The local address that a socket gets which talks to `remote`.
    Address source_for(const Address& remote) const;
    /// Unix sockets by name.
    int claim_path(Socket& socket, const std::string& path);
    Socket* find_path(const std::string& path) const;
    /// Whether something of that name is there, also when its socket is closed: a file of type
    /// socket stays until somebody unlinks it.
    bool path_exists(const std::string& path) const { return paths_.contains(path); }
    /// The names of the sockets that stand in a folder, in order.
    std::vector<std::string> paths_in(std::string folder) const;
    bool unlink_path(const std::string& path) { return paths_.erase(path) > 0; }

    /// Carries a packet to its address and then calls `arrive`: at once on a perfect link, else by
    /// the agenda. `not_before` keeps a stream in order: nothing arrives before it, and it is set
    /// to the time of arrival. A stream's packet that gets lost is sent again (later and later); a
    /// datagram (`not_before` null) is gone, and `arrive` never called.
    /// Requires: `arrive` keeps alive what `not_before` points to.
    void carry(Packet packet, std::function<void()> arrive);
    /// Ids of sockets in the trace, from 1.
    std::uint32_t next_socket_id() { return ++sockets_told_; }
    /// The link between two addresses carries at once, and needs no agenda.
    bool is_direct(const Address& from, const Address& to) const;

  private:
    struct Link;
    Link& link_between(const std::string& a, const std::string& b);
    const Link* find_link(std::string_view a, std::string_view b) const;
    bool in_use(const Socket& socket, const Address& address) const;
    void release_held(Link& link);
    void carry_on(Link& link, int direction, Packet packet, std::function<void()> arrive);
    std::uint16_t free_port(const Socket& socket, const Address& address);

    using Key = std::pair<SocketType, std::uint16_t>;

    Machine& machine_;
    std::uint64_t seed_;
    std::vector<std::pair<std::string, std::string>> hosts_;  ///< Name and numeric address.
    std::map<std::pair<std::string, std::string>, std::unique_ptr<Link>> links_;
    std::map<Key, std::vector<Socket*>> bound_;  ///< By type and port.
    std::map<std::string, std::weak_ptr<Socket>> paths_;
    std::uint16_t next_port_ = 32768;  ///< Where the search for a free port begins.
    std::uint32_t sockets_told_ = 0;
};

}  // namespace loopscope::world
