// UdpSocket: sending, arriving, being refused.
#include "sim/world/udp_socket.h"

#include <algorithm>
#include <cstring>

#include "sim/world/network.h"
#include "sim/world/socket_events.h"

namespace loopscope::world {
namespace {

constexpr std::size_t kHeaderSize = 28;
/// The largest payload of an IPv4 datagram.
constexpr std::size_t kSizeMax = 65507;
/// net.core.rmem_default, and what Linux reckons for each datagram beside its bytes.
constexpr std::size_t kRoom = 212992;
constexpr std::size_t kOverhead = 768;

}  // namespace

UdpSocket::~UdpSocket() { network_.disclaim(*this); }

std::uint8_t UdpSocket::readiness() const {
    std::uint8_t ready = kWritable;
    if (error_ != 0) ready |= kFailed;
    if (!arrived_.empty() || receiving_ended_) ready |= kReadable;
    return ready;
}

int UdpSocket::bind(const Address& address) {
    if (!local_.is_unset()) return kEINVAL;
    if (address.family != family_) return kEAFNOSUPPORT;
    return network_.claim(*this, address, local_);
}

int UdpSocket::bind_if_unbound(const Address& to) {
    if (!local_.is_unset()) return kNoError;
    Address source = network_.source_for(to);
    if (remote_.is_unset()) source.host = family_ == Family::Inet6 ? "::" : "0.0.0.0";
    return network_.claim(*this, source, local_);
}

int UdpSocket::connect(const Address& address) {
    if (address.family == Family::Unspecified) {
        remote_ = {};
        return kNoError;
    }
    if (address.family != family_) return kEAFNOSUPPORT;
    remote_ = address;
    if (int error = bind_if_unbound(address)) return error;
    if (local_.is_any()) local_.host = network_.source_for(address).host;
    return kNoError;
}

Transfer UdpSocket::send(std::string_view bytes, const Address* to) {
    if (error_ != 0) return {.error = take_error()};
    if (sending_ended_) return {.error = kEPIPE};
    if (to == nullptr && remote_.is_unset()) return {.error = kEDESTADDRREQ};
    Address target = to != nullptr ? *to : remote_;
    if (target.family != family_) return {.error = kEAFNOSUPPORT};
    if (target.port == 0) return {.error = kEINVAL};
    bool everybody = target.host == "255.255.255.255";
    if (everybody && option(kSolSocket, kSoBroadcast) == 0) return {.error = kEACCES};
    if (bytes.size() > kSizeMax) return {.error = kEMSGSIZE};
    if (target.is_any()) target.host = network_.source_for(target).host;
    if (int error = bind_if_unbound(target)) return {.error = error};
    Address from = local_;
    if (from.is_any()) from.host = network_.source_for(target).host;
    SocketEvents(network_).sent_to(*this, bytes, target);
    auto self = std::static_pointer_cast<UdpSocket>(shared_from_this());
    const Packet packet{.from = from,
                        .to = target,
                        .payload = bytes.size(),
                        .header = kHeaderSize,
                        .sender = mark.id};
    network_.carry(packet, [self, packet, bytes = std::string(bytes)] {
        Network& network = self->network_;
        std::vector<Socket*> receivers = network.find_receivers(packet.from, packet.to);
        for (Socket* receiver : receivers)
            static_cast<UdpSocket*>(receiver)->arrives(*self, packet, bytes);
        if (!receivers.empty()) return;
        SocketEvents(network).lost(packet, trace::LossReason::Nobody);
        if (self->remote_.is_unset() || !network.reachable(packet.to)) return;
        self->error_ = kECONNREFUSED;
        SocketEvents(network).failed(*self, self->error_);
        self->notify(kFailed);
    });
    return {.count = bytes.size()};
}

void UdpSocket::arrives(const UdpSocket& from, const Packet& packet, const std::string& bytes) {
    if (arrived_bytes_ >= kRoom)
        return SocketEvents(network_).lost(packet, trace::LossReason::Overrun);
    arrived_bytes_ += bytes.size() + kOverhead;
    arrived_.push_back({bytes, packet.from});
    SocketEvents(network_).arrived(*this, &from, bytes.size());
    notify(kReadable);
}

Transfer UdpSocket::receive(std::span<char> into, Receiving& how) {
    if (error_ != 0) return {.error = take_error()};
    if (arrived_.empty()) return {.error = receiving_ended_ ? kNoError : kEAGAIN};
    Datagram& datagram = arrived_.front();
    std::size_t count = std::min(into.size(), datagram.bytes.size());
    if (count > 0) std::memcpy(into.data(), datagram.bytes.data(), count);
    how.from = datagram.from;
    how.whole_size = datagram.bytes.size();
    if (how.peek) return {.count = count};
    SocketEvents(network_).received_from(*this, datagram.bytes, datagram.from);
    arrived_bytes_ -= datagram.bytes.size() + kOverhead;
    arrived_.pop_front();
    return {.count = count};
}

int UdpSocket::shutdown(Direction direction) {
    if (remote_.is_unset()) return kENOTCONN;
    if (direction != Direction::Sending) receiving_ended_ = true;
    if (direction != Direction::Receiving) sending_ended_ = true;
    notify(kReadable | kWritable);
    return kNoError;
}

void UdpSocket::released() {
    SocketEvents(network_).closed(*this);
    network_.disclaim(*this);
    arrived_.clear();
}

}  // namespace loopscope::world
