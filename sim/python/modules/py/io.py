"""Files in memory."""

__all__ = ["BlockingIOError", "open", "IOBase", "RawIOBase", "BufferedIOBase", "TextIOBase",
           "BytesIO", "StringIO", "TextIOWrapper", "UnsupportedOperation", "SEEK_SET",
           "SEEK_CUR", "SEEK_END", "DEFAULT_BUFFER_SIZE"]

import abc
import sys

from builtins import open

SEEK_SET = 0
SEEK_CUR = 1
SEEK_END = 2
DEFAULT_BUFFER_SIZE = 8192
BlockingIOError = BlockingIOError


class UnsupportedOperation(OSError, ValueError):
    pass


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


TextIOWrapper = type(sys.stdout)
TextIOBase.register(TextIOWrapper)


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
