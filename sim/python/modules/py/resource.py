# native: it is C in CPython
"""What a process may use of the simulated machine, and what it has used.

FIDELITY: only the limit of open files (RLIMIT_NOFILE) limits anything; the others are remembered.
Computing takes no time and memory is not the machine's, so getrusage() tells zeros.
"""

import posix

error = OSError
RLIM_INFINITY = -1
RLIMIT_CPU, RLIMIT_FSIZE, RLIMIT_DATA, RLIMIT_STACK, RLIMIT_CORE, RLIMIT_RSS = range(6)
RLIMIT_NPROC, RLIMIT_NOFILE, RLIMIT_MEMLOCK, RLIMIT_AS = range(6, 10)
RLIMIT_OFILE = RLIMIT_NOFILE
RLIMIT_SIGPENDING, RLIMIT_MSGQUEUE, RLIMIT_NICE, RLIMIT_RTPRIO, RLIMIT_RTTIME = range(11, 16)
RUSAGE_SELF, RUSAGE_CHILDREN, RUSAGE_THREAD = 0, -1, 1

_limits = {number: (-1, -1) for number in range(16)}
_limits[RLIMIT_STACK] = (8 << 20, -1)
_limits[RLIMIT_CORE] = (0, -1)
_limits[RLIMIT_MEMLOCK] = (8 << 20, 8 << 20)
_limits[RLIMIT_MSGQUEUE] = (819200, 819200)
_limits[RLIMIT_NPROC] = _limits[RLIMIT_SIGPENDING] = (127000, 127000)
_limits[RLIMIT_NICE] = _limits[RLIMIT_RTPRIO] = (0, 0)


class struct_rusage(tuple):
    """What getrusage() tells, by place and by name."""

    _fields = ('ru_utime', 'ru_stime', 'ru_maxrss', 'ru_ixrss', 'ru_idrss', 'ru_isrss',
               'ru_minflt', 'ru_majflt', 'ru_nswap', 'ru_inblock', 'ru_oublock', 'ru_msgsnd',
               'ru_msgrcv', 'ru_nsignals', 'ru_nvcsw', 'ru_nivcsw')
    n_fields = n_sequence_fields = 16

    def __getattr__(self, name):
        if name in struct_rusage._fields:
            return self[struct_rusage._fields.index(name)]
        raise AttributeError(f"'resource.struct_rusage' object has no attribute {name!r}")

    def __repr__(self):
        return 'resource.struct_rusage(' + ', '.join(
            f'{n}={v!r}' for n, v in zip(struct_rusage._fields, self)) + ')'


def _known(resource):
    if resource not in _limits:
        raise ValueError('invalid resource specified')


def getrlimit(resource, /):
    _known(resource)
    return posix.descriptor_limit() if resource == RLIMIT_NOFILE else _limits[resource]


def setrlimit(resource, limits, /):
    _known(resource)
    limits = tuple(limits)
    if len(limits) != 2:
        raise ValueError('expected a tuple of 2 integers')
    endless = 1 << 63
    soft, hard = (endless if limit == -1 else limit for limit in limits)
    was_hard = getrlimit(resource)[1]
    if soft > hard:
        raise ValueError('current limit exceeds maximum limit')
    if hard > (endless if was_hard == -1 else was_hard):
        raise ValueError('not allowed to raise maximum limit')
    if resource == RLIMIT_NOFILE:
        posix.set_descriptor_limit(soft, hard)
    else:
        _limits[resource] = limits


def prlimit(pid, resource, limits=None, /):
    if pid not in (0, posix.getpid()):
        raise ProcessLookupError(3, 'No such process')
    before = getrlimit(resource)
    if limits is not None:
        setrlimit(resource, limits)
    return before


def getrusage(who, /):
    if who not in (RUSAGE_SELF, RUSAGE_CHILDREN, RUSAGE_THREAD):
        raise ValueError('invalid who parameter')
    return struct_rusage((0.0, 0.0) + (0,) * 14)


def getpagesize():
    return 4096
