"""Texts about a program's values, as the window shows them.

None of these runs a line of the program's own code: recording must not change what it does. So
only objects of plain built-in types are shown, anything else is named by its type. The texts are
those that Loopscope's simulator writes, so that the two can be compared word by word.
"""

import functools
import sys
import types
from types import CoroutineType, GeneratorType

TEXT_MAX = 60
NUMBER_MAX = 40
ITEMS_MAX = 6
DICT_ITEMS_MAX = 4

_PLAIN_NUMBERS = (bool, int, float, type(None))


def clipped(text, limit):
    return text if len(text) <= limit else text[:limit - 1] + "…"


def _row(items, level, opening, closing):
    parts = []
    for index, item in enumerate(items):
        if index == ITEMS_MAX or level <= 0:
            parts.append("…")
            break
        parts.append(_describe(item, level - 1))
    return opening + ", ".join(parts) + closing


def _dict(value, level):
    parts = []
    for index, (key, item) in enumerate(value.items()):
        if index == DICT_ITEMS_MAX or level <= 0:
            parts.append("…")
            break
        parts.append(_describe(key, level - 1) + ": " + _describe(item, level - 1))
    return "{" + ", ".join(parts) + "}"


def coroutine_name(coroutine):
    """"main", for coroutines and generators of any kind."""
    kind = type(coroutine)
    if kind in (types.CoroutineType, types.GeneratorType) or kind.__module__ == "builtins":
        name = getattr(coroutine, "__qualname__", None)
        if isinstance(name, str):
            return name
    return kind.__name__


def _number(value):
    if type(value) is int and value.bit_length() > 400:
        return "<int of %d bits>" % value.bit_length()
    return clipped(repr(value), NUMBER_MAX)


def _describe(value, level):
    kind = type(value)
    if kind in _PLAIN_NUMBERS:
        return _number(value)
    if kind is str:
        return clipped(repr(value[:TEXT_MAX + 1]), TEXT_MAX)
    if kind is tuple:
        return _row(value, level, "(", ",)" if len(value) == 1 else ")")
    if kind is list:
        return _row(value, level, "[", "]")
    if kind is dict:
        return _dict(value, level)
    if isinstance(value, BaseException):
        return kind.__name__ + _row(value.args, level, "(", ")")
    if isinstance(value, type):
        return "<class %s>" % value.__name__
    if kind.__name__ == "Task" and hasattr(kind, "get_name"):
        return "<Task %s>" % value.get_name()
    if kind is types.CoroutineType or (kind is types.GeneratorType):
        return coroutine_name(value) + "()"
    return "<%s object>" % kind.__name__


def describe(value):
    """A value in a few words: 42, 'text', [1, 2, …], ValueError('x'), <Point object>."""
    try:
        return clipped(_describe(value, 2), 2 * TEXT_MAX)
    except Exception:  # Containers that another thread changes meanwhile.
        return "<%s object>" % type(value).__name__


def describe_exception(exception, values):
    """An exception; without leave to record values, its message stays out."""
    if exception is None:
        return ""
    if values:
        return describe(exception)
    name = (exception if isinstance(exception, type) else type(exception)).__name__
    return name + ("(…)" if getattr(exception, "args", ()) else "()")


def describe_callable(function):
    """The __qualname__ of a callable: "main", "Chat.join", "partial(print)"."""
    kind = type(function)
    if kind is types.MethodType:
        return describe_callable(function.__func__)
    if kind in (types.FunctionType, types.BuiltinFunctionType):
        return function.__qualname__
    if isinstance(function, type):
        return function.__qualname__
    if kind is functools.partial:
        return "partial(%s)" % describe_callable(function.func)
    if kind.__module__ == "builtins":
        name = getattr(function, "__qualname__", None)
        if isinstance(name, str):
            return name
    return kind.__name__


def describe_arguments(arguments):
    return clipped(", ".join(map(describe, arguments)), 2 * TEXT_MAX)


# ---- whose code is it -------------------------------------------------------------------------

_OWN = __file__.rpartition("_describe")[0]
_LIBRARY = tuple({path for path in (
    _OWN, "<", types.__file__.rpartition("types.")[0],
    sys.prefix + "/lib/", sys.base_prefix + "/lib/",
    "/usr/lib/python3/dist-packages/") if path})


class CodeRegister:
    """Tells the program's own code from the library's, and remembers it.

    By the name of the file, which is enough and costs less than the hash of a code object.
    """

    def __init__(self):
        self.is_library = {}

    def look(self, name):
        library = name.startswith(_LIBRARY) or "site-packages" in name
        self.is_library[name] = library
        return library

    def program_line(self, frame, bottom=None, bottom_line=0):
        """The line at which the program's own innermost frame stands; at the frame of the code
        `bottom` the search ends with `bottom_line`."""
        known = self.is_library
        while frame is not None:
            code = frame.f_code
            if code is bottom:
                return bottom_line
            name = code.co_filename
            library = known.get(name)
            if library is None:
                library = self.look(name)
            if not library:
                return frame.f_lineno
            frame = frame.f_back
        return 0

    def innermost_line(self, awaited):
        """Where the innermost of the program's own coroutines that a task runs stands still."""
        known, inner = self.is_library, None
        for _ in range(1000):
            kind = type(awaited)
            if kind is CoroutineType:
                code, following = awaited.cr_code, awaited.cr_await
            elif kind is GeneratorType:
                code, following = awaited.gi_code, awaited.gi_yieldfrom
            else:
                code = getattr(awaited, "cr_code", None)
                if code is not None:
                    following = awaited.cr_await
                else:
                    code = getattr(awaited, "ag_code", None)
                    following = getattr(awaited, "ag_await", None)
            if code is not None:
                name = code.co_filename
                library = known.get(name)
                if library is None:
                    library = self.look(name)
                if not library:
                    inner = awaited
            if following is None:
                break
            awaited = following
        if inner is None:
            return 0
        for name in ("cr_frame", "gi_frame", "ag_frame"):
            frame = getattr(inner, name, None)
            if frame is not None:
                return frame.f_lineno
        return 0


def asyncio_folder():
    import asyncio
    return asyncio.__file__.rpartition("__init__")[0]
