// Selector: looking at descriptors, and waiting for them.
#include "sim/kernel/selector.h"

#include <algorithm>

#include "sim/object/exception.h"
#include "sim/object/float.h"
#include "sim/object/int.h"
#include "sim/object/protocol.h"
#include "sim/object/singletons.h"
#include "sim/object/tuple.h"
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
    if (key.mask == 0) key.order = ++registrations_;
    if (guest) {
        tell_guest(key, mask);
    } else if (mask == 0) {
        poller_->remove(key.fd);  // As in CPython, nobody minds when it was closed meanwhile.
    } else if (int error = poller_->set(key.fd, static_cast<std::uint8_t>(mask))) {
        object::raise(object::make_os_error(error, world::error_text(error)));
    }
    key.mask = static_cast<std::uint8_t>(mask);
}

/// CPython: the calls of BaseSelectorEventLoop._add_reader and its kin
void Selector::tell_guest(const SelectorKey& key, int mask) {
    using namespace object;
    Value fd = Int::from(static_cast<std::int64_t>(key.fd));
    auto or_none = [](const Ref<Handle>& handle) { return handle ? Value(handle) : none(); };
    if (mask == 0) {
        call_method(guest, "unregister", {fd});
        return;
    }
    call_method(guest, key.mask == 0 ? "register" : "modify",
                {fd, Int::from(mask), Tuple::make({or_none(key.reader), or_none(key.writer)})});
}

void Selector::ask_guest(bool poll, double deadline, std::vector<Ready>& ready) {
    using namespace object;
    Value timeout = none();
    if (poll) {
        timeout = Value::small(0);
    } else if (deadline != world::kNever) {
        timeout = Float::from(std::max(0.0, deadline - machine_.now()));
    }
    object::for_each(call_method(guest, "select", {timeout}), [&](const Value& pair) {
        Value key = getitem(pair, Value::small(0));
        ready.push_back({static_cast<world::Fd>(to_index(getattr(key, "fd"))),
                         static_cast<std::uint8_t>(to_index(getitem(pair, Value::small(1))))});
    });
}

/// poll tells what is ready in order of registration; select in that of a set of small numbers.
void Selector::sort(std::vector<Ready>& ready) {
    if (kind == Kind::Epoll) return;
    std::stable_sort(ready.begin(), ready.end(), [this](const Ready& a, const Ready& b) {
        if (kind == Kind::Select) return a.fd < b.fd;
        return find(a.fd)->order < find(b.fd)->order;
    });
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
    sort(ready);
}

world::Wake Selector::select(bool poll, double deadline, std::vector<Ready>& ready) {
    ready.clear();
    machine_.let_children_run();
    if (guest) {
        ask_guest(poll, deadline, ready);
        return world::Wake::Woken;
    }
    collect(ready);
    if (poll || !ready.empty()) return world::Wake::Woken;
    world::Wake why = world::wait_ready(machine_, *poller_, world::kReadable, deadline, "select");
    collect(ready);
    return why;
}

}  // namespace loopscope::kernel
