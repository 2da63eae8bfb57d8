// RuntimeState: the object model's own tables of one run. For sim/object's sources only.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sim/object/runtime.h"
#include "sim/object/str.h"

namespace loopscope::object {

struct WeakRef;

/// Blocks of up to kLargest bytes, in classes of 8 bytes, cut from chunks that are freed with the
/// run. Each class has a free list; nothing is ever given back to the host before.
class Pool {
  public:
    static constexpr std::size_t kLargest = 512;
    static constexpr std::size_t kChunk = 256 * 1024;

    Pool() = default;
    ~Pool();
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;

    void* take(std::size_t size) {
        std::size_t slot = (size + 7) >> 3;
        live_bytes_ += slot << 3;
        FreeBlock* block = free_[slot];
        if (block != nullptr) [[likely]] {
            free_[slot] = block->next;
            return block;
        }
        return refill(slot);
    }
    void give(void* memory, std::size_t size) {
        std::size_t slot = (size + 7) >> 3;
        live_bytes_ -= slot << 3;
        FreeBlock* block = static_cast<FreeBlock*>(memory);
        block->next = free_[slot];
        free_[slot] = block;
    }

    /// Bytes in blocks that are taken now.
    std::size_t live_bytes() const { return live_bytes_; }

  private:
    struct FreeBlock {
        FreeBlock* next;
    };
    void* refill(std::size_t slot);

    std::array<FreeBlock*, kLargest / 8 + 1> free_{};
    std::size_t live_bytes_ = 0;
    char* bump_ = nullptr;
    char* bump_end_ = nullptr;
    std::vector<void*> chunks_;
};

/// One remembered type_lookup: which object a type's mro has for a name, valid for one version.
struct LookupCacheEntry {
    std::uint32_t version = 0;
    Ref<Str> name;
    std::uintptr_t found = 0;  ///< The Value's bits, borrowed; 0: none.
};

struct RuntimeState {
    static constexpr std::size_t kLookupCacheSize = 4096;

    Pool pool;
    Container head;  ///< The ring of all containers.
    std::size_t container_count = 0;
    std::size_t collect_at = 20000;  ///< Containers at which the next collection is due.
    std::unordered_map<std::string_view, Str*> interned;
    std::unordered_map<Object*, std::vector<WeakRef*>> weakrefs;
    std::unordered_map<const Type*, std::vector<Type*>> subclasses;
    std::unordered_map<Object*, std::uint64_t> addresses;
    std::uint64_t next_address = 0x7f3a5c0e1d30;
    std::vector<LookupCacheEntry> lookup_cache{kLookupCacheSize};
    std::vector<Object*> deferred;  ///< Objects whose freeing waits until the stack is shallow.
    int free_depth = 0;
    std::vector<Object*> in_repr;  ///< Containers whose repr is being made now.
    bool collecting = false;
    bool raising_memory_error = false;  ///< The exception itself may pass the limit.
};

/// The current state, or null in a ProcessScope.
RuntimeState* current_state();

/// Marks a container as being in repr(); entered() is false when it was already, so that "[...]"
/// is shown instead.
class ReprGuard {
  public:
    explicit ReprGuard(const Value& v);
    ~ReprGuard();
    ReprGuard(const ReprGuard&) = delete;
    ReprGuard& operator=(const ReprGuard&) = delete;
    bool entered() const { return entered_; }

  private:
    bool entered_;
};

}  // namespace loopscope::object
