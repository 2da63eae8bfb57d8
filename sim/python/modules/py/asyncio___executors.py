"""Where loops meet threads: executors, and futures chained across. For asyncio.tasks and kin.

Named apart from the modules that show these functions, which are C++ otherwise.
"""

import asyncio
import concurrent.futures
import contextvars
import functools
import threading

from _thread import _note_need  # (future, what, number, purpose): for the trace
from asyncio import events

_NEEDS_FUTURE, _NEEDS_WORK = 0, 2

_translated = {concurrent.futures._base.CancelledError: asyncio.CancelledError,
               concurrent.futures._base.InvalidStateError: asyncio.InvalidStateError}


def _convert_future_exc(exc):
    kind = _translated.get(type(exc))
    return exc if kind is None else kind(*exc.args)


def _copy_future_state(source, dest):
    assert source.done()
    if dest.cancelled():
        return
    assert not dest.done()
    if source.cancelled():
        dest.cancel()
        return
    exception = source.exception()
    if exception is not None:
        dest.set_exception(_convert_future_exc(exception))
    else:
        dest.set_result(source.result())


def _set_concurrent_future_state(concurrent, source):
    assert source.done()
    if source.cancelled():
        concurrent.cancel()
    if not concurrent.set_running_or_notify_cancel():
        return
    exception = source.exception()
    if exception is not None:
        concurrent.set_exception(_convert_future_exc(exception))
    else:
        concurrent.set_result(source.result())


def _loop_of(future):
    try:
        return future.get_loop()
    except AttributeError:
        return future._loop


def _chain_future(source, destination):
    """The end of one future, of either kind, becomes that of the other."""
    for future, place in (source, 'source'), (destination, 'destination'):
        if not asyncio.isfuture(future) and not isinstance(future, concurrent.futures.Future):
            raise TypeError(f'A future is required for {place} argument')
    source_loop = _loop_of(source) if asyncio.isfuture(source) else None
    dest_loop = _loop_of(destination) if asyncio.isfuture(destination) else None

    def _set_state(future, other):
        if asyncio.isfuture(future):
            _copy_future_state(other, future)
        else:
            _set_concurrent_future_state(future, other)

    def _call_check_cancel(destination):
        if destination.cancelled():
            if source_loop is None or source_loop is dest_loop:
                source.cancel()
            else:
                source_loop.call_soon_threadsafe(source.cancel)

    def _call_set_state(source):
        if destination.cancelled() and dest_loop is not None and dest_loop.is_closed():
            return
        if dest_loop is None or dest_loop is source_loop:
            _set_state(destination, source)
        else:
            dest_loop.call_soon_threadsafe(_set_state, destination, source)

    destination.add_done_callback(_call_check_cancel)
    source.add_done_callback(_call_set_state)


def wrap_future(future, *, loop=None):
    if asyncio.isfuture(future):
        return future
    assert isinstance(future, concurrent.futures.Future), \
        f'concurrent.futures.Future is expected, got {future!r}'
    if loop is None:
        loop = events.get_event_loop()
    made = loop.create_future()
    _note_need(made, _NEEDS_WORK, future._number, 'executor')
    _chain_future(future, made)
    return made


def run_coroutine_threadsafe(coro, loop):
    if not asyncio.iscoroutine(coro):
        raise TypeError('A coroutine object is required')
    future = concurrent.futures.Future()
    future._upto = loop

    def callback():
        try:
            _chain_future(asyncio.ensure_future(coro, loop=loop), future)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            if future.set_running_or_notify_cancel():
                future.set_exception(exc)
            raise

    loop.call_soon_threadsafe(callback)
    return future


def epoll_selector():
    """What a loop's `_selector` shows when nobody chose one: the loop itself does its work."""
    import selectors
    made = object.__new__(selectors.EpollSelector)
    made._keys = {}
    return made


def stack_summary(rows):
    """What debug mode keeps of where something was made: (file, line, function, source) each."""
    import traceback
    return traceback.StackSummary.from_list(rows)


async def to_thread(func, /, *args, **kwargs):
    loop = events.get_running_loop()
    context = contextvars.copy_context()
    call = functools.partial(context.run, func, *args, **kwargs)
    return await loop.run_in_executor(None, call)


class BaseEventLoop:
    """The loop's own methods, called with the loop as `self`."""

    def run_in_executor(self, executor, func, *args):
        if executor is None:
            executor = self._default_executor
            if self._executor_shutdown_called:
                raise RuntimeError('Executor shutdown has been called')
            if executor is None:
                executor = concurrent.futures.ThreadPoolExecutor(thread_name_prefix='asyncio')
                self._default_executor = executor
        return wrap_future(executor.submit(func, *args), loop=self)

    def set_default_executor(self, executor):
        if not isinstance(executor, concurrent.futures.ThreadPoolExecutor):
            raise TypeError('executor must be ThreadPoolExecutor instance')
        self._default_executor = executor

    async def shutdown_default_executor(self):
        self._executor_shutdown_called = True
        if self._default_executor is None:
            return
        future = self.create_future()
        _note_need(future, _NEEDS_FUTURE, 0, 'shutdown_default_executor')

        def _do_shutdown(future):
            try:
                self._default_executor.shutdown(wait=True)
                if not self.is_closed():
                    self.call_soon_threadsafe(future.set_result, None)
            except Exception as error:
                if not self.is_closed():
                    self.call_soon_threadsafe(future.set_exception, error)

        thread = threading.Thread(target=_do_shutdown, args=(future,))
        thread.start()
        try:
            await future
        finally:
            thread.join()


# The same as the library's C++, for futures of other classes: all is asked of their methods.

class _GatheringFuture(asyncio.Future):

    def __init__(self, children, *, loop):
        super().__init__(loop=loop)
        self._children = children
        self._cancel_requested = False

    def cancel(self, msg=None):
        if self.done():
            return False
        asked = False
        for child in self._children:
            if child.cancel(msg=msg):
                asked = True
        self._cancel_requested |= asked
        return asked


def _gather(awaitables, return_exceptions):
    known = {}
    children = []
    loop = None
    finished = 0

    def _done_callback(future):
        nonlocal finished
        finished += 1
        if outer is None or outer.done():
            if not future.cancelled():
                future.exception()
            return
        if not return_exceptions:
            if future.cancelled():
                outer.set_exception(future._make_cancelled_error())
                return
            if (error := future.exception()) is not None:
                outer.set_exception(error)
                return
        if finished < len(known):
            return
        results = []
        for child in children:
            if child.cancelled():
                results.append(asyncio.CancelledError(''))
            else:
                error = child.exception()
                results.append(child.result() if error is None else error)
        if outer._cancel_requested:
            outer.set_exception(future._make_cancelled_error())
        else:
            outer.set_result(results)

    _done_callback.__qualname__ = 'gather.<locals>._done_callback'  # As CPython's stands.
    outer = None
    for awaitable in awaitables:
        if awaitable not in known:
            future = known[awaitable] = asyncio.ensure_future(awaitable, loop=loop)
            loop = loop or _loop_of(future)
            future.add_done_callback(_done_callback)
        children.append(known[awaitable])
    outer = _GatheringFuture(children, loop=loop)
    return outer


def _release_waiter(waiter, *args):
    if not waiter.done():
        waiter.set_result(None)


async def wait(fs, timeout, return_when):
    if return_when not in ('FIRST_COMPLETED', 'FIRST_EXCEPTION', 'ALL_COMPLETED'):
        raise ValueError(f'Invalid return_when value: {return_when}')
    fs = set(fs)
    if any(asyncio.iscoroutine(future) for future in fs):
        raise TypeError('Passing coroutines is forbidden, use tasks explicitly.')
    loop = events.get_running_loop()
    waiter = loop.create_future()
    timer = None
    if timeout is not None:
        timer = loop.call_later(timeout, _release_waiter, waiter)
    left = len(fs)

    def _on_completion(future):
        nonlocal left
        left -= 1
        failed = not future.cancelled() and future.exception() is not None
        if (left <= 0 or return_when == 'FIRST_COMPLETED' or
                return_when == 'FIRST_EXCEPTION' and failed):
            if timer is not None:
                timer.cancel()
            _release_waiter(waiter)

    _on_completion.__qualname__ = '_wait.<locals>._on_completion'  # As CPython's stands.
    for future in fs:
        future.add_done_callback(_on_completion)
    try:
        await waiter
    finally:
        if timer is not None:
            timer.cancel()
        for future in fs:
            future.remove_done_callback(_on_completion)
    done = {future for future in fs if future.done()}
    return done, fs - done


def shield(inner):
    if inner.done():
        return inner
    outer = _loop_of(inner).create_future()

    def _inner_done_callback(inner):
        if outer.cancelled():
            if not inner.cancelled():
                inner.exception()
        elif inner.cancelled():
            outer.cancel()
        elif (error := inner.exception()) is not None:
            outer.set_exception(error)
        else:
            outer.set_result(inner.result())

    def _outer_done_callback(outer):
        if not inner.done():
            inner.remove_done_callback(_inner_done_callback)

    inner.add_done_callback(_inner_done_callback)
    outer.add_done_callback(_outer_done_callback)
    return outer


async def _cancel_and_wait(future, loop):
    waiter = loop.create_future()
    callback = functools.partial(_release_waiter, waiter)
    future.add_done_callback(callback)
    try:
        future.cancel()
        await waiter
    finally:
        future.remove_done_callback(callback)


def _result_or_timeout(future):
    try:
        return future.result()
    except asyncio.CancelledError as error:
        raise TimeoutError() from error


async def wait_for(fut, timeout):
    loop = events.get_running_loop()
    if timeout is None:
        return await fut
    if timeout <= 0:
        if fut.done():
            return fut.result()
        await _cancel_and_wait(fut, loop)
        return _result_or_timeout(fut)
    waiter = loop.create_future()
    timer = loop.call_later(timeout, _release_waiter, waiter)
    callback = functools.partial(_release_waiter, waiter)
    fut.add_done_callback(callback)
    try:
        try:
            await waiter
        except asyncio.CancelledError:
            if fut.done():
                return fut.result()
            fut.remove_done_callback(callback)
            await _cancel_and_wait(fut, loop)
            raise
        if fut.done():
            return fut.result()
        fut.remove_done_callback(callback)
        await _cancel_and_wait(fut, loop)
        return _result_or_timeout(fut)
    finally:
        timer.cancel()
