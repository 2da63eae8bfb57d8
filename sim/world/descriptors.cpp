// Descriptors: opening, closing, counted bytes between the ends of a pair.
#include "sim/world/descriptors.h"

#include "sim/base/check.h"

namespace loopscope::world {

Descriptors::Descriptors() : entries_(3, Entry{.open = true}) {}

bool Descriptors::is_open(Fd fd) const {
    return fd >= 0 && static_cast<std::size_t>(fd) < entries_.size() &&
           entries_[static_cast<std::size_t>(fd)].open;
}

Fd Descriptors::open() {
    std::size_t fd = 0;
    while (fd < entries_.size() && entries_[fd].open) ++fd;
    if (fd == entries_.size()) entries_.emplace_back();
    entries_[fd] = Entry{.open = true};
    return static_cast<Fd>(fd);
}

std::pair<Fd, Fd> Descriptors::open_pair() {
    Fd first = open();
    Fd second = open();
    entries_[static_cast<std::size_t>(first)].peer = second;
    entries_[static_cast<std::size_t>(second)].peer = first;
    return {first, second};
}

void Descriptors::close(Fd fd) {
    LOOPSCOPE_CHECK(is_open(fd));
    Fd peer = entries_[static_cast<std::size_t>(fd)].peer;
    if (is_open(peer)) entries_[static_cast<std::size_t>(peer)].peer = -1;
    entries_[static_cast<std::size_t>(fd)] = Entry{};
}

void Descriptors::send(Fd fd, std::size_t bytes) {
    LOOPSCOPE_CHECK(is_open(fd));
    Fd peer = entries_[static_cast<std::size_t>(fd)].peer;
    LOOPSCOPE_CHECK(is_open(peer));
    entries_[static_cast<std::size_t>(peer)].arrived_bytes += bytes;
    if (on_arrival) on_arrival(peer);
}

std::size_t Descriptors::receive(Fd fd) {
    LOOPSCOPE_CHECK(is_open(fd));
    return std::exchange(entries_[static_cast<std::size_t>(fd)].arrived_bytes, std::size_t{0});
}

std::uint8_t Descriptors::readiness(Fd fd) const {
    if (!is_open(fd)) return 0;
    const Entry& entry = entries_[static_cast<std::size_t>(fd)];
    std::uint8_t ready = 0;
    if (entry.arrived_bytes > 0) ready |= kReadable;
    if (entry.peer >= 0) ready |= kWritable;
    return ready;
}

}  // namespace loopscope::world
