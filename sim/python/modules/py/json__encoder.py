"""The writing half of json."""

import _json


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
        return self._pieces(o, 0, '', {})

    def _line(self, depth):
        if self.indent is None:
            return ''
        step = self.indent if isinstance(self.indent, str) else ' ' * self.indent
        return '\n' + step * depth

    def _pieces(self, o, depth, before, inside):
        """Those of one value; `before` leads the first. `inside` has what the value lies in."""
        if o is None or isinstance(o, (str, int, float)):
            yield before + self.encode(o)
            return
        if before:
            yield before
        if self.check_circular and id(o) in inside:
            raise ValueError('Circular reference detected')
        inside[id(o)] = o
        if not isinstance(o, (list, tuple, dict)):
            yield from self._pieces(self.default(o), depth, '', inside)
        elif not o:
            yield self.encode(o)
        else:
            write = self._table if isinstance(o, dict) else self._row
            yield from write(o, depth + 1, inside)
        del inside[id(o)]

    def _row(self, values, depth, inside):
        before = '[' + self._line(depth)
        for value in values:
            yield from self._pieces(value, depth, before, inside)
            before = self.item_separator + self._line(depth)
        if self.indent is not None:
            yield self._line(depth - 1)
        yield ']'

    def _table(self, values, depth, inside):
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
            yield from self._pieces(value, depth, '', inside)
            before = self.item_separator + self._line(depth)
        if self.indent is not None:
            yield self._line(depth - 1)
        yield '}'
