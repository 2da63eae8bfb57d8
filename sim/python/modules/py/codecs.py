"""Text as bytes by the name of an encoding: at once, or piece by piece as data comes."""

__all__ = ['encode', 'decode', 'lookup', 'getencoder', 'getdecoder', 'getincrementalencoder',
           'getincrementaldecoder', 'iterencode', 'iterdecode', 'open', 'CodecInfo',
           'IncrementalEncoder', 'IncrementalDecoder', 'BOM', 'BOM_BE', 'BOM_LE', 'BOM_UTF8',
           'BOM_UTF16', 'BOM_UTF16_LE', 'BOM_UTF16_BE', 'BOM_UTF32', 'BOM_UTF32_LE',
           'BOM_UTF32_BE']

import binascii
import builtins

BOM_UTF8 = b'\xef\xbb\xbf'
BOM_LE = BOM_UTF16_LE = BOM_UTF16 = BOM = b'\xff\xfe'
BOM_BE = BOM_UTF16_BE = b'\xfe\xff'
BOM_UTF32 = BOM_UTF32_LE = b'\xff\xfe\x00\x00'
BOM_UTF32_BE = b'\x00\x00\xfe\xff'

_NAMES = {'utf8': 'utf-8', 'u8': 'utf-8', 'utf': 'utf-8', 'latin1': 'iso8859-1',
          'latin-1': 'iso8859-1', 'iso-8859-1': 'iso8859-1', 'l1': 'iso8859-1',
          'us-ascii': 'ascii', 'utf16': 'utf-16', 'utf32': 'utf-32', 'utf-16le': 'utf-16-le',
          'utf-16be': 'utf-16-be'}


_LETTERS = 'abcdefghijklmnopqrstuvwxyz'
_ROTATED = _LETTERS[13:] + _LETTERS[:13]
_ROT13 = str.maketrans(_LETTERS + _LETTERS.upper(), _ROTATED + _ROTATED.upper())
# Encodings that make bytes of bytes or text of text, each with both of its ways.
_TRANSFORMS = {
    'rot13': (lambda text: text.translate(_ROT13), lambda text: str(text).translate(_ROT13)),
    'hex-codec': (binascii.hexlify, binascii.unhexlify),
    'base64-codec': (lambda data: b''.join(binascii.b2a_base64(data[i:i + 57])
                                           for i in range(0, len(data), 57)),
                     binascii.a2b_base64),
}
_TRANSFORM_NAMES = {'rot-13': 'rot13', 'hex': 'hex-codec', 'base64': 'base64-codec',
                    'base-64': 'base64-codec'}


def _transform(encoding):
    plain = encoding.lower().replace('_', '-').replace(' ', '-')
    return _TRANSFORMS.get(_TRANSFORM_NAMES.get(plain, plain))


def encode(obj, encoding='utf-8', errors='strict'):
    if both := _transform(encoding):
        return both[0](obj)
    return obj.encode(encoding, errors)


def decode(obj, encoding='utf-8', errors='strict'):
    if both := _transform(encoding):
        return both[1](obj)
    return bytes(obj).decode(encoding, errors)


class CodecInfo(tuple):
    """The functions of one encoding."""

    def __new__(cls, encode, decode, streamreader=None, streamwriter=None,
                incrementalencoder=None, incrementaldecoder=None, name=None, *,
                _is_text_encoding=None):
        self = tuple.__new__(cls, (encode, decode, streamreader, streamwriter))
        self.name = name
        self.encode, self.decode = encode, decode
        self.incrementalencoder = incrementalencoder
        self.incrementaldecoder = incrementaldecoder
        self.streamreader, self.streamwriter = streamreader, streamwriter
        return self

    def __repr__(self):
        return (f'<{self.__class__.__module__}.{self.__class__.__qualname__} object for encoding '
                f'{self.name} at {id(self):#x}>')


class IncrementalEncoder:
    """Encodes text that comes in pieces."""

    _encoding = None

    def __init__(self, errors='strict'):
        self.errors = errors
        self.buffer = ''
        self._begun = False

    def encode(self, input, final=False):
        data = input.encode(self._encoding, self.errors)
        if self._begun:
            for mark in (BOM_UTF32, BOM_UTF16, BOM_UTF8):
                if self._encoding in ('utf-16', 'utf-32', 'utf-8-sig') and data.startswith(mark):
                    data = data[len(mark):]
                    break
        self._begun = True
        return data

    def reset(self):
        self._begun = False

    def getstate(self):
        return 0

    def setstate(self, state):
        pass


class IncrementalDecoder:
    """Decodes bytes that come in pieces, which may end within a character."""

    _encoding = None

    def __init__(self, errors='strict'):
        self.errors = errors
        self.buffer = b''
        self._ready = self._encoding

    def decode(self, input, final=False):
        data = self.buffer + bytes(input)
        self.buffer = b''
        end = len(data) if final else self._complete(data)
        text = data[:end].decode(self._ready, self.errors)
        self.buffer = data[end:]
        if end:
            self._mark_is_past(data)
        return text

    def _complete(self, data):
        """How many bytes make whole characters."""
        name = self._ready
        if name.startswith('utf-16'):
            end = len(data) & ~1
            last = data[end - 2:end]
            high = last[1:2] if not name.endswith('be') else last[:1]
            return end - 2 if end and 0xd8 <= high[0] <= 0xdb else end
        if name.startswith('utf-32'):
            return len(data) & ~3
        if name.startswith('utf-8'):
            if name == 'utf-8-sig' and len(data) < 3 and BOM_UTF8.startswith(data):
                return 0
            for back in range(1, min(4, len(data) + 1)):
                byte = data[-back]
                if byte & 0xc0 != 0x80:
                    need = 4 if 0xf0 <= byte <= 0xf4 else 3 if 0xe0 <= byte < 0xf0 else \
                        2 if 0xc2 <= byte < 0xe0 else 1
                    return len(data) - back if need > back else len(data)
            return len(data)
        try:
            data.decode(name)
        except UnicodeDecodeError as error:
            if error.reason == 'incomplete multibyte sequence':
                return error.start
        return len(data)

    def _mark_is_past(self, data):
        """What follows has no byte order mark of its own."""
        if self._ready == 'utf-8-sig':
            self._ready = 'utf-8'
        elif self._ready in ('utf-16', 'utf-32'):
            big = data.startswith(BOM_UTF16_BE if self._ready == 'utf-16' else BOM_UTF32_BE)
            self._ready += '-be' if big else '-le'

    def reset(self):
        self.buffer = b''
        self._ready = self._encoding

    def getstate(self):
        return self.buffer, 0

    def setstate(self, state):
        self.buffer = state[0]


def lookup(encoding):
    ''.encode(encoding)
    plain = encoding.lower().replace('_', '-').replace(' ', '-')
    name = _NAMES.get(plain, plain)

    def encoder(input, errors='strict'):
        return input.encode(name, errors), len(input)

    def decoder(input, errors='strict'):
        return bytes(input).decode(name, errors), len(input)

    space = {'_encoding': name}
    return CodecInfo(encoder, decoder, name=name,
                     incrementalencoder=type('IncrementalEncoder', (IncrementalEncoder,), space),
                     incrementaldecoder=type('IncrementalDecoder', (IncrementalDecoder,), space))


def getencoder(encoding):
    return lookup(encoding).encode


def getdecoder(encoding):
    return lookup(encoding).decode


def getincrementalencoder(encoding):
    return lookup(encoding).incrementalencoder


def getincrementaldecoder(encoding):
    return lookup(encoding).incrementaldecoder


def iterencode(iterator, encoding, errors='strict', **kwargs):
    encoder = getincrementalencoder(encoding)(errors, **kwargs)
    for piece in iterator:
        if output := encoder.encode(piece):
            yield output
    if output := encoder.encode('', True):
        yield output


def iterdecode(iterator, encoding, errors='strict', **kwargs):
    decoder = getincrementaldecoder(encoding)(errors, **kwargs)
    for piece in iterator:
        if output := decoder.decode(piece):
            yield output
    if output := decoder.decode(b'', True):
        yield output


def open(filename, mode='r', encoding=None, errors='strict', buffering=-1):
    if encoding is None:
        return builtins.open(filename, mode, buffering)
    return builtins.open(filename, mode.replace('b', ''), buffering, encoding=encoding,
                         errors=errors, newline='')
