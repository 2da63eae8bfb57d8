// The arena's blocks and its table of interned texts.
#include "sim/python/syntax/arena.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace loopscope::python::syntax {

namespace {
constexpr std::size_t kFirstBlockBytes = 16 * 1024;
constexpr std::size_t kBlockBytesMax = 1024 * 1024;
}  // namespace

void* Arena::allocate(std::size_t size, std::size_t alignment) {
    const auto address = reinterpret_cast<std::uintptr_t>(next_);
    const std::size_t padding = (alignment - address % alignment) % alignment;
    if (size + padding > left_) {
        const std::size_t grown = std::clamp(bytes_used_, kFirstBlockBytes, kBlockBytesMax);
        const std::size_t block = std::max(grown, size);
        blocks_.push_back(std::make_unique<std::byte[]>(block));
        next_ = blocks_.back().get();
        left_ = block;
        bytes_used_ += block;
    } else {
        next_ += padding;
        left_ -= padding;
    }
    void* const result = next_;
    next_ += size;
    left_ -= size;
    return result;
}

std::string_view Arena::copy_text(std::string_view text) {
    if (text.empty()) return {};
    auto* const to = static_cast<char*>(allocate(text.size(), 1));
    std::memcpy(to, text.data(), text.size());
    return {to, text.size()};
}

std::string_view Arena::intern(std::string_view text) {
    if (text.empty()) return {};
    const auto found = interned_.find(text);
    if (found != interned_.end()) return *found;
    const std::string_view kept = copy_text(text);
    interned_.insert(kept);
    return kept;
}

}  // namespace loopscope::python::syntax
