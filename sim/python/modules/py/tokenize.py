"""Python text as tokens."""

import builtins
import codecs
import io
import re
from collections import namedtuple
from token import *
from token import EXACT_TOKEN_TYPES, __all__ as _token_names

cookie_re = re.compile(r'^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)', re.ASCII)
__all__ = [*_token_names, "tokenize", "generate_tokens", "detect_encoding", "untokenize",
           "TokenInfo"]

_PREFIX = r'(?:[bB][rR]?|[rR][bB]?|[uU]|[fF][rR]?|[rR][fF]?)?'
_number = re.compile(r'0[xX](?:_?[0-9a-fA-F])+|0[bB](?:_?[01])+|0[oO](?:_?[0-7])+'
                     r'|(?:[0-9](?:_?[0-9])*\.(?:[0-9](?:_?[0-9])*)?|\.[0-9](?:_?[0-9])*)'
                     r'(?:[eE][-+]?[0-9](?:_?[0-9])*)?[jJ]?'
                     r'|[0-9](?:_?[0-9])*[eE][-+]?[0-9](?:_?[0-9])*[jJ]?'
                     r'|[0-9](?:_?[0-9])*[jJ]?')
_name = re.compile(r'\w+')
_long = re.compile(_PREFIX + r'("""|\'\'\')')
_short = re.compile(_PREFIX + r'(?:"[^\n"\\]*(?:\\(?:.|\n)[^\n"\\]*)*"'
                    r"|'[^\n'\\]*(?:\\(?:.|\n)[^\n'\\]*)*')")
_sign = re.compile('|'.join(map(re.escape, sorted(EXACT_TOKEN_TYPES, key=len, reverse=True))))


class TokenError(Exception):
    pass


class StopTokenizing(Exception):
    pass


class TokenInfo(namedtuple('TokenInfo', 'type string start end line')):
    """A token: its kind and text, where it begins and ends, the line it stands in."""

    def __repr__(self):
        kind = f'{self.type} ({tok_name[self.type]})'
        return (f'TokenInfo(type={kind}, string={self.string!r}, start={self.start!r}, '
                f'end={self.end!r}, line={self.line!r})')

    @property
    def exact_type(self):
        if self.type == OP and self.string in EXACT_TOKEN_TYPES:
            return EXACT_TOKEN_TYPES[self.string]
        return self.type


class _Reader:
    """Yields the tokens of lines."""

    def __init__(self, readline):
        self.readline = readline
        self.row = 0
        self.depth = 0          # Of parentheses.
        self.indents = [0]
        self.joined = False     # The line before ended in a backslash.
        self.line = ''

    def next_line(self):
        try:
            self.line = self.readline()
        except StopIteration:
            self.line = ''
        self.row += 1
        return self.line

    def token(self, kind, start, end, row=None, line=None):
        return TokenInfo(kind, self.line[start:end], (row or self.row, start), (self.row, end),
                         self.line if line is None else line)

    def tokens(self):
        last = ''
        while self.next_line():
            last = self.line
            at = 0
            if not self.depth and not self.joined:
                at, blank, extra = self.margin()
                yield from extra
                if blank:
                    continue
            yield from self.inside(at)
        if self.joined:
            raise TokenError("EOF in multi-line statement", (self.row, 0))
        if self.depth:
            raise TokenError("EOF in multi-line statement", (self.row, 0))
        if last and last[-1] not in '\r\n' and not last.strip().startswith('#'):
            yield TokenInfo(NEWLINE, '', (self.row - 1, len(last)), (self.row - 1, len(last) + 1),
                            '')
        for _ in self.indents[1:]:
            yield TokenInfo(DEDENT, '', (self.row, 0), (self.row, 0), '')
        yield TokenInfo(ENDMARKER, '', (self.row, 0), (self.row, 0), '')

    def margin(self):
        """(where the line's text begins, whether there is none, tokens)."""
        line, column, at = self.line, 0, 0
        while at < len(line) and line[at] in ' \t\f':
            column = {' ': column + 1, '\t': (column // 8 + 1) * 8, '\f': 0}[line[at]]
            at += 1
        if at == len(line) or line[at] in '#\r\n':
            out = []
            if line[at:at + 1] == '#':
                end = at + len(line[at:].rstrip('\r\n'))
                out.append(self.token(COMMENT, at, end))
                at = end
            out.append(self.token(NL, at, len(line)))
            return at, True, out
        out = []
        if column > self.indents[-1]:
            self.indents.append(column)
            out.append(self.token(INDENT, 0, at))
        while column < self.indents[-1]:
            if column not in self.indents:
                raise IndentationError("unindent does not match any outer indentation level",
                                       ("<tokenize>", self.row, at, line))
            self.indents.pop()
            out.append(TokenInfo(DEDENT, '', (self.row, at), (self.row, at), line))
        return at, False, out

    def inside(self, at):
        self.joined = False
        while at < len(self.line):
            line = self.line
            c = line[at]
            if c in ' \t\f':
                text = at + len(line[at:]) - len(line[at:].lstrip(' \t\f'))
                if text < len(line) and line[text] not in '\r\n#\\' and (
                        self.one(text, True) is None):
                    yield self.token(ERRORTOKEN, at, at + 1)
                at += 1
            elif c in '\r\n':
                yield self.token(NL if self.depth else NEWLINE, at, len(line))
                return
            elif c == '#':
                end = at + len(line[at:].rstrip('\r\n'))
                yield self.token(COMMENT, at, end)
                at = end
            elif c == '\\' and line[at + 1:].strip('\r\n') == '' and at + 1 < len(line):
                self.joined = True
                return
            else:
                made = self.one(at)
                yield made
                at = made.end[1]
                if made.type == OP:
                    self.depth += (made.string in '([{') - (made.string in ')]}')

    def one(self, at, peek=False):
        """The token that begins here; with `peek`, whether one does."""
        line, c = self.line, self.line[at]
        if long := _long.match(line, at):
            return long if peek else self.text(at, long.end(), long[1])
        if short := _short.match(line, at):
            return self.token(STRING, at, short.end())
        if c.isdigit() or c == '.' and line[at + 1:at + 2].isdigit():
            return self.token(NUMBER, at, _number.match(line, at).end())
        if name := _name.match(line, at):
            return self.token(NAME, at, name.end())
        if sign := _sign.match(line, at):
            return self.token(OP, at, sign.end())
        return None if peek else self.token(ERRORTOKEN, at, at + 1)

    def text(self, start, at, quote):
        """A text in three quotes, over as many lines as it takes."""
        row, lines = self.row, self.line
        begin = self.line[start:at]
        parts, closing = [begin], re.compile(r'(?:[^\\]|\\.)*?' + quote, re.DOTALL)
        while not (found := closing.match(self.line, at)):
            parts.append(self.line[at:])
            at = 0
            if not self.next_line():
                raise TokenError("EOF in multi-line string", (row, start))
            lines += self.line
        parts.append(found[0])
        return TokenInfo(STRING, ''.join(parts), (row, start), (self.row, found.end()), lines)


def generate_tokens(readline):
    """The tokens of a source of text lines."""
    return _Reader(readline).tokens()


def tokenize(readline):
    """The tokens of a source of lines in bytes; the first tells the encoding."""
    encoding, consumed = detect_encoding(readline)
    waiting = iter([*consumed])

    def read():
        line = next(waiting, None)
        if line is None:
            try:
                line = readline()
            except StopIteration:
                line = b''
        return line.decode(encoding)

    yield TokenInfo(ENCODING, encoding, (0, 0), (0, 0), '')
    yield from _Reader(read).tokens()


def detect_encoding(readline):
    """(the encoding, the lines read to know it)."""
    lines, mark = [], False
    for _ in range(2):
        try:
            line = readline()
        except StopIteration:
            line = b''
        if not line:
            break
        if not lines and line.startswith(codecs.BOM_UTF8):
            line, mark = line[3:], True
        lines.append(line)
        found = cookie_re.match(line.decode('utf-8'))
        if found:
            name = found[1]
            try:
                codecs.lookup(name)
            except LookupError:
                raise SyntaxError("unknown encoding: " + name)
            plain = name[:12].lower().replace('_', '-')
            if plain == 'utf-8' or plain.startswith('utf-8-'):
                name = 'utf-8-sig' if mark else 'utf-8'
            elif plain.startswith(('latin-1', 'iso-8859-1', 'iso-latin-1')):
                name = 'iso-8859-1'
            return name, lines
        if line.strip() and not line.lstrip().startswith(b'#'):
            break
    return ('utf-8-sig' if mark else 'utf-8'), lines


def open(filename):
    file = builtins.open(filename, 'rb')
    encoding, _lines = detect_encoding(file.readline)
    file.seek(0)
    text = io.TextIOWrapper(file, encoding, line_buffering=True)
    text.mode = 'r'
    return text


def untokenize(iterable):
    """Text that gives the tokens again: just as it was, where they tell their places."""
    tokens = list(iterable)
    encoding = None
    if tokens and tokens[0][0] == ENCODING:
        encoding = tokens.pop(0)[1]
    exact = all(len(token) == 5 for token in tokens)
    text = _placed(tokens) if exact else _spaced(tokens)
    return text if encoding is None else text.encode(encoding)


def _placed(tokens):
    out, row, column = [], 1, 0
    for kind, string, start, end, _line in tokens:
        if kind == ENDMARKER:
            break
        while row < start[0]:
            out.append('\\\n')
            row, column = row + 1, 0
        if kind in (INDENT, DEDENT):
            if kind == DEDENT:
                continue
        out.append(' ' * (start[1] - column) + string)
        row, column = end
        if kind in (NEWLINE, NL):
            row, column = row + 1, 0
    return ''.join(out)


def _spaced(tokens):
    out, indents, fresh, string_before = [], [], False, False
    for token in tokens:
        kind, string = token[:2]
        if kind in (NAME, NUMBER):
            string += ' '
        if kind == STRING:
            string = ' ' + string if string_before else string
        string_before = kind == STRING
        if kind == INDENT:
            indents.append(string)
            continue
        if kind == DEDENT:
            indents.pop()
            continue
        if kind in (NEWLINE, NL):
            fresh = True
        elif fresh and indents:
            out.append(indents[-1])
            fresh = False
        else:
            fresh = False
        out.append(string)
    return ''.join(out)
