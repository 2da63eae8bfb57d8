"""Enumerations: classes whose members are the values that there are."""

import builtins as _builtins
import sys
from functools import reduce as _reduce
from operator import or_ as _or_
from types import MappingProxyType

__all__ = ['EnumType', 'EnumMeta', 'Enum', 'IntEnum', 'StrEnum', 'Flag', 'IntFlag', 'ReprEnum',
           'auto', 'unique', 'property', 'verify', 'member', 'nonmember', 'FlagBoundary',
           'STRICT', 'CONFORM', 'EJECT', 'KEEP', 'global_flag_repr', 'global_enum_repr',
           'global_str', 'global_enum', 'EnumCheck', 'CONTINUOUS', 'NAMED_FLAGS', 'UNIQUE']

# Known to the metaclass before they exist.
Enum = Flag = EJECT = KEEP = CONFORM = STRICT = ReprEnum = None


class nonmember:
    """Keeps a value of the class body from becoming a member."""

    def __init__(self, value):
        self.value = value


class member:
    """Makes a value of the class body a member, whatever it is."""

    def __init__(self, value):
        self.value = value


class _AutoNull:
    def __repr__(self):
        return '_auto_null'


_auto_null = _AutoNull()


class auto:
    """Stands for a value that the class chooses."""

    def __init__(self, value=_auto_null):
        self.value = value

    def __repr__(self):
        return "auto(%r)" % self.value


class property(_builtins.property):
    """A property of members that leaves the name free for a member of the class."""

    member = None

    def __get__(self, instance, ownerclass=None):
        if instance is None:
            found = ownerclass._member_map_.get(self.name)
            if found is None:
                raise AttributeError(f'{ownerclass!r} has no attribute {self.name!r}')
            return found
        if self.fget is not None:
            return self.fget(instance)
        return ownerclass._member_map_[self.name]

    def __set__(self, instance, value):
        if self.fset is None:
            raise AttributeError(f"{self.clsname!r} cannot set attribute {self.name!r}"
                                 if isinstance(self.clsname, str) else
                                 f"{self.clsname} cannot set attribute {self.name!r}")
        return self.fset(instance, value)

    def __delete__(self, instance):
        if self.fdel is None:
            raise AttributeError(f"{self.clsname} cannot delete attribute {self.name!r}")
        return self.fdel(instance)

    def __set_name__(self, ownerclass, name):
        self.name = name
        self.clsname = ownerclass


def _is_dunder(name):
    return len(name) > 4 and name[:2] == name[-2:] == '__' and name[2] != '_' and name[-3] != '_'


def _is_sunder(name):
    return len(name) > 2 and name[0] == name[-1] == '_' and name[1] != '_' and name[-2] != '_'


def _is_private(cls_name, name):
    prefix = f'_{cls_name}__'
    return len(name) > len(prefix) and name.startswith(prefix) and not name.endswith('__')


def _is_descriptor(value):
    return hasattr(value, '__get__') or hasattr(value, '__set__') or hasattr(value, '__delete__')


def _is_single_bit(number):
    return number > 0 and number & (number - 1) == 0


def _bits(number):
    """The powers of two in a number, least first."""
    while number:
        lowest = number & -number
        yield lowest
        number ^= lowest


_ALLOWED_SUNDERS = ('_order_', '_generate_next_value_', '_numeric_repr_', '_missing_', '_ignore_',
                    '_iter_member_', '_iter_member_by_value_', '_iter_member_by_def_')


class _EnumDict(dict):
    """The namespace of an enumeration's body: sorts out what is going to be a member."""

    def __init__(self, cls_name=None):
        super().__init__()
        self._cls_name = cls_name
        self._member_names = {}
        self._last_values = []
        self._ignore = []
        self._auto_called = False
        self._generate_next_value = None

    def __setitem__(self, key, value):
        if _is_private(self._cls_name, key):
            pass
        elif _is_sunder(key):
            value = self._take_sunder(key, value)
        elif _is_dunder(key):
            if key == '__order__':
                key = '_order_'
        elif key in self._member_names:
            raise TypeError('%r already defined as %r' % (key, self[key]))
        elif key in self._ignore:
            pass
        elif isinstance(value, nonmember):
            value = value.value
        elif isinstance(value, member) or not _is_descriptor(value):
            if key in self:
                raise TypeError('%r already defined as %r' % (key, self[key]))
            value = self._take_member(key, value)
        super().__setitem__(key, value)

    def _take_sunder(self, key, value):
        if key not in _ALLOWED_SUNDERS:
            raise ValueError(f'_sunder_ names, such as {key!r}, are reserved for future Enum use')
        if key == '_generate_next_value_':
            if self._auto_called:
                raise TypeError("_generate_next_value_ must be defined before members")
            self._generate_next_value = getattr(value, '__func__', value)
        elif key == '_ignore_':
            value = value.replace(',', ' ').split() if isinstance(value, str) else list(value)
            self._ignore = value
            already = set(value) & set(self._member_names)
            if already:
                raise ValueError('_ignore_ cannot specify already set names: %r' % (already,))
        return value

    def _take_member(self, key, value):
        if isinstance(value, member):
            value = value.value
        elif isinstance(value, auto):
            value = self._next(key, value)
        elif type(value) is tuple and any(isinstance(part, auto) for part in value):
            value = tuple(self._next(key, part) if isinstance(part, auto) else part
                          for part in value)
        self._member_names[key] = None
        self._last_values.append(value)
        return value

    def _next(self, key, placeholder):
        self._auto_called = True
        if placeholder.value is _auto_null:
            placeholder.value = self._generate_next_value(
                key, 1, len(self._member_names), self._last_values[:])
        return placeholder.value

    def update(self, members, *more_members, **kwds):
        for part in (members, *more_members, kwds):
            items = part.items() if hasattr(part, 'items') else part
            for name, value in items:
                self[name] = value


class EnumType(type):
    """The metaclass of enumerations."""

    @classmethod
    def __prepare__(metacls, cls, bases, **kwds):
        metacls._check_for_existing_members_(cls, bases)
        space = _EnumDict(cls)
        _, first_enum = metacls._get_mixins_(cls, bases)
        if first_enum is not None:
            space['_generate_next_value_'] = getattr(first_enum, '_generate_next_value_', None)
        return space

    def __new__(metacls, cls, bases, classdict, *, boundary=None, _simple=False, **kwds):
        classdict.setdefault('_ignore_', []).append('_ignore_')
        for name in classdict['_ignore_']:
            classdict.pop(name, None)
        names = list(classdict._member_names)
        invalid = set(names) & {'mro', ''}
        if invalid:
            raise ValueError('invalid enum member name(s) %s' % ','.join(map(repr, invalid)))
        values = {name: classdict[name] for name in names}
        member_type, first_enum = metacls._get_mixins_(cls, bases)
        new, saved_new, use_args = metacls._find_new_(classdict, member_type, first_enum)
        space = {name: value for name, value in classdict.items() if name not in values}
        space['_new_member_'] = new
        space['_use_args_'] = use_args
        space['_member_names_'] = []
        space['_member_map_'] = {}
        space['_value2member_map_'] = {}
        space['_unhashable_values_'] = []
        space['_member_type_'] = member_type
        if boundary is None:
            boundary = getattr(first_enum, '_boundary_', None)
        space['_boundary_'] = boundary
        space['_flag_mask_'] = 0
        space['_all_bits_'] = 0
        space['_singles_mask_'] = 0
        space['_inverted_'] = None
        order = space.pop('_order_', None)
        _choose_representation(space, bases, member_type, first_enum)
        enum_class = super().__new__(metacls, cls, bases, space, **kwds)
        if Enum is not None and first_enum is not None:
            _prefer_enum_methods(enum_class, space, member_type, first_enum)
        for name in names:
            _add_member(enum_class, name, values[name])
        for name, value in values.items():
            hook = getattr(type(value), '__set_name__', None)
            if hook is not None and not isinstance(value, _builtins.property):
                hook(value, enum_class, name)
        if Enum is not None and first_enum is not None:
            if saved_new:
                enum_class.__new_member__ = new
            enum_class.__new__ = Enum.__new__
        if Flag is not None and issubclass(enum_class, Flag):
            _finish_flag(enum_class)
        if order is not None:
            _check_order(enum_class, order)
        return enum_class

    def __init__(cls, *args, **kwds):
        super().__init__(*args)

    def __bool__(cls):
        return True

    def __call__(cls, value, names=None, *, module=None, qualname=None, type=None, start=1,
                 boundary=None):
        """Looks a member up by value, or with `names` makes a new enumeration."""
        if names is None:
            return cls.__new__(cls, value)
        return cls._create_(value, names, module=module, qualname=qualname, type=type, start=start,
                            boundary=boundary)

    def __contains__(cls, member):
        if not isinstance(member, Enum):
            import warnings
            warnings.warn(
                "in 3.12 __contains__ will no longer raise TypeError, but will return True or\n"
                "False depending on whether the value is a member or the value of a member",
                DeprecationWarning, stacklevel=2)
            raise TypeError("unsupported operand type(s) for 'in': '%s' and '%s'" % (
                type(member).__qualname__, cls.__class__.__qualname__))
        return isinstance(member, cls) and member._name_ in cls._member_map_

    def __delattr__(cls, attr):
        if attr in cls._member_map_:
            raise AttributeError("%r cannot delete member %r." % (cls.__name__, attr))
        super().__delattr__(attr)

    def __dir__(cls):
        interesting = {'__class__', '__contains__', '__doc__', '__getitem__', '__iter__',
                       '__len__', '__members__', '__module__', '__name__', '__qualname__',
                       '__init_subclass__'} | set(cls._member_names_)
        if cls._member_type_ is object:
            return sorted(interesting)
        return sorted(set(dir(cls._member_type_)) | interesting)

    def __getattr__(cls, name):
        if _is_dunder(name):
            raise AttributeError(name)
        try:
            return cls._member_map_[name]
        except KeyError:
            raise AttributeError(name) from None

    def __getitem__(cls, name):
        return cls._member_map_[name]

    def __iter__(cls):
        return (cls._member_map_[name] for name in cls._member_names_)

    def __len__(cls):
        return len(cls._member_names_)

    @_builtins.property
    def __members__(cls):
        return MappingProxyType(cls._member_map_)

    def __repr__(cls):
        if Flag is not None and issubclass(cls, Flag):
            return "<flag %r>" % cls.__name__
        return "<enum %r>" % cls.__name__

    def __reversed__(cls):
        return (cls._member_map_[name] for name in reversed(cls._member_names_))

    def __setattr__(cls, name, value):
        if name in cls.__dict__.get('_member_map_', {}):
            raise AttributeError('cannot reassign member %r' % (name,))
        super().__setattr__(name, value)

    def _create_(cls, class_name, names, *, module=None, qualname=None, type=None, start=1,
                 boundary=None):
        metacls = cls.__class__
        bases = (cls,) if type is None else (type, cls)
        classdict = metacls.__prepare__(class_name, bases)
        if isinstance(names, str):
            names = names.replace(',', ' ').split()
        if isinstance(names, (tuple, list)) and names and isinstance(names[0], str):
            originals, names, last = names, [], []
            for count, name in enumerate(originals):
                value = _next_value(cls, name, start, count, last[:])
                last.append(value)
                names.append((name, value))
        for item in names:
            name, value = (item, names[item]) if isinstance(item, str) else item
            classdict[name] = value
        if module is None:
            try:
                module = sys._getframe(2).f_globals['__name__']
            except (AttributeError, ValueError, KeyError):
                pass
        if module is not None:
            classdict['__module__'] = module
        if qualname is not None:
            classdict['__qualname__'] = qualname
        return metacls.__new__(metacls, class_name, bases, classdict, boundary=boundary)

    @classmethod
    def _check_for_existing_members_(mcls, class_name, bases):
        for chain in bases:
            for base in chain.__mro__:
                if isinstance(base, EnumType) and base._member_names_:
                    raise TypeError("<enum %r> cannot extend %r" % (class_name, base))

    @classmethod
    def _get_mixins_(mcls, class_name, bases):
        """The type of the members' data, and the enumeration that is extended."""
        if not bases:
            return object, None
        first_enum = bases[-1]
        if not isinstance(first_enum, EnumType):
            raise TypeError("new enumerations should be created as "
                            "`EnumName([mixin_type, ...] [data_type,] enum_type)`")
        return mcls._find_data_type_(class_name, bases) or object, first_enum

    @classmethod
    def _find_data_type_(mcls, class_name, bases):
        data_types = {}
        for chain in bases:
            candidate = None
            for base in chain.__mro__:
                if base is object:
                    continue
                if isinstance(base, EnumType):
                    if base._member_type_ is not object:
                        data_types[base._member_type_] = None
                        break
                elif '__new__' in base.__dict__ or '__dataclass_fields__' in base.__dict__:
                    data_types[candidate or base] = None
                    break
                else:
                    candidate = candidate or base
        if len(data_types) > 1:
            raise TypeError('too many data types for %r: %r' % (class_name, set(data_types)))
        return next(iter(data_types), None)

    @classmethod
    def _find_new_(mcls, classdict, member_type, first_enum):
        """How members are made: the __new__, whether it was given here, and whether it takes the
        value's parts."""
        own = classdict.get('__new__', None)
        saved = first_enum is not None and own is not None
        if own is None:
            for method in ('__new_member__', '__new__'):
                for possible in (member_type, first_enum):
                    target = getattr(possible, method, None)
                    if target not in {None, None.__new__, object.__new__,
                                      getattr(Enum, '__new__', None)}:
                        own = target
                        break
                if own is not None:
                    break
            else:
                own = object.__new__
        use_args = first_enum is not None and own not in (object.__new__,)
        return own, saved, use_args


EnumMeta = EnumType


def _next_value(cls, name, start, count, last_values):
    return cls._generate_next_value_(name, start, count, last_values)


def _choose_representation(space, bases, member_type, first_enum):
    """__str__ and __format__ of enumerations that replace plain constants are the data's own."""
    if ReprEnum is None or first_enum is None or ReprEnum not in bases:
        return
    if '__format__' not in space:
        space['__format__'] = member_type.__format__
    if '__str__' not in space:
        method = member_type.__str__
        if method is object.__str__:
            method = member_type.__repr__
        space['__str__'] = method


def _prefer_enum_methods(cls, space, member_type, first_enum):
    """The data's type stands first in the mro; its texts and bit operators give way."""
    for name in ('__repr__', '__str__', '__format__', '__reduce_ex__'):
        given = (getattr(member_type, name, None), getattr(object, name, None))
        if name not in space and getattr(cls, name, None) in given:
            type.__setattr__(cls, name, getattr(first_enum, name))
    if Flag is not None and issubclass(cls, Flag):
        for name in ('__or__', '__and__', '__xor__', '__ror__', '__rand__', '__rxor__',
                     '__invert__'):
            if name not in space:
                type.__setattr__(cls, name, getattr(Flag, name))


def _add_member(cls, name, value):
    member_type = cls._member_type_
    args = value if isinstance(value, tuple) else (value,)
    if member_type is tuple:
        args = (args,)
    if cls._use_args_:
        new_member = cls._new_member_(cls, *args)
    else:
        new_member = cls._new_member_(cls)
    if not hasattr(new_member, '_value_'):
        if member_type is object:
            new_member._value_ = value
        else:
            try:
                new_member._value_ = member_type(*args)
            except Exception as exc:
                error = TypeError('_value_ not set in __new__, unable to create it')
                error.__cause__ = exc
                raise error
    value = new_member._value_
    new_member._name_ = name
    new_member.__objclass__ = cls
    new_member.__init__(*args)
    new_member._sort_order_ = len(cls._member_names_)
    canonical = _find_same(cls, value)
    is_flag = Flag is not None and issubclass(cls, Flag)
    if canonical is not None:
        new_member = canonical
    elif not is_flag or not isinstance(value, int) or _is_single_bit(value):
        cls._member_names_.append(name)
    if is_flag and isinstance(value, int):
        cls._flag_mask_ |= value
        if _is_single_bit(value):
            cls._singles_mask_ |= value
        cls._all_bits_ = 2 ** cls._flag_mask_.bit_length() - 1
    existing = None
    for base in cls.__mro__[1:]:
        if name in base.__dict__:
            existing = base.__dict__[name]
            break
    if not isinstance(existing, property):
        type.__setattr__(cls, name, new_member)
    cls._member_map_[name] = new_member
    if canonical is None:
        try:
            cls._value2member_map_.setdefault(value, new_member)
        except TypeError:
            cls._unhashable_values_.append(value)


def _find_same(cls, value):
    try:
        return cls._value2member_map_.get(value)
    except TypeError:
        for known in cls._member_map_.values():
            if known._value_ == value:
                return known
    return None


def _finish_flag(cls):
    """Members stand in order of definition; iteration by value if that is another order."""
    names = cls._member_names_
    if names != sorted(names, key=lambda name: cls._member_map_[name]._value_):
        cls._iter_member_ = cls._iter_member_by_def_


def _check_order(cls, order):
    if isinstance(order, str):
        order = order.replace(',', ' ').split()
    order = [name for name in order if name in cls._member_names_]
    if order != cls._member_names_:
        raise TypeError('member order does not match _order_:\n  %r\n  %r' % (
            cls._member_names_, order))


class Enum(metaclass=EnumType):
    """Derive from this to define enumerations."""

    @classmethod
    def __signature__(cls):
        return '(*values)'

    def __new__(cls, value):
        # Members exist already: this looks them up.
        if type(value) is cls:
            return value
        try:
            return cls._value2member_map_[value]
        except KeyError:
            pass
        except TypeError:
            for known in cls._member_map_.values():
                if known._value_ == value:
                    return known
        failure = None
        result = None
        try:
            result = cls._missing_(value)
        except Exception as e:
            failure = e
        try:
            if isinstance(result, cls):
                return result
            if Flag is not None and issubclass(cls, Flag) and cls._boundary_ is EJECT and \
                    isinstance(result, int):
                return result
            invalid = ValueError("%r is not a valid %s" % (value, cls.__qualname__))
            if result is None and failure is None:
                raise invalid
            if failure is None:
                failure = TypeError('error in %s._missing_: returned %r instead of None or a '
                                    'valid member' % (cls.__name__, result))
            if not isinstance(failure, ValueError):
                failure.__context__ = invalid
            raise failure
        finally:
            failure = None
            invalid = None

    def __init__(self, *args, **kwds):
        pass

    def _generate_next_value_(name, start, count, last_values):
        """What auto() stands for: one more than the last number."""
        if not last_values:
            return start
        try:
            last = last_values[-1]
            last_values.sort()
            if last == last_values[-1]:
                return last + 1
        except TypeError:
            pass
        import warnings
        warnings.warn(
            "In 3.13 the default `auto()`/`_generate_next_value_` will require all values to be "
            "sortable and support adding +1\nand the value returned will be the largest value in "
            "the enum incremented by 1", DeprecationWarning, stacklevel=3)
        for last in reversed(last_values):
            try:
                return last + 1
            except TypeError:
                pass
        return start

    @classmethod
    def _missing_(cls, value):
        return None

    def __repr__(self):
        value_repr = self.__class__._member_type_.__repr__
        if self.__class__._member_type_ is object or '__dataclass_fields__' in \
                self.__class__._member_type_.__dict__:
            value_repr = repr
        return "<%s.%s: %s>" % (self.__class__.__name__, self._name_, value_repr(self._value_))

    def __str__(self):
        return "%s.%s" % (self.__class__.__name__, self._name_)

    def __dir__(self):
        interesting = set()
        if self.__class__._member_type_ is not object:
            interesting = set(object.__dir__(self))
        for name in getattr(self, '__dict__', ()):
            if name[0] != '_':
                interesting.add(name)
        for cls in self.__class__.mro():
            for name, value in cls.__dict__.items():
                if name[0] == '_':
                    continue
                if name not in self.__class__._member_map_:
                    interesting.add(name)
        return sorted(interesting | {'__class__', '__doc__', '__eq__', '__hash__', '__module__',
                                     'name', 'value'})

    def __format__(self, format_spec):
        return str.__format__(str(self), format_spec)

    def __hash__(self):
        return hash(self._name_)

    def __reduce_ex__(self, proto):
        return self.__class__, (self._value_,)

    def __deepcopy__(self, memo):
        return self

    def __copy__(self):
        return self

    @property
    def name(self):
        """The name of the member."""
        return self._name_

    @property
    def value(self):
        """The value of the member."""
        return self._value_


class ReprEnum(Enum):
    """An enumeration that only changes the repr() of its data."""


class IntEnum(int, ReprEnum):
    """An enumeration whose members are ints."""


class StrEnum(str, ReprEnum):
    """An enumeration whose members are strs."""

    def __new__(cls, *values):
        if len(values) > 3:
            raise TypeError('too many arguments for str(): %r' % (values,))
        if len(values) == 1 and not isinstance(values[0], str):
            raise TypeError('%r is not a string' % (values[0],))
        if len(values) >= 2 and not isinstance(values[1], str):
            raise TypeError('encoding must be a string, not %r' % (values[1],))
        if len(values) == 3 and not isinstance(values[2], str):
            raise TypeError('errors must be a string, not %r' % (values[2]))
        value = str(*values)
        result = str.__new__(cls, value)
        result._value_ = value
        return result

    def _generate_next_value_(name, start, count, last_values):
        return name.lower()


class FlagBoundary(StrEnum):
    """What a flag does with bits that it has no name for."""

    STRICT = auto()
    CONFORM = auto()
    EJECT = auto()
    KEEP = auto()


STRICT, CONFORM, EJECT, KEEP = FlagBoundary


class Flag(Enum, boundary=CONFORM):
    """An enumeration whose members can be combined."""

    _numeric_repr_ = repr

    def _generate_next_value_(name, start, count, last_values):
        """The next power of two."""
        if not last_values:
            return start if start is not None else 1
        highest = max(last_values)
        try:
            bit = highest.bit_length() - 1
        except Exception:
            raise TypeError('invalid flag value %r' % last_values[-1]) from None
        return 2 ** (bit + 1)

    @classmethod
    def _iter_member_by_value_(cls, value):
        for bit in _bits(value & cls._flag_mask_):
            yield cls._value2member_map_.get(bit)

    _iter_member_ = _iter_member_by_value_

    @classmethod
    def _iter_member_by_def_(cls, value):
        yield from sorted(cls._iter_member_by_value_(value), key=lambda m: m._sort_order_)

    @classmethod
    def _missing_(cls, value):
        """A member for a combination, made when it is first asked for."""
        if not isinstance(value, int):
            raise ValueError("%r is not a valid %s" % (value, cls.__qualname__))
        flag_mask = cls._flag_mask_
        singles_mask = cls._singles_mask_
        all_bits = cls._all_bits_
        negative = None
        if not ~all_bits <= value <= all_bits or value & (all_bits ^ flag_mask):
            if cls._boundary_ is STRICT:
                bits = max(value.bit_length(), flag_mask.bit_length())
                raise ValueError("%r invalid value %r\n    given %s\n  allowed %s" % (
                    cls, value, bin(value), bin(flag_mask)))
            if cls._boundary_ is CONFORM:
                value &= flag_mask
            elif cls._boundary_ is EJECT:
                return value
            elif cls._boundary_ is KEEP and value < 0:
                value = max(all_bits + 1, 2 ** value.bit_length()) + value
        if value < 0:
            negative = value
            value = all_bits + 1 + value
        known = cls._value2member_map_.get(value)
        if known is not None:
            return known
        unknown = value & ~flag_mask
        if cls._member_type_ is object:
            combination = object.__new__(cls)
        else:
            combination = cls._member_type_.__new__(cls, value)
        if not hasattr(combination, '_value_'):
            combination._value_ = value
        members = list(cls._iter_member_(value)) if value & singles_mask else []
        combination._name_ = None
        if members:
            combination._name_ = '|'.join([m._name_ for m in members])
            if unknown:
                combination._name_ += '|%s' % cls._numeric_repr_(unknown)
        combination = cls._value2member_map_.setdefault(value, combination)
        if negative is not None:
            cls._value2member_map_[negative] = combination
        return combination

    def __contains__(self, other):
        if not isinstance(other, self.__class__):
            raise TypeError("unsupported operand type(s) for 'in': %r and %r" % (
                type(other).__qualname__, self.__class__.__qualname__))
        return other._value_ & self._value_ == other._value_

    def __iter__(self):
        yield from self._iter_member_(self._value_)

    def __len__(self):
        return self._value_.bit_count()

    def __repr__(self):
        cls_name = self.__class__.__name__
        value_repr = self.__class__._member_type_.__repr__
        if self.__class__._member_type_ is object:
            value_repr = repr
        if self._name_ is None:
            return "<%s: %s>" % (cls_name, value_repr(self._value_))
        return "<%s.%s: %s>" % (cls_name, self._name_, value_repr(self._value_))

    def __str__(self):
        if self._name_ is None:
            return "%s(%r)" % (self.__class__.__name__, self._value_)
        return "%s.%s" % (self.__class__.__name__, self._name_)

    def __bool__(self):
        return bool(self._value_)

    def _other_value(self, other):
        if isinstance(other, self.__class__):
            return other._value_
        if self._member_type_ is not object and isinstance(other, self._member_type_):
            return other
        return None

    def __or__(self, other):
        value = self._other_value(other)
        if value is None:
            return NotImplemented
        return self.__class__(self._value_ | value)

    def __and__(self, other):
        value = self._other_value(other)
        if value is None:
            return NotImplemented
        return self.__class__(self._value_ & value)

    def __xor__(self, other):
        value = self._other_value(other)
        if value is None:
            return NotImplemented
        return self.__class__(self._value_ ^ value)

    def __invert__(self):
        if self.__dict__.get('_inverted_') is None:
            if self._boundary_ is KEEP:
                self._inverted_ = self.__class__(~self._value_)
            else:
                self._inverted_ = self.__class__(self._flag_mask_ ^ self._value_)
        return self._inverted_

    __rand__ = __and__
    __ror__ = __or__
    __rxor__ = __xor__


class IntFlag(int, ReprEnum, Flag, boundary=KEEP):
    """Flags that are ints."""


def unique(enumeration):
    """A class decorator that refuses two names for one value."""
    duplicates = [(name, member.name) for name, member in enumeration.__members__.items()
                  if name != member.name]
    if duplicates:
        details = ', '.join("%s -> %s" % pair for pair in duplicates)
        raise ValueError('duplicate values found in %r: %s' % (enumeration, details))
    return enumeration


class EnumCheck(StrEnum):
    """What verify() can check."""

    CONTINUOUS = "no skipped integer values"
    NAMED_FLAGS = "multi-flag aliases may not contain unnamed flags"
    UNIQUE = "one name per value"


CONTINUOUS, NAMED_FLAGS, UNIQUE = EnumCheck


class verify:
    """A class decorator that checks what an enumeration promises."""

    def __init__(self, *checks):
        self.checks = checks

    def __call__(self, enumeration):
        for check in self.checks:
            if check is UNIQUE:
                duplicates = [(name, member.name)
                              for name, member in enumeration.__members__.items()
                              if name != member.name]
                if duplicates:
                    details = ', '.join('%s -> %s' % pair for pair in duplicates)
                    raise ValueError('aliases found in %r: %s' % (enumeration, details))
            elif check is CONTINUOUS:
                self._check_continuous(enumeration)
            elif check is NAMED_FLAGS:
                self._check_named(enumeration)
        return enumeration

    @staticmethod
    def _check_continuous(enumeration):
        values = set(member.value for member in enumeration)
        if len(values) < 2:
            return
        low, high = min(values), max(values)
        if issubclass(enumeration, Flag):
            expected = {1 << bit for bit in range(low.bit_length() - 1, high.bit_length())}
        else:
            expected = set(range(low, high + 1))
        missing = sorted(expected - values)
        if missing:
            raise ValueError(('invalid %s %r: missing values %s' % (
                'flag' if issubclass(enumeration, Flag) else 'enum', enumeration.__name__,
                ', '.join(map(str, missing))))[:256])

    @staticmethod
    def _check_named(enumeration):
        values = [member.value for member in enumeration]
        missing_names = []
        missing = 0
        for name, alias in enumeration._member_map_.items():
            if name in enumeration._member_names_ or alias.value < 0:
                continue
            unnamed = [bit for bit in _bits(alias.value) if bit not in values]
            if unnamed:
                missing_names.append(name)
                for bit in unnamed:
                    missing |= bit
        if missing_names:
            if len(missing_names) == 1:
                alias = 'alias %s is missing' % missing_names[0]
            else:
                alias = 'aliases %s and %s are missing' % (', '.join(missing_names[:-1]),
                                                           missing_names[-1])
            value = 'value 0x%x' % missing if _is_single_bit(missing) else \
                'combined values of 0x%x' % missing
            raise ValueError('invalid Flag %r: %s %s [use enum.show_flag_values(value) for '
                             'details]' % (enumeration.__name__, alias, value))


def show_flag_values(value):
    return list(_bits(value))


def global_enum_repr(self):
    module = self.__class__.__module__.split('.')[-1]
    return '%s.%s' % (module, self._name_)


def global_flag_repr(self):
    module = self.__class__.__module__.split('.')[-1]
    if self._name_ is None:
        return "%s.%s(%r)" % (module, self.__class__.__name__, self._value_)
    return '|'.join(f'{module}.{name}' for name in self._name_.split('|'))


def global_str(self):
    if self._name_ is None:
        return "%s(%r)" % (self.__class__.__name__, self._value_)
    return self._name_


def global_enum(cls, update_str=False):
    """Puts the members into the module, and names them so."""
    cls.__repr__ = global_flag_repr if issubclass(cls, Flag) else global_enum_repr
    if not issubclass(cls, ReprEnum) or update_str:
        cls.__str__ = global_str
    sys.modules[cls.__module__].__dict__.update(cls.__members__)
    return cls
