"""Type hints: nothing here checks anything; it all stands for itself and shows itself well."""

import collections
import collections.abc
import contextlib
import functools
import sys
import types
from abc import ABCMeta, abstractmethod

GenericAlias = types.GenericAlias

TYPE_CHECKING = False
EXCLUDED_ATTRIBUTES = ('__abstractmethods__', '__annotations__', '__dict__', '__doc__', '__init__',
                       '__module__', '__new__', '__slots__', '__subclasshook__', '__weakref__',
                       '__class_getitem__', '__orig_bases__', '__parameters__', '_is_protocol',
                       '_is_runtime_protocol', '_abc_impl', '__qualname__', '__match_args__')


def _type_repr(obj):
    if isinstance(obj, types.GenericAlias):
        return repr(obj)
    if isinstance(obj, type):
        if obj.__module__ == 'builtins':
            return obj.__qualname__
        return f'{obj.__module__}.{obj.__qualname__}'
    if obj is ...:
        return '...'
    if isinstance(obj, types.FunctionType):
        return obj.__name__
    if isinstance(obj, (tuple, list)):
        return '[' + ', '.join(map(_type_repr, obj)) + ']'
    return repr(obj)


def _checked(arg, message):
    """An argument of a subscript: None stands for its type, a str for something named later."""
    if arg is None:
        return type(None)
    if isinstance(arg, str):
        return ForwardRef(arg)
    if isinstance(arg, _SpecialForm) and arg._name in ('Generic', 'Protocol', 'ClassVar', 'Final'):
        if arg._name in ('ClassVar', 'Final'):
            raise TypeError(f"{arg} is not valid as type argument")
    if type(arg) is tuple:
        raise TypeError(f"{message} Got {arg!r:.100}.")
    return arg


def _parameters_of(args):
    """The type variables in arguments, each once."""
    found = []
    for arg in args:
        if isinstance(arg, (TypeVar, ParamSpec, TypeVarTuple)):
            parts = (arg,)
        elif isinstance(arg, (list, tuple)):
            parts = _parameters_of(arg)
        else:
            parts = getattr(arg, '__parameters__', ()) if not isinstance(arg, type) else ()
        for part in parts:
            if part not in found:
                found.append(part)
    return tuple(found)


class _Final:
    """Refuses to be derived from."""

    __slots__ = ('__weakref__',)

    def __init_subclass__(cls, /, *args, _root=False, **kwds):
        if not _root:
            raise TypeError("Cannot subclass special typing classes")


class _UnionMixin:
    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


class _SpecialForm(_Final, _root=True):
    # Any, Union, ClassVar and the like. Their docs are their own, so there is none here.

    __slots__ = ('_name', '__doc__', '_getitem')

    def __init__(self, getitem):
        self._getitem = getitem
        self._name = getitem.__name__
        self.__doc__ = getitem.__doc__

    def __getattr__(self, name):
        if name in {'__name__', '__qualname__'}:
            return self._name
        raise AttributeError(name)

    def __mro_entries__(self, bases):
        raise TypeError(f"Cannot subclass {self!r}")

    def __repr__(self):
        return 'typing.' + self._name

    def __reduce__(self):
        return self._name

    def __call__(self, *args, **kwds):
        raise TypeError(f"Cannot instantiate {self!r}")

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __instancecheck__(self, obj):
        raise TypeError(f"{self} cannot be used with isinstance()")

    def __subclasscheck__(self, cls):
        raise TypeError(f"{self} cannot be used with issubclass()")

    def __getitem__(self, parameters):
        return self._getitem(self, parameters)


class _AnyMeta(type):
    def __instancecheck__(self, obj):
        if self is Any:
            raise TypeError("typing.Any cannot be used with isinstance()")
        return super().__instancecheck__(obj)

    def __repr__(self):
        return "typing.Any" if self is Any else super().__repr__()


class Any(metaclass=_AnyMeta):
    """Anything at all."""

    def __new__(cls, *args, **kwargs):
        if cls is Any:
            raise TypeError("Any cannot be instantiated")
        return super().__new__(cls, *args, **kwargs)


def _plain_form(name):
    def getitem(self, parameters):
        raise TypeError(f"{self} is not subscriptable")
    getitem.__name__ = name
    return _SpecialForm(getitem)


NoReturn = _plain_form('NoReturn')
Never = _plain_form('Never')
Self = _plain_form('Self')
LiteralString = _plain_form('LiteralString')
TypeAlias = _plain_form('TypeAlias')


def _single(name):
    def getitem(self, parameters):
        item = _checked(parameters, f'{self} accepts only single type.')
        return _GenericAlias(self, (item,))
    getitem.__name__ = name
    return _SpecialForm(getitem)


ClassVar = _single('ClassVar')
Final = _single('Final')
TypeGuard = _single('TypeGuard')
Required = _single('Required')
NotRequired = _single('NotRequired')


@_SpecialForm
def Union(self, parameters):
    """One of several types."""
    if parameters == ():
        raise TypeError("Cannot take a Union of no types.")
    if not isinstance(parameters, tuple):
        parameters = (parameters,)
    flat = []
    for p in parameters:
        p = _checked(p, "Union[arg, ...]: each arg must be a type.")
        if isinstance(p, (_UnionGenericAlias, types.UnionType)):
            flat.extend(p.__args__)
        else:
            flat.append(p)
    unique = []
    for p in flat:
        if p not in unique:
            unique.append(p)
    if len(unique) == 1:
        return unique[0]
    return _UnionGenericAlias(self, tuple(unique))


@_SpecialForm
def Optional(self, parameters):
    """That type, or None."""
    return Union[_checked(parameters, f"{self} requires a single type."), type(None)]


@_SpecialForm
def Literal(self, parameters):
    """One of these very values."""
    if not isinstance(parameters, tuple):
        parameters = (parameters,)
    flat = []
    for p in parameters:
        flat.extend(p.__args__ if isinstance(p, _LiteralGenericAlias) else (p,))
    unique = []
    for p in flat:
        if not any(p == q and type(p) is type(q) for q in unique):
            unique.append(p)
    return _LiteralGenericAlias(self, tuple(unique))


@_SpecialForm
def Concatenate(self, parameters):
    """Parameters in front of a ParamSpec's."""
    if not isinstance(parameters, tuple):
        parameters = (parameters,)
    return _GenericAlias(self, parameters)


@_SpecialForm
def Unpack(self, parameters):
    """The items of a tuple type, one by one."""
    return _GenericAlias(self, (_checked(parameters, f'{self} accepts only single type.'),))


class ForwardRef(_Final, _root=True):
    """A type that is named before it exists."""

    __slots__ = ('__forward_arg__', '__forward_is_argument__', '__forward_is_class__',
                 '__forward_module__')

    def __init__(self, arg, is_argument=True, module=None, *, is_class=False):
        if not isinstance(arg, str):
            raise TypeError(f"Forward reference must be a string -- got {arg!r}")
        self.__forward_arg__ = arg
        self.__forward_is_argument__ = is_argument
        self.__forward_is_class__ = is_class
        self.__forward_module__ = module

    def _evaluate(self, globalns, localns):
        return eval(self.__forward_arg__, globalns or {}, localns or globalns or {})

    def __eq__(self, other):
        if not isinstance(other, ForwardRef):
            return NotImplemented
        return self.__forward_arg__ == other.__forward_arg__

    def __hash__(self):
        return hash(self.__forward_arg__)

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __repr__(self):
        return f'ForwardRef({self.__forward_arg__!r})'


class _Variable(_Final, _UnionMixin, _root=True):
    """What TypeVar and ParamSpec have in common."""

    def _set_up(self, name, bound, covariant, contravariant):
        if covariant and contravariant:
            raise ValueError("Bivariant types are not supported.")
        self.__name__ = name
        self.__covariant__ = bool(covariant)
        self.__contravariant__ = bool(contravariant)
        self.__bound__ = _checked(bound, "Bound must be a type.") if bound else None
        try:
            module = sys._getframe(2).f_globals.get('__name__', '__main__')
        except (AttributeError, ValueError):
            module = None
        if module != 'typing':
            self.__module__ = module

    def __repr__(self):
        sign = '+' if self.__covariant__ else '-' if self.__contravariant__ else '~'
        return sign + self.__name__

    def __mro_entries__(self, bases):
        raise TypeError(f"Cannot subclass an instance of {type(self).__name__}")


class TypeVar(_Variable, _root=True):
    """A type variable."""

    def __init__(self, name, *constraints, bound=None, covariant=False, contravariant=False):
        self._set_up(name, bound, covariant, contravariant)
        if constraints and bound is not None:
            raise TypeError("Constraints cannot be combined with bound=...")
        if constraints and len(constraints) == 1:
            raise TypeError("A single constraint is not allowed")
        self.__constraints__ = tuple(
            _checked(t, "TypeVar(name, constraint, ...): constraints must be types.")
            for t in constraints)

    def __typing_subst__(self, arg):
        return _checked(arg, "Parameters to generic types must be types.")


class ParamSpecArgs(_Final, _root=True):
    def __init__(self, origin):
        self.__origin__ = origin

    def __repr__(self):
        return f"{self.__origin__.__name__}.args"


class ParamSpecKwargs(_Final, _root=True):
    def __init__(self, origin):
        self.__origin__ = origin

    def __repr__(self):
        return f"{self.__origin__.__name__}.kwargs"


class ParamSpec(_Variable, _root=True):
    """A variable for the parameters of a callable."""

    def __init__(self, name, *, bound=None, covariant=False, contravariant=False):
        self._set_up(name, bound, covariant, contravariant)

    @property
    def args(self):
        return ParamSpecArgs(self)

    @property
    def kwargs(self):
        return ParamSpecKwargs(self)


class TypeVarTuple(_Final, _root=True):
    """A variable for any number of types."""

    def __init__(self, name):
        self.__name__ = name

    def __iter__(self):
        yield Unpack[self]

    def __repr__(self):
        return self.__name__


# Aliases: what a subscript answers.

class _BaseGenericAlias(_Final, _root=True):
    """Stands for `origin`, an ordinary class, under a name in typing."""

    def __init__(self, origin, *, inst=True, name=None):
        self._inst = inst
        self._name = name
        self.__origin__ = origin
        self.__slots__ = None

    def __call__(self, *args, **kwargs):
        if not self._inst:
            raise TypeError(f"Type {self._name} cannot be instantiated; "
                            f"use {self.__origin__.__name__}() instead")
        result = self.__origin__(*args, **kwargs)
        try:
            result.__orig_class__ = self
        except AttributeError:
            pass
        return result

    def __mro_entries__(self, bases):
        result = []
        if self.__origin__ not in bases:
            result.append(self.__origin__)
        at = bases.index(self)
        if not any(isinstance(b, _BaseGenericAlias) or isinstance(b, type) and
                   issubclass(b, Generic) for b in bases[at + 1:]):
            result.append(Generic)
        return tuple(result)

    def __getattr__(self, attr):
        if attr in {'__name__', '__qualname__'}:
            return self._name or self.__origin__.__name__
        if '__origin__' in self.__dict__ and not (attr.startswith('__') and attr.endswith('__')):
            return getattr(self.__origin__, attr)
        raise AttributeError(attr)

    def __instancecheck__(self, obj):
        return self.__subclasscheck__(type(obj))

    def __subclasscheck__(self, cls):
        raise TypeError("Subscripted generics cannot be used with class and instance checks")


class _GenericAlias(_BaseGenericAlias, _root=True):
    """`origin[args]`."""

    def __init__(self, origin, args, *, inst=True, name=None):
        super().__init__(origin, inst=inst, name=name)
        self.__args__ = args if isinstance(args, tuple) else (args,)
        self.__parameters__ = _parameters_of(self.__args__)
        if not name:
            self.__module__ = origin.__module__

    def __eq__(self, other):
        if not isinstance(other, _GenericAlias):
            return NotImplemented
        return self.__origin__ == other.__origin__ and self.__args__ == other.__args__

    def __hash__(self):
        return hash((self.__origin__, self.__args__))

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __getitem__(self, args):
        """Puts types in the place of the variables."""
        if self.__origin__ in (Generic, Protocol):
            raise TypeError(f"Cannot subscript already-subscripted {self}")
        if not self.__parameters__:
            raise TypeError(f"{self} is not a generic class")
        if not isinstance(args, tuple):
            args = (args,)
        args = tuple(_checked(a, "Parameters to generic types must be types.") for a in args)
        if len(args) != len(self.__parameters__):
            few = 'few' if len(args) < len(self.__parameters__) else 'many'
            raise TypeError(f"Too {few} arguments for {self}; actual {len(args)}, "
                            f"expected {len(self.__parameters__)}")
        return self.copy_with(_substituted(self.__args__, dict(zip(self.__parameters__, args))))

    def copy_with(self, args):
        return self.__class__(self.__origin__, args, name=self._name, inst=self._inst)

    def __repr__(self):
        if self.__origin__ is Unpack:
            return '*' + repr(self.__args__[0])
        name = 'typing.' + self._name if self._name else _type_repr(self.__origin__)
        args = ', '.join(map(_type_repr, self.__args__)) or '()'
        return f'{name}[{args}]'

    def __mro_entries__(self, bases):
        if isinstance(self.__origin__, _SpecialForm):
            raise TypeError(f"Cannot subclass {self!r}")
        if self._name:
            return super().__mro_entries__(bases)
        if self.__origin__ is Generic:
            if Protocol in bases:
                return ()
            at = bases.index(self)
            for b in bases[at + 1:]:
                if isinstance(b, _BaseGenericAlias) and b is not self:
                    return ()
        return (self.__origin__,)

    def __iter__(self):
        yield Unpack[self]


def _substituted(args, mapping):
    result = []
    for arg in args:
        if isinstance(arg, (TypeVar, ParamSpec)):
            arg = mapping.get(arg, arg)
        elif isinstance(arg, (list, tuple)):
            arg = type(arg)(_substituted(arg, mapping))
        elif getattr(arg, '__parameters__', ()) and not isinstance(arg, type):
            arg = arg[tuple(mapping.get(p, p) for p in arg.__parameters__)]
        result.append(arg)
    return tuple(result)


class _UnionGenericAlias(_GenericAlias, _root=True):
    def copy_with(self, args):
        return Union[args]

    def __eq__(self, other):
        if not isinstance(other, (_UnionGenericAlias, types.UnionType)):
            return NotImplemented
        return set(self.__args__) == set(other.__args__)

    def __hash__(self):
        return hash(frozenset(self.__args__))

    def __repr__(self):
        args = self.__args__
        if len(args) == 2:
            if args[0] is type(None):
                return f'typing.Optional[{_type_repr(args[1])}]'
            if args[1] is type(None):
                return f'typing.Optional[{_type_repr(args[0])}]'
        return f'typing.Union[{", ".join(map(_type_repr, args))}]'

    def __instancecheck__(self, obj):
        return self.__subclasscheck__(type(obj))

    def __subclasscheck__(self, cls):
        return any(issubclass(cls, arg) for arg in self.__args__)


class _LiteralGenericAlias(_GenericAlias, _root=True):
    def __eq__(self, other):
        if not isinstance(other, _LiteralGenericAlias):
            return NotImplemented
        return (set((a, type(a)) for a in self.__args__) ==
                set((a, type(a)) for a in other.__args__))

    def __hash__(self):
        return hash(frozenset((a, type(a)) for a in self.__args__))

    def __repr__(self):
        return f'typing.Literal[{", ".join(map(repr, self.__args__))}]'


class _AnnotatedAlias(_GenericAlias, _root=True):
    def __init__(self, origin, metadata):
        if isinstance(origin, _AnnotatedAlias):
            metadata = origin.__metadata__ + metadata
            origin = origin.__origin__
        super().__init__(origin, (origin,), name='Annotated')
        self.__metadata__ = metadata

    def copy_with(self, args):
        return _AnnotatedAlias(args[0], self.__metadata__)

    def __repr__(self):
        return (f"typing.Annotated[{_type_repr(self.__origin__)}, "
                f"{', '.join(map(repr, self.__metadata__))}]")


class Annotated:
    """A type with something said about it."""

    __slots__ = ()

    def __new__(cls, *args, **kwargs):
        raise TypeError("Type Annotated cannot be instantiated.")

    def __class_getitem__(cls, params):
        if not isinstance(params, tuple) or len(params) < 2:
            raise TypeError("Annotated[...] should be used with at least two arguments "
                            "(a type and an annotation).")
        return _AnnotatedAlias(_checked(params[0], "Annotated[t, ...]: t must be a type."),
                               tuple(params[1:]))


class _SpecialGenericAlias(_BaseGenericAlias, _root=True):
    """typing.List: stands for list, and `List[int]` shows itself as such."""

    def __init__(self, origin, nparams, *, inst=True, name=None):
        super().__init__(origin, inst=inst, name=name or origin.__name__)
        self._nparams = nparams
        self.__module__ = 'typing'

    def __getitem__(self, params):
        if not isinstance(params, tuple):
            params = (params,)
        params = tuple(_checked(p, "Parameters to generic types must be types.") for p in params)
        if self._nparams and len(params) != self._nparams:
            few = 'few' if len(params) < self._nparams else 'many'
            raise TypeError(f"Too {few} arguments for {self}; actual {len(params)}, "
                            f"expected {self._nparams}")
        return self.copy_with(params)

    def copy_with(self, params):
        return _GenericAlias(self.__origin__, params, name=self._name, inst=self._inst)

    def __repr__(self):
        return 'typing.' + self._name

    def __subclasscheck__(self, cls):
        if isinstance(cls, _SpecialGenericAlias):
            return issubclass(cls.__origin__, self.__origin__)
        return issubclass(cls, self.__origin__)

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


class _CallableGenericAlias(_GenericAlias, _root=True):
    def __repr__(self):
        args = self.__args__
        if len(args) == 2 and (args[0] is ... or isinstance(args[0], ParamSpec)):
            return super().__repr__()
        return (f'typing.Callable[[{", ".join(map(_type_repr, args[:-1]))}], '
                f'{_type_repr(args[-1])}]')


class _CallableType(_SpecialGenericAlias, _root=True):
    def copy_with(self, params):
        return _CallableGenericAlias(self.__origin__, params, name=self._name, inst=self._inst)

    def __getitem__(self, params):
        if not isinstance(params, tuple) or len(params) != 2:
            raise TypeError("Callable must be used as Callable[[arg, ...], result].")
        args, result = params
        message = "Callable[args, result]: result must be a type."
        result = _checked(result, message)
        if isinstance(args, list):
            args = tuple(_checked(a, "Callable[[arg, ...], result]: each arg must be a type.")
                         for a in args)
            return self.copy_with((*args, result))
        return self.copy_with((args, result))


class _TupleType(_SpecialGenericAlias, _root=True):
    def __getitem__(self, params):
        if not isinstance(params, tuple):
            params = (params,)
        params = tuple(_checked(p, "Tuple[t0, t1, ...]: each t must be a type.") for p in params)
        return self.copy_with(params)


# Generic and Protocol.

class Generic:
    """The base of generic classes."""

    __slots__ = ()
    _is_protocol = False

    def __class_getitem__(cls, params):
        if not isinstance(params, tuple):
            params = (params,)
        if not params and cls is not Tuple:
            raise TypeError(f"Parameter list to {cls.__qualname__}[...] cannot be empty")
        params = tuple(_checked(p, "Parameters to generic types must be types.") for p in params)
        if cls in (Generic, Protocol):
            if not all(isinstance(p, (TypeVar, ParamSpec, TypeVarTuple)) or
                       getattr(p, '__origin__', None) is Unpack for p in params):
                raise TypeError(f"Parameters to {cls.__name__}[...] must all be type variables or "
                                "parameter specification variables.")
            if len(set(params)) != len(params):
                raise TypeError(f"Parameters to {cls.__name__}[...] must all be unique")
        else:
            expected = len(getattr(cls, '__parameters__', ()))
            if not expected:
                raise TypeError(f"{cls} is not a generic class")
            if len(params) != expected:
                few = 'few' if len(params) < expected else 'many'
                raise TypeError(f"Too {few} arguments for {cls}; actual {len(params)}, "
                                f"expected {expected}")
        return _GenericAlias(cls, params)

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        if '__orig_bases__' in cls.__dict__:
            if Generic in cls.__orig_bases__:
                raise TypeError("Cannot inherit from plain Generic")
            bases = cls.__orig_bases__
            cls.__parameters__ = _parameters_of(bases)
            for base in bases:
                if isinstance(base, _GenericAlias) and base.__origin__ in (Generic, Protocol):
                    cls.__parameters__ = base.__parameters__
        elif not hasattr(cls, '__parameters__'):
            cls.__parameters__ = ()


def _protocol_members(cls):
    names = set()
    for base in cls.__mro__[:-1]:
        if base.__name__ in ('Protocol', 'Generic'):
            continue
        for name in list(base.__dict__) + list(base.__dict__.get('__annotations__', {})):
            if not name.startswith('_abc_') and name not in EXCLUDED_ATTRIBUTES:
                names.add(name)
    return names


class _ProtocolMeta(ABCMeta):
    def __instancecheck__(cls, instance):
        if getattr(cls, '_is_protocol', False):
            if not getattr(cls, '_is_runtime_protocol', False):
                raise TypeError("Instance and class checks can only be used with"
                                " @runtime_checkable protocols")
            if super().__instancecheck__(instance):
                return True
            return all(hasattr(instance, name) and
                       not (callable(getattr(cls, name, None)) and getattr(instance, name) is None)
                       for name in _protocol_members(cls))
        return super().__instancecheck__(instance)


def _no_init_or_replace_init(self, *args, **kwargs):
    if type(self)._is_protocol:
        raise TypeError('Protocols cannot be instantiated')


class Protocol(Generic, metaclass=_ProtocolMeta):
    """The base of protocols: classes that say what others must offer."""

    __slots__ = ()
    _is_protocol = True
    _is_runtime_protocol = False

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        if not cls.__dict__.get('_is_protocol', False):
            cls._is_protocol = any(b is Protocol for b in cls.__bases__)
        if not cls._is_protocol:
            return

        def hook(other):
            if not cls.__dict__.get('_is_protocol', False):
                return NotImplemented
            if not cls._is_runtime_protocol:
                return NotImplemented
            for name in _protocol_members(cls):
                for base in other.__mro__:
                    if name in base.__dict__:
                        if base.__dict__[name] is None:
                            return NotImplemented
                        break
                    if name in base.__dict__.get('__annotations__', {}):
                        break
                else:
                    return NotImplemented
            return True

        if '__subclasshook__' not in cls.__dict__:
            cls.__subclasshook__ = hook
        if '__init__' not in cls.__dict__:
            cls.__init__ = _no_init_or_replace_init


def runtime_checkable(cls):
    """Lets a protocol be used with isinstance()."""
    if not issubclass(cls, Generic) or not cls._is_protocol:
        raise TypeError('@runtime_checkable can be only applied to protocol classes, got %r' % cls)
    cls._is_runtime_protocol = True
    return cls


# The names.

_alias = _SpecialGenericAlias

T = TypeVar('T')
KT = TypeVar('KT')
VT = TypeVar('VT')
T_co = TypeVar('T_co', covariant=True)
V_co = TypeVar('V_co', covariant=True)
VT_co = TypeVar('VT_co', covariant=True)
T_contra = TypeVar('T_contra', contravariant=True)
AnyStr = TypeVar('AnyStr', bytes, str)

Hashable = _alias(collections.abc.Hashable, 0)
Awaitable = _alias(collections.abc.Awaitable, 1)
Coroutine = _alias(collections.abc.Coroutine, 3)
AsyncIterable = _alias(collections.abc.AsyncIterable, 1)
AsyncIterator = _alias(collections.abc.AsyncIterator, 1)
Iterable = _alias(collections.abc.Iterable, 1)
Iterator = _alias(collections.abc.Iterator, 1)
Reversible = _alias(collections.abc.Reversible, 1)
Sized = _alias(collections.abc.Sized, 0)
Container = _alias(collections.abc.Container, 1)
Collection = _alias(collections.abc.Collection, 1)
Callable = _CallableType(collections.abc.Callable, 2)
AbstractSet = _alias(collections.abc.Set, 1, name='AbstractSet')
MutableSet = _alias(collections.abc.MutableSet, 1)
Mapping = _alias(collections.abc.Mapping, 2)
MutableMapping = _alias(collections.abc.MutableMapping, 2)
Sequence = _alias(collections.abc.Sequence, 1)
MutableSequence = _alias(collections.abc.MutableSequence, 1)
ByteString = _alias(collections.abc.ByteString, 0)
Tuple = _TupleType(tuple, -1, inst=False, name='Tuple')
List = _alias(list, 1, inst=False, name='List')
Deque = _alias(collections.deque, 1, name='Deque')
Set = _alias(set, 1, inst=False, name='Set')
FrozenSet = _alias(frozenset, 1, inst=False, name='FrozenSet')
MappingView = _alias(collections.abc.MappingView, 1)
KeysView = _alias(collections.abc.KeysView, 1)
ItemsView = _alias(collections.abc.ItemsView, 2)
ValuesView = _alias(collections.abc.ValuesView, 1)
ContextManager = _alias(contextlib.AbstractContextManager, 1, name='ContextManager')
AsyncContextManager = _alias(contextlib.AbstractAsyncContextManager, 1, name='AsyncContextManager')
Dict = _alias(dict, 2, inst=False, name='Dict')
DefaultDict = _alias(collections.defaultdict, 2, name='DefaultDict')
OrderedDict = _alias(collections.OrderedDict, 2)
Counter = _alias(collections.Counter, 1)
ChainMap = _alias(collections.ChainMap, 2)
Generator = _alias(collections.abc.Generator, 3)
AsyncGenerator = _alias(collections.abc.AsyncGenerator, 2)
Type = _alias(type, 1, inst=False, name='Type')
Text = str


@runtime_checkable
class SupportsInt(Protocol):
    @abstractmethod
    def __int__(self):
        pass


@runtime_checkable
class SupportsFloat(Protocol):
    @abstractmethod
    def __float__(self):
        pass


@runtime_checkable
class SupportsComplex(Protocol):
    @abstractmethod
    def __complex__(self):
        pass


@runtime_checkable
class SupportsBytes(Protocol):
    @abstractmethod
    def __bytes__(self):
        pass


@runtime_checkable
class SupportsIndex(Protocol):
    @abstractmethod
    def __index__(self):
        pass


@runtime_checkable
class SupportsAbs(Protocol[T_co]):
    @abstractmethod
    def __abs__(self):
        pass


@runtime_checkable
class SupportsRound(Protocol[T_co]):
    @abstractmethod
    def __round__(self, ndigits=0):
        pass


class IO(Generic[AnyStr]):
    pass


class TextIO(IO[str]):
    pass


class BinaryIO(IO[bytes]):
    pass


class NewType:
    """A name of one's own for a type."""

    def __init__(self, name, tp):
        self.__qualname__ = name
        self.__name__ = name.rpartition('.')[-1]
        self.__supertype__ = tp
        try:
            module = sys._getframe(1).f_globals.get('__name__', '__main__')
        except (AttributeError, ValueError):
            module = None
        if module != 'typing':
            self.__module__ = module

    def __repr__(self):
        return f'{self.__module__}.{self.__qualname__}'

    def __call__(self, x):
        return x

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


class _NamedTupleMeta(type):
    def __new__(cls, typename, bases, ns):
        annotations = ns.get('__annotations__', {})
        defaults = []
        for name in annotations:
            if name in ns:
                defaults.append(name)
            elif defaults:
                raise TypeError(f"Non-default namedtuple field {name} cannot follow default field"
                                f"{'s' if len(defaults) > 1 else ''} {', '.join(defaults)}")
        result = collections.namedtuple(typename, list(annotations),
                                        defaults=[ns[name] for name in defaults],
                                        module=ns['__module__'])
        result.__annotations__ = result.__new__.__annotations__ = {
            name: _checked(kind, f"field {name} annotation must be a type")
            for name, kind in annotations.items()}
        result.__orig_bases__ = (NamedTuple,)
        for key, value in ns.items():
            if key in ('__new__', '__init__', '__slots__', '__getnewargs__', '_fields',
                       '_field_defaults', '_field_types', '_make', '_replace', '_asdict',
                       '_source'):
                raise AttributeError("Cannot overwrite NamedTuple attribute " + key)
            if key not in ('__annotations__', '__module__', '__qualname__') and \
                    key not in result._fields:
                setattr(result, key, value)
        if '__qualname__' in ns:
            result.__qualname__ = ns['__qualname__']
        return result


def NamedTuple(typename, fields=None, /, **kwargs):
    """A named tuple with types: a base for a class statement, or a function."""
    if fields is None:
        fields = kwargs.items()
    pairs = [(name, _checked(kind, f"field {name} annotation must be a type"))
             for name, kind in fields]
    result = collections.namedtuple(typename, [name for name, _ in pairs],
                                    module=sys._getframe(1).f_globals.get('__name__', '__main__'))
    result.__annotations__ = dict(pairs)
    return result


_NamedTuple = type.__new__(_NamedTupleMeta, 'NamedTuple', (), {})
NamedTuple.__mro_entries__ = lambda bases: (_NamedTuple,)


class _TypedDictMeta(type):
    def __new__(cls, name, bases, ns, total=True):
        result = type.__new__(_TypedDictMeta, name, (dict,), ns)
        annotations = {}
        required = set()
        optional = set()
        for base in bases:
            annotations.update(base.__dict__.get('__annotations__', {}))
            required.update(base.__dict__.get('__required_keys__', ()))
            optional.update(base.__dict__.get('__optional_keys__', ()))
        for key, kind in ns.get('__annotations__', {}).items():
            annotations[key] = _checked(kind, "TypedDict('Name', {f0: t0, f1: t1, ...}); each t "
                                              "must be a type")
            origin = getattr(kind, '__origin__', None)
            wanted = origin is Required or (total and origin is not NotRequired)
            (required if wanted else optional).add(key)
        result.__annotations__ = annotations
        result.__required_keys__ = frozenset(required)
        result.__optional_keys__ = frozenset(optional)
        result.__total__ = total
        return result

    __call__ = dict

    def __instancecheck__(cls, other):
        raise TypeError('TypedDict does not support instance and class checks')

    __subclasscheck__ = __instancecheck__


def TypedDict(typename, fields=None, /, *, total=True, **kwargs):
    """A dict with known keys: a base for a class statement, or a function."""
    ns = {'__annotations__': dict(fields if fields is not None else kwargs),
          '__module__': sys._getframe(1).f_globals.get('__name__', '__main__')}
    return _TypedDictMeta(typename, (), ns, total=total)


_TypedDict = type.__new__(_TypedDictMeta, 'TypedDict', (), {})
TypedDict.__mro_entries__ = lambda bases: (_TypedDict,)


# Functions.

def cast(typ, val):
    return val


def assert_type(val, typ, /):
    return val


def reveal_type(obj, /):
    print(f"Runtime type is {type(obj).__name__!r}", file=sys.stderr)
    return obj


def assert_never(arg, /):
    text = repr(arg)
    if len(text) > 100:
        text = text[:100] + '...'
    raise AssertionError(f"Expected code to be unreachable, but got: {text}")


_overloads = collections.defaultdict(list)


def _overload_dummy(*args, **kwds):
    raise NotImplementedError(
        "You should not call an overloaded function. A series of @overload-decorated functions "
        "outside a stub module should always be followed by an implementation that is not "
        "@overload-ed.")


def overload(func):
    f = getattr(func, "__func__", func)
    _overloads[(f.__module__, f.__qualname__)].append(func)
    return _overload_dummy


def get_overloads(func):
    f = getattr(func, "__func__", func)
    return list(_overloads.get((f.__module__, f.__qualname__), []))


def clear_overloads():
    _overloads.clear()


def final(f):
    try:
        f.__final__ = True
    except (AttributeError, TypeError):
        pass
    return f


def no_type_check(arg):
    try:
        arg.__no_type_check__ = True
    except TypeError:
        pass
    return arg


def no_type_check_decorator(decorator):
    @functools.wraps(decorator)
    def wrapped(*args, **kwds):
        return no_type_check(decorator(*args, **kwds))
    return wrapped


def dataclass_transform(*, eq_default=True, order_default=False, kw_only_default=False,
                        field_specifiers=(), **kwargs):
    def decorator(cls_or_fn):
        cls_or_fn.__dataclass_transform__ = {
            "eq_default": eq_default, "order_default": order_default,
            "kw_only_default": kw_only_default, "field_specifiers": field_specifiers,
            "kwargs": kwargs}
        return cls_or_fn
    return decorator


def get_origin(tp):
    if isinstance(tp, _AnnotatedAlias):
        return Annotated
    if isinstance(tp, (_BaseGenericAlias, GenericAlias, ParamSpecArgs, ParamSpecKwargs)):
        return tp.__origin__
    if tp is Generic:
        return Generic
    if isinstance(tp, types.UnionType):
        return types.UnionType
    return None


def get_args(tp):
    if isinstance(tp, _AnnotatedAlias):
        return (tp.__origin__,) + tp.__metadata__
    if isinstance(tp, (_GenericAlias, GenericAlias)):
        result = tp.__args__
        if tp.__origin__ is collections.abc.Callable and not (
                len(result) == 2 and (result[0] is ... or isinstance(result[0], ParamSpec))):
            result = (list(result[:-1]), result[-1])
        return result
    if isinstance(tp, types.UnionType):
        return tp.__args__
    return ()


def is_typeddict(tp):
    return isinstance(tp, _TypedDictMeta)


def _evaluated(value, globalns, localns):
    if value is None:
        return type(None)
    if isinstance(value, str):
        value = ForwardRef(value)
    if isinstance(value, ForwardRef):
        return _evaluated(value._evaluate(globalns, localns), globalns, localns)
    args = getattr(value, '__args__', None)
    if args and any(isinstance(a, ForwardRef) for a in args):
        args = tuple(_evaluated(a, globalns, localns) for a in args)
        return value.copy_with(args) if hasattr(value, 'copy_with') else \
            GenericAlias(value.__origin__, args)
    return value


def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    """The annotations, with names given as strings looked up."""
    if isinstance(obj, type):
        hints = {}
        for base in reversed(obj.__mro__):
            module = sys.modules.get(base.__module__)
            space = globalns if globalns is not None else getattr(module, '__dict__', {})
            for name, value in base.__dict__.get('__annotations__', {}).items():
                hints[name] = _evaluated(value, space, localns or dict(vars(base)))
    else:
        function = obj
        while hasattr(function, '__wrapped__'):
            function = function.__wrapped__
        if globalns is None:
            globalns = getattr(function, '__globals__', getattr(obj, '__dict__', {}))
        annotations = getattr(obj, '__annotations__', None)
        if annotations is None:
            raise TypeError(f'{obj!r} is not a module, class, method, or function.')
        hints = {name: _evaluated(value, globalns, localns)
                 for name, value in annotations.items()}
    if include_extras:
        return hints
    return {name: _without_extras(value) for name, value in hints.items()}


def _without_extras(hint):
    """The type without Annotated, Required and NotRequired, at any depth."""
    if isinstance(hint, _AnnotatedAlias):
        return _without_extras(hint.__origin__)
    if getattr(hint, '__origin__', None) in (Required, NotRequired):
        return _without_extras(hint.__args__[0])
    if not isinstance(hint, (_GenericAlias, GenericAlias, types.UnionType)):
        return hint
    inner = tuple(map(_without_extras, hint.__args__))
    if inner == hint.__args__:
        return hint
    if isinstance(hint, _GenericAlias):
        return hint.copy_with(inner)
    if isinstance(hint, GenericAlias):
        return GenericAlias(hint.__origin__, inner)
    return functools.reduce(lambda one, other: one | other, inner)


def __getattr__(name):
    """Pattern and Match: made when asked for, so that re is imported only then."""
    if name in ('Pattern', 'Match'):
        import re
        alias = globals()[name] = _alias(getattr(re, name), 1)
        return alias
    raise AttributeError(f"module 'typing' has no attribute {name!r}")


__all__ = ['Match', 'Pattern'] + [name for name in globals() if not name.startswith('_') and name not in (
    'collections', 'contextlib', 'functools', 'sys', 'types', 'ABCMeta', 'GenericAlias', 'T', 'KT',
    'VT', 'T_co', 'V_co', 'VT_co', 'T_contra', 'EXCLUDED_ATTRIBUTES', 'abstractmethod')]
