# native: it is C in CPython
"""Compression by deflate, as zlib does it."""

import _zlib

DEFLATED = 8
DEF_BUF_SIZE = 16384
DEF_MEM_LEVEL = 8
MAX_WBITS = 15
ZLIB_VERSION = ZLIB_RUNTIME_VERSION = _zlib.version
Z_NO_COMPRESSION, Z_BEST_SPEED, Z_BEST_COMPRESSION, Z_DEFAULT_COMPRESSION = 0, 1, 9, -1
Z_DEFAULT_STRATEGY, Z_FILTERED, Z_HUFFMAN_ONLY, Z_RLE, Z_FIXED = range(5)
Z_NO_FLUSH, Z_PARTIAL_FLUSH, Z_SYNC_FLUSH, Z_FULL_FLUSH, Z_FINISH, Z_BLOCK, Z_TREES = range(7)
_STREAM_END, _BUF_ERROR, _VERSION_ERROR = 1, -5, -6
_WORDS = {-5: "incomplete or truncated stream", -2: "inconsistent stream state",
          -3: "invalid input data"}


class error(Exception):
    pass


error.__module__ = 'zlib'


def _fail(code, message, doing):
    message = message or _WORDS.get(code)
    if message is None:
        raise error(f"Error {code} {doing}")
    raise error(f"Error {code} {doing}: {message}")


def crc32(data, value=0, /):
    return _zlib.crc32(data, value)


def adler32(data, value=1, /):
    return _zlib.adler32(data, value)


def compress(data, /, level=Z_DEFAULT_COMPRESSION, wbits=MAX_WBITS):
    stream = _zlib.compressor(level, DEFLATED, wbits, DEF_MEM_LEVEL, 0, b'')
    if stream == -2:
        raise error("Bad compression level")
    if isinstance(stream, int):
        _fail(stream, None, "while compressing data")
    return stream.step(data, Z_FINISH, 0)[0]


def decompress(data, /, wbits=MAX_WBITS, bufsize=DEF_BUF_SIZE):
    stream = _zlib.decompressor(wbits, b'')
    if isinstance(stream, int):
        _fail(stream, None, "while preparing to decompress data")
    output, _used, code, message = stream.step(data, Z_SYNC_FLUSH, 0)
    if code == 2:
        _fail(code, None, "while decompressing data")
    if code in (0, _BUF_ERROR):
        _fail(_BUF_ERROR, None, "while decompressing data")
    if code != _STREAM_END:
        _fail(code, message, "while decompressing data")
    return output


class Compress:
    """What compressobj() answers."""

    def __new__(cls, *arguments):
        raise TypeError(f"cannot create '{cls.__module__}.{cls.__name__}' instances")

    def compress(self, data, /):
        output, _used, code, message = self._stream.step(data, Z_NO_FLUSH, 0)
        if code not in (0, _BUF_ERROR):
            _fail(code, None if code == -2 else message, "while compressing data")
        return output

    def flush(self, mode=Z_FINISH, /):
        if mode == Z_NO_FLUSH:
            return b''
        output, _used, code, message = self._stream.step(b'', mode, 0)
        if code not in (0, _STREAM_END, _BUF_ERROR):
            _fail(code, message, "while flushing")
        return output

    def copy(self):
        return _made(Compress, self._stream.copy())

    __copy__ = copy

    def __deepcopy__(self, memo):
        return self.copy()


def _made(cls, stream):
    made = object.__new__(cls)
    made._stream = stream
    return made


def compressobj(level=Z_DEFAULT_COMPRESSION, method=DEFLATED, wbits=MAX_WBITS,
                memLevel=DEF_MEM_LEVEL, strategy=Z_DEFAULT_STRATEGY, zdict=None):
    stream = _zlib.compressor(level, method, wbits, memLevel, strategy,
                              b'' if zdict is None else zdict)
    if stream == -2:
        raise ValueError("Invalid initialization option")
    if isinstance(stream, int):
        _fail(stream, None, "while creating compression object")
    return _made(Compress, stream)


class Decompress:
    """What decompressobj() answers."""

    def __new__(cls, *arguments):
        raise TypeError(f"cannot create '{cls.__module__}.{cls.__name__}' instances")

    def _take(self, data, mode, limit):
        output, used, code, message = self._stream.step(data, mode, limit)
        rest = bytes(data[used:])
        if code == _STREAM_END:
            self.unused_data += rest
            self.unconsumed_tail = b''
            self.eof = True
        else:
            self.unconsumed_tail = rest
        return output, code, message

    def decompress(self, data, /, max_length=0):
        if max_length < 0:
            raise ValueError("max_length must be non-negative")
        if self.eof:
            self.unused_data += data
            return b''
        output, code, message = self._take(data, Z_SYNC_FLUSH, max_length)
        if code not in (0, _STREAM_END, _BUF_ERROR):
            _fail(code, message, "while decompressing data")
        return output

    def flush(self, length=DEF_BUF_SIZE, /):
        if length <= 0:
            raise ValueError("length must be greater than zero")
        if self.eof:
            return b''
        return self._take(self.unconsumed_tail, Z_FINISH, 0)[0]

    def copy(self):
        made = _made(Decompress, self._stream.copy())
        made.unused_data, made.unconsumed_tail, made.eof = (
            self.unused_data, self.unconsumed_tail, self.eof)
        return made

    __copy__ = copy

    def __deepcopy__(self, memo):
        return self.copy()


def decompressobj(wbits=MAX_WBITS, zdict=b''):
    stream = _zlib.decompressor(wbits, zdict)
    if stream == -2:
        raise ValueError("Invalid initialization option")
    if isinstance(stream, int):
        _fail(stream, None, "while creating decompression object")
    made = _made(Decompress, stream)
    made.unused_data = made.unconsumed_tail = b''
    made.eof = False
    return made
