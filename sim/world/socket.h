// Socket: one end of a conversation, of any family and type.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/trace/event.h"
#include "sim/world/address.h"
#include "sim/world/byte_queue.h"
#include "sim/world/descriptors.h"
#include "sim/world/error_number.h"

namespace loopscope::world {

class Network;

/// Types of sockets, numbered as in Linux.
enum class SocketType : std::uint8_t { Stream = 1, Datagram = 2, Raw = 3 };

/// What shutdown() ends, numbered as in Linux.
enum class Direction : std::uint8_t { Receiving = 0, Sending = 1, Both = 2 };

/// The answer of accept().
class Socket;
struct Accepted {
    std::shared_ptr<Socket> socket = {};
    Address peer = {};
    int error = 0;
};

/// What a receive asks for and learns.
struct Receiving {
    bool peek = false;           ///< MSG_PEEK
    Address from = {};           ///< Set: where it came from; unset for streams.
    std::size_t whole_size = 0;  ///< Set for datagrams: its size, of which `count` bytes fitted.
};

/// An open socket. No call ever waits: what cannot be done now is answered with kEAGAIN (connect:
/// kEINPROGRESS), and readiness() with the watches says when to try again.
///
/// Mirrors: Linux, in what a program can see of it.
class Socket : public File, public std::enable_shared_from_this<Socket> {
  public:
    Socket(Network& network, Family family, SocketType type, int protocol)
        : network_(network), family_(family), type_(type), protocol_(protocol) {}

    Family family() const { return family_; }
    SocketType type() const { return type_; }
    int protocol() const { return protocol_; }
    const Address& local() const { return local_; }
    /// Unset while there is no peer.
    const Address& remote() const { return remote_; }

    // All answer 0 or an ErrorNumber.
    virtual int bind(const Address& address) = 0;
    virtual int listen(int backlog);
    virtual int connect(const Address& address) = 0;
    virtual Accepted accept();
    virtual int shutdown(Direction direction) = 0;
    virtual bool listening() const { return false; }
    /// Listening: how many connections may wait.
    virtual int backlog() const { return 0; }
    /// Whether it has a peer: getpeername() answers.
    virtual bool connected() const = 0;

    virtual Transfer receive(std::span<char> into, Receiving& how) = 0;
    /// `to` null: the connected peer.
    virtual Transfer send(std::string_view bytes, const Address* to) = 0;
    Transfer read(std::span<char> into) override;
    Transfer write(std::string_view bytes) override { return send(bytes, nullptr); }

    /// SO_ERROR: what went wrong since the last call, and forgets it.
    int take_error() { return std::exchange(error_, 0); }
    /// getsockopt and setsockopt for options that are plain numbers; 0 for what was never set.
    int option(int level, int name) const;
    void set_option(int level, int name, int value);

    /// Its descriptor when it was made; -1: it has none (yet).
    Fd number = -1;
    /// What the trace knows of it. The id is given with its first event.
    struct TraceMark {
        trace::SocketId id = {};
        trace::SocketId listener = {};  ///< Of a connection that came through one.
        std::int32_t owner = -1;        ///< A pid; 0: outside the machine; -1: who opened it.
    };
    mutable TraceMark mark;

  protected:
    Network& network_;
    Family family_;
    SocketType type_;
    int protocol_;
    Address local_;
    Address remote_;
    int error_ = 0;  ///< sk_err

  private:
    struct Option {
        int level, name, value;
    };
    std::vector<Option> options_;
};

// Numbers of Linux that the machine itself looks at.
inline constexpr int kSolSocket = 1;
inline constexpr int kSoReuseAddress = 2;
inline constexpr int kSoType = 3;
inline constexpr int kSoError = 4;
inline constexpr int kSoBroadcast = 6;
inline constexpr int kSoSendBuffer = 7;
inline constexpr int kSoReceiveBuffer = 8;
inline constexpr int kSoKeepAlive = 9;
inline constexpr int kSoLinger = 13;
inline constexpr int kSoReusePort = 15;
inline constexpr int kSoAcceptsConnections = 30;
inline constexpr int kSoProtocol = 38;
inline constexpr int kSoDomain = 39;
inline constexpr int kProtocolTcp = 6;
inline constexpr int kProtocolUdp = 17;
inline constexpr int kProtocolIpv6 = 41;
inline constexpr int kIpv6Only = 26;

}  // namespace loopscope::world
