"""What there is of the operating system: a process, a clock, an empty environment and no files."""

import errno
import posixpath as path
import random

from _signal import kill

from posixpath import altsep, curdir, defpath, devnull, extsep, pardir, pathsep, sep

name = 'posix'
linesep = '\n'
error = OSError
environ = {}
F_OK, R_OK, W_OK, X_OK = 0, 4, 2, 1
O_RDONLY, O_WRONLY, O_RDWR = 0, 1, 2

_source = random.Random()


def getpid():
    from _thread import _process_id
    return _process_id() or 4242


def getppid():
    return 1


def cpu_count():
    return 4


def getcwd():
    return '/'


def getenv(key, default=None):
    return environ.get(key, default)


def putenv(key, value):
    environ[key] = value


def urandom(size, /):
    """Bytes from the run's seed, so that runs repeat."""
    return _source.randbytes(size)


def fspath(path):
    if isinstance(path, (str, bytes)):
        return path
    try:
        return type(path).__fspath__(path)
    except AttributeError:
        raise TypeError("expected str, bytes or os.PathLike object, not " +
                        type(path).__name__) from None


def strerror(code, /):
    return {errno.ENOENT: 'No such file or directory', errno.EPERM: 'Operation not permitted',
            errno.EACCES: 'Permission denied', errno.EEXIST: 'File exists',
            errno.ECONNREFUSED: 'Connection refused', errno.EPIPE: 'Broken pipe',
            errno.ECONNRESET: 'Connection reset by peer',
            errno.ETIMEDOUT: 'Connection timed out'}.get(code, f'Unknown error {code}')


def _missing(path):
    raise FileNotFoundError(errno.ENOENT, 'No such file or directory', path)


def listdir(path='.'):
    return [] if path in ('.', '/') else _missing(path)


def stat(path, *, dir_fd=None, follow_symlinks=True):
    _missing(path)


def remove(path, *, dir_fd=None):
    _missing(path)


unlink = remove


def mkdir(path, mode=0o777, *, dir_fd=None):
    raise OSError(errno.EROFS, 'Read-only file system', path)


def makedirs(name, mode=0o777, exist_ok=False):
    mkdir(name)


def chdir(path):
    if path not in ('.', '/'):
        _missing(path)
