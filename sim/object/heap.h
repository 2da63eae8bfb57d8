// Heap: the pool that a run's objects live in, and the rings of its containers.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/object/memory.h"
#include "sim/object/type.h"

namespace loopscope::object {

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

#ifdef LOOPSCOPE_SANITIZED
inline constexpr bool kUsePool = false;  // The sanitizer can only watch blocks of their own.
#else
inline constexpr bool kUsePool = true;
#endif

/// The three generations of containers, each a ring; new ones are in the first. What survives a
/// collection of its generation moves on. CPython: struct gc_generation
///
/// The count of the first: containers made since its last collection less those freed, never below
/// 0; of the others: collections of the one below since their last. A generation is due when its
/// count is above its threshold.
struct Generations {
    static constexpr std::size_t kCount = 3;

    std::array<Container, kCount> rings;
    std::array<std::int64_t, kCount> counts{};
    std::array<std::int64_t, kCount> thresholds{700, 10, 10};
    std::size_t old_total = 0;    ///< What the last full collection left. CPython: long_lived_total
    std::size_t old_pending = 0;  ///< What came to the last generation since.
    bool enabled = true;          ///< gc.disable(), gc.enable()

    /// The first threshold while the collector is on, see set_due_above().
    std::int64_t due_above = 700;
    /// To be called when `enabled` or a threshold has changed. A first threshold of 0 means never.
    void set_due_above() { due_above = enabled && thresholds[0] > 0 ? thresholds[0] : INT64_MAX; }
};

/// What making and freeing an object needs at hand. Each run has one, the first part of its
/// RuntimeState.
struct Heap {
    Pool pool;
    Generations generations;

    /// Whether the collector should run. It does so only where guest code may run.
    bool collection_due() const { return generations.counts[0] > generations.due_above; }
};

/// The heap of the current Runtime, or null in a ProcessScope. Set by Runtime::Scope only.
extern constinit thread_local Heap* current_heap;

/// allocate_bytes and free_bytes for sizes that are mostly small and mostly known to the compiler:
/// every object passes here, so it is inline.
inline void* allocate_small(std::size_t size) {
    Heap* heap = current_heap;
    if (kUsePool && size <= Pool::kLargest && heap != nullptr) [[likely]]
        return heap->pool.take(size);
    return allocate_bytes(size);
}
inline void free_small(void* memory, std::size_t size) noexcept {
    Heap* heap = current_heap;
    if (kUsePool && size <= Pool::kLargest && heap != nullptr) [[likely]] {
        heap->pool.give(memory, size);
        return;
    }
    free_bytes(memory, size);
}

/// Makes a container known to the cycle collector, and unknown again. Containers of the process
/// never are. CPython: PyObject_GC_Track, PyObject_GC_UnTrack
inline void link_container(Container* container) noexcept {
    Heap* heap = current_heap;
    if (heap == nullptr) [[unlikely]]
        return;
    Container& head = heap->generations.rings[0];
    Container* last = head.gc_previous;
    container->gc_previous = last;
    container->gc_next = &head;
    last->gc_next = container;
    head.gc_previous = container;
    ++heap->generations.counts[0];
}
inline void unlink_container(Container* container) noexcept {
    Container* next = container->gc_next;
    if (next == nullptr) return;
    Container* previous = container->gc_previous;
    previous->gc_next = next;
    next->gc_previous = previous;
    container->gc_next = nullptr;
    container->gc_previous = nullptr;
    if (Heap* heap = current_heap) {
        std::int64_t& count = heap->generations.counts[0];
        count -= count > 0 ? 1 : 0;
    }
}

}  // namespace loopscope::object
