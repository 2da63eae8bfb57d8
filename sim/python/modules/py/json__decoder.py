"""The reading half of json."""

import _json


class JSONDecodeError(ValueError):
    """Text that is not JSON, with the place where it went wrong."""

    def __init__(self, msg, doc, pos):
        before = doc[:pos]
        lineno = 1 + before.count('\n')
        colno = pos - before.rfind('\n')
        ValueError.__init__(self, f'{msg}: line {lineno} column {colno} (char {pos})')
        self.msg, self.doc, self.pos = msg, doc, pos
        self.lineno, self.colno = lineno, colno

    def __reduce__(self):
        where = self.doc, self.pos
        return self.__class__, (self.msg, *where)


_CONSTANTS = {'-Infinity': float('-inf'), 'Infinity': float('inf'), 'NaN': float('nan')}


class JSONDecoder:
    """Reads JSON text; the hooks make other objects of what stands there."""

    def __init__(self, *, object_hook=None, parse_float=None, parse_int=None, parse_constant=None,
                 strict=True, object_pairs_hook=None):
        self.object_hook = object_hook
        self.parse_float = parse_float if parse_float else float
        self.parse_int = parse_int if parse_int else int
        self.parse_constant = parse_constant if parse_constant else _CONSTANTS.__getitem__
        self.strict, self.object_pairs_hook = strict, object_pairs_hook

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
