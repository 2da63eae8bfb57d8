"""Shallow and deep copies."""

__all__ = ["Error", "copy", "deepcopy"]

import types
from copyreg import dispatch_table


class Error(Exception):
    pass


error = Error

_ATOMIC = (type(None), int, float, bool, complex, str, bytes, type, range, type(Ellipsis),
           type(NotImplemented), types.FunctionType, types.BuiltinFunctionType, property,
           types.CodeType)


def copy(x):
    """A shallow copy."""
    cls = type(x)
    if cls in _ATOMIC or cls in (tuple, frozenset, slice):
        return x
    if cls in (list, dict, set, bytearray):
        return cls.copy(x)
    if issubclass(cls, type):
        return x
    copier = getattr(cls, "__copy__", None)
    if copier is not None:
        return copier(x)
    return _rebuild(x, _reduced(x, cls), None)


def _reduced(x, cls):
    """How to make x again: (function, arguments, state, list items, dict items)."""
    reduce = dispatch_table.get(cls)
    return reduce(x) if reduce is not None else x.__reduce_ex__(4)


_MISSING = []


def deepcopy(x, memo=None, _nil=_MISSING):
    """A copy of x and of everything in it; memo keeps what was copied already."""
    if memo is None:
        memo = {}
    known = memo.get(id(x), _MISSING)
    if known is not _MISSING:
        return known
    cls = type(x)
    if cls in _ATOMIC or issubclass(cls, type):
        return x
    if cls in _DEEP:
        result = _DEEP[cls](x, memo)
    else:
        copier = getattr(x, "__deepcopy__", None)
        if copier is not None:
            result = copier(memo)
        else:
            reduced = _reduced(x, cls)
            result = x if isinstance(reduced, str) else _rebuild(x, reduced, memo)
    if result is not x:
        memo[id(x)] = result
        # Keeps x, so that its id is not given to something else meanwhile.
        memo.setdefault(id(memo), []).append(x)
    return result


def _deep_list(x, memo):
    result = []
    memo[id(x)] = result
    for item in x:
        result.append(deepcopy(item, memo))
    return result


def _deep_tuple(x, memo):
    items = [deepcopy(item, memo) for item in x]
    if id(x) in memo:
        return memo[id(x)]
    if all(a is b for a, b in zip(x, items)):
        return x
    return tuple(items)


def _deep_dict(x, memo):
    result = {}
    memo[id(x)] = result
    for key, value in x.items():
        result[deepcopy(key, memo)] = deepcopy(value, memo)
    return result


def _deep_method(x, memo):
    return type(x)(x.__func__, deepcopy(x.__self__, memo))


_DEEP = {list: _deep_list, tuple: _deep_tuple, dict: _deep_dict, types.MethodType: _deep_method}


def _rebuild(x, reduced, memo):
    """Makes an object again from what __reduce_ex__ says of it; memo: deeply."""
    if isinstance(reduced, str):
        return x
    deep = memo is not None
    func, args, state, items, pairs, *_ = (*reduced, None, None, None)
    if deep and args:
        args = [deepcopy(arg, memo) for arg in args]
    y = func(*args)
    if deep:
        memo[id(x)] = y
    if state is not None:
        if deep:
            state = deepcopy(state, memo)
        if hasattr(y, '__setstate__'):
            y.__setstate__(state)
        else:
            slots = None
            if isinstance(state, tuple) and len(state) == 2:
                state, slots = state
            if state is not None:
                y.__dict__.update(state)
            if slots is not None:
                for name, value in slots.items():
                    setattr(y, name, value)
    for item in items or ():
        y.append(deepcopy(item, memo) if deep else item)
    for key, value in pairs or ():
        if deep:
            key, value = deepcopy(key, memo), deepcopy(value, memo)
        y[key] = value
    return y
