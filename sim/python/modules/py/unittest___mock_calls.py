"""What a mock remembers: recorded calls, how they compare, and the objects that stand for themselves."""

__name__ = "unittest.mock"  # Its classes are known as that module's.

import pprint


class _SentinelObject:
    """An object whose only feature is its name."""

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f"sentinel.{self.name}"

    def __reduce__(self):
        return f"sentinel.{self.name}"


class _Sentinel:
    """Makes sentinel objects, one for each name asked for."""

    def __init__(self):
        self._sentinels = {}

    def __getattr__(self, name):
        if name == "__bases__":
            raise AttributeError
        return self._sentinels.setdefault(name, _SentinelObject(name))

    def __reduce__(self):
        return "sentinel"


sentinel = _Sentinel()
DEFAULT = sentinel.DEFAULT
_missing = sentinel.MISSING
_deleted = sentinel.DELETED


class _ANY:
    """Equal to everything."""

    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __repr__(self):
        return "<ANY>"


ANY = _ANY()


def format_call(name, args, kwargs):
    """The text of a call as one would write it."""
    pieces = [repr(arg) for arg in args]
    pieces.extend(f"{key}={value!r}" for key, value in kwargs.items())
    return f"{name}({', '.join(pieces)})"


def _read_call(value):
    """(name, args, kwargs) of a tuple that stands for a call with parts left out; None for others."""
    name, args, kwargs = "", (), {}
    if len(value) == 3:
        name, args, kwargs = value
    elif len(value) == 2:
        first, second = value
        if isinstance(first, str):
            name = first
            if isinstance(second, tuple):
                args = second
            else:
                kwargs = second
        elif isinstance(second, dict):
            args, kwargs = first, second
        else:
            return None
    elif len(value) == 1:
        (only,) = value
        if isinstance(only, str):
            name = only
        elif isinstance(only, tuple):
            args = only
        else:
            kwargs = only
    elif len(value) > 3:
        return None
    return name, args, kwargs


class _Call(tuple):
    """A call as a tuple: (name, args, kwargs), or (args, kwargs) where it has no name."""

    def __new__(cls, value=(), name="", parent=None, two=False, from_kall=True):
        read = _read_call(value)
        given, args, kwargs = read if read else ("", (), {})
        if len(value) < 3:
            given = given or name
        parts = (args, kwargs) if two else (given, args, kwargs)
        return tuple.__new__(cls, parts)

    def __init__(self, value=(), name=None, parent=None, two=False, from_kall=True):
        self._mock_name = name
        self._mock_parent = parent
        self._mock_from_kall = from_kall

    def _mock_parts(self):
        return tuple(self) if len(self) == 3 else ("", *self)

    def __eq__(self, other):
        try:
            len(other)
        except TypeError:
            return NotImplemented
        own_name, own_args, own_kwargs = _Call._mock_parts(self)
        mine = getattr(self, "_mock_parent", None)
        theirs = getattr(other, "_mock_parent", None)
        if mine and theirs and mine != theirs:
            return False
        try:
            read = _read_call(other)
        except (TypeError, ValueError):
            return False
        if read is None:
            return False
        name, args, kwargs = read
        if own_name and name != own_name:
            return False
        return (args, kwargs) == (own_args, own_kwargs)

    __ne__ = object.__ne__

    def __call__(self, /, *args, **kwargs):
        if self._mock_name is None:
            return _Call(("", args, kwargs), name="()")
        name = self._mock_name + "()"
        return _Call((self._mock_name, args, kwargs), name=name, parent=self)

    def __getattr__(self, attr):
        if self._mock_name is None:
            return _Call(name=attr, from_kall=False)
        return _Call(name=f"{self._mock_name}.{attr}", parent=self, from_kall=False)

    def __getattribute__(self, attr):
        # The methods of tuples are no part of a call: call.index is a call's attribute.
        if attr in tuple.__dict__ and not attr.startswith("__"):
            raise AttributeError
        return tuple.__getattribute__(self, attr)

    @property
    def args(self):
        return tuple.__getitem__(self, -2)

    @property
    def kwargs(self):
        return tuple.__getitem__(self, -1)

    def __repr__(self):
        if not self._mock_from_kall:
            name = self._mock_name or "call"
            return name if name.startswith("call") else f"call.{name}"
        name, args, kwargs = self._mock_parts()
        if not name:
            shown = "call"
        elif name.startswith("()"):
            shown = "call" + name
        else:
            shown = "call." + name
        return format_call(shown, args, kwargs)

    def call_list(self):
        """The calls that this chain of calls makes, the first one first."""
        found = []
        link = self
        while link is not None:
            if link._mock_from_kall:
                found.append(link)
            link = link._mock_parent
        return _CallList(reversed(found))


call = _Call(from_kall=False)


class _CallList(list):
    """A list of calls; `in` also looks for a run of several."""

    def __contains__(self, value):
        if not isinstance(value, list):
            return list.__contains__(self, value)
        wanted = len(value)
        return any(self[at:at + wanted] == value for at in range(len(self) - wanted + 1))

    def __repr__(self):
        return pprint.pformat(list(self))
