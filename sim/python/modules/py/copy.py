"""Shallow and deep copies."""

__all__ = ["Error", "copy", "deepcopy"]

import types


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
    for name, arguments in (('__reduce_ex__', (4,)), ('__reduce__', ())):
        own = getattr(cls, name, None)
        if own is not None and own is not getattr(object, name, None):
            return own(x, *arguments)
    if isinstance(x, types.ModuleType) or isinstance(x, types.GeneratorType):
        raise TypeError(f"cannot pickle {cls.__name__!r} object")
    arguments = getattr(x, '__getnewargs__', tuple)()
    keywords = {}
    if hasattr(x, '__getnewargs_ex__'):
        arguments, keywords = x.__getnewargs_ex__()
    return (_new_object, (cls, arguments, keywords), _state_of(x, cls),
            iter(x) if isinstance(x, list) else None,
            iter(x.items()) if isinstance(x, dict) else None)


def _new_object(cls, arguments, keywords):
    return cls.__new__(cls, *arguments, **keywords)


def _state_of(x, cls):
    """The attributes: a dict, or with __slots__ a pair of dicts."""
    getstate = getattr(cls, '__getstate__', None)
    if getstate is not None and getstate is not getattr(object, '__getstate__', None):
        return getstate(x)
    state = getattr(x, '__dict__', None) or None
    slots = {}
    for base in cls.__mro__:
        names = base.__dict__.get('__slots__', ())
        for name in (names,) if isinstance(names, str) else names:
            if name in ('__dict__', '__weakref__'):
                continue
            if name.startswith('__') and not name.endswith('__'):
                name = f"_{base.__name__.lstrip('_')}{name}"
            if hasattr(x, name):
                slots[name] = getattr(x, name)
    if slots:
        return state, slots
    return state


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
