// The binary heap of CPython's heapq, with its very order of comparisons and moves.
//
// asyncio keeps its timers in such a heap, and timers that are due at the same time come out in an
// order that only heapq's sifting explains: five ties alone leave as 0, 2, 4, 1, 3. So every place
// that mirrors `_scheduled` uses these functions and no other heap.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace loopscope::base {

/// Moves heap[position] up to where its parent is not greater. CPython: heapq._siftdown
template <typename T, typename Less>
void heap_sift_down(std::vector<T>& heap, std::size_t start, std::size_t position, Less less) {
    T item = std::move(heap[position]);
    while (position > start) {
        std::size_t parent = (position - 1) >> 1;
        if (!less(item, heap[parent])) break;
        heap[position] = std::move(heap[parent]);
        position = parent;
    }
    heap[position] = std::move(item);
}

/// Bubbles the smaller child up until a leaf is reached, then sifts the item down from there: not
/// the textbook way, but the one that decides how ties are ordered. CPython: heapq._siftup
template <typename T, typename Less>
void heap_sift_up(std::vector<T>& heap, std::size_t position, Less less) {
    std::size_t end = heap.size();
    std::size_t start = position;
    T item = std::move(heap[position]);
    std::size_t child = 2 * position + 1;
    while (child + 1 < end) {
        // Without a branch: which child is smaller cannot be predicted.
        std::size_t right = child + 1;
        child = right - static_cast<std::size_t>(less(heap[child], heap[right]));
        heap[position] = std::move(heap[child]);
        position = child;
        child = 2 * position + 1;
    }
    if (child < end) {  // The last parent has only a left child.
        heap[position] = std::move(heap[child]);
        position = child;
    }
    heap[position] = std::move(item);
    heap_sift_down(heap, start, position, less);
}

/// CPython: heapq.heappush
template <typename T, typename Less>
void heap_push(std::vector<T>& heap, T item, Less less) {
    heap.push_back(std::move(item));
    heap_sift_down(heap, 0, heap.size() - 1, less);
}

/// Requires: not empty. CPython: heapq.heappop
template <typename T, typename Less>
T heap_pop(std::vector<T>& heap, Less less) {
    T last = std::move(heap.back());
    heap.pop_back();
    if (heap.empty()) return last;
    T first = std::exchange(heap[0], std::move(last));
    heap_sift_up(heap, 0, less);
    return first;
}

/// CPython: heapq.heapify
template <typename T, typename Less>
void heapify(std::vector<T>& heap, Less less) {
    for (std::size_t i = heap.size() / 2; i-- > 0;) heap_sift_up(heap, i, less);
}

}  // namespace loopscope::base
