"""Puts mocks in the place of other objects for a while, and makes mocks in the likeness of others."""

__name__ = "unittest.mock"  # Its functions are known as that module's.

import builtins
import contextlib
import inspect
import io
import pkgutil
from asyncio import iscoroutinefunction
from functools import partial, wraps
from types import ModuleType

from unittest import mock as _mock
from unittest._mock_calls import DEFAULT, _deleted
from unittest.mock import (AsyncMock, InvalidSpecError, MagicMock, NonCallableMagicMock,
                           _is_async_function, _is_instance_mock, _is_list, _signature_of,
                           _SpecLater)


class _patch:
    """One attribute replaced: a decorator, a context manager, or started and stopped by hand."""

    attribute_name = None
    _active_patches = []

    def __init__(self, getter, attribute, new, spec, create, spec_set, autospec, new_callable,
                 kwargs, *, unsafe=False):
        if new_callable is not None:
            if new is not DEFAULT:
                raise ValueError("Cannot use 'new' and 'new_callable' together")
            if autospec is not None:
                raise ValueError("Cannot use 'autospec' and 'new_callable' together")
        if not unsafe:
            for typo in ("auto_spec", "set_spec"):
                if typo in kwargs:
                    raise RuntimeError(
                        f"{typo!r} might be a typo; use unsafe=True if this is intended")
        for what, given in (("spec", spec), ("spec_set target", spec_set)):
            if _is_instance_mock(given):
                raise InvalidSpecError(
                    f"Cannot spec attr {attribute!r} as the {what} has already been mocked out. "
                    f"[{what.split()[0]}={given!r}]")
        self.getter, self.attribute, self.new = getter, attribute, new
        self.new_callable, self.spec, self.create = new_callable, spec, create
        self.spec_set, self.autospec, self.kwargs = spec_set, autospec, kwargs
        self.has_local = False
        self.additional_patchers = []

    def copy(self):
        twin = _patch(self.getter, self.attribute, self.new, self.spec, self.create, self.spec_set,
                      self.autospec, self.new_callable, self.kwargs)
        twin.attribute_name = self.attribute_name
        twin.additional_patchers = [patcher.copy() for patcher in self.additional_patchers]
        return twin

    # As a decorator.

    def __call__(self, func):
        if isinstance(func, type):
            return self.decorate_class(func)
        if inspect.iscoroutinefunction(func):
            return self.decorate_async_callable(func)
        return self.decorate_callable(func)

    def decorate_class(self, klass):
        for name in dir(klass):
            if not name.startswith(patch.TEST_PREFIX):
                continue
            value = getattr(klass, name)
            if callable(value):
                setattr(klass, name, self.copy()(value))
        return klass

    @contextlib.contextmanager
    def decoration_helper(self, patched, args, keywargs):
        extra = []
        with contextlib.ExitStack() as stack:
            for patching in patched.patchings:
                made = stack.enter_context(patching)
                if patching.attribute_name is not None:
                    keywargs.update(made)
                elif patching.new is DEFAULT:
                    extra.append(made)
            yield (args + tuple(extra), keywargs)

    def decorate_callable(self, func):
        if hasattr(func, "patchings"):
            func.patchings.append(self)
            return func

        @wraps(func)
        def patched(*args, **keywargs):
            with self.decoration_helper(patched, args, keywargs) as (newargs, newkeywargs):
                return func(*newargs, **newkeywargs)

        patched.patchings = [self]
        return patched

    def decorate_async_callable(self, func):
        if hasattr(func, "patchings"):
            func.patchings.append(self)
            return func

        @wraps(func)
        async def patched(*args, **keywargs):
            with self.decoration_helper(patched, args, keywargs) as (newargs, newkeywargs):
                return await func(*newargs, **newkeywargs)

        patched.patchings = [self]
        return patched

    # As a context manager.

    def get_original(self):
        target, name = self.getter(), self.attribute
        local = False
        try:
            original = target.__dict__[name]
            local = True
        except (AttributeError, KeyError):
            original = getattr(target, name, DEFAULT)
        if name in dir(builtins) and isinstance(target, ModuleType):
            self.create = True
        if not self.create and original is DEFAULT:
            raise AttributeError(f"{target} does not have the attribute {name!r}")
        return original, local

    def _make_replacement(self, original):
        """The mock that stands in for `original` where no `new` was given."""
        spec, spec_set = self.spec, self.spec_set
        inherit = False
        if spec is True:
            spec = original
            if spec_set is True:
                spec_set, spec = original, None
        elif spec is not None and spec_set is True:
            spec_set, spec = spec, None
        elif spec_set is True:
            spec_set = original
        if (spec is not None or spec_set is not None) and original is DEFAULT:
            raise TypeError("Can't use 'spec' with create=True")
        like = spec if spec is not None else spec_set
        if isinstance(like, type):
            inherit = True
        if like is None and _is_async_function(original):
            kind = AsyncMock
        else:
            kind = MagicMock
        options = {}
        if self.new_callable is not None:
            kind = self.new_callable
        elif like is not None:
            names = like if _is_list(like) else dir(like)
            if _is_async_function(like):
                kind = AsyncMock
            elif not callable(like) and not _is_list(like) or (
                    _is_list(like) and "__call__" not in names):
                kind = NonCallableMagicMock
        if spec is not None:
            options["spec"] = spec
        if spec_set is not None:
            options["spec_set"] = spec_set
        mock_kind = isinstance(kind, type) and issubclass(kind, _mock.NonCallableMock)
        if mock_kind and self.attribute:
            options["name"] = self.attribute
        options.update(self.kwargs)
        new = kind(**options)
        if inherit and _is_instance_mock(new):
            options.pop("name", None)
            callable_like = _is_list(like) or hasattr(like, "__call__") and "__call__" in dir(like)
            result = kind if callable_like and "__call__" in like.__dict__ else NonCallableMagicMock
            new.return_value = result(_new_parent=new, _new_name="()", **options)
        return new

    def _make_autospec(self, original):
        if original is DEFAULT:
            raise TypeError("Can't use 'autospec' with create=True")
        like = original if self.autospec is True else self.autospec
        for known in (self.target, like):
            if _is_instance_mock(known):
                raise InvalidSpecError(
                    f"Cannot autospec attr {self.attribute!r} as the patch target has already "
                    f"been mocked out. [target={self.target!r}, attr={like!r}]")
        return create_autospec(like, spec_set=bool(self.spec_set), _name=self.attribute,
                               **self.kwargs)

    def __enter__(self):
        autospec = None if self.autospec is False else self.autospec
        if (self.spec or None) is not None and autospec is not None:
            raise TypeError("Can't specify spec and autospec")
        if (self.spec is not None or autospec is not None) and self.spec_set not in (
                True, False, None):
            raise TypeError("Can't provide explicit spec_set *and* spec or autospec")
        self.spec = None if self.spec is False else self.spec
        self.spec_set = None if self.spec_set is False else self.spec_set
        self.target = self.getter()
        original, local = self.get_original()
        new = self.new
        if new is DEFAULT and autospec is None:
            new = self._make_replacement(original)
        elif autospec is not None:
            if new is not DEFAULT:
                raise TypeError("autospec creates the mock for you. Can't specify autospec and new.")
            new = self._make_autospec(original)
        elif self.kwargs:
            raise TypeError("Can't pass kwargs to a mock we aren't creating")
        self.temp_original, self.is_local = original, local
        self._exit_stack = contextlib.ExitStack()
        try:
            setattr(self.target, self.attribute, new)
            if self.attribute_name is None:
                return new
            made = {self.attribute_name: new} if self.new is DEFAULT else {}
            for patching in self.additional_patchers:
                value = self._exit_stack.enter_context(patching)
                if patching.new is DEFAULT:
                    made.update(value)
            return made
        except BaseException as error:
            if not self.__exit__(type(error), error, error.__traceback__):
                raise

    def __exit__(self, *exc_info):
        if self.is_local and self.temp_original is not DEFAULT:
            setattr(self.target, self.attribute, self.temp_original)
        else:
            delattr(self.target, self.attribute)
            gone = not self.create and not hasattr(self.target, self.attribute)
            if gone or self.attribute in ("__doc__", "__module__", "__defaults__",
                                          "__annotations__", "__kwdefaults__"):
                setattr(self.target, self.attribute, self.temp_original)
        del self.temp_original, self.is_local, self.target
        stack = self._exit_stack
        del self._exit_stack
        return stack.__exit__(*exc_info)

    def start(self):
        result = self.__enter__()
        self._active_patches.append(self)
        return result

    def stop(self):
        try:
            self._active_patches.remove(self)
        except ValueError:
            return None
        return self.__exit__(None, None, None)


def _get_target(target):
    try:
        target, attribute = target.rsplit(".", 1)
    except (TypeError, ValueError, AttributeError):
        raise TypeError(f"Need a valid target to patch. You supplied: {target!r}")
    return partial(pkgutil.resolve_name, target), attribute


def patch(target, new=DEFAULT, spec=None, create=False, spec_set=None, autospec=None,
          new_callable=None, *, unsafe=False, **kwargs):
    getter, attribute = _get_target(target)
    return _patch(getter, attribute, new, spec, create, spec_set, autospec, new_callable, kwargs,
                  unsafe=unsafe)


def _patch_object(target, attribute, new=DEFAULT, spec=None, create=False, spec_set=None,
                  autospec=None, new_callable=None, *, unsafe=False, **kwargs):
    if type(target) is str:
        raise TypeError(f"{target!r} must be the actual object to be patched, not a str")
    return _patch(lambda: target, attribute, new, spec, create, spec_set, autospec, new_callable,
                  kwargs, unsafe=unsafe)


def _patch_multiple(target, spec=None, create=False, spec_set=None, autospec=None,
                    new_callable=None, **kwargs):
    getter = partial(pkgutil.resolve_name, target) if type(target) is str else lambda: target
    if not kwargs:
        raise ValueError("Must supply at least one keyword argument with patch.multiple")
    patchers = []
    for attribute, new in kwargs.items():
        one = _patch(getter, attribute, new, spec, create, spec_set, autospec, new_callable, {})
        one.attribute_name = attribute
        patchers.append(one)
    first, *others = patchers
    first.additional_patchers.extend(others)
    return first


class _patch_dict:
    """A dictionary changed for a while."""

    def __init__(self, in_dict, values=(), clear=False, **kwargs):
        self.in_dict = in_dict
        self.values = dict(values)
        self.values.update(kwargs)
        self.clear = clear
        self._original = None

    def __call__(self, function):
        if isinstance(function, type):
            for name in dir(function):
                value = getattr(function, name)
                if name.startswith(patch.TEST_PREFIX) and hasattr(value, "__call__"):
                    setattr(function, name, _patch_dict(self.in_dict, self.values,
                                                        self.clear)(value))
            return function
        if iscoroutinefunction(function):
            @wraps(function)
            async def inner(*args, **kwargs):
                with self:
                    return await function(*args, **kwargs)
        else:
            @wraps(function)
            def inner(*args, **kwargs):
                with self:
                    return function(*args, **kwargs)
        return inner

    def _replace(self, items, clear):
        if clear:
            for key in list(self.in_dict):
                del self.in_dict[key]
        for key in items:
            self.in_dict[key] = items[key]

    def __enter__(self):
        if isinstance(self.in_dict, str):
            self.in_dict = pkgutil.resolve_name(self.in_dict)
        known = self.in_dict
        self._original = known.copy() if hasattr(known, "copy") else {key: known[key]
                                                                      for key in known}
        self._replace(self.values, self.clear)
        return self.in_dict

    def __exit__(self, *args):
        if self._original is not None:
            self._replace(self._original, True)
            self._original = None
        return False

    def start(self):
        result = self.__enter__()
        _patch._active_patches.append(self)
        return result

    def stop(self):
        try:
            _patch._active_patches.remove(self)
        except ValueError:
            return None
        return self.__exit__(None, None, None)


def _patch_stopall():
    for one in reversed(list(_patch._active_patches)):
        one.stop()


patch.object = _patch_object
patch.dict = _patch_dict
patch.multiple = _patch_multiple
patch.stopall = _patch_stopall
patch.TEST_PREFIX = "test"


# ---- mocks in the likeness of others ------------------------------------------------------------

_FUNCTION_ATTRIBUTES = ("return_value side_effect called call_count call_args call_args_list "
                        "method_calls mock_calls").split()
_FUNCTION_METHODS = ("assert_called assert_called_with assert_called_once assert_called_once_with "
                     "assert_has_calls assert_any_call assert_not_called reset_mock configure_mock "
                     "attach_mock").split()
_AWAIT_METHODS = ("assert_awaited assert_awaited_once assert_awaited_with assert_awaited_once_with "
                  "assert_any_await assert_has_awaits assert_not_awaited").split()


def _function_double(mock, original, signature):
    """A function with the signature of `original` whose calls go to `mock`."""
    if _is_async_function(original):
        @wraps(original)
        async def double(*args, **kwargs):
            signature.bind(*args, **kwargs)
            return await mock(*args, **kwargs)
    else:
        @wraps(original)
        def double(*args, **kwargs):
            signature.bind(*args, **kwargs)
            return mock(*args, **kwargs)
    del double.__wrapped__
    double.__signature__ = signature
    double.mock = mock
    for name in _FUNCTION_METHODS:
        setattr(double, name, getattr(mock, name))
    if _is_async_function(original):
        for name in _AWAIT_METHODS:
            setattr(double, name, getattr(mock, name))
        double.await_count, double.await_args = 0, None
        double.await_args_list = mock.await_args_list
    double.called, double.call_count, double.call_args = False, 0, None
    double.call_args_list, double.method_calls = mock.call_args_list, mock.method_calls
    double.mock_calls = mock.mock_calls
    double.return_value, double.side_effect = mock.return_value, mock.side_effect
    double._mock_children = mock._mock_children
    mock.__dict__["_mock_delegate"] = double
    return double


def _has_signature_only(spec):
    return inspect.isfunction(spec) or inspect.ismethod(spec) or inspect.isbuiltin(spec)


def _checks_calls(mock, signature):
    """Lets calls of `mock` fail where they don't fit."""
    def check(self, /, *args, **kwargs):
        signature.bind(*args, **kwargs)
    type(mock)._mock_check_sig = check
    type(mock).__signature__ = signature


def _drops_self(owner, name, value):
    """Whether calls of owner.name on an instance pass one argument less than `value` takes."""
    holder = owner if isinstance(owner, type) else type(owner)
    if not isinstance(owner, type) and name in getattr(owner, "__dict__", {}):
        return False
    for klass in holder.__mro__:
        if name in klass.__dict__:
            return inspect.isfunction(klass.__dict__[name])
    return False


def create_autospec(spec, spec_set=False, instance=False, _parent=None, _name=None, *,
                    unsafe=False, _skip_first=False, **kwargs):
    """A mock with the attributes of `spec`, whose calls must fit the signatures of spec's."""
    if _is_list(spec):
        spec = type(spec)
    is_type = isinstance(spec, type)
    if _is_instance_mock(spec):
        raise InvalidSpecError(f"Cannot autospec a Mock object. [object={spec!r}]")
    is_async = _is_async_function(spec)
    if is_async and instance:
        raise RuntimeError("Instance can not be True when create_autospec is mocking an async "
                           "function")
    options = {"spec_set" if spec_set else "spec": spec}
    if spec is None:
        options = {}
    if is_type and instance:
        options["_spec_as_instance"] = True
    options["_eat_self"] = _skip_first
    options.update(kwargs)
    kind = MagicMock
    if inspect.isdatadescriptor(spec):
        options = {}
    elif is_type and instance and not hasattr(spec, "__call__") or \
            is_type and instance and not any("__call__" in k.__dict__ for k in spec.__mro__):
        kind = NonCallableMagicMock
    elif is_async:
        kind = AsyncMock
    elif spec is not None and not callable(spec):
        kind = NonCallableMagicMock
    name = options.pop("name", _name)
    mock = kind(parent=_parent, _new_parent=_parent, _new_name=name or "", name=name, **options)
    if not (is_type and instance):
        signature = _signature_of(spec, _skip_first)
        if signature is not None and _has_signature_only(spec):
            if _parent is None or is_async or inspect.isfunction(spec):
                mock = _function_double(mock, spec, signature)
            else:
                _checks_calls(mock, signature)
        elif signature is not None:
            _checks_calls(mock, signature)
    holder = mock.mock if inspect.isfunction(mock) else mock
    if _parent is not None and not instance:
        _parent._mock_children[_name] = mock
    if is_type and not instance and "return_value" not in kwargs:
        holder.return_value = create_autospec(spec, spec_set, instance=True, _name="()",
                                              _parent=holder)
        holder.return_value._mock_name = None
    _fill_children(holder, mock, spec, spec_set, instance, is_type)
    return mock


def _fill_children(holder, mock, spec, spec_set, instance, is_type):
    """Gives `holder` a specified mock for each attribute of `spec`."""
    for entry in dir(spec):
        if f"__{entry[2:-2]}__" == entry and len(entry) > 4:
            continue
        try:
            original = getattr(spec, entry)
        except AttributeError:
            continue
        if not _has_signature_only(original):
            holder._mock_children[entry] = _SpecLater(original, spec_set, holder, entry, False)
            continue
        skip = _drops_self(spec, entry, original) and (is_type and instance)
        child = create_autospec(original, spec_set, False, holder, entry, _skip_first=skip)
        holder._mock_children[entry] = child
        if inspect.isfunction(child):
            object.__setattr__(holder, entry, child)


def mock_open(mock=None, read_data=""):
    """A stand-in for open() whose files hold `read_data`."""
    def fresh():
        make = io.StringIO if isinstance(read_data, str) else io.BytesIO
        return make(read_data)

    state = [fresh()]
    if mock is None:
        mock = MagicMock(name="open", spec=open)
    handle = MagicMock(spec=list(set(dir(io.TextIOWrapper)) | set(dir(io.BytesIO))))
    handle.__enter__.return_value = handle
    handle.write.return_value = None

    def reader(name):
        def read(*args, **kwargs):
            set_value = getattr(handle, name)._mock_return_value
            return set_value if set_value is not DEFAULT else getattr(state[0], name)(
                *args, **kwargs)
        return read

    def lines():
        if handle.readline._mock_return_value is not DEFAULT:
            while True:
                yield handle.readline.return_value
        yield from state[0]

    def next_line():
        return next(state[0])

    for name in ("read", "readline", "readlines"):
        getattr(handle, name)._mock_return_value = DEFAULT
        getattr(handle, name).side_effect = reader(name)
    handle.__iter__.side_effect = lines
    handle.__next__.side_effect = next_line

    def opened(*args, **kwargs):
        state[0] = fresh()
        return DEFAULT

    mock.side_effect = opened
    mock.return_value = handle
    return mock
