"""Future, wait and as_completed: waiting for what another thread computes."""

import threading
import types
from _thread import _waits_for, get_ident
from collections import namedtuple
from itertools import count
from time import monotonic

FIRST_COMPLETED = 'FIRST_COMPLETED'
FIRST_EXCEPTION = 'FIRST_EXCEPTION'
ALL_COMPLETED = 'ALL_COMPLETED'

PENDING = 'PENDING'
RUNNING = 'RUNNING'
CANCELLED = 'CANCELLED'
CANCELLED_AND_NOTIFIED = 'CANCELLED_AND_NOTIFIED'
FINISHED = 'FINISHED'

_GIVEN_UP = (CANCELLED, CANCELLED_AND_NOTIFIED)
_OVER = (CANCELLED, CANCELLED_AND_NOTIFIED, FINISHED)
_TOLD = (CANCELLED_AND_NOTIFIED, FINISHED)

_words = {PENDING: 'pending', RUNNING: 'running', CANCELLED: 'cancelled',
          CANCELLED_AND_NOTIFIED: 'cancelled', FINISHED: 'finished'}


def _logger():
    import logging
    return logging.getLogger('concurrent.futures')


class Error(Exception):
    """Base class for all future-related exceptions."""


class CancelledError(Error):
    """The Future was cancelled."""


TimeoutError = TimeoutError


class InvalidStateError(Error):
    """The operation is not allowed in this state."""


class BrokenExecutor(RuntimeError):
    """Raised when a executor has become non-functional after a severe failure."""


class Future:
    """The result of a call that may not have ended yet."""

    _numbers = count(1).__next__

    def __init__(self):
        self._condition = threading.Condition()
        self._condition._waits_at = 'Future.result'
        self._state = PENDING
        self._result = None
        self._exception = None
        self._waiters = []
        self._done_callbacks = []
        self._number = Future._numbers()
        self._upto = None  # Whoever has to do something first: a pool's threads, or a loop.

    # FIDELITY: CPython hashes by address. This one puts futures into sets in order of creation.
    def __hash__(self):
        return self._number

    def __eq__(self, other):
        return self is other

    def __repr__(self):
        with self._condition:
            text = f'<{self.__class__.__name__} at {id(self):#x} state={_words[self._state]}'
            if self._state != FINISHED:
                return text + '>'
            if self._exception:
                return f'{text} raised {self._exception.__class__.__name__}>'
            return f'{text} returned {self._result.__class__.__name__}>'

    def cancel(self):
        with self._condition:
            if self._state in (RUNNING, FINISHED):
                return False
            if self._state in _GIVEN_UP:
                return True
            self._state = CANCELLED
            self._condition.notify_all()
        self._invoke_callbacks()
        return True

    def cancelled(self):
        with self._condition:
            return self._state in _GIVEN_UP

    def running(self):
        with self._condition:
            return self._state == RUNNING

    def done(self):
        with self._condition:
            return self._state in _OVER

    def add_done_callback(self, fn):
        with self._condition:
            if self._state not in _OVER:
                self._done_callbacks.append(fn)
                return
        self._call(fn)

    def _invoke_callbacks(self):
        for callback in self._done_callbacks:
            self._call(callback)

    def _call(self, callback):
        try:
            callback(self)
        except Exception:
            _logger().exception('exception calling callback for %r', self)

    def _idents(self):
        """The threads without which this never ends, as far as known: for whoever tells why."""
        upto = self._upto
        if upto is None or isinstance(upto, int):
            return () if upto is None else (upto,)
        if isinstance(upto, dict):
            return [thread.ident for thread in upto]
        return (upto._thread_id,) if upto._thread_id else ()

    def result(self, timeout=None):
        try:
            with self._condition:
                self._wait(timeout)
                return self.__get_result()
        finally:
            # The traceback of what is raised must not keep the future, which keeps the exception.
            self = None

    def __get_result(self):
        if not self._exception:
            return self._result
        try:
            raise self._exception
        finally:
            self = None

    def exception(self, timeout=None):
        with self._condition:
            self._wait(timeout)
            return self._exception

    def _wait(self, timeout):
        if self._state not in _OVER:
            _waits_for(*self._idents())
            self._condition.wait(timeout)
        if self._state in _GIVEN_UP:
            raise CancelledError()
        if self._state != FINISHED:
            raise TimeoutError()

    # For executors.

    def set_running_or_notify_cancel(self):
        with self._condition:
            if self._state == CANCELLED:
                self._state = CANCELLED_AND_NOTIFIED
                for waiter in self._waiters:
                    waiter.over(self, failed=False)
                return False
            if self._state == PENDING:
                self._state = RUNNING
                self._upto = get_ident()
                return True
            _logger().critical('Future %s in unexpected state: %s', id(self), self._state)
            raise RuntimeError('Future in unexpected state')

    def set_result(self, result):
        self._finish(result, None)

    def set_exception(self, exception):
        self._finish(None, exception)

    def _finish(self, result, exception):
        with self._condition:
            if self._state in _OVER:
                raise InvalidStateError(f'{self._state}: {self!r}')
            self._result = result
            self._exception = exception
            self._state = FINISHED
            for waiter in self._waiters:
                waiter.over(self, failed=exception is not None)
            self._condition.notify_all()
        self._invoke_callbacks()

    __class_getitem__ = classmethod(types.GenericAlias)


# Waiting for several.

class _Waiter:
    """Is told of each future that is over, and says when enough are."""

    def __init__(self, pending, return_when, label):
        self.event = threading.Event()
        self.event._cond._waits_at = label
        self.lock = threading.Lock()
        self.finished_futures = []
        self.pending = pending
        self.return_when = return_when

    def over(self, future, failed):
        with self.lock:
            self.finished_futures.append(future)
            self.pending -= 1
            enough = (self.return_when == FIRST_COMPLETED or not self.pending or
                      failed and self.return_when == FIRST_EXCEPTION)
        if enough:
            self.event.set()


class _Held:
    """Several futures, none of which changes meanwhile."""

    def __init__(self, futures):
        self.futures = sorted(futures, key=id)

    def __enter__(self):
        for future in self.futures:
            future._condition.acquire()

    def __exit__(self, *exc_info):
        for future in self.futures:
            future._condition.release()


def _stop_watching(futures, waiter):
    for future in futures:
        with future._condition:
            future._waiters.remove(waiter)


DoneAndNotDoneFutures = namedtuple('DoneAndNotDoneFutures', 'done not_done')


def wait(fs, timeout=None, return_when=ALL_COMPLETED):
    fs = set(fs)
    with _Held(fs):
        done = {future for future in fs if future._state in _TOLD}
        not_done = fs - done
        if return_when == FIRST_COMPLETED and done:
            return DoneAndNotDoneFutures(done, not_done)
        if return_when == FIRST_EXCEPTION and any(
                not future.cancelled() and future.exception() is not None for future in done):
            return DoneAndNotDoneFutures(done, not_done)
        if not not_done:
            return DoneAndNotDoneFutures(done, not_done)
        if return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):
            raise ValueError(f'Invalid return condition: {return_when!r}')
        waiter = _Waiter(len(not_done), return_when, 'futures.wait')
        for future in fs:
            future._waiters.append(waiter)
    _waits_for(*[ident for future in not_done for ident in future._idents()])
    waiter.event.wait(timeout)
    _stop_watching(fs, waiter)
    done.update(waiter.finished_futures)
    return DoneAndNotDoneFutures(done, fs - done)


def as_completed(fs, timeout=None):
    if timeout is not None:
        end = monotonic() + timeout
    fs = set(fs)
    total = len(fs)
    with _Held(fs):
        ready = [future for future in fs if future._state in _TOLD]
        pending = fs - set(ready)
        waiter = _Waiter(len(pending), FIRST_COMPLETED, 'futures.as_completed')
        for future in fs:
            future._waiters.append(waiter)
    try:
        # Those that were over before, the last of them first; then the others as they come.
        while ready:
            yield _given_up(ready, fs, pending, waiter)
        while pending:
            left = None
            if timeout is not None:
                left = end - monotonic()
                if left < 0:
                    raise TimeoutError(f'{len(pending)} (of {total}) futures unfinished')
            waiter.event.wait(left)
            with waiter.lock:
                ready, waiter.finished_futures = waiter.finished_futures, []
                waiter.event.clear()
            ready.reverse()
            while ready:
                yield _given_up(ready, fs, pending, waiter)
    finally:
        _stop_watching(fs, waiter)


def _given_up(ready, fs, pending, waiter):
    """Takes the last of `ready`, which nothing here refers to any more."""
    future = ready.pop()
    fs.discard(future)
    pending.discard(future)
    with future._condition:
        future._waiters.remove(waiter)
    return future


class Executor:
    """Runs calls elsewhere."""

    def submit(self, fn, /, *args, **kwargs):
        raise NotImplementedError()

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        if timeout is not None:
            end = monotonic() + timeout
        futures = [self.submit(fn, *arguments) for arguments in zip(*iterables)]

        def result_iterator():
            try:
                futures.reverse()
                while futures:
                    left = None if timeout is None else end - monotonic()
                    yield _result_or_cancel(futures.pop(), left)
            finally:
                for future in futures:
                    future.cancel()
        return result_iterator()

    def shutdown(self, wait=True, *, cancel_futures=False):
        pass

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.shutdown(wait=True)
        return False


def _result_or_cancel(future, timeout):
    try:
        try:
            return future.result(timeout)
        finally:
            future.cancel()
    finally:
        del future
