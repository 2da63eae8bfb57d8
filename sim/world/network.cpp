// Network: names, ports, and what happens to bytes on a link.
#include "sim/world/network.h"

#include <algorithm>

#include "sim/base/check.h"
#include "sim/world/machine.h"
#include "sim/world/socket_events.h"
#include "sim/world/tcp_socket.h"
#include "sim/world/udp_socket.h"
#include "sim/world/unix_socket.h"

namespace loopscope::world {
namespace {

/// net.ipv4.ip_local_port_range
constexpr std::uint16_t kFirstFreePort = 32768;
constexpr std::uint16_t kLastFreePort = 60999;
/// How long TCP waits at least before it sends a packet again; doubled each time.
constexpr double kRetransmitSeconds = 0.2;
constexpr int kRetriesMax = 15;

/// splitmix64: one step of a generator whose whole state is one word.
std::uint64_t draw(std::uint64_t& state) {
    std::uint64_t z = (state += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
}
/// From 0 up to, not including, 1.
double draw_fraction(std::uint64_t& state) {
    return static_cast<double>(draw(state) >> 11) * 0x1.0p-53;
}

std::uint64_t mix(std::uint64_t seed, std::string_view text) {
    for (char c : text) seed = (seed ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    return seed;
}

bool is_loopback(const Address& address) {
    return address.host.starts_with("127.") || address.host == "::1" || address.is_any();
}

/// Whether what is sent to `to` reaches a socket that is bound to `bound`.
bool covers(const Address& bound, const Address& to) {
    if (bound.port != to.port) return false;
    if (bound.family == to.family) return bound.host == to.host || bound.is_any();
    return bound.family == Family::Inet6 && bound.host == "::";
}

}  // namespace

struct Network::Link {
    struct Held {
        int direction;
        Packet packet;
        std::function<void()> arrive;
    };
    LinkOptions options;
    bool is_cut = false;
    std::uint64_t chance = 0;
    double busy_until[2] = {0.0, 0.0};  ///< Each direction carries one packet after the other.
    std::vector<Held> held;             ///< Streams' packets that wait for a cut link.
};

Network::Network(Machine& machine, std::uint64_t seed) : machine_(machine), seed_(seed) {}
Network::~Network() = default;

std::shared_ptr<Socket> Network::make_socket(Family family, SocketType type, int protocol,
                                             int& error) {
    error = 0;
    bool inet = family == Family::Inet || family == Family::Inet6;
    bool known = type == SocketType::Stream || type == SocketType::Datagram;
    if (!inet && family != Family::Unix) error = kEAFNOSUPPORT;
    if (error == 0 && !known) error = type == SocketType::Raw ? kEPERM : kESOCKTNOSUPPORT;
    int natural = type == SocketType::Stream ? kProtocolTcp : kProtocolUdp;
    if (error == 0 && protocol != 0 && (!inet || protocol != natural)) error = kEPROTONOSUPPORT;
    if (error != 0) return nullptr;
    if (!inet) return std::make_shared<UnixSocket>(*this, type);
    if (type == SocketType::Stream) return std::make_shared<TcpSocket>(*this, family, protocol);
    return std::make_shared<UdpSocket>(*this, family, protocol);
}

std::pair<std::shared_ptr<Socket>, std::shared_ptr<Socket>> Network::make_pair(SocketType type) {
    return UnixSocket::make_pair(*this, type);
}

// Hosts and names.

void Network::add_host(std::string name, std::string address) {
    hosts_.emplace_back(std::move(name), std::move(address));
}

std::vector<Address> Network::resolve(std::string_view name) const {
    std::vector<Address> addresses;
    auto add = [&](std::string_view host) {
        for (Family family : {Family::Inet, Family::Inet6}) {
            if (auto canonical = canonical_host(family, host))
                addresses.push_back({.family = family, .host = *canonical});
        }
    };
    for (const auto& [host, address] : hosts_) {
        if (host == name) add(address);
    }
    if (addresses.empty() && (name == "localhost" || name == host_name)) add("127.0.0.1");
    return addresses;
}

std::string Network::name_of(const Address& address) const {
    for (const auto& [host, numeric] : hosts_) {
        if (numeric == address.host) return host;
    }
    return is_loopback(address) ? "localhost" : "";
}

std::string Network::host_of(const Address& address) const {
    std::string name = name_of(address);
    return name.empty() ? address.host : name;
}

bool Network::reachable(const Address& address) const { return !name_of(address).empty(); }

Address Network::source_for(const Address& remote) const {
    Address source{.family = remote.family};
    source.host = remote.family == Family::Inet6 ? "::1" : "127.0.0.1";
    return source;
}

// Ports.

bool Network::in_use(const Socket& socket, const Address& address) const {
    auto found = bound_.find({socket.type(), address.port});
    if (found == bound_.end()) return false;
    auto shared = [&](const Socket& other, int option) {
        return socket.option(kSolSocket, option) != 0 && other.option(kSolSocket, option) != 0;
    };
    for (const Socket* other : found->second) {
        if (other == &socket) continue;
        if (!covers(other->local(), address) && !covers(address, other->local())) continue;
        if (shared(*other, kSoReusePort)) continue;
        bool listens = other->type() == SocketType::Stream && other->listening();
        if (shared(*other, kSoReuseAddress) && !listens) continue;
        return true;
    }
    return false;
}

/// That none is free is remembered as an entry for port 0, until one is given back: programs that
/// run away ask again and again.
std::uint16_t Network::free_port(const Socket& socket, const Address& address) {
    const Key none_free{socket.type(), std::uint16_t{0}};
    if (bound_.contains(none_free)) return 0;
    Address candidate = address;
    for (int tries = kFirstFreePort; tries <= kLastFreePort; ++tries) {
        candidate.port = next_port_;
        next_port_ = next_port_ == kLastFreePort ? kFirstFreePort
                                                 : static_cast<std::uint16_t>(next_port_ + 1);
        if (!bound_.contains({socket.type(), candidate.port})) return candidate.port;
    }
    bound_.try_emplace(none_free);
    return 0;
}

int Network::claim(Socket& socket, const Address& wanted, Address& actual) {
    Address address = wanted;
    bool everybody = address.host == "255.255.255.255";
    if (!everybody && !reachable(address)) return kEADDRNOTAVAIL;
    if (address.port == 0) {
        address.port = free_port(socket, address);
        if (address.port == 0) return kEADDRINUSE;
    } else if (in_use(socket, address)) {
        return kEADDRINUSE;
    }
    bound_[{socket.type(), address.port}].push_back(&socket);
    actual = address;
    return kNoError;
}

void Network::disclaim(Socket& socket) {
    if (socket.family() == Family::Unix || socket.local().port == 0) return;
    auto found = bound_.find({socket.type(), socket.local().port});
    if (found == bound_.end()) return;
    std::erase(found->second, &socket);
    if (!found->second.empty()) return;
    bound_.erase(found);
    bound_.erase({socket.type(), std::uint16_t{0}});
}

Socket* Network::find_listener(const Address& address) const {
    auto found = bound_.find({SocketType::Stream, address.port});
    if (found == bound_.end()) return nullptr;
    Socket* best = nullptr;
    for (Socket* socket : found->second) {
        if (!socket->listening() || !covers(socket->local(), address)) continue;
        bool only6 = socket->option(kProtocolIpv6, kIpv6Only) != 0;
        if (only6 && address.family != Family::Inet6) continue;
        if (socket->local().host == address.host) return socket;
        if (best == nullptr) best = socket;
    }
    return best;
}

std::vector<Socket*> Network::find_receivers(const Address& from, const Address& to) const {
    auto found = bound_.find({SocketType::Datagram, to.port});
    if (found == bound_.end()) return {};
    bool everybody = to.host == "255.255.255.255";
    std::vector<Socket*> receivers;
    Socket* exact = nullptr;
    Socket* best = nullptr;
    for (Socket* socket : found->second) {
        if (everybody) {
            receivers.push_back(socket);
            continue;
        }
        if (!covers(socket->local(), to)) continue;
        if (!socket->remote().is_unset()) {
            if (socket->remote() == from) return {socket};
            continue;
        }
        if (socket->local().host == to.host) exact = socket;
        best = socket;
    }
    if (exact != nullptr) return {exact};
    if (best != nullptr) return {best};
    return receivers;
}

// Unix names.

int Network::claim_path(Socket& socket, const std::string& path) {
    auto found = paths_.find(path);
    bool abstract = path.starts_with('\0');
    if (found != paths_.end() && (!abstract || !found->second.expired())) return kEADDRINUSE;
    paths_[path] = socket.weak_from_this();
    return kNoError;
}

Socket* Network::find_path(const std::string& path) const {
    auto found = paths_.find(path);
    return found == paths_.end() ? nullptr : found->second.lock().get();
}

std::vector<std::string> Network::paths_in(std::string folder) const {
    if (!folder.ends_with('/')) folder += '/';
    std::vector<std::string> names;
    for (auto at = paths_.lower_bound(folder); at != paths_.end() && at->first.starts_with(folder);
         ++at) {
        std::string name = at->first.substr(folder.size());
        if (!name.empty() && name.find('/') == std::string::npos) names.push_back(std::move(name));
    }
    return names;
}

// Links.

Network::Link& Network::link_between(const std::string& a, const std::string& b) {
    auto key = a < b ? std::pair{a, b} : std::pair{b, a};
    std::unique_ptr<Link>& link = links_[key];
    if (!link) {
        link = std::make_unique<Link>();
        link->chance = mix(mix(seed_ ^ 0xcbf29ce484222325U, key.first + "\n"), key.second);
    }
    return *link;
}

const Network::Link* Network::find_link(std::string_view a, std::string_view b) const {
    auto key = std::pair{std::string(std::min(a, b)), std::string(std::max(a, b))};
    auto found = links_.find(key);
    return found == links_.end() ? nullptr : found->second.get();
}

void Network::set_link(std::string_view a, std::string_view b, LinkOptions options) {
    link_between(std::string(a), std::string(b)).options = options;
    SocketEvents(*this).link_changed(a, b, trace::LinkChange::Set);
}

const LinkOptions& Network::link(std::string_view a, std::string_view b) const {
    static const LinkOptions kPerfect;
    const Link* link = find_link(a, b);
    return link != nullptr ? link->options : kPerfect;
}

void Network::cut(std::string_view a, std::string_view b) {
    link_between(std::string(a), std::string(b)).is_cut = true;
    SocketEvents(*this).link_changed(a, b, trace::LinkChange::Cut);
}

void Network::mend(std::string_view a, std::string_view b) {
    Link& link = link_between(std::string(a), std::string(b));
    link.is_cut = false;
    SocketEvents(*this).link_changed(a, b, trace::LinkChange::Mended);
    release_held(link);
}

void Network::release_held(Link& link) {
    std::vector<Link::Held> held = std::exchange(link.held, {});
    for (Link::Held& each : held)
        carry_on(link, each.direction, std::move(each.packet), std::move(each.arrive));
}

bool Network::is_direct(const Address& from, const Address& to) const {
    if (links_.empty()) return true;
    const Link* link = find_link(host_of(from), host_of(to));
    return link == nullptr || (!link->is_cut && link->options.perfect());
}

void Network::carry(Packet packet, std::function<void()> arrive) {
    bool in_order = packet.not_before == nullptr || *packet.not_before <= machine_.now();
    if (in_order && is_direct(packet.from, packet.to)) {
        arrive();
        return;
    }
    std::string source = host_of(packet.from);
    std::string target = host_of(packet.to);
    // Both ends on one host: the ports tell the two directions apart.
    int direction = source != target ? source < target : packet.from.port < packet.to.port;
    carry_on(link_between(source, target), direction, std::move(packet), std::move(arrive));
}

void Network::carry_on(Link& link, int direction, Packet packet, std::function<void()> arrive) {
    double* const not_before = packet.not_before;
    if (link.is_cut) {
        if (not_before == nullptr) return SocketEvents(*this).lost(packet, trace::LossReason::Cut);
        link.held.push_back({direction, std::move(packet), std::move(arrive)});
        return;
    }
    const LinkOptions& options = link.options;
    double& busy_until = link.busy_until[direction];
    busy_until = std::max(machine_.now(), busy_until) +
                 static_cast<double>(packet.payload + packet.header) / options.bytes_per_second;
    double when = busy_until + options.latency_seconds;
    if (options.jitter_seconds > 0.0) when += options.jitter_seconds * draw_fraction(link.chance);
    double wait = kRetransmitSeconds + 2 * options.latency_seconds;
    for (int retry = 0; options.loss > 0.0 && draw_fraction(link.chance) < options.loss; ++retry) {
        const bool gone = not_before == nullptr || retry == kRetriesMax;
        SocketEvents(*this).lost(packet,
                                 gone ? trace::LossReason::Link : trace::LossReason::Resent);
        if (gone) return;
        when += wait;
        wait *= 2;
    }
    if (not_before != nullptr) when = *not_before = std::max(when, *not_before);
    machine_.agenda().add(when, "", std::move(arrive));
}

}  // namespace loopscope::world
