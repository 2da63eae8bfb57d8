"""A pool of threads that work off a queue of calls."""

import itertools
import os
import queue
import threading
import weakref
from _thread import _note_work  # (stage, call's number, function, by whom): for the trace
from concurrent.futures import _base

_threads_queues = weakref.WeakKeyDictionary()
_shutdown = False
_global_shutdown_lock = threading.Lock()


def _python_exit():
    global _shutdown
    with _global_shutdown_lock:
        _shutdown = True
    items = list(_threads_queues.items())
    for _, work in items:
        work.put(None)
    for thread, _ in items:
        thread.join()


threading._register_atexit(_python_exit)


_SUBMITTED, _STARTED, _FINISHED, _FAILED, _CANCELLED = range(5)


class _WorkItem:

    def __init__(self, future, fn, args, kwargs):
        self.future = future
        self.fn = fn
        self.args = args
        self.kwargs = kwargs

    def run(self):
        number = self.future._number
        name = _name_of(self.fn)
        if not self.future.set_running_or_notify_cancel():
            _note_work(_CANCELLED, number, name)
            return
        _note_work(_STARTED, number, name)
        try:
            result = self.fn(*self.args, **self.kwargs)
        except BaseException as error:
            _note_work(_FAILED, number, name, type(error).__name__)
            self.future.set_exception(error)
            self = None  # The traceback must not keep what keeps the exception.
        else:
            _note_work(_FINISHED, number, name)
            self.future.set_result(result)


def _worker(executor_reference, work_queue, initializer, initargs, ends):
    if initializer is not None:
        try:
            initializer(*initargs)
        except BaseException:
            _base._logger().critical('Exception in initializer:', exc_info=True)
            executor = executor_reference()
            if executor is not None:
                executor._initializer_failed()
            return
    try:
        while True:
            item = work_queue.get(block=True)
            if item is not None:
                item.run()
                del item
                executor = executor_reference()
                if executor is not None:
                    executor._idle_semaphore.release()
                del executor
                continue
            executor = executor_reference()
            if _shutdown or executor is None or executor._shutdown:
                if executor is not None:
                    executor._shutdown = True
                work_queue.put(None)  # For the next worker.
                ends()
                return
            del executor
    except BaseException:
        _base._logger().critical('Exception in worker', exc_info=True)


class BrokenThreadPool(_base.BrokenExecutor):
    """Raised when a worker thread in a ThreadPoolExecutor failed initializing."""


def _name_of(fn):
    """What a reader of the trace calls it: to_thread and process pools wrap what they are given."""
    while True:
        if type(fn).__name__ == 'partial':
            if getattr(fn.func, '__name__', '') == 'run' and fn.args:
                fn = fn.args[0]
            else:
                fn = fn.func
        elif hasattr(fn, '_runs'):
            fn = fn._runs
        else:
            return str(getattr(fn, '__qualname__', type(fn).__name__))


class _Pool(_base.Executor):
    """What pools of threads and of processes share: workers, started as they are needed."""

    _work_item = _WorkItem

    @staticmethod
    def _worker_ends():
        """A process pool says here that the process of a worker has ended."""

    def _set_up(self, max_workers, name, initializer, initargs):
        self._max_workers = max_workers
        self._work_queue = queue.SimpleQueue()
        self._idle_semaphore = threading.Semaphore(0)
        self._threads = {}  # In order of starting.
        self._broken = False
        self._shutdown = False
        self._shutdown_lock = threading.Lock()
        self._thread_name_prefix = name
        self._initializer = initializer
        self._initargs = initargs

    def submit(self, fn, /, *args, **kwargs):
        with self._shutdown_lock, _global_shutdown_lock:
            if self._broken:
                raise self._broken_error(self._broken)
            if self._shutdown:
                raise RuntimeError('cannot schedule new futures after shutdown')
            if _shutdown:
                raise RuntimeError('cannot schedule new futures after interpreter shutdown')
            future = _base.Future()
            future._upto = self._threads
            _note_work(_SUBMITTED, future._number, _name_of(fn), self._thread_name_prefix)
            self._work_queue.put(self._work_item(future, fn, args, kwargs))
            self._adjust_thread_count()
            return future

    def _adjust_thread_count(self):
        if self._idle_semaphore.acquire(timeout=0):
            return

        def executor_gone(_, work=self._work_queue):
            work.put(None)

        number = len(self._threads)
        if number < self._max_workers:
            thread = threading.Thread(
                name=f'{self._thread_name_prefix}_{number}', target=_worker,
                args=(weakref.ref(self, executor_gone), self._work_queue, self._initializer,
                      self._initargs, self._worker_ends))
            thread.start()
            self._threads[thread] = True
            _threads_queues[thread] = self._work_queue

    def _initializer_failed(self):
        with self._shutdown_lock:
            self._broken = 'A thread initializer failed, the thread pool is not usable anymore'
            for item in self._waiting_items():
                item.future.set_exception(self._broken_error(self._broken))

    def _waiting_items(self):
        while True:
            try:
                item = self._work_queue.get_nowait()
            except queue.Empty:
                return
            if item is not None:
                yield item

    def shutdown(self, wait=True, *, cancel_futures=False):
        with self._shutdown_lock:
            self._shutdown = True
            if cancel_futures:
                for item in self._waiting_items():
                    item.future.cancel()
                    _note_work(_CANCELLED, item.future._number, _name_of(item.fn))
            self._work_queue.put(None)
        if wait:
            for thread in list(self._threads):
                thread.join()


class ThreadPoolExecutor(_Pool):

    _counter = itertools.count().__next__
    _broken_error = BrokenThreadPool

    def __init__(self, max_workers=None, thread_name_prefix='', initializer=None, initargs=()):
        if max_workers is None:
            max_workers = min(32, (os.cpu_count() or 1) + 4)
        if max_workers <= 0:
            raise ValueError('max_workers must be greater than 0')
        if initializer is not None and not callable(initializer):
            raise TypeError('initializer must be a callable')
        self._set_up(max_workers, thread_name_prefix or f'ThreadPoolExecutor-{self._counter()}',
                     initializer, initargs)
