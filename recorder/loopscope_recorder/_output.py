"""What the program writes, and the warnings that are shown."""

import sys
import warnings

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
        self.pending = []
        self.where = None
        stream.write = self.write

    def write(self, text):
        result = self.original(text)
        recorder = self.recorder
        if recorder.active and isinstance(text, str) and text:
            where = (recorder.current_task_id(), recorder.line(), recorder.thread())
            if self.pending and where != self.where:
                self.flush()
            if not self.pending:
                self.where = where
            self.pending.append(text)
            if text[-1] == "\n" or len(self.pending) > 100:
                self.flush()
        return result

    def flush(self):
        if not self.pending:
            return
        text, self.pending = "".join(self.pending), []
        recorder = self.recorder
        task, line, thread = self.where
        quoted = recorder.quote(text)
        if task:
            recorder.emit((recorder.clock(), thread, OUTPUT, (task, quoted, self.name, line)))
        else:
            recorder.emit((recorder.clock(), thread, OUTPUT_NO_TASK, (quoted, self.name, line)))

    def remove(self):
        self.flush()
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

    def flush(self):
        for hook in self.hooks:
            if hook.pending:
                hook.flush()

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
