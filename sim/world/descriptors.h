// Descriptors: the simulated machine's table of open files.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

namespace loopscope::world {

/// A file descriptor's number, as a program sees it.
using Fd = int;

/// Readiness bits, as select tells them.
enum Readiness : std::uint8_t { kReadable = 1, kWritable = 2 };

/// The open descriptors of the simulated machine. As in POSIX, the lowest free number is given
/// out; 0, 1 and 2 are the standard streams.
///
/// Connected pairs carry counted bytes only, which is all that a loop's self-pipe needs; streams
/// with content come with the network.
class Descriptors {
  public:
    Descriptors();

    /// Opens something that is never ready by itself, such as a selector's own descriptor.
    Fd open();
    /// Opens two ends connected to each other. CPython: socket.socketpair
    std::pair<Fd, Fd> open_pair();
    /// Requires: open.
    void close(Fd fd);
    bool is_open(Fd fd) const;

    /// Sends `bytes` to the other end, and tells whoever watches it.
    /// Requires: an end of a pair whose other end is open.
    void send(Fd fd, std::size_t bytes);
    /// Takes everything that has arrived; 0 when a real call would block.
    std::size_t receive(Fd fd);
    /// What can be done with it now without waiting.
    std::uint8_t readiness(Fd fd) const;

    /// Called whenever a descriptor may have become readable. Set by the Machine.
    std::function<void(Fd)> on_arrival;

  private:
    struct Entry {
        bool open = false;
        Fd peer = -1;
        std::size_t arrived_bytes = 0;
    };

    std::vector<Entry> entries_;
};

}  // namespace loopscope::world
