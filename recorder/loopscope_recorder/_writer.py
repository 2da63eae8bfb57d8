"""The trace being written: a buffer of events, turned into JSON lines in batches.

An event in the buffer is a tuple (time, thread, format, arguments): taking one down must be cheap,
so its text is made later, when the buffer is written out. That happens every FLUSH_EVENTS events,
whenever the loop is about to wait, and at the end; so what a crash or a kill leaves behind is a
readable trace that merely lacks its last moments.
"""

import collections
import json
import json.encoder
import os
import socket
import sys

from . import __version__

_getpid = os.getpid  # Virtual time has another.

FLUSH_EVENTS = 2048
FORMAT_VERSION = "1.1"

quote = json.encoder.encode_basestring


def number(value):
    """A time or timeout as the format has them: null is infinity."""
    if value is None or value == float("inf"):
        return "null"
    if value != value:
        return '"nan"'
    if value == float("-inf"):
        return '"-inf"'
    return repr(float(value)) if value != int(value) or abs(value) > 1e15 else "%d" % value


class FileSink:
    """Writes to a file; a fresh one, so that an older trace is never half overwritten."""

    def __init__(self, path):
        self.name = path
        self.file = _out_of_the_way(open(path, "wb", buffering=0))

    def write(self, data):
        view = memoryview(data)
        while view:
            view = view[self.file.write(view):]

    def close(self):
        self.file.close()


def _out_of_the_way(file):
    """The same file under a high number, so that the program's descriptors have the numbers that
    they have without recording."""
    try:
        import fcntl
        import resource
        high = min(resource.getrlimit(resource.RLIMIT_NOFILE)[0], 1024) - 24
        number = fcntl.fcntl(file.fileno(), fcntl.F_DUPFD_CLOEXEC, high)
    except (ImportError, OSError, ValueError):
        return file
    file.close()
    return open(number, "wb", buffering=0)


class SocketSink:
    """Streams to a listening `loopscope live` on this machine.

    The address is PORT or PORT/TOKEN; the token, which `loopscope live` prints, goes first.
    """

    def __init__(self, address):
        port, _, token = str(address).partition("/")
        self.name = "port " + port
        self.socket = socket.create_connection(("127.0.0.1", int(port)), timeout=10)
        self.write((token + "\n").encode())

    def write(self, data):
        if self.socket is None:
            return
        try:
            self.socket.sendall(data)
        except OSError:
            # The window was closed: the program goes on, unrecorded.
            self.socket.close()
            self.socket = None

    def close(self):
        if self.socket is not None:
            self.socket.close()


class Pieces:
    """The arguments of an event whose text grows for a while after it was taken down."""

    __slots__ = ("before", "texts", "after")

    def __init__(self, before, text, after):
        self.before = before
        self.texts = [text]
        self.after = after

    def arguments(self):
        return self.before + (quote("".join(self.texts)),) + self.after


class Writer:
    """Collects events and writes them to a sink.

    Ensures: times in the file never go back, whichever threads the events came from; the closing
    line has the number of events in the file.
    """

    def __init__(self, sink, header, ring=None, virtual=False, start=0.0):
        self.sink = sink
        self.start = start  # What the clock showed when the recording began.
        self.header = header
        self.ring = ring
        self.virtual = virtual
        self.buffer = collections.deque(maxlen=ring) if ring else []
        self.emit = self.buffer.append
        self.extras = []
        self.written = 0
        self.last_time = 0.0
        self.closed = False
        self.formats = {}
        self.pid = _getpid()
        if not ring:
            self._write_header()

    def _write_header(self):
        self.sink.write((json.dumps(self.header, ensure_ascii=False) + "\n").encode(
            "utf-8", "backslashreplace"))

    def add_source(self, name, text):
        """A source file that became known while the program ran."""
        self.extras.append('"e":"source","file":%s,"text":%s}\n' % (quote(name), quote(text)))

    def add_unseen(self, what):
        """Something that this recording can't show."""
        self.extras.append('"e":"unseen","what":%s}\n' % quote(what))

    def full(self):
        return not self.ring and len(self.buffer) >= FLUSH_EVENTS

    def flush(self):
        """Writes what is in the buffer, unless only the last events are wanted."""
        if self.ring or self.closed or _getpid() != self.pid:
            return
        # Another thread may append meanwhile: only what is there now is taken.
        batch = self.buffer[:]
        if batch or self.extras:
            del self.buffer[:len(batch)]
            self.sink.write(self._lines(batch))

    def _lines(self, batch):
        last, start, virtual = self.last_time, self.start, self.virtual
        lines = []
        add = lines.append
        formats = self.formats
        plain = '{"t":%.6f,' if not virtual else '{"t":%s,'
        if self.extras:
            extras, self.extras = self.extras, []
            head = plain % (number(last) if virtual else last)
            lines.extend(head + extra for extra in extras)
        for time, thread, text, arguments in batch:
            time -= start
            if time < last:
                time = last
            else:
                last = time
            if type(arguments) is Pieces:
                arguments = arguments.arguments()
            if thread == 1:
                whole = formats.get(text)
                if whole is None:
                    whole = formats[text] = plain + text
                add(whole % ((number(time) if virtual else time,) + arguments))
            else:
                add((plain + '"th":%d,' + text) % (
                    (number(time) if virtual else time, thread) + arguments))
        self.last_time = last
        self.written += len(batch)
        return "".join(lines).encode("utf-8", "backslashreplace")

    def close(self):
        if self.closed or _getpid() != self.pid:
            return
        if self.ring:
            self._write_header()
            batch = list(self.buffer)
            self.buffer.clear()
            self.sink.write(self._lines(batch))
        else:
            self.flush()
        self.closed = True
        self.sink.write(('{"end_of_trace":%d}\n' % self.written).encode())
        self.sink.close()


def make_header(program, level, virtual, sources, options, unseen):
    header = {
        "format": "loopscope-trace",
        "version": FORMAT_VERSION,
        "producer": "loopscope-recorder " + __version__,
        "python": "%d.%d.%d" % sys.version_info[:3],
        "time": "virtual" if virtual else "recorded",
        "level": level,
        "program": program,
        "seed": 0,
        "options": options,
        "sources": sources,
    }
    if unseen:
        header["unseen"] = "; ".join(unseen)
    return header
