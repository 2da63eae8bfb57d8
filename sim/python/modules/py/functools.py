"""Tools for functions: caching, wrapping, partial application, dispatch by type."""

__all__ = ['update_wrapper', 'wraps', 'WRAPPER_ASSIGNMENTS', 'WRAPPER_UPDATES',
           'total_ordering', 'cache', 'cmp_to_key', 'lru_cache', 'reduce', 'partial',
           'partialmethod', 'singledispatch', 'singledispatchmethod', 'cached_property']

from _functools import partial, reduce, cmp_to_key, _lru_cache_wrapper

WRAPPER_ASSIGNMENTS = ('__module__', '__name__', '__qualname__', '__doc__', '__annotations__')
WRAPPER_UPDATES = ('__dict__',)


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """Makes `wrapper` look like `wrapped`."""
    for name in assigned:
        try:
            value = getattr(wrapped, name)
        except AttributeError:
            continue
        setattr(wrapper, name, value)
    for name in updated:
        getattr(wrapper, name).update(getattr(wrapped, name, {}))
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """A decorator that applies update_wrapper()."""
    return partial(update_wrapper, wrapped=wrapped, assigned=assigned, updated=updated)


# total_ordering: each missing comparison from one that is there.

def _negated(compare, self, other):
    answer = compare(self, other)
    return answer if answer is NotImplemented else not answer


def _or_equal(compare, self, other):
    answer = compare(self, other)
    if answer is NotImplemented:
        return answer
    return answer or self == other


def _and_unequal(compare, self, other):
    answer = compare(self, other)
    if answer is NotImplemented:
        return answer
    return answer and self != other


def _neither(compare, self, other):
    answer = compare(self, other)
    if answer is NotImplemented:
        return answer
    return not answer and self != other


def _not_or_equal(compare, self, other):
    answer = compare(self, other)
    if answer is NotImplemented:
        return answer
    return not answer or self == other


_DERIVED = {
    '__lt__': {'__gt__': _neither, '__le__': _or_equal, '__ge__': _negated},
    '__le__': {'__ge__': _not_or_equal, '__lt__': _and_unequal, '__gt__': _negated},
    '__gt__': {'__lt__': _neither, '__ge__': _or_equal, '__le__': _negated},
    '__ge__': {'__le__': _not_or_equal, '__gt__': _and_unequal, '__lt__': _negated},
}


def _comparison_docs():
    signs = {'__lt__': '<', '__le__': '<=', '__gt__': '>', '__ge__': '>='}
    rules = {_neither: '(not a {0} b) and (a != b)', _or_equal: '(a {0} b) or (a == b)',
             _negated: '(not a {0} b)', _not_or_equal: '(not a {0} b) or (a == b)',
             _and_unequal: '(a {0} b) and (a != b)'}
    return {(root, name): f'Return a {signs[name]} b.  Computed by @total_ordering from '
                          f'{rules[rule].format(signs[root])}.'
            for root, derived in _DERIVED.items() for name, rule in derived.items()}


_DOCS = _comparison_docs()


def _derived_comparison(name, rule, root):
    def comparison(self, other):
        return rule(getattr(type(self), root), self, other)
    comparison.__name__ = name
    comparison.__qualname__ = f"_{name.strip('_')}_from_{root.strip('_')}"
    comparison.__doc__ = _DOCS[root, name]
    return comparison


def total_ordering(cls):
    """Fills in the ordering methods that a class leaves out."""
    roots = {name for name in _DERIVED
             if getattr(cls, name, None) is not getattr(object, name, None)}
    if not roots:
        raise ValueError('must define at least one ordering operation: < > <= >=')
    root = max(roots)
    for name, rule in _DERIVED[root].items():
        if name not in roots:
            setattr(cls, name, _derived_comparison(name, rule, root))
    return cls


def _cache_info_class():
    from collections import namedtuple
    return namedtuple('CacheInfo', ['hits', 'misses', 'maxsize', 'currsize'],
                      module='functools')


_CacheInfo = _cache_info_class()


def lru_cache(maxsize=128, typed=False):
    """Remembers the results of the last calls, by their arguments."""
    if callable(maxsize) and isinstance(typed, bool):
        function, maxsize = maxsize, 128
        return _make_cache(function, maxsize, typed)
    if isinstance(maxsize, int):
        maxsize = max(maxsize, 0)
    elif maxsize is not None:
        raise TypeError('Expected first argument to be an integer, a callable, or None')

    def decorating_function(user_function):
        return _make_cache(user_function, maxsize, typed)

    return decorating_function


def _make_cache(function, maxsize, typed):
    wrapper = _lru_cache_wrapper(function, maxsize, typed, _CacheInfo)
    wrapper.cache_parameters = lambda: {'maxsize': maxsize, 'typed': typed}
    return update_wrapper(wrapper, function)


def cache(user_function, /):
    """lru_cache without a limit."""
    return lru_cache(maxsize=None)(user_function)


_MISSING = object()


class cached_property:
    """A property that is computed once per instance."""

    def __init__(self, func):
        self.func = func
        self.attrname = None
        self.__doc__ = func.__doc__

    def __set_name__(self, owner, name):
        if self.attrname is None:
            self.attrname = name
        elif name != self.attrname:
            raise TypeError("Cannot assign the same cached_property to two different names "
                            f"({self.attrname!r} and {name!r}).")

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        if self.attrname is None:
            raise TypeError("Cannot use cached_property instance without calling "
                            "__set_name__ on it.")
        try:
            values = instance.__dict__
        except AttributeError:
            raise TypeError(f"No '__dict__' attribute on {type(instance).__name__!r} instance to "
                            f"cache {self.attrname!r} property.") from None
        value = values.get(self.attrname, _MISSING)
        if value is _MISSING:
            value = self.func(instance)
            try:
                values[self.attrname] = value
            except TypeError:
                raise TypeError(
                    f"The '__dict__' attribute on {type(instance).__name__!r} instance does not "
                    f"support item assignment for caching {self.attrname!r} property.") from None
        return value

    __class_getitem__ = classmethod(type(list[int]))


class partialmethod:
    """partial() for methods: the instance comes first."""

    def __init__(self, func, /, *args, **keywords):
        if not callable(func) and not hasattr(func, '__get__'):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        if isinstance(func, partialmethod):
            args = func.args + args
            keywords = {**func.keywords, **keywords}
            func = func.func
        self.func = func
        self.args = args
        self.keywords = keywords

    def __repr__(self):
        parts = [repr(self.func)]
        parts += map(repr, self.args)
        parts += [f"{k}={v!r}" for k, v in self.keywords.items()]
        cls = type(self)
        return f"{cls.__module__}.{cls.__qualname__}({', '.join(parts)})"

    def _make_unbound_method(self):
        def _method(cls_or_self, /, *args, **keywords):
            return self.func(cls_or_self, *self.args, *args, **{**self.keywords, **keywords})
        _method.__isabstractmethod__ = self.__isabstractmethod__
        _method._partialmethod = self
        return _method

    def __get__(self, obj, cls=None):
        get = getattr(self.func, '__get__', None)
        if get is not None:
            bound = get(obj, cls)
            if bound is not self.func:
                result = partial(bound, *self.args, **self.keywords)
                try:
                    result.__self__ = bound.__self__
                except AttributeError:
                    pass
                return result
        return self._make_unbound_method().__get__(obj, cls)

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, '__isabstractmethod__', False)

    __class_getitem__ = classmethod(type(list[int]))


# singledispatch.

def _find_implementation(cls, registry):
    """The registered class that serves `cls` best: the first in its mro, abstract classes that it
    only satisfies standing just in front of the class that brought them in."""
    mro = list(cls.__mro__)
    virtual = [candidate for candidate in registry
               if candidate not in mro and isinstance(candidate, type) and
               issubclass(cls, candidate)]
    virtual = [candidate for candidate in virtual
               if not any(other is not candidate and issubclass(other, candidate)
                          for other in virtual)]
    order = []
    for index, base in enumerate(mro):
        here = [candidate for candidate in virtual if issubclass(base, candidate) and
                not any(issubclass(later, candidate) for later in mro[index + 1:])]
        concrete = [base] if base in registry else []
        if len(here) > 1 and not concrete:
            raise RuntimeError(f"Ambiguous dispatch: {here[0]} or {here[1]}")
        order += concrete + here
    return registry[order[0]] if order else None


def singledispatch(func):
    """Makes a function choose its implementation by the type of its first argument."""
    registry = {object: func}
    found = {}

    def dispatch(cls):
        if cls not in found:
            found[cls] = registry[cls] if cls in registry else _find_implementation(cls, registry)
        return found[cls]

    def register(cls, func=None):
        if func is None:
            if all(isinstance(each, type) for each in _union_members(cls)):
                return lambda function: register(cls, function)
            function = cls
            annotations = getattr(function, '__annotations__', {})
            if not annotations:
                raise TypeError(
                    f"Invalid first argument to `register()`: {cls!r}. "
                    f"Use either `@register(some_class)` or plain `@register` "
                    f"on an annotated function.")
            from typing import get_type_hints
            argument, cls = next(iter(get_type_hints(function).items()))
            classes = _union_members(cls)
            if not all(isinstance(each, type) for each in classes):
                raise TypeError(f"Invalid annotation for {argument!r}. {cls!r} is not a class.")
            func = function
        else:
            classes = _union_members(cls)
        for each in classes:
            registry[each] = func
        found.clear()
        return func

    def wrapper(*args, **kw):
        if not args:
            raise TypeError(f'{name} requires at least 1 positional argument')
        return dispatch(args[0].__class__)(*args, **kw)

    from types import MappingProxyType
    name = getattr(func, '__name__', 'singledispatch function')
    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = MappingProxyType(registry)
    wrapper._clear_cache = found.clear
    update_wrapper(wrapper, func)
    return wrapper


def _union_members(cls):
    if type(cls) is type(int | str):
        return cls.__args__
    return (cls,)


class singledispatchmethod:
    """singledispatch() for methods: the type of the argument after self decides."""

    def __init__(self, func):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        self.dispatcher = singledispatch(func)
        self.func = func

    def register(self, cls, method=None):
        return self.dispatcher.register(cls, func=method)

    def __get__(self, obj, cls=None):
        def _method(*args, **kwargs):
            method = self.dispatcher.dispatch(args[0].__class__)
            return method.__get__(obj, cls)(*args, **kwargs)

        _method.__isabstractmethod__ = self.__isabstractmethod__
        _method.register = self.register
        update_wrapper(_method, self.func)
        return _method

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, '__isabstractmethod__', False)
