"""Steps of tasks, on any loop: how one begins and how it ends.

Also tasks that take their first step while they are made (eager_start, Python 3.12 and later): that
step lies inside the step of the task that makes them.
"""

import asyncio
import gc
from asyncio import events

WAITS_UNKNOWN = '"e":"waits","task":%d,"for":"future","line":%d}\n'
WAITS_BARE = '"e":"waits","task":%d,"for":"bare_yield","line":%d}\n'
TASK_FAILED = '"e":"task_failed","task":%d,"exception":%s,"line":%d}\n'
TASK_CANCELLED = '"e":"task_cancelled","task":%d,"message":%s,"line":%d}\n'


class Steps:
    """What a loop's state knows of the task whose step runs.

    A subclass has recorder, emit, append, text, clock, start, thread, base_line and step.
    """

    def _begin_step(self, task, text, handle, now):
        recorder = self.recorder
        number = getattr(task, "_loopscope_id", 0) or recorder.number_task(task, self)
        if task.done():
            return  # The step raises InvalidStateError.
        self.step = task
        exception = None
        if text == "Task.task_wakeup":
            why = "wakeup"
            waited = handle._args[0] if handle._args else None
            exception = _error_of(waited)
        else:
            why = "next"
            exception = _thrown_by(handle._callback)
            if exception is not None:
                why = "throw"
        if not getattr(task, "_loopscope_stepped", False):
            why = "first"
            task._loopscope_stepped = True
        if getattr(task, "_must_cancel", False) and not isinstance(
                exception, asyncio.CancelledError):
            exception = asyncio.CancelledError(*_message_of(task))
        if exception is None:
            self.append((self.text.step, now, number, why))
        else:
            self.append((self.text.step_exception, now, number,
                         recorder.exception_text(exception), why))

    def _end_step(self, now, rescheduled=None):
        """The step that runs has ended; `rescheduled`: the handle that it made for itself."""
        task, self.step = self.step, None
        recorder, number = self.recorder, task._loopscope_id
        if task.done():
            self._end_task(now, task, number)
            return
        line = recorder.code.innermost_line(task._coro)
        waited = task._fut_waiter
        if waited is None and rescheduled is not None and rescheduled._args:
            waited = rescheduled._args[0]
        if waited is None:
            self.emit((now + self.start, self.thread, WAITS_BARE, (number, line)))
            return
        future = getattr(waited, "_loopscope_id", 0) or recorder.future_id(waited)
        if future:
            self.append((self.text.waits, now, number, future, line))
        else:
            self.emit((now + self.start, self.thread, WAITS_UNKNOWN, (number, line)))

    def _end_task(self, now, task, number):
        recorder = self.recorder
        if task.cancelled():
            message = _message_of(task)
            text = recorder.value_text(message[0]) if message else '""'
            self.emit((now + self.start, self.thread, TASK_CANCELLED,
                       (number, text, self.base_line)))
        elif task._exception is not None:
            self.emit((now + self.start, self.thread, TASK_FAILED,
                       (number, recorder.exception_text(task._exception), self.base_line)))
        else:
            text = recorder.value_text(task._result) if recorder.values else '""'
            self.append((self.text.task_done, now, number, text))

    def settle(self):
        """Something is about to be cancelled: if the step that runs has ended in a wait already,
        says so first. (A task that was told to end cancels what it just began to wait for.)"""
        step = self.step
        if step is not None and step._fut_waiter is not None:
            self._end_step(self.clock() - self.start)


def _message_of(task):
    message = getattr(task, "_cancel_message", None)
    return () if message is None else (message,)


def _error_of(future):
    """The exception with which a future that has ended wakes a task, or None."""
    try:
        if future.cancelled():
            # The very exception that ended a task is kept in it, but asking for it uses it up.
            for referent in gc.get_referents(future):
                if isinstance(referent, asyncio.CancelledError):
                    return referent
            return asyncio.CancelledError(*_message_of(future))
        return future._exception
    except AttributeError:
        return None


def _thrown_by(wrapper):
    """The exception that a task's scheduled step will throw into the coroutine, or None."""
    for referent in gc.get_referents(wrapper):
        if isinstance(referent, BaseException):
            return referent
    return None


class _Name:
    """The name of a task that is being made, told when it is made."""

    __slots__ = ("text",)

    def __str__(self):
        return self.text


def make_eagerly(recorder, task, init, coro, loop, options):
    """Task.__init__ of a task whose first step runs in there."""
    state = recorder.states.get(loop if loop is not None else events._get_running_loop())
    if state is None or not state.loop.is_running() or not asyncio.iscoroutine(coro):
        init(task, coro, loop=loop, **options)
        return
    state.settle()
    name = _Name()
    name.text = recorder.quote(str(options.get("name") or "Task"))
    number = recorder.number_task(task, state, None, coro, name)
    outer, state.step = state.step, task
    state.eager += 1
    task._loopscope_stepped = True
    state.append((state.text.step, state.clock() - state.start, number, "first"))
    try:
        init(task, coro, loop=loop, **options)
        name.text = recorder.quote(task.get_name())
        if state.step is task:
            state._end_step(state.clock() - state.start)
    finally:
        state.eager -= 1
        state.step = outer


def eager_factory(task_class):
    """asyncio.eager_task_factory, for another class than the one that it was made with."""
    def factory(loop, coro, **options):
        return task_class(coro, loop=loop, eager_start=True, **options)
    return factory
