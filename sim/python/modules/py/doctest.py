"""Examples in docstrings, run and compared with what stands below them."""

import collections
import difflib
import inspect
import io
import re
import sys
import traceback

__all__ = ['register_optionflag', 'DONT_ACCEPT_TRUE_FOR_1', 'DONT_ACCEPT_BLANKLINE',
           'NORMALIZE_WHITESPACE', 'ELLIPSIS', 'SKIP', 'IGNORE_EXCEPTION_DETAIL',
           'COMPARISON_FLAGS', 'REPORT_UDIFF', 'REPORT_CDIFF', 'REPORT_NDIFF',
           'REPORT_ONLY_FIRST_FAILURE', 'REPORTING_FLAGS', 'FAIL_FAST', 'Example', 'DocTest',
           'DocTestParser', 'DocTestFinder', 'DocTestRunner', 'OutputChecker', 'testmod',
           'testfile', 'run_docstring_examples', 'TestResults']

TestResults = collections.namedtuple('TestResults', 'failed attempted')
OPTIONFLAGS_BY_NAME = {}


def register_optionflag(name):
    return OPTIONFLAGS_BY_NAME.setdefault(name, 1 << len(OPTIONFLAGS_BY_NAME))


DONT_ACCEPT_TRUE_FOR_1 = register_optionflag('DONT_ACCEPT_TRUE_FOR_1')
DONT_ACCEPT_BLANKLINE = register_optionflag('DONT_ACCEPT_BLANKLINE')
NORMALIZE_WHITESPACE = register_optionflag('NORMALIZE_WHITESPACE')
ELLIPSIS = register_optionflag('ELLIPSIS')
SKIP = register_optionflag('SKIP')
IGNORE_EXCEPTION_DETAIL = register_optionflag('IGNORE_EXCEPTION_DETAIL')
COMPARISON_FLAGS = (DONT_ACCEPT_TRUE_FOR_1 | DONT_ACCEPT_BLANKLINE | NORMALIZE_WHITESPACE
                    | ELLIPSIS | SKIP | IGNORE_EXCEPTION_DETAIL)
REPORT_UDIFF = register_optionflag('REPORT_UDIFF')
REPORT_CDIFF = register_optionflag('REPORT_CDIFF')
REPORT_NDIFF = register_optionflag('REPORT_NDIFF')
REPORT_ONLY_FIRST_FAILURE = register_optionflag('REPORT_ONLY_FIRST_FAILURE')
FAIL_FAST = register_optionflag('FAIL_FAST')
REPORTING_FLAGS = (REPORT_UDIFF | REPORT_CDIFF | REPORT_NDIFF | REPORT_ONLY_FIRST_FAILURE
                   | FAIL_FAST)

_BLANK = '<BLANKLINE>'


class Example:
    def __init__(self, source, want, exc_msg=None, lineno=0, indent=0, options=None):
        self.source = source if source.endswith('\n') else source + '\n'
        self.want = want + '\n' if want and not want.endswith('\n') else want
        self.exc_msg = exc_msg + '\n' if exc_msg and not exc_msg.endswith('\n') else exc_msg
        self.lineno = lineno
        self.indent = indent
        self.options = {} if options is None else options


class DocTest:
    def __init__(self, examples, globs, name, filename, lineno, docstring):
        self.examples = examples
        self.docstring = docstring
        self.globs = globs.copy()
        self.name = name
        self.filename = filename
        self.lineno = lineno

    def __repr__(self):
        count = len(self.examples)
        what = {0: 'no examples', 1: '1 example'}.get(count, f'{count} examples')
        return f'<DocTest {self.name} from {self.filename}:{self.lineno} ({what})>'


class DocTestParser:
    """Finds examples: lines after '>>> ', those after '... ', and what is expected of them."""

    _FAILURE = re.compile(r'Traceback \((?:most recent call last|innermost last)\):\s*$')
    _OPTION = re.compile(r'#\s*doctest:\s*([^\n\'"]*)$', re.MULTILINE)

    def parse(self, string, name='<string>'):
        pieces, text, lines = [], [], string.expandtabs().split('\n')
        at = 0
        while at < len(lines):
            line = lines[at]
            indent = len(line) - len(line.lstrip(' '))
            if not line.startswith('>>>', indent):
                text.append(line)
                at += 1
                continue
            pieces.append('\n'.join(text + ['']) if text else '')
            text = []
            example, at = self._example(lines, at, indent, name)
            if example is not None:
                pieces.append(example)
        pieces.append('\n'.join(text))
        return pieces

    def _example(self, lines, at, indent, name):
        start = at
        source = [self._code(lines[at], indent, at, name)]
        at += 1
        while (at < len(lines) and lines[at][indent:].startswith('...')
               and not lines[at][:indent].strip()):
            source.append(self._code(lines[at], indent, at, name))
            at += 1
        want = []
        while at < len(lines) and lines[at].strip() and not lines[at].lstrip().startswith('>>>'):
            if lines[at][:indent].strip():
                raise ValueError(f'line {at + 1} of the docstring for {name} has inconsistent '
                                 f'leading whitespace: {lines[at]!r}')
            want.append(lines[at][indent:])
            at += 1
        code = '\n'.join(source)
        if not any(part.strip() and not part.strip().startswith('#') for part in source):
            return None, at
        return Example(code, '\n'.join(want), self._failure(want), start, indent,
                       self._options(code, name, start)), at

    def _code(self, line, indent, at, name):
        if len(line) > indent + 3 and line[indent + 3] != ' ':
            raise ValueError(f'line {at + 1} of the docstring for {name} lacks blank after '
                             f'{line[indent:indent + 3]}: {line!r}')
        return line[indent + 4:]

    def _failure(self, want):
        """"ValueError: text" when a traceback is expected."""
        if not want or not self._FAILURE.match(want[0]):
            return None
        for i, line in enumerate(want[1:], 1):
            if line and re.match(r'\w', line):
                return '\n'.join(want[i:])
        return None

    def _options(self, source, name, lineno):
        options = {}
        for match in self._OPTION.finditer(source):
            for word in match[1].replace(',', ' ').split():
                if word[0] not in '+-' or word[1:] not in OPTIONFLAGS_BY_NAME:
                    raise ValueError(f'line {lineno + 1} of the doctest for {name} has an invalid '
                                     f'option: {word!r}')
                options[OPTIONFLAGS_BY_NAME[word[1:]]] = word[0] == '+'
        return options

    def get_examples(self, string, name='<string>'):
        return [piece for piece in self.parse(string, name) if isinstance(piece, Example)]

    def get_doctest(self, string, globs, name, filename, lineno):
        return DocTest(self.get_examples(string, name), globs, name, filename, lineno, string)


class DocTestFinder:
    """Finds the docstrings of a module, its functions, classes and their members."""

    def __init__(self, verbose=False, parser=DocTestParser(), recurse=True, exclude_empty=True):
        self._parser = parser
        self._recurse = recurse
        self._exclude_empty = exclude_empty

    def find(self, obj, name=None, module=None, globs=None, extraglobs=None):
        if name is None:
            name = obj.__name__
        if module is None and not inspect.ismodule(obj):
            module = sys.modules.get(getattr(obj, '__module__', None))
        elif inspect.ismodule(obj):
            module = obj
        globs = dict(module.__dict__ if module and globs is None else globs or {})
        globs.update(extraglobs or {})
        globs.setdefault('__name__', '__main__')
        tests = []
        self._find(tests, obj, name, module, globs, set())
        return sorted(tests, key=lambda test: test.name)

    def _find(self, tests, obj, name, module, globs, seen):
        if id(obj) in seen:
            return
        seen.add(id(obj))
        text = obj if isinstance(obj, str) else getattr(obj, '__doc__', None)
        if isinstance(text, str) and (text or not self._exclude_empty):
            test = self._parser.get_doctest(text, globs, name, self._file(module),
                                            self._line(obj, text, module))
            if test.examples or not self._exclude_empty:
                tests.append(test)
        if not self._recurse:
            return
        if inspect.ismodule(obj):
            for key, value in obj.__dict__.items():
                routine = inspect.isroutine(inspect.unwrap(value))
                if (routine or inspect.isclass(value)) and self._from_module(module, value):
                    self._find(tests, value, f'{name}.{key}', module, globs, seen)
            for key, value in getattr(obj, '__test__', {}).items():
                self._find(tests, value, f'{name}.__test__.{key}', module, globs, seen)
        elif inspect.isclass(obj):
            for key, value in obj.__dict__.items():
                if isinstance(value, (staticmethod, classmethod)):
                    value = value.__func__
                if (inspect.isroutine(value) or inspect.isclass(value)
                        or isinstance(value, property)) and self._from_module(module, value):
                    self._find(tests, value, f'{name}.{key}', module, globs, seen)

    def _from_module(self, module, obj):
        return (isinstance(obj, property) or module is None
                or getattr(obj, '__module__', None) == module.__name__)

    def _file(self, module):
        return getattr(module, '__file__', None) or getattr(module, '__name__', None)

    def _line(self, obj, text, module):
        """The line of the file that the docstring begins in, counted from 0."""
        if inspect.ismodule(obj):
            return 0
        try:
            lines, start = inspect.getsourcelines(
                obj.fget if isinstance(obj, property) else inspect.unwrap(obj))
        except (OSError, TypeError):
            return None
        for i, line in enumerate(lines):
            if re.match(r'\s*[rRuU]?("|\')', line):
                return start - 1 + i
        return None


class OutputChecker:
    def check_output(self, want, got, optionflags):
        if got == want:
            return True
        if not optionflags & DONT_ACCEPT_TRUE_FOR_1 and (got, want) in (
                ('True\n', '1\n'), ('False\n', '0\n')):
            return True
        if not optionflags & DONT_ACCEPT_BLANKLINE:
            want = re.sub(rf'(?m)^{_BLANK}\s*?$', '', want)
            got = re.sub(r'(?m)^[^\S\n]+$', '', got)
            if got == want:
                return True
        if optionflags & NORMALIZE_WHITESPACE:
            got, want = ' '.join(got.split()), ' '.join(want.split())
            if got == want:
                return True
        if optionflags & ELLIPSIS:
            pattern = '.*'.join(map(re.escape, want.split('...')))
            return re.fullmatch(pattern, got, re.DOTALL) is not None
        return False

    def output_difference(self, example, got, optionflags):
        want = example.want
        if not optionflags & DONT_ACCEPT_BLANKLINE:
            got = re.sub(r'(?m)^[ ]*(?=\n)', _BLANK, got)
        kinds = REPORT_UDIFF | REPORT_CDIFF | REPORT_NDIFF
        if optionflags & kinds and want.count('\n') > 2 and got.count('\n') > 2:
            return self._diff(want.splitlines(True), got.splitlines(True), optionflags)
        if want and got:
            return f'Expected:\n{_indented(want)}Got:\n{_indented(got)}'
        if want:
            return f'Expected:\n{_indented(want)}Got nothing\n'
        if got:
            return f'Expected nothing\nGot:\n{_indented(got)}'
        return 'Expected nothing\nGot nothing\n'

    def _diff(self, want, got, optionflags):
        if optionflags & REPORT_UDIFF:
            lines, kind = list(difflib.unified_diff(want, got, n=2))[2:], \
                'unified diff with -expected +actual'
        elif optionflags & REPORT_CDIFF:
            lines, kind = list(difflib.context_diff(want, got, n=2))[2:], \
                'context diff with expected followed by actual'
        else:
            lines, kind = list(difflib.ndiff(want, got)), 'ndiff with -expected +actual'
        return f'Differences ({kind}):\n' + _indented(''.join(lines))


def _indented(text):
    return re.sub('(?m)^(?!$)', '    ', text)


class DocTestRunner:
    """Runs the examples of tests, counts them and tells of those that fail."""

    DIVIDER = '*' * 70

    def __init__(self, checker=None, verbose=None, optionflags=0):
        self._checker = checker or OutputChecker()
        self._verbose = '-v' in sys.argv if verbose is None else verbose
        self.optionflags = self.original_optionflags = optionflags
        self.tries = self.failures = 0
        self._counts = {}

    def report_start(self, out, test, example):
        if self._verbose:
            want = f'Expecting:\n{_indented(example.want)}' if example.want else \
                'Expecting nothing\n'
            out(f'Trying:\n{_indented(example.source)}{want}')

    def report_success(self, out, test, example, got):
        if self._verbose:
            out('ok\n')

    def report_failure(self, out, test, example, got):
        out(self._header(test, example)
            + self._checker.output_difference(example, got, self.optionflags))

    def report_unexpected_exception(self, out, test, example, exc_info):
        text = ''.join(traceback.format_exception(*exc_info))
        out(self._header(test, example) + 'Exception raised:\n' + _indented(text))

    def _header(self, test, example):
        lines = [self.DIVIDER]
        if test.filename:
            line = '?' if test.lineno is None else test.lineno + example.lineno + 1
            lines.append(f'File "{test.filename}", line {line}, in {test.name}')
        else:
            lines.append(f'Line {example.lineno + 1}, in {test.name}')
        return '\n'.join(lines + ['Failed example:', _indented(example.source)])

    def run(self, test, compileflags=None, out=None, clear_globs=True):
        real = sys.stdout
        written = io.StringIO()
        sys.stdout, hook = written, sys.displayhook
        sys.displayhook = sys.__displayhook__
        try:
            failed, tried = self._run(test, out or real.write, written)
        finally:
            sys.stdout, sys.displayhook = real, hook
            if clear_globs:
                test.globs.clear()
        before = self._counts.get(test.name, (0, 0))
        self._counts[test.name] = before[0] + failed, before[1] + tried
        self.failures += failed
        self.tries += tried
        return TestResults(failed, tried)

    def _run(self, test, out, written):
        failed = tried = 0
        for number, example in enumerate(test.examples):
            quiet = self.optionflags & REPORT_ONLY_FIRST_FAILURE and failed
            self.optionflags = self.original_optionflags
            for flag, on in example.options.items():
                self.optionflags = self.optionflags | flag if on else self.optionflags & ~flag
            if self.optionflags & SKIP:
                continue
            tried += 1
            if not quiet:
                self.report_start(out, test, example)
            failure = None
            try:
                name = f'<doctest {test.name}[{number}]>'
                exec(compile(example.source, name, 'single'), test.globs)
            except KeyboardInterrupt:
                raise
            except BaseException:
                failure = sys.exc_info()
            got = written.getvalue()
            written.seek(0)
            written.truncate()
            if failure is None:
                good = self._checker.check_output(example.want, got, self.optionflags)
            else:
                text = traceback.format_exception_only(*failure[:2])[-1]
                good = example.exc_msg is not None and self._same_failure(example.exc_msg, text)
                got += ''.join(traceback.format_exception(*failure))
            if good:
                if not quiet:
                    self.report_success(out, test, example, got)
                continue
            failed += 1
            if not quiet and failure is not None and example.exc_msg is None:
                self.report_unexpected_exception(out, test, example, failure)
            elif not quiet:
                self.report_failure(out, test, example, got)
            if self.optionflags & FAIL_FAST:
                break
        self.optionflags = self.original_optionflags
        return failed, tried

    def _same_failure(self, want, got):
        if self._checker.check_output(want, got, self.optionflags):
            return True
        if not self.optionflags & IGNORE_EXCEPTION_DETAIL:
            return False

        def kind(text):
            return text.partition(':')[0].strip().rpartition('.')[2]
        return kind(want) == kind(got)

    def summarize(self, verbose=None):
        verbose = self._verbose if verbose is None else verbose
        empty = sorted(name for name, (_, tried) in self._counts.items() if tried == 0)
        passed = sorted((name, tried) for name, (failed, tried) in self._counts.items()
                        if tried and not failed)
        failing = sorted((name, counts) for name, counts in self._counts.items() if counts[0])
        if verbose:
            if empty:
                print(len(empty), 'items had no tests:')
                for name in empty:
                    print('   ', name)
            if passed:
                print(len(passed), 'items passed all tests:')
                for name, tried in passed:
                    print(f' {tried:3d} tests in {name}')
        if failing:
            print(self.DIVIDER)
            print(len(failing), 'items had failures:')
            for name, (failed, tried) in failing:
                print(f' {failed:3d} of {tried:3d} in {name}')
        if verbose:
            print(self.tries, 'tests in', len(self._counts), 'items.')
            print(self.tries - self.failures, 'passed and', self.failures, 'failed.')
        if self.failures:
            print(f'***Test Failed*** {self.failures} failures.')
        elif verbose:
            print('Test passed.')
        return TestResults(self.failures, self.tries)


def testmod(m=None, name=None, globs=None, verbose=None, report=True, optionflags=0,
            extraglobs=None, raise_on_error=False, exclude_empty=False):
    if m is None:
        m = sys.modules.get('__main__')
    if not inspect.ismodule(m):
        raise TypeError(f'testmod: module required; {m!r}')
    finder = DocTestFinder(exclude_empty=exclude_empty)
    runner = DocTestRunner(verbose=verbose, optionflags=optionflags)
    for test in finder.find(m, name or m.__name__, globs=globs, extraglobs=extraglobs):
        runner.run(test)
    if report:
        runner.summarize()
    return TestResults(runner.failures, runner.tries)


def testfile(filename, module_relative=True, name=None, package=None, globs=None, verbose=None,
             report=True, optionflags=0, extraglobs=None, raise_on_error=False,
             parser=DocTestParser(), encoding=None):
    with open(filename, encoding=encoding or 'utf-8') as file:
        text = file.read()
    space = dict(globs or {}) | dict(extraglobs or {})
    space.setdefault('__name__', '__main__')
    runner = DocTestRunner(verbose=verbose, optionflags=optionflags)
    runner.run(parser.get_doctest(text, space, name or filename.rpartition('/')[2], filename, 0))
    if report:
        runner.summarize()
    return TestResults(runner.failures, runner.tries)


def run_docstring_examples(f, globs, verbose=False, name='NoName', compileflags=None,
                           optionflags=0):
    finder = DocTestFinder(verbose=verbose, recurse=False)
    runner = DocTestRunner(verbose=verbose, optionflags=optionflags)
    for test in finder.find(f, name, globs=globs):
        runner.run(test, compileflags=compileflags)
