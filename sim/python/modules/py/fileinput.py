"""The lines of several files, one after the other."""

import io
import os
import sys

__all__ = ["input", "close", "nextfile", "filename", "lineno", "filelineno", "fileno", "isfirstline",
           "isstdin", "FileInput", "hook_compressed", "hook_encoded"]

_state = None


def input(files=None, inplace=False, backup="", *, mode="r", openhook=None, encoding=None,
          errors=None):
    global _state
    if _state and _state._file:
        raise RuntimeError("input() already active")
    _state = FileInput(files, inplace, backup, mode=mode, openhook=openhook, encoding=encoding,
                       errors=errors)
    return _state


def close():
    global _state
    gone, _state = _state, None
    if gone:
        gone.close()


def _of_state(name):
    def ask():
        if not _state:
            raise RuntimeError("no active input()")
        return getattr(_state, name)()
    ask.__name__ = ask.__qualname__ = name
    return ask


nextfile = _of_state('nextfile')
filename = _of_state('filename')
lineno = _of_state('lineno')
filelineno = _of_state('filelineno')
fileno = _of_state('fileno')
isfirstline = _of_state('isfirstline')
isstdin = _of_state('isstdin')


class FileInput:
    """What input() answers."""

    def __init__(self, files=None, inplace=False, backup="", *, mode="r", openhook=None,
                 encoding=None, errors=None):
        if isinstance(files, (str, os.PathLike)):
            files = (os.fspath(files),)
        elif files is None:
            files = tuple(sys.argv[1:]) or ('-',)
        if mode not in ('r', 'rb'):
            raise ValueError("FileInput opening mode must be 'r' or 'rb'")
        if openhook and inplace:
            raise ValueError("FileInput cannot use an opening hook in inplace mode")
        if openhook and not callable(openhook):
            raise ValueError("FileInput openhook must be callable")
        self._waiting = list(files)
        self._inplace, self._backup, self._openhook = inplace, backup, openhook
        self._mode, self._encoding, self._errors = mode, encoding, errors
        self._file = self._filename = self._output = self._kept_stdout = self._backup_name = None
        self._lines_before = self._lines = 0
        self._stdin = False

    def __del__(self):
        self.close()

    def close(self):
        try:
            self.nextfile()
        finally:
            self._waiting = []

    def __enter__(self):
        return self

    def __exit__(self, type, value, traceback):
        self.close()

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def readline(self):
        while True:
            if self._file is None:
                if not self._waiting:
                    return b'' if 'b' in self._mode else ''
                self._open(self._waiting.pop(0))
            line = self._file.readline()
            if line:
                self._lines += 1
                return line
            self.nextfile()

    def nextfile(self):
        kept, self._kept_stdout = self._kept_stdout, None
        if kept:
            sys.stdout = kept
        output, self._output = self._output, None
        if output:
            output.close()
        file, self._file = self._file, None
        if file and not self._stdin:
            file.close()
        left, self._backup_name = self._backup_name, None
        if left and not self._backup:
            try:
                os.unlink(left)
            except OSError:
                pass
        self._lines_before += self._lines
        self._stdin = False
        if file:
            self._lines = 0

    def _open(self, name):
        self._filename = name
        self._lines = 0
        encoding = None if 'b' in self._mode else (self._encoding or 'locale')
        if name == '-':
            self._filename = '<stdin>'
            self._file = getattr(sys.stdin, 'buffer', sys.stdin) if 'b' in self._mode else sys.stdin
            self._stdin = True
        elif self._inplace:
            self._backup_name = os.fspath(name) + (self._backup or '.bak')
            try:
                os.unlink(self._backup_name)
            except OSError:
                pass
            os.rename(name, self._backup_name)
            self._file = open(self._backup_name, self._mode, encoding=encoding,
                              errors=self._errors)
            self._output = open(name, self._mode.replace('r', 'w'), encoding=encoding,
                                errors=self._errors)
            self._kept_stdout, sys.stdout = sys.stdout, self._output
        elif self._openhook:
            if self._encoding is None:
                self._file = self._openhook(name, self._mode)
            else:
                self._file = self._openhook(name, self._mode, encoding=self._encoding,
                                            errors=self._errors)
        else:
            self._file = open(name, self._mode, encoding=encoding, errors=self._errors)

    def filename(self):
        return self._filename

    def lineno(self):
        return self._lines_before + self._lines

    def filelineno(self):
        return self._lines

    def fileno(self):
        try:
            return self._file.fileno()
        except (AttributeError, ValueError):
            return -1

    def isfirstline(self):
        return self._lines == 1

    def isstdin(self):
        return self._stdin


def hook_compressed(filename, mode, *, encoding=None, errors=None):
    ending = os.path.splitext(filename)[1]
    if ending == '.gz':
        import gzip
        stream = gzip.open(filename, mode)
    elif ending == '.bz2':
        import bz2
        stream = bz2.BZ2File(filename, mode)
    else:
        return open(filename, mode, encoding=None if 'b' in mode else encoding or 'locale',
                    errors=errors)
    return stream if 'b' in mode else io.TextIOWrapper(stream, encoding, errors)


def hook_encoded(encoding, errors=None):
    def openhook(filename, mode):
        return open(filename, mode, encoding=encoding, errors=errors)
    return openhook
