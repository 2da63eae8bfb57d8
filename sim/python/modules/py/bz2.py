"""Compression by bzip2, and files of it."""

import builtins
import io
import os

import _bz2
from _compression import BaseStream, check_text_options, in_mode

__all__ = ["BZ2File", "BZ2Compressor", "BZ2Decompressor", "open", "compress", "decompress"]

_STREAM_END = 4


class BZ2Compressor:
    def __init__(self, compresslevel=9, /):
        if not 1 <= compresslevel <= 9:
            raise ValueError("compresslevel must be between 1 and 9")
        self._stream = _bz2.stream(compresslevel)
        self._flushed = False

    def compress(self, data, /):
        if self._flushed:
            raise ValueError("Compressor has been flushed")
        return self._stream.step(data, False, 0)[0]

    def flush(self):
        if self._flushed:
            raise ValueError("Repeated call to flush()")
        self._flushed = True
        return self._stream.step(b'', True, 0)[0]


class BZ2Decompressor:
    def __init__(self):
        self._stream = _bz2.stream(0)
        self._held = b''
        self.eof = False
        self.needs_input = True
        self.unused_data = b''

    def decompress(self, data, max_length=-1):
        if self.eof:
            raise EOFError("End of stream already reached")
        data = self._held + bytes(data)
        output, used, code, _message = self._stream.step(data, False, max(max_length, 0))
        if code < 0:
            raise OSError("Invalid data stream")
        rest = data[used:]
        self._held = b''
        if code == _STREAM_END:
            self.eof, self.needs_input, self.unused_data = True, False, rest
        else:
            self._held = rest
            self.needs_input = not rest and (max_length < 0 or len(output) < max_length)
        return output


def _pieces(fp):
    stream, held = None, b''
    while True:
        held = held or fp.read(io.DEFAULT_BUFFER_SIZE)
        if not held:
            if stream is not None:
                raise EOFError("Compressed file ended before the end-of-stream marker was reached")
            return
        stream = stream or BZ2Decompressor()
        text = stream.decompress(held)
        held = b''
        if stream.eof:
            stream, held = None, stream.unused_data
        if text:
            yield text


class BZ2File(BaseStream):
    """A compressed file that reads and writes as the text in it."""

    _READ = 'r'

    def __init__(self, filename, mode="r", *, compresslevel=9):
        self._own = False
        self._mode = None
        if not 1 <= compresslevel <= 9:
            raise ValueError("compresslevel must be between 1 and 9")
        kind = mode.replace('b', '') or 'r'
        if kind not in ('r', 'w', 'x', 'a') or mode.count('b') > 1:
            raise ValueError("Invalid mode: %r" % (mode,))
        if isinstance(filename, (str, bytes, os.PathLike)):
            self._fp = builtins.open(filename, kind + 'b')
            self._own = True
        elif hasattr(filename, "read") or hasattr(filename, "write"):
            self._fp = filename
        else:
            raise TypeError("filename must be a str, bytes, file or PathLike object")
        self._mode = 'r' if kind == 'r' else 'w'
        self._at = 0
        if self._mode == 'r':
            self._rewind()
        else:
            self._stream = BZ2Compressor(compresslevel)

    def _rewind(self):
        self._begin(_pieces(self._fp))

    @property
    def _raw(self):
        return self._fp

    @property
    def closed(self):
        return self._mode is None

    def close(self):
        if self._mode is None:
            return
        mode, self._mode = self._mode, None
        try:
            if mode == 'w':
                self._fp.write(self._stream.flush())
        finally:
            if self._own:
                self._fp.close()

    def __del__(self):
        if getattr(self, '_mode', None) is not None:
            self.close()

    def _check(self, mode):
        if self._mode is None:
            raise ValueError("I/O operation on closed file")
        if self._mode != mode:
            raise io.UnsupportedOperation("File not open for "
                                          + ("reading" if mode == 'r' else "writing"))

    def fileno(self):
        return self._fp.fileno()

    def readable(self):
        return self._mode == 'r'

    def writable(self):
        return self._mode == 'w'

    def seekable(self):
        return self._mode == 'r'

    def write(self, data):
        self._check('w')
        data = bytes(data)
        self._fp.write(self._stream.compress(data))
        self._at += len(data)
        return len(data)


def open(filename, mode="rb", compresslevel=9, encoding=None, errors=None, newline=None):
    check_text_options(mode, encoding, errors, newline)
    file = BZ2File(filename, mode.replace("t", ""), compresslevel=compresslevel)
    return in_mode(file, mode, encoding, errors, newline)


def compress(data, compresslevel=9):
    stream = BZ2Compressor(compresslevel)
    return stream.compress(data) + stream.flush()


def decompress(data):
    parts = []
    while data:
        stream = BZ2Decompressor()
        try:
            parts.append(stream.decompress(data))
        except OSError:
            if parts:
                break  # What follows the last stream is no stream: ignored.
            raise
        if not stream.eof:
            raise ValueError("Compressed data ended before the end-of-stream marker was reached")
        data = stream.unused_data
    return b"".join(parts)
