"""Objects that stand in for others in a test, and note how they were used."""

__all__ = ("Mock", "MagicMock", "patch", "sentinel", "DEFAULT", "ANY", "call", "create_autospec",
           "AsyncMock", "FILTER_DIR", "NonCallableMock", "NonCallableMagicMock", "mock_open",
           "PropertyMock", "seal")

import inspect
from asyncio import iscoroutinefunction
from types import CodeType, MethodType

from unittest._mock_calls import (ANY, DEFAULT, _Call, _CallList, _deleted, _missing, call,
                                  format_call, sentinel)
from unittest.util import safe_repr

FILTER_DIR = True


class InvalidSpecError(Exception):
    """A mock was given as a specification."""


def _is_magic(name):
    return f"__{name[2:-2]}__" == name


def _is_list(value):
    return type(value) in (list, tuple)


def _is_exception(value):
    return isinstance(value, BaseException) or (
        isinstance(value, type) and issubclass(value, BaseException))


def _is_instance_mock(value):
    return issubclass(type(value), NonCallableMock)


def _is_async_function(value):
    if _is_instance_mock(value) and not isinstance(value, AsyncMock):
        return False
    if hasattr(value, "__func__"):
        value = value.__func__
    return iscoroutinefunction(value) or inspect.isawaitable(value)


def _signature_of(spec, skip_first=False, instance=False):
    """The signature that calls of `spec` must fit; None where it has none."""
    if isinstance(spec, type) and not instance:
        spec, skip_first = spec.__init__, True
    elif isinstance(spec, (classmethod, staticmethod)):
        skip_first = skip_first or isinstance(spec, classmethod)
        spec = spec.__func__
    elif not callable(spec) or not hasattr(spec, "__code__") and not hasattr(spec, "__func__"):
        if isinstance(spec, type) or not hasattr(type(spec), "__call__"):
            return None
        spec = type(spec).__call__ if not inspect.isbuiltin(spec) else spec
    try:
        signature = inspect.signature(spec)
    except (ValueError, TypeError):
        return None
    if skip_first:
        signature = signature.replace(parameters=list(signature.parameters.values())[1:])
    return signature


# ---- magic methods ------------------------------------------------------------------------------

_NUMERIC = ("add sub mul matmul truediv floordiv mod lshift rshift and xor or pow divmod").split()
_PLAIN = ("lt gt le ge eq ne getitem setitem delitem len contains str sizeof enter exit neg pos abs "
          "invert complex int float index round trunc floor ceil bool next fspath iter hash").split()
_NEVER_SET = {f"__{name}__" for name in
              "get set delete reversed missing reduce reduce_ex getinitargs getnewargs getstate "
              "setstate getformat repr dir subclasses format getnewargs_ex".split()}
_MAGICS = {f"__{name}__" for name in _PLAIN} | {
    f"__{side}{name}__" for name in _NUMERIC for side in ("", "i", "r")} - {"__idivmod__"}
_ASYNC_METHODS = {"__aenter__", "__aexit__", "__anext__"}
_SYNC_MAGICS = _MAGICS | _NEVER_SET
_ALL_MAGICS = _SYNC_MAGICS | _ASYNC_METHODS | {"__aiter__"}
_UNSUPPORTED = {"__getattr__", "__setattr__", "__init__", "__new__", "__prepare__",
                "__instancecheck__", "__subclasscheck__", "__del__"}

_ANSWERS = {"__lt__": NotImplemented, "__gt__": NotImplemented, "__le__": NotImplemented,
            "__ge__": NotImplemented, "__int__": 1, "__contains__": False, "__len__": 0,
            "__exit__": False, "__complex__": 1j, "__float__": 1.0, "__bool__": True,
            "__index__": 1, "__aexit__": False}
_WORKED_OUT = {
    "__hash__": lambda mock: object.__hash__(mock),
    "__str__": lambda mock: object.__str__(mock),
    "__sizeof__": lambda mock: object.__sizeof__(mock),
    "__fspath__":
        lambda mock: f"{type(mock).__name__}/{mock._extract_mock_name()}/{id(mock)}",
}


class _AsyncItems:
    """An asynchronous iterator over a plain one."""

    def __init__(self, items):
        self._items = items

    def __aiter__(self):
        return self

    async def __anext__(self):
        for item in self._items:
            return item
        raise StopAsyncIteration


def _equal(mock):
    def equal(other):
        set_value = mock.__eq__._mock_return_value
        if set_value is not DEFAULT:
            return set_value
        return True if mock is other else NotImplemented
    return equal


def _unequal(mock):
    def unequal(other):
        if mock.__ne__._mock_return_value is not DEFAULT:
            return DEFAULT
        return False if mock is other else NotImplemented
    return unequal


def _iterate(mock):
    def iterate():
        set_value = mock.__iter__._mock_return_value
        return iter([] if set_value is DEFAULT else set_value)
    return iterate


def _iterate_async(mock):
    def iterate():
        set_value = mock.__aiter__._mock_return_value
        return _AsyncItems(iter([] if set_value is DEFAULT else set_value))
    return iterate


_EFFECTS = {"__eq__": _equal, "__ne__": _unequal, "__iter__": _iterate,
            "__aiter__": _iterate_async}


class _MagicProxy:
    """Stands on a mock's class for a magic method until somebody asks for it."""

    def __init__(self, name, parent):
        self.name = name
        self.parent = parent

    def __get__(self, instance, owner=None):
        mock = self.parent._get_child_mock(
            name=self.name, _new_name=self.name, _new_parent=self.parent)
        setattr(self.parent, self.name, mock)
        if self.name in _ANSWERS:
            mock.return_value = _ANSWERS[self.name]
        elif self.name in _WORKED_OUT:
            mock.return_value = _WORKED_OUT[self.name](self.parent)
        elif self.name in _EFFECTS:
            mock.side_effect = _EFFECTS[self.name](self.parent)
        return mock


# ---- the mocks ----------------------------------------------------------------------------------

_ALLOWED = {"return_value", "_mock_return_value", "side_effect", "_mock_side_effect",
            "_mock_parent", "_mock_new_parent", "_mock_name", "_mock_new_name"}


def _delegating(name):
    """An attribute that a mock keeps itself, or asks its function double for."""
    hidden = f"_mock_{name}"

    def read(self):
        delegate = self._mock_delegate
        return getattr(self, hidden) if delegate is None else getattr(delegate, name)

    def write(self, value):
        delegate = self._mock_delegate
        if delegate is None:
            self.__dict__[hidden] = value
        else:
            setattr(delegate, name, value)

    return property(read, write)


def _adopt(parent, value, name, new_name):
    """Makes a mock the child of the one that it is assigned to, unless it has a parent or a name."""
    value = getattr(value, "mock", value) if inspect.isfunction(value) else value
    if not _is_instance_mock(value):
        return False
    taken = (value._mock_name or value._mock_new_name or value._mock_parent is not None or
             value._mock_new_parent is not None)
    if taken:
        return False
    above = parent
    while above is not None:
        if above is value:
            return False
        above = above._mock_new_parent
    if new_name:
        value._mock_new_parent = parent
        value._mock_new_name = new_name
    if name:
        value._mock_parent = parent
        value._mock_name = name
    return True


class Base:
    _mock_return_value = DEFAULT
    _mock_side_effect = None

    def __init__(self, /, *args, **kwargs):
        pass


class NonCallableMock(Base):
    """A mock that cannot be called."""

    def __new__(cls, /, *args, **kwargs):
        bases = (cls,)
        if not issubclass(cls, AsyncMockMixin):
            names = ("spec", "wraps", "name", "spec_set")
            given = dict(zip(names, args)) | kwargs
            spec = given.get("spec_set") or given.get("spec")
            if spec is not None and _is_async_function(spec):
                bases = (AsyncMockMixin, cls)
        return super().__new__(type(cls.__name__, bases, {"__doc__": cls.__doc__}))

    def __init__(self, spec=None, wraps=None, name=None, spec_set=None, parent=None,
                 _spec_state=None, _new_name="", _new_parent=None, _spec_as_instance=False,
                 _eat_self=None, unsafe=False, **kwargs):
        state = self.__dict__
        state["_mock_parent"] = parent
        state["_mock_name"] = name
        state["_mock_new_name"] = _new_name
        state["_mock_new_parent"] = parent if _new_parent is None else _new_parent
        state["_mock_sealed"] = False
        only = spec_set is not None
        self._mock_add_spec(spec_set if only else spec, only, _spec_as_instance, bool(_eat_self))
        state["_mock_children"] = {}
        state["_mock_wraps"] = wraps
        state["_mock_delegate"] = None
        self._mock_forget()
        state["_mock_unsafe"] = unsafe
        if kwargs:
            self.configure_mock(**kwargs)
        super().__init__(spec, wraps, name, spec_set, parent, _spec_state)

    def _mock_forget(self):
        state = self.__dict__
        state["_mock_called"] = False
        state["_mock_call_args"] = None
        state["_mock_call_count"] = 0
        state["_mock_call_args_list"] = _CallList()
        state["_mock_mock_calls"] = _CallList()
        state["method_calls"] = _CallList()

    def attach_mock(self, mock, attribute):
        inner = getattr(mock, "mock", mock) if inspect.isfunction(mock) else mock
        inner._mock_parent = None
        inner._mock_new_parent = None
        inner._mock_name = ""
        inner._mock_new_name = None
        setattr(self, attribute, mock)

    def mock_add_spec(self, spec, spec_set=False):
        self._mock_add_spec(spec, spec_set)

    def _mock_add_spec(self, spec, spec_set, _spec_as_instance=False, _eat_self=False):
        if _is_instance_mock(spec):
            raise InvalidSpecError(f"Cannot spec a Mock object. [object={spec!r}]")
        state = self.__dict__
        state["_spec_class"] = state["_spec_signature"] = None
        state["_spec_asyncs"] = []
        names = spec
        if spec is not None and not _is_list(spec):
            state["_spec_class"] = spec if isinstance(spec, type) else type(spec)
            state["_spec_signature"] = _signature_of(spec, _eat_self, _spec_as_instance)
            names = dir(spec)
            for name in names:
                if iscoroutinefunction(inspect.getattr_static(spec, name, None)):
                    state["_spec_asyncs"].append(name)
        state["_spec_set"] = spec_set
        state["_mock_methods"] = names

    # What is configured.

    def _mock_get_return_value(self):
        value = self._mock_return_value
        if self._mock_delegate is not None:
            value = self._mock_delegate.return_value
        if value is DEFAULT:
            value = self._get_child_mock(_new_parent=self, _new_name="()")
            self.return_value = value
        return value

    def _mock_set_return_value(self, value):
        if self._mock_delegate is not None:
            self._mock_delegate.return_value = value
        else:
            self.__dict__["_mock_return_value"] = value
            _adopt(self, value, None, "()")

    return_value = property(_mock_get_return_value, _mock_set_return_value)

    @property
    def __class__(self):
        return self._spec_class or type(self)

    called = _delegating("called")
    call_count = _delegating("call_count")
    call_args = _delegating("call_args")
    call_args_list = _delegating("call_args_list")
    mock_calls = _delegating("mock_calls")

    @property
    def side_effect(self):
        delegate = self._mock_delegate
        if delegate is None:
            return self._mock_side_effect
        return delegate.side_effect

    @side_effect.setter
    def side_effect(self, value):
        if value is not None and not _is_exception(value) and not callable(value):
            try:
                value = iter(value)
            except TypeError:
                pass
        if self._mock_delegate is None:
            self.__dict__["_mock_side_effect"] = value
        else:
            self._mock_delegate.side_effect = value

    def reset_mock(self, visited=None, *, return_value=False, side_effect=False):
        visited = [] if visited is None else visited
        if id(self) in visited:
            return
        visited.append(id(self))
        self.called = False
        self.call_args = None
        self.call_count = 0
        self.mock_calls = _CallList()
        self.call_args_list = _CallList()
        self.__dict__["method_calls"] = _CallList()
        if return_value:
            self.__dict__["_mock_return_value"] = DEFAULT
        if side_effect:
            self.__dict__["_mock_side_effect"] = None
        for child in self._mock_children.values():
            if child is not _deleted and not isinstance(child, _SpecLater):
                child.reset_mock(visited, return_value=return_value, side_effect=side_effect)
        answer = self._mock_return_value
        if _is_instance_mock(answer) and answer is not self:
            answer.reset_mock(visited)

    def configure_mock(self, /, **kwargs):
        for name, value in sorted(kwargs.items(), key=lambda item: item[0].count(".")):
            *path, last = name.split(".")
            target = self
            for step in path:
                target = getattr(target, step)
            setattr(target, last, value)

    # Attributes.

    def __getattr__(self, name):
        if name in {"_mock_methods", "_mock_unsafe"}:
            raise AttributeError(name)
        if self._mock_methods is not None:
            if name not in self._mock_methods or name in _ALL_MAGICS:
                raise AttributeError(f"Mock object has no attribute {name!r}")
        elif _is_magic(name):
            raise AttributeError(name)
        if not self._mock_unsafe and (not self._mock_methods or name not in self._mock_methods):
            if name.startswith(("assert", "assret", "asert", "aseert", "assrt")):
                raise AttributeError(
                    f"{name!r} is not a valid assertion. Use a spec "
                    f"for the mock if {name!r} is meant to be an attribute.")
        children = self._mock_children
        found = children.get(name)
        if found is _deleted:
            raise AttributeError(name)
        if found is None:
            wraps = None if self._mock_wraps is None else getattr(self._mock_wraps, name)
            found = children[name] = self._get_child_mock(
                parent=self, name=name, wraps=wraps, _new_name=name, _new_parent=self)
        elif isinstance(found, _SpecLater):
            found = children[name] = found.make()
        return found

    def __setattr__(self, name, value):
        if name in _ALLOWED:
            return object.__setattr__(self, name, value)
        if (self._spec_set and self._mock_methods is not None and
                name not in self._mock_methods and name not in self.__dict__):
            raise AttributeError(f"Mock object has no attribute '{name}'")
        if name in _UNSUPPORTED:
            raise AttributeError(f"Attempting to set unsupported magic method {name!r}.")
        if name in _ALL_MAGICS:
            if self._mock_methods is not None and name not in self._mock_methods:
                raise AttributeError(f"Mock object has no attribute '{name}'")
            if not _is_instance_mock(value):
                setattr(type(self), name, _as_method(name, value))
                own = value
                value = lambda *args, **kw: own(self, *args, **kw)  # noqa: E731
            else:
                _adopt(self, value, None, name)
                setattr(type(self), name, value)
                self._mock_children[name] = value
        elif name == "__class__":
            self.__dict__["_spec_class"] = value
            return
        elif _adopt(self, value, name, name):
            self._mock_children[name] = value
        if self._mock_sealed and not hasattr(self, name):
            raise AttributeError(f"Cannot set {self._extract_mock_name()}.{name}")
        return object.__setattr__(self, name, value)

    def __delattr__(self, name):
        if name in _ALL_MAGICS and name in type(self).__dict__:
            delattr(type(self), name)
            if name not in self.__dict__:
                return
        found = self._mock_children.get(name, _missing)
        if name in self.__dict__:
            object.__delattr__(self, name)
        elif found is _deleted:
            raise AttributeError(name)
        if found is not _missing:
            del self._mock_children[name]
        self._mock_children[name] = _deleted

    def __dir__(self):
        if not FILTER_DIR:
            return object.__dir__(self)
        names = list(self._mock_methods or [])
        names += [name for name in dir(type(self)) if not name.startswith("_")]
        names += [name for name in self.__dict__ if not name.startswith("_")]
        names += [name for name, child in self._mock_children.items() if child is not _deleted]
        return sorted(set(names))

    # Names.

    def _extract_mock_name(self):
        pieces = [self._mock_new_name or ""]
        link, last = self._mock_new_parent, self
        dot = "" if pieces == ["()"] else "."
        while link is not None:
            last = link
            pieces.append((link._mock_new_name or "") + dot)
            dot = "" if link._mock_new_name == "()" else "."
            link = link._mock_new_parent
        pieces.reverse()
        first = last._mock_name or "mock"
        if len(pieces) > 1 and pieces[1] not in ("()", "()."):
            first += "."
        return "".join([first, *pieces[1:]])

    def __repr__(self):
        name = self._extract_mock_name()
        shown = "" if name in ("mock", "mock.") else f" name={name!r}"
        spec = ""
        if self._spec_class is not None:
            word = "spec_set" if self._spec_set else "spec"
            spec = f" {word}={self._spec_class.__name__!r}"
        return f"<{type(self).__name__}{shown}{spec} id='{id(self)}'>"

    # Assertions.

    def _mock_label(self):
        return self._mock_name or "mock"

    def _calls_repr(self, prefix="Calls"):
        return f"\n{prefix}: {safe_repr(self.mock_calls)}." if self.mock_calls else ""

    def _format_mock_call_signature(self, args, kwargs):
        return format_call(self._mock_label(), args, kwargs)

    def _format_mock_failure_message(self, args, kwargs, action="call"):
        expected = self._format_mock_call_signature(args, kwargs)
        last = self.call_args
        actual = self._format_mock_call_signature(*last[-2:])
        return f"expected {action} not found.\nExpected: {expected}\nActual: {actual}"

    def _signature_for(self, name):
        """The signature that a call named `name` ("" for the mock's own) must fit."""
        if not name:
            return self._spec_signature
        signature, children = None, self._mock_children
        for step in name.replace("()", "").split("."):
            child = children.get(step)
            if child is None or isinstance(child, _SpecLater):
                break
            child = getattr(child, "mock", child) if inspect.isfunction(child) else child
            children, signature = child._mock_children, child._spec_signature
        return signature

    def _call_matcher(self, recorded):
        """A call in a form that compares equal however its arguments are passed."""
        if not isinstance(recorded, tuple) or len(recorded) <= 2:
            signature = self._spec_signature
        else:
            signature = self._signature_for(recorded[0])
        if signature is None:
            return recorded
        name = recorded[0] if len(recorded) == 3 else ""
        try:
            bound = signature.bind(*recorded[-2], **recorded[-1])
        except TypeError as error:
            return error.with_traceback(None)
        return call(*bound.args, **bound.kwargs) if not name else \
            _Call((name, bound.args, bound.kwargs))

    def assert_not_called(self):
        if self.call_count != 0:
            raise AssertionError(f"Expected '{self._mock_label()}' to not have been called. "
                                 f"Called {self.call_count} times.{self._calls_repr()}")

    def assert_called(self):
        if self.call_count == 0:
            raise AssertionError(f"Expected '{self._mock_label()}' to have been called.")

    def assert_called_once(self):
        if self.call_count != 1:
            raise AssertionError(f"Expected '{self._mock_label()}' to have been called once. "
                                 f"Called {self.call_count} times.{self._calls_repr()}")

    def assert_called_with(self, /, *args, **kwargs):
        if self.call_args is None:
            expected = self._format_mock_call_signature(args, kwargs)
            raise AssertionError(
                f"expected call not found.\nExpected: {expected}\nActual: not called.")
        expected = self._call_matcher(_Call((args, kwargs), two=True))
        if self._call_matcher(self.call_args) != expected:
            cause = expected if isinstance(expected, Exception) else None
            raise AssertionError(self._format_mock_failure_message(args, kwargs)) from cause

    def assert_called_once_with(self, /, *args, **kwargs):
        if self.call_count != 1:
            raise AssertionError(f"Expected '{self._mock_label()}' to be called once. "
                                 f"Called {self.call_count} times.{self._calls_repr()}")
        return self.assert_called_with(*args, **kwargs)

    def _check_calls(self, calls, recorded, any_order, problem_text, shown, missing_text):
        expected = [self._call_matcher(one) for one in calls]
        errors = [one if isinstance(one, Exception) else None for one in expected]
        cause = next((one for one in errors if one), None)
        seen = _CallList(self._call_matcher(one) for one in recorded)
        if not any_order:
            if expected not in seen:
                problem = problem_text if cause is None else \
                    f"Error processing expected calls.\nErrors: {errors}"
                raise AssertionError(f"{problem}\nExpected: {_CallList(calls)}{shown}") from cause
            return
        seen = list(seen)
        missing = []
        for one in expected:
            try:
                seen.remove(one)
            except ValueError:
                missing.append(one)
        if missing:
            raise AssertionError(missing_text(tuple(missing), seen)) from cause

    def assert_has_calls(self, calls, any_order=False):
        self._check_calls(
            calls, self.mock_calls, any_order, "Calls not found.",
            self._calls_repr(prefix="Actual").rstrip("."),
            lambda missing, rest: f"{self._mock_label()!r} does not contain all of {missing!r} in "
                                  f"its call list, found {rest!r} instead")

    def assert_any_call(self, /, *args, **kwargs):
        expected = self._call_matcher(_Call((args, kwargs), two=True))
        cause = expected if isinstance(expected, Exception) else None
        if cause or expected not in [self._call_matcher(one) for one in self.call_args_list]:
            text = self._format_mock_call_signature(args, kwargs)
            raise AssertionError(f"{text} call not found") from cause

    def _get_child_mock(self, /, **kwargs):
        """A mock of the kind that this one's attributes and results are."""
        if self._mock_sealed:
            attribute = f".{kwargs['name']}" if "name" in kwargs else "()"
            raise AttributeError(self._extract_mock_name() + attribute)
        new_name = kwargs.get("_new_name")
        if new_name in self.__dict__["_spec_asyncs"]:
            return AsyncMock(**kwargs)
        own = type(self)
        if issubclass(own, MagicMock) and new_name in _ASYNC_METHODS:
            kind = AsyncMock
        elif issubclass(own, AsyncMockMixin):
            sync = new_name in _SYNC_MAGICS or (
                self._mock_methods and new_name in self._mock_methods)
            kind = MagicMock if sync else AsyncMock
        elif not issubclass(own, CallableMixin):
            kind = MagicMock if issubclass(own, NonCallableMagicMock) else Mock
        else:
            kind = own.__mro__[1]
        return kind(**kwargs)


def _as_method(name, function):
    """A plain function that passes the mock on to `function`: only functions bind."""
    def method(self, /, *args, **kwargs):
        return function(self, *args, **kwargs)
    method.__name__ = name
    return method


class CallableMixin(Base):
    """What makes a mock callable."""

    def __init__(self, spec=None, side_effect=None, return_value=DEFAULT, wraps=None, name=None,
                 spec_set=None, parent=None, _spec_state=None, _new_name="", _new_parent=None,
                 **kwargs):
        self.__dict__["_mock_return_value"] = return_value
        super().__init__(spec, wraps, name, spec_set, parent, _spec_state, _new_name,
                         _new_parent, **kwargs)
        self.side_effect = side_effect

    def _mock_check_sig(self, /, *args, **kwargs):
        pass

    def __call__(self, /, *args, **kwargs):
        self._mock_check_sig(*args, **kwargs)
        self._increment_mock_call(*args, **kwargs)
        return self._mock_call(*args, **kwargs)

    def _mock_call(self, /, *args, **kwargs):
        return self._execute_mock_call(*args, **kwargs)

    def _increment_mock_call(self, /, *args, **kwargs):
        """Notes a call here and in all mocks above. CPython: _increment_mock_call."""
        self.called = True
        self.call_count += 1
        noted = _Call((args, kwargs), two=True)
        self.call_args = noted
        self.call_args_list.append(noted)
        method = self._mock_name if self._mock_parent is not None else None
        path = self._mock_new_name
        link_is_call = path == "()"
        self.mock_calls.append(_Call(("", args, kwargs)))
        above = self._mock_new_parent
        while above is not None:
            if method is not None:
                above.method_calls.append(_Call((method, args, kwargs)))
                method = f"{above._mock_name}.{method}" if above._mock_parent is not None else None
            above.mock_calls.append(_Call((path, args, kwargs)))
            if above._mock_new_name:
                path = above._mock_new_name + ("" if link_is_call else ".") + path
                link_is_call = above._mock_new_name == "()"
            above = above._mock_new_parent

    def _mock_effect(self, args, kwargs):
        """What the side effect answers; DEFAULT where it leaves the answer to the return value."""
        effect = self.side_effect
        if effect is None:
            return DEFAULT
        if _is_exception(effect):
            raise effect
        if callable(effect):
            return effect(*args, **kwargs)
        answer = next(effect)
        if _is_exception(answer):
            raise answer
        return answer

    def _mock_answer(self, args, kwargs):
        if self._mock_return_value is not DEFAULT:
            return self.return_value
        if self._mock_delegate is not None and self._mock_delegate.return_value is not DEFAULT:
            return self._mock_delegate.return_value
        if self._mock_wraps is not None:
            return self._mock_wraps(*args, **kwargs)
        return self.return_value

    def _execute_mock_call(self, /, *args, **kwargs):
        answer = self._mock_effect(args, kwargs)
        return self._mock_answer(args, kwargs) if answer is DEFAULT else answer


class Mock(CallableMixin, NonCallableMock):
    """A mock whose attributes and results are mocks too, made when they are asked for."""


class MagicMixin(Base):
    """Gives a mock the magic methods, with answers that make sense."""

    def __init__(self, /, *args, **kwargs):
        self._mock_set_magics()
        super().__init__(*args, **kwargs)
        self._mock_set_magics()

    def _mock_set_magics(self):
        wanted = _MAGICS | _ASYNC_METHODS | {"__aiter__"}
        own = type(self)
        if getattr(self, "_mock_methods", None) is not None:
            unwanted = wanted - set(self._mock_methods)
            wanted = wanted - unwanted
            for name in unwanted:
                if name in own.__dict__:
                    delattr(own, name)
        for name in sorted(wanted - set(own.__dict__)):
            setattr(own, name, _MagicProxy(name, self))


class NonCallableMagicMock(MagicMixin, NonCallableMock):
    """A MagicMock that cannot be called."""

    def mock_add_spec(self, spec, spec_set=False):
        self._mock_add_spec(spec, spec_set)
        self._mock_set_magics()


class MagicMock(MagicMixin, Mock):
    """A Mock that has the magic methods too."""

    def mock_add_spec(self, spec, spec_set=False):
        self._mock_add_spec(spec, spec_set)
        self._mock_set_magics()


class AsyncMagicMixin(MagicMixin):
    """The magic methods of a mock that is awaited."""


class AsyncMockMixin(Base):
    """What makes calls of a mock awaitable, and counts what is awaited."""

    await_count = _delegating("await_count")
    await_args = _delegating("await_args")
    await_args_list = _delegating("await_args_list")

    def __init__(self, /, *args, **kwargs):
        super().__init__(*args, **kwargs)
        state = self.__dict__
        state["_mock_await_count"] = 0
        state["_mock_await_args"] = None
        state["_mock_await_args_list"] = _CallList()
        code = NonCallableMock(spec_set=CodeType)
        code.co_flags = inspect.CO_COROUTINE
        state["__code__"] = code
        state["__name__"] = "AsyncMock"
        state["__defaults__"] = ()
        state["__kwdefaults__"] = {}
        state["__annotations__"] = None

    async def _execute_mock_call(self, /, *args, **kwargs):
        noted = _Call((args, kwargs), two=True)
        self.await_count += 1
        self.await_args = noted
        self.await_args_list.append(noted)
        effect = self.side_effect
        if effect is not None and not _is_exception(effect) and not callable(effect):
            try:
                answer = next(effect)
            except StopIteration:
                raise StopAsyncIteration
            if _is_exception(answer):
                raise answer
        elif effect is not None and iscoroutinefunction(effect):
            answer = await effect(*args, **kwargs)
        else:
            answer = self._mock_effect(args, kwargs)
        if answer is not DEFAULT:
            return answer
        if self._mock_return_value is DEFAULT and self._mock_wraps is not None:
            answer = self._mock_wraps(*args, **kwargs)
            return await answer if iscoroutinefunction(self._mock_wraps) else answer
        return self.return_value

    def assert_awaited(self):
        if self.await_count == 0:
            raise AssertionError(f"Expected {self._mock_label()} to have been awaited.")

    def assert_awaited_once(self):
        if self.await_count != 1:
            raise AssertionError(f"Expected {self._mock_label()} to have been awaited once. "
                                 f"Awaited {self.await_count} times.")

    def assert_awaited_with(self, /, *args, **kwargs):
        if self.await_args is None:
            expected = self._format_mock_call_signature(args, kwargs)
            raise AssertionError(f"Expected await: {expected}\nNot awaited")
        expected = self._call_matcher(_Call((args, kwargs), two=True))
        if self._call_matcher(self.await_args) != expected:
            cause = expected if isinstance(expected, Exception) else None
            text = self._format_mock_failure_message(args, kwargs, action="await")
            raise AssertionError(text) from cause

    def assert_awaited_once_with(self, /, *args, **kwargs):
        self.assert_awaited_once()
        return self.assert_awaited_with(*args, **kwargs)

    def assert_any_await(self, /, *args, **kwargs):
        expected = self._call_matcher(_Call((args, kwargs), two=True))
        cause = expected if isinstance(expected, Exception) else None
        if cause or expected not in [self._call_matcher(one) for one in self.await_args_list]:
            text = self._format_mock_call_signature(args, kwargs)
            raise AssertionError(f"{text} await not found") from cause

    def assert_has_awaits(self, calls, any_order=False):
        self._check_calls(calls, self.await_args_list, any_order, "Awaits not found.",
                          f"\nActual: {self.await_args_list}",
                          lambda missing, rest: f"{missing!r} not all found in await list")

    def assert_not_awaited(self):
        if self.await_count != 0:
            raise AssertionError(f"Expected {self._mock_label()} to not have been awaited. "
                                 f"Awaited {self.await_count} times.")

    def reset_mock(self, /, *args, **kwargs):
        super().reset_mock(*args, **kwargs)
        self.await_count = 0
        self.await_args = None
        self.await_args_list = _CallList()


class AsyncMock(AsyncMockMixin, AsyncMagicMixin, Mock):
    """A mock whose calls answer coroutines."""


class PropertyMock(Mock):
    """A mock to be put on a class: reading calls it, writing calls it with the value."""

    def _get_child_mock(self, /, **kwargs):
        return MagicMock(**kwargs)

    def __get__(self, instance, owner=None):
        return self()

    def __set__(self, instance, value):
        self(value)


class _SpecLater:
    """An attribute whose specified mock is made at first use."""

    def __init__(self, spec, spec_set, parent, name, instance):
        self.spec, self.spec_set = spec, spec_set
        self.parent, self.name, self.instance = parent, name, instance

    def make(self):
        return create_autospec(self.spec, self.spec_set, self.instance, self.parent, self.name)


def seal(mock):
    """Lets no attribute be made any more, here and below."""
    mock.__dict__["_mock_sealed"] = True
    for child in list(mock._mock_children.values()):
        if _is_instance_mock(child) and child._mock_new_parent is mock:
            seal(child)


from unittest._mock_patch import _patch, create_autospec, mock_open, patch  # noqa: E402
