"""Futures and tasks that tell what is done to them.

The classes of asyncio's C accelerator can't be patched, so subclasses stand in for them: same
names, same texts, and an object of the original class counts as one of theirs. Tasks that the
program made before are found when they are scheduled.
"""

from types import FunctionType

from ._needs import note_children
from ._steps import make_eagerly

FUTURE = '"e":"future","future":%d,"loop":%d,"class":%s,"purpose":%s,"line":%d}\n'
RESOLVED = '"e":"resolved","future":%d,"value":%s,"with":"%s","line":%d}\n'
FUTURE_CANCELLED = '"e":"future_cancelled","future":%d,"message":%s,"line":%d}\n'
FUTURE_RELEASED = '"e":"future_released","future":%d}\n'
TASK_RENAMED = '"e":"task_renamed","task":%d,"name":%s,"line":%d}\n'
CANCEL = '"e":"cancel","task":%d,"by":%d,"message":%s,"answer":"%s","line":%d}\n'


def _message(arguments, keywords):
    return arguments[0] if arguments else keywords.get("msg")


def _standing_in_for(original):
    """A metaclass by which objects of the original class count as objects of its stand-in."""

    class StandsIn(type(original)):
        def __instancecheck__(cls, instance):
            if type.__instancecheck__(cls, instance):
                return True
            return cls.__dict__.get("_loopscope_stands_in", False) and isinstance(
                instance, original)

        def __subclasscheck__(cls, other):
            if type.__subclasscheck__(cls, other):
                return True
            return cls.__dict__.get("_loopscope_stands_in", False) and issubclass(other, original)

    return StandsIn


def _methods_of(recorder, original):
    """What recorded futures have in common: the methods that stand in for `original`'s."""
    its_result, its_exception = original.set_result, original.set_exception
    its_cancel, finish = original.cancel, getattr(original, "__del__", None)

    class Methods:
        _loopscope_recorder = recorder
        _loopscope_id = 0

        def set_result(self, result):
            if recorder.active and not self.done():
                recorder.note_resolved(
                    self, RESOLVED, recorder.value_text(result) if recorder.values else '""',
                    "result")
            return its_result(self, result)

        def set_exception(self, exception):
            if recorder.active and not self.done() and _acceptable(exception):
                recorder.note_resolved(self, RESOLVED, recorder.exception_text(exception),
                                       "exception")
            return its_exception(self, exception)

        def cancel(self, *arguments, **keywords):
            if recorder.active and not self.done():
                recorder.note_future_cancelled(self, _message(arguments, keywords))
            return its_cancel(self, *arguments, **keywords)

        def __del__(self):
            if finish is not None:
                finish(self)
            recorder.note_released(self)

    return Methods


def _acceptable(exception):
    """Whether set_exception() will take it, as futures do."""
    if isinstance(exception, type):
        return issubclass(exception, BaseException) and not issubclass(exception, StopIteration)
    return isinstance(exception, BaseException) and not isinstance(exception, StopIteration)


def make_future_class(recorder, original):
    class Future(_methods_of(recorder, original), original,
                 metaclass=_standing_in_for(original)):
        _loopscope_stands_in = True

        def __init__(self, *, loop=None):
            original.__init__(self, loop=loop)
            if recorder.active:
                recorder.note_future(self)

    return _disguised(Future, original)


def make_gathering_class(recorder, original):
    """For asyncio.gather's own future, a subclass of Future that was there before us."""

    class _GatheringFuture(_methods_of(recorder, original), original):
        def __init__(self, children, *, loop=None):
            original.__init__(self, children, loop=loop)
            if recorder.active:
                note_children(recorder, recorder.note_future(self), children)

        def cancel(self, *arguments, **keywords):
            # It only cancels its children.
            return original.cancel(self, *arguments, **keywords)

    return _disguised(_GatheringFuture, original)


def make_task_class(recorder, original):
    finish = getattr(original, "__del__", None)

    class Task(original, metaclass=_standing_in_for(original)):
        _loopscope_recorder = recorder
        _loopscope_stands_in = True
        _loopscope_id = 0
        _loopscope_stepped = False

        def __init__(self, coro, *, loop=None, **options):
            recorder.meet(loop)
            if options.get("eager_start") and recorder.active:
                make_eagerly(recorder, self, original.__init__, coro, loop, options)
            else:
                original.__init__(self, coro, loop=loop, **options)

        def cancel(self, *arguments, **keywords):
            if recorder.active:
                recorder.note_cancel(self, _message(arguments, keywords))
            return original.cancel(self, *arguments, **keywords)

        def set_name(self, value):
            result = original.set_name(self, value)
            if recorder.active:
                recorder.note_renamed(self)
            return result

        def __del__(self):
            if finish is not None:
                finish(self)
            recorder.note_released(self)

    return _disguised(Task, original)


def _disguised(stand_in, original):
    for kind in stand_in.__mro__[:2]:
        for name, function in list(vars(kind).items()):
            if type(function) is FunctionType and name in ("set_result", "set_exception", "cancel",
                                               "set_name"):
                function.__qualname__ = "%s.%s" % (
                    "Task" if stand_in.__name__ == "Task" else "Future", name)
    for name in ("__name__", "__qualname__", "__module__", "__doc__"):
        try:
            setattr(stand_in, name, getattr(original, name))
        except (AttributeError, TypeError):
            pass
    return stand_in


# Where the function that makes a future isn't called as people know it.
_KNOWN_AS = {
    ("tasks.py", "_wait"): "wait",
    ("tasks.py", "_cancel_and_wait"): "wait_for",
    ("taskgroups.py", "__aexit__"): "TaskGroup",
    ("taskgroups.py", "_aexit"): "TaskGroup",
    ("futures.py", "wrap_future"): "executor",
}


# From code objects' addresses (their hash is dear): what a future is for, or one of the two below;
# and the code object, so that no other gets its address.
_purposes = {}
_SLEEP, _LOOK_FURTHER = object(), object()


def purpose_of(frame, describe):
    """What asyncio makes a future for, found from the frame that asks for one: "Queue.get"."""
    while frame is not None:
        code = frame.f_code
        known = _purposes.get(id(code))
        if known is None:
            known = _purposes[id(code)] = _purpose_of_code(code, frame), code
        known = known[0]
        if known is _SLEEP:
            return "sleep(%s)" % describe(frame.f_locals.get("delay"))
        if known is not _LOOK_FURTHER:
            return known
        frame = frame.f_back
    return ""


def _purpose_of_code(code, frame):
    folder, _, name = code.co_filename.rpartition("/")
    if not folder.endswith("asyncio"):
        return _LOOK_FURTHER if "loopscope_recorder" in folder else ""
    function = code.co_name
    if function in ("create_future", "__init__"):
        return _LOOK_FURTHER
    known = _KNOWN_AS.get((name, function))
    if known:
        return known
    if name == "tasks.py" and function == "sleep":
        return _SLEEP
    if name in ("locks.py", "queues.py"):
        qualified = getattr(code, "co_qualname", None)
        if qualified is not None:
            return qualified
        owner = frame.f_locals.get("self")
        if owner is not None:
            return "%s.%s" % (type(owner).__name__, function)
    return function
