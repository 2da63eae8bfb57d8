"""Loops that are not asyncio's own, such as uvloop's.

Their inside can't be seen: no iterations, no select, no queue. But what a program asks of them goes
through methods of theirs, and where those are a Python class's (uvloop.Loop is one) they are
exchanged for ones that take notes: so handles, timers, what they run, and the steps of tasks are
recorded. Where they can't be, tasks and futures alone are.
"""

import functools
import sys
import threading
import weakref
from _thread import get_ident

from ._loop import (HANDLE_CALLBACK, HANDLE_CANCELLED, HANDLE_TASK, HANDLE_TIMER, LOOP_CLOSED,
                    LOOP_CREATED, LOOP_RUNNING, LOOP_STOP, LOOP_STOPPED, READY, RUN_FAILED,
                    LoopTexts, task_of)
from ._steps import Steps

_METHODS = ("call_soon", "call_soon_threadsafe", "call_later", "call_at")


class _Callback:
    """What such a loop is given to call: the program's callback, with notes before and after."""

    def __init__(self, state, ident, callback, arguments, timer):
        functools.update_wrapper(self, callback, updated=())
        self._state = state
        self._ident = ident
        self._callback = callback
        self._args = arguments
        self._timer = timer

    def __call__(self, *arguments):
        state = self._state
        if not state.recorder.active or get_ident() != state.thread_ident:
            return self._callback(*arguments)
        return state.run(self, arguments)


class _Handle:
    """Stands in for a handle of such a loop, and tells when it is cancelled."""

    def __init__(self, state, ident, handle):
        self._loopscope = state, ident
        self._handle = handle

    def cancel(self):
        state, ident = self._loopscope
        if state.recorder.active and not self._handle.cancelled():
            state.note_cancelled_id(ident)
        return self._handle.cancel()

    def __getattr__(self, name):
        return getattr(self._handle, name)

    def __repr__(self):
        return repr(self._handle)


class ForeignLoop(Steps):
    """One such loop that is recorded."""

    def __init__(self, recorder, loop):
        self.recorder = recorder
        try:
            self.loop = weakref.proxy(loop)
        except TypeError:
            self.loop = loop
        self.id = recorder.next_loop()
        self.emit, self.append = recorder.emit, recorder.writer.append
        self.clock, self.start = recorder.clock, recorder.start
        self.text = LoopTexts(recorder.writer, 1, self.id)
        self.thread, self.thread_ident = 1, None
        self.base_line = 0
        self.step = None
        self.eager = 0
        self.running = False
        self.inside = threading.local()  # Set while one of the methods calls another.
        self.ended = set()               # Timers that have run: to cancel them says nothing.
        recorder.states.add(loop, self)
        kind = type(loop)
        name = kind.__module__ + "." + kind.__name__
        if recorder.virtual is not None:
            recorder.virtual.refuse("%s keeps time by its own clock" % name)
        self.sees_steps = _exchange_methods(recorder, kind)
        recorder.add_unseen(
            "the inside of %s: iterations, select, which descriptors are ready%s" % (
                name, "" if self.sees_steps else ", handles, timers, steps of tasks"))
        self.emit((self.clock(), recorder.thread(), LOOP_CREATED,
                   (self.id, recorder.quote(kind.__name__), recorder.line())))

    def begin_running(self):
        if self.running:
            return
        recorder = self.recorder
        self.running = True
        self.thread, self.thread_ident = recorder.thread(), get_ident()
        self.text = LoopTexts(recorder.writer, self.thread, self.id)
        self.base_line = recorder.line()
        self.emit((self.clock(), self.thread, LOOP_RUNNING, (self.id, self.base_line)))

    def end_running(self):
        if self.running:
            self.running, self.thread_ident = False, None
            self.emit((self.clock(), self.thread, LOOP_STOPPED, (self.id,)))

    # ---- handles ----------------------------------------------------------------------------------

    def note_new(self, callback, arguments, by, when=None):
        """A callback is handed to the loop. Gives the one that the loop shall call instead."""
        recorder, ident = self.recorder, self.recorder.next_handle()
        wrapped = _Callback(self, ident, callback, arguments, when is not None)
        task, text = task_of(callback, recorder.callback_kinds)
        number = task and (getattr(task, "_loopscope_id", 0) or recorder.number_task(task, self))
        step = self.step
        if get_ident() == self.thread_ident and step is not None and (
                task is step or step.done()):
            self._end_step(self.clock() - self.start, wrapped if task is step else None)
        now, thread, line = self.clock(), recorder.thread(), recorder.line()
        if when is not None:
            name, shown = recorder.callback_texts(wrapped)
            self.emit((now, thread, HANDLE_TIMER, (
                self.id, ident, recorder.number(when - recorder.loop_start), name, shown, line)))
            return wrapped
        if task is not None:
            self.emit((now, thread, HANDLE_TASK, (self.id, ident, number, text, by, line)))
        else:
            name, shown = recorder.callback_texts(wrapped)
            self.emit((now, thread, HANDLE_CALLBACK, (self.id, ident, name, shown, by, line)))
        self.emit((now, thread, READY, (self.id, ident)))
        return wrapped

    def run(self, wrapped, arguments):
        recorder, ident = self.recorder, wrapped._ident
        writer, now = recorder.writer, self.clock() - self.start
        if writer.full():
            writer.flush()
        if wrapped._timer:
            self.ended.add(ident)
            self.append((self.text.timer_due, now, ident, now))
            self.append((self.text.ready, now, ident))
        self.append((self.text.run, now, ident))
        task, text = task_of(wrapped._callback, recorder.callback_kinds)
        if task is not None:
            self._begin_step(task, text, wrapped, now)
        try:
            result = wrapped._callback(*arguments)
        except BaseException as exception:
            self._end(ident, exception)
            raise
        self._end(ident, None)
        return result

    def _end(self, ident, exception):
        now = self.clock() - self.start
        if self.step is not None:
            self._end_step(now)
        if exception is not None:
            self.emit((now + self.start, self.thread, RUN_FAILED, (
                self.id, ident, self.recorder.exception_text(exception))))
        self.append((self.text.ran, now, ident))

    def note_cancelled_id(self, ident):
        if ident not in self.ended:
            recorder = self.recorder
            self.emit((self.clock(), recorder.thread(), HANDLE_CANCELLED,
                       (self.id, ident, recorder.line())))

    def note_cancelled(self, handle):
        """Of handles of asyncio's own class, which such a loop doesn't use."""

    def unhook(self):
        pass


def install(recorder):
    """For loops whose library took asyncio's classes into its own names before the recording."""
    module = sys.modules.get("uvloop")
    if module is not None and recorder.virtual is None:
        _exchange_methods(recorder, module.Loop)


def _exchange_methods(recorder, kind):
    """Exchanges a class's methods for ones that take notes; False where that can't be."""
    if kind in recorder.foreign_classes:
        return recorder.foreign_classes[kind]
    try:
        for name in _METHODS:
            recorder.patch(kind, name, _noting(recorder, name, getattr(kind, name)))
        for name, note in (("run_forever", None), ("stop", LOOP_STOP), ("close", LOOP_CLOSED)):
            original = getattr(kind, name)
            recorder.patch(kind, name, _running(recorder, original) if note is None
                           else _telling(recorder, original, note))
    except (AttributeError, TypeError):
        recorder.foreign_classes[kind] = False
    else:
        recorder.foreign_classes[kind] = True
    return recorder.foreign_classes[kind]


def _noting(recorder, name, original):
    timed = name in ("call_later", "call_at")
    by = {"call_soon": "soon", "call_soon_threadsafe": "threadsafe"}.get(name, "timer")

    def noting(loop, *arguments, **keywords):
        if not recorder.active:
            return original(loop, *arguments, **keywords)
        state = recorder.states.get(loop) or ForeignLoop(recorder, loop)
        if getattr(state.inside, "now", False):
            return original(loop, *arguments, **keywords)
        before = 1 if timed else 0
        if len(arguments) <= before or not callable(arguments[before]):
            return original(loop, *arguments, **keywords)  # It says what is wrong.
        when = None
        if timed:
            when = arguments[0] + (loop.time() if name == "call_later" else 0)
        callback, rest = arguments[before], arguments[before + 1:]
        state.inside.now = True
        try:
            wrapped = state.note_new(callback, rest, by, when)
            handle = original(loop, *arguments[:before], wrapped, *rest, **keywords)
        finally:
            state.inside.now = False
        return _Handle(state, wrapped._ident, handle)
    return noting


def _running(recorder, original):
    def run_forever(loop):
        if not recorder.active:
            return original(loop)
        state = recorder.states.get(loop) or ForeignLoop(recorder, loop)
        ident = get_ident()
        state.begin_running()
        recorder._running[ident] = state
        try:
            return original(loop)
        finally:
            recorder._running.pop(ident, None)
            state.end_running()
    return run_forever


def _telling(recorder, original, text):
    def telling(loop):
        state = recorder.states.get(loop)
        closed = loop.is_closed()
        result = original(loop)
        if state is not None and recorder.active and not closed:
            recorder.emit((recorder.clock(), recorder.thread(), text,
                           (state.id, recorder.line())))
        return result
    return telling
