// UnixSocket: streams and datagrams within the machine, by path or as a pair.
#pragma once

#include <deque>

#include "sim/world/socket.h"

namespace loopscope::world {

/// A unix socket. Nothing of it takes time: a connection is made within connect(), and what is
/// sent is there.
class UnixSocket final : public Socket {
  public:
    UnixSocket(Network& network, SocketType type) : Socket(network, Family::Unix, type, 0) {
        local_.family = Family::Unix;
    }
    ~UnixSocket() override = default;

    /// Two sockets connected to each other.
    static std::pair<std::shared_ptr<Socket>, std::shared_ptr<Socket>> make_pair(Network& network,
                                                                                 SocketType type);

    std::uint8_t readiness() const override;
    int bind(const Address& address) override;
    int listen(int backlog) override;
    int connect(const Address& address) override;
    Accepted accept() override;
    int shutdown(Direction direction) override;
    int backlog() const override { return backlog_; }
    bool listening() const override { return queue_ != nullptr; }
    bool connected() const override { return connected_; }
    Transfer receive(std::span<char> into, Receiving& how) override;
    Transfer send(std::string_view bytes, const Address* to) override;
    void released() override;

  private:
    /// What was sent by one call, or what is left of it.
    struct Message {
        std::string bytes;
        std::size_t begin = 0;
        std::size_t cost = 0;  ///< What it takes of the sender's room.
        Address from;
        std::weak_ptr<UnixSocket> sender;
    };
    using Self = std::shared_ptr<UnixSocket>;

    Self self() { return std::static_pointer_cast<UnixSocket>(shared_from_this()); }
    bool is_stream() const { return type_ == SocketType::Stream; }
    bool has_room() const;
    bool is_writable() const;
    void push(UnixSocket& target, std::string_view bytes);
    Transfer send_stream(std::string_view bytes);
    Transfer send_datagram(std::string_view bytes, const Address* to);
    void drop_front();
    void was_read(std::size_t cost);
    void peer_is_gone(bool unread);

    bool connected_ = false;
    bool receiving_ended_ = false;
    bool sending_ended_ = false;
    bool gone_ = false;
    int backlog_ = 0;
    std::size_t outstanding_ = 0;  ///< The cost of what was sent and not yet read.
    std::deque<Message> arrived_;
    std::weak_ptr<UnixSocket> peer_;
    std::unique_ptr<std::deque<Self>> queue_;  ///< Listening: connections to accept.
};

}  // namespace loopscope::world
