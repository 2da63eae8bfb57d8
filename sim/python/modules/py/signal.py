"""Signals by name; what they do is in _signal."""

import _signal
from _signal import alarm, default_int_handler, getitimer, pause, raise_signal, set_wakeup_fd
from _signal import siginterrupt, strsignal
from enum import IntEnum as _IntEnum

Signals = _IntEnum('Signals', _signal.numbers, module=__name__)
Signals.__doc__ = None
Handlers = _IntEnum('Handlers', {'SIG_DFL': 0, 'SIG_IGN': 1}, module=__name__)
Sigmasks = _IntEnum('Sigmasks', {'SIG_BLOCK': 0, 'SIG_UNBLOCK': 1, 'SIG_SETMASK': 2},
                    module=__name__)
globals().update(Signals.__members__)
globals().update(Handlers.__members__)
globals().update(Sigmasks.__members__)
SIGCLD = SIGCHLD
SIGPOLL = SIGIO

NSIG = 65
ITIMER_REAL, ITIMER_VIRTUAL, ITIMER_PROF = 0, 1, 2


class itimer_error(OSError):
    pass


ItimerError = itimer_error
itimer_error.__module__ = 'signal'


def _as_member(value, cls):
    """The enum's member, or the value itself when there is none."""
    if not isinstance(value, int):
        return value
    try:
        return cls(value)
    except ValueError:
        return value


def _as_number(value):
    return int(value) if isinstance(value, _IntEnum) else value


def signal(signalnum, handler):
    return _as_member(_signal.signal(_as_number(signalnum), _as_number(handler)), Handlers)


def getsignal(signalnum):
    return _as_member(_signal.getsignal(signalnum), Handlers)


def setitimer(which, seconds, interval=0.0, /):
    try:
        return _signal.setitimer(which, seconds, interval)
    except OSError as error:
        problem = itimer_error(error.errno, error.strerror)
    raise problem


def valid_signals():
    """The numbers that a program may send, as members where they have names."""
    return {_as_member(n, Signals) for n in range(1, NSIG) if n not in (32, 33)}


def _members(numbers):
    return {_as_member(number, Signals) for number in numbers}


def pthread_sigmask(how, mask):
    """Blocks signals, unblocks them, or sets which are blocked; gives those that were."""
    before = _signal.blocked()
    numbers = [int(number) for number in mask]
    if how == SIG_BLOCK:
        _signal.mask(numbers, ())
    elif how == SIG_UNBLOCK:
        _signal.mask((), numbers)
    elif how == SIG_SETMASK:
        _signal.mask(numbers, [number for number in range(1, NSIG) if number not in numbers])
    else:
        raise OSError(22, 'Invalid argument')
    return _members(before)


def sigpending():
    return _members(_signal.pending())


def sigwait(sigset):
    return _as_member(_signal.wait([int(number) for number in sigset], None), Signals)


def pthread_kill(thread_id, signalnum):
    import os
    _signal.kill(os.getpid(), int(signalnum))


class struct_siginfo(tuple):
    """What is known of a signal that was waited for."""

    _fields = ('si_signo', 'si_code', 'si_errno', 'si_pid', 'si_uid', 'si_status', 'si_band')

    def __getattr__(self, name):
        if name in self._fields:
            return self[self._fields.index(name)]
        raise AttributeError(f"'signal.struct_siginfo' object has no attribute '{name}'")

    def __repr__(self):
        shown = ', '.join(f'{n}={v!r}' for n, v in zip(self._fields, self))
        return f'signal.struct_siginfo({shown})'


def sigwaitinfo(sigset, /):
    return sigtimedwait(sigset, None)


def sigtimedwait(sigset, timeout, /):
    if timeout is not None and timeout < 0:
        raise ValueError('timeout must be non-negative')
    number = _signal.wait([int(number) for number in sigset], timeout)
    if number is None:
        return None
    import os
    return struct_siginfo((number, 0, 0, os.getpid(), 1000, 0, 0))
