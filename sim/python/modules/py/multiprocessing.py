"""Processes that run functions of the program, as simulated threads with pids of their own.

What crosses between them is pickled; module globals are copied when a process begins. FIDELITY:
classes and modules are shared, and terminate() takes effect where the process waits next.
"""

import _processes
import _thread
import atexit
import itertools
import os
import queue
import sys
import threading

from queue import Empty, Full

__all__ = ['Array', 'AuthenticationError', 'Barrier', 'BoundedSemaphore', 'BufferTooShort',
           'Condition', 'Event', 'JoinableQueue', 'Lock', 'Manager', 'Pipe', 'Pool', 'Process',
           'ProcessError', 'Queue', 'RLock', 'Semaphore', 'SimpleQueue', 'TimeoutError', 'Value',
           'active_children', 'cpu_count', 'current_process', 'freeze_support', 'get_context',
           'get_start_method', 'parent_process', 'set_start_method']

Lock, RLock, Event, Condition = threading.Lock, threading.RLock, threading.Event, threading.Condition
Semaphore, BoundedSemaphore, Barrier = (threading.Semaphore, threading.BoundedSemaphore,
                                        threading.Barrier)


class ProcessError(Exception):
    pass


class BufferTooShort(ProcessError):
    pass


class AuthenticationError(ProcessError):
    pass


class TimeoutError(ProcessError):
    pass


# Processes.

_numbers = itertools.count(1)
_children = {}  # By pid, of the main process.
_here = {}      # By pid: the Process object of a process.


class Process:
    """A function that runs in a process of its own."""

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        assert group is None, 'group argument must be None for now'
        self._number = next(_numbers)
        self.name = name or f'{type(self).__name__}-{self._number}'
        self._target = target
        self._args = tuple(args)
        self._kwargs = dict(kwargs or {})
        self.daemon = current_process().daemon if daemon is None else daemon
        self._parent_pid = os.getpid()
        self.pid = None
        self._exitcode = None
        self._over = threading.Event()
        self._over._cond._waits_at = f'join of {self.name}'

    def __repr__(self):
        if self.pid is None:
            state = 'initial'
        elif self._over.is_set():
            state = 'stopped'
        else:
            state = 'started'
        words = [type(self).__name__, f'name={self.name!r}']
        if self.pid is not None:
            words.append(f'pid={self.pid}')
        words += [f'parent={self._parent_pid}', state]
        if state == 'stopped':
            words.append(f'exitcode={self._exitcode}')
        if self.daemon:
            words.append('daemon')
        return f"<{' '.join(words)}>"

    @property
    def ident(self):
        return self.pid

    @property
    def exitcode(self):
        return self._exitcode if self._over.is_set() else None

    @property
    def sentinel(self):
        return self._number

    def start(self):
        assert self.pid is None, 'cannot start a process twice'
        self.pid = _processes.next_pid()
        _children[self.pid] = self
        _thread.start_new_thread(self._main, ())

    def run(self):
        if self._target is not None:
            _processes.localized(self._target)(*self._args, **self._kwargs)

    def _main(self):
        _processes.enter(self.name, self.pid)
        _here[self.pid] = self
        try:
            self.run()
            self._exitcode = 0
        except SystemExit as stop:
            code = stop.code
            if code is not None and not isinstance(code, int):
                print(code, file=sys.stderr)
                code = 1
            self._exitcode = code or 0
        except BaseException:
            import traceback
            print(f'Process {self.name}:', file=sys.stderr)
            traceback.print_exc()
            self._exitcode = 1
        finally:
            _here.pop(self.pid, None)
            _children.pop(self.pid, None)
            _processes.leave(self._exitcode)
            self._over.set()

    def join(self, timeout=None):
        assert self.pid is not None, 'can only join a started process'
        self._over.wait(timeout)

    def is_alive(self):
        if self is current_process():
            return True
        return self.pid is not None and not self._over.is_set()

    def terminate(self):
        self._end_by(15)

    def kill(self):
        self._end_by(9)

    def _end_by(self, signal):
        if self.is_alive():
            self._exitcode = -signal
            _children.pop(self.pid, None)
            _processes.killed(self.pid, signal)
            self._over.set()

    def close(self):
        if self.is_alive():
            raise ValueError('Cannot close a process while it is still running. You should first '
                             'call join() or terminate().')


class _MainProcess(Process):

    def __init__(self):
        self.name = 'MainProcess'
        self.daemon = False
        self.pid = 4242
        self._parent_pid = None
        self._exitcode = None
        self._over = threading.Event()

    def __repr__(self):
        return "<_MainProcess name='MainProcess' parent=None started>"


_main_process = _MainProcess()


def current_process():
    return _here.get(os.getpid(), _main_process)


def parent_process():
    return None if current_process() is _main_process else _main_process


def active_children():
    return list(_children.values())


def _wait_for_children():
    for child in active_children():
        if child.daemon:
            child.terminate()
    for child in active_children():
        child.join()


atexit.register(_wait_for_children)


def cpu_count():
    return os.cpu_count()


def freeze_support():
    pass


def get_start_method(allow_none=False):
    return 'fork'


def set_start_method(method, force=False):
    if method not in ('fork', 'spawn', 'forkserver'):
        raise ValueError(f'cannot find context for {method!r}')


def get_all_start_methods():
    return ['fork', 'spawn', 'forkserver']


def get_context(method=None):
    return sys.modules[__name__]


def get_logger():
    import logging
    return logging.getLogger('multiprocessing')


# What they talk through.

class Queue(queue.Queue):

    def put(self, obj, block=True, timeout=None):
        super().put(_processes.carry(obj), block, timeout)

    def close(self):
        pass

    def join_thread(self):
        pass

    def cancel_join_thread(self):
        pass


class JoinableQueue(Queue):
    pass


class SimpleQueue:

    def __init__(self):
        self._queue = queue.SimpleQueue()

    def put(self, obj):
        self._queue.put(_processes.carry(obj))

    def get(self):
        return self._queue.get()

    def empty(self):
        return self._queue.empty()

    def close(self):
        pass


class Connection:
    """One end of a pipe."""

    def __init__(self, incoming, outgoing):
        self._incoming = incoming
        self._outgoing = outgoing
        self._ready = []
        self.closed = False

    def send(self, obj):
        self._check()
        self._outgoing.put((True, _processes.carry(obj)))

    def send_bytes(self, buf):
        self.send(bytes(buf))

    def recv(self):
        self._check()
        filled, obj = self._ready.pop() if self._ready else self._incoming.get()
        if not filled:
            self._incoming.put((False, None))
            raise EOFError
        return obj

    recv_bytes = recv

    def poll(self, timeout=0.0):
        self._check()
        if not self._ready:
            try:
                self._ready.append(self._incoming.get(timeout is None or timeout > 0,
                                                      timeout or None))
            except Empty:
                return False
        return True

    def close(self):
        if not self.closed:
            self.closed = True
            self._outgoing.put((False, None))

    def _check(self):
        if self.closed:
            raise OSError('handle is closed')

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        self.close()


def Pipe(duplex=True):
    one, other = queue.Queue(), queue.Queue()
    return Connection(one, other), Connection(other, one)


class _Shared:
    """A value that processes share, with its lock."""

    def __init__(self, lock):
        self._lock = RLock() if lock is True or lock is None else lock

    def get_lock(self):
        return self._lock

    def get_obj(self):
        return self

    def acquire(self, *args):
        return self._lock.acquire(*args)

    def release(self):
        self._lock.release()

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *exc_info):
        return self._lock.__exit__(*exc_info)

    def __reduce__(self):
        raise RuntimeError('Synchronized objects should only be shared between processes through '
                           'inheritance')


def _blank(typecode):
    if isinstance(typecode, str):
        return 0.0 if typecode in 'fd' else b'\0' if typecode == 'c' else 0
    return typecode()


class _SharedValue(_Shared):

    def __init__(self, value, lock):
        super().__init__(lock)
        self.value = value


class _SharedArray(_Shared):

    def __init__(self, items, lock):
        super().__init__(lock)
        self._items = items

    def __len__(self):
        return len(self._items)

    def __getitem__(self, place):
        return self._items[place]

    def __setitem__(self, place, value):
        self._items[place] = value

    def __iter__(self):
        return iter(self._items)


def Value(typecode_or_type, *args, lock=True):
    value = args[0] if args else _blank(typecode_or_type)
    if typecode_or_type in ('f', 'd'):
        value = float(value)
    return _SharedValue(value, lock)


def Array(typecode_or_type, size_or_initializer, *, lock=True):
    if isinstance(size_or_initializer, int):
        return _SharedArray([_blank(typecode_or_type)] * size_or_initializer, lock)
    items = list(size_or_initializer)
    if typecode_or_type in ('f', 'd'):
        items = [float(item) for item in items]
    return _SharedArray(items, lock)


class _Manager:
    """Objects that all processes see. Here they simply are."""

    Lock, RLock, Event, Condition = Lock, RLock, Event, Condition
    Semaphore, BoundedSemaphore, Barrier = Semaphore, BoundedSemaphore, Barrier
    Queue, JoinableQueue, dict, list = Queue, JoinableQueue, dict, list

    @staticmethod
    def Value(typecode, value):
        return _SharedValue(value, True)

    @staticmethod
    def Array(typecode, sequence):
        return _SharedArray(list(sequence), True)

    @staticmethod
    def Namespace(**attributes):
        from types import SimpleNamespace
        return SimpleNamespace(**attributes)

    def shutdown(self):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        self.shutdown()


def Manager():
    return _Manager()


# A pool.

class AsyncResult:

    def __init__(self, futures, gathers):
        self._futures = futures
        self._gathers = gathers

    def get(self, timeout=None):
        self.wait(timeout)
        if not self.ready():
            raise TimeoutError
        results = [future.result() for future in self._futures]
        return results if self._gathers else results[0]

    def wait(self, timeout=None):
        from concurrent.futures import wait
        wait(self._futures, timeout)

    def ready(self):
        return all(future.done() for future in self._futures)

    def successful(self):
        if not self.ready():
            raise ValueError(f'{self!r} not ready')
        return all(future.exception() is None for future in self._futures)


class Pool:

    def __init__(self, processes=None, initializer=None, initargs=(), maxtasksperchild=None,
                 context=None):
        from concurrent.futures import ProcessPoolExecutor
        if processes is not None and processes < 1:
            raise ValueError('Number of processes must be at least 1')
        self._executor = ProcessPoolExecutor(processes, None, initializer, initargs)
        self._closed = False

    def _submit(self, fn, args, kwds=None):
        if self._closed:
            raise ValueError('Pool not running')
        return self._executor.submit(fn, *args, **(kwds or {}))

    def apply(self, func, args=(), kwds={}):
        return self.apply_async(func, args, kwds).get()

    def apply_async(self, func, args=(), kwds={}, callback=None, error_callback=None):
        return self._tell(AsyncResult([self._submit(func, args, kwds)], False), callback,
                          error_callback)

    def map(self, func, iterable, chunksize=None):
        return self.map_async(func, iterable).get()

    def map_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        calls = [self._submit(func, (item,)) for item in iterable]
        return self._tell(AsyncResult(calls, True), callback, error_callback)

    def starmap(self, func, iterable, chunksize=None):
        return self.starmap_async(func, iterable).get()

    def starmap_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        calls = [self._submit(func, tuple(items)) for items in iterable]
        return self._tell(AsyncResult(calls, True), callback, error_callback)

    def imap(self, func, iterable, chunksize=1):
        calls = [self._submit(func, (item,)) for item in iterable]
        return (call.result() for call in calls)

    def imap_unordered(self, func, iterable, chunksize=1):
        from concurrent.futures import as_completed
        calls = [self._submit(func, (item,)) for item in iterable]
        return (call.result() for call in as_completed(calls))

    @staticmethod
    def _tell(result, callback, error_callback):
        left = [len(result._futures)]

        def done(future):
            left[0] -= 1
            if left[0] == 0:
                try:
                    value = result.get()
                except Exception as error:
                    if error_callback is not None:
                        error_callback(error)
                else:
                    if callback is not None:
                        callback(value)

        if callback is not None or error_callback is not None:
            for future in result._futures:
                future.add_done_callback(done)
        return result

    def close(self):
        self._closed = True
        self._executor.shutdown(wait=False)

    def terminate(self):
        self._closed = True
        self._executor.shutdown(wait=False, cancel_futures=True)

    def join(self):
        if not self._closed:
            raise ValueError('Pool is still running')
        self._executor.shutdown(wait=True)

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        self.terminate()


def ThreadPool(processes=None, initializer=None, initargs=()):
    from concurrent.futures import ThreadPoolExecutor
    pool = Pool.__new__(Pool)
    pool._executor = ThreadPoolExecutor(processes, '', initializer, initargs)
    pool._closed = False
    return pool
