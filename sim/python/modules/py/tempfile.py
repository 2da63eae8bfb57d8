"""Files and directories with names of their own, gone when they are no longer needed."""

import io as _io
import os as _os
import shutil as _shutil
import weakref as _weakref
from random import Random as _Random

tempdir = None
template = prefix = 'tmp'
TMP_MAX = 10000
_letters = 'abcdefghijklmnopqrstuvwxyz0123456789_'
_source = None


def gettempdir():
    return tempdir or '/tmp'


def gettempprefix():
    return template


def _names():
    global _source
    if _source is None:
        _source = _Random(int.from_bytes(_os.urandom(8), 'little'))
    while True:
        yield ''.join(_source.choices(_letters, k=8))


def _new(make, suffix, prefix, dir):
    dir = _os.path.abspath(gettempdir() if dir is None else dir)
    for name in _names():
        path = _os.path.join(dir, (template if prefix is None else prefix) + name + (suffix or ''))
        try:
            return make(path), path
        except FileExistsError:
            continue


def mkstemp(suffix=None, prefix=None, dir=None, text=False):
    return _new(lambda path: _os.open(path, _os.O_RDWR | _os.O_CREAT | _os.O_EXCL, 0o600),
                suffix, prefix, dir)


def mkdtemp(suffix=None, prefix=None, dir=None):
    return _new(lambda path: _os.mkdir(path, 0o700), suffix, prefix, dir)[1]


def mktemp(suffix="", prefix=None, dir=None):
    """A name that no file has yet."""
    return _new(lambda path: None, suffix, prefix, dir)[1]


class _TemporaryFileWrapper:
    """An open file that is removed when it is closed."""

    def __init__(self, file, name, delete=True):
        self.file = file
        self.name = name
        self.delete = delete

    def __getattr__(self, name):
        if name == 'file':
            raise AttributeError(name)
        return getattr(self.file, name)

    def __enter__(self):
        self.file.__enter__()
        return self

    def __exit__(self, *args):
        self.close()

    def __iter__(self):
        for line in self.file:
            yield line

    def close(self):
        if not self.file.closed:
            try:
                self.file.close()
            finally:
                if self.delete:
                    self.delete = False
                    _os.unlink(self.name)

    def __del__(self):
        if 'file' in self.__dict__:
            self.close()

    def __repr__(self):
        return repr(self.file)


def NamedTemporaryFile(mode='w+b', buffering=-1, encoding=None, newline=None, suffix=None,
                       prefix=None, dir=None, delete=True, *, errors=None):
    fd, name = mkstemp(suffix, prefix, dir)
    file = _io.open(fd, mode, buffering, encoding, errors, newline)
    return _TemporaryFileWrapper(file, name, delete)


def TemporaryFile(mode='w+b', buffering=-1, encoding=None, newline=None, suffix=None, prefix=None,
                  dir=None, *, errors=None):
    fd, name = mkstemp(suffix, prefix, dir)
    _os.unlink(name)
    return _io.open(fd, mode, buffering, encoding, errors, newline)


def SpooledTemporaryFile(max_size=0, mode='w+b', buffering=-1, encoding=None, newline=None,
                         suffix=None, prefix=None, dir=None, *, errors=None):
    return TemporaryFile(mode, buffering, encoding, newline, suffix, prefix, dir, errors=errors)


class TemporaryDirectory:
    """A directory that is removed, with all that is in it, at the end of the with block."""

    def __init__(self, suffix=None, prefix=None, dir=None, ignore_cleanup_errors=False):
        self._ignore_cleanup_errors = ignore_cleanup_errors
        self.name = mkdtemp(suffix, prefix, dir)
        self._finalizer = _weakref.finalize(self, _shutil.rmtree, self.name, ignore_errors=True)

    def __repr__(self):
        return f"<{type(self).__name__} {self.name!r}>"

    def __enter__(self):
        return self.name

    def __exit__(self, exc, value, tb):
        self.cleanup()

    def cleanup(self):
        if self._finalizer.detach() or _os.path.exists(self.name):
            _shutil.rmtree(self.name, ignore_errors=self._ignore_cleanup_errors)
