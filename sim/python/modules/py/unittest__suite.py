"""Suites: tests in a row, with the set-up and tear-down of classes and modules between them."""

import sys

from unittest import case
from unittest import util

__unittest = True


class BaseTestSuite:
    _cleanup = True

    def __init__(self, tests=()):
        self._tests = []
        self._removed_tests = 0
        self.addTests(tests)

    def __repr__(self):
        return f"<{util.strclass(self.__class__)} tests={list(self)}>"

    def __eq__(self, other):
        if isinstance(other, self.__class__):
            return list(self) == list(other)
        return NotImplemented

    def __iter__(self):
        return iter(self._tests)

    def countTestCases(self):
        return self._removed_tests + sum(test.countTestCases() for test in self if test)

    def addTest(self, test):
        if not callable(test):
            raise TypeError("{} is not callable".format(repr(test)))
        if isinstance(test, type) and issubclass(test, (case.TestCase, TestSuite)):
            raise TypeError("TestCases and TestSuites must be instantiated before passing them to "
                            "addTest()")
        self._tests.append(test)

    def addTests(self, tests):
        if isinstance(tests, str):
            raise TypeError("tests must be an iterable of tests, not a string")
        for test in tests:
            self.addTest(test)

    def run(self, result):
        for place, test in self._until_stopped(result):
            test(result)
            if self._cleanup:
                self._removeTestAtIndex(place)
        return result

    def _until_stopped(self, result):
        for place, test in enumerate(self):
            if result.shouldStop:
                return
            yield place, test

    def _removeTestAtIndex(self, index):
        # The test can go from memory; how many it stood for stays known.
        count = getattr(self._tests[index], 'countTestCases', None)
        if count is not None:
            self._removed_tests += count()
        self._tests[index] = None

    def __call__(self, *args, **kwds):
        return self.run(*args, **kwds)

    def debug(self):
        for test in self:
            test.debug()


class TestSuite(BaseTestSuite):
    def run(self, result, debug=False):
        outermost = getattr(result, '_testRunEntered', False) is False
        if outermost:
            result._testRunEntered = True
        for place, test in self._until_stopped(result):
            alone = not _is_suite(test)
            if alone and not self._fixtures_stand(test, result):
                continue
            if alone and debug:
                test.debug()
            else:
                test(result)
            if self._cleanup:
                self._removeTestAtIndex(place)
        if outermost:
            self._tearDownPreviousClass(None, result)
            self._handleModuleTearDown(result)
            result._testRunEntered = False
        return result

    def _fixtures_stand(self, test, result):
        """Goes from the last test's class and module to this one's; whether that worked."""
        for step in (self._tearDownPreviousClass, self._handleModuleFixture,
                     self._handleClassSetUp):
            step(test, result)
        cls = result._previousTestClass = test.__class__
        return not (_has(cls, '_classSetupFailed') or _has(result, '_moduleSetUpFailed'))

    def debug(self):
        self.run(_DebugResult(), True)

    def _handleClassSetUp(self, test, result):
        current = test.__class__
        if current == getattr(result, '_previousTestClass', None):
            return
        if result._moduleSetUpFailed or _has(current, "__unittest_skip__"):
            return
        try:
            current._classSetupFailed = False
        except TypeError:
            pass
        set_up = getattr(current, 'setUpClass', None)
        if set_up is None:
            return
        failed = False
        try:
            set_up()
        except Exception as e:
            if _lets_through(result):
                raise
            failed = True
            try:
                current._classSetupFailed = True
            except TypeError:
                pass
            self._fixtureError(result, e, 'setUpClass', util.strclass(current))
        if failed:
            self._class_cleanups(current, result, 'setUpClass')

    def _class_cleanups(self, cls, result, where):
        cleanups = getattr(cls, 'doClassCleanups', None)
        if cleanups is None:
            return
        cleanups()
        for exc_info in cls.tearDown_exceptions:
            if _lets_through(result):
                raise exc_info[1]
            self._fixtureError(result, exc_info[1], where, util.strclass(cls), exc_info)

    def _get_previous_module(self, result):
        previous = getattr(result, '_previousTestClass', None)
        return None if previous is None else previous.__module__

    def _handleModuleFixture(self, test, result):
        current = test.__class__.__module__
        if current == self._get_previous_module(result):
            return
        self._handleModuleTearDown(result)
        result._moduleSetUpFailed = False
        module = sys.modules.get(current)
        set_up = getattr(module, 'setUpModule', None)
        if set_up is None:
            return
        try:
            set_up()
        except Exception as e:
            if _lets_through(result):
                raise
            result._moduleSetUpFailed = True
            self._fixtureError(result, e, 'setUpModule', current)
        if result._moduleSetUpFailed:
            try:
                case.doModuleCleanups()
            except Exception as e:
                self._fixtureError(result, e, 'setUpModule', current)

    def _handleModuleTearDown(self, result):
        previous = self._get_previous_module(result)
        if previous is None or result._moduleSetUpFailed:
            return
        module = sys.modules.get(previous)
        if module is None:
            return
        for step in getattr(module, 'tearDownModule', None), case.doModuleCleanups:
            if step is None:
                continue
            try:
                step()
            except Exception as e:
                if _lets_through(result):
                    raise
                self._fixtureError(result, e, 'tearDownModule', previous)

    def _tearDownPreviousClass(self, test, result):
        previous = getattr(result, '_previousTestClass', None)
        if previous is None or previous == test.__class__:
            return
        if (_has(previous, '_classSetupFailed') or _has(result, '_moduleSetUpFailed') or
                _has(previous, "__unittest_skip__")):
            return
        tear_down = getattr(previous, 'tearDownClass', None)
        if tear_down is not None:
            try:
                tear_down()
            except Exception as e:
                if _lets_through(result):
                    raise
                self._fixtureError(result, e, 'tearDownClass', util.strclass(previous))
        self._class_cleanups(previous, result, 'tearDownClass')

    def _fixtureError(self, result, exc, method, parent, info=None):
        error = _ErrorHolder(f'{method} ({parent})')
        if isinstance(exc, case.SkipTest) and getattr(result, 'addSkip', None) is not None:
            result.addSkip(error, str(exc))
        else:
            result.addError(error, info or sys.exc_info())


class _ErrorHolder:
    """Stands for a test where a fixture of a class or module failed."""

    failureException = None

    def __init__(self, description):
        self.description = description

    def id(self):
        return self.description

    def shortDescription(self):
        return None

    def __repr__(self):
        return f"<ErrorHolder description={self.description!r}>"

    def __str__(self):
        return self.id()

    def run(self, result):
        pass

    def __call__(self, result):
        return self.run(result)

    def countTestCases(self):
        return 0


def _has(owner, flag):
    return getattr(owner, flag, False)


def _is_suite(test):
    try:
        iter(test)
    except TypeError:
        return False
    return True


def _lets_through(result):
    """Whether what goes wrong shall reach the caller, as in debug()."""
    return isinstance(result, _DebugResult)


class _DebugResult:
    _previousTestClass = None
    _moduleSetUpFailed = False
    shouldStop = False
