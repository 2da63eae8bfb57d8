"""Threads of a program, over the simulated threads of _thread.

Who waits at which lock, and in which order locks are taken and let go, is as in CPython: it
decides whose turn it is.
"""

import _thread
import sys as _sys

from _thread import TIMEOUT_MAX, get_ident, get_native_id, stack_size
from _thread import _sync, _waits_for, _ExceptHookArgs as ExceptHookArgs, _excepthook as excepthook, _local as local
from _collections import deque as _deque
from itertools import count as _counter
from time import monotonic as _now

__all__ = ['get_ident', 'active_count', 'Condition', 'current_thread', 'enumerate', 'main_thread',
           'TIMEOUT_MAX', 'Event', 'Lock', 'RLock', 'Semaphore', 'BoundedSemaphore', 'Thread',
           'Barrier', 'BrokenBarrierError', 'Timer', 'ThreadError', 'setprofile', 'settrace',
           'local', 'stack_size', 'excepthook', 'ExceptHookArgs', 'gettrace', 'getprofile',
           'get_native_id']

_start_new_thread = _thread.start_new_thread
_allocate_lock = _thread.allocate_lock
Lock = _allocate_lock
ThreadError = _thread.error
__excepthook__ = excepthook

_trace_function = None
_profile_function = None


def settrace(func):
    global _trace_function
    _trace_function = func


def gettrace():
    return _trace_function


def setprofile(func):
    global _profile_function
    _profile_function = func


def getprofile():
    return _profile_function


def RLock(*args, **kwargs):
    lock = _thread.RLock(*args, **kwargs)
    lock._tell(_sync(lock, 'lock', 0, 1))
    return lock


def _place(instance, rest):
    cls = type(instance)
    return f'<{cls.__module__}.{cls.__qualname__} at {id(instance):#x}: {rest}>'


class Condition:
    """A lock, and those who wait until somebody who has it says that something has changed."""

    _waits_at = 'Condition.wait'

    def __init__(self, lock=None):
        # Tells the trace who waits; None when the library made this for itself. So below.
        self._sync = _sync(self, 'condition')
        if lock is None:
            lock = _thread.RLock()
            lock._tell(self._sync)
        self._lock = lock
        self.acquire = lock.acquire
        self.release = lock.release
        # Locks that can be held several deep bring their own ways of giving everything up.
        for name in ('_release_save', '_acquire_restore', '_is_owned'):
            try:
                setattr(self, name, getattr(lock, name))
            except AttributeError:
                pass
        self._waiters = _deque()

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *exc_info):
        return self._lock.__exit__(*exc_info)

    def __repr__(self):
        return f'<Condition({self._lock}, {len(self._waiters)})>'

    def _release_save(self):
        self._lock.release()

    def _acquire_restore(self, saved):
        self._lock.acquire()

    def _is_owned(self):
        if self._lock.acquire(False):
            self._lock.release()
            return False
        return True

    def wait(self, timeout=None):
        if not self._is_owned():
            raise RuntimeError('cannot wait on un-acquired lock')
        mine = _allocate_lock()
        mine._stands_for(self._waits_at)
        mine.acquire()
        self._waiters.append(mine)
        saved = self._release_save()
        notified = False
        told = self._sync and self._sync.waits('wait')
        try:
            if timeout is None:
                notified = mine.acquire()
            elif timeout > 0:
                notified = mine.acquire(True, timeout)
            else:
                notified = mine.acquire(False)
            return notified
        finally:
            if told:
                told.over(notified)
            self._acquire_restore(saved)
            if not notified:
                try:
                    self._waiters.remove(mine)
                except ValueError:
                    pass

    def wait_for(self, predicate, timeout=None):
        left = timeout
        end = None
        while not (answer := predicate()):
            if timeout is not None:
                if end is None:
                    end = _now() + timeout
                else:
                    left = end - _now()
                    if left <= 0:
                        break
            self.wait(left)
        return answer

    def notify(self, n=1):
        if not self._is_owned():
            raise RuntimeError('cannot notify on un-acquired lock')
        if self._sync:
            self._sync.changed('notify', 1)
        waiters = self._waiters
        while waiters and n > 0:
            first = waiters[0]
            try:
                first.release()
            except RuntimeError:
                pass  # Its wait was broken off, and it has not yet left the queue.
            else:
                n -= 1
            try:
                waiters.remove(first)
            except ValueError:
                pass

    def notify_all(self):
        self.notify(len(self._waiters))

    def notifyAll(self):
        import warnings
        warnings.warn('notifyAll() is deprecated, use notify_all() instead',
                      DeprecationWarning, stacklevel=2)
        self.notify_all()


def _inner_condition(where):
    condition = Condition(Lock())
    condition._waits_at = where
    return condition


class Semaphore:
    """So many may pass; the others wait until somebody comes back."""

    def __init__(self, value=1):
        if value < 0:
            raise ValueError('semaphore initial value must be >= 0')
        self._cond = _inner_condition('Semaphore.acquire')
        self._value = value
        self._sync = _sync(self, 'semaphore', value)

    def __repr__(self):
        return _place(self, f'value={self._value}')

    def acquire(self, blocking=True, timeout=None):
        if not blocking and timeout is not None:
            raise ValueError("can't specify timeout for non-blocking acquire")
        with self._cond:
            if self._value == 0 and not (blocking and self._wait_for_one(timeout)):
                return False
            self._value -= 1
            if self._sync:
                self._sync.held(self._value)
            return True

    def _wait_for_one(self, timeout):
        end = None
        told = self._sync and self._sync.waits('acquire')
        try:
            while self._value == 0:
                if timeout is not None:
                    if end is None:
                        end = _now() + timeout
                    else:
                        timeout = end - _now()
                        if timeout <= 0:
                            return False
                self._cond.wait(timeout)
            return True
        finally:
            if told:
                told.over(self._value > 0)

    __enter__ = acquire

    def release(self, n=1):
        if n < 1:
            raise ValueError('n must be one or more')
        with self._cond:
            self._add(n)

    def _add(self, n):
        for _ in range(n):
            self._value += 1
            if self._sync:
                self._sync.released(self._value)
            self._cond.notify()

    def __exit__(self, *exc_info):
        self.release()


class BoundedSemaphore(Semaphore):
    """A semaphore into which no more come back than went out."""

    def __init__(self, value=1):
        Semaphore.__init__(self, value)
        self._initial_value = value

    def __repr__(self):
        return _place(self, f'value={self._value}/{self._initial_value}')

    def release(self, n=1):
        if n < 1:
            raise ValueError('n must be one or more')
        with self._cond:
            if self._value + n > self._initial_value:
                raise ValueError('Semaphore released too many times')
            self._add(n)


class Event:
    """A flag that threads can wait for."""

    def __init__(self):
        self._cond = _inner_condition('Event.wait')
        self._flag = False
        self._sync = _sync(self, 'event')

    def __repr__(self):
        return _place(self, 'set' if self._flag else 'unset')

    def is_set(self):
        return self._flag

    def isSet(self):
        import warnings
        warnings.warn('isSet() is deprecated, use is_set() instead',
                      DeprecationWarning, stacklevel=2)
        return self.is_set()

    def set(self):
        with self._cond:
            if self._sync and not self._flag:
                self._sync.changed('set', 1)
            self._flag = True
            self._cond.notify_all()

    def clear(self):
        with self._cond:
            if self._sync and self._flag:
                self._sync.changed('clear', 0)
            self._flag = False

    def wait(self, timeout=None):
        with self._cond:
            if self._flag or not self._sync:
                return self._flag or self._cond.wait(timeout)
            told = self._sync.waits('wait')
            was_set = False
            try:
                was_set = self._cond.wait(timeout)
                return was_set
            finally:
                told.over(was_set)


class BrokenBarrierError(RuntimeError):
    pass


class Barrier:
    """So many threads wait for each other, and then go on together."""

    _FILLING, _DRAINING, _RESETTING, _BROKEN = 0, 1, -1, -2

    def __init__(self, parties, action=None, timeout=None):
        self._cond = _inner_condition('Barrier.wait')
        self._parties = parties
        self._action = action
        self._timeout = timeout
        self._state = self._FILLING
        self._count = 0
        self._sync = _sync(self, 'barrier', parties)

    def __repr__(self):
        return _place(self, 'broken' if self.broken
                      else f'waiters={self.n_waiting}/{self.parties}')

    @property
    def parties(self):
        return self._parties

    @property
    def n_waiting(self):
        return self._count if self._state == self._FILLING else 0

    @property
    def broken(self):
        return self._state == self._BROKEN

    def wait(self, timeout=None):
        if timeout is None:
            timeout = self._timeout
        with self._cond:
            while self._state in (self._RESETTING, self._DRAINING):
                self._cond.wait()
            if self._state < 0:
                raise BrokenBarrierError
            place = self._count
            self._arrived(1)
            try:
                if place + 1 == self._parties:
                    self._open()
                else:
                    self._wait_until_open(timeout)
                return place
            finally:
                self._arrived(-1)
                if self._count == 0 and self._state in (self._RESETTING, self._DRAINING):
                    self._state = self._FILLING
                    self._cond.notify_all()

    def _arrived(self, more):
        self._count += more
        if self._sync:
            self._sync.changed('wait', self._count)

    def _open(self):
        try:
            if self._action:
                self._action()
            self._state = self._DRAINING
            self._cond.notify_all()
        except:
            self._break()
            raise

    def _wait_until_open(self, timeout):
        told = self._sync and self._sync.waits('wait')
        try:
            opened = self._cond.wait_for(lambda: self._state != self._FILLING, timeout)
        finally:
            if told:
                told.over(self._state == self._DRAINING)
        if not opened:
            self._break()
        if self._state < 0:
            raise BrokenBarrierError

    def _break(self):
        if self._sync:
            self._sync.changed('abort', self._count)
        self._state = self._BROKEN
        self._cond.notify_all()

    def reset(self):
        with self._cond:
            if self._sync:
                self._sync.changed('reset', self._count)
            if self._count == 0:
                self._state = self._FILLING
            elif self._state in (self._FILLING, self._BROKEN):
                self._state = self._RESETTING
            self._cond.notify_all()

    def abort(self):
        with self._cond:
            self._break()


# Threads.

_next_number = _counter(1).__next__
_next_dummy = _counter(1).__next__
_active_limbo_lock = RLock()
_active = {}  # By ident.
_limbo = {}   # Those that have been asked to start and do not run yet.
_shutdown_locks_lock = _allocate_lock()
_shutdown_locks = {}  # Of threads that are waited for at the end, in order of starting.
_sweep_at = 64  # When there are so many locks, those of threads that have ended are dropped.


def _sweep_shutdown_locks():
    global _sweep_at
    for lock in [lock for lock in _shutdown_locks if not lock.locked()]:
        del _shutdown_locks[lock]
    _sweep_at = max(64, 2 * len(_shutdown_locks))


class Thread:
    """A call that runs beside the others."""

    _initialized = False

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        assert group is None, 'group argument must be None for now'
        if name:
            name = str(name)
        else:
            name = self._new_name()
            if target is not None:
                try:
                    name = f'{name} ({target.__name__})'
                except AttributeError:
                    pass
        self._target = target
        self._name = name
        self._args = args
        self._kwargs = {} if kwargs is None else kwargs
        self._daemonic = current_thread().daemon if daemon is None else daemon
        self._ident = None
        self._native_id = None
        self._tstate_lock = None
        self._started = Event()
        self._started._cond._waits_at = 'Thread.start'
        self._is_stopped = False
        self._initialized = True

    @staticmethod
    def _new_name():
        return f'Thread-{_next_number()}'

    def __repr__(self):
        assert self._initialized, 'Thread.__init__() was not called'
        state = 'initial'
        if self._started.is_set():
            state = 'started'
        self.is_alive()
        if self._is_stopped:
            state = 'stopped'
        if self._daemonic:
            state += ' daemon'
        if self._ident is not None:
            state += f' {self._ident}'
        return f'<{self.__class__.__name__}({self._name}, {state})>'

    def start(self):
        if not self._initialized:
            raise RuntimeError('thread.__init__() not called')
        if self._started.is_set():
            raise RuntimeError('threads can only be started once')
        with _active_limbo_lock:
            _limbo[self] = self
        try:
            _start_new_thread(self._bootstrap_inner, ())
        except Exception:
            with _active_limbo_lock:
                del _limbo[self]
            raise
        self._started.wait()

    def run(self):
        try:
            if self._target is not None:
                self._target(*self._args, **self._kwargs)
        finally:
            del self._target, self._args, self._kwargs

    def _bootstrap_inner(self):
        try:
            self._set_tstate_lock()
            self._ident = get_ident()
            self._native_id = get_native_id()
            self._started.set()
            with _active_limbo_lock:
                _active[self._ident] = self
                del _limbo[self]
            if _trace_function:
                _sys.settrace(_trace_function)
            if _profile_function:
                _sys.setprofile(_profile_function)
            try:
                self.run()
            except:
                _report(self)
        finally:
            with _active_limbo_lock:
                del _active[get_ident()]

    def _set_tstate_lock(self):
        self._tstate_lock = _thread._set_sentinel()
        self._tstate_lock._stands_for(f'join of {self._name}')
        self._tstate_lock.acquire()
        if not self.daemon:
            with _shutdown_locks_lock:
                if len(_shutdown_locks) >= _sweep_at:
                    _sweep_shutdown_locks()
                _shutdown_locks[self._tstate_lock] = get_ident()

    def _stop(self):
        self._is_stopped = True
        lock, self._tstate_lock = self._tstate_lock, None
        if not self.daemon:
            with _shutdown_locks_lock:
                _shutdown_locks.pop(lock, None)

    def join(self, timeout=None):
        if not self._initialized:
            raise RuntimeError('Thread.__init__() not called')
        if not self._started.is_set():
            raise RuntimeError('cannot join thread before it is started')
        if self is current_thread():
            raise RuntimeError('cannot join current thread')
        if timeout is None:
            self._wait_for_end()
        else:
            self._wait_for_end(timeout=max(timeout, 0))

    def _wait_for_end(self, block=True, timeout=-1):
        lock = self._tstate_lock
        if lock is None:
            return
        if block:
            _waits_for(self._ident)
        if lock.acquire(block, timeout):
            lock.release()
            self._stop()

    def is_alive(self):
        assert self._initialized, 'Thread.__init__() not called'
        if self._is_stopped or not self._started.is_set():
            return False
        self._wait_for_end(False)
        return not self._is_stopped

    @property
    def name(self):
        assert self._initialized, 'Thread.__init__() not called'
        return self._name

    @name.setter
    def name(self, name):
        assert self._initialized, 'Thread.__init__() not called'
        self._name = str(name)

    @property
    def ident(self):
        assert self._initialized, 'Thread.__init__() not called'
        return self._ident

    @property
    def native_id(self):
        assert self._initialized, 'Thread.__init__() not called'
        return self._native_id

    @property
    def daemon(self):
        assert self._initialized, 'Thread.__init__() not called'
        return self._daemonic

    @daemon.setter
    def daemon(self, daemonic):
        if not self._initialized:
            raise RuntimeError('Thread.__init__() not called')
        if self._started.is_set():
            raise RuntimeError('cannot set daemon status of active thread')
        self._daemonic = daemonic

    def isDaemon(self):
        _warn_old('isDaemon() is deprecated, get the daemon attribute instead')
        return self.daemon

    def setDaemon(self, daemonic):
        _warn_old('setDaemon() is deprecated, set the daemon attribute instead')
        self.daemon = daemonic

    def getName(self):
        _warn_old('getName() is deprecated, get the name attribute instead')
        return self.name

    def setName(self, name):
        _warn_old('setName() is deprecated, set the name attribute instead')
        self.name = name


def _warn_old(message):
    import warnings
    warnings.warn(message, DeprecationWarning, stacklevel=3)


def _report(thread):
    """What happens to an exception that nobody in the thread caught."""
    error = _sys.exc_info()
    try:
        (excepthook or __excepthook__)(ExceptHookArgs([*error, thread]))
    except Exception as failure:
        failure.__suppress_context__ = True
        print('Exception in threading.excepthook:', file=_sys.stderr, flush=True)
        _sys.excepthook(type(failure), failure, failure.__traceback__)
    finally:
        error = None


class Timer(Thread):
    """A call that comes later, unless it is cancelled before."""

    def __init__(self, interval, function, args=None, kwargs=None):
        Thread.__init__(self)
        self.interval = interval
        self.function = function
        self.args = [] if args is None else args
        self.kwargs = {} if kwargs is None else kwargs
        self.finished = Event()

    def cancel(self):
        self.finished.set()

    def run(self):
        self.finished.wait(self.interval)
        if not self.finished.is_set():
            self.function(*self.args, **self.kwargs)
        self.finished.set()


class _MainThread(Thread):

    def __init__(self):
        self._daemonic = False
        Thread.__init__(self, name='MainThread', daemon=False)
        self._started.set()
        self._ident = _thread._main_ident()
        self._native_id = 4242
        self._tstate_lock = _allocate_lock()
        self._tstate_lock._stands_for('join of MainThread')
        self._tstate_lock.acquire()
        _active[self._ident] = self

    def _stop(self):
        self._is_stopped = True
        self._tstate_lock = None


class _DummyThread(Thread):
    """Stands for a thread that was not started by this module."""

    def __init__(self):
        Thread.__init__(self, name=f'Dummy-{_next_dummy()}', daemon=True)
        self._started.set()
        self._ident = get_ident()
        self._native_id = get_native_id()
        with _active_limbo_lock:
            _active[self._ident] = self

    def _stop(self):
        pass

    def is_alive(self):
        return True

    def join(self, timeout=None):
        assert False, 'cannot join a dummy thread'


def current_thread():
    try:
        return _active[get_ident()]
    except KeyError:
        return _DummyThread()


def currentThread():
    import warnings
    warnings.warn('currentThread() is deprecated, use current_thread() instead',
                  DeprecationWarning, stacklevel=2)
    return current_thread()


def active_count():
    with _active_limbo_lock:
        return len(_active) + len(_limbo)


def activeCount():
    import warnings
    warnings.warn('activeCount() is deprecated, use active_count() instead',
                  DeprecationWarning, stacklevel=2)
    return active_count()


def _enumerate():
    return list(_active.values()) + list(_limbo.values())


def enumerate():
    with _active_limbo_lock:
        return _enumerate()


def main_thread():
    return _main_thread


# The end of the process.

_at_exit = []
_shutting_down = False


def _register_atexit(func, *arg, **kwargs):
    """Calls `func` when the main thread has ended, before the other threads are waited for."""
    if _shutting_down:
        raise RuntimeError("can't register atexit after shutdown")
    _at_exit.append(lambda: func(*arg, **kwargs))


def _shutdown():
    """Waits until every thread has ended that is no daemon."""
    global _shutting_down
    if _main_thread._is_stopped:
        return
    _shutting_down = True
    for call in reversed(_at_exit):
        call()
    _main_thread._tstate_lock.release()
    _main_thread._stop()
    while True:
        with _shutdown_locks_lock:
            locks = list(_shutdown_locks.items())
            _shutdown_locks.clear()
        if not locks:
            break
        for lock, ident in locks:
            _waits_for(ident)
            lock.acquire()
            lock.release()


_main_thread = _MainThread()
