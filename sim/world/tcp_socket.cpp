// TcpSocket: handshake, bytes, half-close, reset.
#include "sim/world/tcp_socket.h"

#include <algorithm>

#include "sim/world/machine.h"
#include "sim/world/network.h"
#include "sim/world/socket_events.h"

namespace loopscope::world {
namespace {

/// Headers of one packet, in bytes: what an empty one weighs on a slow link.
constexpr std::size_t kHeaderSize = 40;
/// What travels as one packet on a link that is not perfect.
constexpr std::size_t kPacketSize = 16384;
/// net.ipv4.tcp_syn_retries: 1 s, 2 s, … 64 s, and then 127 s have passed.
constexpr int kSynTriesMax = 7;
/// net.core.somaxconn
constexpr int kBacklogMax = 4096;

}  // namespace

TcpSocket::~TcpSocket() { network_.disclaim(*this); }

void TcpSocket::carry(std::size_t bytes, std::function<void()> arrive) {
    network_.carry({.from = local_,
                    .to = remote_,
                    .payload = bytes,
                    .header = kHeaderSize,
                    .sender = mark.id,
                    .not_before = &order_},
                   std::move(arrive));
}

/// Linux: tcp_poll
std::uint8_t TcpSocket::readiness() const {
    std::uint8_t ready = error_ != 0 ? kFailed : 0;
    if (state_ == State::Listening) return ready | (queue_->empty() ? 0 : kReadable);
    if (state_ == State::Fresh) return ready | kWritable | kHangUp;
    if (state_ == State::Connecting) return ready;
    if (state_ == State::Closed || ends_both_ways()) ready |= kHangUp;
    if (receiving_ended_ || !arrived_.empty()) ready |= kReadable;
    if (sending_ended_ || has_room()) ready |= kWritable;
    return ready;
}

/// Linux: sk_stream_is_writeable: a third of the room must be free again.
bool TcpSocket::has_room() const {
    std::size_t left = kRoom - std::min(kRoom, outstanding_);
    return left >= outstanding_ / 2;
}

int TcpSocket::bind(const Address& address) {
    if (state_ != State::Fresh || !local_.is_unset()) return kEINVAL;
    if (address.family != family_) return kEAFNOSUPPORT;
    return network_.claim(*this, address, local_);
}

int TcpSocket::listen(int backlog) {
    if (state_ != State::Fresh && state_ != State::Listening) return kEINVAL;
    if (local_.is_unset()) {
        Address any{.family = family_, .host = family_ == Family::Inet6 ? "::" : "0.0.0.0"};
        if (int error = network_.claim(*this, any, local_)) return error;
    }
    backlog_ = std::clamp(backlog, 0, kBacklogMax);
    if (state_ == State::Listening) return kNoError;
    state_ = State::Listening;
    queue_ = std::make_unique<std::deque<Self>>();
    SocketEvents(network_).listening(*this);
    return kNoError;
}

int TcpSocket::connect(const Address& address) {
    if (state_ == State::Connecting) return kEALREADY;
    if (state_ == State::Connected && !told_connected_) {
        told_connected_ = true;
        return kNoError;
    }
    if (state_ == State::Connected || state_ == State::Listening) return kEISCONN;
    if (error_ != 0) return take_error();
    if (address.family != family_) return kEAFNOSUPPORT;
    Address target = address;
    if (target.is_any()) target.host = family_ == Family::Inet6 ? "::1" : "127.0.0.1";
    if (local_.is_unset()) {
        const int error = network_.claim(*this, network_.source_for(target), local_);
        if (error != 0) return error == kEADDRINUSE ? kEADDRNOTAVAIL : error;
    }
    if (local_.is_any()) local_.host = network_.source_for(target).host;
    remote_ = target;
    state_ = State::Connecting;
    told_connected_ = receiving_ended_ = sending_ended_ = end_arrived_ = false;
    SocketEvents(network_).connecting(*this);
    send_syn(0);
    return kEINPROGRESS;
}

void TcpSocket::send_syn(int tries) {
    if (state_ != State::Connecting) return;
    if (tries == kSynTriesMax) {
        state_ = State::Closed;
        receiving_ended_ = sending_ended_ = true;
        error_ = kETIMEDOUT;
        SocketEvents(network_).failed(*this, error_);
        notify(kReadable | kWritable | kFailed | kHangUp);
        return;
    }
    carry(0, [self = self(), tries] { self->syn_arrives(tries); });
}

bool TcpSocket::queue_is_full() const {
    return queue_->size() > static_cast<std::size_t>(backlog_);
}

/// At the other host. Answers the connecting socket.
void TcpSocket::syn_arrives(int tries) {
    if (state_ != State::Connecting) return;
    auto* listener = static_cast<TcpSocket*>(network_.find_listener(remote_));
    bool nobody = !network_.reachable(remote_);
    if (nobody || (listener != nullptr && listener->queue_is_full())) {
        Machine& machine = network_.machine();
        double again = machine.now() + static_cast<double>(1 << tries);
        machine.agenda().add(again, "", [self = self(), tries] { self->send_syn(tries + 1); });
        return;
    }
    if (listener == nullptr) {
        network_.carry({.from = remote_, .to = local_, .header = kHeaderSize},
                       [self = self()] { self->reset_arrives(); });
        return;
    }
    auto child = std::make_shared<TcpSocket>(network_, family_, kProtocolTcp);
    child->local_ = remote_;
    child->remote_ = local_;
    child->state_ = State::Connected;
    child->peer_ = self();
    child->mark.owner = listener->mark.owner;
    child->carry(0, [self = self(), child, from = listener->weak_from_this()] {
        self->established(child, from);
    });
}

void TcpSocket::established(const Self& child, const std::weak_ptr<Socket>& listener) {
    if (state_ != State::Connecting) {
        child->reset_arrives();
        return;
    }
    state_ = State::Connected;
    peer_ = child;
    SocketEvents(network_).connected(*this, *child);
    notify(kWritable);
    carry(0, [child, listener, self = self()] {
        auto target = std::static_pointer_cast<TcpSocket>(listener.lock());
        if (target && target->state_ == State::Listening) {
            target->enqueue(child);
        } else {
            child->send_reset();
        }
    });
}

void TcpSocket::enqueue(const Self& child) {
    queue_->push_back(child);
    SocketEvents(network_).queued(*this, *child);
    notify(kReadable);
}

Accepted TcpSocket::accept() {
    if (state_ != State::Listening) return {.error = kEINVAL};
    if (queue_->empty()) return {.error = kEAGAIN};
    Self child = std::move(queue_->front());
    queue_->pop_front();
    return {.socket = child, .peer = child->remote_};
}

Transfer TcpSocket::send(std::string_view bytes, const Address*) {
    if (error_ != 0) return {.error = take_error()};
    if (state_ == State::Connecting) return {.error = kEAGAIN};
    if (sending_ended_ || state_ != State::Connected) return {.error = kEPIPE};
    std::size_t count = std::min(bytes.size(), kRoom - std::min(kRoom, outstanding_));
    if (count == 0 && !bytes.empty()) return {.error = kEAGAIN};
    outstanding_ += count;
    bytes = bytes.substr(0, count);
    Self peer = peer_.lock();
    SocketEvents(network_).sent(*this, peer.get(), bytes);
    if (order_ <= network_.machine().now() && network_.is_direct(local_, remote_)) {
        if (peer) {
            peer->data_arrives(self(), bytes);
        } else {
            reset_arrives();
        }
        return {.count = count};
    }
    for (; !bytes.empty(); bytes.remove_prefix(std::min(bytes.size(), kPacketSize))) {
        carry(std::min(bytes.size(), kPacketSize),
              [self = self(), peer, packet = std::string(bytes.substr(0, kPacketSize))] {
                  if (peer) {
                      peer->data_arrives(self, packet);
                  } else {
                      self->reset_arrives();
                  }
              });
    }
    return {.count = count};
}

void TcpSocket::data_arrives(const Self& from, std::string_view bytes) {
    if (gone_ || state_ != State::Connected) {
        network_.carry({.from = local_, .to = remote_, .header = kHeaderSize, .sender = mark.id},
                       [from] { from->reset_arrives(); });
        return;
    }
    if (receiving_ended_) {
        from->was_read(bytes.size());
        return;
    }
    arrived_.append(bytes);
    SocketEvents(network_).arrived(*this, from.get(), bytes.size());
    notify(kReadable);
}

/// Linux: tcp_recvmsg: what is there comes before the end, and that before an error.
Transfer TcpSocket::receive(std::span<char> into, Receiving& how) {
    if (!arrived_.empty()) {
        if (how.peek) return {.count = arrived_.peek(into)};
        std::size_t count = arrived_.take(into);
        SocketEvents(network_).received(*this, {into.data(), count});
        if (Self peer = peer_.lock()) peer->was_read(count);
        return {.count = count};
    }
    if (end_arrived_) {
        if (!into.empty()) SocketEvents(network_).received(*this, {});
        return {};
    }
    if (error_ != 0) return {.error = take_error()};
    if (receiving_ended_) return {};
    if (state_ == State::Fresh || state_ == State::Listening || state_ == State::Closed)
        return {.error = kENOTCONN};
    return {.error = into.empty() && state_ == State::Connected ? kNoError : kEAGAIN};
}

/// The other side has read so much: there is room again.
void TcpSocket::was_read(std::size_t bytes) {
    bool had_room = has_room();
    outstanding_ -= std::min(outstanding_, bytes);
    if (!had_room && has_room()) notify(kWritable);
}

int TcpSocket::shutdown(Direction direction) {
    if (state_ == State::Listening && direction != Direction::Sending) {
        return kNoError;
    }
    if (state_ != State::Connected) return kENOTCONN;
    SocketEvents(network_).shut_down(*this, direction);
    if (direction != Direction::Receiving && !sending_ended_) send_end();
    if (direction != Direction::Sending) receiving_ended_ = true;
    notify(kReadable | kWritable | (ends_both_ways() ? kHangUp : 0));
    return kNoError;
}

void TcpSocket::send_end() {
    sending_ended_ = true;
    carry(0, [self = self(), peer = peer_.lock()] {
        if (peer) peer->end_arrives();
    });
}

void TcpSocket::end_arrives() {
    if (state_ != State::Connected) return;
    end_arrived_ = receiving_ended_ = true;
    SocketEvents(network_).arrived(*this, peer_.lock().get(), 0);
    notify(kReadable | (ends_both_ways() ? kHangUp : 0));
}

void TcpSocket::send_reset() {
    state_ = State::Closed;
    receiving_ended_ = sending_ended_ = true;
    carry(0, [self = self(), peer = peer_.lock()] {
        if (peer) peer->reset_arrives();
    });
}

/// Linux: tcp_reset
void TcpSocket::reset_arrives() {
    if (state_ == State::Closed) return;
    if (state_ == State::Connecting) {
        error_ = kECONNREFUSED;
    } else {
        error_ = end_arrived_ ? kEPIPE : kECONNRESET;
    }
    state_ = State::Closed;
    receiving_ended_ = sending_ended_ = true;
    SocketEvents(network_).failed(*this, error_);
    notify(kReadable | kWritable | kFailed | kHangUp);
}

void TcpSocket::released() {
    gone_ = true;
    SocketEvents(network_).closed(*this);
    if (state_ == State::Listening) {
        for (const Self& child : *queue_) child->send_reset();
        queue_.reset();
    }
    if (state_ == State::Connected) {
        bool abort = !arrived_.empty() || option(kSolSocket, kSoLinger) == 1;
        if (abort) {
            send_reset();
        } else if (!sending_ended_) {
            send_end();
        }
    }
    state_ = State::Closed;
    arrived_.clear();
    network_.disclaim(*this);
}

}  // namespace loopscope::world
