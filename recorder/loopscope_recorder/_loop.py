"""What one event loop does, taken down as it happens.

asyncio's `_run_once` is not replaced. It works on a few objects that it looks up anew each time:
the deque `_ready`, the module `heapq`, the selector. Those are exchanged for ones that do the same
and take notes, so that the order of callbacks can't change. What ends without a trace (a handle
that has run, a task's step) is noted at the next thing that `_run_once` does, before anything else
can happen.
"""

import asyncio
import collections
import gc
import heapq
import types
import weakref
from _thread import get_ident
from asyncio import base_events, events
from sys import _getframe

from ._steps import Steps
from ._writer import FLUSH_EVENTS

# Texts of the events, by the names of docs/trace-format.md. Ids that are 0 are left out, so some
# kinds have several.
LOOP_CREATED = '"e":"loop_created","loop":%d,"class":%s,"line":%d}\n'
LOOP_RUNNING = '"e":"loop_running","loop":%d,"how":"run_forever","line":%d}\n'
LOOP_STOP = '"e":"loop_stop","loop":%d,"line":%d}\n'
LOOP_STOPPED = '"e":"loop_stopped","loop":%d}\n'
LOOP_CLOSED = '"e":"loop_closed","loop":%d,"line":%d}\n'
ITERATION = '"e":"iteration","loop":%d,"n":%d}\n'
ITERATION_END = '"e":"iteration_end","loop":%d,"n":%d}\n'
TIMER_DROPPED = '"e":"timer_dropped","loop":%d,"handle":%d}\n'
TIMERS_REBUILT = '"e":"timers_rebuilt","loop":%d,"kept":%d,"dropped":%d}\n'
TIMEOUT_READY = '"e":"timeout","loop":%d,"ready":%d,"timeout":0,"why":"ready"}\n'
TIMEOUT_STOPPING = '"e":"timeout","loop":%d,"timeout":0,"why":"stopping"}\n'
TIMEOUT_TIMER = '"e":"timeout","loop":%d,"handle":%d,"timeout":%s,"why":"%s"}\n'
TIMEOUT_NOTHING = '"e":"timeout","loop":%d,"timeout":null,"why":"nothing"}\n'
SELECT = '"e":"select","loop":%d,"timeout":%s}\n'
SELECTED = '"e":"selected","loop":%d,"events":%d}\n'
SELECTED_NONE = '"e":"selected","loop":%d}\n'
FD_READY = '"e":"fd_ready","loop":%d,"fd":%d,"mask":%d}\n'
TIMER_DUE = '"e":"timer_due","loop":%d,"handle":%d,"when":%s}\n'
BATCH = '"e":"batch","loop":%d,"ntodo":%d}\n'
BATCH_NONE = '"e":"batch","loop":%d}\n'
FD_REGISTERED = ('"e":"fd_registered","loop":%d,"fd":%d,"handle":%d,"what":%s,"mask":%d,'
                 '"line":%d}\n')
FD_UNREGISTERED = '"e":"fd_unregistered","loop":%d,"fd":%d,"mask":%d,"line":%d}\n'
HANDLE_TASK = ('"e":"handle","loop":%d,"handle":%d,"task":%d,"callback":"%s","by":"%s",'
               '"line":%d}\n')
HANDLE_CALLBACK = ('"e":"handle","loop":%d,"handle":%d,"callback":%s,"args":%s,"by":"%s",'
                   '"line":%d}\n')
HANDLE_TIMER = ('"e":"handle","loop":%d,"handle":%d,"when":%s,"callback":%s,"args":%s,'
                '"by":"timer","line":%d}\n')
# Real times are texts only when they are written.
HANDLE_TIMER_REAL = HANDLE_TIMER.replace('"when":%s', '"when":%.6f')
TIMER_DUE_REAL = TIMER_DUE.replace('"when":%s', '"when":%.6f')
READY = '"e":"ready","loop":%d,"handle":%d}\n'
RUN = '"e":"run","loop":%d,"handle":%d}\n'
RAN = '"e":"ran","loop":%d,"handle":%d}\n'
RUN_FAILED = '"e":"run_failed","loop":%d,"handle":%d,"exception":%s}\n'
SKIPPED = '"e":"skipped","loop":%d,"handle":%d}\n'
HANDLE_CANCELLED = '"e":"handle_cancelled","loop":%d,"handle":%d,"line":%d}\n'
CLOCK = '"e":"clock","from":%s}\n'
THREAD_BLOCKED = '"e":"thread_blocked","id":%d,"until":%s,"on":"select"}\n'
THREAD_WOKEN = '"e":"thread_woken","id":%d}\n'
STEP = '"e":"step","task":%d,"why":"%s"}\n'
STEP_EXCEPTION = '"e":"step","task":%d,"exception":%s,"why":"%s"}\n'
WAITS = '"e":"waits","task":%d,"future":%d,"for":"future","line":%d}\n'
TASK_DONE = '"e":"task_done","task":%d,"result":%s}\n'
EXCEPTION_REPORTED = ('"e":"exception_reported","loop":%d,"future":%d,"message":%s,'
                      '"exception":%s,"line":%d}\n')

# What kind of callback an object is: found by its type, once per type.
OTHER, STEP_WRAPPER, WAKEUP_WRAPPER, BUILTIN, METHOD = range(5)

_MAXIMUM_SELECT_TIMEOUT = 24 * 3600

RUN_HANDLE = events.Handle._run.__code__  # Below it on the stack is the loop alone.


def _kind_of(kind):
    if kind.__name__ == "TaskStepMethWrapper":
        return STEP_WRAPPER
    if kind.__name__ == "TaskWakeupMethWrapper":  # Before Python 3.10.
        return WAKEUP_WRAPPER
    if kind is types.BuiltinFunctionType:
        return BUILTIN
    if kind is types.MethodType:
        return METHOD
    return OTHER


def task_of(callback, kinds):
    """The task whose step or wake-up a callback is, and which of the two: (task, "__step")."""
    kind = type(callback)
    sort = kinds.get(kind)
    if sort is None:
        sort = kinds[kind] = _kind_of(kind)
    if sort == STEP_WRAPPER:
        return callback.__self__, "Task.__step"
    if sort == BUILTIN:
        name = callback.__name__
        if name == "task_wakeup":
            return callback.__self__, "Task.task_wakeup"
    elif sort == WAKEUP_WRAPPER:
        for referent in gc.get_referents(callback):
            if isinstance(referent, asyncio.Task):
                return referent, "Task.task_wakeup"
    elif sort == METHOD:
        name = callback.__func__.__name__
        if name == "__step" or name == "__wakeup":
            owner = callback.__self__
            if isinstance(owner, asyncio.Future):
                return owner, "Task.__step" if name == "__step" else "Task.task_wakeup"
    return None, None


class ReadyQueue(collections.deque):
    """loop._ready."""

    def append(self, handle, _append=collections.deque.append):
        state = self.state
        if state.in_io:  # Ready now, made before.
            state.append((state.text.ready, state.clock() - state.start, state.handle_id(handle)))
        else:
            state.note_new(handle)
        _append(self, handle)

    def popleft(self, _popleft=collections.deque.popleft):
        handle = _popleft(self)
        self.state.begin_handle(handle, len(self) + 1)
        return handle


class Heapq:
    """The module heapq as asyncio.base_events sees it."""

    def __init__(self, recorder):
        self._recorder = recorder
        self._states = recorder.states._states

    def heappush(self, heap, timer):
        state = self._states.get(id(timer._loop))
        if state is not None:
            state.note_timer(timer)
        heapq.heappush(heap, timer)

    def heappop(self, heap):
        timer = heapq.heappop(heap)
        state = self._states.get(id(timer._loop))
        if state is not None:
            state.note_timer_popped(timer)
        return timer

    def heapify(self, heap):
        heapq.heapify(heap)
        state = self._recorder.running()
        if state is not None:
            state.note_rebuilt(len(heap))

    def __getattr__(self, name):
        return getattr(heapq, name)


class LoopTexts:
    """The formats of a loop's frequent events, whole lines with the thread's and the loop's
    number in them."""

    def __init__(self, writer, thread, loop):
        def whole(*texts):
            return "".join(writer.whole(text, thread).replace('"loop":%d', '"loop":%d' % loop)
                           for text in texts)
        self.iteration, self.iteration_end = whole(ITERATION), whole(ITERATION_END)
        self.ready_select = whole(TIMEOUT_READY, SELECT)
        self.selected, self.selected_none = whole(SELECTED), whole(SELECTED_NONE)
        self.task_ready, self.callback_ready = whole(HANDLE_TASK, READY), whole(
            HANDLE_CALLBACK, READY)
        self.ready = whole(READY)
        self.batch_run, self.ran_run = whole(BATCH, RUN), whole(RAN, RUN)
        self.batch, self.run, self.ran, self.skipped = map(whole, (BATCH, RUN, RAN, SKIPPED))
        self.timer, self.timer_due = whole(HANDLE_TIMER_REAL), whole(TIMER_DUE_REAL)
        self.timer_dropped = whole(TIMER_DROPPED)
        self.step, self.step_exception = whole(STEP), whole(STEP_EXCEPTION)
        self.waits, self.task_done = whole(WAITS), whole(TASK_DONE)


class LoopState(Steps):
    """One loop that is recorded: what it is just doing, as far as the trace needs it."""

    def __init__(self, recorder, loop):
        self.recorder = recorder
        # Weak: a loop that the program lets go of is closed by its finalizer.
        self.loop = weakref.proxy(loop)
        self.type_name = type(loop).__name__
        self.id = recorder.next_loop()
        self.emit = recorder.emit
        self.append = recorder.writer.append  # Takes down what has one of the texts below.
        self.text = LoopTexts(recorder.writer, 1, self.id)
        self.clock = recorder.clock
        self.start = recorder.start
        self.thread = 1
        self.thread_ident = None
        self.iteration = 0
        self.in_batch = False  # From `batch` to `iteration_end`.
        self.in_io = False     # While descriptors' handles are appended.
        self.handle = 0        # The handle that runs.
        self.handle_object = None
        self.failed = False
        self.step = None       # The task whose step runs in it.
        self.eager = 0         # How many steps of eager tasks run inside that of another.
        self.base_line = 0
        self.threadsafe = set()  # The threads that are inside call_soon_threadsafe.
        self.signal_handles = set()  # They are appended again and again.
        # Between call_soon() and the queue stand no functions of the program's own.
        kind, base = type(loop), base_events.BaseEventLoop
        self.plain = kind.call_soon is base.call_soon and kind._call_soon is base._call_soon
        self.kinds = recorder.callback_kinds

    # ---- life ---------------------------------------------------------------------------------

    def hook(self):
        """Exchanges the loop's queue; what is in it already is noted as made now."""
        recorder = self.recorder
        old = self.loop._ready
        queue = ReadyQueue()
        queue.state = self
        self.emit((self.clock(), recorder.thread(), LOOP_CREATED,
                   (self.id, recorder.quote(self.type_name), recorder.line())))
        for handle in old:
            queue.append(handle)
        for timer in self.loop._scheduled:
            self.note_timer(timer)
        self.loop._ready = queue

    def unhook(self):
        try:
            self.loop._ready
        except ReferenceError:
            return  # The loop is gone.
        if type(self.loop._ready) is ReadyQueue:
            self.loop._ready = collections.deque(self.loop._ready)
        selector = getattr(self.loop, "_selector", None)
        for name in ("select", "register", "modify", "unregister"):
            vars(selector).pop(name, None) if hasattr(selector, "__dict__") else None

    def begin_running(self):
        self.thread = self.recorder.thread()
        self.thread_ident = get_ident()
        self.text = LoopTexts(self.recorder.writer, self.thread, self.id)
        self.base_line = self.recorder.line()
        self.emit((self.clock(), self.thread, LOOP_RUNNING, (self.id, self.base_line)))

    def end_running(self):
        if self.handle:
            self._finish_handle()
        self.thread_ident = None
        self.emit((self.clock(), self.thread, LOOP_STOPPED, (self.id,)))

    # ---- one iteration --------------------------------------------------------------------------

    def begin_iteration(self):
        self.iteration += 1
        self.append((self.text.iteration, self.clock() - self.start, self.iteration))
        writer = self.recorder.writer
        if len(writer.buffer) >= FLUSH_EVENTS and not writer.ring:
            writer.flush()

    def end_iteration(self, exception):
        now = self.clock() - self.start
        if self.handle:
            if exception is not None and not self.failed:
                if self.step is not None:
                    self._end_step(now)
                self._fail(exception)
            self._finish_handle()
            now = self.clock() - self.start
        elif not self.in_batch and exception is None:
            self.emit((now + self.start, self.thread, BATCH_NONE, (self.id,)))
        self.in_batch = self.in_io = False
        self.append((self.text.iteration_end, now, self.iteration))

    def note_rebuilt(self, kept):
        dropped = len(self.loop._scheduled) - kept
        self.emit((self.clock(), self.thread, TIMERS_REBUILT, (self.id, kept, dropped)))

    def before_select(self, timeout):
        loop, now = self.loop, self.clock()
        ready = len(loop._ready)
        if ready and timeout == 0:
            now -= self.start
            self.append((self.text.ready_select, now, ready, now, "0"))
            return
        number = self.recorder.number
        if ready:
            self.emit((now, self.thread, TIMEOUT_READY, (self.id, ready)))
        elif loop._stopping:
            self.emit((now, self.thread, TIMEOUT_STOPPING, (self.id,)))
        elif loop._scheduled:
            why = "clipped" if timeout == _MAXIMUM_SELECT_TIMEOUT else "timer"
            head = self.handle_id(loop._scheduled[0])
            self.emit((now, self.thread, TIMEOUT_TIMER, (self.id, head, number(timeout), why)))
        else:
            self.emit((now, self.thread, TIMEOUT_NOTHING, (self.id,)))
        self.emit((now, self.thread, SELECT, (self.id, number(timeout))))
        if timeout is None or timeout > 0:
            self.recorder.writer.flush()

    def will_block(self, timeout, deadline=None):
        now = self.clock()
        if deadline is None and timeout is not None:
            deadline = now + timeout
        self.emit((now, self.thread, THREAD_BLOCKED,
                   (self.thread, self.recorder.number(
                       None if deadline is None else deadline - self.recorder.start))))
        return now

    def has_blocked(self, since):
        now = self.clock()
        if now > since:
            self.emit((now, self.thread, CLOCK, (self.recorder.number(since - self.recorder.start),)))
        self.emit((now, self.thread, THREAD_WOKEN, (self.thread,)))

    def after_select(self, events):
        now = self.clock() - self.start
        if events:
            self.append((self.text.selected, now, len(events)))
        else:
            self.append((self.text.selected_none, now))

    def note_fd_ready(self, key, mask):
        self.emit((self.clock(), self.thread, FD_READY, (self.id, key.fd, mask & 3)))

    def note_timer_popped(self, timer):
        now, ident = self.clock() - self.start, self.handle_id(timer)
        if not self.in_io:
            self.append((self.text.timer_dropped, now, ident))
            return
        if self.recorder.virtual is None:
            self.append((self.text.timer_due, now, ident, timer._when - self.recorder.loop_start))
        else:
            self.emit((now + self.start, self.thread, TIMER_DUE,
                       (self.id, ident, self.recorder.number(timer._when))))

    # ---- handles ------------------------------------------------------------------------------

    def handle_id(self, handle):
        try:
            return handle._loopscope_id
        except AttributeError:
            return self.recorder.old_handle(handle)

    def line(self):
        return self.recorder.code.program_line(_getframe(1), RUN_HANDLE, self.base_line)

    def note_timer(self, timer):
        recorder = self.recorder
        ident = recorder.number_handle(timer)
        callback, arguments = recorder.callback_texts(timer)
        # Two frames up is call_at().
        line = recorder.code.program_line(_getframe(2), RUN_HANDLE, self.base_line)
        now, when = self.clock(), timer._when - recorder.loop_start
        if recorder.virtual is None and when - when == 0 and get_ident() == self.thread_ident:
            self.append((self.text.timer, now - self.start, ident, when, callback, arguments, line))
            return
        self.emit((now, recorder.thread(), HANDLE_TIMER,
                   (self.id, ident, recorder.number(when), callback, arguments, line)))

    def note_new(self, handle):
        """A handle that was just made is about to be appended to _ready."""
        recorder = self.recorder
        if self.signal_handles and handle in self.signal_handles:
            self.emit((self.clock(), recorder.thread(), READY, (self.id, handle._loopscope_id)))
            return
        ident = recorder.next_handle()
        try:
            handle._loopscope_id = ident
        except AttributeError:  # Made before the recording began.
            recorder._old_handles[id(handle)] = (ident, handle)
        callback = handle._callback
        task = text = None
        if self.kinds.get(type(callback)) != OTHER:
            task, text = task_of(callback, self.kinds)
            if task is not None:
                number = getattr(task, "_loopscope_id", 0) or recorder.number_task(task, self)
        step, at_base = self.step, False
        if step is not None and (task is step or step.done()):
            # The coroutine has given way already: nothing of the program's is on the stack.
            at_base = self.plain and not self.eager
            self._end_step(self.clock() - self.start, handle if task is step else None)
        here, name = get_ident(), "soon"
        if here in self.threadsafe:
            name = "threadsafe"
        if here != self.thread_ident:
            self._note_new_elsewhere(handle, ident, task, text, name)
            return
        if at_base:
            line = self.base_line
        else:  # Beyond append(), _call_soon() and call_soon().
            line = recorder.code.program_line(
                _getframe(4 if self.plain else 2), RUN_HANDLE, self.base_line)
        now = self.clock() - self.start
        if task is not None:
            self.append((self.text.task_ready, now, ident, number, text, name, line, now, ident))
        else:
            callback, arguments = recorder.callback_texts(handle)
            self.append((self.text.callback_ready, now, ident, callback, arguments, name, line,
                         now, ident))

    def _note_new_elsewhere(self, handle, ident, task, text, by):
        """The same from a thread that doesn't run the loop, or before the loop runs."""
        recorder, now = self.recorder, self.clock()
        thread, line = recorder.thread(), recorder.line()
        if task is not None:
            self.emit((now, thread, HANDLE_TASK,
                       (self.id, ident, task._loopscope_id, text, by, line)))
        else:
            callback, arguments = recorder.callback_texts(handle)
            self.emit((now, thread, HANDLE_CALLBACK,
                       (self.id, ident, callback, arguments, by, line)))
        self.emit((now, thread, READY, (self.id, ident)))

    def note_signal_handle(self, handle):
        """A handle that waits for a signal."""
        recorder = self.recorder
        ident = recorder.number_handle(handle)
        self.signal_handles.add(handle)
        callback, arguments = recorder.callback_texts(handle)
        self.emit((self.clock(), recorder.thread(), HANDLE_CALLBACK,
                   (self.id, ident, callback, arguments, "signal", recorder.line())))

    def begin_handle(self, handle, count):
        """A handle was taken from _ready, where there were `count`: what ran before has ended."""
        now, texts, before = self.clock() - self.start, self.text, self.handle
        if self.step is not None:
            self._end_step(now)
        try:
            ident = handle._loopscope_id
        except AttributeError:
            ident = self.recorder.old_handle(handle)
        in_batch = self.in_batch
        self.in_io, self.in_batch = False, True
        if handle._cancelled:
            if before:
                self.append((texts.ran, now, before))
                self.handle, self.handle_object = 0, None
            elif not in_batch:
                self.append((texts.batch, now, count))
            self.append((texts.skipped, now, ident))
            return
        if before:
            self.append((texts.ran_run, now, before, now, ident))
        elif in_batch:
            self.append((texts.run, now, ident))
        else:
            self.append((texts.batch_run, now, count, now, ident))
        self.handle = ident
        self.handle_object = handle
        self.failed = False
        callback = handle._callback
        if self.kinds.get(type(callback)) != OTHER:
            task, text = task_of(callback, self.kinds)
            if task is not None:
                self._begin_step(task, text, handle, now)

    def _finish_handle(self):
        now = self.clock() - self.start
        if self.step is not None:
            self._end_step(now)
        self.append((self.text.ran, now, self.handle))
        self.handle = 0
        self.handle_object = None

    def note_cancelled(self, handle):
        recorder = self.recorder
        thread = self.thread if get_ident() == self.thread_ident else recorder.thread()
        self.emit((self.clock(), thread, HANDLE_CANCELLED,
                   (self.id, self.handle_id(handle), self.line())))

    def _fail(self, exception):
        recorder = self.recorder
        self.failed = True
        self.emit((self.clock(), self.thread, RUN_FAILED,
                   (self.id, self.handle, recorder.exception_text(exception))))

    def note_exception(self, context):
        recorder = self.recorder
        exception = context.get("exception")
        handle = context.get("handle")
        if self.handle and handle is self.handle_object and exception is not None:
            if self.step is not None:
                self._end_step(self.clock() - self.start)
            self._fail(exception)
        future = context.get("task") or context.get("future")
        message = context.get("message") or "Unhandled exception in event loop"
        self.emit((self.clock(), recorder.thread(), EXCEPTION_REPORTED,
                   (self.id, getattr(future, "_loopscope_id", 0), recorder.quote(str(message)),
                    recorder.exception_text(exception), self.line())))


def hook_selector(state, selector, virtual=None):
    """Exchanges a selector's methods for ones that take notes, or for virtual time."""
    if getattr(selector, "_loopscope_hooked", False):
        return True
    select, register = selector.select, selector.register
    modify, unregister = selector.modify, selector.unregister

    def recorded_select(timeout=None):
        state.before_select(timeout)
        if virtual is not None:
            events = virtual.select(state, select, timeout)
        elif timeout is None or timeout > 0:
            since = state.will_block(timeout)
            events = select(timeout)
            state.has_blocked(since)
        else:
            events = select(timeout)
        state.after_select(events)
        state.in_io = True
        return events

    def note_key(key, old_mask, old_data):
        recorder = state.recorder
        data = key.data if isinstance(key.data, tuple) else ()
        for bit, handle in zip((1, 2), data):
            if handle is None or getattr(handle, "_loopscope_id", 0):
                continue
            ident = recorder.number_handle(handle)
            callback, arguments = recorder.callback_texts(handle)
            line = state.line()
            now, thread = state.clock(), recorder.thread()
            state.emit((now, thread, HANDLE_CALLBACK,
                        (state.id, ident, callback, arguments, "io", line)))
            what = "self-pipe" if "_read_from_self" in callback else "descriptor"
            state.emit((now, thread, FD_REGISTERED,
                        (state.id, key.fd, ident, '"%s"' % what, bit, line)))
        gone = old_mask & ~key.events
        if gone:
            note_gone(key.fd, gone)

    def note_gone(fd, mask):
        state.emit((state.clock(), state.recorder.thread(), FD_UNREGISTERED,
                    (state.id, fd, mask, state.line())))

    def recorded_register(fileobj, events, data=None):
        key = register(fileobj, events, data)
        note_key(key, 0, None)
        return key

    def recorded_modify(fileobj, events, data=None):
        old = selector.get_key(fileobj)
        # modify() may be written with unregister() and register(): those are told by us.
        _hide(selector)
        try:
            key = modify(fileobj, events, data)
        finally:
            _show(selector)
        note_key(key, old.events, old.data)
        return key

    def recorded_unregister(fileobj):
        key = unregister(fileobj)
        note_gone(key.fd, key.events)
        return key

    methods = {"select": recorded_select, "register": recorded_register,
               "modify": recorded_modify, "unregister": recorded_unregister}

    def _hide(selector):
        for name in ("register", "unregister"):
            vars(selector).pop(name, None)

    def _show(selector):
        vars(selector).update(methods)

    try:
        _show(selector)
    except TypeError:
        return False
    return True
