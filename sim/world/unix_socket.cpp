// UnixSocket: pairs, listeners, messages.
#include "sim/world/unix_socket.h"

#include <algorithm>
#include <cstring>

#include "sim/world/network.h"
#include "sim/world/socket_events.h"

namespace loopscope::world {
namespace {

/// net.core.wmem_default, what Linux reckons for each piece beside its bytes, and how large a piece
/// of a stream is at most.
constexpr std::size_t kRoom = 212992;
constexpr std::size_t kOverhead = 767;
constexpr std::size_t kPieceMax = 36544;

}  // namespace

std::pair<std::shared_ptr<Socket>, std::shared_ptr<Socket>> UnixSocket::make_pair(Network& network,
                                                                                  SocketType type) {
    auto first = std::make_shared<UnixSocket>(network, type);
    auto second = std::make_shared<UnixSocket>(network, type);
    first->peer_ = second;
    second->peer_ = first;
    first->connected_ = second->connected_ = true;
    first->remote_.family = second->remote_.family = Family::Unix;
    SocketEvents(network).connected(*first, *second);
    return {first, second};
}

bool UnixSocket::has_room() const { return outstanding_ < kRoom; }
/// Linux: unix_writable: at most a quarter of the room is taken.
bool UnixSocket::is_writable() const { return outstanding_ * 4 <= kRoom; }

/// Linux: unix_poll, unix_dgram_poll
std::uint8_t UnixSocket::readiness() const {
    std::uint8_t ready = error_ != 0 ? kFailed : 0;
    if (queue_) return ready | (queue_->empty() ? 0 : kReadable);
    if (receiving_ended_ && sending_ended_) ready |= kHangUp;
    if (is_stream() && !connected_) ready |= kHangUp;
    if (!arrived_.empty() || receiving_ended_) ready |= kReadable;
    if (sending_ended_ || is_writable()) ready |= kWritable;
    return ready;
}

int UnixSocket::bind(const Address& address) {
    if (!local_.host.empty()) return kEINVAL;
    if (address.family != Family::Unix) return kEINVAL;
    if (int error = network_.claim_path(*this, address.host)) return error;
    local_ = address;
    return kNoError;
}

int UnixSocket::listen(int backlog) {
    if (!is_stream()) return kEOPNOTSUPP;
    if (local_.host.empty() || connected_) return kEINVAL;
    backlog_ = std::max(backlog, 0);
    if (queue_) return kNoError;
    queue_ = std::make_unique<std::deque<Self>>();
    SocketEvents(network_).listening(*this);
    return kNoError;
}

int UnixSocket::connect(const Address& address) {
    if (address.family != Family::Unix) return kEINVAL;
    if (is_stream() && connected_) return kEISCONN;
    auto* target = static_cast<UnixSocket*>(network_.find_path(address.host));
    if (target == nullptr) return network_.path_exists(address.host) ? kECONNREFUSED : kENOENT;
    if (target->gone_) return kECONNREFUSED;
    if (target->type_ != type_) return kEPROTOTYPE;
    if (!is_stream()) {
        remote_ = address;
        peer_ = target->self();
        connected_ = true;
        return kNoError;
    }
    if (!target->queue_) return kECONNREFUSED;
    if (target->queue_->size() > static_cast<std::size_t>(target->backlog_)) return kEAGAIN;
    auto child = std::make_shared<UnixSocket>(network_, SocketType::Stream);
    child->local_ = target->local_;
    child->remote_ = local_;
    child->peer_ = self();
    child->connected_ = connected_ = true;
    remote_ = address;
    peer_ = child;
    child->mark.owner = target->mark.owner;
    SocketEvents(network_).connected(*this, *child);
    target->queue_->push_back(child);
    SocketEvents(network_).queued(*target, *child);
    target->notify(kReadable);
    return kNoError;
}

Accepted UnixSocket::accept() {
    if (!queue_) return {.error = is_stream() ? kEINVAL : kEOPNOTSUPP};
    if (queue_->empty()) return {.error = kEAGAIN};
    Self child = std::move(queue_->front());
    queue_->pop_front();
    return {.socket = child, .peer = child->remote_};
}

void UnixSocket::push(UnixSocket& target, std::string_view bytes) {
    std::size_t cost = bytes.size() + kOverhead;
    outstanding_ += cost;
    target.arrived_.push_back({std::string(bytes), 0, cost, local_, self()});
}

Transfer UnixSocket::send_stream(std::string_view bytes) {
    if (!connected_) return {.error = kENOTCONN};
    Self peer = peer_.lock();
    if (sending_ended_ || !peer || peer->gone_ || peer->receiving_ended_) return {.error = kEPIPE};
    std::size_t sent = 0;
    while (sent < bytes.size() && has_room()) {
        std::string_view piece = bytes.substr(sent, kPieceMax);
        push(*peer, piece);
        sent += piece.size();
    }
    if (sent == 0 && !bytes.empty()) return {.error = kEAGAIN};
    SocketEvents(network_).sent(*this, peer.get(), bytes.substr(0, sent));
    SocketEvents(network_).arrived(*peer, this, sent);
    peer->notify(kReadable);
    return {.count = sent};
}

Transfer UnixSocket::send_datagram(std::string_view bytes, const Address* to) {
    Self target = peer_.lock();
    if (to != nullptr) {
        auto* named = static_cast<UnixSocket*>(network_.find_path(to->host));
        if (named == nullptr)
            return {.error = network_.path_exists(to->host) ? kECONNREFUSED : kENOENT};
        target = named->self();
    } else if (!connected_) {
        return {.error = kENOTCONN};
    }
    if (sending_ended_) return {.error = kEPIPE};
    if (!target || target->gone_) return {.error = kECONNREFUSED};
    if (target->type_ != type_) return {.error = kEPROTOTYPE};
    if (!has_room()) return {.error = kEAGAIN};
    push(*target, bytes);
    SocketEvents(network_).sent(*this, target.get(), bytes);
    SocketEvents(network_).arrived(*target, this, bytes.size());
    target->notify(kReadable);
    return {.count = bytes.size()};
}

Transfer UnixSocket::send(std::string_view bytes, const Address* to) {
    if (error_ != 0) return {.error = take_error()};
    return is_stream() ? send_stream(bytes) : send_datagram(bytes, to);
}

void UnixSocket::drop_front() {
    Message message = std::move(arrived_.front());
    arrived_.pop_front();
    if (Self sender = message.sender.lock()) sender->was_read(message.cost);
}

void UnixSocket::was_read(std::size_t cost) {
    bool had_room = is_writable();
    outstanding_ -= std::min(outstanding_, cost);
    if (!had_room && is_writable()) notify(kWritable);
}

Transfer UnixSocket::receive(std::span<char> into, Receiving& how) {
    if (queue_ || (is_stream() && !connected_)) return {.error = kEINVAL};
    if (arrived_.empty()) {
        if (error_ != 0) return {.error = take_error()};
        if (receiving_ended_ && is_stream() && !into.empty())
            SocketEvents(network_).received(*this, {});
        return {.error = receiving_ended_ || (into.empty() && is_stream()) ? kNoError : kEAGAIN};
    }
    if (!is_stream()) {
        Message& front = arrived_.front();
        std::size_t count = std::min(into.size(), front.bytes.size());
        if (count > 0) std::memcpy(into.data(), front.bytes.data(), count);
        how.from = front.from;
        how.whole_size = front.bytes.size();
        if (!how.peek) {
            SocketEvents(network_).received(*this, front.bytes);
            drop_front();
        }
        return {.count = count};
    }
    std::size_t count = 0;
    std::size_t looked_at = 0;
    while (count < into.size() && looked_at < arrived_.size()) {
        Message& front = arrived_[looked_at];
        std::size_t left = front.bytes.size() - front.begin;
        std::size_t part = std::min(left, into.size() - count);
        std::memcpy(into.data() + count, front.bytes.data() + front.begin, part);
        count += part;
        if (how.peek) {
            ++looked_at;
        } else if (part == left) {
            drop_front();
        } else {
            front.begin += part;
        }
    }
    if (!how.peek) SocketEvents(network_).received(*this, {into.data(), count});
    return {.count = count};
}

int UnixSocket::shutdown(Direction direction) {
    if (!connected_) return kENOTCONN;
    SocketEvents(network_).shut_down(*this, direction);
    Self peer = peer_.lock();
    if (direction != Direction::Receiving) {
        sending_ended_ = true;
        if (peer && is_stream()) peer->receiving_ended_ = true;
    }
    if (direction != Direction::Sending) {
        receiving_ended_ = true;
        if (peer && is_stream()) peer->sending_ended_ = true;
    }
    notify(kReadable | kWritable);
    if (peer) peer->notify(kReadable | kWritable);
    return kNoError;
}

void UnixSocket::peer_is_gone(bool unread) {
    if (!is_stream()) return;
    receiving_ended_ = sending_ended_ = true;
    if (unread) {
        error_ = kECONNRESET;
        SocketEvents(network_).failed(*this, error_);
    } else {
        SocketEvents(network_).arrived(*this, peer_.lock().get(), 0);
    }
    notify(kReadable | kWritable | kHangUp | (unread ? kFailed : 0));
}

void UnixSocket::released() {
    gone_ = true;
    SocketEvents(network_).closed(*this);
    bool unread = !arrived_.empty();
    while (!arrived_.empty()) drop_front();
    if (queue_) {
        for (const Self& child : *queue_) {
            if (Self peer = child->peer_.lock()) peer->peer_is_gone(true);
        }
        queue_.reset();
    }
    if (Self peer = peer_.lock()) peer->peer_is_gone(unread);
}

}  // namespace loopscope::world
