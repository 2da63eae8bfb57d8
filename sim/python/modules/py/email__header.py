"""Headers with characters that are not ASCII: RFC 2047."""

import base64
import binascii
import re

__all__ = ['Header', 'decode_header', 'make_header']

_word = re.compile(r'=\?([^?]*?)\?([qQbB])\?(.*?)\?=')
_Q_SAFE = frozenset(b'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-!*+/')


def _read_q(text):
    return re.sub(rb'=([0-9A-Fa-f]{2})', lambda m: bytes([int(m[1], 16)]),
                  text.replace('_', ' ').encode('ascii', 'surrogateescape'))


def decode_header(header):
    """[(text, its charset or None)]: bytes as soon as one word was encoded."""
    if hasattr(header, '_chunks'):
        return [(text, str(charset)) for text, charset in header._chunks]
    header = str(header)
    if not _word.search(header):
        return [(header, None)]
    parts, at = [], 0
    for found in _word.finditer(header):
        between = header[at:found.start()]
        if between.strip():
            parts.append((between.encode('raw-unicode-escape'), None))
        charset, way, text = found.groups()
        if way in 'qQ':
            data = _read_q(text)
        else:
            data = base64.b64decode(text + '=' * (-len(text) % 4))
        charset = charset.lower()
        if parts and parts[-1][1] == charset:
            data = parts.pop()[0] + data
        parts.append((data, charset))
        at = found.end()
    if header[at:].strip():
        parts.append((header[at:].encode('raw-unicode-escape'), None))
    return parts


def make_header(decoded_seq, maxlinelen=None, header_name=None, continuation_ws=' '):
    header = Header(maxlinelen=maxlinelen, header_name=header_name)
    for text, charset in decoded_seq:
        header.append(text, charset)
    return header


def _encoded(text, charset):
    """One encoded word, by the shorter of the two ways where both would do."""
    data = text.encode(charset)
    quoted = ''.join('_' if byte == 32 else chr(byte) if byte in _Q_SAFE else '=%02X' % byte
                     for byte in data)
    packed = binascii.b2a_base64(data, newline=False).decode()
    if charset == 'utf-8' and len(packed) < len(quoted) or charset not in ('utf-8', 'iso-8859-1'):
        return f'=?{charset}?b?{packed}?='
    return f'=?{charset}?q?{quoted}?='


class Header:
    """A header's value, made of texts with charsets."""

    def __init__(self, s=None, charset=None, maxlinelen=None, header_name=None,
                 continuation_ws=' ', errors='strict'):
        self._charset = charset
        self._chunks = []
        if s is not None:
            self.append(s, charset, errors)

    def append(self, s, charset=None, errors='strict'):
        charset = str(charset or self._charset or 'us-ascii').lower()
        if isinstance(s, bytes):
            s = s.decode(charset, errors)
        elif charset == 'us-ascii' and not s.isascii():
            charset = 'utf-8'
        self._chunks.append((s, charset))

    def __str__(self):
        return ' '.join(text for text, _charset in self._chunks)

    def __eq__(self, other):
        return other == str(self)

    def encode(self, splitchars=';, \t', maxlinelen=None, linesep='\n'):
        return ' '.join(text if charset == 'us-ascii' else _encoded(text, charset)
                        for text, charset in self._chunks)
