"""Abstract base classes: classes that may not be instantiated until their abstract methods exist."""


def abstractmethod(funcobj):
    """Marks a method that a concrete subclass must define."""
    funcobj.__isabstractmethod__ = True
    return funcobj


class abstractclassmethod(classmethod):
    __isabstractmethod__ = True

    def __init__(self, callable):
        callable.__isabstractmethod__ = True
        super().__init__(callable)


class abstractstaticmethod(staticmethod):
    __isabstractmethod__ = True

    def __init__(self, callable):
        callable.__isabstractmethod__ = True
        super().__init__(callable)


class abstractproperty(property):
    __isabstractmethod__ = True


class _AbcData:
    """What an abstract class knows of its virtual subclasses."""

    __slots__ = ('registry', 'known', 'refused', 'refused_at')

    # Goes up with every register(): refusals found before are then out of date.
    registrations = 0

    def __init__(self):
        self.registry = []
        self.known = set()
        self.refused = set()
        self.refused_at = 0

    def __repr__(self):
        return '<_abc._abc_data object>'


def _find_abstracts(cls):
    names = {name for name, value in cls.__dict__.items()
             if getattr(value, '__isabstractmethod__', False)}
    for base in cls.__bases__:
        for name in getattr(base, '__abstractmethods__', ()):
            if getattr(getattr(cls, name, None), '__isabstractmethod__', False):
                names.add(name)
    return frozenset(names)


class ABCMeta(type):
    """Metaclass for abstract base classes."""

    def __new__(mcls, name, bases, namespace, /, **kwargs):
        cls = super().__new__(mcls, name, bases, namespace, **kwargs)
        cls.__abstractmethods__ = _find_abstracts(cls)
        cls._abc_impl = _AbcData()
        return cls

    def register(cls, subclass):
        """Makes `subclass` a virtual subclass; answers it, so this serves as a decorator."""
        if not isinstance(subclass, type):
            raise TypeError("Can only register classes")
        if issubclass(subclass, cls):
            return subclass
        if issubclass(cls, subclass):
            raise RuntimeError("Refusing to create an inheritance cycle")
        cls._abc_impl.registry.append(subclass)
        _AbcData.registrations += 1
        return subclass

    def __instancecheck__(cls, instance):
        subclass = instance.__class__
        if subclass in cls._abc_impl.known:
            return True
        subtype = type(instance)
        if subtype is subclass:
            return cls.__subclasscheck__(subclass)
        return cls.__subclasscheck__(subclass) or cls.__subclasscheck__(subtype)

    def __subclasscheck__(cls, subclass):
        if not isinstance(subclass, type):
            raise TypeError('issubclass() arg 1 must be a class')
        data = cls._abc_impl
        if subclass in data.known:
            return True
        if data.refused_at < _AbcData.registrations:
            data.refused.clear()
            data.refused_at = _AbcData.registrations
        elif subclass in data.refused:
            return False
        answer = cls.__subclasshook__(subclass)
        if answer is NotImplemented:
            answer = _is_virtual_subclass(cls, subclass)
        if answer:
            data.known.add(subclass)
        else:
            data.refused.add(subclass)
        return answer

    def _dump_registry(cls, file=None):
        print(f"Class: {cls.__module__}.{cls.__qualname__}", file=file)
        print(f"_abc_registry: {cls._abc_impl.registry!r}", file=file)


def _is_virtual_subclass(cls, subclass):
    if cls in getattr(subclass, '__mro__', ()):
        return True
    for registered in cls._abc_impl.registry:
        if issubclass(subclass, registered):
            return True
    for derived in cls.__subclasses__():
        if issubclass(subclass, derived):
            return True
    return False


def get_cache_token():
    return _AbcData.registrations


def update_abstractmethods(cls):
    """Works the abstract methods of a class out again after methods were added to it."""
    if hasattr(cls, '__abstractmethods__'):
        cls.__abstractmethods__ = _find_abstracts(cls)
    return cls


class ABC(metaclass=ABCMeta):
    """Derive from this to make an abstract base class."""

    __slots__ = ()
