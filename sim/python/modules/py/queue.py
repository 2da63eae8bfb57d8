"""Queues between threads."""

import threading
from _collections import deque
from heapq import heappop, heappush
from time import monotonic as time

from _thread import _sync
from _queue import Empty, SimpleQueue

__all__ = ['Empty', 'Full', 'Queue', 'PriorityQueue', 'LifoQueue', 'SimpleQueue']


class Full(Exception):
    'Exception raised by Queue.put(block=0)/put_nowait().'


def _condition(lock, where):
    condition = threading.Condition(lock)
    condition._waits_at = where
    return condition


class Queue:
    """A queue in which those who come to a full or empty one wait."""

    def __init__(self, maxsize=0):
        self.maxsize = maxsize
        self._init(maxsize)
        self.mutex = threading.Lock()
        # Tells the trace who waits and how full it is; None when the library made this for itself.
        self._sync = _sync(self, 'queue', maxsize)
        name = type(self).__name__
        self.not_empty = _condition(self.mutex, f'{name}.get')
        self.not_full = _condition(self.mutex, f'{name}.put')
        self.all_tasks_done = _condition(self.mutex, f'{name}.join')
        self.unfinished_tasks = 0

    def task_done(self):
        with self.all_tasks_done:
            left = self.unfinished_tasks - 1
            if left < 0:
                raise ValueError('task_done() called too many times')
            if left == 0:
                self.all_tasks_done.notify_all()
            self.unfinished_tasks = left

    def join(self):
        with self.all_tasks_done:
            if self.unfinished_tasks:
                self._wait_while(lambda: self.unfinished_tasks, self.all_tasks_done, 'join')

    def qsize(self):
        with self.mutex:
            return self._qsize()

    def empty(self):
        with self.mutex:
            return not self._qsize()

    def full(self):
        with self.mutex:
            return 0 < self.maxsize <= self._qsize()

    def put(self, item, block=True, timeout=None):
        with self.not_full:
            if self.maxsize > 0:
                if not block:
                    if self._qsize() >= self.maxsize:
                        raise Full
                else:
                    self._wait_while(lambda: self._qsize() >= self.maxsize, self.not_full, 'put',
                                     timeout, Full)
            self._put(item)
            if self._sync:
                self._sync.changed('put', self._qsize())
            self.unfinished_tasks += 1
            self.not_empty.notify()

    def get(self, block=True, timeout=None):
        with self.not_empty:
            if not block:
                if not self._qsize():
                    raise Empty
            else:
                self._wait_while(lambda: not self._qsize(), self.not_empty, 'get', timeout, Empty)
            item = self._get()
            if self._sync:
                self._sync.changed('get', self._qsize())
            self.not_full.notify()
            return item

    def _wait_while(self, blocked, condition, act, timeout=None, error=None):
        if timeout is not None and timeout < 0:
            raise ValueError("'timeout' must be a non-negative number")
        end = None if timeout is None else time() + timeout
        if not blocked():
            return
        told = self._sync and self._sync.waits(act)
        left = None
        try:
            while blocked():
                if end is not None:
                    left = end - time()
                    if left <= 0.0:
                        raise error
                condition.wait(left)
        finally:
            if told:
                told.over(not blocked())

    def put_nowait(self, item):
        return self.put(item, block=False)

    def get_nowait(self):
        return self.get(block=False)

    # What a subclass replaces to keep its items in another order. The mutex is held.

    def _init(self, maxsize):
        self.queue = deque()

    def _qsize(self):
        return len(self.queue)

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.popleft()

    __class_getitem__ = classmethod(type(list[int]))


class PriorityQueue(Queue):
    """The smallest first."""

    def _init(self, maxsize):
        self.queue = []

    def _qsize(self):
        return len(self.queue)

    def _put(self, item):
        heappush(self.queue, item)

    def _get(self):
        return heappop(self.queue)


class LifoQueue(Queue):
    """The last first."""

    def _init(self, maxsize):
        self.queue = []

    def _qsize(self):
        return len(self.queue)

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.pop()
