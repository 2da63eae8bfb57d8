// TimerHeap: the timers of a loop, in heapq's own order; CPython's `_scheduled`, a list.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "sim/base/heapq.h"
#include "sim/kernel/handle.h"

namespace loopscope::kernel {

/// A heap of owned timers. Each entry carries the time beside the timer, so that sifting neither
/// counts references nor looks into one timer.
///
/// Mirrors: heapq over a list of TimerHandles, whose `__lt__` compares `_when`.
class TimerHeap {
  public:
    struct Entry {
        double when;
        TimerHandle* timer;  ///< One reference of it is the heap's.

        TimerHandle* get() const { return timer; }
    };

    TimerHeap() = default;
    TimerHeap(TimerHeap&& other) noexcept : entries_(std::exchange(other.entries_, {})) {}
    TimerHeap& operator=(TimerHeap&& other) noexcept {
        std::swap(entries_, other.entries_);
        return *this;
    }
    ~TimerHeap() {
        for (const Entry& entry : entries_) object::release(entry.timer);
    }

    std::size_t size() const { return entries_.size(); }
    bool empty() const { return entries_.empty(); }
    /// Requires: not empty.
    const Entry& front() const { return entries_.front(); }
    const Entry& operator[](std::size_t index) const { return entries_[index]; }
    auto begin() const { return entries_.begin(); }
    auto end() const { return entries_.end(); }

    /// CPython: heapq.heappush
    void push(object::Ref<TimerHandle> timer) {
        double when = timer->when;
        base::heap_push(entries_, Entry{when, timer.detach()}, Earlier());
    }
    /// Requires: not empty. CPython: heapq.heappop
    object::Ref<TimerHandle> pop() {
        return object::Ref<TimerHandle>::steal(base::heap_pop(entries_, Earlier()).timer);
    }
    /// Takes out the cancelled ones, which it answers, and makes a heap of the rest.
    std::vector<object::Ref<TimerHandle>> drop_cancelled() {
        std::vector<object::Ref<TimerHandle>> dropped;
        std::vector<Entry> kept;
        for (const Entry& entry : entries_) {
            if (entry.timer->cancelled) {
                entry.timer->scheduled = false;
                dropped.push_back(object::Ref<TimerHandle>::steal(entry.timer));
            } else {
                kept.push_back(entry);
            }
        }
        base::heapify(kept, Earlier());
        entries_ = std::move(kept);
        return dropped;
    }

  private:
    struct Earlier {
        bool operator()(const Entry& a, const Entry& b) const { return a.when < b.when; }
    };

    std::vector<Entry> entries_;
};

}  // namespace loopscope::kernel
