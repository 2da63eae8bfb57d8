"""How long a statement takes: in virtual time, so only what waits counts."""

import gc
import itertools
import time

__all__ = ["Timer", "timeit", "repeat", "default_timer"]

dummy_src_name = "<timeit-src>"
default_number = 1000000
default_repeat = 5
default_timer = time.perf_counter
_globals = globals


def _as_call(what, space):
    """A function without arguments for a statement or a callable."""
    if callable(what):
        return what
    if not isinstance(what, str):
        raise ValueError("stmt is neither a string nor callable")
    code = compile(what, dummy_src_name, 'exec')
    return lambda: exec(code, space)


class Timer:
    def __init__(self, stmt="pass", setup="pass", timer=default_timer, globals=None):
        self.timer = timer
        space = _globals() if globals is None else globals
        space = dict(space)
        if not (callable(setup) or isinstance(setup, str)):
            raise ValueError("setup is neither a string nor callable")
        self._setup = _as_call(setup, space)
        self._statement = _as_call(stmt, space)
        self.src = None

    def timeit(self, number=default_number):
        self._setup()
        statement = self._statement
        begin = self.timer()
        for _ in itertools.repeat(None, number):
            statement()
        return self.timer() - begin

    def repeat(self, repeat=default_repeat, number=default_number):
        return [self.timeit(number) for _ in range(repeat)]

    def autorange(self, callback=None):
        scale = 1
        while True:
            for factor in 1, 2, 5:
                number = scale * factor
                taken = self.timeit(number)
                if callback:
                    callback(number, taken)
                # Running code takes no virtual time: the search must end some day.
                if taken >= 0.2 or number >= 1000:
                    return number, taken
            scale *= 10


def timeit(stmt="pass", setup="pass", timer=default_timer, number=default_number, globals=None):
    return Timer(stmt, setup, timer, globals).timeit(number)


def repeat(stmt="pass", setup="pass", timer=default_timer, repeat=default_repeat,
           number=default_number, globals=None):
    return Timer(stmt, setup, timer, globals).repeat(repeat, number)
