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

/// What making and freeing an object needs at hand. Each run has one, the first part of its
/// RuntimeState.
struct Heap {
    Pool pool;
    Container head;  ///< The ring of all containers.
    std::size_t container_count = 0;
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
    Container* last = heap->head.gc_previous;
    container->gc_previous = last;
    container->gc_next = &heap->head;
    last->gc_next = container;
    heap->head.gc_previous = container;
    ++heap->container_count;
}
inline void unlink_container(Container* container) noexcept {
    Container* next = container->gc_next;
    if (next == nullptr) return;
    Container* previous = container->gc_previous;
    previous->gc_next = next;
    next->gc_previous = previous;
    container->gc_next = nullptr;
    container->gc_previous = nullptr;
    if (Heap* heap = current_heap) --heap->container_count;
}

}  // namespace loopscope::object
