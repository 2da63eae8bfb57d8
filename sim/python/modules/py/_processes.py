"""What pools of processes and multiprocessing share: pids, and what crosses between processes.

A process that runs a function of the program is a simulated thread with a pid of its own. Functions,
arguments and results are pickled, and module globals are copied when the process begins, so that
nothing it changes is seen elsewhere.
"""

import _thread
import itertools
import os
import sys
import types

next_pid = itertools.count(4243).__next__
_spaces = {}  # By pid: the globals of __main__ as that process sees them.


def carry(value):
    """What comes out on the other side of a pipe between processes."""
    import pickle
    return pickle.loads(pickle.dumps(value))


def enter(name, pid=None):
    """The calling thread is a new process from now on, with a copy of __main__'s globals."""
    if pid is None:
        pid = next_pid()
    _thread._enter_process(pid, name)
    _spaces[pid] = _copy_of_main()
    return pid


def leave(status=0):
    pid = os.getpid()
    if _spaces.pop(pid, None) is not None:
        _thread._leave_process(pid, status)


def killed(pid, signal):
    if _spaces.pop(pid, None) is not None:
        _thread._leave_process(pid, -signal)


def _copy_of_main():
    import copy
    original = sys.modules['__main__'].__dict__
    space = {}
    for name, value in original.items():
        if isinstance(value, types.FunctionType) and value.__globals__ is original:
            value = _with_globals(value, space)
        elif isinstance(value, (list, dict, set, bytearray)):
            try:
                value = copy.deepcopy(value)
            except Exception:
                pass  # Holds something that only the parent can use: shared, then.
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


def localized(function):
    """The function as the calling process has it: over its own globals."""
    space = _spaces.get(os.getpid())
    if space is None or not isinstance(function, types.FunctionType):
        return function
    if function.__globals__ is not sys.modules['__main__'].__dict__:
        return function
    known = space.get(function.__name__)
    if isinstance(known, types.FunctionType) and known.__code__ is function.__code__:
        return known
    return _with_globals(function, space)
