"""Files compressed by gzip."""

import builtins
import io
import os
import struct
import time
import zlib

from _compression import BaseStream, check_text_options, in_mode

__all__ = ["BadGzipFile", "GzipFile", "open", "compress", "decompress"]

FTEXT, FHCRC, FEXTRA, FNAME, FCOMMENT = 1, 2, 4, 8, 16
READ, WRITE = 'rb', 'wb'
_COMPRESS_LEVEL_FAST, _COMPRESS_LEVEL_TRADEOFF, _COMPRESS_LEVEL_BEST = 1, 6, 9


class BadGzipFile(OSError):
    """The file is no gzip file."""


def open(filename, mode="rb", compresslevel=_COMPRESS_LEVEL_BEST, encoding=None, errors=None,
         newline=None):
    check_text_options(mode, encoding, errors, newline)
    binary_mode = mode.replace("t", "")
    if isinstance(filename, (str, bytes, os.PathLike)):
        file = GzipFile(filename, binary_mode, compresslevel)
    elif hasattr(filename, "read") or hasattr(filename, "write"):
        file = GzipFile(None, binary_mode, compresslevel, filename)
    else:
        raise TypeError("filename must be a str or bytes object, or a file")
    return in_mode(file, mode, encoding, errors, newline)


def _header(level, mtime, name=b''):
    speed = {_COMPRESS_LEVEL_BEST: 2, _COMPRESS_LEVEL_FAST: 4}.get(level, 0)
    start = struct.pack('<2sBBLBB', b'\x1f\x8b', 8, FNAME if name else 0, int(mtime), speed, 255)
    return start + name + b'\0' if name else start


class _Members:
    """Takes a compressed text apart: yields what its members say, piece by piece."""

    def __init__(self, fp):
        self.fp = fp
        self.held = b''
        self.mtime = None

    def exactly(self, count):
        while len(self.held) < count:
            more = self.fp.read(max(io.DEFAULT_BUFFER_SIZE, count))
            if not more:
                raise EOFError("Compressed file ended before the end-of-stream marker was reached")
            self.held += more
        taken, self.held = self.held[:count], self.held[count:]
        return taken

    def fill(self):
        if not self.held:
            self.held = self.fp.read(io.DEFAULT_BUFFER_SIZE)
        return self.held

    def header(self):
        """Passes a member's header; False at the end of the file."""
        while self.fill()[:1] == b'\0':
            self.held = self.held.lstrip(b'\0')  # Padding between members.
        if not self.held:
            return False
        magic = self.exactly(2)
        if magic != b'\x1f\x8b':
            raise BadGzipFile('Not a gzipped file (%r)' % magic)
        method, flags, self.mtime = struct.unpack('<BBIxx', self.exactly(8))
        if method != 8:
            raise BadGzipFile('Unknown compression method')
        if flags & FEXTRA:
            self.exactly(struct.unpack('<H', self.exactly(2))[0])
        for flag in (FNAME, FCOMMENT):
            if flags & flag:
                while self.exactly(1) != b'\0':
                    pass
        if flags & FHCRC:
            self.exactly(2)
        return True

    def pieces(self):
        first = True
        while self.header() or first:
            if first and self.mtime is None:
                return
            first = False
            stream = zlib.decompressobj(wbits=-zlib.MAX_WBITS)
            crc = size = 0
            while not stream.eof:
                if not self.fill():
                    raise EOFError("Compressed file ended before the "
                                   "end-of-stream marker was reached")
                text = stream.decompress(self.held)
                self.held = stream.unused_data
                crc, size = zlib.crc32(text, crc), size + len(text)
                if text:
                    yield text
            told_crc, told_size = struct.unpack("<II", self.exactly(8))
            if told_crc != crc:
                raise BadGzipFile("CRC check failed %s != %s" % (hex(told_crc), hex(crc)))
            if told_size != size & 0xffffffff:
                raise BadGzipFile("Incorrect length of data produced")


class GzipFile(BaseStream):
    """A compressed file that reads and writes as the text in it."""

    _READ = READ

    myfileobj = None

    def __init__(self, filename=None, mode=None, compresslevel=_COMPRESS_LEVEL_BEST, fileobj=None,
                 mtime=None):
        if mode and ('t' in mode or 'U' in mode):
            raise ValueError("Invalid mode: {!r}".format(mode))
        if mode and 'b' not in mode:
            mode += 'b'
        if fileobj is None:
            fileobj = self.myfileobj = builtins.open(filename, mode or 'rb')
        if filename is None:
            name = getattr(fileobj, 'name', '')
            self.name = name if isinstance(name, (str, bytes)) else ''
        else:
            self.name = os.fspath(filename)
        mode = getattr(fileobj, 'mode', 'rb') if mode is None else mode
        self.fileobj = fileobj
        self._mtime = mtime
        self._at = 0
        if mode.startswith('r'):
            self.mode = READ
            self._rewind()
        elif mode[:1] in ('w', 'a', 'x'):
            self.mode = WRITE
            self._stream = zlib.compressobj(compresslevel, zlib.DEFLATED, -zlib.MAX_WBITS,
                                            zlib.DEF_MEM_LEVEL, 0)
            self._crc = 0
            fileobj.write(_header(compresslevel, time.time() if mtime is None else mtime,
                                  self._written_name()))
        else:
            raise ValueError("Invalid mode: {!r}".format(mode))

    def _rewind(self):
        self._members = _Members(self.fileobj)
        self._begin(self._members.pieces())

    @property
    def _raw(self):
        return self.fileobj

    def _written_name(self):
        try:
            name = os.path.basename(self.name)
            name = name if isinstance(name, bytes) else name.encode('latin-1')
        except UnicodeEncodeError:
            return b''
        return name.removesuffix(b'.gz')

    def __repr__(self):
        return '<gzip ' + repr(self.fileobj)[1:-1] + ' ' + hex(id(self)) + '>'

    @property
    def mtime(self):
        return self._members.mtime if self.mode == READ else None

    def _check(self, mode):
        if self.fileobj is None:
            raise ValueError("I/O operation on closed file")
        if self.mode != mode:
            import errno
            doing = 'read' if mode == READ else 'write'
            raise OSError(errno.EBADF, f"{doing}() on {'write' if mode == READ else 'read'}-only "
                                       "GzipFile object")

    # -- writing ----------------------------------------------------------------------------

    def write(self, data):
        if self.fileobj is None:
            raise ValueError("write() on closed GzipFile object")
        self._check(WRITE)
        data = memoryview(data).cast('B') if not isinstance(data, bytes) else data
        if len(data):
            self.fileobj.write(self._stream.compress(data))
            self._crc = zlib.crc32(data, self._crc)
            self._at += len(data)
        return len(data)

    def flush(self, zlib_mode=zlib.Z_SYNC_FLUSH):
        if self.fileobj is None:
            raise ValueError("I/O operation on closed file")
        if self.mode == WRITE:
            self.fileobj.write(self._stream.flush(zlib_mode))
            self.fileobj.flush()

    # -- reading and writing ----------------------------------------------------------------

    @property
    def closed(self):
        return self.fileobj is None

    def close(self):
        file, self.fileobj = self.fileobj, None
        if file is None:
            return
        try:
            if self.mode == WRITE:
                file.write(self._stream.flush())
                file.write(struct.pack('<LL', self._crc, self._at & 0xffffffff))
        finally:
            mine, self.myfileobj = self.myfileobj, None
            if mine:
                mine.close()

    def __del__(self):
        if getattr(self, 'fileobj', None) is not None:
            self.close()

    def fileno(self):
        return self.fileobj.fileno()

    def readable(self):
        return self.mode == READ

    def writable(self):
        return self.mode == WRITE

    def seekable(self):
        return True

    def peek(self, n):
        return super().peek(n)

    def rewind(self):
        if self.mode != READ:
            raise OSError("Can't rewind in write mode")
        self.seek(0)

    def seek(self, offset, whence=io.SEEK_SET):
        if self.mode == WRITE:
            if whence == io.SEEK_END:
                raise ValueError('Seek from end not supported')
            target = offset + (self._at if whence == io.SEEK_CUR else 0)
            if target < self._at:
                raise OSError('Negative seek in write mode')
            self.write(bytes(target - self._at))
            return self._at
        return super().seek(offset, whence)


def compress(data, compresslevel=_COMPRESS_LEVEL_BEST, *, mtime=None):
    if mtime == 0:
        return zlib.compress(data, level=compresslevel, wbits=31)
    crc, size = zlib.crc32(data), len(data) & 0xffffffff
    body = zlib.compress(data, level=compresslevel, wbits=-15)
    return (_header(compresslevel, time.time() if mtime is None else mtime) + body
            + struct.pack("<LL", crc, size))


def decompress(data):
    return b''.join(_Members(io.BytesIO(data)).pieces())
