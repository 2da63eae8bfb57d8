"""Threads in virtual time: one runs at a time, until it blocks.

Every thread has a baton, a real lock on which it waits until it is its turn. A thread runs until it
sleeps, waits for a lock, a socket or its loop's selector, or ends; then the first of those that can
run goes on. When none can, the clock moves to the earliest deadline, and all that waited for that
moment can run, in the order of their deadlines and of when they began to wait. Nothing depends on the
host.
"""

import _thread
import collections
import queue
import signal
import threading
import time
from _thread import get_ident

THREAD_BLOCKED = '"e":"thread_blocked","id":%d,"until":%s,"on":"%s"}\n'
THREAD_WOKEN = '"e":"thread_woken","id":%d}\n'
THREAD_STARTED = '"e":"thread_started","id":%d,"name":%s}\n'
THREAD_ENDED = '"e":"thread_ended","id":%d}\n'

_real_allocate_lock = _thread.allocate_lock
_real_sleep = time.sleep
_real_raise_signal = getattr(signal, "raise_signal", None)

# What block() tells: woken by somebody, the deadline is there, a signal's handler has run.
WOKEN, DEADLINE, SIGNAL = "woken", "deadline", "signal"


class _Record:
    """What the scheduler knows of one thread."""

    def __init__(self, number, name="MainThread", pid=0):
        self.number = number
        self.name = name
        self.pid = pid
        self.baton = _real_allocate_lock()
        self.baton.acquire()
        self.deadline = None
        self.order = 0
        self.why = WOKEN
        self.ended = False
        self.joiners = []
        self.poll = None
        self.loop = None
        self.on = ""
        self.lock = None


class Scheduler:
    """Gives the baton from thread to thread."""

    def __init__(self, virtual, recorder):
        self.virtual = virtual
        self.recorder = recorder
        self.main = _Record(1, pid=virtual.pid)
        self.current = self.main
        self.records = {get_ident(): self.main}
        self.of_thread = {}
        self.run_queue = collections.deque()
        self.blocked = []
        self.blocks = 0
        self.numbers = 1
        self.polling = False
        self.signals = collections.deque()  # Sent to the main thread by other threads.
        self.alarm = None                   # (when, order, interval) of ITIMER_REAL.

    # ---- blocking and waking ------------------------------------------------------------------

    def known(self):
        """Whether the present thread is one of ours; others run as they like."""
        return self.records.get(get_ident()) is self.current

    def block(self, deadline, on, poll=None, loop=None):
        """Waits until woken or until the deadline (None: there is none), and says which it was.
        `poll` says whether what is waited for is there; it is asked in between."""
        me = self.current
        me.deadline, me.why, me.poll, me.loop, me.on = deadline, WOKEN, poll, loop, on
        self.blocks += 1
        me.order = self.blocks
        self.blocked.append(me)
        recorder = self.recorder
        if recorder.active:
            recorder.emit((self.virtual.time, me.number, THREAD_BLOCKED,
                           (me.number, recorder.number(deadline), on)))
        self.give_way(me)
        if me is self.main and self.signals:
            self.deliver_signals()
        return me.why

    def wait_until(self, test, deadline, on):
        """Blocks until test() is true (True) or the deadline is there (False)."""
        while not test():
            if deadline is not None and self.virtual.time >= deadline:
                return False
            self.block(deadline, on, test)
        return True

    def give_way(self, me):
        following = self.next()
        if following is me:
            return
        self.current = following
        following.baton.release()
        if not me.ended:
            me.baton.acquire()

    def wake(self, record, why=WOKEN):
        if record in self.blocked:
            if why is WOKEN:
                self.poll_all()  # What became ready before goes first.
            if record in self.blocked:
                self._wake(record, why)

    def _wake(self, record, why):
        self.blocked.remove(record)
        record.why = why
        record.poll = None
        self.run_queue.append(record)
        recorder = self.recorder
        if recorder.active:
            recorder.emit((self.virtual.time, 1 if why is DEADLINE else self.current.number,
                           THREAD_WOKEN, (record.number,)))

    def wake_loop(self, loop):
        """Something was written to a loop's self-pipe."""
        for record in list(self.blocked):
            if record.loop is not None and record.loop is loop:
                self.wake(record)

    @property
    def poll_waits(self):
        """Whether somebody waits for a descriptor."""
        return any(record.poll is not None for record in self.blocked)

    def poll_all(self):
        """Wakes those that wait for a descriptor that is ready now, in the order in which they
        began to wait."""
        if self.polling or not self.known():
            return
        self._wake_ready()

    def _wake_ready(self):
        self.polling = True
        try:
            for record in [r for r in self.blocked if r.poll is not None]:
                if record.poll():
                    self._wake(record, WOKEN)
        finally:
            self.polling = False

    def next(self):
        """The thread that runs next; lets time pass while there is none."""
        while True:
            self._wake_ready()
            if self.run_queue:
                return self.run_queue.popleft()
            if not self.look_outside():
                self.let_time_pass()

    def look_outside(self):
        """What comes from other processes gets some real time; the clock stands still meanwhile.
        True if somebody can go on."""
        waiting = [record for record in self.blocked if record.poll is not None]
        if not waiting:
            return False
        self.virtual.machine.settle_children()
        patience = max(self.virtual.patience(record) for record in waiting)
        while True:
            if any(record.poll() for record in waiting):
                return True
            if patience <= 0:
                return False
            _real_sleep(0.001)
            patience -= 0.001

    def let_time_pass(self):
        deadlines = [r.deadline for r in self.blocked if r.deadline is not None]
        alarm = self.alarm
        if alarm is not None and alarm[:2] < min(
                ((r.deadline, r.order) for r in self.blocked if r.deadline is not None),
                default=(float("inf"), 0)):
            self.virtual.advance(alarm[0])
            self.alarm = (alarm[0] + alarm[2], alarm[1], alarm[2]) if alarm[2] else None
            self.post_signal(signal.SIGALRM)
            return
        if not deadlines:
            self.virtual.wait_for_ever()
        self.virtual.advance(min(deadlines))
        due = [r for r in self.blocked
               if r.deadline is not None and r.deadline <= self.virtual.time]
        for record in sorted(due, key=lambda r: (r.deadline, r.order)):
            self._wake(record, DEADLINE)

    # ---- signals ------------------------------------------------------------------------------

    def post_signal(self, number):
        """A signal that another thread, or the alarm, sends: the main thread can go on, and its
        handler runs there."""
        self.signals.append(number)
        if self.main in self.blocked:
            self._wake(self.main, SIGNAL)

    def deliver_signals(self):
        while self.signals:
            _real_raise_signal(self.signals.popleft())

    def sleep_function(self):
        """What time.sleep is meanwhile."""
        def sleep(seconds):
            if seconds < 0:
                raise ValueError("sleep length must be non-negative")
            if not self.known():
                return
            deadline = self.virtual.time + seconds
            while self.block(deadline, "sleep") is SIGNAL and self.virtual.time < deadline:
                pass
        sleep.__qualname__ = "sleep"
        return sleep

    # ---- threads --------------------------------------------------------------------------------

    def start(self, function, really_start):
        """Starts a thread whose body is `function`; `really_start` gets what it is to run."""
        self.numbers += 1
        thread = getattr(function, "__self__", None)
        name = getattr(thread, "name", None) or getattr(function, "__name__", "Thread")
        record = _Record(self.numbers, name, self.current.pid)
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
            me = self.current
            if me not in record.joiners:
                record.joiners.append(me)
            try:
                why = self.block(deadline, "join of " + thread.name)
            except BaseException:
                record.joiners.remove(me)
                raise
            if why is DEADLINE and not record.ended:
                record.joiners.remove(me)
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
        self._holder = None  # Who took it last.
        self._waiters = collections.deque()

    def acquire(self, blocking=True, timeout=-1):
        if not blocking and timeout != -1:
            raise ValueError("can't specify a timeout for a non-blocking call")
        if timeout < 0 and timeout != -1:
            raise ValueError("timeout value must be a non-negative number")
        scheduler = self._scheduler
        if not self._held:
            self._held = True
            self._holder = scheduler.current
            return True
        if not blocking or not scheduler.known():
            return False
        deadline = None if timeout == -1 else scheduler.virtual.time + timeout
        me = scheduler.current
        try:
            while self._held:
                if me not in self._waiters:  # Who is woken and finds it taken stands last.
                    self._waiters.append(me)
                me.lock = self
                if scheduler.block(deadline, "lock") is DEADLINE:
                    break
        finally:
            me.lock = None
            if me in self._waiters:
                self._waiters.remove(me)
        if self._held:
            return False
        self._held = True
        self._holder = me
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

    def told(self, me):
        """The lock in words, for the thread that waits for it."""
        holder = self._holder
        if holder is None:
            return "a lock"
        return "a lock" + (" that it holds itself" if holder is me else " whose holder has ended"
                           if holder.ended else " held by " + holder.name)

    locked_lock = locked

    def _at_fork_reinit(self):
        self._held = False
        self._waiters.clear()

    def __repr__(self):
        return "<%s _thread.lock object at %#x>" % (
            "locked" if self._held else "unlocked", id(self))
