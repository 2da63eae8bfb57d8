// UdpSocket: datagrams between addresses.
#pragma once

#include <deque>

#include "sim/world/socket.h"

namespace loopscope::world {

struct Packet;

/// One datagram that has arrived.
struct Datagram {
    std::string bytes;
    Address from;
};

/// A UDP socket. What is sent arrives whole, or not at all: when nobody is there (a connected
/// sender then learns kECONNREFUSED), when a link loses it, or when the receiver's queue is full.
class UdpSocket final : public Socket {
  public:
    UdpSocket(Network& network, Family family, int protocol)
        : Socket(network, family, SocketType::Datagram, protocol) {}
    ~UdpSocket() override;

    std::uint8_t readiness() const override;
    int bind(const Address& address) override;
    int connect(const Address& address) override;
    int shutdown(Direction direction) override;
    bool connected() const override { return !remote_.is_unset(); }
    Transfer receive(std::span<char> into, Receiving& how) override;
    Transfer send(std::string_view bytes, const Address* to) override;
    void released() override;

  private:
    int bind_if_unbound(const Address& to);
    void arrives(const UdpSocket& from, const Packet& packet, const std::string& bytes);

    std::deque<Datagram> arrived_;
    std::size_t arrived_bytes_ = 0;
    bool receiving_ended_ = false;
    bool sending_ended_ = false;
};

}  // namespace loopscope::world
