"""Virtual time: nothing really waits, the clock jumps to the moment that comes next.

The clock stands at 0.0 when the program begins and moves only when its loop would wait, exactly to
the timer that is due next, or when it sleeps; the wall clock begins at 2000-01-01 00:00:00 UTC. What
comes from outside (other processes, other machines) is waited for in real time, but the virtual
clock stands still meanwhile.
"""

import asyncio
import gc
import os
import sys
import time

from ._describe import coroutine_name, describe
from ._loop import CLOCK
from ._machine import PID, Machine
from ._processes import Processes
from ._threads import DEADLINE, Scheduler

_EPOCH = 946684800.0
_REAL = {name: getattr(time, name) for name in (
    "monotonic", "perf_counter", "time", "sleep", "monotonic_ns", "perf_counter_ns", "time_ns",
    "localtime", "gmtime", "strftime", "ctime", "asctime", "process_time", "thread_time")
    if hasattr(time, name)}


class VirtualTime:
    """The clock, and the patches by which the program sees no other."""

    pid = PID

    def __init__(self, clock_seconds=0):
        self.time = 0.0
        self.clock_seconds = clock_seconds
        self._recorder = None

    def now(self):
        return self.time

    def finish(self, how, status, message):
        """The program is about to end by something that leaves no time for more."""
        self._recorder.finish(how, status, message)

    # ---- what moves the clock ---------------------------------------------------------------------

    def advance(self, when):
        if when <= self.time:
            return
        before, self.time = self.time, when
        recorder = self._recorder
        recorder.emit((when, 1, CLOCK, (recorder.number(before),)))

    def select(self, state, select, timeout):
        """A loop's select: real for what is ready, virtual for the waiting."""
        events = select(0)
        if events or (timeout is not None and timeout <= 0) or not self.threads.known():
            return events
        loop = asyncio.get_running_loop()
        deadline = None
        if timeout is not None:
            head = loop._scheduled[0]._when if loop._scheduled else None
            clipped = timeout >= 24 * 3600 or head is None
            deadline = self.time + timeout if clipped else head
        while not events:
            why = self.threads.block(deadline, "select", lambda: bool(select(0)), loop)
            events = select(0)
            if why is DEADLINE or loop._ready:
                break
        return events

    def patience(self, record):
        """Seconds of real time for which something may still come from outside to a thread."""
        if record.loop is not None:
            watched = record.loop._selector.get_map()
            if watched is None or len(watched) <= 1:
                return 0
        return 5.0 if record.deadline is None and self.threads.alarm is None else 0.01

    def wait_for_ever(self):
        """Nothing is scheduled and nothing can come from outside any more: a program that would
        hang ends here, with what waits for what."""
        recorder = self._recorder
        text = "waits for ever: nothing is scheduled, no stimulus is left" + self._waiting_threads()
        for state in recorder.states.all():
            try:
                tasks = asyncio.all_tasks(_strong(state.loop))
            except ReferenceError:
                continue  # The loop is gone.
            for task in tasks:
                waiter = task._fut_waiter
                text += "; %s (%s()) waits for %s" % (
                    task.get_name(), coroutine_name(task._coro),
                    "nothing" if waiter is None else describe(waiter))
                line = recorder.waiting_line(task)
                if line:
                    text += " at line %d" % line
        recorder.finish("waits_for_ever", 3, text)
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os.write(2, ("loopscope_recorder: " + text + "\n").encode("utf-8", "replace"))
        os._exit(3)

    def refuse(self, why):
        """What the program uses can't live in virtual time: it ends here, with what to do."""
        text = "--virtual is for asyncio's own loops: %s. Record without --virtual." % why
        self._recorder.finish("failed", 2, text)
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os.write(2, ("loopscope_recorder: " + text + "\n").encode("utf-8", "replace"))
        os._exit(2)

    def _waiting_threads(self):
        """What each thread waits for; a loop's wait is told by its tasks."""
        text, frames = "", sys._current_frames()
        places = {record: frames.get(ident) for ident, record in self.threads.records.items()}
        for record in sorted(self.threads.blocked, key=lambda r: r.number):
            if record.loop is not None:
                continue
            on = record.on if record.lock is None else record.lock.told(record)
            text += "; thread %s waits for %s" % (record.name, on)
            line = self._recorder.code.program_line(places.get(record))
            if line:
                text += " at line %d" % line
        return text

    # ---- patches ----------------------------------------------------------------------------------

    def install(self, recorder):
        self._recorder = recorder
        patch = recorder.patch
        self.threads = Scheduler(self, recorder)
        self.threads.install(patch)
        self.machine = Machine(self, self.threads)
        self.machine.install(patch)
        Processes(self.threads).install(patch)
        patch(os, "cpu_count", lambda: 4)
        os.environ["TZ"] = "UTC"
        if hasattr(time, "tzset"):
            time.tzset()
        start = _EPOCH + self.clock_seconds
        wall = lambda: start + self.time
        patch(time, "monotonic", self.now)
        patch(time, "perf_counter", self.now)
        patch(time, "time", wall)
        patch(time, "sleep", self.threads.sleep_function())
        patch(time, "process_time", lambda: 0.0)
        # Modules that took the clock into their own names.
        import queue
        import subprocess
        import threading
        patch(threading, "_time", self.now)
        patch(subprocess, "_time", self.now)
        patch(queue, "time", self.now)
        for name, clock in (("monotonic_ns", self.now), ("perf_counter_ns", self.now),
                            ("time_ns", wall)):
            patch(time, name, _in_nanoseconds(clock))
        for name in ("localtime", "gmtime", "ctime"):
            patch(time, name, _with_default(_REAL[name], wall))
        strftime, asctime = _REAL["strftime"], _REAL["asctime"]
        patch(time, "strftime", lambda format, t=None: strftime(
            format, time.localtime() if t is None else t))
        patch(time, "asctime", lambda t=None: asctime(time.localtime() if t is None else t))
        self._patch_datetime(patch, wall)
        self._order_sets(patch)
        import random
        random.seed(0)
        # In which order garbage goes depends on when the collector last ran: it runs rarely here.
        self._thresholds = gc.get_threshold()
        gc.set_threshold(200000, 100, 100)

    def _patch_datetime(self, patch, wall):
        import datetime as module
        original_datetime, original_date = module.datetime, module.date

        class Meta(type):
            def __instancecheck__(cls, instance):
                return isinstance(instance, cls.__mro__[1])

        class datetime(original_datetime, metaclass=Meta):
            @classmethod
            def now(cls, tz=None):
                return original_datetime.fromtimestamp(wall(), tz)

            @classmethod
            def utcnow(cls):
                return original_datetime(1970, 1, 1) + module.timedelta(seconds=wall())

            @classmethod
            def today(cls):
                return original_datetime.fromtimestamp(wall())

        class date(original_date, metaclass=Meta):
            @classmethod
            def today(cls):
                return original_date.fromtimestamp(wall())

        for stand_in in (datetime, date):
            stand_in.__module__ = "datetime"
            stand_in.__qualname__ = stand_in.__name__
        patch(module, "datetime", datetime)
        patch(module, "date", date)

    def _order_sets(self, patch):
        """asyncio's own sets of tasks are in the order of addresses, which differ from run to
        run: here they are in the order in which things were put in."""
        import weakref
        for module in _modules_with_sets():
            module.set = OrderedSet
        for name in ("_all_tasks", "_scheduled_tasks"):
            register = getattr(asyncio.tasks, name, None)
            if isinstance(register, weakref.WeakSet):
                register.data = OrderedSet(register.data)
        init = asyncio.base_events.BaseEventLoop.__init__

        def ordered_init(loop, *arguments, **keywords):
            init(loop, *arguments, **keywords)
            loop._asyncgens.data = OrderedSet()
        patch(asyncio.base_events.BaseEventLoop, "__init__", ordered_init)
        all_tasks = asyncio.all_tasks

        def ordered_all_tasks(loop=None):
            if loop is None:
                loop = asyncio.get_running_loop()
            recorder = self._recorder
            return OrderedSet(sorted(all_tasks(loop), key=recorder.future_id))
        for place in (asyncio, asyncio.tasks):
            patch(place, "all_tasks", ordered_all_tasks)

    def remove(self):
        gc.set_threshold(*self._thresholds)
        for module in _modules_with_sets():
            if vars(module).get("set") is OrderedSet:
                del module.set


def _modules_with_sets():
    """Modules of the library that walk through sets of tasks or threads."""
    import concurrent.futures.thread as pools
    modules = [getattr(asyncio, name, None) for name in ("tasks", "taskgroups", "base_events")]
    return [module for module in modules if module is not None] + [pools]


def _strong(loop):
    """The loop behind a weak proxy."""
    return loop.__repr__.__self__


def _in_nanoseconds(clock):
    return lambda: int(clock() * 1e9)


def _with_default(function, clock):
    return lambda seconds=None: function(clock() if seconds is None else seconds)


class OrderedSet(set):
    """A set that is walked through in the order in which its elements came."""

    def __init__(self, elements=()):
        super().__init__()
        self._order = {}
        for element in elements:
            self.add(element)

    def add(self, element):
        if element not in self:
            super().add(element)
            self._order[element] = None

    def discard(self, element):
        super().discard(element)
        self._order.pop(element, None)

    def remove(self, element):
        super().remove(element)
        self._order.pop(element, None)

    def pop(self):
        if not self._order:
            raise KeyError("pop from an empty set")
        element = next(iter(self._order))
        self.remove(element)
        return element

    def clear(self):
        super().clear()
        self._order.clear()

    def update(self, *others):
        for other in others:
            for element in list(other):
                self.add(element)

    __ior__ = lambda self, other: (self.update(other), self)[1]

    def difference_update(self, *others):
        for other in others:
            for element in list(other):
                self.discard(element)

    __isub__ = lambda self, other: (self.difference_update(other), self)[1]

    def __iter__(self):
        return iter(list(self._order))

    def copy(self):
        return OrderedSet(self)

    def __or__(self, other):
        result = OrderedSet(self)
        result.update(other)
        return result

    union = __or__

    def __sub__(self, other):
        return OrderedSet(e for e in self if e not in other)

    difference = __sub__

    def __and__(self, other):
        return OrderedSet(e for e in self if e in other)

    intersection = __and__

    def __repr__(self):
        return "{%s}" % ", ".join(map(repr, self)) if self._order else "set()"

    def __reduce__(self):
        return set, (list(self),)

    __hash__ = None


OrderedSet.__name__ = OrderedSet.__qualname__ = "set"
OrderedSet.__module__ = "builtins"
