"""Threads in virtual time: one runs at a time, until it blocks.

Every thread has a baton, a real lock on which it waits until it is its turn. A thread runs until it
sleeps, waits for a lock or for its loop's selector, or ends; then the first of those that can run
goes on. When none can, the clock moves to the earliest deadline, and all that waited for that moment
can run, in the order of their deadlines and of when they began to wait. Nothing depends on the host.
"""

import _thread
import collections
import queue
import threading
from _thread import get_ident

THREAD_BLOCKED = '"e":"thread_blocked","id":%d,"until":%s,"on":"%s"}\n'
THREAD_WOKEN = '"e":"thread_woken","id":%d}\n'
THREAD_STARTED = '"e":"thread_started","id":%d,"name":%s}\n'
THREAD_ENDED = '"e":"thread_ended","id":%d}\n'

_real_allocate_lock = _thread.allocate_lock


class _Record:
    """What the scheduler knows of one thread."""

    def __init__(self, number):
        self.number = number
        self.baton = _real_allocate_lock()
        self.baton.acquire()
        self.deadline = None
        self.order = 0
        self.woken = False
        self.ended = False
        self.joiners = []
        self.poll = None
        self.loop = None


class Scheduler:
    """Gives the baton from thread to thread."""

    def __init__(self, virtual, recorder):
        self.virtual = virtual
        self.recorder = recorder
        self.main = _Record(1)
        self.current = self.main
        self.records = {get_ident(): self.main}
        self.of_thread = {}
        self.run_queue = collections.deque()
        self.blocked = []
        self.blocks = 0
        self.numbers = 1

    # ---- blocking and waking ------------------------------------------------------------------

    def known(self):
        """Whether the present thread is one of ours; others run as they like."""
        return self.records.get(get_ident()) is self.current

    def block(self, deadline, on, poll=None, loop=None):
        """Waits until woken (True) or until the deadline (False); None: no deadline."""
        me = self.current
        me.deadline, me.woken, me.poll, me.loop = deadline, False, poll, loop
        self.blocks += 1
        me.order = self.blocks
        self.blocked.append(me)
        recorder = self.recorder
        if recorder.active:
            recorder.emit((self.virtual.time, me.number, THREAD_BLOCKED,
                           (me.number, recorder.number(deadline), on)))
        self.give_way(me)
        return me.woken

    def give_way(self, me):
        following = self.next()
        if following is me:
            return
        self.current = following
        following.baton.release()
        if not me.ended:
            me.baton.acquire()

    def wake(self, record, by_deadline=False):
        if record not in self.blocked:
            return
        self.blocked.remove(record)
        record.woken = not by_deadline
        self.run_queue.append(record)
        recorder = self.recorder
        if recorder.active:
            recorder.emit((self.virtual.time, 1 if by_deadline else self.current.number,
                           THREAD_WOKEN, (record.number,)))

    def wake_loop(self, loop):
        """Something was written to a loop's self-pipe."""
        for record in list(self.blocked):
            if record.loop is not None and record.loop is loop:
                self.wake(record)

    def next(self):
        while not self.run_queue:
            self.look_outside()
            if not self.run_queue:
                self.let_time_pass()
        return self.run_queue.popleft()

    def look_outside(self):
        """Descriptors of loops that wait: of ours there is nothing to wait for, but what comes from
        other processes gets some real time."""
        waiting = [record for record in self.blocked if record.poll is not None]
        patience = max([self.virtual.patience(record) for record in waiting] or [0])
        while True:
            for record in waiting:
                if record.poll(0):
                    self.wake(record)
            if self.run_queue or patience <= 0:
                return
            step = 0.002
            waiting[0].poll(step)
            patience -= step

    def let_time_pass(self):
        deadlines = [r.deadline for r in self.blocked if r.deadline is not None]
        if not deadlines:
            self.virtual.wait_for_ever()
        self.virtual.advance(min(deadlines))
        due = [r for r in self.blocked
               if r.deadline is not None and r.deadline <= self.virtual.time]
        for record in sorted(due, key=lambda r: (r.deadline, r.order)):
            self.wake(record, by_deadline=True)

    def sleep_function(self):
        """What time.sleep is meanwhile."""
        def sleep(seconds):
            if seconds < 0:
                raise ValueError("sleep length must be non-negative")
            if self.known():
                self.block(self.virtual.time + seconds, "sleep")
        sleep.__qualname__ = "sleep"
        return sleep

    # ---- threads --------------------------------------------------------------------------------

    def start(self, function, really_start):
        """Starts a thread whose body is `function`; `really_start` gets what it is to run."""
        self.numbers += 1
        record = _Record(self.numbers)
        thread = getattr(function, "__self__", None)
        name = getattr(thread, "name", None) or "Thread"
        if isinstance(thread, threading.Thread):
            self.of_thread[thread] = record
        recorder = self.recorder
        if recorder.active:
            recorder.emit((self.virtual.time, self.current.number, THREAD_STARTED,
                           (record.number, recorder.quote(name))))
        self.run_queue.append(record)

        def body(*arguments, **keywords):
            record.baton.acquire()
            ident = get_ident()
            self.records[ident] = record
            recorder._threads[ident] = record.number
            try:
                return function(*arguments, **keywords)
            finally:
                self.end(record, ident)
        return really_start(body)

    def end(self, record, ident):
        record.ended = True
        self.records.pop(ident, None)
        self.recorder._threads.pop(ident, None)
        for joiner in record.joiners:
            self.wake(joiner)
        if self.recorder.active:
            self.recorder.emit((self.virtual.time, record.number, THREAD_ENDED, (record.number,)))
        self.give_way(record)

    def join(self, thread, timeout):
        """False when the time is up before the thread has ended."""
        record = self.of_thread.get(thread)
        if record is None or not self.known():
            return True
        deadline = None if timeout is None else self.virtual.time + max(timeout, 0)
        while not record.ended:
            if deadline is not None and self.virtual.time >= deadline:
                return False
            record.joiners.append(self.current)
            if not self.block(deadline, "join") and not record.ended:
                record.joiners.remove(self.current)
                return False
        return True

    # ---- patches --------------------------------------------------------------------------------

    def install(self, patch):
        scheduler = self
        start_new, join = threading._start_new_thread if hasattr(
            threading, "_start_new_thread") else None, threading.Thread.join

        if start_new is not None:
            def started(function, arguments, keywords={}):
                return scheduler.start(
                    function, lambda body: start_new(body, arguments, keywords))
            patch(threading, "_start_new_thread", started)
            patch(_thread, "start_new_thread", started)
        joinable = getattr(threading, "_start_joinable_thread", None)
        if joinable is not None:
            patch(threading, "_start_joinable_thread",
                  lambda function, *arguments, **keywords: scheduler.start(
                      function, lambda body: joinable(body, *arguments, **keywords)))

        def joined(thread, timeout=None):
            if thread in scheduler.of_thread and thread is not threading.current_thread():
                if not scheduler.join(thread, timeout):
                    return None
                return join(thread)
            return join(thread, timeout)
        patch(threading.Thread, "join", joined)

        def allocate_lock():
            return Lock(scheduler)
        for place, name in ((_thread, "allocate_lock"), (threading, "_allocate_lock"),
                            (threading, "Lock")):
            patch(place, name, allocate_lock)
        patch(threading, "_CRLock", None)
        patch(queue, "SimpleQueue", queue._PySimpleQueue)
        import concurrent.futures.thread as pools
        if hasattr(pools, "_global_shutdown_lock"):
            patch(pools, "_global_shutdown_lock", allocate_lock())


class Lock:
    """A lock for which threads wait in virtual time. It isn't handed over: who is woken tries
    again, and stands last when somebody else was faster."""

    def __init__(self, scheduler):
        self._scheduler = scheduler
        self._held = False
        self._waiters = collections.deque()

    def acquire(self, blocking=True, timeout=-1):
        if not blocking and timeout != -1:
            raise ValueError("can't specify a timeout for a non-blocking call")
        if timeout < 0 and timeout != -1:
            raise ValueError("timeout value must be a non-negative number")
        if not self._held:
            self._held = True
            return True
        scheduler = self._scheduler
        if not blocking or not scheduler.known():
            return False
        deadline = None if timeout == -1 else scheduler.virtual.time + timeout
        me = scheduler.current
        while self._held:
            self._waiters.append(me)
            if not scheduler.block(deadline, "lock"):
                if me in self._waiters:
                    self._waiters.remove(me)
                if self._held:
                    return False
        self._held = True
        return True

    __enter__ = acquire
    acquire_lock = acquire

    def release(self):
        if not self._held:
            raise RuntimeError("release unlocked lock")
        self._held = False
        if self._waiters:
            self._scheduler.wake(self._waiters.popleft())

    release_lock = release

    def __exit__(self, *exception):
        self.release()

    def locked(self):
        return self._held

    locked_lock = locked

    def _at_fork_reinit(self):
        self._held = False
        self._waiters.clear()

    def __repr__(self):
        return "<%s _thread.lock object at %#x>" % (
            "locked" if self._held else "unlocked", id(self))
