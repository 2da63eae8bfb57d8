"""Sockets of the simulated machine, with names for their numbers."""

import _socket
import enum
import io
from _socket import *

__all__ = ["create_connection", "create_server", "dup", "fromfd", "getaddrinfo", "getfqdn",
           "has_dualstack_ipv6", "socket", "socketpair", "AddressFamily", "SocketKind"]
__all__ += [name for name in dir(_socket) if not name.startswith("_")]

EBADF = 9
EAGAIN = 11
EWOULDBLOCK = 11
_LOCALHOST = "127.0.0.1"
_GLOBAL_DEFAULT_TIMEOUT = object()


def _numbers(title, kind, prefix):
    """An enumeration of all names that begin with `prefix`, which take the members' place here."""
    names = {name: getattr(_socket, name) for name in dir(_socket) if name.startswith(prefix)}
    made = kind(title, sorted(names.items(), key=lambda pair: pair[1]), module=__name__)
    globals().update(made.__members__)
    return made


AddressFamily = _numbers("AddressFamily", enum.IntEnum, "AF_")
SocketKind = _numbers("SocketKind", enum.IntEnum, "SOCK_")
MsgFlag = _numbers("MsgFlag", enum.IntFlag, "MSG_")
AddressInfo = _numbers("AddressInfo", enum.IntFlag, "AI_")


class SocketIO(io.RawIOBase):
    """The unbuffered file that makefile() reads from and writes to."""

    def __init__(self, sock, mode):
        if mode not in ("r", "w", "rw", "rb", "wb", "rwb"):
            raise ValueError(f"invalid mode: {mode!r}")
        self._sock = sock
        self._mode = mode if "b" in mode else mode + "b"
        self._reading = "r" in mode
        self._writing = "w" in mode
        sock._add_io_reference()

    mode = property(lambda self: self._mode)
    name = property(lambda self: -1 if self.closed else self.fileno())

    def readable(self):
        return self._reading

    def writable(self):
        return self._writing

    def seekable(self):
        return False

    def fileno(self):
        self._check()
        return self._sock.fileno()

    def _check(self):
        if self.closed:
            raise ValueError("I/O operation on closed socket.")

    def read(self, size=-1):
        self._check()
        if size is not None and size >= 0:
            return self._receive(size)
        parts = []
        while part := self._receive(65536):
            parts.append(part)
        return b"".join(parts)

    def _receive(self, size):
        try:
            return self._sock.recv(size)
        except BlockingIOError:
            return None

    def readinto(self, buffer):
        self._check()
        try:
            return self._sock.recv_into(buffer)
        except BlockingIOError:
            return None

    def write(self, data):
        self._check()
        try:
            return self._sock.send(data)
        except BlockingIOError:
            return None

    def close(self):
        if self.closed:
            return
        io.RawIOBase.close(self)
        sock, self._sock = self._sock, None
        sock._decref_socketios()


class _BufferedSocket(io.BufferedIOBase):
    """What makefile("rwb") gives: reads ahead, and writes when asked to flush or when much waits."""

    def __init__(self, raw, size):
        self.raw = raw
        self._size = size
        self._read_ahead = bytearray()
        self._to_write = bytearray()

    mode = property(lambda self: self.raw.mode)
    name = property(lambda self: self.raw.name)
    closed = property(lambda self: self.raw.closed)

    def readable(self):
        return self.raw.readable()

    def writable(self):
        return self.raw.writable()

    def seekable(self):
        return False

    def fileno(self):
        return self.raw.fileno()

    def _take(self, size):
        taken = bytes(self._read_ahead[:size])
        del self._read_ahead[:size]
        return taken

    def _fill(self):
        part = self.raw.read(self._size)
        if part:
            self._read_ahead += part
        return bool(part)

    def _readable_or_raise(self):
        self.raw._check()
        if not self.readable():
            raise io.UnsupportedOperation("not readable")

    def read(self, size=-1):
        self._readable_or_raise()
        if size is None or size < 0:
            while self._fill():
                pass
            return self._take(len(self._read_ahead))
        while len(self._read_ahead) < size and self._fill():
            pass
        return self._take(size)

    def read1(self, size=-1):
        self._readable_or_raise()
        if not self._read_ahead:
            self._fill()
        return self._take(len(self._read_ahead) if size < 0 else size)

    def peek(self, size=0):
        if not self._read_ahead:
            self._fill()
        return bytes(self._read_ahead)

    def readinto(self, buffer):
        part = self.read(len(buffer))
        buffer[:len(part)] = part
        return len(part)

    def readline(self, size=-1):
        self._readable_or_raise()
        searched = 0
        while True:
            at = self._read_ahead.find(b"\n", searched)
            if at >= 0:
                end = at + 1
                break
            if 0 <= size <= len(self._read_ahead):
                end = size
                break
            searched = len(self._read_ahead)
            if not self._fill():
                end = len(self._read_ahead)
                break
        return self._take(end if size < 0 else min(end, size))

    def readlines(self, hint=-1):
        return list(self)

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def write(self, data):
        self.raw._check()
        if not self.writable():
            raise io.UnsupportedOperation("not writable")
        self._to_write += data
        if len(self._to_write) > self._size:
            self.flush()
        return len(data)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        self.raw._check()
        while self._to_write:
            sent = self.raw.write(bytes(self._to_write))
            del self._to_write[:sent]

    def close(self):
        if not self.closed:
            try:
                self.flush()
            finally:
                self.raw.close()


class _TextSocket(io.TextIOBase):
    """What makefile("rw") gives: text over a buffered socket file."""

    def __init__(self, buffer, mode, encoding, errors, newline):
        self.buffer = buffer
        self.mode = mode
        self.encoding = encoding or "utf-8"
        self.errors = errors or "strict"
        self._newline = newline

    closed = property(lambda self: self.buffer.closed)
    name = property(lambda self: self.buffer.name)

    def readable(self):
        return self.buffer.readable()

    def writable(self):
        return self.buffer.writable()

    def seekable(self):
        return False

    def fileno(self):
        return self.buffer.fileno()

    def _text(self, data):
        text = data.decode(self.encoding, self.errors)
        if self._newline is None:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        return text

    def read(self, size=-1):
        if size is None or size < 0:
            return self._text(self.buffer.read())
        return self._text(self.buffer.read(size))

    def readline(self, size=-1):
        return self._text(self.buffer.readline())

    def readlines(self, hint=-1):
        return list(self)

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def write(self, text):
        data = text
        if self._newline not in (None, "", "\n"):
            data = text.replace("\n", self._newline)
        self.buffer.write(data.encode(self.encoding, self.errors))
        return len(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        self.buffer.flush()

    def close(self):
        self.buffer.close()


def _makefile(sock, mode="r", buffering=None, *, encoding=None, errors=None, newline=None):
    if not set(mode) <= {"r", "w", "b"}:
        raise ValueError(f"invalid mode {mode!r} (only r, w, b allowed)")
    reading = "r" in mode or "w" not in mode
    raw_mode = ("r" if reading else "") + ("w" if "w" in mode else "")
    raw = SocketIO(sock, raw_mode)
    if buffering is None or buffering < 0:
        buffering = io.DEFAULT_BUFFER_SIZE
    if buffering == 0:
        if "b" not in mode:
            raise ValueError("unbuffered streams must be binary")
        return raw
    buffered = _BufferedSocket(raw, buffering)
    if "b" in mode:
        return buffered
    return _TextSocket(buffered, mode, encoding, errors, newline)


_socket._connect_library(AddressFamily, SocketKind, _makefile)


def fromfd(fd, family, type, proto=0):
    return socket(fileno=fd).dup()


def dup(fd):
    return socket(fileno=fd).dup().detach()


def close(fd):
    socket(fileno=fd).close()


def getfqdn(name=""):
    name = name.strip()
    if not name or name in ("0.0.0.0", "::"):
        name = gethostname()
    try:
        return gethostbyaddr(name)[0]
    except error:
        return name


def create_connection(address, timeout=_GLOBAL_DEFAULT_TIMEOUT, source_address=None, *,
                      all_errors=False):
    """Connects to (host, port): each of its addresses is tried until one answers."""
    host, port = address
    failures = []
    for family, kind, protocol, _, target in getaddrinfo(host, port, 0, SOCK_STREAM):
        sock = None
        try:
            sock = socket(family, kind, protocol)
            if timeout is not _GLOBAL_DEFAULT_TIMEOUT:
                sock.settimeout(timeout)
            if source_address:
                sock.bind(source_address)
            sock.connect(target)
            failures.clear()
            return sock
        except error as failure:
            if not all_errors:
                failures.clear()
            failures.append(failure)
            if sock is not None:
                sock.close()
    if not failures:
        raise error("getaddrinfo returns an empty list")
    try:
        if not all_errors:
            raise failures[0]
        raise ExceptionGroup("create_connection failed", failures)
    finally:
        failures.clear()


def has_dualstack_ipv6():
    return True


def create_server(address, *, family=AF_INET, backlog=None, reuse_port=False,
                  dualstack_ipv6=False):
    """A TCP socket that listens at `address`."""
    if dualstack_ipv6 and family != AF_INET6:
        raise ValueError("dualstack_ipv6 requires AF_INET6 family")
    sock = socket(family, SOCK_STREAM)
    try:
        sock.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
        if reuse_port:
            sock.setsockopt(SOL_SOCKET, SO_REUSEPORT, 1)
        if family == AF_INET6:
            sock.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 0 if dualstack_ipv6 else 1)
        try:
            sock.bind(address)
        except error as failure:
            text = f"{failure.strerror} (while attempting to bind on address {address!r})"
            raise error(failure.errno, text) from None
        sock.listen() if backlog is None else sock.listen(backlog)
        return sock
    except error:
        sock.close()
        raise
