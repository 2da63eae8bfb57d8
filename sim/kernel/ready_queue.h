// ReadyQueue: the handles that will run, in order; CPython's `_ready`, a deque.
#pragma once

#include <cstddef>
#include <vector>

#include "sim/base/check.h"
#include "sim/object/value.h"

namespace loopscope::kernel {

struct Handle;

/// A ring buffer of owned handles that doubles when it is full.
///
/// Invariants.
/// 1. The capacity is a power of two; an index is masked by capacity - 1.
/// 2. slots_[(head_ + i) & mask] for i in [0, size_) are the handles, first in front; all other
///    slots are null.
class ReadyQueue {
  public:
    ReadyQueue() : slots_(16) {}

    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }

    void push(object::Ref<Handle> handle) {
        if (size_ == slots_.size()) [[unlikely]]
            grow();
        slots_[(head_ + size_) & (slots_.size() - 1)] = std::move(handle);
        ++size_;
    }
    /// Requires: not empty.
    object::Ref<Handle> pop() {
        LOOPSCOPE_CHECK(size_ > 0);
        object::Ref<Handle> first = std::move(slots_[head_]);
        head_ = (head_ + 1) & (slots_.size() - 1);
        --size_;
        return first;
    }
    /// Requires: index < size().
    const object::Ref<Handle>& operator[](std::size_t index) const {
        return slots_[(head_ + index) & (slots_.size() - 1)];
    }

  private:
    void grow() {
        std::vector<object::Ref<Handle>> larger(slots_.size() * 2);
        for (std::size_t i = 0; i < size_; ++i)
            larger[i] = std::move(slots_[(head_ + i) & (slots_.size() - 1)]);
        slots_ = std::move(larger);
        head_ = 0;
    }

    std::vector<object::Ref<Handle>> slots_;
    std::size_t head_ = 0;
    std::size_t size_ = 0;
};

}  // namespace loopscope::kernel
