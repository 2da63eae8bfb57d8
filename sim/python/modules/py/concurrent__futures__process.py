"""A pool of processes: calls and results are pickled, workers have pids of their own."""

import os
import threading
import _processes
from concurrent.futures import _base, thread


class BrokenProcessPool(_base.BrokenExecutor):
    """Raised when a process in a ProcessPoolExecutor terminated abruptly."""


class _RemoteCall:
    """A call whose function and arguments came through a pipe, as its result will go back."""

    def __init__(self, call, runs):
        self.call = call
        self._runs = runs

    def __call__(self):
        import pickle
        if isinstance(self.call, BaseException):
            raise self.call
        fn, args, kwargs = pickle.loads(self.call)
        return _processes.carry(_processes.localized(fn)(*args, **kwargs))


class _CallItem(thread._WorkItem):

    def __init__(self, future, fn, args, kwargs):
        import pickle
        try:
            call = pickle.dumps((fn, args, kwargs))
        except BaseException as error:
            call = error
        super().__init__(future, _RemoteCall(call, fn), (), {})


class ProcessPoolExecutor(thread._Pool):

    _work_item = _CallItem
    _worker_ends = staticmethod(_processes.leave)
    _broken_error = BrokenProcessPool

    def __init__(self, max_workers=None, mp_context=None, initializer=None, initargs=(), *,
                 max_tasks_per_child=None):
        if max_workers is None:
            max_workers = os.cpu_count() or 1
        if max_workers <= 0:
            raise ValueError('max_workers must be greater than 0')
        if initializer is not None and not callable(initializer):
            raise TypeError('initializer must be a callable')

        def begin(*arguments):
            _processes.enter(threading.current_thread().name)
            if initializer is not None:
                _processes.localized(initializer)(*arguments)

        self._set_up(max_workers, 'Process', begin, initargs)

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        if chunksize < 1:
            raise ValueError('chunksize must be >= 1.')
        return super().map(fn, *iterables, timeout=timeout)
