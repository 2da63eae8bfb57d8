"""How objects are taken apart and put together again, for copy and pickle."""

__all__ = ["pickle", "constructor", "add_extension", "remove_extension", "clear_extension_cache"]

dispatch_table = {}


def pickle(ob_type, pickle_function, constructor_ob=None):
    if not callable(pickle_function):
        raise TypeError("reduction functions must be callable")
    dispatch_table[ob_type] = pickle_function
    if constructor_ob is not None:
        constructor(constructor_ob)


def constructor(object):
    if not callable(object):
        raise TypeError("constructors must be callable")


def _reduce_complex(c):
    return complex, (c.real, c.imag)


def _reduce_union(alias):
    import functools
    import operator
    return functools.reduce, (operator.or_, alias.__args__)


pickle(complex, _reduce_complex, complex)
pickle(type(int | str), _reduce_union)


def _reconstructor(cls, base, state):
    if base is object:
        return object.__new__(cls)
    made = base.__new__(cls, state)
    if base.__init__ != object.__init__:
        base.__init__(made, state)
    return made


# Types of the library that can be taken apart, though their instances hold more than attributes.
_PLAIN = (object, int, float, complex, str, bytes, bytearray, tuple, list, dict, set, frozenset,
          BaseException)


def _builtin_parts(obj):
    """How an instance of one of C++'s own types is made again; None: not known."""
    name = type(obj).__name__
    if type(obj) is range:
        return range, (obj.start, obj.stop, obj.step)
    if type(obj) is slice:
        return slice, (obj.start, obj.stop, obj.step)
    if type(obj) is bytearray:
        return bytearray, (bytes(obj),) if obj else (), None
    if obj is NotImplemented:
        return 'NotImplemented'
    if obj is ...:
        return 'Ellipsis'
    if name == 'builtin_function_or_method':
        owner = obj.__self__
        if owner is None or type(owner).__name__ == 'module':
            return obj.__qualname__
        return getattr, (owner, obj.__name__)
    if name == 'method':
        return getattr, (obj.__self__, obj.__func__.__name__)
    if name == 'partial':
        return type(obj), (obj.func,), (obj.func, obj.args, obj.keywords, obj.__dict__ or None)
    return None


def _reduce_ex(obj, protocol, base):
    """object.__reduce_ex__; `base` is the nearest class of the object that no program made.

    CPython: object___reduce_ex___impl, reduce_newobj and copyreg._reduce_ex.
    """
    cls = type(obj)
    if cls.__reduce__ is not object.__reduce__:
        return obj.__reduce__()
    known = _builtin_parts(obj)
    if known is not None:
        return known
    if base not in _PLAIN and base is not type(None):
        raise TypeError(f"cannot pickle {cls.__name__!r} object")
    if protocol < 2:
        return _reduce_old(obj, cls, base, protocol)
    args, kwargs = (), {}
    if hasattr(cls, '__getnewargs_ex__'):
        args, kwargs = obj.__getnewargs_ex__()
    elif hasattr(cls, '__getnewargs__'):
        args = obj.__getnewargs__()
        if not isinstance(args, tuple):
            raise TypeError(f"__getnewargs__ should return a tuple, not '{type(args).__name__}'")
    state = obj.__getstate__()
    items = iter(obj) if isinstance(obj, list) else None
    pairs = iter(obj.items()) if isinstance(obj, dict) else None
    if kwargs:
        return __newobj_ex__, (cls, args, kwargs), state, items, pairs
    return __newobj__, (cls, *args), state, items, pairs


def _reduce_old(obj, cls, base, protocol):
    state = None
    if base is not object:
        if base is cls:
            raise TypeError(f"cannot pickle {cls.__name__!r} object")
        state = base(obj)
    left = obj.__getstate__()
    parts = cls, base, state
    return (_reconstructor, parts, left) if left else (_reconstructor, parts)


def _getstate(obj):
    """object.__getstate__: the attributes, or with slots a pair of dicts."""
    state = getattr(obj, '__dict__', None) or None
    slots = {name: getattr(obj, name) for name in _slotnames(type(obj)) if hasattr(obj, name)}
    return (state, slots) if slots else state


def __newobj__(cls, *args):
    return cls.__new__(cls, *args)


def __newobj_ex__(cls, args, kwargs):
    return cls.__new__(cls, *args, **kwargs)


def _slotnames(cls):
    """The names of all slots of a class and its bases, as attributes are asked for."""
    names = cls.__dict__.get("__slotnames__")
    if names is not None:
        return names
    names = []
    for base in cls.__mro__:
        slots = base.__dict__.get('__slots__', ())
        for name in (slots,) if isinstance(slots, str) else slots:
            if name in ("__dict__", "__weakref__"):
                continue
            if name.startswith('__') and not name.endswith('__'):
                owner = base.__name__.lstrip('_')
                name = f'_{owner}{name}' if owner else name
            names.append(name)
    try:
        cls.__slotnames__ = names
    except (AttributeError, TypeError):
        pass
    return names


_extension_registry = {}
_inverted_registry = {}
_extension_cache = {}


def add_extension(module, name, code):
    code = int(code)
    if not 1 <= code <= 0x7fffffff:
        raise ValueError("code out of range")
    key = (module, name)
    if _extension_registry.get(key) == code and _inverted_registry.get(code) == key:
        return
    if key in _extension_registry:
        raise ValueError(f"key {key} is already registered with code {_extension_registry[key]}")
    if code in _inverted_registry:
        raise ValueError(f"code {code} is already in use for key {_inverted_registry[code]}")
    _extension_registry[key] = code
    _inverted_registry[code] = key


def remove_extension(module, name, code):
    key = (module, name)
    if _extension_registry.get(key) != code or _inverted_registry.get(code) != key:
        raise ValueError(f"key {key} is not registered with code {code}")
    del _extension_registry[key]
    del _inverted_registry[code]
    _extension_cache.pop(code, None)


def clear_extension_cache():
    _extension_cache.clear()
