"""The trace being written: a buffer of events, turned into JSON lines in batches.

An event in the buffer is a flat tuple (format, time, argument, …): taking one down must be cheap,
so its text is made later, when the buffer is written out. That happens every FLUSH_EVENTS events,
whenever the loop is about to wait, and at the end; so what a crash or a kill leaves behind is a
readable trace that merely lacks its last moments. A whole batch becomes text by one `%` on all the
formats joined, which costs half of what one `%` for each event would.
"""

import collections
import json
import json.encoder
import os
import re
import socket
import sys
from itertools import chain
from operator import itemgetter

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
    """The text of an event that grows for a while after it was taken down."""

    __slots__ = ("texts",)

    def __init__(self, text):
        self.texts = [text]

    def __str__(self):
        return quote("".join(self.texts))


_format_of, _time_of, _arguments_of = itemgetter(0), itemgetter(1), itemgetter(slice(1, None))
_SLOT = re.compile(r"(\{\"t\":)?%[.0-9]*[sdf]")


def _time_slots(text):
    """Which of a format's arguments are times of events: one format may hold several events."""
    return [index for index, slot in enumerate(_SLOT.finditer(text)) if slot.group(1)]


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
        # Takes down (whole(text, thread), time since the start, argument, …). The events of one
        # format count as one for the ring, so there it has a slower one.
        self.append = self._append_one_by_one if ring else self.buffer.append
        self.extras = []
        self.written = 0
        self.last_time = 0.0
        self.closed = False
        self._time = '{"t":%s,' if virtual else '{"t":%.6f,'
        self._wholes = {}
        self._slots = {}
        self.pid = _getpid()
        if not ring:
            self._write_header()

    def whole(self, text, thread):
        """The format of a whole line: with the time, and with the thread where that isn't 1."""
        known = self._wholes.get((text, thread))
        if known is None:
            head = self._time if thread == 1 else self._time + '"th":%d,' % thread
            known = self._wholes[text, thread] = head + text
        return known

    def emit(self, event):
        """Takes an event down: (time on the clock, thread, format of the line's rest, arguments).
        Returns what lies in the buffer."""
        time, thread, text, arguments = event
        taken = (self.whole(text, thread), time - self.start) + arguments
        self.append(taken)
        return taken

    def _append_one_by_one(self, event):
        slots = self._slots_of(event[0])
        if len(slots) == 1:
            self.buffer.append(event)
            return
        begin = 1
        for line, end in zip(event[0].splitlines(True), slots[1:] + [len(event) - 1]):
            self.buffer.append((line,) + event[begin:end + 1])
            begin = end + 1

    def _slots_of(self, text):
        slots = self._slots.get(text)
        if slots is None:
            slots = self._slots[text] = _time_slots(text)
        return slots

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
        lines = ""
        if self.extras:
            extras, self.extras = self.extras, []
            head = self._time % (number(self.last_time) if self.virtual else self.last_time)
            lines = "".join(head + extra for extra in extras)
        if batch:
            times = list(map(_time_of, batch))
            if self.virtual or times[0] < self.last_time or times != sorted(times):
                batch = self._in_order(batch)
            else:
                self.last_time = times[-1]
            text = "".join(map(_format_of, batch)) % tuple(
                chain.from_iterable(map(_arguments_of, batch)))
            self.written += text.count("\n")
            lines += text
        return lines.encode("utf-8", "backslashreplace")

    def _in_order(self, batch):
        """The batch with times that never go back, and as texts where time is virtual."""
        last, virtual, result = self.last_time, self.virtual, []
        for event in batch:
            last = max(last, event[1])
            event = list(event)
            for slot in self._slots_of(event[0]):
                event[slot + 1] = number(last) if virtual else last
            result.append(event)
        self.last_time = last
        return result

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
