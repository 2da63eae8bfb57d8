"""Writes messages."""

import copy
import re

from email.header import Header, _encoded

__all__ = ['Generator', 'DecodedGenerator', 'BytesGenerator']


def _folded(name, value, limit):
    """A header, in lines of up to `limit` characters where it can be broken."""
    if isinstance(value, Header):
        value = value.encode()
    elif not value.isascii():
        value = ' '.join(word if word.isascii() else _encoded(word, 'utf-8')
                         for word in [value])
    line = f'{name}: {value}'
    if not limit or len(line) <= limit or '\n' in value:
        return line
    lines, current = [], ''
    for piece in re.findall(r'\s*\S+', line):
        if current and len(current) + len(piece) > limit and (lines or current != f'{name}:'):
            lines.append(current)
            current = ' ' + piece.lstrip()
        else:
            current += piece
    return '\n'.join([*lines, current])


def _new_boundary(text):
    import random
    import sys
    mark = '=' * 15 + '%019d' % random.randrange(sys.maxsize) + '=='
    while mark in text:
        mark += '0'
    return mark


class Generator:
    def __init__(self, outfp, mangle_from_=None, maxheaderlen=None, *, policy=None):
        self._fp = outfp
        self._mangle = mangle_from_
        self.maxheaderlen = maxheaderlen
        self.policy = policy

    def write(self, text):
        self._fp.write(text)

    def flatten(self, msg, unixfrom=False, linesep=None):
        policy = self.policy or msg.policy
        end = linesep or policy.linesep
        if unixfrom:
            self.write((msg.get_unixfrom() or 'From nobody Sat Jan  1 00:00:00 2000') + end)
        self.write(self._text(msg, policy).replace('\r\n', '\n').replace('\n', end))

    def _text(self, msg, policy):
        limit = policy.max_line_length if self.maxheaderlen is None else self.maxheaderlen
        if isinstance(msg._payload, str) and not msg._payload.isascii():
            msg = self._fit(msg)
        body = self._body(msg, policy)
        head = ''.join(_folded(name, value, limit) + '\n' for name, value in msg._headers)
        return head + '\n' + body

    def _fit(self, msg):
        """The message with bytes beyond ASCII packed, for a text file."""
        charset = msg.get_content_charset()
        if charset is None or not any('\udc80' <= c <= '\udcff' for c in msg._payload):
            return msg
        packed = copy.copy(msg)
        packed._headers = []
        packed.set_payload(msg.get_payload(decode=True).decode(charset, 'replace'), charset)
        way = packed['content-transfer-encoding']
        packed._headers = list(msg._headers)
        packed.replace_header('content-transfer-encoding', way)
        return packed

    def _body(self, msg, policy):
        payload = msg._payload
        if payload is None:
            return ''
        if isinstance(payload, str):
            mangle = policy.mangle_from_ if self._mangle is None else self._mangle
            return re.sub(r'^From ', '>From ', payload, flags=re.M) if mangle else payload
        if msg.get_content_maintype() == 'message':
            return ''.join(self._text(part, policy) for part in payload)
        parts = [self._text(part, policy) for part in payload]
        boundary = msg.get_boundary()
        if boundary is None:
            boundary = _new_boundary('\n'.join(parts))
            msg.set_boundary(boundary)
        start = '' if msg.preamble is None else msg.preamble + '\n'
        inside = ''.join(f'--{boundary}\n{part}\n' for part in parts) or f'--{boundary}\n\n'
        return start + inside + f'--{boundary}--\n' + (msg.epilogue or '')


class BytesGenerator(Generator):
    def _fit(self, msg):
        return msg

    def write(self, text):
        self._fp.write(text.encode('ascii', 'surrogateescape') if text.isascii()
                       else text.encode('utf-8', 'surrogateescape'))


class DecodedGenerator(Generator):
    def _body(self, msg, policy):
        return '\n'.join(str(part.get_payload(decode=True), 'utf-8', 'replace')
                         if part.get_content_maintype() == 'text' else
                         f'[Non-text ({part.get_content_type()}) part of message omitted, '
                         f'filename {part.get_filename()}]'
                         for part in msg.walk() if not part.is_multipart())
