"""Tracebacks as text. The interpreter itself knows how one looks; this gives programs the parts."""

import sys
from _traceback import (entries as _entries, format_exception as _format_exception,
                        format_exception_only as _format_only, stack_entries as _stack_entries,
                        format_entries as _format_entries, source_line as _source_line)

__all__ = ['extract_stack', 'extract_tb', 'format_exception', 'format_exception_only',
           'format_list', 'format_stack', 'format_tb', 'print_exc', 'format_exc',
           'print_exception', 'print_last', 'print_stack', 'print_tb', 'clear_frames',
           'FrameSummary', 'StackSummary', 'TracebackException', 'walk_stack', 'walk_tb']

_sentinel = object()


class FrameSummary:
    """One place of a stack."""

    __slots__ = ('filename', 'lineno', 'end_lineno', 'colno', 'end_colno', 'name', '_line',
                 'locals')

    def __init__(self, filename, lineno, name, *, lookup_line=True, locals=None, line=None,
                 end_lineno=None, colno=None, end_colno=None):
        self.filename = filename
        self.lineno = lineno
        self.name = name
        self._line = line
        self.end_lineno = end_lineno
        self.colno = colno
        self.end_colno = end_colno
        self.locals = None if locals is None else {k: repr(v) for k, v in locals.items()}

    @property
    def line(self):
        if self._line is None:
            if self.lineno is None:
                return None
            self._line = _source_line(self.filename, self.lineno)
        return self._line.strip()

    @property
    def _original_line(self):
        self.line
        return self._line

    def __eq__(self, other):
        if isinstance(other, FrameSummary):
            return (self.filename == other.filename and self.lineno == other.lineno and
                    self.name == other.name and self.locals == other.locals)
        if isinstance(other, tuple):
            return tuple(self) == other
        return NotImplemented

    def __getitem__(self, pos):
        return (self.filename, self.lineno, self.name, self.line)[pos]

    def __iter__(self):
        return iter([self.filename, self.lineno, self.name, self.line])

    def __len__(self):
        return 4

    def __repr__(self):
        return f"<FrameSummary file {self.filename}, line {self.lineno} in {self.name}>"


def _from_entry(entry):
    filename, name, lineno, end_lineno, colno, end_colno = entry
    return FrameSummary(filename, lineno, name, end_lineno=end_lineno, colno=colno,
                        end_colno=end_colno)


class StackSummary(list):
    """A stack: FrameSummary objects, outermost first."""

    @classmethod
    def extract(klass, frame_gen, *, limit=None, lookup_lines=True, capture_locals=False):
        result = klass()
        for frame, lineno in frame_gen:
            code = frame.f_code
            result.append(FrameSummary(code.co_filename, lineno, code.co_name,
                                       locals=frame.f_locals if capture_locals else None))
        return _limited(result, limit)

    @classmethod
    def from_list(klass, a_list):
        result = klass()
        for item in a_list:
            if isinstance(item, FrameSummary):
                result.append(item)
            else:
                filename, lineno, name, line = item
                result.append(FrameSummary(filename, lineno, name, line=line))
        return result

    def format_frame_summary(self, summary):
        return _format_entries([_to_entry(summary)])[0]

    def format(self):
        """Each place as text; several equal ones in a row are told in a line."""
        result = []
        last = None
        count = 0
        for summary in self:
            place = (summary.filename, summary.lineno, summary.name)
            if place != last:
                if count > 3:
                    result.append(_repeated(count - 3))
                last = place
                count = 0
            count += 1
            if count > 3:
                continue
            text = _format_entries([_to_entry(summary)])[0]
            if summary.locals:
                for name in sorted(summary.locals):
                    text += f'    {name} = {summary.locals[name]}\n'
            result.append(text)
        if count > 3:
            result.append(_repeated(count - 3))
        return result


def _repeated(count):
    return f"  [Previous line repeated {count} more time{'s' if count > 1 else ''}]\n"


def _to_entry(summary):
    return (summary.filename, summary.name, summary.lineno, summary.end_lineno, summary.colno,
            summary.end_colno, summary._line)


def _limited(stack, limit):
    if limit is None:
        limit = getattr(sys, 'tracebacklimit', None)
        if limit is not None and limit < 0:
            limit = 0
    if limit is None:
        return stack
    if limit >= 0:
        del stack[limit:]
    else:
        del stack[:limit]
    return stack


def walk_stack(f):
    """(frame, line) pairs, innermost first."""
    if f is None:
        f = sys._getframe().f_back.f_back
    while f is not None:
        yield f, f.f_lineno
        f = f.f_back


def walk_tb(tb):
    """(frame, line) pairs, outermost first."""
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next


def extract_tb(tb, limit=None):
    return _limited(StackSummary(map(_from_entry, _entries(tb))), limit)


def extract_stack(f=None, limit=None):
    if f is None:
        f = sys._getframe().f_back
    # A frame that still runs is shown by its line alone.
    stack = StackSummary(FrameSummary(filename, lineno, name)
                         for filename, name, lineno, *_ in _stack_entries(f))
    if limit is not None:
        # The innermost ones, for a stack.
        if limit >= 0:
            del stack[:len(stack) - limit if limit else None]
        else:
            del stack[-limit:]
    return stack


def format_list(extracted_list):
    return StackSummary.from_list(extracted_list).format()


def format_tb(tb, limit=None):
    return extract_tb(tb, limit=limit).format()


def format_stack(f=None, limit=None):
    if f is None:
        f = sys._getframe().f_back
    return extract_stack(f, limit=limit).format()


def print_list(extracted_list, file=None):
    _write(format_list(extracted_list), file)


def print_tb(tb, limit=None, file=None):
    _write(format_tb(tb, limit), file)


def print_stack(f=None, limit=None, file=None):
    if f is None:
        f = sys._getframe().f_back
    _write(format_stack(f, limit), file)


def _write(parts, file):
    if file is None:
        file = sys.stderr
    for part in parts:
        print(part, file=file, end="")


def _exception_of(exc, value):
    """The exception of a call with the old arguments (type, value, traceback) or the new (exc)."""
    if value is _sentinel:
        if isinstance(exc, BaseException) or exc is None:
            return exc
        raise TypeError(f"Exception expected for value, {type(exc).__name__} found")
    return value


def format_exception(exc, /, value=_sentinel, tb=_sentinel, limit=None, chain=True):
    if (value is _sentinel) != (tb is _sentinel):
        raise ValueError("Both or neither of value and tb must be given")
    exception = _exception_of(exc, value)
    if exception is None:
        return ["NoneType: None\n"]
    return _format_exception(exception, limit, chain, tb is _sentinel or tb is not None)


def print_exception(exc, /, value=_sentinel, tb=_sentinel, limit=None, file=None, chain=True):
    if (value is _sentinel) != (tb is _sentinel):
        raise ValueError("Both or neither of value and tb must be given")
    _write(format_exception(exc, value, tb, limit, chain), file)


def format_exception_only(exc, /, value=_sentinel):
    exception = _exception_of(exc, value)
    if exception is None:
        return ["NoneType: None\n"]
    return _format_only(exception)


def print_exc(limit=None, file=None, chain=True):
    _write(format_exception(sys.exc_info()[1], limit=limit, chain=chain), file)


def format_exc(limit=None, chain=True):
    return "".join(format_exception(sys.exc_info()[1], limit=limit, chain=chain))


def print_last(limit=None, file=None, chain=True):
    if not hasattr(sys, "last_type"):
        raise ValueError("no last exception")
    print_exception(sys.last_type, sys.last_value, sys.last_traceback, limit, file, chain)


def clear_frames(tb):
    while tb is not None:
        try:
            tb.tb_frame.clear()
        except RuntimeError:
            pass
        tb = tb.tb_next


class TracebackException:
    """What there is to say of an exception, without holding it."""

    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None, lookup_lines=True,
                 capture_locals=False, compact=False, max_group_width=15, max_group_depth=10,
                 _seen=None):
        _seen = set() if _seen is None else _seen
        _seen.add(id(exc_value))
        self.exc_type = exc_type
        self.stack = extract_tb(exc_traceback, limit)
        self._str = _safe_str(exc_value)
        self.__notes__ = getattr(exc_value, '__notes__', None)
        self._only = _format_only(exc_value) if exc_value is not None else ["NoneType: None\n"]
        self._parts = {True: self._only, False: self._only}
        if exc_value is not None:
            # What is shown is the traceback given, which need not be the exception's own.
            own = exc_value.__traceback__
            exc_value.__traceback__ = exc_traceback
            try:
                for chain in self._parts:
                    self._parts[chain] = _format_exception(exc_value, limit, chain,
                                                           exc_traceback is not None)
            finally:
                exc_value.__traceback__ = own
        self.__suppress_context__ = exc_value is not None and exc_value.__suppress_context__
        self.__cause__ = self._related(exc_value, '__cause__', limit, _seen)
        self.__context__ = self._related(exc_value, '__context__', limit, _seen)
        self.exceptions = None
        if isinstance(exc_value, BaseExceptionGroup):
            self.exceptions = [TracebackException(type(e), e, e.__traceback__, limit=limit,
                                                  _seen=_seen) for e in exc_value.exceptions]

    @staticmethod
    def _related(exc_value, name, limit, _seen):
        other = getattr(exc_value, name, None)
        if other is None or id(other) in _seen:
            return None
        return TracebackException(type(other), other, other.__traceback__, limit=limit, _seen=_seen)

    @classmethod
    def from_exception(cls, exc, *args, **kwargs):
        return cls(type(exc), exc, exc.__traceback__, *args, **kwargs)

    def __str__(self):
        return self._str

    def format_exception_only(self):
        yield from self._only

    def format(self, *, chain=True, _ctx=None):
        yield from self._parts[bool(chain)]

    def print(self, *, file=None, chain=True):
        _write(self.format(chain=chain), file)


def _safe_str(value):
    try:
        return str(value)
    except Exception:
        return '<exception str() failed>'
