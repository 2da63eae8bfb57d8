"""Frames, source lines and local variables of the program's own code.

Before Python 3.12 by sys.settrace, from 3.12 on by sys.monitoring, which costs nothing in the
library's code. Both tell the same events: enter, line, variable, suspend, resume, exit.
"""

import dis
import os
import sys
import threading
from _thread import get_ident

from ._describe import clipped, describe

ENTER = ('"e":"enter","frame":%d,"task":%d,"caller":%d,"function":%s,"file":%s,"kind":"%s",'
         '"line":%d}\n')
SUSPEND = '"e":"suspend","frame":%d,"line":%d}\n'
RESUME = '"e":"resume","frame":%d,"task":%d,"caller":%d,"line":%d}\n'
EXIT = '"e":"exit","frame":%d,"value":%s,"how":"%s","line":%d}\n'
LINE = '"e":"line","frame":%d,"line":%d}\n'
VARIABLE = '"e":"variable","frame":%d,"name":%s,"value":%s,"line":%d}\n'
DELETED = '"e":"variable","frame":%d,"name":%s,"line":%d}\n'

_GENERATOR, _COROUTINE, _ASYNC_GENERATOR = 0x20, 0x80, 0x200
_OPTIMIZED = 0x1
_YIELDS = {dis.opmap[name] for name in ("YIELD_VALUE", "YIELD_FROM", "SEND", "RESUME")
           if name in dis.opmap} - {dis.opmap.get("RESUME", -1)}
_YIELD_FROM = dis.opmap.get("YIELD_FROM", -1)
_RETURNS = {dis.opmap[name] for name in ("RETURN_VALUE", "RETURN_CONST") if name in dis.opmap}


def kind_of(code):
    flags = code.co_flags
    if flags & _COROUTINE:
        return "coroutine"
    if flags & _ASYNC_GENERATOR:
        return "async_generator"
    if flags & _GENERATOR:
        return "generator"
    if flags & _OPTIMIZED:
        return "function"
    return "module" if code.co_name == "<module>" else "class"


class FrameBook:
    """The frames that are known, their ids and what their variables showed last."""

    def __init__(self, recorder):
        self.recorder = recorder
        self.frames = {}  # frame object -> [id, shown variables, line told last]
        self.files = {}
        self.variables = recorder.options.level == "variables"
        self.exclude = recorder.options.exclude
        self.length = recorder.options.length

    def is_program(self, code):
        known = self.recorder.code.is_library.get(code.co_filename)
        if known is None:
            known = self.recorder.code.look(code.co_filename)
        return not known

    def file_name(self, code):
        """The name by which the trace knows a file; its text is added when it's new."""
        path = code.co_filename
        name = self.files.get(path)
        if name is None:
            name = self.files[path] = os.path.basename(path)
            try:
                with open(path, encoding="utf-8", errors="surrogateescape") as file:
                    self.recorder.add_source(name, file.read())
            except OSError:
                pass
        return name

    def caller(self, frame):
        back = frame.f_back
        while back is not None:
            known = self.frames.get(back)
            if known is not None:
                return known[0]
            back = back.f_back
        return 0

    def begun(self, frame):
        """A frame begins or goes on."""
        recorder, known = self.recorder, self.frames.get(frame)
        now, thread, task = recorder.clock(), recorder.thread(), recorder.current_task_id()
        if known is not None:
            recorder.emit((now, thread, RESUME,
                           (known[0], task, self.caller(frame), frame.f_lineno)))
            return
        code = frame.f_code
        number = recorder.next_frame()
        name = getattr(code, "co_qualname", code.co_name)
        self.frames[frame] = [number, {}, 0]
        recorder.emit((now, thread, ENTER, (
            number, task, self.caller(frame), recorder.quote(name),
            recorder.quote(self.file_name(code)), kind_of(code), code.co_firstlineno)))
        if self.variables:
            self.look_at_variables(frame)

    def line(self, frame, line):
        known = self.frames.get(frame)
        if known is None:
            return
        if self.variables:
            self.look_at_variables(frame)
        known[2] = line
        recorder = self.recorder
        recorder.emit((recorder.clock(), recorder.thread(), LINE, (known[0], line)))

    def suspended(self, frame):
        known = self.frames.get(frame)
        if known is None:
            return
        if self.variables:
            self.look_at_variables(frame)
        recorder = self.recorder
        recorder.emit((recorder.clock(), recorder.thread(), SUSPEND,
                       (known[0], frame.f_lineno or 0)))

    def ended(self, frame, how, value):
        known = self.frames.pop(frame, None)
        if known is None:
            return
        recorder = self.recorder
        if how == "raised":
            text = recorder.quote(type(value).__name__ if value is not None else "")
        else:
            text = recorder.value_text(value)
        recorder.emit((recorder.clock(), recorder.thread(), EXIT,
                       (known[0], text, how, frame.f_lineno or 0)))

    def excluded(self, name):
        return any(name == rule or (rule.endswith("*") and name.startswith(rule[:-1]))
                   for rule in self.exclude)

    def look_at_variables(self, frame):
        known = self.frames.get(frame)
        if known is None:
            return
        number, shown, line = known
        recorder = self.recorder
        module = frame.f_locals is frame.f_globals
        present = frame.f_locals
        for name in list(present):
            if module and name.startswith("__"):
                continue
            try:
                value = present[name]
            except KeyError:
                continue
            text = "…" if self.excluded(name) else clipped(describe(value), self.length)
            if shown.get(name) == text:
                continue
            shown[name] = text
            recorder.emit((recorder.clock(), recorder.thread(), VARIABLE,
                           (number, recorder.quote(name), recorder.quote(text), line)))
        for name in [name for name in shown if name not in present]:
            del shown[name]
            recorder.emit((recorder.clock(), recorder.thread(), DELETED,
                           (number, recorder.quote(name), line)))


class SetTrace:
    """By sys.settrace: Python before 3.12."""

    def __init__(self, recorder):
        self.book = FrameBook(recorder)
        self.failing = {}

    def install(self):
        if sys.gettrace() is not None:
            self.book.recorder.add_unseen("source lines: another tracer is at work")
            return
        sys.settrace(self.on_call)
        threading.settrace(self.on_call)

    def remove(self):
        if sys.gettrace() == self.on_call:
            sys.settrace(None)
            threading.settrace(None)

    def on_call(self, frame, event, argument):
        if event != "call" or not self.book.is_program(frame.f_code):
            return None
        self.book.begun(frame)
        return self.on_event

    def on_event(self, frame, event, argument):
        if event == "line":
            self.failing.pop(get_ident(), None)
            self.book.line(frame, frame.f_lineno)
        elif event == "exception":
            self.failing[get_ident()] = (frame, argument[1])
        elif event == "return":
            self.on_return(frame, argument)
        return self.on_event

    def on_return(self, frame, value):
        """A frame is left: it returned, it was suspended, or an exception goes through it."""
        failing = self.failing.pop(get_ident(), None)
        code = frame.f_code.co_code
        operation = code[frame.f_lasti] if 0 <= frame.f_lasti < len(code) else 0
        following = code[frame.f_lasti + 2] if 0 <= frame.f_lasti + 2 < len(code) else 0
        if following == _YIELD_FROM and operation not in _RETURNS:
            operation = following  # Before 3.11 it stands to be executed again.
        if failing is not None and failing[0] is frame and value is None and (
                operation not in _RETURNS):
            self.book.ended(frame, "raised", failing[1])
        elif operation in _YIELDS and not (operation in _RETURNS):
            self.book.suspended(frame)
        else:
            self.book.ended(frame, "returned", value)


class Monitoring:
    """By sys.monitoring: Python 3.12 and later."""

    def __init__(self, recorder):
        self.book = FrameBook(recorder)
        self.tool = None

    def install(self):
        monitoring = sys.monitoring
        for tool in (monitoring.DEBUGGER_ID, monitoring.PROFILER_ID, 3, 4):
            if monitoring.get_tool(tool) is None:
                break
        else:
            self.book.recorder.add_unseen("source lines: other tools watch already")
            return
        self.tool = tool
        monitoring.use_tool_id(tool, "loopscope")
        events = monitoring.events
        handlers = {
            events.PY_START: self.on_start, events.PY_RESUME: self.on_start,
            events.PY_THROW: self.on_throw, events.PY_YIELD: self.on_yield,
            events.PY_RETURN: self.on_return, events.PY_UNWIND: self.on_unwind,
            events.LINE: self.on_line,
        }
        everything = 0
        for event, handler in handlers.items():
            monitoring.register_callback(tool, event, handler)
            everything |= event
        monitoring.set_events(tool, everything)
        monitoring.restart_events()

    def remove(self):
        if self.tool is not None:
            sys.monitoring.set_events(self.tool, 0)
            sys.monitoring.free_tool_id(self.tool)
            self.tool = None

    def on_start(self, code, offset):
        if not self.book.is_program(code):
            return sys.monitoring.DISABLE
        self.book.begun(sys._getframe(1))
        return None

    def on_throw(self, code, offset, exception):
        if self.book.is_program(code):
            self.book.begun(sys._getframe(1))

    def on_line(self, code, line):
        if not self.book.is_program(code):
            return sys.monitoring.DISABLE
        self.book.line(sys._getframe(1), line)
        return None

    def on_yield(self, code, offset, value):
        if not self.book.is_program(code):
            return sys.monitoring.DISABLE
        self.book.suspended(sys._getframe(1))
        return None

    def on_return(self, code, offset, value):
        if not self.book.is_program(code):
            return sys.monitoring.DISABLE
        self.book.ended(sys._getframe(1), "returned", value)
        return None

    def on_unwind(self, code, offset, exception):
        if self.book.is_program(code):
            self.book.ended(sys._getframe(1), "raised", exception)


def make_line_hooks(recorder):
    return Monitoring(recorder) if hasattr(sys, "monitoring") else SetTrace(recorder)
