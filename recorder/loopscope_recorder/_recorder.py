"""The recorder: puts hooks into asyncio, hands out ids, and takes them out again."""

import asyncio
import asyncio.base_events
import asyncio.events
import asyncio.selector_events
import atexit
import itertools
import os
import sys
import threading
import time
import types
import weakref
from _thread import get_ident

from . import _foreign, _work, _writer
from ._describe import (_LIBRARY, CodeRegister, asyncio_folder, coroutine_name, describe,
                        describe_arguments, describe_callable, describe_exception)
from ._futures import (CANCEL, FUTURE, FUTURE_CANCELLED, FUTURE_RELEASED, TASK_RENAMED,
                       make_future_class, make_gathering_class, make_task_class, purpose_of)
from ._loop import (Heapq, LOOP_CLOSED, LOOP_CREATED, LOOP_RUNNING, LOOP_STOP, LOOP_STOPPED,
                    LoopState, RUN_HANDLE, hook_selector)
from ._needs import note_needs_of
from ._output import OutputHooks, hook_warnings
from ._steps import eager_factory

THREAD_STARTED = '"e":"thread_started","id":%d,"name":%s}\n'
THREAD_ENDED = '"e":"thread_ended","id":%d}\n'
TASK = ('"e":"task","task":%d,"parent":%d,"loop":%d,"name":%s,"coroutine":%s,"line":%d}\n')
END = '"e":"end","status":%d,"message":%s,"how":"%s"}\n'

ALWAYS_UNSEEN = [
    "what goes past sys.stdout and sys.stderr (os.write, C libraries, child processes)",
]


_ABSENT = object()  # What a place had that inherited the name.


class Recorder:
    """One recording, from install() to finish(). At most one at a time."""

    current = None

    def __init__(self, sink, options):
        self.options = options
        self.values = options.values
        self.virtual = None
        if options.virtual:
            from ._virtual import VirtualTime
            self.virtual = VirtualTime(options.clock)
            self.clock = self.virtual.now
            self.start = self.loop_start = 0.0
        else:
            # Two clocks with one rate; the loop's is coarse on some systems.
            self.clock = time.perf_counter
            self.start, self.loop_start = time.perf_counter(), time.monotonic()
        self.quote = _writer.quote
        self.number = _writer.number
        self.code = CodeRegister()
        self.asyncio_folder = asyncio_folder()
        self.callback_kinds = {}
        self.foreign_classes = {}  # Whether their methods could be exchanged.
        self.states = _States()
        self.active = False
        self._restore = []
        # Ids of each sort, dense in order of creation.
        self.next_loop, self.next_frame, self.next_handle, self.next_future = (
            itertools.count(1).__next__ for _ in range(4))
        self._threads = {}
        self._thread_count = 0
        self._running = {}
        self._old_handles = {}
        self._sources = set()
        self._callback_cache = {}
        self._quoted_texts = {}
        self.unseen = list(ALWAYS_UNSEEN)
        header = _writer.make_header(
            options.program, options.level, options.virtual,
            dict(options.sources), options.noted(), self.unseen)
        self._sources.update(options.sources)
        self.writer = _writer.Writer(sink, header, options.ring, options.virtual, self.start)
        self.emit = self.writer.emit  # Takes an event down: (clock(), thread, text, arguments).
        self.output = None
        self.lines = None

    # ---- events -------------------------------------------------------------------------------

    def thread(self):
        """The present thread's id; the main thread has 1."""
        ident = get_ident()
        known = self._threads.get(ident)
        if known is None:
            known = self._new_thread(ident)
        return known

    def _new_thread(self, ident):
        self._thread_count += 1
        number = self._threads[ident] = self._thread_count
        name = threading.current_thread().name if number > 1 else "MainThread"
        self.emit((self.clock(), number if number == 1 else 1, THREAD_STARTED,
                        (number, self.quote(name))))
        return number

    def line(self):
        # The caller's frame, never our own: a frame that holds itself keeps its locals alive.
        return self._line_from(sys._getframe(1))

    def _line_from(self, frame):
        state = self._running.get(get_ident())
        if state is None:
            return self.code.program_line(frame)
        return self.code.program_line(frame, RUN_HANDLE, state.base_line)

    def line_in(self, message):
        """The line that a warning is about, if it is one of the program's."""
        library = message.filename.startswith(_LIBRARY) or "site-packages" in message.filename
        return 0 if library else message.lineno or 0

    def running(self):
        return self._running.get(get_ident())

    # ---- texts --------------------------------------------------------------------------------

    def value_text(self, value):
        return self.quote(describe(value)) if self.values else '""'

    def exception_text(self, exception):
        return self.quote(describe_exception(exception, self.values))

    def callback_texts(self, handle):
        """What a handle calls and with what, quoted. Arguments to asyncio's own functions say
        nothing to anybody and stay out."""
        callback = handle._callback
        if callback is None:
            return '""', '""'
        kind = type(callback)
        function = callback.__func__ if kind is types.MethodType else callback
        if type(function) is types.FunctionType:
            # By file and name: what a decorator makes shares its code with others.
            key = function.__qualname__, function.__code__.co_filename
            known = self._callback_cache.get(key)
            if known is None:
                known = self._callback_cache[key] = self._look_at_callback(callback)
        else:
            known = self._look_at_callback(callback)
        name, ours = known
        if ours or not handle._args or not self.values:
            return name, '""'
        return name, self.quote(describe_arguments(handle._args))

    def _look_at_callback(self, callback):
        function = getattr(callback, "__func__", callback)
        while hasattr(function, "func") and type(function).__module__ == "functools":
            function = function.func
        code = getattr(function, "__code__", None)
        ours = code is not None and code.co_filename.startswith(self.asyncio_folder)
        return self.quote(describe_callable(function if ours else callback)), ours

    # ---- handles ------------------------------------------------------------------------------

    def number_handle(self, handle):
        number = self.next_handle()
        try:
            handle._loopscope_id = number
        except AttributeError:  # Made before the recording began.
            self._old_handles[id(handle)] = (number, handle)
        return number

    def old_handle(self, handle):
        known = self._old_handles.get(id(handle))
        return known[0] if known is not None else self.number_handle(handle)

    def note_handle_cancelled(self, handle):
        state = self.states.get(handle._loop)
        if state is not None and self.active:
            state.note_cancelled(handle)

    # ---- futures and tasks ----------------------------------------------------------------------

    def loop_id(self, loop):
        state = self.states.get(loop)
        return state.id if state is not None else 0

    def meet(self, loop):
        """A future or task is about to be made for this loop: one that isn't asyncio's own becomes
        known by that."""
        if loop is not None and self.active and self.states.get(loop) is None and not isinstance(
                loop, asyncio.base_events.BaseEventLoop):
            _foreign.ForeignLoop(self, loop)

    def future_id(self, future):
        """The id of any future; one that was made before the recording gets one now."""
        known = getattr(future, "_loopscope_id", 0)
        if known:
            return known
        if isinstance(future, asyncio.Task):
            return self.number_task(future, self.states.get(future._loop))
        if not isinstance(future, asyncio.Future):
            return 0  # A class of the program's own that behaves as one.
        return self.note_future(future, "")

    def note_future(self, future, purpose=None):
        number = self.next_future()
        try:
            future._loopscope_id = number
        except AttributeError:
            return 0
        frame = sys._getframe(2)
        if purpose is None:
            # What sleep() was asked for stands in its purpose: it is code, not data.
            purpose = purpose_of(frame, describe)
        self.emit((self.clock(), self.thread(), FUTURE,
                   (number, self.loop_id(getattr(future, "_loop", None)),
                    self._quoted(type(future).__name__), self._quoted(purpose),
                    self._line_from(frame))))
        if purpose:
            note_needs_of(self, number, purpose, frame)
        return number

    def _quoted(self, text):
        """The same as quote(), for texts that come again and again."""
        quoted = self._quoted_texts.get(text)
        if quoted is None:
            quoted = self.quote(text)
            if len(self._quoted_texts) < 1000:
                self._quoted_texts[text] = quoted
        return quoted

    def note_resolved(self, future, text, value, how):
        number = getattr(future, "_loopscope_id", 0) or self.note_future(future, "")
        line = self._line_from(sys._getframe(2))
        self.emit((self.clock(), self.thread(), text, (number, value, how, line)))

    def note_future_cancelled(self, future, message):
        state = self.running()
        if state is not None:
            state.settle()
        number = getattr(future, "_loopscope_id", 0) or self.note_future(future, "")
        text = '""' if message is None else self.value_text(message)
        self.emit((self.clock(), self.thread(), FUTURE_CANCELLED, (number, text, self.line())))

    def note_released(self, future):
        number = getattr(future, "_loopscope_id", 0)
        if number and self.active:
            self.emit((self.clock(), self.thread(), FUTURE_RELEASED, (number,)))

    def number_task(self, task, state=None, parent=None, coro=None, name=None):
        """Gives a task its id, which is the moment at which the trace hears of it. Of one that is
        still being made its coroutine must be told, and its name, quoted."""
        number = self.next_future()
        task._loopscope_id = number
        if parent is None:
            parent = self.current_task_id()
        if coro is None:
            coro = task._coro
            name = self.quote(
                task.get_name() if hasattr(task, "get_name") else "Task-%d" % number)
        loop = state.id if state is not None else self.loop_id(getattr(task, "_loop", None))
        self.emit((self.clock(), self.thread(), TASK,
                   (number, parent, loop, name, self._quoted(coroutine_name(coro)),
                    self._line_of_new_task())))
        return number

    def _line_of_new_task(self):
        """Where a task is made: what the program's own call_soon() does within that is deeper."""
        try:
            frame = sys._getframe(6)  # Where Task.__init__ is, mostly.
        except ValueError:
            frame = None
        if frame is None or frame.f_code is not self.task_init_code:
            frame = sys._getframe(2)
            for _ in range(12):
                if frame is None:
                    return self._line_from(sys._getframe(2))
                if frame.f_code is self.task_init_code:
                    break
                frame = frame.f_back
            else:
                frame = sys._getframe(2)
        return self._line_from(frame)

    def note_renamed(self, task):
        number = getattr(task, "_loopscope_id", 0)
        if number:
            self.emit((self.clock(), self.thread(), TASK_RENAMED,
                       (number, self.quote(task.get_name()), self.line())))

    def note_cancel(self, task, message):
        state = self.running()
        if state is not None:
            state.settle()
        number = getattr(task, "_loopscope_id", 0) or self.number_task(task)
        by = self.current_task_id()
        text = '""' if message is None else self.value_text(message)
        self.emit((self.clock(), self.thread(), CANCEL,
                   (number, by, text, "refused" if task.done() else "accepted", self.line())))

    def current_task_id(self):
        state = self._running.get(get_ident())
        if state is None:
            return 0
        if state.step is not None:
            return getattr(state.step, "_loopscope_id", 0)
        if isinstance(state, LoopState) or state.sees_steps:
            return 0
        task = asyncio.current_task(state.loop)
        return getattr(task, "_loopscope_id", 0) if task is not None else 0

    def waiting_line(self, task):
        """Where the innermost of the program's coroutines that a task runs stands still."""
        return self.code.innermost_line(getattr(task, "_coro", None))

    # ---- installing -------------------------------------------------------------------------------

    def patch(self, place, name, value):
        self._restore.append((place, name, vars(place).get(name, _ABSENT)))
        if type(value) is types.FunctionType and "<locals>" in value.__qualname__:
            original = getattr(place, name)  # Looks like what it stands in for.
            value.__name__ = getattr(original, "__name__", name)
            value.__qualname__ = getattr(original, "__qualname__", name)
        setattr(place, name, value)

    def install(self):
        if Recorder.current is not None:
            raise RuntimeError("a recording is being made already")
        Recorder.current = self
        self.thread()
        self.active = True
        if self.virtual is not None:
            self.virtual.install(self)
        self._patch_classes()
        self._patch_loops()
        _work.install(self)
        _foreign.install(self)
        self.output = OutputHooks(self)
        for what in self.output.unseen:
            self.add_unseen(what)
        hook_warnings(self, self.patch)
        if self.options.level != "loop":
            from ._lines import make_line_hooks
            self.lines = make_line_hooks(self)
            self.lines.install()
        self._adopt_running_loop()
        atexit.register(self.finish)

    def _patch_classes(self):
        tasks, futures, events = asyncio.tasks, asyncio.futures, asyncio.events
        future = make_future_class(self, futures.Future)
        self.patch(futures, "Future", future)
        self.patch(asyncio, "Future", future)
        task = make_task_class(self, tasks.Task)
        self.task_init_code = task.__init__.__code__
        self.patch(tasks, "Task", task)
        self.patch(asyncio, "Task", task)
        if hasattr(tasks, "eager_task_factory"):
            for place in (tasks, asyncio):
                self.patch(place, "eager_task_factory", eager_factory(task))
        if hasattr(tasks, "_GatheringFuture"):
            self.patch(tasks, "_GatheringFuture",
                       make_gathering_class(self, tasks._GatheringFuture))
        handle, timer = _handle_classes(self, events.Handle, events.TimerHandle)
        for place in (events, asyncio):
            self.patch(place, "Handle", handle)
            self.patch(place, "TimerHandle", timer)
        self.patch(asyncio.base_events, "heapq", Heapq(self))

    def _patch_loops(self):
        recorder = self
        base = asyncio.base_events.BaseEventLoop
        selector_loop = asyncio.selector_events.BaseSelectorEventLoop
        init, run_once, stop, close = base.__init__, base._run_once, base.stop, base.close
        threadsafe, report = base.call_soon_threadsafe, base.call_exception_handler
        self_pipe, process = selector_loop._make_self_pipe, selector_loop._process_events
        set_running = asyncio.events._set_running_loop
        self._patch_signal_handlers()

        def recorded_init(loop, *arguments, **keywords):
            init(loop, *arguments, **keywords)
            recorder.add_loop(loop)

        def recorded_run_once(loop):
            state = recorder.states.get(loop)
            if state is None or not recorder.active:
                return run_once(loop)
            state.begin_iteration()
            try:
                run_once(loop)
            except BaseException as exception:
                state.end_iteration(exception)
                raise
            state.end_iteration(None)

        def recorded_stop(loop):
            state = recorder.states.get(loop)
            if state is not None:
                recorder.emit((recorder.clock(), recorder.thread(), LOOP_STOP,
                               (state.id, recorder.line())))
            return stop(loop)

        def recorded_close(loop):
            was_closed = loop.is_closed()
            result = close(loop)
            state = recorder.states.get(loop)
            if state is not None and not was_closed and loop.is_closed():
                recorder.emit((recorder.clock(), recorder.thread(), LOOP_CLOSED,
                               (state.id, recorder.line())))
            return result

        def recorded_threadsafe(loop, *arguments, **keywords):
            state = recorder.states.get(loop)
            if state is None:
                return threadsafe(loop, *arguments, **keywords)
            state.threadsafe.add(get_ident())
            try:
                return threadsafe(loop, *arguments, **keywords)
            finally:
                state.threadsafe.discard(get_ident())
                if recorder.virtual is not None:
                    recorder.virtual.threads.wake_loop(loop)

        def recorded_report(loop, context):
            state = recorder.states.get(loop)
            if state is not None and recorder.active:
                state.note_exception(context)
            return report(loop, context)

        def recorded_self_pipe(loop):
            state = recorder.states.get(loop)
            if state is not None and not hook_selector(state, loop._selector, recorder.virtual):
                recorder.add_unseen("the selector of " + type(loop).__name__)
            return self_pipe(loop)

        def recorded_process(loop, event_list):
            state = recorder.states.get(loop)
            if state is None or not event_list:
                return process(loop, event_list)
            for key, mask in event_list:
                state.note_fd_ready(key, mask)
                process(loop, [(key, mask)])

        def recorded_set_running(loop):
            recorder.note_running(loop)
            return set_running(loop)

        for ours, theirs in ((recorded_init, init), (recorded_run_once, run_once),
                             (recorded_stop, stop), (recorded_close, close),
                             (recorded_threadsafe, threadsafe), (recorded_report, report),
                             (recorded_self_pipe, self_pipe), (recorded_process, process)):
            ours.__name__, ours.__qualname__ = theirs.__name__, theirs.__qualname__
        self.patch(base, "__init__", recorded_init)
        self.patch(base, "_run_once", recorded_run_once)
        self.patch(base, "stop", recorded_stop)
        self.patch(base, "close", recorded_close)
        self.patch(base, "call_soon_threadsafe", recorded_threadsafe)
        self.patch(base, "call_exception_handler", recorded_report)
        self.patch(selector_loop, "_make_self_pipe", recorded_self_pipe)
        self.patch(selector_loop, "_process_events", recorded_process)
        self.patch(asyncio.events, "_set_running_loop", recorded_set_running)

    def _patch_signal_handlers(self):
        """The handle of a signal is made when its handler is set, and used again and again."""
        try:
            from asyncio.unix_events import _UnixSelectorEventLoop as kind
        except ImportError:
            return
        recorder, add = self, kind.add_signal_handler

        def add_signal_handler(loop, sig, *arguments):
            state = recorder.states.get(loop)
            handle = None
            try:
                add(loop, sig, *arguments)
                handle = loop._signal_handlers.get(sig)
            except RuntimeError as error:
                if "cannot be caught" in str(error):  # Its handle is made before that is found.
                    handle = asyncio.Handle(arguments[0], arguments[1:], loop, None)
                raise
            finally:
                if state is not None and recorder.active and handle is not None:
                    state.note_signal_handle(handle)
        self.patch(kind, "add_signal_handler", add_signal_handler)

    def add_loop(self, loop):
        if not self.active or not hasattr(loop, "_ready"):
            return None
        state = LoopState(self, loop)
        self.states.add(loop, state)
        state.hook()
        return state

    def note_running(self, loop):
        if not self.active:
            return
        ident = get_ident()
        if loop is None:
            state = self._running.pop(ident, None)
            if state is not None:
                state.end_running()
            return
        state = self.states.get(loop)
        if state is None:
            state = _foreign.ForeignLoop(self, loop)
        state.begin_running()
        self._running[ident] = state

    def _adopt_running_loop(self):
        """The recording begins inside a running loop: what is there becomes known now."""
        loop = asyncio._get_running_loop()
        if loop is None:
            return
        state = self.add_loop(loop) if isinstance(
            loop, asyncio.base_events.BaseEventLoop) else None
        if state is None:
            self.note_running(loop)
            return
        selector = getattr(loop, "_selector", None)
        if selector is not None:
            hook_selector(state, selector, self.virtual)
        self._running[get_ident()] = state
        state.begin_running()
        state.begin_iteration()
        state.in_batch = True
        current = asyncio.current_task(loop)
        for task in sorted(asyncio.all_tasks(loop), key=_task_order):
            if not getattr(task, "_loopscope_id", 0):
                self.number_task(task, state, parent=0)
            task._loopscope_stepped = True
        if current is not None:
            state.step = current

    def add_unseen(self, what):
        if what not in self.unseen:
            self.unseen.append(what)
            self.writer.add_unseen(what)

    def add_source(self, name, text):
        if name not in self._sources:
            self._sources.add(name)
            self.writer.add_source(name, text)

    # ---- the end ------------------------------------------------------------------------------------

    def finish(self, how=None, status=0, message=""):
        """Takes every hook out and closes the trace. Further calls do nothing."""
        if Recorder.current is not self:
            return
        if _writer._getpid() != self.writer.pid:
            return  # A forked child: the recording is the parent's.
        Recorder.current = None
        atexit.unregister(self.finish)
        if self.output is not None:
            self.output.remove()
            self.output = None
        if self.lines is not None:
            self.lines.remove()
        if how is not None:
            self.emit((self.clock(), 1, END, (status, self.quote(message), how)))
        self.active = False
        for place, name, value in reversed(self._restore):
            if value is _ABSENT:
                delattr(place, name)
            else:
                setattr(place, name, value)
        for state in self.states.all():
            state.unhook()
        self.states = _States()
        if self.virtual is not None:
            self.virtual.remove()
        self.writer.close()


class _States:
    """From loops to what we know of them. Loops are not kept alive, where that can be: a loop that
    takes over a dead one's address brings a state of its own."""

    def __init__(self):
        self._states = {}
        self._kept = {}

    def get(self, loop):
        return self._states.get(id(loop))

    def add(self, loop, state):
        key = id(loop)
        self._states[key] = state
        try:
            weakref.ref(loop)
        except TypeError:
            self._kept[key] = loop

    def all(self):
        return list(self._states.values())


def _task_order(task):
    name = task.get_name()
    head, _, digits = name.rpartition("-")
    return (0, int(digits), "") if head == "Task" and digits.isdigit() else (1, 0, name)


def _handle_classes(recorder, handle_class, timer_class):
    """Handles with room for an id, which tell when they are cancelled."""

    class Handle(handle_class):
        __slots__ = ("_loopscope_id",)

        def cancel(self):
            if not self._cancelled:
                recorder.note_handle_cancelled(self)
            handle_class.cancel(self)

    class TimerHandle(timer_class):
        __slots__ = ("_loopscope_id",)

        def cancel(self):
            if not self._cancelled:
                recorder.note_handle_cancelled(self)
            timer_class.cancel(self)

    for stand_in, original in ((Handle, handle_class), (TimerHandle, timer_class)):
        stand_in.__module__ = original.__module__
        stand_in.__qualname__ = original.__qualname__
        stand_in.__doc__ = original.__doc__
    return Handle, TimerHandle
