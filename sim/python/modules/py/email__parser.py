"""Reads messages."""

import re
from io import TextIOWrapper

from email.message import Message
from email.policy import compat32

__all__ = ['Parser', 'HeaderParser', 'BytesParser', 'BytesHeaderParser', 'FeedParser',
           'BytesFeedParser']

_header = re.compile(r'([\x21-\x39\x3b-\x7e]+):')
_line = re.compile(r'.*?(?:\r\n|\r|\n)|.+', re.DOTALL)


def _lines(text):
    return _line.findall(text)


def _parsed(lines, make, headers_only=False):
    message = make()
    at = 0
    name = value = None
    while at < len(lines):
        line = lines[at]
        if line[0] in ' \t' and name is not None:
            value += line
        else:
            if name is not None:
                message.set_raw(name, _unfolded(value, message))
                name = None
            found = _header.match(line)
            if line.startswith('From ') and at == 0:
                message.set_unixfrom(line.rstrip('\r\n'))
            elif not found:
                break
            else:
                name, value = found[1], line[found.end():]
        at += 1
    if name is not None:
        message.set_raw(name, _unfolded(value, message))
    if at < len(lines) and not lines[at].strip('\r\n'):
        at += 1
    elif at < len(lines):
        from email.errors import MissingHeaderBodySeparatorDefect
        message.defects.append(MissingHeaderBodySeparatorDefect())
    _read_body(message, lines[at:], make, headers_only)
    return message


def _unfolded(value, message):
    value = value.lstrip(' \t').rstrip('\r\n')
    if message.policy is not compat32 and type(message.policy) is not type(compat32):
        value = re.sub(r'[\r\n]+', '', value)
        if '=?' in value:
            from email.header import decode_header, make_header
            return str(make_header(decode_header(value)))
    return value


def _read_body(message, lines, make, headers_only):
    boundary = message.get_boundary() if message.get_content_maintype() == 'multipart' else None
    if boundary is not None and not headers_only:
        _read_parts(message, lines, make, boundary)
    elif message.get_content_maintype() == 'message' and not headers_only:
        message._payload = [_parsed(lines, make)]
    else:
        message._payload = ''.join(lines)


def _read_parts(message, lines, make, boundary):
    mark, last = '--' + boundary, '--' + boundary + '--'
    parts, current, ended = [], [], False
    before, after = current, []
    for line in lines:
        bare = line.rstrip()
        if not ended and bare in (mark, last):
            if current is not before and current:
                current[-1] = re.sub(r'\r?\n$', '', current[-1])
            if bare == last:
                ended, current = True, after
            else:
                current = []
                parts.append(current)
        else:
            current.append(line)
    if not parts:
        message._payload = ''.join(lines)
        return
    message.preamble = ''.join(before).rstrip('\n') or None
    message.epilogue = ''.join(after) if ended else None
    message._payload = []
    default = 'message/rfc822' if message.get_content_type() == 'multipart/digest' else None
    for part in parts:
        made = _parsed([line for line in part if line], make)
        if default:
            made.set_default_type(default)
        message._payload.append(made)


class Parser:
    def __init__(self, _class=None, *, policy=compat32):
        self._class = _class
        self.policy = policy

    def _make(self):
        if self._class is not None:
            return self._class(policy=self.policy)
        if type(self.policy) is type(compat32):
            return Message(policy=self.policy)
        from email.message import EmailMessage
        return EmailMessage(policy=self.policy)

    def parse(self, fp, headersonly=False):
        return self.parsestr(fp.read(), headersonly)

    def parsestr(self, text, headersonly=False):
        return _parsed(_lines(text), self._make, headersonly)


class HeaderParser(Parser):
    def parse(self, fp, headersonly=True):
        return Parser.parse(self, fp, True)

    def parsestr(self, text, headersonly=True):
        return Parser.parsestr(self, text, True)


class BytesParser:
    def __init__(self, *args, **kw):
        self.parser = Parser(*args, **kw)

    def parse(self, fp, headersonly=False):
        return self.parsebytes(fp.read(), headersonly)

    def parsebytes(self, text, headersonly=False):
        return self.parser.parsestr(text.decode('ASCII', 'surrogateescape'), headersonly)


class BytesHeaderParser(BytesParser):
    def parse(self, fp, headersonly=True):
        return BytesParser.parse(self, fp, True)

    def parsebytes(self, text, headersonly=True):
        return BytesParser.parsebytes(self, text, True)


class FeedParser:
    """Takes a message in pieces."""

    def __init__(self, _factory=None, *, policy=compat32):
        self._parser = Parser(_factory and (lambda policy: _factory()), policy=policy)
        self._text = []

    def feed(self, data):
        self._text.append(data)

    def close(self):
        return self._parser.parsestr(''.join(self._text))


class BytesFeedParser(FeedParser):
    def feed(self, data):
        super().feed(data.decode('ascii', 'surrogateescape'))
