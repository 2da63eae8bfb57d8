"""Classes that are mainly data: their methods are written from their annotations."""

import abc
import copy
import keyword
import sys
import types
from reprlib import recursive_repr

__all__ = ['dataclass', 'field', 'Field', 'FrozenInstanceError', 'InitVar', 'KW_ONLY', 'MISSING',
           'fields', 'asdict', 'astuple', 'make_dataclass', 'replace', 'is_dataclass']


class FrozenInstanceError(AttributeError):
    pass


class _HAS_DEFAULT_FACTORY_CLASS:
    def __repr__(self):
        return '<factory>'


_HAS_DEFAULT_FACTORY = _HAS_DEFAULT_FACTORY_CLASS()


class _MISSING_TYPE:
    pass


MISSING = _MISSING_TYPE()


class _KW_ONLY_TYPE:
    pass


KW_ONLY = _KW_ONLY_TYPE()
_NO_METADATA = types.MappingProxyType({})
_FIELDS = '__dataclass_fields__'
_PARAMS = '__dataclass_params__'
_POST_INIT_NAME = '__post_init__'


class _FieldKind:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


_FIELD = _FieldKind('_FIELD')
_FIELD_CLASSVAR = _FieldKind('_FIELD_CLASSVAR')
_FIELD_INITVAR = _FieldKind('_FIELD_INITVAR')


class InitVar:
    """A parameter of __init__ that is no field."""

    __slots__ = ('type',)

    def __init__(self, type):
        self.type = type

    def __repr__(self):
        name = self.type.__name__ if isinstance(self.type, type) else repr(self.type)
        return f'dataclasses.InitVar[{name}]'

    def __class_getitem__(cls, type):
        return InitVar(type)


class Field:
    """What is known of one field."""

    __slots__ = ('name', 'type', 'default', 'default_factory', 'repr', 'hash', 'init', 'compare',
                 'metadata', 'kw_only', '_field_type')

    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only):
        self.name = None
        self.type = None
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.hash = hash
        self.compare = compare
        self.metadata = (_NO_METADATA if metadata is None
                         else types.MappingProxyType(metadata))
        self.kw_only = kw_only
        self._field_type = None

    @recursive_repr()
    def __repr__(self):
        return (f'Field(name={self.name!r},type={self.type!r},default={self.default!r},'
                f'default_factory={self.default_factory!r},init={self.init!r},'
                f'repr={self.repr!r},hash={self.hash!r},compare={self.compare!r},'
                f'metadata={self.metadata!r},kw_only={self.kw_only!r},'
                f'_field_type={self._field_type})')

    def __set_name__(self, owner, name):
        function = getattr(type(self.default), '__set_name__', None)
        if function:
            function(self.default, owner, name)

    __class_getitem__ = classmethod(types.GenericAlias)


class _DataclassParams:
    __slots__ = ('init', 'repr', 'eq', 'order', 'unsafe_hash', 'frozen')

    def __init__(self, init, repr, eq, order, unsafe_hash, frozen):
        self.init = init
        self.repr = repr
        self.eq = eq
        self.order = order
        self.unsafe_hash = unsafe_hash
        self.frozen = frozen

    def __repr__(self):
        parts = ','.join(f'{name}={getattr(self, name)!r}' for name in self.__slots__)
        return f'_DataclassParams({parts})'


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None,
          compare=True, metadata=None, kw_only=MISSING):
    """Says more about a field than a default value can."""
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError('cannot specify both default and default_factory')
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)


def _is_classvar(annotation):
    if isinstance(annotation, str):
        head = annotation.split('[', 1)[0].strip()
        return head in ('ClassVar', 'typing.ClassVar')
    typing = sys.modules.get('typing')
    return typing is not None and (annotation is typing.ClassVar or
                                   getattr(annotation, '__origin__', None) is typing.ClassVar)


def _is_initvar(annotation):
    if isinstance(annotation, str):
        head = annotation.split('[', 1)[0].strip()
        return head in ('InitVar', 'dataclasses.InitVar')
    return annotation is InitVar or type(annotation) is InitVar


def _is_kw_only(annotation):
    if isinstance(annotation, str):
        return annotation.strip() in ('KW_ONLY', 'dataclasses.KW_ONLY')
    return annotation is KW_ONLY


def _get_field(cls, name, annotation, default_kw_only):
    default = getattr(cls, name, MISSING)
    if isinstance(default, Field):
        result = default
    else:
        if isinstance(default, types.MemberDescriptorType):
            default = MISSING
        result = field(default=default)
    result.name = name
    result.type = annotation
    result._field_type = _FIELD
    if _is_classvar(annotation):
        result._field_type = _FIELD_CLASSVAR
    elif _is_initvar(annotation):
        result._field_type = _FIELD_INITVAR
    if result._field_type in (_FIELD_CLASSVAR, _FIELD_INITVAR):
        if result.default_factory is not MISSING:
            raise TypeError(f'field {result.name} cannot have a default factory')
    if result._field_type in (_FIELD, _FIELD_INITVAR):
        if result.kw_only is MISSING:
            result.kw_only = default_kw_only
    elif result.kw_only is not MISSING:
        raise TypeError(f'field {result.name} is a ClassVar but specifies kw_only')
    if result._field_type is _FIELD and result.default.__class__.__hash__ is None:
        raise ValueError(f'mutable default {type(result.default)} for field {result.name} is not '
                         'allowed: use default_factory')
    return result


def _create_function(cls, name, parameters, body, namespace, globals):
    """A function of that text; `namespace` holds what the text may name."""
    text = '\n'.join(f'        {line}' for line in body)
    source = (f'def __create_fn__({", ".join(namespace)}):\n'
              f'    def {name}({", ".join(parameters)}):\n{text}\n'
              f'    return {name}\n')
    scope = {}
    exec(source, globals, scope)
    function = scope['__create_fn__'](**namespace)
    function.__qualname__ = f'{cls.__qualname__}.{name}'
    return function


def _init_parameter(f):
    if f.default is MISSING and f.default_factory is MISSING:
        default = ''
    elif f.default is not MISSING:
        default = f'=_dflt_{f.name}'
    else:
        default = '=_HAS_DEFAULT_FACTORY'
    return f'{f.name}:_type_{f.name}{default}'


def _init_line(f, frozen, self_name, slots):
    """How __init__ sets a field; None: not at all."""
    if f.default_factory is not MISSING:
        if f.init:
            value = (f'_dflt_{f.name}() if {f.name} is _HAS_DEFAULT_FACTORY else {f.name}')
        else:
            value = f'_dflt_{f.name}()'
    elif f.init:
        value = f.name
    elif slots and f.default is not MISSING:
        value = f'_dflt_{f.name}'
    else:
        return None
    if f._field_type is _FIELD_INITVAR:
        return None
    if frozen:
        return f'__dataclass_builtins_object__.__setattr__({self_name},{f.name!r},{value})'
    return f'{self_name}.{f.name}={value}'


def _make_init(cls, fields, frozen, has_post_init, slots, globals):
    self_name = '__dataclass_self__' if any(f.name == 'self' for f in fields) else 'self'
    plain = [f for f in fields if f.init and not f.kw_only]
    keyword_only = [f for f in fields if f.init and f.kw_only]
    seen_default = False
    for f in plain:
        if not (f.default is MISSING and f.default_factory is MISSING):
            seen_default = True
        elif seen_default:
            raise TypeError(f'non-default argument {f.name!r} follows default argument')
    namespace = {f'_type_{f.name}': f.type for f in fields}
    namespace['MISSING'] = MISSING
    namespace['_HAS_DEFAULT_FACTORY'] = _HAS_DEFAULT_FACTORY
    namespace['__dataclass_builtins_object__'] = object
    body = []
    for f in fields:
        if f.default_factory is not MISSING:
            namespace[f'_dflt_{f.name}'] = f.default_factory
        elif f.default is not MISSING:
            namespace[f'_dflt_{f.name}'] = f.default
        line = _init_line(f, frozen, self_name, slots)
        if line:
            body.append(line)
    if has_post_init:
        values = ','.join(f.name for f in fields if f._field_type is _FIELD_INITVAR)
        body.append(f'{self_name}.{_POST_INIT_NAME}({values})')
    parameters = [self_name] + [_init_parameter(f) for f in plain]
    if keyword_only:
        parameters += ['*'] + [_init_parameter(f) for f in keyword_only]
    function = _create_function(cls, '__init__', parameters, body or ['pass'], namespace, globals)
    function.__annotations__['return'] = None
    return function


def _make_repr(cls, fields):
    names = [f.name for f in fields]

    @recursive_repr()
    def __repr__(self):
        parts = [f'{name}={getattr(self, name)!r}' for name in names]
        return f"{self.__class__.__qualname__}({', '.join(parts)})"

    __repr__.__qualname__ = f'{cls.__qualname__}.__repr__'
    __repr__.__module__ = cls.__module__
    return __repr__


def _tuple_of(fields, owner):
    if not fields:
        return '()'
    return f'({",".join(f"{owner}.{f.name}" for f in fields)},)'


def _make_comparison(cls, name, operator, fields, globals):
    return _create_function(
        cls, name, ('self', 'other'),
        ['if other.__class__ is self.__class__:',
         f' return {_tuple_of(fields, "self")}{operator}{_tuple_of(fields, "other")}',
         'return NotImplemented'], {}, globals)


def _make_hash(cls, fields, globals):
    return _create_function(cls, '__hash__', ('self',),
                            [f'return hash({_tuple_of(fields, "self")})'], {}, globals)


def _make_frozen(cls, fields, globals):
    namespace = {'cls': cls, 'FrozenInstanceError': FrozenInstanceError}
    condition = 'type(self) is cls'
    if fields:
        names = ','.join(repr(f.name) for f in fields) + ','
        condition += f' or name in ({names})'
    setter = _create_function(
        cls, '__setattr__', ('self', 'name', 'value'),
        [f'if {condition}:',
         ' raise FrozenInstanceError(f"cannot assign to field {name!r}")',
         'super(cls, self).__setattr__(name, value)'], namespace, globals)
    deleter = _create_function(
        cls, '__delattr__', ('self', 'name'),
        [f'if {condition}:',
         ' raise FrozenInstanceError(f"cannot delete field {name!r}")',
         'super(cls, self).__delattr__(name)'], namespace, globals)
    return setter, deleter


def _set_new(cls, name, value):
    """Sets a method unless the class has it. True: it had."""
    if name in cls.__dict__:
        return True
    setattr(cls, name, value)
    return False


def _collect_fields(cls, kw_only):
    """All fields by name, those of the bases first; and whether a base is frozen, or not."""
    found = {}
    any_frozen = False
    has_bases = False
    for base in cls.__mro__[-1:0:-1]:
        base_fields = base.__dict__.get(_FIELDS)
        if base_fields is not None:
            has_bases = True
            found.update(base_fields)
            any_frozen = any_frozen or getattr(base, _PARAMS).frozen
    own = []
    for name, annotation in cls.__dict__.get('__annotations__', {}).items():
        if _is_kw_only(annotation):
            if kw_only == 'seen':
                raise TypeError(f'{name!r} is KW_ONLY, but KW_ONLY has already been specified')
            kw_only = 'seen'
        else:
            own.append(_get_field(cls, name, annotation, bool(kw_only)))
    for f in own:
        found[f.name] = f
        if isinstance(getattr(cls, f.name, None), Field):
            if f.default is MISSING:
                delattr(cls, f.name)
            else:
                setattr(cls, f.name, f.default)
    for name, value in cls.__dict__.items():
        if isinstance(value, Field) and name not in cls.__dict__.get('__annotations__', {}):
            raise TypeError(f'{name!r} is a field but has no type annotation')
    return found, has_bases, any_frozen


def _hash_action(cls, unsafe_hash, eq, frozen, has_explicit_hash, fields, globals):
    """__hash__: none when mutable and compared, the fields' when frozen or asked for."""
    if unsafe_hash:
        if has_explicit_hash:
            raise TypeError(f'Cannot overwrite attribute __hash__ in class {cls.__name__}')
    elif not eq or has_explicit_hash:
        return
    elif not frozen:
        cls.__hash__ = None
        return
    hashed = [f for f in fields if (f.compare if f.hash is None else f.hash)]
    cls.__hash__ = _make_hash(cls, hashed, globals)


def _process_class(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots,
                   weakref_slot):
    globals = sys.modules[cls.__module__].__dict__ if cls.__module__ in sys.modules else {}
    setattr(cls, _PARAMS, _DataclassParams(init, repr, eq, order, unsafe_hash, frozen))
    found, has_bases, any_frozen = _collect_fields(cls, kw_only)
    if has_bases:
        if any_frozen and not frozen:
            raise TypeError('cannot inherit non-frozen dataclass from a frozen one')
        if not any_frozen and frozen:
            raise TypeError('cannot inherit frozen dataclass from a non-frozen one')
    setattr(cls, _FIELDS, found)
    class_hash = cls.__dict__.get('__hash__', MISSING)
    has_explicit_hash = not (class_hash is MISSING or
                             (class_hash is None and '__eq__' in cls.__dict__))
    if order and not eq:
        raise ValueError('eq must be true if order is true')
    parameters = [f for f in found.values() if f._field_type in (_FIELD, _FIELD_INITVAR)]
    fields = [f for f in found.values() if f._field_type is _FIELD]
    if init:
        _set_new(cls, '__init__', _make_init(cls, parameters, frozen,
                                             hasattr(cls, _POST_INIT_NAME), slots, globals))
    if repr:
        _set_new(cls, '__repr__', _make_repr(cls, [f for f in fields if f.repr]))
    compared = [f for f in fields if f.compare]
    if eq:
        _set_new(cls, '__eq__', _make_comparison(cls, '__eq__', '==', compared, globals))
    if order:
        for name, operator in (('__lt__', '<'), ('__le__', '<='), ('__gt__', '>'),
                               ('__ge__', '>=')):
            if _set_new(cls, name, _make_comparison(cls, name, operator, compared, globals)):
                raise TypeError(f'Cannot overwrite attribute {name} in class {cls.__name__}. '
                                'Consider using functools.total_ordering')
    if frozen:
        for function in _make_frozen(cls, fields, globals):
            if _set_new(cls, function.__name__, function):
                raise TypeError(f'Cannot overwrite attribute {function.__name__} in class '
                                f'{cls.__name__}')
    _hash_action(cls, unsafe_hash, eq, frozen, has_explicit_hash, fields, globals)
    if not getattr(cls, '__doc__'):
        cls.__doc__ = cls.__name__ + _text_signature(parameters)
    if match_args:
        _set_new(cls, '__match_args__', tuple(f.name for f in parameters
                                              if f.init and not f.kw_only))
    if slots:
        cls = _add_slots(cls, frozen, weakref_slot, [f.name for f in fields])
    abc.update_abstractmethods(cls)
    return cls


def _text_signature(parameters):
    parts = []
    keyword_only = False
    ordered = sorted((f for f in parameters if f.init), key=lambda f: bool(f.kw_only))
    for f in ordered:
        if f.kw_only and not keyword_only:
            keyword_only = True
            parts.append('*')
        name = f.type if isinstance(f.type, str) else getattr(f.type, '__name__', repr(f.type))
        if isinstance(f.type, str):
            name = repr(f.type)
        elif not isinstance(f.type, type) or isinstance(f.type, types.GenericAlias):
            name = repr(f.type).replace('typing.', '')
        elif f.type.__module__ not in ('builtins',):
            name = f'{f.type.__module__}.{f.type.__qualname__}'
        text = f'{f.name}: {name}'
        if f.default is not MISSING:
            text += f' = {f.default!r}'
        elif f.default_factory is not MISSING:
            text += ' = <factory>'
        parts.append(text)
    return f'({", ".join(parts)})'


def _get_state(self):
    return [getattr(self, f.name) for f in fields(self)]


def _set_state(self, state):
    for f, value in zip(fields(self), state):
        object.__setattr__(self, f.name, value)


def _add_slots(cls, is_frozen, weakref_slot, field_names):
    """A class like cls, but with __slots__: they cannot be added to one that exists."""
    if '__slots__' in cls.__dict__:
        raise TypeError(f'{cls.__name__} already specifies __slots__')
    space = dict(cls.__dict__)
    inherited = set()
    for base in cls.__mro__[1:-1]:
        slots = base.__dict__.get('__slots__', ())
        inherited.update((slots,) if isinstance(slots, str) else slots)
    space['__slots__'] = tuple(name for name in field_names + ['__weakref__'] * weakref_slot
                               if name not in inherited)
    for name in field_names:
        space.pop(name, None)
    space.pop('__dict__', None)
    space.pop('__weakref__', None)
    qualname = getattr(cls, '__qualname__', None)
    cls = type(cls)(cls.__name__, cls.__bases__, space)
    if qualname is not None:
        cls.__qualname__ = qualname
    if is_frozen:
        if '__getstate__' not in space:
            cls.__getstate__ = _get_state
        if '__setstate__' not in space:
            cls.__setstate__ = _set_state
    return cls


def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False,
              frozen=False, match_args=True, kw_only=False, slots=False, weakref_slot=False):
    """A class decorator that adds __init__, __repr__, __eq__ and others by the annotations."""
    if weakref_slot and not slots:
        raise TypeError('weakref_slot is True but slots is False')

    def wrap(cls):
        return _process_class(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only,
                              slots, weakref_slot)

    return wrap if cls is None else wrap(cls)


def fields(class_or_instance):
    """The fields, in order, as a tuple."""
    try:
        found = getattr(class_or_instance, _FIELDS)
    except AttributeError:
        raise TypeError('must be called with a dataclass type or instance') from None
    return tuple(f for f in found.values() if f._field_type is _FIELD)


def _is_dataclass_instance(obj):
    return hasattr(type(obj), _FIELDS)


def is_dataclass(obj):
    cls = obj if isinstance(obj, type) else type(obj)
    return hasattr(cls, _FIELDS)


def asdict(obj, *, dict_factory=dict):
    """A dict of the fields, dataclasses inside it turned into dicts too."""
    if not _is_dataclass_instance(obj):
        raise TypeError("asdict() should be called on dataclass instances")
    return _plain(obj, lambda pairs: dict_factory(pairs), True)


def astuple(obj, *, tuple_factory=tuple):
    """A tuple of the fields, dataclasses inside it turned into tuples too."""
    if not _is_dataclass_instance(obj):
        raise TypeError("astuple() should be called on dataclass instances")
    return _plain(obj, lambda pairs: tuple_factory([value for _, value in pairs]), False)


def _plain(obj, factory, as_dict):
    if _is_dataclass_instance(obj):
        return factory([(f.name, _plain(getattr(obj, f.name), factory, as_dict))
                        for f in fields(obj)])
    if isinstance(obj, tuple) and hasattr(obj, '_fields'):
        return type(obj)(*[_plain(item, factory, as_dict) for item in obj])
    if isinstance(obj, (list, tuple)):
        return type(obj)(_plain(item, factory, as_dict) for item in obj)
    if isinstance(obj, dict):
        pairs = ((_plain(key, factory, as_dict), _plain(value, factory, as_dict))
                 for key, value in obj.items())
        if hasattr(type(obj), 'default_factory'):
            result = type(obj)(getattr(obj, 'default_factory'))
            for key, value in pairs:
                result[key] = value
            return result
        return type(obj)(pairs)
    return copy.deepcopy(obj)


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, init=True, repr=True, eq=True,
                   order=False, unsafe_hash=False, frozen=False, match_args=True, kw_only=False,
                   slots=False, weakref_slot=False):
    """A new dataclass of these fields: names, (name, type) or (name, type, default)."""
    if namespace is None:
        namespace = {}
    annotations = {}
    defaults = {}
    for item in fields:
        if isinstance(item, str):
            name, annotation = item, 'typing.Any'
        elif len(item) == 2:
            name, annotation = item
        elif len(item) == 3:
            name, annotation, default = item
            defaults[name] = default
        else:
            raise TypeError(f'Invalid field: {item!r}')
        if not isinstance(name, str) or not name.isidentifier():
            raise TypeError(f'Field names must be valid identifiers: {name!r}')
        if keyword.iskeyword(name):
            raise TypeError(f'Field names must not be keywords: {name!r}')
        if name in annotations:
            raise TypeError(f'Field name duplicated: {name!r}')
        annotations[name] = annotation

    def exec_body(space):
        space.update(namespace)
        space.update(defaults)
        space['__annotations__'] = annotations

    cls = types.new_class(cls_name, bases, {}, exec_body)
    return dataclass(cls, init=init, repr=repr, eq=eq, order=order, unsafe_hash=unsafe_hash,
                     frozen=frozen, match_args=match_args, kw_only=kw_only, slots=slots,
                     weakref_slot=weakref_slot)


def replace(obj, /, **changes):
    """A new object like obj but for some fields."""
    if not _is_dataclass_instance(obj):
        raise TypeError("replace() should be called on dataclass instances")
    for f in getattr(obj, _FIELDS).values():
        if f._field_type is _FIELD_CLASSVAR:
            continue
        if not f.init:
            if f.name in changes:
                raise ValueError(f'field {f.name} is declared with init=False, it cannot be '
                                 'specified with replace()')
            continue
        if f.name not in changes:
            if f._field_type is _FIELD_INITVAR and f.default is MISSING:
                raise ValueError(f"InitVar {f.name!r} must be specified with replace()")
            changes[f.name] = getattr(obj, f.name)
    return obj.__class__(**changes)
