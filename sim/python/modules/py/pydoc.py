"""What help() says: the documentation of functions, classes and modules, as text."""

import builtins
import inspect
import sys

__all__ = ['help']


def _indented(text, prefix='    '):
    lines = [prefix + line for line in text.split('\n')]
    lines[-1] = lines[-1].rstrip()
    return '\n'.join(lines)


def _split(text):
    """(the first line, the rest) of a docstring."""
    lines = text.strip().split('\n')
    if len(lines) == 1:
        return lines[0], ''
    if not lines[1].strip():
        return lines[0], '\n'.join(lines[2:])
    return '', '\n'.join(lines)


# What object and type say of the methods that classes override most.
_INHERITED = {'__init__': 'Initialize self.  See help(type(self)) for accurate signature.',
              '__repr__': 'Return repr(self).', '__str__': 'Return str(self).',
              '__eq__': 'Return self==value.', '__ne__': 'Return self!=value.',
              '__lt__': 'Return self<value.', '__le__': 'Return self<=value.',
              '__gt__': 'Return self>value.', '__ge__': 'Return self>=value.',
              '__hash__': 'Return hash(self).', '__format__': 'Default object formatter.',
              '__getattribute__': 'Return getattr(self, name).',
              '__setattr__': 'Implement setattr(self, name, value).',
              '__delattr__': 'Implement delattr(self, name).',
              '__dir__': 'Default dir() implementation.',
              '__sizeof__': 'Size of object in memory, in bytes.',
              '__reduce__': 'Helper for pickle.', '__reduce_ex__': 'Helper for pickle.',
              '__init_subclass__': 'This method is called when a class is subclassed.\n\nThe '
                                   'default implementation does nothing. It may be\noverridden to '
                                   'extend subclasses.',
              '__new__': 'Create and return a new object.  See help(type) for accurate signature.'}


def getdoc(object):
    found = inspect.getdoc(object)
    function = getattr(object, '__func__', object)
    if not found and inspect.isfunction(function) and '.' in function.__qualname__:
        found = _inherited(function)
    return (found or '').rstrip()


def _inherited(function):
    """What a base class says of the method."""
    home = sys.modules.get(function.__module__)
    for word in function.__qualname__.split('.')[:-1]:
        home = getattr(home, word, None)
    for base in inspect.getmro(home) if inspect.isclass(home) else ():
        found = inspect.getdoc(base.__dict__.get(function.__name__, object()))
        if function.__name__ in base.__dict__ and base is not object and found:
            return found
    return _INHERITED.get(function.__name__)


def classname(cls, modname):
    name = cls.__name__
    return name if cls.__module__ == modname else f'{cls.__module__}.{name}'


def isdata(object):
    return not (inspect.ismodule(object) or inspect.isclass(object) or inspect.isroutine(object)
                or inspect.isframe(object) or inspect.istraceback(object)
                or inspect.iscode(object))


def visiblename(name, all=None, obj=None):
    if name in {'__author__', '__builtins__', '__cached__', '__credits__', '__date__', '__doc__',
                '__docformat__', '__file__', '__loader__', '__module__', '__name__', '__package__',
                '__path__', '__qualname__', '__slots__', '__spec__', '__version__'}:
        return False
    if name.startswith('__') and name.endswith('__'):
        return True
    if name.startswith('_') and hasattr(obj, '_fields'):
        return True
    return name in all if all is not None else not name.startswith('_')


def _signature(object):
    try:
        return str(inspect.signature(object))
    except (ValueError, TypeError):
        return None


def _routine(object, name=None, cls=None, home=None):
    """The text about a function or method."""
    own = getattr(object, '__name__', name)
    name = name or own
    note = ''
    if cls is not None and home is not None and home is not cls:
        note = ' from ' + classname(home, cls.__module__)
    elif cls is None and inspect.ismethod(object):
        kind = type(object.__self__)
        note = f' method of {kind.__module__}.{kind.__name__} instance'
    told = _signature(object)
    title = name if name == own else f'{name} = {own}'
    if own == '<lambda>':
        title = f'{name} lambda '
        told = (told or '(...)')[1:-1]
    asynchronous = 'async ' if inspect.iscoroutinefunction(object) or inspect.isasyncgenfunction(
        object) else ''
    line = f"{asynchronous}{title}{'(...)' if told is None else told}{note}"
    doc = getdoc(object)
    return line + '\n' + (_indented(doc) + '\n' if doc else '')


def _data(name, value, doc=None):
    return f'{name} = {_short(value)}' + ('\n' + _indented(doc) if doc else '') + '\n'


def _short(value):
    import reprlib
    shower = reprlib.Repr()
    shower.maxlist = shower.maxtuple = shower.maxdict = 12
    shower.maxstring = shower.maxother = 72
    return repr(value) if len(repr(value)) <= 70 else shower.repr(value)


def _descriptor(name, object):
    doc = getdoc(object) if not isinstance(object, type(_descriptor)) else ''
    return name + '\n' + (_indented(doc) + '\n' if doc else '')


def _of_class(cls):
    """The text about a class."""
    bases = [classname(base, cls.__module__) for base in cls.__bases__]
    told = _signature(cls)
    head = 'class ' + cls.__name__ + (f"({', '.join(bases)})" if bases else '')
    parts = []
    if told and told != '()' and not (told == '(*args, **kwargs)' and cls.__init__ is
                                      object.__init__):
        parts.append(cls.__name__ + told + '\n')
    doc = getdoc(cls)
    if doc:
        parts.append(doc + '\n')
    mro = [base for base in inspect.getmro(cls)]
    if len(mro) > 2:
        parts.append('Method resolution order:\n' +
                     ''.join(f'    {classname(base, cls.__module__)}\n' for base in mro))
    attributes = [(a.name, a.kind, a.defining_class, a.object)
                  for a in inspect.classify_class_attrs(cls)
                  if visiblename(a.name, obj=cls) and a.name not in ('__dict__', '__weakref__')]
    for home in mro:
        if home is object and home is not cls:
            continue
        section = _section(cls, home, [a for a in attributes if a[2] is home])
        if section:
            parts.append('-' * 70 + '\n' + section if parts and home is not mro[0] else section)
    return head + '\n' + _indented('\n'.join(parts).rstrip('\n'), ' |  ') + '\n'


_TITLES = (('Methods', ('method',)), ('Class methods', ('class method',)),
           ('Static methods', ('static method',)),
           ('Readonly properties', ('readonly property',)),
           ('Data descriptors', ('property', 'data descriptor')),
           ('Data and other attributes', ('data',)))


def _section(cls, home, attributes):
    where = 'defined here' if home is cls else 'inherited from ' + classname(home, cls.__module__)
    out = []
    sorted_kinds = [(name, 'readonly property' if kind == 'property' and value.fset is None and
                     value.fdel is None else kind, value) for name, kind, _home, value in attributes]
    for name in ('__dict__', '__weakref__'):
        for base in home.__mro__[:1]:
            if name in base.__dict__ and not any(name == one[0] for one in sorted_kinds):
                sorted_kinds.append((name, 'data descriptor', base.__dict__[name]))
    for title, kinds in _TITLES:
        found = sorted(((name, value) for name, kind, value in sorted_kinds if kind in kinds),
                       key=lambda pair: pair[0])
        if not found:
            continue
        if out:
            out.append('-' * 70)
        out.append(f'{title} {where}:\n')
        for name, value in found:
            out.append(_attribute(cls, name, value, title))
    return '\n'.join(out)


def _attribute(cls, name, value, title):
    if title in ('Methods', 'Class methods', 'Static methods'):
        shown = getattr(cls, name)
        text = _routine(shown.__func__ if inspect.ismethod(shown) else shown, name, cls)
        if title == 'Class methods':
            told = _signature(shown)
            text = f"{name}{'(...)' if told is None else told} from {type(cls).__module__}." \
                f"{type(cls).__name__}\n" + text.partition('\n')[2]
        return text
    if title.startswith('Data and'):
        return _data(name, getattr(cls, name))
    known = {'__dict__': 'dictionary for instance variables (if defined)',
             '__weakref__': 'list of weak references to the object (if defined)'}
    doc = known.get(name) or getdoc(value)
    return name + '\n' + (_indented(doc) + '\n' if doc else '')


def render_doc(thing, title='Python Library Documentation: %s', forceload=0, renderer=None):
    object = thing
    if isinstance(thing, str):
        import pkgutil
        try:
            object = pkgutil.resolve_name(thing) if '.' in thing else (
                getattr(builtins, thing) if hasattr(builtins, thing) else __import__(thing))
        except (ImportError, AttributeError):
            raise ImportError(
                f"No Python documentation found for {thing!r}.\nUse help() to get the interactive "
                f"help utility.\nUse help(str) for help on the str class.") from None
    about = _description(object)
    module = inspect.getmodule(object)
    if inspect.ismodule(object):
        text = _of_module(object)
    else:
        if module and module is not object:
            about += ' in module ' + module.__name__
        if not (inspect.isclass(object) or inspect.isroutine(object) or isinstance(
                object, property)):
            about += ' object'
            object = type(object)
        text = _of_class(object) if inspect.isclass(object) else (
            _routine(object) if inspect.isroutine(object) else _descriptor('', object))
    return title % about + '\n\n' + text


def _description(thing):
    if inspect.ismodule(thing):
        return ('package ' if hasattr(thing, '__path__') else 'module ') + thing.__name__
    if inspect.isbuiltin(thing):
        return 'built-in function ' + thing.__name__
    if inspect.isclass(thing):
        return 'class ' + thing.__name__
    if inspect.isfunction(thing):
        return 'function ' + thing.__name__
    if inspect.ismethod(thing):
        return 'method ' + thing.__name__
    if inspect.ismethoddescriptor(thing):
        return 'method_descriptor ' + thing.__name__ if hasattr(thing, '__name__') else 'descriptor'
    return type(thing).__name__


def _of_module(module):
    first, rest = _split(getdoc(module))
    parts = ['NAME\n    ' + module.__name__ + (' - ' + first if first else '') + '\n']
    if rest:
        parts.append('DESCRIPTION\n' + _indented(rest) + '\n')
    listed = getattr(module, '__all__', None)
    names = [name for name in dir(module) if visiblename(name, listed, module)]
    classes, functions, data = [], [], []
    for name in names:
        value = getattr(module, name)
        home = getattr(value, '__module__', None)
        if inspect.isclass(value):
            if listed is not None or home == module.__name__:
                classes.append(value)
        elif inspect.isroutine(value):
            if listed is not None or inspect.isbuiltin(value) or home == module.__name__:
                functions.append(_routine(value, name))
        elif isdata(value):
            data.append(_data(name, value))
    if classes:
        parts.append('CLASSES\n' + _indented('\n'.join(map(_of_class, classes)).rstrip()) + '\n')
    if functions:
        parts.append('FUNCTIONS\n' + _indented('\n'.join(functions).rstrip()) + '\n')
    if data:
        parts.append('DATA\n' + _indented(''.join(data).rstrip()) + '\n')
    parts.append('FILE\n    ' + (getattr(module, '__file__', None) or '(built-in)') + '\n')
    return '\n'.join(parts)


def plain(text):
    return text


def pager(text):
    sys.stdout.write(text + '\n' if not text.endswith('\n\n') else text)


def doc(thing, title='Python Library Documentation: %s', forceload=0, output=None):
    try:
        text = render_doc(thing, title)
    except ImportError as missing:
        print(missing)
        return
    (output or sys.stdout).write(text + '\n')


class Helper:
    def __repr__(self):
        return repr(builtins.help)

    def __call__(self, *request):
        if request:
            doc(request[0], 'Help on %s:')
        else:
            print('help() wants to be asked about something: help(object).')


help = Helper()
