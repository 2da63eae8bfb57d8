// FrontQueue: a list from whose front things are taken.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace loopscope::trace {

/// Reads like a vector; taking from the front is cheap, and so is a copy of a short one.
/// Cost: push_back and pop_front O(1) amortised; erase O(what stands behind it).
template <typename T>
class FrontQueue {
  public:
    std::size_t size() const { return items_.size() - head_; }
    bool empty() const { return size() == 0; }
    const T& operator[](std::size_t i) const { return items_[head_ + i]; }
    const T& front() const { return items_[head_]; }
    auto begin() const { return items_.begin() + static_cast<std::ptrdiff_t>(head_); }
    auto end() const { return items_.end(); }
    void push_back(const T& item) { items_.push_back(item); }
    void pop_front() {
        ++head_;
        if (head_ == items_.size()) {
            clear();
        } else if (head_ >= 64 && head_ * 2 > items_.size()) {
            items_.erase(items_.begin(), begin());
            head_ = 0;
        }
    }
    /// Requires: i < size().
    void erase(std::size_t i) {
        if (i == 0)
            pop_front();
        else
            items_.erase(begin() + static_cast<std::ptrdiff_t>(i));
    }
    void clear() {
        items_.clear();
        head_ = 0;
    }
    std::size_t heap_bytes() const { return items_.size() * sizeof(T); }
    friend bool operator==(const FrontQueue& x, const FrontQueue& y) {
        return std::equal(x.begin(), x.end(), y.begin(), y.end());
    }

  private:
    std::vector<T> items_;
    std::size_t head_ = 0;  // What stands before it has been taken.
};

}  // namespace loopscope::trace
