"""JSON: writing and reading."""

import _json

__all__ = ['dump', 'dumps', 'load', 'loads', 'JSONDecoder', 'JSONDecodeError', 'JSONEncoder']

__path__ = []


class JSONDecodeError(ValueError):
    """Text that is not JSON, with the place where it went wrong."""

    def __init__(self, msg, doc, pos):
        lineno = doc.count('\n', 0, pos) + 1
        colno = pos - doc.rfind('\n', 0, pos)
        ValueError.__init__(self, f'{msg}: line {lineno} column {colno} (char {pos})')
        self.msg = msg
        self.doc = doc
        self.pos = pos
        self.lineno = lineno
        self.colno = colno

    def __reduce__(self):
        return self.__class__, (self.msg, self.doc, self.pos)


JSONDecodeError.__module__ = 'json.decoder'


class JSONEncoder:
    """Writes dict, list, tuple, str, int, float, bool and None; default() does the rest."""

    item_separator = ', '
    key_separator = ': '

    def __init__(self, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True,
                 sort_keys=False, indent=None, separators=None, default=None):
        self.skipkeys = skipkeys
        self.ensure_ascii = ensure_ascii
        self.check_circular = check_circular
        self.allow_nan = allow_nan
        self.sort_keys = sort_keys
        self.indent = indent
        if separators is not None:
            self.item_separator, self.key_separator = separators
        elif indent is not None:
            self.item_separator = ','
        if default is not None:
            self.default = default

    def default(self, o):
        raise TypeError(f'Object of type {o.__class__.__name__} is not JSON serializable')

    def encode(self, o):
        indent = self.indent
        if indent is not None and not isinstance(indent, str):
            indent = ' ' * indent
        return _json.encode(o, self.default, self.skipkeys, self.ensure_ascii,
                            self.check_circular, self.allow_nan, self.sort_keys, indent,
                            self.item_separator, self.key_separator)

    def iterencode(self, o, _one_shot=False):
        """The text in pieces, cut where CPython cuts it."""
        return self._pieces(o, 0, '')

    def _line(self, depth):
        if self.indent is None:
            return ''
        step = self.indent if isinstance(self.indent, str) else ' ' * self.indent
        return '\n' + step * depth

    def _pieces(self, o, depth, before):
        """Those of one value; `before` leads the first."""
        if o is None or isinstance(o, (str, int, float)):
            yield before + self.encode(o)
            return
        if before:
            yield before
        if not isinstance(o, (list, tuple, dict)):
            yield from self._pieces(self.default(o), depth, '')
        elif not o:
            yield self.encode(o)
        else:
            write = self._table if isinstance(o, dict) else self._row
            yield from write(o, depth + 1)

    def _row(self, values, depth):
        before = '[' + self._line(depth)
        for value in values:
            yield from self._pieces(value, depth, before)
            before = self.item_separator + self._line(depth)
        if self.indent is not None:
            yield self._line(depth - 1)
        yield ']'

    def _table(self, values, depth):
        yield '{'
        before = self._line(depth)
        items = sorted(values.items()) if self.sort_keys else values.items()
        for key, value in items:
            # The encoder says what a key looks like, or that it is none.
            head = JSONEncoder(skipkeys=self.skipkeys, ensure_ascii=self.ensure_ascii,
                               allow_nan=self.allow_nan).encode({key: 0})
            if head == '{}':
                continue
            if before:
                yield before
            yield head[1:-4]
            yield self.key_separator
            yield from self._pieces(value, depth, '')
            before = self.item_separator + self._line(depth)
        if self.indent is not None:
            yield self._line(depth - 1)
        yield '}'


JSONEncoder.__module__ = 'json.encoder'

_CONSTANTS = {'-Infinity': float('-inf'), 'Infinity': float('inf'), 'NaN': float('nan')}


class JSONDecoder:
    """Reads JSON text; the hooks make other objects of what stands there."""

    def __init__(self, *, object_hook=None, parse_float=None, parse_int=None, parse_constant=None,
                 strict=True, object_pairs_hook=None):
        self.object_hook = object_hook
        self.parse_float = parse_float or float
        self.parse_int = parse_int or int
        self.parse_constant = parse_constant or _CONSTANTS.__getitem__
        self.strict = strict
        self.object_pairs_hook = object_pairs_hook

    def decode(self, s):
        start = len(s) - len(s.lstrip(' \t\n\r'))
        value, end = self.raw_decode(s, start)
        end = len(s) - len(s[end:].lstrip(' \t\n\r'))
        if end != len(s):
            raise JSONDecodeError("Extra data", s, end)
        return value

    def raw_decode(self, s, idx=0):
        return _json.decode(s, idx, JSONDecodeError, self.strict, self.object_hook,
                            self.object_pairs_hook, self.parse_float, self.parse_int,
                            self.parse_constant)


JSONDecoder.__module__ = 'json.decoder'


def dumps(obj, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True,
          cls=None, indent=None, separators=None, default=None, sort_keys=False, **kw):
    """The object as JSON text."""
    if cls is None:
        cls = JSONEncoder
    return cls(skipkeys=skipkeys, ensure_ascii=ensure_ascii, check_circular=check_circular,
               allow_nan=allow_nan, indent=indent, separators=separators, default=default,
               sort_keys=sort_keys, **kw).encode(obj)


def dump(obj, fp, **kw):
    fp.write(dumps(obj, **kw))


def loads(s, *, cls=None, object_hook=None, parse_float=None, parse_int=None,
          parse_constant=None, object_pairs_hook=None, **kw):
    """The object that JSON text stands for."""
    if isinstance(s, str):
        if s.startswith('\ufeff'):
            raise JSONDecodeError("Unexpected UTF-8 BOM (decode using utf-8-sig)", s, 0)
    elif isinstance(s, (bytes, bytearray)):
        s = bytes(s).decode('utf-8')
    else:
        raise TypeError('the JSON object must be str, bytes or bytearray, '
                        f'not {s.__class__.__name__}')
    for name, hook in (('object_hook', object_hook), ('object_pairs_hook', object_pairs_hook),
                       ('parse_float', parse_float), ('parse_int', parse_int),
                       ('parse_constant', parse_constant)):
        if hook is not None:
            kw[name] = hook
    return (cls or JSONDecoder)(**kw).decode(s)


def load(fp, **kw):
    return loads(fp.read(), **kw)
