// Selector: which descriptors a loop watches, and for what. CPython: selectors.EpollSelector
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

#include "sim/kernel/handle.h"
#include "sim/world/machine.h"
#include "sim/world/poller.h"

namespace loopscope::kernel {

/// One registered descriptor.
struct SelectorKey {
    world::Fd fd = -1;
    std::uint8_t mask = 0;  ///< kReadable and kWritable; 0: not registered.
    object::Ref<Handle> reader;
    object::Ref<Handle> writer;
    std::uint64_t order = 0;  ///< When it was registered, among all.
};

/// The registered descriptors of a loop. What is ready is told in epoll's order, see Poller, or in
/// that of another kind of selector.
///
/// A program may give a selector of its own making. Then every change and every wait goes through
/// its methods, and the keys here only remember the handles.
class Selector {
  public:
    /// CPython: selectors.EpollSelector, PollSelector, SelectSelector
    enum class Kind : std::uint8_t { Epoll, Poll, Select };

    Kind kind = Kind::Epoll;
    object::Value guest;  ///< The program's own; null: none.

    explicit Selector(world::Machine& machine)
        : machine_(machine), poller_(std::make_shared<world::Poller>(machine.descriptors())) {}

    /// The key of `fd`, or null. A key stays where it is until it is removed.
    SelectorKey* find(world::Fd fd);
    /// A key that is registered for nothing yet.
    SelectorKey& add(world::Fd fd);
    /// Registers for `mask`; for 0, the key is removed.
    /// Errors: OSError, as epoll's.
    void set_mask(SelectorKey& key, int mask);
    template <typename Each>
    void for_each(Each each) const {
        for (const SelectorKey& key : keys_) {
            if (key.mask != 0) each(key);
        }
    }

    struct Ready {
        world::Fd fd;
        std::uint8_t mask;
    };
    /// Waits until something is ready or the clock reaches `deadline` (absolute; kNever: no end).
    /// With `poll`, only looks. Answers why it came back when nothing is ready.
    ///
    /// Mirrors: EpollSelector.select, except that virtual time needs no rounding to milliseconds.
    world::Wake select(bool poll, double deadline, std::vector<Ready>& ready);
    /// What stands behind the selector's own descriptor.
    const std::shared_ptr<world::Poller>& file() const { return poller_; }

  private:
    void collect(std::vector<Ready>& ready);
    void sort(std::vector<Ready>& ready);
    void tell_guest(const SelectorKey& key, int mask);
    void ask_guest(bool poll, double deadline, std::vector<Ready>& ready);

    world::Machine& machine_;
    std::shared_ptr<world::Poller> poller_;
    std::deque<SelectorKey> keys_;  ///< By descriptor.
    std::uint64_t registrations_ = 0;
    std::vector<world::Poller::Ready> events_;  ///< Scratch of one select.
};

}  // namespace loopscope::kernel
