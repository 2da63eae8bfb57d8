"""What the program writes, and the warnings that are shown."""

import sys
import warnings

from ._writer import Pieces

OUTPUT = '"e":"output","task":%d,"text":%s,"stream":"%s","line":%d}\n'
OUTPUT_NO_TASK = '"e":"output","text":%s,"stream":"%s","line":%d}\n'
WARNING = '"e":"warning","category":%s,"message":%s,"line":%d}\n'


class StreamHook:
    """Sees what is written to one text stream. print() writes its pieces one by one; what belongs
    to one line is kept together, and noted when the line ends or something else happens."""

    def __init__(self, recorder, stream, name):
        self.recorder = recorder
        self.stream = stream
        self.name = name
        self.original = stream.write
        self.event = None  # The output event that may still grow, and its text.
        self.pieces = None
        self.where = None
        stream.write = self.write

    def write(self, text):
        result = self.original(text)
        recorder = self.recorder
        if recorder.active and isinstance(text, str) and text:
            self.note(text)
        return result

    def note(self, text):
        recorder = self.recorder
        where = (recorder.current_task_id(), recorder.line(), recorder.thread())
        event, buffer = self.event, recorder.writer.buffer
        if event is not None and where == self.where and buffer and buffer[-1] is event:
            self.pieces.texts.append(text)
        else:
            task, line, thread = where
            self.where = where
            self.pieces = Pieces(text)
            arguments = (self.pieces, self.name, line)
            self.event = recorder.emit((
                recorder.clock(), thread, OUTPUT if task else OUTPUT_NO_TASK,
                (task,) + arguments if task else arguments))
        if text[-1] == "\n":
            self.event = None

    def remove(self):
        try:
            if vars(self.stream).get("write") == self.write:
                del self.stream.write
        except (AttributeError, TypeError):
            self.stream.write = self.original


class OutputHooks:
    """Both streams; a stream that can't be watched is told as unseen."""

    def __init__(self, recorder):
        self.hooks = []
        self.unseen = []
        for name in ("stdout", "stderr"):
            stream = getattr(sys, name)
            try:
                self.hooks.append(StreamHook(recorder, stream, name))
            except (AttributeError, TypeError):
                self.unseen.append("what is written to " + name)

    def remove(self):
        for hook in self.hooks:
            hook.remove()


def hook_warnings(recorder, patch):
    original = getattr(warnings, "_showwarnmsg", None)
    if original is None:
        return

    def shown(message):
        if recorder.active:
            recorder.emit((recorder.clock(), recorder.thread(), WARNING, (
                recorder.quote(message.category.__name__),
                recorder.quote(str(message.message)), recorder.line_in(message))))
        return original(message)

    patch(warnings, "_showwarnmsg", shown)
