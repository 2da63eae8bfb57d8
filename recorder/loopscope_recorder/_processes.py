"""Process pools in virtual time: their workers are threads with pids and globals of their own.

The clock of a real process could not be ours. So a pool's workers are threads of this process: what
crosses to them is pickled, os.getpid() tells them apart, and each has a copy of the main module's
globals, as a fork has: numbers, texts, lists, dicts, sets and functions are its own, classes and
modules are shared.
"""

import copy
import itertools
import os
import pickle
import sys
import types
from concurrent.futures import thread as pools

from ._machine import PID


class Processes:
    """The processes of one recording."""

    def __init__(self, scheduler):
        self.scheduler = scheduler
        self.next_pid = itertools.count(PID + 1).__next__
        self.spaces = {}  # From pids: the main module's globals as that process sees them.

    def enter(self):
        """The present thread is a new process from now on."""
        pid = self.scheduler.current.pid = self.next_pid()
        self.spaces[pid] = _copy_of_main()

    def localized(self, function):
        """A function as the present process has it: over its own globals."""
        space = self.spaces.get(self.scheduler.current.pid)
        if space is None or not isinstance(function, types.FunctionType) or \
                function.__globals__ is not vars(sys.modules["__main__"]):
            return function
        known = space.get(function.__name__)
        if isinstance(known, types.FunctionType) and known.__code__ is function.__code__:
            return known
        return _with_globals(function, space)

    def install(self, patch):
        import concurrent.futures
        import concurrent.futures.process as module
        pool = _make_pool(self)
        patch(module, "ProcessPoolExecutor", pool)
        concurrent.futures.ProcessPoolExecutor  # It comes there when it is first asked for.
        patch(concurrent.futures, "ProcessPoolExecutor", pool)


class RemoteCall:
    """A call that goes to a worker pickled, as its result will come back."""

    def __init__(self, processes, function, arguments, keywords):
        self.processes = processes
        self.function = function
        try:
            self.call = pickle.dumps((function, arguments, keywords))
        except BaseException as error:
            self.call = error

    def __call__(self):
        if isinstance(self.call, BaseException):
            raise self.call
        function, arguments, keywords = pickle.loads(self.call)
        result = self.processes.localized(function)(*arguments, **keywords)
        return pickle.loads(pickle.dumps(result))


def _make_pool(processes):
    class ProcessPoolExecutor(pools.ThreadPoolExecutor):
        def __init__(self, max_workers=None, mp_context=None, initializer=None, initargs=(), **more):
            if max_workers is None:
                max_workers = os.cpu_count() or 1
            if max_workers <= 0:
                raise ValueError("max_workers must be greater than 0")
            if initializer is not None and not callable(initializer):
                raise TypeError("initializer must be a callable")

            def begin(*arguments):
                processes.enter()
                if initializer is not None:
                    processes.localized(initializer)(*arguments)
            super().__init__(max_workers, "Process", begin, initargs)

        def submit(self, fn, /, *args, **kwargs):
            return super().submit(RemoteCall(processes, fn, args, kwargs))

        def map(self, fn, *iterables, timeout=None, chunksize=1):
            if chunksize < 1:
                raise ValueError("chunksize must be >= 1.")
            return super().map(fn, *iterables, timeout=timeout)

    ProcessPoolExecutor.__module__ = "concurrent.futures.process"
    ProcessPoolExecutor.__qualname__ = "ProcessPoolExecutor"
    return ProcessPoolExecutor


def _copy_of_main():
    original = vars(sys.modules["__main__"])
    space = {}
    for name, value in original.items():
        if isinstance(value, types.FunctionType) and value.__globals__ is original:
            value = _with_globals(value, space)
        elif type(value) in (list, dict, set, bytearray):
            try:
                value = copy.deepcopy(value)
            except Exception:
                pass  # Holds something that can't be copied: shared, then.
        space[name] = value
    return space


def _with_globals(function, space):
    made = types.FunctionType(function.__code__, space, function.__name__,
                              function.__defaults__, function.__closure__)
    made.__kwdefaults__ = function.__kwdefaults__
    made.__dict__.update(function.__dict__)
    made.__qualname__ = function.__qualname__
    made.__doc__ = function.__doc__
    return made
