"""Printing of nested data, one item a line where it gets long."""

import collections
import sys
import types

__all__ = ["pprint", "pformat", "isreadable", "isrecursive", "saferepr", "PrettyPrinter", "pp"]


def pprint(object, stream=None, indent=1, width=80, depth=None, *, compact=False,
           sort_dicts=True, underscore_numbers=False):
    PrettyPrinter(indent=indent, width=width, depth=depth, stream=stream, compact=compact,
                  sort_dicts=sort_dicts, underscore_numbers=underscore_numbers).pprint(object)


def pformat(object, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True,
            underscore_numbers=False):
    return PrettyPrinter(indent=indent, width=width, depth=depth, compact=compact,
                         sort_dicts=sort_dicts,
                         underscore_numbers=underscore_numbers).pformat(object)


def pp(object, *args, sort_dicts=False, **kwargs):
    pprint(object, *args, sort_dicts=sort_dicts, **kwargs)


def saferepr(object):
    return PrettyPrinter()._short(object, set(), 0)[0]


def isreadable(object):
    return PrettyPrinter()._short(object, set(), 0)[1]


def isrecursive(object):
    return PrettyPrinter()._short(object, set(), 0)[2]


def _order(value):
    """Sorts what cannot be compared by the names of the types."""
    return _Key(value)


class _Key:
    def __init__(self, value):
        self.value = value

    def __lt__(self, other):
        try:
            return self.value < other.value
        except TypeError:
            return ((str(type(self.value)), id(self.value)) <
                    (str(type(other.value)), id(other.value)))


class PrettyPrinter:
    def __init__(self, indent=1, width=80, depth=None, stream=None, *, compact=False,
                 sort_dicts=True, underscore_numbers=False):
        if indent < 0:
            raise ValueError('indent must be >= 0')
        if depth is not None and depth <= 0:
            raise ValueError('depth must be > 0')
        if not width:
            raise ValueError('width must be != 0')
        self._indent = indent
        self._width = width
        self._depth = depth
        self._stream = stream
        self._compact = bool(compact)
        self._sort_dicts = sort_dicts
        self._underscore_numbers = underscore_numbers

    def pprint(self, object):
        stream = sys.stdout if self._stream is None else self._stream
        stream.write(self.pformat(object) + "\n")

    def pformat(self, object):
        parts = []
        self._write(object, parts, 0, 0, set(), 0)
        return ''.join(parts)

    def isrecursive(self, object):
        return self._short(object, set(), 0)[2]

    def isreadable(self, object):
        _, readable, recursive = self._short(object, set(), 0)
        return readable and not recursive

    def format(self, object, context, maxlevels, level):
        return self._short(object, set(context), level)

    # On one line.

    def _short(self, object, active, level):
        """(text, readable, recursive)"""
        kind = type(object)
        if kind is int and self._underscore_numbers:
            return f"{object:_d}", True, False
        method = kind.__repr__
        if method is dict.__repr__:
            if not object:
                return "{}", True, False
            brackets, items = "{}", object.items()
            if self._sort_dicts:
                items = sorted(items, key=lambda pair: (_order(pair[0]), _order(pair[1])))
        elif method is list.__repr__:
            if not object:
                return "[]", True, False
            brackets, items = "[]", object
        elif method is tuple.__repr__:
            if not object:
                return "()", True, False
            brackets, items = "()", object
        else:
            text = repr(object)
            return text, bool(text) and not text.startswith('<'), False
        if self._depth is not None and level >= self._depth:
            comma = "," if method is tuple.__repr__ and len(object) == 1 else ""
            return f"{brackets[0]}...{comma}{brackets[1]}", False, id(object) in active
        if id(object) in active:
            return (f"<Recursion on {kind.__name__} with id={id(object)}>", False, True)
        active.add(id(object))
        parts, readable, recursive = [], True, False
        for item in items:
            if method is dict.__repr__:
                key = self._short(item[0], active, level + 1)
                value = self._short(item[1], active, level + 1)
                parts.append(f"{key[0]}: {value[0]}")
                readable = readable and key[1] and value[1]
                recursive = recursive or key[2] or value[2]
            else:
                text, good, again = self._short(item, active, level + 1)
                parts.append(text)
                readable = readable and good
                recursive = recursive or again
        active.discard(id(object))
        text = ", ".join(parts)
        if method is tuple.__repr__ and len(object) == 1:
            text += ","
        return brackets[0] + text + brackets[1], readable, recursive

    # On several.

    def _write(self, object, out, indent, allowance, active, level):
        if id(object) in active:
            out.append(f"<Recursion on {type(object).__name__} with id={id(object)}>")
            return
        text = self._short(object, set(active), level)[0]
        if len(text) <= self._width - indent - allowance:
            out.append(text)
            return
        writer = self._writer(type(object))
        if writer is None:
            out.append(text)
            return
        active.add(id(object))
        writer(self, object, out, indent, allowance, active, level + 1)
        active.discard(id(object))

    def _writer(self, kind):
        writer = _WRITERS.get(kind.__repr__)
        if writer is None and '__dataclass_fields__' in kind.__dict__ and \
                kind.__dataclass_params__.repr and '__wrapped__' in dir(kind.__repr__):
            return PrettyPrinter._write_dataclass
        return writer

    def _write_dataclass(self, object, out, indent, allowance, active, level):
        name = type(object).__name__
        indent += len(name) + 1
        items = [(f.name, getattr(object, f.name))
                 for f in type(object).__dataclass_fields__.values() if f.repr]
        out.append(name + '(')
        self._write_names(items, out, indent, allowance, active, level)
        out.append(')')

    def _write_names(self, items, out, indent, allowance, active, level):
        for index, (key, value) in enumerate(items):
            last = index == len(items) - 1
            out.append(f"{key}=")
            if id(value) in active:
                out.append("...")
            else:
                self._write(value, out, indent + len(key) + 1, allowance if last else 1, active,
                            level)
            if not last:
                out.append(',\n' + ' ' * indent)

    def _write_dict(self, object, out, indent, allowance, active, level):
        out.append('{' + (self._indent - 1) * ' ')
        items = list(object.items())
        if self._sort_dicts:
            items.sort(key=lambda pair: (_order(pair[0]), _order(pair[1])))
        indent += self._indent
        for index, (key, value) in enumerate(items):
            last = index == len(items) - 1
            text = self._short(key, set(active), level)[0]
            out.append(text + ': ')
            self._write(value, out, indent + len(text) + 2, allowance + 1 if last else 1, active,
                        level)
            if not last:
                out.append(',\n' + ' ' * indent)
        out.append('}')

    def _write_ordered(self, object, out, indent, allowance, active, level):
        name = type(object).__name__
        out.append(name + '(')
        self._write_row(list(object.items()), out, indent + len(name) + 1, allowance + 1, active,
                        level, '[', ']')
        out.append(')')

    def _write_list(self, object, out, indent, allowance, active, level):
        self._write_row(object, out, indent, allowance, active, level, '[', ']')

    def _write_tuple(self, object, out, indent, allowance, active, level):
        self._write_row(object, out, indent, allowance, active, level, '(',
                        ',)' if len(object) == 1 else ')')

    def _write_set(self, object, out, indent, allowance, active, level):
        kind = type(object)
        if kind is set:
            left, right = '{', '}'
        else:
            left, right = kind.__name__ + '({', '})'
            indent += len(kind.__name__) + 1
        out.append(left)
        self._write_items(sorted(object, key=_order), out, indent, allowance + len(right), active,
                          level)
        out.append(right)

    def _write_row(self, object, out, indent, allowance, active, level, left, right):
        out.append(left)
        self._write_items(object, out, indent, allowance + len(right), active, level)
        out.append(right)

    def _write_items(self, items, out, indent, allowance, active, level):
        indent += self._indent
        if self._indent > 1:
            out.append((self._indent - 1) * ' ')
        separator = ',\n' + ' ' * indent
        width = room = self._width - indent + 1
        items = list(items)
        first = True
        for index, item in enumerate(items):
            last = index == len(items) - 1
            if last:
                room -= allowance
                width -= allowance
            if self._compact:
                text = self._short(item, set(active), level)[0]
                size = len(text) + 2
                if room < size:
                    room = width
                    if not first:
                        out.append(separator)
                        first = True
                if room >= size:
                    room -= size
                    if not first:
                        out.append(', ')
                    out.append(text)
                    first = False
                    continue
            if not first:
                out.append(separator)
            first = False
            self._write(item, out, indent, allowance if last else 1, active, level)

    def _write_str(self, object, out, indent, allowance, active, level):
        """A long text as several literals, broken behind spaces."""
        if not object:
            out.append(repr(object))
            return
        level_one = level == 1
        if level_one:
            indent += 1
            allowance += 1
        lines = object.splitlines(True)
        chunks = []
        limit = width = self._width - indent
        for number, line in enumerate(lines):
            text = repr(line)
            if number == len(lines) - 1:
                limit -= allowance
            if len(text) <= limit:
                chunks.append(text)
                continue
            words = []
            at = 0
            while at < len(line):
                end = at
                while end < len(line) and not line[end].isspace():
                    end += 1
                while end < len(line) and line[end].isspace():
                    end += 1
                words.append(line[at:end])
                at = end
            wide = width
            current = ''
            for j, part in enumerate(words):
                candidate = current + part
                if j == len(words) - 1 and number == len(lines) - 1:
                    wide -= allowance
                if len(repr(candidate)) > wide:
                    if current:
                        chunks.append(repr(current))
                    current = part
                else:
                    current = candidate
            if current:
                chunks.append(repr(current))
        if len(chunks) == 1:
            out.append(chunks[0])
            return
        out.append('(' if level_one else '')
        out.append(('\n' + ' ' * indent).join(chunks))
        out.append(')' if level_one else '')

    def _write_namespace(self, object, out, indent, allowance, active, level):
        kind = type(object)
        name = 'namespace' if kind is types.SimpleNamespace else kind.__name__
        out.append(name + '(')
        self._write_names(list(object.__dict__.items()), out, indent + len(name) + 1, allowance,
                          active, level)
        out.append(')')

    def _write_deque(self, object, out, indent, allowance, active, level):
        name = type(object).__name__
        indent += len(name) + 1
        out.append(name + '(')
        if object.maxlen is None:
            self._write_row(object, out, indent, allowance + 1, active, level, '[', ']')
        else:
            self._write_row(object, out, indent, 2, active, level, '[', ']')
            out.append(',\n' + ' ' * indent + f'maxlen={object.maxlen}')
        out.append(')')

    def _write_defaultdict(self, object, out, indent, allowance, active, level):
        factory = repr(object.default_factory)
        name = type(object).__name__
        indent += len(name) + 1
        out.append(f"{name}({factory},\n{' ' * indent}")
        self._write_dict(object, out, indent, allowance + 1, active, level)
        out.append(')')

    def _write_counter(self, object, out, indent, allowance, active, level):
        name = type(object).__name__
        out.append(name + '({' + (self._indent - 1) * ' ')
        indent += len(name) + 1 + self._indent
        items = object.most_common()
        for index, (key, value) in enumerate(items):
            last = index == len(items) - 1
            text = self._short(key, set(active), level)[0]
            out.append(text + ': ')
            self._write(value, out, indent + len(text) + 2, allowance + 2 if last else 1, active,
                        level)
            if not last:
                out.append(',\n' + ' ' * indent)
        out.append('})')


_WRITERS = {
    dict.__repr__: PrettyPrinter._write_dict,
    collections.OrderedDict.__repr__: PrettyPrinter._write_ordered,
    list.__repr__: PrettyPrinter._write_list,
    tuple.__repr__: PrettyPrinter._write_tuple,
    set.__repr__: PrettyPrinter._write_set,
    frozenset.__repr__: PrettyPrinter._write_set,
    str.__repr__: PrettyPrinter._write_str,
    types.SimpleNamespace.__repr__: PrettyPrinter._write_namespace,
    collections.deque.__repr__: PrettyPrinter._write_deque,
    collections.defaultdict.__repr__: PrettyPrinter._write_defaultdict,
    collections.Counter.__repr__: PrettyPrinter._write_counter,
}
