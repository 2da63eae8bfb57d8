"""unittest.main: a module run as its own tests."""

import sys
import argparse

from unittest import loader, runner

__unittest = True


# Short and long name, attribute, the value that the option gives it, help.
_SWITCHES = (
    ('-v', '--verbose', 'verbosity', 2, 'Verbose output'),
    ('-q', '--quiet', 'verbosity', 0, 'Quiet output'),
    (None, '--locals', 'tb_locals', True, 'Show local variables in tracebacks'),
    ('-f', '--failfast', 'failfast', True, 'Stop on first fail or error'),
    ('-c', '--catch', 'catchbreak', True, 'Catch Ctrl-C and display results so far'),
    ('-b', '--buffer', 'buffer', True, 'Buffer stdout and stderr during tests'),
)


class TestProgram:
    module = None
    verbosity = 1
    catchbreak = buffer = failfast = None
    progName = warnings = testNamePatterns = None

    def __init__(self, module='__main__', defaultTest=None, argv=None, testRunner=None,
                 testLoader=loader.defaultTestLoader, exit=True, verbosity=1, failfast=None,
                 catchbreak=None, buffer=None, warnings=None, *, tb_locals=False):
        self.module = _imported(module) if isinstance(module, str) else module
        if argv is None:
            argv = sys.argv
        self.exit = exit
        self.failfast = failfast
        self.catchbreak = catchbreak
        self.verbosity = verbosity
        self.buffer = buffer
        self.tb_locals = tb_locals
        self.warnings = 'default' if warnings is None and not sys.warnoptions else warnings
        self.defaultTest = defaultTest
        self.testRunner = testRunner
        self.testLoader = testLoader
        self.progName = argv[0].rpartition('/')[2]
        self.parseArgs(argv)
        self.runTests()

    def _parser(self):
        parser = argparse.ArgumentParser(prog=self.progName)
        for short, long, attribute, value, about in _SWITCHES:
            names = (short, long) if short else (long,)
            parser.add_argument(*names, dest=attribute, action='store_const', const=value,
                                help=about)
        about = 'Only run tests which match the given substring'
        parser.add_argument('-k', dest='testNamePatterns', action='append', help=about)
        about = 'a list of any number of test modules, classes and test methods.'
        parser.add_argument('tests', help=about, nargs='*')
        return parser

    def parseArgs(self, argv):
        options = self._parser().parse_args(argv[1:])
        for name in 'verbosity', 'failfast', 'catchbreak', 'buffer', 'tb_locals':
            value = getattr(options, name)
            if value is not None:
                setattr(self, name, value)
        self.tests = options.tests
        if options.testNamePatterns:
            self.testNamePatterns = [pattern if '*' in pattern else f'*{pattern}*'
                                     for pattern in options.testNamePatterns]
        self.testNames = self._names()
        self.createTests()

    def _names(self):
        """The tests asked for by name; None stands for all of the module."""
        default = self.defaultTest
        if self.tests or default is None:
            return self.tests or None
        return (default,) if isinstance(default, str) else list(default)

    def createTests(self):
        patterns, names, from_loader = self.testNamePatterns, self.testNames, self.testLoader
        if patterns:
            from_loader.testNamePatterns = patterns
        self.test = (from_loader.loadTestsFromModule(self.module) if names is None
                     else from_loader.loadTestsFromNames(names, self.module))

    def runTests(self):
        made = runner.TextTestRunner if self.testRunner is None else self.testRunner
        self.testRunner = made
        if isinstance(made, type):
            made = self._made(made)
        self.result = outcome = made.run(self.test)
        if self.exit:
            sys.exit(not outcome.wasSuccessful())

    def _made(self, kind):
        """A runner with as many of the options as its kind knows."""
        settings = {name: getattr(self, name)
                    for name in ('verbosity', 'failfast', 'buffer', 'warnings')}
        for more in {'tb_locals': self.tb_locals}, {}:
            try:
                return kind(**settings, **more)
            except TypeError:
                continue
        return kind()


def _imported(name):
    """The module of a dotted name."""
    found = __import__(name)
    for part in name.split('.')[1:]:
        found = getattr(found, part)
    return found


main = TestProgram
