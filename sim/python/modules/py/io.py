# native: CPython has its classes in C
"""Files: raw, buffered and of text; and files in memory."""

__all__ = ["BlockingIOError", "open", "IOBase", "RawIOBase", "BufferedIOBase", "TextIOBase",
           "BytesIO", "StringIO", "TextIOWrapper", "UnsupportedOperation", "SEEK_SET",
           "SEEK_CUR", "SEEK_END", "DEFAULT_BUFFER_SIZE", "FileIO", "BufferedReader",
           "BufferedWriter", "BufferedRandom", "BufferedRWPair"]

import abc
import os
import posix
import sys
import warnings

from builtins import open

SEEK_SET = 0
SEEK_CUR = 1
SEEK_END = 2
DEFAULT_BUFFER_SIZE = 8192
BlockingIOError = BlockingIOError


class UnsupportedOperation(OSError, ValueError):
    pass


UnsupportedOperation.__module__ = 'io'


class IOBase(metaclass=abc.ABCMeta):
    """What all files have in common."""

    closed = False

    def _check_open(self):
        if self.closed:
            raise ValueError("I/O operation on closed file")

    def close(self):
        self.closed = True

    def flush(self):
        self._check_open()

    def fileno(self):
        raise UnsupportedOperation("fileno")

    def isatty(self):
        self._check_open()
        return False

    def readable(self):
        return True

    def writable(self):
        return True

    def seekable(self):
        return True

    def __enter__(self):
        self._check_open()
        return self

    def __exit__(self, *args):
        self.close()

    def __iter__(self):
        self._check_open()
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def readlines(self, hint=-1):
        lines = list(self)
        return lines

    def writelines(self, lines):
        for line in lines:
            self.write(line)


class RawIOBase(IOBase):
    pass


class BufferedIOBase(IOBase):
    pass


class TextIOBase(IOBase):
    encoding = None
    errors = None
    newlines = None


_StandardStream = type(sys.stdout)


class _MemoryFile:
    """Reading, writing and seeking in a row of characters or bytes."""

    def tell(self):
        self._check_open()
        return self._position

    def read(self, size=-1, /):
        self._check_open()
        if size is None or size < 0:
            size = max(len(self._data) - self._position, 0)
        result = self._data[self._position:self._position + size]
        self._position += len(result)
        return self._answer(result)

    def readline(self, size=-1, /):
        self._check_open()
        end = self._data.find(self._line_end, self._position)
        end = len(self._data) if end < 0 else end + 1
        if size is not None and size >= 0:
            end = min(end, self._position + size)
        result = self._data[self._position:end]
        self._position = max(end, self._position)
        return self._answer(result)

    def truncate(self, size=None, /):
        self._check_open()
        if size is None:
            size = self._position
        if size < 0:
            raise ValueError(f"Negative size value {size}")
        self._data = self._data[:size]
        return size

    def getvalue(self):
        self._check_open()
        return self._answer(self._data)

    def _write(self, data):
        gap = self._position - len(self._data)
        if gap > 0:
            self._data += self._zero * gap
        if self._position == len(self._data):
            self._data += data
        else:
            end = self._position + len(data)
            self._data = self._data[:self._position] + data + self._data[end:]
        self._position += len(data)
        return len(data)


class StringIO(_MemoryFile, TextIOBase):
    """A text file in memory."""

    __module__ = '_io'
    _line_end = '\n'
    _zero = '\0'

    def __init__(self, initial_value='', newline='\n'):
        if initial_value is not None and not isinstance(initial_value, str):
            raise TypeError("initial_value must be str or None, not "
                            f"{type(initial_value).__name__}")
        self._newline = newline
        self._data = self._translated(initial_value or '')
        self._position = 0

    def _translated(self, text):
        if self._newline is None:
            return text.replace('\r\n', '\n').replace('\r', '\n')
        if self._newline not in ('', '\n'):
            return text.replace('\n', self._newline)
        return text

    @staticmethod
    def _answer(text):
        return text

    def write(self, text, /):
        self._check_open()
        if not isinstance(text, str):
            raise TypeError(f"string argument expected, got {type(text).__name__!r}")
        self._write(self._translated(text))
        return len(text)

    def seek(self, position, whence=0, /):
        self._check_open()
        if whence not in (0, 1, 2):
            raise ValueError(f"Invalid whence ({whence}, should be 0, 1 or 2)")
        if whence == 0 and position < 0:
            raise ValueError(f"Negative seek position {position}")
        if whence and position:
            raise OSError("Can't do nonzero cur-relative seeks")
        if whence == 0:
            self._position = position
        elif whence == 2:
            self._position = len(self._data)
        return self._position

    @property
    def line_buffering(self):
        return False


class BytesIO(_MemoryFile, BufferedIOBase):
    """A file of bytes in memory."""

    __module__ = '_io'
    _line_end = b'\n'
    _zero = b'\0'

    def __init__(self, initial_bytes=b''):
        self._data = bytearray(initial_bytes or b'')
        self._position = 0

    @staticmethod
    def _answer(data):
        return bytes(data)

    def write(self, data, /):
        self._check_open()
        if isinstance(data, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        return self._write(bytes(data))

    def seek(self, position, whence=0, /):
        self._check_open()
        if whence == 0:
            if position < 0:
                raise ValueError(f"negative seek value {position}")
            self._position = position
        elif whence == 1:
            self._position = max(self._position + position, 0)
        elif whence == 2:
            self._position = max(len(self._data) + position, 0)
        else:
            raise ValueError(f"invalid whence ({whence}, should be 0, 1 or 2)")
        return self._position

    read1 = _MemoryFile.read

    def readinto(self, buffer, /):
        data = self.read(len(buffer))
        buffer[:len(data)] = data
        return len(data)

    def getbuffer(self):
        return memoryview(self._data)


def _name_as_in_c():
    from _type_names import set_message_name
    for cls in StringIO, BytesIO:
        cls.__module__ = '_io'
        set_message_name(cls, f'_io.{cls.__name__}')


_name_as_in_c()
del _name_as_in_c


def text_encoding(encoding, stacklevel=2, /):
    return 'locale' if encoding is None else encoding


def _fspath_or_fd(file):
    if isinstance(file, int) and not isinstance(file, bool):
        if file < 0:
            raise ValueError("negative file descriptor")
        return file
    return os.fspath(file)


class FileIO(RawIOBase):
    """An open descriptor: every read and write is a call of the system."""

    __module__ = '_io'

    def __init__(self, file, mode='r', closefd=True, opener=None):
        self._fd = -1
        self._close_it = closefd
        self._seekable = None
        self.name = file
        self._read, self._written, flags = self._flags(mode)
        self._created = 'x' in mode
        self._appends = 'a' in mode
        if isinstance(file, int) and not isinstance(file, bool):
            if file < 0:
                raise ValueError("negative file descriptor")
            if not posix.is_open(file):
                raise OSError(9, 'Bad file descriptor', file)
            self._fd = file
        else:
            path = os.fspath(file)
            if not closefd:
                raise ValueError("Cannot use closefd=False with file name")
            if opener is not None:
                self._fd = opener(file, flags | 0o2000000)
                if not isinstance(self._fd, int):
                    raise TypeError("expected integer from opener")
                if self._fd < 0:
                    raise ValueError(f"opener returned {self._fd}")
            else:
                self._fd = posix.open(path, flags, 0o666)
            if posix.fstat_fields(self._fd)[0] & 0o170000 == 0o040000:
                posix.close(self._fd)
                self._fd = -1
                raise IsADirectoryError(21, 'Is a directory', file)
        if self._appends:
            try:
                posix.lseek(self._fd, 0, 2)
            except OSError:
                pass

    @staticmethod
    def _flags(mode):
        if not mode or mode.strip('xrwab+'):
            raise ValueError(f"invalid mode: {mode}")
        if sum(c in 'rwax' for c in mode) != 1 or mode.count('+') > 1:
            raise ValueError("Must have exactly one of create/read/write/append mode and at "
                             "most one plus")
        update = '+' in mode
        reads = 'r' in mode or update
        writes = 'r' not in mode or update
        flags = 2 if reads and writes else 1 if writes else 0
        if 'w' in mode:
            flags |= 0o1100
        elif 'a' in mode:
            flags |= 0o2100
        elif 'x' in mode:
            flags |= 0o300
        return reads, writes, flags

    @property
    def closed(self):
        return self._fd < 0

    @property
    def closefd(self):
        return self._close_it

    @property
    def mode(self):
        if self._created:
            return 'xb+' if self._read else 'xb'
        if self._appends:
            return 'ab+' if self._read else 'ab'
        if self._read:
            return 'rb+' if self._written else 'rb'
        return 'wb'

    def __repr__(self):
        if self._fd < 0:
            return "<_io.FileIO [closed]>"
        return f"<_io.FileIO name={self.name!r} mode={self.mode!r} closefd={self._close_it}>"

    def _check_open(self):
        if self._fd < 0:
            raise ValueError("I/O operation on closed file")

    def close(self):
        fd, self._fd = self._fd, -1
        if fd >= 0 and self._close_it:
            posix.close(fd)

    def __del__(self):
        if getattr(self, '_fd', -1) >= 0 and self._close_it:
            self.close()

    def fileno(self):
        self._check_open()
        return self._fd

    def isatty(self):
        self._check_open()
        return False

    def readable(self):
        self._check_open()
        return self._read

    def writable(self):
        self._check_open()
        return self._written

    def seekable(self):
        self._check_open()
        if self._seekable is None:
            try:
                posix.lseek(self._fd, 0, 1)
                self._seekable = True
            except OSError:
                self._seekable = False
        return self._seekable

    def read(self, size=-1, /):
        self._check_open()
        if not self._read:
            raise UnsupportedOperation("File not open for reading")
        if size is None or size < 0:
            return self.readall()
        try:
            return posix.read(self._fd, size)
        except BlockingIOError:
            return None

    def readall(self):
        self._check_open()
        parts = []
        while True:
            try:
                data = posix.read(self._fd, 65536)
            except BlockingIOError:
                return b''.join(parts) if parts else None
            if not data:
                return b''.join(parts)
            parts.append(data)

    def readinto(self, buffer, /):
        data = self.read(len(buffer))
        if data is None:
            return None
        buffer[:len(data)] = data
        return len(data)

    def write(self, data, /):
        self._check_open()
        if not self._written:
            raise UnsupportedOperation("File not open for writing")
        try:
            return posix.write(self._fd, data)
        except BlockingIOError:
            return None

    def seek(self, position, whence=0, /):
        self._check_open()
        return posix.lseek(self._fd, position, whence)

    def tell(self):
        self._check_open()
        return posix.lseek(self._fd, 0, 1)

    def truncate(self, size=None, /):
        self._check_open()
        if not self._written:
            raise UnsupportedOperation("File not open for writing")
        if size is None:
            size = self.tell()
        posix.ftruncate(self._fd, size)
        return size


class _Buffered(BufferedIOBase):
    """Bytes read ahead of, or written behind, a raw file."""

    def __init__(self, raw, buffer_size=DEFAULT_BUFFER_SIZE):
        if buffer_size <= 0:
            raise ValueError("buffer size must be strictly positive")
        self.raw = raw
        self._size = buffer_size
        self._ahead = b''
        self._at = 0
        self._behind = []
        self._behind_size = 0

    @property
    def closed(self):
        return self.raw.closed

    @property
    def name(self):
        return self.raw.name

    @property
    def mode(self):
        return self.raw.mode

    def __repr__(self):
        kind = type(self).__name__
        module = type(self).__module__
        try:
            return f"<{module}.{kind} name={self.raw.name!r}>"
        except AttributeError:
            return f"<{module}.{kind}>"

    def __getstate__(self):
        raise TypeError(f"cannot pickle {type(self).__name__!r} object")

    def _check_open(self, message="I/O operation on closed file."):
        if self.raw.closed:
            raise ValueError(message)

    def __enter__(self):
        self._check_open()
        return self

    def detach(self):
        self.flush()
        raw, self.raw = self.raw, None
        return raw

    def close(self):
        if self.raw is None or self.raw.closed:
            return
        try:
            self.flush()
        finally:
            self.raw.close()

    def __del__(self):
        raw = getattr(self, 'raw', None)
        if raw is not None and not raw.closed:
            self.close()

    def fileno(self):
        return self.raw.fileno()

    def isatty(self):
        return self.raw.isatty()

    def readable(self):
        return self.raw.readable()

    def writable(self):
        return self.raw.writable()

    def seekable(self):
        return self.raw.seekable()

    def flush(self):
        self._check_open("flush of closed file")
        if not self._behind:
            return
        data = b''.join(self._behind)
        self._behind, self._behind_size = [], 0
        while data:
            count = self.raw.write(data)
            if count is None:
                self._behind, self._behind_size = [data], len(data)
                raise BlockingIOError(11, "write could not complete without blocking", 0)
            data = data[count:]

    def _write(self, data):
        self._check_open("write to closed file")
        if isinstance(data, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        data = bytes(data)
        if self._ahead:
            self._drop_ahead()
        if self._behind_size + len(data) > self._size:
            self.flush()
        self._behind.append(data)
        self._behind_size += len(data)
        if self._behind_size > self._size:
            self.flush()
        return len(data)

    def _drop_ahead(self):
        """Forgets what was read ahead, so that the raw file stands where the program does."""
        left = len(self._ahead) - self._at
        self._ahead, self._at = b'', 0
        if left and self.raw.seekable():
            self.raw.seek(-left, 1)

    def _fill(self):
        """Reads one piece ahead; its length, 0 at the end, None when nothing is there yet."""
        data = self.raw.read(self._size)
        if data is None:
            return None
        self._ahead = self._ahead[self._at:] + data
        self._at = 0
        return len(data)

    def _take(self, count):
        data = self._ahead[self._at:self._at + count]
        self._at += len(data)
        if self._at >= len(self._ahead):
            self._ahead, self._at = b'', 0
        return data

    def _begin_reading(self):
        self._check_open("read of closed file")
        if self._behind:
            self.flush()

    def _read(self, size=-1):
        if size is not None and size < -1:
            raise ValueError("read length must be non-negative or -1")
        self._begin_reading()
        if size is None or size < 0:
            first = self._take(len(self._ahead))
            rest = self.raw.read()
            if rest is None:
                return first or None
            return first + rest
        while len(self._ahead) - self._at < size:
            got = self._fill()
            if got is None and self._at >= len(self._ahead):
                return None
            if not got:
                break
        return self._take(size)

    def _read1(self, size=-1):
        self._begin_reading()
        if size < 0:
            size = self._size
        if self._at >= len(self._ahead) and size:
            self._fill()
        return self._take(size)

    def _peek(self, size=0):
        self._begin_reading()
        if self._at >= len(self._ahead):
            self._fill()
        return self._ahead[self._at:]

    def _readline(self, size=-1):
        self._begin_reading()
        looked = self._at
        while True:
            end = self._ahead.find(b'\n', looked)
            if end >= 0:
                count = end + 1 - self._at
                break
            count = len(self._ahead) - self._at
            if size is not None and 0 <= size <= count:
                break
            if not self._fill():
                count = len(self._ahead) - self._at
                break
            looked = count
        if size is not None and size >= 0:
            count = min(count, size)
        return self._take(count)

    def seek(self, position, whence=0, /):
        self._check_open("seek of closed file")
        if whence not in (0, 1, 2):
            raise ValueError(f"whence value {whence} unsupported")
        if not self.seekable():
            raise UnsupportedOperation("File or stream is not seekable.")
        if self._behind:
            self.flush()
        if whence == 1:
            position -= len(self._ahead) - self._at
        self._ahead, self._at = b'', 0
        return self.raw.seek(position, whence)

    def tell(self):
        self._check_open("tell of closed file")
        return self.raw.tell() - (len(self._ahead) - self._at) + self._behind_size

    def truncate(self, size=None, /):
        if not self.raw.writable():
            raise UnsupportedOperation("truncate")
        self.flush()
        if size is None:
            size = self.tell()
        return self.raw.truncate(size)


class _Reading:
    """What files that can be read have."""

    def read(self, size=-1, /):
        return self._read(size)

    def read1(self, size=-1, /):
        return self._read1(size)

    def peek(self, size=0, /):
        return self._peek(size)

    def readline(self, size=-1, /):
        return self._readline(size)

    def readinto(self, buffer, /):
        data = self._read(len(buffer))
        if data is None:
            return None
        buffer[:len(data)] = data
        return len(data)

    readinto1 = readinto


class BufferedReader(_Reading, _Buffered):
    __module__ = '_io'

    def write(self, data, /):
        raise UnsupportedOperation("write")


class BufferedWriter(_Buffered):
    __module__ = '_io'

    def write(self, data, /):
        return self._write(data)

    def read(self, size=-1, /):
        raise UnsupportedOperation("read")

    read1 = read
    readline = read


class BufferedRandom(_Reading, _Buffered):
    __module__ = '_io'

    def write(self, data, /):
        return self._write(data)


class BufferedRWPair(BufferedIOBase):
    """A reader and a writer as one file."""

    __module__ = '_io'

    def __init__(self, reader, writer, buffer_size=DEFAULT_BUFFER_SIZE):
        self.reader = BufferedReader(reader, buffer_size)
        self.writer = BufferedWriter(writer, buffer_size)

    def read(self, size=-1, /):
        return self.reader.read(size)

    def readline(self, size=-1, /):
        return self.reader.readline(size)

    def write(self, data, /):
        return self.writer.write(data)

    def flush(self):
        self.writer.flush()

    def close(self):
        try:
            self.writer.close()
        finally:
            self.reader.close()

    @property
    def closed(self):
        return self.writer.closed


_ONE_BYTE = {'ascii', 'latin-1', 'iso8859-1', 'latin1', 'us-ascii'}


class TextIOWrapper(TextIOBase):
    """Text over a file of bytes."""

    __module__ = '_io'

    def __init__(self, buffer, encoding=None, errors=None, newline=None, line_buffering=False,
                 write_through=False):
        if newline not in (None, '', '\n', '\r', '\r\n'):
            raise ValueError(f"illegal newline value: {newline}")
        if encoding is not None and not isinstance(encoding, str):
            raise TypeError("TextIOWrapper() argument 'encoding' must be str or None, not "
                            + type(encoding).__name__)
        if encoding is None or encoding == 'locale':
            encoding = 'UTF-8'
        if '\0' in encoding:
            raise ValueError("embedded null character")
        ''.encode(encoding)
        self.buffer = buffer
        self.encoding = encoding
        self.errors = errors or 'strict'
        self.line_buffering = line_buffering
        self.write_through = write_through
        self._newline = newline
        self._codec = encoding.lower().replace('_', '-')
        self._whole = self._codec.startswith(('utf-16', 'utf-32', 'utf16', 'utf32'))
        self._bytes = b''
        self._text = None
        self._seen = set()
        self._iterating = False
        self._begun = False

    @property
    def closed(self):
        return self.buffer.closed

    @property
    def name(self):
        return self.buffer.name

    @property
    def newlines(self):
        if not self._seen:
            return None
        order = [kind for kind in ('\r', '\n', '\r\n') if kind in self._seen]
        return order[0] if len(order) == 1 else tuple(order)

    def __repr__(self):
        text = '<_io.TextIOWrapper'
        try:
            text += f' name={self.name!r}'
        except AttributeError:
            pass
        mode = getattr(self, 'mode', None)
        if mode is not None:
            text += f' mode={mode!r}'
        return text + f' encoding={self.encoding!r}>'

    def _check_open(self):
        if self.buffer is None:
            raise ValueError("underlying buffer has been detached")
        if self.buffer.closed:
            raise ValueError("I/O operation on closed file.")

    def reconfigure(self, *, encoding=None, errors=None, newline=None, line_buffering=None,
                    write_through=None):
        if encoding is not None:
            self.encoding = encoding
            self._codec = encoding.lower().replace('_', '-')
        if errors is not None:
            self.errors = errors
        if newline is not None:
            self._newline = newline
        if line_buffering is not None:
            self.line_buffering = line_buffering

    def detach(self):
        self.flush()
        buffer, self.buffer = self.buffer, None
        return buffer

    def close(self):
        if self.buffer is not None and not self.buffer.closed:
            self.buffer.close()

    def __del__(self):
        buffer = getattr(self, 'buffer', None)
        if buffer is not None and not buffer.closed:
            self.close()

    def fileno(self):
        self._check_open()
        return self.buffer.fileno()

    def isatty(self):
        self._check_open()
        return self.buffer.isatty()

    def readable(self):
        self._check_open()
        return self.buffer.readable()

    def writable(self):
        self._check_open()
        return self.buffer.writable()

    def seekable(self):
        self._check_open()
        return self.buffer.seekable()

    def flush(self):
        self._check_open()
        self.buffer.flush()

    # Writing.

    def write(self, text, /):
        self._check_open()
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if not self.buffer.writable():
            raise UnsupportedOperation("not writable")
        if self._bytes or self._text:
            position = self.tell()
            self._bytes, self._text = b'', None
            self.buffer.seek(position)
        ends = '\n' in text
        out = text
        if ends and self._newline not in (None, '', '\n'):
            out = text.replace('\n', self._newline)
        codec = self.encoding
        if self._codec in ('utf-8-sig', 'utf-16', 'utf-32'):
            if self._begun or (self.buffer.seekable() and self.buffer.tell() > 0):
                codec = {'utf-8-sig': 'utf-8', 'utf-16': 'utf-16-le',
                         'utf-32': 'utf-32-le'}[self._codec]
            self._begun = True
        self.buffer.write(out.encode(codec, self.errors))
        if self.write_through or (self.line_buffering and (ends or '\r' in text)):
            self.buffer.flush()
        return len(text)

    # Reading: bytes are decoded up to what is asked for, so that tell() is exact.

    def _begin_reading(self):
        self._check_open()
        if not self.buffer.readable():
            raise UnsupportedOperation("not readable")

    def _decode(self, data):
        codec = self.encoding
        if self._codec == 'utf-8-sig' and self._begun:
            codec = 'utf-8'
        text = data.decode(codec, self.errors)
        if data:
            self._begun = True
        if '\n' in text or '\r' in text:
            self._note_ends(text)
        return text

    def _note_ends(self, text):
        if self._newline not in (None, ''):
            return
        pairs = text.count('\r\n')
        if pairs:
            self._seen.add('\r\n')
        if text.count('\n') > pairs:
            self._seen.add('\n')
        if text.count('\r') > pairs:
            self._seen.add('\r')

    def _translated(self, text):
        if self._newline is None and '\r' in text:
            return text.replace('\r\n', '\n').replace('\r', '\n')
        return text

    def _more(self):
        data = self.buffer.read1(DEFAULT_BUFFER_SIZE) if hasattr(self.buffer, 'read1') else \
            self.buffer.read(DEFAULT_BUFFER_SIZE)
        if data:
            self._bytes += data
        return bool(data)

    def _slurp(self):
        """For codecs with wide units: all of it at once."""
        if self._text is None:
            self._text = self._translated(self._decode(self._bytes + (self.buffer.read() or b'')))
            self._bytes = b''

    def read(self, size=-1, /):
        if size is not None and not isinstance(size, int) and not hasattr(size, '__index__'):
            raise TypeError(f"argument should be integer or None, not {type(size).__name__!r}")
        self._begin_reading()
        if self._whole:
            self._slurp()
            count = len(self._text) if size is None or size < 0 else size
            result, self._text = self._text[:count], self._text[count:]
            return result
        if size is None or size < 0:
            data = self._bytes + (self.buffer.read() or b'')
            self._bytes = b''
            return self._translated(self._decode(data))
        result = ''
        while len(result) < size:
            piece = self._some(size - len(result))
            if not piece:
                break
            result += piece
        return result

    def _some(self, count):
        """At most `count` characters, from the bytes that are there or come next."""
        width = 1 if self._codec in _ONE_BYTE else 4
        while len(self._bytes) < count * width:
            if not self._more():
                break
        data = self._bytes
        if not data:
            return ''
        if len(data) > count * width:
            cut = count * width
            while width > 1 and cut > 0 and data[cut] & 0xC0 == 0x80:
                cut -= 1
            data = data[:cut]
        text = self._decode(data)
        kept = text[:count]
        if self._newline is None and kept.endswith('\r') and len(text) > count and \
                text[count] == '\n':
            kept = text[:count + 1]
        used = data if len(kept) == len(text) else kept.encode(self.encoding, self.errors)
        self._bytes = self._bytes[len(used):]
        return self._translated(kept)

    def _line_end(self, begin):
        """Where the first line ends that begins before `begin` was searched; -1: unknown."""
        data = self._bytes
        if self._newline in (None, ''):
            feed = data.find(b'\n', begin)
            back = data.find(b'\r', begin, feed if feed >= 0 else len(data))
            if back < 0:
                return feed + 1 if feed >= 0 else -1
            if back + 1 == len(data) and self._more():
                data = self._bytes
            return back + 2 if data[back + 1:back + 2] == b'\n' else back + 1
        end = data.find(self._newline.encode(), begin)
        return end + len(self._newline) if end >= 0 else -1

    def readline(self, size=-1, /):
        self._begin_reading()
        if self._whole:
            self._slurp()
            end = self._text.find('\n') + 1 or len(self._text)
            if size is not None and size >= 0:
                end = min(end, size)
            result, self._text = self._text[:end], self._text[end:]
            return result
        begin = 0
        while True:
            end = self._line_end(begin)
            if end >= 0:
                break
            begin = max(len(self._bytes) - 1, 0)
            if not self._more():
                end = len(self._bytes)
                break
        if size is not None and 0 <= size:
            text = self._bytes[:end].decode(self.encoding, self.errors)
            if len(text) > size:
                kept = text[:size]
                self._bytes = self._bytes[len(kept.encode(self.encoding, self.errors)):]
                return kept
        line, self._bytes = self._bytes[:end], self._bytes[end:]
        return self._translated(self._decode(line))

    def readlines(self, hint=-1, /):
        lines = []
        total = 0
        while True:
            line = self.readline()
            if not line:
                return lines
            lines.append(line)
            total += len(line)
            if hint is not None and 0 < hint <= total:
                return lines

    def __iter__(self):
        self._check_open()
        return self

    def __next__(self):
        self._iterating = True
        line = self.readline()
        if not line:
            self._iterating = False
            raise StopIteration
        return line

    # Positions.

    def tell(self):
        self._check_open()
        if not self.buffer.seekable():
            raise UnsupportedOperation("underlying stream is not seekable")
        if self._iterating:
            raise OSError("telling position disabled by next() call")
        self.buffer.flush()
        return self.buffer.tell() - len(self._bytes)

    def seek(self, position, whence=0, /):
        self._check_open()
        if not self.buffer.seekable():
            raise UnsupportedOperation("underlying stream is not seekable")
        if whence == 1:
            if position != 0:
                raise UnsupportedOperation("can't do nonzero cur-relative seeks")
            position, whence = self.tell(), 0
        elif whence == 2:
            if position != 0:
                raise UnsupportedOperation("can't do nonzero end-relative seeks")
        elif whence != 0:
            raise ValueError(f"invalid whence ({whence}, should be 0, 1 or 2)")
        elif position < 0:
            raise ValueError(f"negative seek position {position}")
        self._bytes, self._text = b'', None
        self._iterating = False
        result = self.buffer.seek(position, whence)
        self._begun = result > 0
        return result

    def truncate(self, size=None, /):
        self.flush()
        if size is None:
            size = self.tell()
        return self.buffer.truncate(size)


TextIOWrapper.register(_StandardStream)
BufferedWriter.register(type(sys.stdout.buffer))
BufferedReader.register(type(sys.stdout.buffer))
RawIOBase.register(FileIO)


def _open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True,
          opener=None):
    """What open() does, but for the types of its arguments."""
    if not isinstance(file, int) or isinstance(file, bool):
        file = os.fspath(file)
    kinds = set(mode)
    if kinds - set('axrwb+t') or len(mode) > len(kinds):
        raise ValueError(f"invalid mode: {mode!r}")
    text = 't' in kinds
    binary = 'b' in kinds
    if text and binary:
        raise ValueError("can't have text and binary mode at once")
    if len(kinds & set('axrw')) > 1:
        raise ValueError("must have exactly one of create/read/write/append mode")
    if not kinds & set('axrw'):
        raise ValueError("Must have exactly one of create/read/write/append mode and at most one "
                         "plus")
    if binary and encoding is not None:
        raise ValueError("binary mode doesn't take an encoding argument")
    if binary and errors is not None:
        raise ValueError("binary mode doesn't take an errors argument")
    if binary and newline is not None:
        raise ValueError("binary mode doesn't take a newline argument")
    if binary and buffering == 1:
        warnings.warn("line buffering (buffering=1) isn't supported in binary mode, the default "
                      "buffer size will be used", RuntimeWarning, 2)
        buffering = -1
    if newline not in (None, '', '\n', '\r', '\r\n'):
        raise ValueError(f"illegal newline value: {newline}")
    if not binary and encoding is not None and encoding != 'locale':
        ''.encode(encoding)
    raw_mode = ''.join(c for c in mode if c in 'axrw') + ('+' if '+' in kinds else '')
    raw = FileIO(file, raw_mode, closefd, opener)
    if buffering == 0:
        if binary:
            return raw
        raw.close()
        raise ValueError("can't have unbuffered text I/O")
    line_buffering = buffering == 1
    size = DEFAULT_BUFFER_SIZE if buffering < 0 or line_buffering else buffering
    if '+' in kinds:
        buffer = BufferedRandom(raw, size)
    elif 'r' in kinds:
        buffer = BufferedReader(raw, size)
    else:
        buffer = BufferedWriter(raw, size)
    if binary:
        return buffer
    wrapper = TextIOWrapper(buffer, encoding, errors, newline, line_buffering)
    wrapper.mode = mode
    return wrapper


def open_code(path):
    return open(path, 'rb')
