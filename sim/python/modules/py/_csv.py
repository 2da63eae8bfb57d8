# native: it is C in CPython
"""Reading and writing rows of tables by the rules of a dialect."""

QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE = range(4)


class Error(Exception):
    __module__ = '_csv'


_limit = 131072


def field_size_limit(limit=None):
    global _limit
    before = _limit
    if limit is not None:
        if not isinstance(limit, int):
            raise TypeError("limit must be an integer")
        _limit = limit
    return before


_DEFAULTS = {'delimiter': ',', 'quotechar': '"', 'escapechar': None, 'doublequote': True,
             'skipinitialspace': False, 'lineterminator': '\r\n', 'quoting': QUOTE_MINIMAL,
             'strict': False}


class _Rules:
    """A dialect, checked and complete."""

    def __init__(self, dialect=None, **changes):
        if isinstance(dialect, str):
            dialect = get_dialect(dialect)
        for name in changes:
            if name not in _DEFAULTS:
                raise TypeError(f"'{name}' is an invalid keyword argument for this function")
        for name, default in _DEFAULTS.items():
            value = changes[name] if name in changes else getattr(dialect, name, default) \
                if dialect is not None else default
            setattr(self, name, value)
        for name in ('delimiter', 'quotechar', 'escapechar'):
            value = getattr(self, name)
            optional = '' if name == 'delimiter' else ' or None'
            if value is None and name != 'delimiter':
                continue
            if not isinstance(value, str):
                raise TypeError(f'"{name}" must be string{optional}, not '
                                f'{type(value).__name__}')
            if len(value) != 1:
                raise TypeError(f'"{name}" must be a 1-character string')
        if not isinstance(self.quoting, int) or isinstance(self.quoting, bool):
            raise TypeError('"quoting" must be an integer')
        if not 0 <= self.quoting <= 3:
            raise TypeError('bad "quoting" value')
        if self.quoting != QUOTE_NONE and self.quotechar is None:
            raise TypeError("quotechar must be set if quoting enabled")
        if not isinstance(self.lineterminator, str):
            raise TypeError("lineterminator must be set" if self.lineterminator is None else
                            '"lineterminator" must be a string')
        self.doublequote = bool(self.doublequote)
        self.skipinitialspace = bool(self.skipinitialspace)
        self.strict = bool(self.strict)


_Rules.__name__ = _Rules.__qualname__ = 'Dialect'
_dialects = {}


def register_dialect(name, dialect=None, **changes):
    if not isinstance(name, str):
        raise TypeError("dialect name must be a string")
    _dialects[name] = _Rules(dialect, **changes)


def unregister_dialect(name):
    if name not in _dialects:
        raise Error("unknown dialect")
    del _dialects[name]


def get_dialect(name):
    try:
        return _dialects[name]
    except KeyError:
        raise Error("unknown dialect") from None


def list_dialects():
    return list(_dialects)


class reader:
    """Rows of text lines: an iterator over lists of str."""

    def __init__(self, iterable, dialect='excel', **changes):
        self._lines = iter(iterable)
        self.dialect = _Rules(dialect, **changes)
        self.line_num = 0

    def __iter__(self):
        return self

    def __next__(self):
        self._row = []
        self._field = []
        self._state = 'row'
        self._number = False
        while True:
            try:
                line = next(self._lines)
            except StopIteration:
                if self._field or self._state in ('quoted', 'escaped in quotes', 'escaped'):
                    if self.dialect.strict and self._state.endswith(('quoted', 'quotes')):
                        raise Error('unexpected end of data') from None
                    self._save()
                    return self._row
                raise
            if not isinstance(line, str):
                raise Error("iterator should return strings, not "
                            f"{type(line).__name__} (the file should be opened in text mode)")
            self.line_num += 1
            for c in line:
                if c == '\0':
                    raise Error("line contains NUL")
                self._take(c)
            self._take('')
            if self._state == 'row':
                return self._row

    def _save(self):
        text = ''.join(self._field)
        self._field = []
        if self._number:
            self._number = False
            text = float(text)
        self._row.append(text)

    def _add(self, c):
        if len(self._field) >= _limit:
            raise Error(f"field larger than field limit ({_limit})")
        self._field.append(c)

    def _end(self, c):
        """The end of a field, at c."""
        self._save()
        self._state = 'field' if c == self.dialect.delimiter else \
            'row' if c == '' else 'end of line'

    def _take(self, c):
        """One character; '' is the end of the line."""
        rules = self.dialect
        state = self._state
        if state == 'row':
            if c == '':
                return
            if c in '\r\n':
                self._state = 'end of line'
                return
            state = self._state = 'field'
        if state == 'field':
            if c == '' or c in '\r\n' or c == rules.delimiter:
                self._end(c)
            elif c == rules.quotechar and rules.quoting != QUOTE_NONE:
                self._state = 'quoted'
            elif c == rules.escapechar:
                self._state = 'escaped'
            elif c == ' ' and rules.skipinitialspace:
                pass
            else:
                if rules.quoting == QUOTE_NONNUMERIC:
                    self._number = True
                self._add(c)
                self._state = 'plain'
        elif state == 'escaped':
            if c != '' and c in '\r\n':
                self._add(c)
                self._state = 'after escaped newline'
            else:
                self._add(c or '\n')
                self._state = 'plain'
        elif state in ('plain', 'after escaped newline'):
            if state != 'plain' and c == '':
                return
            if c == '' or c in '\r\n' or c == rules.delimiter:
                self._end(c)
            elif c == rules.escapechar:
                self._state = 'escaped'
            else:
                self._state = 'plain'
                self._add(c)
        elif state == 'quoted':
            if c == '':
                return
            if c == rules.escapechar:
                self._state = 'escaped in quotes'
            elif c == rules.quotechar and rules.quoting != QUOTE_NONE:
                self._state = 'quote in quotes' if rules.doublequote else 'plain'
            else:
                self._add(c)
        elif state == 'escaped in quotes':
            self._add(c or '\n')
            self._state = 'quoted'
        elif state == 'quote in quotes':
            if rules.quoting != QUOTE_NONE and c == rules.quotechar:
                self._add(c)
                self._state = 'quoted'
            elif c == '' or c in '\r\n' or c == rules.delimiter:
                self._end(c)
            elif not rules.strict:
                self._add(c)
                self._state = 'plain'
            else:
                raise Error(f"'{rules.delimiter}' expected after '{rules.quotechar}'")
        elif state == 'end of line':
            if c == '':
                self._state = 'row'
            elif c not in '\r\n':
                raise Error("new-line character seen in unquoted field - do you need to open the "
                            "file in universal-newline mode?")


class writer:
    """Writes rows to whatever has a write method."""

    def __init__(self, fileobj, dialect='excel', **changes):
        write = getattr(fileobj, 'write', None)
        if not callable(write):
            raise TypeError('argument 1 must have a "write" method')
        self._write = write
        self.dialect = _Rules(dialect, **changes)

    def _quoted(self, text, wanted, alone):
        rules = self.dialect
        special = {rules.delimiter, rules.quotechar, rules.escapechar, *'\r\n',
                   *rules.lineterminator} - {None}
        quoting = wanted
        out = []
        for c in text:
            if c in special:
                if rules.quoting == QUOTE_NONE:
                    escape = True
                elif c == rules.quotechar:
                    if rules.doublequote:
                        out.append(c)
                        escape = False
                    else:
                        escape = True
                    quoting = quoting or not escape
                elif c == rules.escapechar:
                    escape = True
                else:
                    escape = False
                    quoting = True
                if escape:
                    if rules.escapechar is None:
                        raise Error("need to escape, but no escapechar set")
                    out.append(rules.escapechar)
            out.append(c)
        if not text and alone:
            if rules.quoting == QUOTE_NONE:
                raise Error("single empty field record must be quoted")
            quoting = True
        body = ''.join(out)
        return rules.quotechar + body + rules.quotechar if quoting else body

    def writerow(self, row):
        rules = self.dialect
        try:
            fields = list(row)
        except TypeError:
            raise Error(f"iterable expected, not {type(row).__name__}") from None
        parts = []
        for field in fields:
            if rules.quoting == QUOTE_NONNUMERIC:
                wanted = not isinstance(field, (int, float))
            else:
                wanted = rules.quoting == QUOTE_ALL
            text = '' if field is None else field if isinstance(field, str) else str(field)
            parts.append(self._quoted(text, wanted, len(fields) == 1))
        return self._write(rules.delimiter.join(parts) + rules.lineterminator)

    def writerows(self, rows):
        for row in rows:
            self.writerow(row)
