"""Records what a real asyncio program's event loop does, for Loopscope to show.

From the command line, without a change of the program:

    python -m loopscope_recorder run -o out.trace program.py [arguments]

From code:

    import loopscope_recorder
    with loopscope_recorder.record("out.trace"):
        asyncio.run(main())

docs/recorder.md in Loopscope's repository is the manual.
"""

__version__ = "0.1.0"
__all__ = ["record", "install", "Options"]

import os
import sys


class Options:
    """How a recording is made.

    level:    "loop": the loop, tasks, futures, output. "lines": frames and source lines too.
              "variables": local variables too.
    values:   whether results, arguments, messages of exceptions are recorded. Off unless asked
              for (or by level "variables"): they may hold secrets.
    exclude:  names of variables whose values stay out; "*" at the end stands for any ending.
    ring:     keep only the last so many events, in memory, and write them at the end.
    virtual:  time is virtual: nothing really sleeps, and the recording is deterministic.
    clock:    with virtual: the time of day at the start, in seconds.
    """

    def __init__(self, level="loop", values=None, exclude=(), length=80, ring=None,
                 virtual=False, clock=0, program="", sources=None, arguments=()):
        if level not in ("loop", "lines", "variables"):
            raise ValueError("level must be 'loop', 'lines' or 'variables'")
        self.level = level
        self.values = level == "variables" if values is None else values
        self.exclude = tuple(exclude)
        self.length = length
        self.ring = ring
        self.virtual = virtual
        self.clock = clock
        self.program = program
        self.sources = sources or {}
        self.arguments = list(arguments)

    def noted(self):
        """What of this the trace's header tells."""
        noted = {}
        if self.values:
            noted["values"] = "recorded"
        if self.exclude:
            noted["exclude"] = ", ".join(self.exclude)
        if self.ring:
            noted["ring"] = str(self.ring)
        if self.arguments:
            noted["arguments"] = "%d" % len(self.arguments)
        return noted


def _open_sink(path, port):
    from . import _writer
    return _writer.SocketSink(port) if port is not None else _writer.FileSink(path)


def _main_source():
    main = sys.modules.get("__main__")
    path = getattr(main, "__file__", None)
    if not path:
        return "", {}
    name = os.path.basename(path)
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            return name, {name: file.read()}
    except OSError:
        return name, {}


class _Recording:
    """What record() and install() give: a context manager with stop()."""

    def __init__(self, recorder):
        self._recorder = recorder

    def stop(self):
        self._recorder.finish("finished")

    def __enter__(self):
        return self

    def __exit__(self, kind, exception, traceback):
        self._recorder.finish("finished" if kind is None else "failed",
                              0 if kind is None else 1)
        return False


def install(path="loopscope.trace", *, to=None, **options):
    """Begins to record into `path`, or into a listening window with to=PORT. The recording ends
    with the process, or with stop() of what this returns. Options: see Options."""
    from ._recorder import Recorder
    program, sources = _main_source()
    options.setdefault("program", program)
    options.setdefault("sources", sources)
    recorder = Recorder(_open_sink(path, to), Options(**options))
    recorder.install()
    return _Recording(recorder)


def record(path="loopscope.trace", *, to=None, **options):
    """A context manager that records what its body does:

        with loopscope_recorder.record("out.trace"):
            asyncio.run(main())
    """
    return install(path, to=to, **options)
