// Selector: looking at descriptors, and waiting for them.
#include "sim/kernel/selector.h"

#include <algorithm>

namespace loopscope::kernel {

SelectorKey* Selector::find(world::Fd fd) {
    auto found = std::find_if(keys_.begin(), keys_.end(),
                              [fd](const SelectorKey& key) { return key.fd == fd; });
    return found == keys_.end() ? nullptr : &*found;
}

SelectorKey& Selector::add(world::Fd fd) {
    keys_.emplace_back();
    keys_.back().fd = fd;
    watched_.push_back(fd);
    return keys_.back();
}

void Selector::remove(world::Fd fd) {
    std::erase_if(keys_, [fd](const SelectorKey& key) { return key.fd == fd; });
    std::erase(watched_, fd);
}

void Selector::collect(std::vector<Ready>& ready) const {
    for (const SelectorKey& key : keys_) {
        std::uint8_t mask = machine_.descriptors().readiness(key.fd) & key.mask;
        if (mask != 0) ready.push_back({key.fd, mask});
    }
}

world::Wake Selector::select(bool poll, double deadline, std::vector<Ready>& ready) {
    ready.clear();
    collect(ready);
    if (poll || !ready.empty()) return world::Wake::Woken;
    world::Wake why = machine_.block({.deadline = deadline, .on = "select", .watched = watched_});
    collect(ready);
    return why;
}

}  // namespace loopscope::kernel
