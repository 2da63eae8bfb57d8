"""Reads TOML 1.0."""

from datetime import date as _date, datetime as _datetime, time as _time
from datetime import timedelta as _timedelta, timezone as _timezone
import re as _re

__all__ = ("loads", "load", "TOMLDecodeError")


class TOMLDecodeError(ValueError):
    """The text is no TOML."""


TOMLDecodeError.__module__ = 'tomllib'

_BARE = frozenset('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_')
_CONTROL = frozenset(map(chr, range(32))) | {'\x7f'}
_NOT_IN_LINES = _CONTROL - {'\t'}
_NOT_IN_TEXTS = _CONTROL - {'\t', '\n'}
_ESCAPES = {'b': '\b', 't': '\t', 'n': '\n', 'f': '\f', 'r': '\r', '"': '"', '\\': '\\'}

_CLOCK = r'([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{1,6})\d*)?'
_number = _re.compile(
    r'0(?:x[0-9A-Fa-f](?:_?[0-9A-Fa-f])*|b[01](?:_?[01])*|o[0-7](?:_?[0-7])*)'
    r'|([+-]?(?:0|[1-9](?:_?[0-9])*))'
    r'((?:\.[0-9](?:_?[0-9])*)?(?:[eE][+-]?[0-9](?:_?[0-9])*)?)')
_moment = _re.compile(
    r'(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])'
    r'(?:[Tt ]' + _CLOCK + r'(?:([Zz])|([+-])([01]\d|2[0-3]):([0-5]\d))?)?', _re.ASCII)
_clock = _re.compile(_CLOCK, _re.ASCII)


def load(fp, /, *, parse_float=float):
    data = fp.read()
    try:
        text = data.decode()
    except AttributeError:
        raise TypeError(
            "File must be opened in binary mode, e.g. use `open('foo.toml', 'rb')`") from None
    return loads(text, parse_float=parse_float)


def loads(s, /, *, parse_float=float):
    return _Document(s.replace('\r\n', '\n'), _checked_float(parse_float)).read()


def _checked_float(parse_float):
    if parse_float is float:
        return float

    def read(text):
        value = parse_float(text)
        if isinstance(value, (dict, list)):
            raise ValueError("parse_float must not return dicts or lists")
        return value
    return read


class _Table:
    """What is known of a table besides its keys' values."""

    def __init__(self):
        self.below = {}
        self.defined = False   # By a header of its own.
        self.frozen = False    # Written inline: nothing may be added.
        self.dotted = False    # Made by dotted keys: no header may open it.
        self.array = False


class _Document:
    def __init__(self, text, parse_float):
        self.text = text
        self.at = 0
        self.parse_float = parse_float
        self.root = {}
        self.marks = _Table()

    # -- errors -----------------------------------------------------------------------------

    def fail(self, why, at=None):
        at = self.at if at is None else at
        if at >= len(self.text):
            place = 'end of document'
        else:
            line = self.text.count('\n', 0, at) + 1
            column = at - self.text.rfind('\n', 0, at)
            place = f'line {line}, column {column}'
        raise TOMLDecodeError(f'{why} (at {place})')

    # -- small steps --------------------------------------------------------------------------

    def peek(self):
        return self.text[self.at:self.at + 1]

    def skip(self, characters=' \t'):
        while self.at < len(self.text) and self.text[self.at] in characters:
            self.at += 1

    def skip_comment(self):
        if self.peek() == '#':
            end = self.text.find('\n', self.at)
            end = len(self.text) if end < 0 else end
            for k in range(self.at + 1, end):
                if self.text[k] in _NOT_IN_LINES:
                    self.fail(f"Found invalid character {self.text[k]!r}", k)
            self.at = end

    def skip_lines(self):
        while True:
            before = self.at
            self.skip(' \t\n')
            self.skip_comment()
            if self.at == before:
                return

    # -- the document -------------------------------------------------------------------------

    def read(self):
        data, marks, path = self.root, self.marks, ()
        while True:
            self.skip()
            c = self.peek()
            if not c:
                return self.root
            if c == '\n':
                self.at += 1
                continue
            if c in _BARE or c in '"\'':
                self.pair(data, marks, path)
                self.skip()
            elif c == '[':
                if self.text.startswith('[[', self.at):
                    data, marks, path = self.array_header()
                else:
                    data, marks, path = self.header()
                self.skip()
            elif c != '#':
                self.fail('Invalid statement')
            self.skip_comment()
            c = self.peek()
            if not c:
                return self.root
            if c != '\n':
                self.fail('Expected newline or end of document after a statement')
            self.at += 1

    def header(self):
        self.at += 1
        self.skip()
        path = self.key()
        marks = self.marks
        for part in path:
            if marks.frozen:
                self.fail(f'Cannot declare {path} twice')
            marks = marks.below.setdefault(part, _Table())
        if marks.defined or marks.frozen or marks.dotted or marks.array:
            self.fail(f'Cannot declare {path} twice')
        data = self.descend(path, 'Cannot overwrite a value')
        marks.defined = True
        if self.peek() != ']':
            self.fail("Expected ']' at the end of a table declaration")
        self.at += 1
        return data, marks, path

    def array_header(self):
        self.at += 2
        self.skip()
        path = self.key()
        marks = self.marks
        for part in path:
            if marks.frozen:
                self.fail(f'Cannot mutate immutable namespace {path}')
            marks = marks.below.setdefault(part, _Table())
        if marks.frozen:
            self.fail(f'Cannot mutate immutable namespace {path}')
        marks.below.clear()
        if marks.defined or marks.dotted:
            self.fail('Cannot overwrite a value')
        marks.array = True
        above = self.descend(path[:-1], 'Cannot overwrite a value')
        rows = above.setdefault(path[-1], [])
        if not isinstance(rows, list):
            self.fail('Cannot overwrite a value')
        rows.append({})
        if not self.text.startswith(']]', self.at):
            self.fail("Expected ']]' at the end of an array declaration")
        self.at += 2
        return rows[-1], marks, path

    def descend(self, path, complaint):
        data = self.root
        for part in path:
            data = data.setdefault(part, {})
            if isinstance(data, list):
                data = data[-1] if data else None
            if not isinstance(data, dict):
                self.fail(complaint)
        return data

    def pair(self, data, marks, path):
        key, value, frozen = self.key_and_value()
        for part in key[:-1]:
            marks = marks.below.setdefault(part, _Table())
            if marks.frozen:
                self.fail(f'Cannot mutate immutable namespace {path + key[:-1]}')
            if marks.defined or marks.array:
                self.fail(f'Cannot redefine namespace {path + key[:-1]}')
            data = data.setdefault(part, {})
            if not isinstance(data, dict):
                self.fail('Cannot overwrite a value')
            marks.dotted = True
        if key[-1] in data:
            self.fail('Cannot overwrite a value')
        if frozen:
            marks.below.setdefault(key[-1], _Table()).frozen = True
        data[key[-1]] = value

    def key_and_value(self):
        """(key, value, whether the value is an inline table or array)."""
        key = self.key()
        if self.peek() != '=':
            self.fail("Expected '=' after a key in a key/value pair")
        self.at += 1
        self.skip()
        value = self.value()
        return key, value, isinstance(value, (dict, list))

    def key(self):
        parts = (self.key_part(),)
        self.skip()
        while self.peek() == '.':
            self.at += 1
            self.skip()
            parts += (self.key_part(),)
            self.skip()
        return parts

    def key_part(self):
        c = self.peek()
        if c and c in _BARE:
            begin = self.at
            while self.peek() and self.peek() in _BARE:
                self.at += 1
            return self.text[begin:self.at]
        if c == "'":
            return self.literal()
        if c == '"':
            return self.basic()
        self.fail('Invalid initial character for a key part')

    # -- values -------------------------------------------------------------------------------

    def value(self):
        c = self.peek()
        text, at = self.text, self.at
        if c == '"':
            return self.long_basic() if text.startswith('"""', at) else self.basic()
        if c == "'":
            return self.long_literal() if text.startswith("'''", at) else self.literal()
        if text.startswith('true', at):
            self.at += 4
            return True
        if text.startswith('false', at):
            self.at += 5
            return False
        if c == '[':
            return self.array()
        if c == '{':
            return self.inline_table()
        if c:
            found = self.moment_or_number()
            if found is not None:
                return found
        self.fail('Invalid value')

    def moment_or_number(self):
        found = _moment.match(self.text, self.at)
        if found:
            try:
                value = self.moment(found)
            except ValueError:
                self.fail('Invalid date or datetime')
            self.at = found.end()
            return value
        found = _clock.match(self.text, self.at)
        if found:
            self.at = found.end()
            return self.clock(*found.groups())
        found = _number.match(self.text, self.at)
        if found:
            self.at = found.end()
            if found[2]:
                return self.parse_float(found[0])
            return int(found[0], 0)
        for length in (3, 4):
            special = self.text[self.at:self.at + length]
            if special.lstrip('+-') in ('inf', 'nan') and len(special) - 3 <= 1:
                if special in ('inf', 'nan', '+inf', '-inf', '+nan', '-nan'):
                    self.at += length
                    return self.parse_float(special)
        return None

    @staticmethod
    def clock(hour, minute, second, fraction):
        return _time(int(hour), int(minute), int(second), int((fraction or '0').ljust(6, '0')))

    def moment(self, found):
        year, month, day, hour, minute, second, fraction, zulu, sign, hours, minutes = found.groups()
        if hour is None:
            return _date(int(year), int(month), int(day))
        zone = None
        if sign:
            ahead = _timedelta(hours=int(hours), minutes=int(minutes))
            zone = _timezone(ahead if sign == '+' else -ahead)
        elif zulu:
            zone = _timezone.utc
        day = _date(int(year), int(month), int(day))
        return _datetime.combine(day, self.clock(hour, minute, second, fraction), zone)

    def array(self):
        self.at += 1
        items = []
        self.skip_lines()
        if self.peek() == ']':
            self.at += 1
            return items
        while True:
            items.append(self.value())
            self.skip_lines()
            c = self.peek()
            if c == ']':
                self.at += 1
                return items
            if c != ',':
                self.fail('Unclosed array')
            self.at += 1
            self.skip_lines()
            if self.peek() == ']':
                self.at += 1
                return items

    def inline_table(self):
        self.at += 1
        table, marks = {}, _Table()
        self.skip()
        if self.peek() == '}':
            self.at += 1
            return table
        while True:
            key, value, frozen = self.key_and_value()
            data, inner = table, marks
            for part in key[:-1]:
                inner = inner.below.setdefault(part, _Table())
                if inner.frozen:
                    self.fail(f'Cannot mutate immutable namespace {key}')
                data = data.setdefault(part, {})
                if not isinstance(data, dict):
                    self.fail('Cannot overwrite a value')
            if key[-1] in data:
                self.fail(f'Duplicate inline table key {key[-1]!r}')
            data[key[-1]] = value
            if frozen:
                inner.below.setdefault(key[-1], _Table()).frozen = True
            self.skip()
            c = self.peek()
            if c == '}':
                self.at += 1
                return table
            if c != ',':
                self.fail('Unclosed inline table')
            self.at += 1
            self.skip()

    # -- texts --------------------------------------------------------------------------------

    def literal(self):
        self.at += 1
        begin = self.at
        while self.peek() != "'":
            self.check_character(_NOT_IN_LINES, "'")
            self.at += 1
        self.at += 1
        return self.text[begin:self.at - 1]

    def check_character(self, refused, closing):
        c = self.peek()
        if not c:
            self.fail('Unterminated string' if closing[0] == '"' else f'Expected {closing!r}')
        if c in refused:
            what = 'Illegal' if closing[0] == '"' else 'Found invalid'
            self.fail(f'{what} character {c!r}')

    def basic(self):
        self.at += 1
        parts = []
        while self.peek() != '"':
            self.check_character(_NOT_IN_LINES, '"')
            parts.append(self.escape(False) if self.peek() == '\\' else self.take())
        self.at += 1
        return ''.join(parts)

    def take(self):
        self.at += 1
        return self.text[self.at - 1]

    def long_literal(self):
        self.at += 3
        if self.peek() == '\n':
            self.at += 1
        begin = self.at
        while not self.text.startswith("'''", self.at):
            self.check_character(_NOT_IN_TEXTS, "'''")
            self.at += 1
        return self.text[begin:self.at] + self.close_long("'")

    def long_basic(self):
        self.at += 3
        if self.peek() == '\n':
            self.at += 1
        parts = []
        while not self.text.startswith('"""', self.at):
            self.check_character(_NOT_IN_TEXTS, '"""')
            parts.append(self.escape(True) if self.peek() == '\\' else self.take())
        return ''.join(parts) + self.close_long('"')

    def close_long(self, quote):
        """Passes three quotes; up to two more before them belong to the text."""
        self.at += 3
        extra = ''
        while len(extra) < 2 and self.peek() == quote:
            self.at += 1
            extra += quote
        return extra

    def escape(self, long):
        begin = self.at
        name = self.text[self.at + 1:self.at + 2]
        self.at += 2
        if long and name and name in ' \t\n':
            if name != '\n':
                self.skip()
                if not self.peek():
                    return ''
                if self.peek() != '\n':
                    self.fail("Unescaped '\\' in a string")
                self.at += 1
            self.skip(' \t\n')
            return ''
        if name in ('u', 'U'):
            length = 4 if name == 'u' else 8
            digits = self.text[self.at:self.at + length]
            if len(digits) != length or set(digits) - set('0123456789abcdefABCDEF'):
                self.fail('Invalid hex value')
            self.at += length
            code = int(digits, 16)
            if not (code <= 0xd7ff or 0xe000 <= code <= 0x10ffff):
                self.fail('Escaped character is not a Unicode scalar value')
            return chr(code)
        if name in _ESCAPES and name:
            return _ESCAPES[name]
        if not name:
            self.at = begin + 1
            self.fail('Unterminated string', len(self.text))
        self.fail("Unescaped '\\' in a string")
