// Selector: looking at descriptors, and waiting for them.
#include "sim/kernel/selector.h"

#include "sim/object/exception.h"
#include "sim/world/error_number.h"

namespace loopscope::kernel {

SelectorKey* Selector::find(world::Fd fd) {
    if (fd < 0 || static_cast<std::size_t>(fd) >= keys_.size()) return nullptr;
    SelectorKey& key = keys_[static_cast<std::size_t>(fd)];
    return key.mask != 0 ? &key : nullptr;
}

SelectorKey& Selector::add(world::Fd fd) {
    LOOPSCOPE_CHECK(fd >= 0);
    auto at = static_cast<std::size_t>(fd);
    if (at >= keys_.size()) keys_.resize(at + 1);
    keys_[at].fd = fd;
    return keys_[at];
}

void Selector::set_mask(SelectorKey& key, int mask) {
    if (mask == 0) {
        poller_->remove(key.fd);  // As in CPython, nobody minds when it was closed meanwhile.
    } else if (int error = poller_->set(key.fd, static_cast<std::uint8_t>(mask))) {
        object::raise(object::make_os_error(error, world::error_text(error)));
    }
    key.mask = static_cast<std::uint8_t>(mask);
}

/// CPython: EpollSelector.select, which takes a hang-up or a failure for both.
void Selector::collect(std::vector<Ready>& ready) {
    events_.clear();
    poller_->collect(events_);
    for (const world::Poller::Ready& event : events_) {
        std::uint8_t mask = 0;
        if ((event.mask & ~world::kReadable) != 0) mask |= world::kWritable;
        if ((event.mask & ~world::kWritable) != 0) mask |= world::kReadable;
        const SelectorKey* key = find(event.fd);
        if (key != nullptr && (mask & key->mask) != 0)
            ready.push_back({event.fd, static_cast<std::uint8_t>(mask & key->mask)});
    }
}

world::Wake Selector::select(bool poll, double deadline, std::vector<Ready>& ready) {
    ready.clear();
    machine_.let_children_run();
    collect(ready);
    if (poll || !ready.empty()) return world::Wake::Woken;
    world::Wake why = world::wait_ready(machine_, *poller_, world::kReadable, deadline, "select");
    collect(ready);
    return why;
}

}  // namespace loopscope::kernel
