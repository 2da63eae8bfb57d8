// Members of a state that take little room while there is nothing in them.
//
// Keyframes keep copies of what has changed since the one before, so the size of a task's or a
// handle's state decides how close keyframes may stand, and that how long a seek takes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "sim/trace/event.h"

namespace loopscope::trace {

/// A Position in half its room: 32 bits are enough for any trace that fits into memory.
class SmallPosition {
  public:
    constexpr SmallPosition() = default;
    constexpr explicit SmallPosition(Position at) : at_(static_cast<std::uint32_t>(at)) {}
    constexpr SmallPosition& operator=(Position at) {
        at_ = static_cast<std::uint32_t>(at);
        return *this;
    }
    // NOLINTNEXTLINE(google-explicit-constructor): it reads as the Position that it is.
    constexpr operator Position() const { return at_; }
    friend bool operator==(const SmallPosition&, const SmallPosition&) = default;

  private:
    std::uint32_t at_ = 0;
};

/// A list that is mostly empty: a pointer then, and a vector of its own otherwise. Reads like a
/// vector; edit() is that vector to be changed.
template <typename T>
class SeldomList {
  public:
    SeldomList() = default;
    SeldomList(const SeldomList& other)
        : items_(other.empty() ? nullptr : std::make_unique<std::vector<T>>(*other.items_)) {}
    SeldomList(SeldomList&&) noexcept = default;
    SeldomList& operator=(const SeldomList& other) {
        SeldomList copy(other);
        items_.swap(copy.items_);
        return *this;
    }
    SeldomList& operator=(SeldomList&&) noexcept = default;
    ~SeldomList() = default;

    const std::vector<T>& items() const {
        static const std::vector<T> kNone;
        return items_ ? *items_ : kNone;
    }
    bool empty() const { return !items_ || items_->empty(); }
    std::size_t size() const { return items_ ? items_->size() : 0; }
    const T& operator[](std::size_t i) const { return (*items_)[i]; }
    const T& front() const { return items_->front(); }
    const T& back() const { return items_->back(); }
    auto begin() const { return items().begin(); }
    auto end() const { return items().end(); }
    auto rbegin() const { return items().rbegin(); }
    auto rend() const { return items().rend(); }

    std::vector<T>& edit() {
        if (!items_) items_ = std::make_unique<std::vector<T>>();
        return *items_;
    }
    void clear() { items_.reset(); }

    std::size_t heap_bytes() const {
        return empty() ? 0 : sizeof(std::vector<T>) + items_->size() * sizeof(T);
    }
    friend bool operator==(const SeldomList& x, const SeldomList& y) {
        return x.items() == y.items();
    }
    friend bool operator==(const SeldomList& x, const std::vector<T>& y) { return x.items() == y; }

  private:
    std::unique_ptr<std::vector<T>> items_;
};

}  // namespace loopscope::trace
