"""What came of tests."""

import io
import sys
import traceback
from functools import wraps

from unittest import util

__unittest = True

STDOUT_LINE = '\nStdout:\n%s'
STDERR_LINE = '\nStderr:\n%s'


def _stop_if_asked(result):
    if getattr(result, 'failfast', False):
        result.stop()


def failfast(method):
    """For outcomes that end the run of those who asked for that."""
    @wraps(method)
    def inner(self, *args, **kw):
        _stop_if_asked(self)
        return method(self, *args, **kw)
    return inner


class TestResult:
    _previousTestClass = None
    _testRunEntered = False
    _moduleSetUpFailed = False

    def __init__(self, stream=None, descriptions=None, verbosity=None):
        self.failfast = False
        self.failures = []
        self.errors = []
        self.testsRun = 0
        self.skipped = []
        self.expectedFailures = []
        self.unexpectedSuccesses = []
        self.shouldStop = False
        self.buffer = False
        self.tb_locals = False
        self._stdout_buffer = self._stderr_buffer = None
        self._original_stdout, self._original_stderr = sys.stdout, sys.stderr
        self._mirrorOutput = False

    def printErrors(self):
        pass

    def startTest(self, test):
        self.testsRun += 1
        self._mirrorOutput = False
        self._setupStdout()

    def _setupStdout(self):
        if not self.buffer:
            return
        if self._stderr_buffer is None:
            self._stdout_buffer, self._stderr_buffer = io.StringIO(), io.StringIO()
        sys.stdout, sys.stderr = self._stdout_buffer, self._stderr_buffer

    def startTestRun(self):
        pass

    def stopTest(self, test):
        self._restoreStdout()
        self._mirrorOutput = False

    def _restoreStdout(self):
        if not self.buffer:
            return
        if self._mirrorOutput:
            for stream, text in zip((self._original_stdout, self._original_stderr), _said()):
                if text:
                    stream.write(text)
        sys.stdout, sys.stderr = self._original_stdout, self._original_stderr
        for buffer in self._stdout_buffer, self._stderr_buffer:
            buffer.seek(0)
            buffer.truncate()

    def stopTestRun(self):
        pass

    def _keep_outcome(self, outcomes, shown, err, test):
        text = self._exc_info_to_string(err, test)
        outcomes.append((shown, text))

    @failfast
    def addError(self, test, err):
        self._keep_outcome(self.errors, test, err, test)
        self._mirrorOutput = True

    @failfast
    def addFailure(self, test, err):
        self._keep_outcome(self.failures, test, err, test)
        self._mirrorOutput = True

    def addSubTest(self, test, subtest, err):
        if err is None:
            return
        _stop_if_asked(self)
        failed = issubclass(err[0], test.failureException)
        self._keep_outcome(self.failures if failed else self.errors, subtest, err, test)
        self._mirrorOutput = True

    def addSuccess(self, test):
        pass

    def addSkip(self, test, reason):
        self.skipped.append((test, reason))

    def addExpectedFailure(self, test, err):
        self._keep_outcome(self.expectedFailures, test, err, test)

    @failfast
    def addUnexpectedSuccess(self, test):
        self.unexpectedSuccesses.append(test)

    def wasSuccessful(self):
        return not (self.failures or self.errors or self.unexpectedSuccesses)

    def stop(self):
        self.shouldStop = True

    def _exc_info_to_string(self, err, test):
        cls, value, tb = err
        text = ''.join(_format(cls, value, _clean(value, tb, test), test, self.tb_locals, set()))
        return text + ''.join(_said()) if self.buffer else text

    def _is_relevant_tb_level(self, tb):
        return _is_ours(tb)

    def __repr__(self):
        return "<%s run=%i errors=%i failures=%i>" % (
            util.strclass(self.__class__), self.testsRun, len(self.errors), len(self.failures))


def _said():
    """What a test wrote to the buffers that stand in for the two streams, with titles."""
    for buffer, title in (sys.stdout, STDOUT_LINE), (sys.stderr, STDERR_LINE):
        text = buffer.getvalue()
        ending = '' if text.endswith('\n') else '\n'
        yield title % (text + ending) if text else ''


def _is_ours(tb):
    namespace = tb.tb_frame.f_globals
    return '__unittest' in namespace


def _clean(value, tb, test):
    """The traceback without the frames of unittest at its top, and for a failure at its end."""
    while tb is not None and _is_ours(tb):
        tb = tb.tb_next
    if type(value) is test.failureException:
        last = None
        at = tb
        while at is not None and not _is_ours(at):
            last = at
            at = at.tb_next
        if last is not None:
            last.tb_next = None
    return tb


def _format(cls, value, tb, test, with_locals, seen):
    """Clears the tracebacks of causes and contexts too, then formats them all."""
    pending = [value]
    while pending:
        exc = pending.pop()
        for linked in exc.__cause__, exc.__context__:
            if linked is not None and id(linked) not in seen:
                seen.add(id(linked))
                linked.__traceback__ = _clean(linked, linked.__traceback__, test)
                pending.append(linked)
    return traceback.TracebackException(cls, value, tb, capture_locals=with_locals,
                                        compact=True).format()
