"""Heaps: rows whose first item is always the least."""

__all__ = ['heappush', 'heappop', 'heapify', 'heapreplace', 'merge', 'nlargest', 'nsmallest',
           'heappushpop']

from _heapq import (heappush, heappop, heapify, heapreplace, heappushpop, _heappop_max,
                    _heapreplace_max, _heapify_max)


def merge(*iterables, key=None, reverse=False):
    """Yields the items of sorted iterables in one sorted row."""
    turn = -1 if reverse else 1
    make_heap = _heapify_max if reverse else heapify
    replace = _heapreplace_max if reverse else heapreplace
    remove = _heappop_max if reverse else heappop
    heap = []
    for order, iterator in enumerate(map(iter, iterables)):
        for item in iterator:
            sort_key = item if key is None else key(item)
            heap.append([sort_key, order * turn, item, iterator])
            break
    make_heap(heap)
    while len(heap) > 1:
        entry = heap[0]
        for_next = entry[3]
        while True:
            yield entry[2]
            try:
                entry[2] = next(for_next)
            except StopIteration:
                remove(heap)
                break
            entry[0] = entry[2] if key is None else key(entry[2])
            replace(heap, entry)
            if heap[0] is not entry:
                break
    if heap:
        _, _, item, iterator = heap[0]
        yield item
        yield from iterator


def nsmallest(n, iterable, key=None):
    """The n least items, least first: sorted(iterable, key=key)[:n]."""
    if n == 1:
        nothing = object()
        least = min(iterable, default=nothing, key=key)
        return [] if least is nothing else [least]
    return sorted(iterable, key=key)[:n] if n > 0 else []


def nlargest(n, iterable, key=None):
    """The n greatest items, greatest first: sorted(iterable, key=key, reverse=True)[:n]."""
    if n == 1:
        nothing = object()
        greatest = max(iterable, default=nothing, key=key)
        return [] if greatest is nothing else [greatest]
    items = sorted(iterable, key=key, reverse=True)
    return items if n >= len(items) else items[:n] if n > 0 else []
