"""The runner that reports on a terminal."""

import sys
import time
import warnings

from unittest import result
from unittest.case import _SubTest
from unittest.signals import registerResult

__unittest = True


class _WritelnDecorator:
    def __init__(self, stream):
        self.stream = stream

    def __getattr__(self, attr):
        # Asked for while a copy or a pickle is made, when there is no stream yet.
        if attr == 'stream' or attr == '__getstate__':
            raise AttributeError(attr)
        return getattr(self.stream, attr)

    def writeln(self, arg=None):
        if arg:
            self.write(arg)
        self.write('\n')


class TextTestResult(result.TestResult):
    separator1 = '=' * 70
    separator2 = '-' * 70

    def __init__(self, stream, descriptions, verbosity):
        super().__init__(stream, descriptions, verbosity)
        self.stream = stream
        self.showAll = verbosity > 1
        self.dots = verbosity == 1
        self.descriptions = descriptions
        self._newline = True

    def getDescription(self, test):
        first = test.shortDescription()
        if self.descriptions and first:
            return '\n'.join((str(test), first))
        return str(test)

    def startTest(self, test):
        super().startTest(test)
        if self.showAll:
            self._write_name(test)
            self.stream.flush()
            self._newline = False

    def _write_name(self, test):
        for text in self.getDescription(test), " ... ":
            self.stream.write(text)

    def _write_status(self, test, status):
        part = isinstance(test, _SubTest)
        if part and not self._newline:
            self.stream.writeln()
        if part:
            self.stream.write("  ")
        if part or self._newline:
            self._write_name(test)
        self.stream.writeln(status)
        self.stream.flush()
        self._newline = True

    def _say(self, test, long, short):
        if self.showAll:
            self._write_status(test, long)
        elif self.dots:
            self.stream.write(short)
            self.stream.flush()

    def _write_remark(self, long, short):
        """An outcome on a line that names its test already."""
        if self.showAll:
            self.stream.writeln(long)
        elif self.dots:
            self.stream.write(short)
        else:
            return
        self.stream.flush()

    def addSubTest(self, test, subtest, err):
        if err is not None:
            failed = issubclass(err[0], subtest.failureException)
            self._say(subtest, *(("FAIL", 'F') if failed else ("ERROR", 'E')))
        super().addSubTest(test, subtest, err)

    def addSuccess(self, test):
        super().addSuccess(test)
        self._say(test, "ok", '.')

    def addError(self, test, err):
        super().addError(test, err)
        self._say(test, "ERROR", 'E')

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._say(test, "FAIL", 'F')

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._say(test, "skipped {0!r}".format(reason), 's')

    def addExpectedFailure(self, test, err):
        super().addExpectedFailure(test, err)
        self._write_remark("expected failure", "x")

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self._write_remark("unexpected success", "u")

    def printErrors(self):
        if self.dots or self.showAll:
            self.stream.writeln()
            self.stream.flush()
        for flavour, found in ('ERROR', self.errors), ('FAIL', self.failures):
            self.printErrorList(flavour, found)
        lines = ["UNEXPECTED SUCCESS: " + self.getDescription(test)
                 for test in getattr(self, 'unexpectedSuccesses', ())]
        if lines:
            self._write_lines(self.separator1, *lines)

    def printErrorList(self, flavour, errors):
        for test, err in errors:
            title = f"{flavour}: {self.getDescription(test)}"
            self._write_lines(self.separator1, title, self.separator2, str(err))

    def _write_lines(self, *lines):
        for line in lines:
            self.stream.writeln(line)
        self.stream.flush()


class TextTestRunner:
    resultclass = TextTestResult

    def __init__(self, stream=None, descriptions=True, verbosity=1, failfast=False, buffer=False,
                 resultclass=None, warnings=None, *, tb_locals=False):
        self.stream = _WritelnDecorator(sys.stderr if stream is None else stream)
        self.descriptions = descriptions
        self.verbosity = verbosity
        self.failfast = failfast
        self.buffer = buffer
        self.tb_locals = tb_locals
        self.warnings = warnings
        if resultclass is not None:
            self.resultclass = resultclass

    def _makeResult(self):
        settings = self.stream, self.descriptions, self.verbosity
        return self.resultclass(*settings)

    def run(self, test):
        result = self._makeResult()
        registerResult(result)
        for setting in 'failfast', 'buffer', 'tb_locals':
            setattr(result, setting, getattr(self, setting))
        with warnings.catch_warnings():
            if self.warnings:
                how = self.warnings
                warnings.simplefilter(how)
            taken = _timed(test, result)
        result.printErrors()
        self._sum_up(result, taken)
        return result

    def _sum_up(self, result, taken):
        if hasattr(result, 'separator2'):
            rule = result.separator2
            self.stream.writeln(rule)
        plural = "" if result.testsRun == 1 else "s"
        self.stream.writeln("Ran %d test%s in %.3fs" % (result.testsRun, plural, taken))
        self.stream.writeln()
        counted = [("skipped", result.skipped),
                   ("expected failures", result.expectedFailures),
                   ("unexpected successes", result.unexpectedSuccesses)]
        if result.wasSuccessful():
            self.stream.write("OK")
        else:
            self.stream.write("FAILED")
            counted[:0] = ("failures", result.failures), ("errors", result.errors)
        notes = ", ".join(f"{name}={len(found)}" for name, found in counted if found)
        if notes:
            self.stream.writeln(f" ({notes})")
        else:
            self.stream.write("\n")
        self.stream.flush()


def _timed(test, result):
    """Runs the test between the result's hooks; the seconds that it all took."""
    begun = time.perf_counter()
    before = getattr(result, 'startTestRun', None)
    if before is not None:
        before()
    try:
        test(result)
    finally:
        after = getattr(result, 'stopTestRun', None)
        if after is not None:
            after()
    return time.perf_counter() - begun
