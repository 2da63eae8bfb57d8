// TcpSocket: a stream between two addresses, with its handshake and its end.
#pragma once

#include <deque>
#include <functional>

#include "sim/world/socket.h"

namespace loopscope::world {

/// A TCP socket.
///
/// 1. A connection is two sockets that know each other. What one sends travels over the link of
///    the two hosts and stands in the other's queue until it is read. On a perfect link all of it,
///    the handshake included, happens within the call, in the order in which Linux does it over
///    loopback: the client is connected before the listener hears of it.
/// 2. `outstanding_` counts what was sent and not yet read by the other; the send buffer and the
///    receive buffer together have room for kRoom bytes.
/// 3. Closing with unread bytes resets the connection; so does sending to a closed socket.
///
/// FIDELITY: acknowledgements take no time; there is no congestion window and no TIME_WAIT.
class TcpSocket final : public Socket {
  public:
    TcpSocket(Network& network, Family family, int protocol)
        : Socket(network, family, SocketType::Stream, protocol) {}
    ~TcpSocket() override;

    /// What Linux takes at once over loopback from a sender that nobody reads from.
    static constexpr std::size_t kRoom = 3919467;

    std::uint8_t readiness() const override;
    int bind(const Address& address) override;
    int listen(int backlog) override;
    int connect(const Address& address) override;
    Accepted accept() override;
    int shutdown(Direction direction) override;
    int backlog() const override { return backlog_; }
    bool listening() const override { return state_ == State::Listening; }
    bool connected() const override { return state_ == State::Connected; }
    Transfer receive(std::span<char> into, Receiving& how) override;
    Transfer send(std::string_view bytes, const Address* to) override;
    void released() override;

  private:
    enum class State : std::uint8_t { Fresh, Listening, Connecting, Connected, Closed };
    using Self = std::shared_ptr<TcpSocket>;

    Self self() { return std::static_pointer_cast<TcpSocket>(shared_from_this()); }
    void carry(std::size_t bytes, std::function<void()> arrive);
    void send_syn(int tries);
    void syn_arrives(int tries);
    bool queue_is_full() const;
    void established(const Self& child, const std::weak_ptr<Socket>& listener);
    void enqueue(const Self& child);
    void data_arrives(const Self& from, std::string_view bytes);
    void end_arrives();
    void reset_arrives();
    void send_end();
    void send_reset();
    void was_read(std::size_t bytes);
    bool has_room() const;
    bool ends_both_ways() const { return receiving_ended_ && sending_ended_; }

    State state_ = State::Fresh;
    bool end_arrived_ = false;      ///< The other side sends no more (FIN).
    bool receiving_ended_ = false;  ///< Reads give the end: it did, or we asked for it.
    bool sending_ended_ = false;
    bool told_connected_ = true;  ///< A connect() that had to wait was told how it went.
    bool gone_ = false;           ///< No descriptor stands for it any more.
    int backlog_ = 0;
    std::size_t outstanding_ = 0;
    double order_ = 0.0;  ///< When the last packet that was sent arrives.
    ByteQueue arrived_;
    std::weak_ptr<TcpSocket> peer_;
    std::unique_ptr<std::deque<Self>> queue_;  ///< Listening: connections to accept.
};

}  // namespace loopscope::world
