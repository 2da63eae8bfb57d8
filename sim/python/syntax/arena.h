// The arena: memory for the nodes, lists and texts of one tree, released all at once.
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <span>
#include <string_view>
#include <type_traits>
#include <unordered_set>
#include <utility>
#include <vector>

namespace loopscope::python::syntax {

/// Hands out memory that lives until the arena dies. Nothing in it has a destructor.
///
/// Memory comes from blocks that grow; addresses never move, so nodes may point at each other.
/// The text of an identifier is kept once (`intern`), so equal names have equal addresses.
class Arena {
  public:
    Arena() = default;
    Arena(const Arena&) = delete;
    Arena& operator=(const Arena&) = delete;

    /// A new T made by `T{}`, so that absent fields are null or empty.
    template <typename T>
    T* make() {
        static_assert(std::is_trivially_destructible_v<T>);
        return new (allocate(sizeof(T), alignof(T))) T{};
    }

    /// A copy of the items that stays as long as the arena.
    template <typename T>
    std::span<T const> copy(std::span<T const> items) {
        static_assert(std::is_trivially_destructible_v<T>);
        if (items.empty()) return {};
        // NOLINTNEXTLINE(bugprone-sizeof-expression): T may be a pointer, whose size is meant.
        auto* to = static_cast<T*>(allocate(sizeof(T) * items.size(), alignof(T)));
        for (std::size_t i = 0; i < items.size(); ++i) new (to + i) T(items[i]);
        return {to, items.size()};
    }
    template <typename T>
    std::span<T const> copy(const std::vector<T>& items) {
        return copy(std::span<T const>(items));
    }

    std::string_view copy_text(std::string_view text);

    /// The one copy of this text in the arena.
    std::string_view intern(std::string_view text);

    /// Bytes taken from the host so far.
    std::size_t bytes_used() const { return bytes_used_; }

  private:
    void* allocate(std::size_t size, std::size_t alignment);

    std::vector<std::unique_ptr<std::byte[]>> blocks_;
    std::byte* next_ = nullptr;
    std::size_t left_ = 0;
    std::size_t bytes_used_ = 0;
    std::unordered_set<std::string_view> interned_;
};

}  // namespace loopscope::python::syntax
