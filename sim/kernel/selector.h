// Selector: which descriptors a loop watches, and for what. CPython: selectors.EpollSelector
#pragma once

#include <cstdint>
#include <vector>

#include "sim/kernel/handle.h"
#include "sim/world/machine.h"

namespace loopscope::kernel {

/// One registered descriptor.
struct SelectorKey {
    world::Fd fd = -1;
    std::uint8_t mask = 0;  ///< world::Readiness bits.
    object::Ref<Handle> reader;
    object::Ref<Handle> writer;
};

/// The registered descriptors in order of registration, which is also the order in which select
/// tells what is ready.
class Selector {
  public:
    explicit Selector(world::Machine& machine) : machine_(machine) {}

    /// The key of `fd`, or null.
    SelectorKey* find(world::Fd fd);
    SelectorKey& add(world::Fd fd);
    void remove(world::Fd fd);
    const std::vector<SelectorKey>& keys() const { return keys_; }

    struct Ready {
        world::Fd fd;
        std::uint8_t mask;
    };
    /// Waits until something is ready or the clock reaches `deadline` (absolute; kNever: no end).
    /// With `poll`, only looks. Answers why it came back when nothing is ready.
    ///
    /// Mirrors: EpollSelector.select, except that virtual time needs no rounding to milliseconds.
    world::Wake select(bool poll, double deadline, std::vector<Ready>& ready);

  private:
    void collect(std::vector<Ready>& ready) const;

    world::Machine& machine_;
    std::vector<SelectorKey> keys_;
    std::vector<world::Fd> watched_;
};

}  // namespace loopscope::kernel
