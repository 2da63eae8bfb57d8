"""What executors do: a call is submitted, a worker starts it, and it finishes or fails.

The future of a call knows of it: submit() makes the future, and the worker tells the future how it
went. So nothing stands between the pool and the call, and tracebacks are as without recording.
"""

import concurrent.futures
import functools
from _thread import get_ident
from concurrent.futures import _base, thread as pools

WORK_SUBMITTED = ('"e":"work","work":%d,"task":%d,"function":%s,"by":%s,"stage":"submitted",'
                  '"line":%d}\n')
WORK_SUBMITTED_NO_TASK = ('"e":"work","work":%d,"function":%s,"by":%s,"stage":"submitted",'
                          '"line":%d}\n')
WORK = '"e":"work","work":%d,"function":%s,"stage":"%s"}\n'
WORK_FAILED = '"e":"work","work":%d,"function":%s,"by":%s,"stage":"failed"}\n'


def function_name(function):
    """What a reader of the trace calls it: to_thread() wraps what it is given."""
    while isinstance(function, functools.partial):
        if getattr(function.func, "__name__", "") == "run" and function.args:
            function = function.args[0]
        else:
            function = function.func
    if type(function).__name__ == "RemoteCall":  # Of a process pool in virtual time.
        function = function.function
    name = getattr(function, "__qualname__", None)
    return name if isinstance(name, str) else type(function).__name__


def install(recorder):
    """Puts the hooks in."""
    quote, emit = recorder.quote, recorder.emit
    waiting = {}  # From threads inside submit(): the pool and the call that get a future now.
    numbers = iter(range(1, 1 << 60))
    init, running = _base.Future.__init__, _base.Future.set_running_or_notify_cancel
    set_result, set_exception = _base.Future.set_result, _base.Future.set_exception

    def recorded_init(future):
        init(future)
        call = waiting.pop(get_ident(), None)
        if call is None or not recorder.active:
            return
        pool, function = call
        name = quote(function_name(function))
        number = next(numbers)
        future._loopscope_work = (number, name)
        by = quote(getattr(pool, "_thread_name_prefix", None) or "Process")
        task, line = recorder.current_task_id(), recorder.line()
        now, ident = recorder.clock(), recorder.thread()
        if task:
            emit((now, ident, WORK_SUBMITTED, (number, task, name, by, line)))
        else:
            emit((now, ident, WORK_SUBMITTED_NO_TASK, (number, name, by, line)))

    def note(future, stage):
        work = getattr(future, "_loopscope_work", None)
        if work is not None and recorder.active:
            emit((recorder.clock(), recorder.thread(), WORK, work + (stage,)))

    def recorded_running(future):
        answer = running(future)
        note(future, "started" if answer else "cancelled")
        return answer

    def recorded_result(future, result):
        if not future.done():
            note(future, "finished")
        return set_result(future, result)

    def recorded_exception(future, exception):
        work = getattr(future, "_loopscope_work", None)
        if work is not None and recorder.active and not future.done():
            emit((recorder.clock(), recorder.thread(), WORK_FAILED,
                  work + (quote(type(exception).__name__),)))
        return set_exception(future, exception)

    for name, function in (("__init__", recorded_init),
                           ("set_running_or_notify_cancel", recorded_running),
                           ("set_result", recorded_result),
                           ("set_exception", recorded_exception)):
        function.__name__ = name
        function.__qualname__ = "Future." + name
        recorder.patch(_base.Future, name, function)

    def recorded_submit(submit):
        @functools.wraps(submit)
        def recorded(pool, *arguments, **keywords):
            ident = get_ident()
            if arguments:
                waiting[ident] = (pool, arguments[0])
            try:
                return submit(pool, *arguments, **keywords)
            finally:
                waiting.pop(ident, None)
        return recorded

    recorder.patch(pools.ThreadPoolExecutor, "submit",
                   recorded_submit(pools.ThreadPoolExecutor.submit))
    if recorder.virtual is None:
        try:
            processes = concurrent.futures.ProcessPoolExecutor
        except ImportError:
            return
        recorder.patch(processes, "submit", recorded_submit(processes.submit))
