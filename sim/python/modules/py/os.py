# native: most of it is C in CPython, and its errors come from where it is called
"""The operating system: processes, files, descriptors and the environment of the simulated machine."""

import posix
import posixpath as path
import sys as _sys

from _signal import kill
from posix import (_exit, chdir, chmod, close, dup, dup2, ftruncate, get_blocking, getcwd, getpid,
                   getppid, isatty, lseek, mkdir, open, pipe, read, remove, rename, replace, rmdir,
                   set_blocking, strerror, unlink, urandom, write)
from posixpath import altsep, curdir, defpath, devnull, extsep, pardir, pathsep, sep

name = 'posix'
linesep = '\n'
error = OSError
F_OK, R_OK, W_OK, X_OK = 0, 4, 2, 1
O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_EXCL, O_TRUNC = 0, 1, 2, 0o100, 0o200, 0o1000
O_APPEND, O_NONBLOCK, O_CLOEXEC, O_DIRECTORY = 0o2000, 0o4000, 0o2000000, 0o200000
SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2
EX_OK = 0
WNOHANG, WUNTRACED = 1, 2
supports_dir_fd = supports_follow_symlinks = supports_fd = frozenset()

_sys.modules['os.path'] = path


def fspath(path):
    if isinstance(path, (str, bytes)):
        return path
    try:
        method = type(path).__fspath__
    except AttributeError:
        raise TypeError("expected str, bytes or os.PathLike object, not " +
                        type(path).__name__) from None
    result = method(path)
    if isinstance(result, (str, bytes)):
        return result
    raise TypeError(f"expected {type(path).__name__}.__fspath__() to return str or bytes, not "
                    f"{type(result).__name__}")


def fsencode(filename):
    filename = fspath(filename)
    return filename.encode('utf-8', 'surrogateescape') if isinstance(filename, str) else filename


def fsdecode(filename):
    filename = fspath(filename)
    return filename.decode('utf-8', 'surrogateescape') if isinstance(filename, bytes) else filename


class PathLike:
    """What has __fspath__."""

    @classmethod
    def __subclasshook__(cls, subclass):
        if cls is PathLike:
            return hasattr(subclass, '__fspath__')
        return NotImplemented

    def __class_getitem__(cls, item):
        import types
        return types.GenericAlias(cls, item)


def _make_path_like():
    import abc
    return abc.ABCMeta('PathLike', (), {
        '__doc__': PathLike.__doc__, '__module__': 'os', '__fspath__': _no_path,
        '__subclasshook__': classmethod(
            lambda cls, subclass: hasattr(subclass, '__fspath__') or NotImplemented),
        '__class_getitem__': PathLike.__dict__['__class_getitem__']})


def _no_path(self):
    raise NotImplementedError


PathLike = _make_path_like()


# The environment.

class _Environ:
    """A mapping of texts to texts, inherited by the processes that are started."""

    def __init__(self, data):
        self._data = data

    @staticmethod
    def _checked(value):
        if not isinstance(value, str):
            raise TypeError(f"str expected, not {type(value).__name__}")
        return value

    def __getitem__(self, key):
        try:
            return self._data[self._checked(key)]
        except KeyError:
            raise KeyError(key) from None

    def __setitem__(self, key, value):
        self._data[self._checked(key)] = self._checked(value)

    def __delitem__(self, key):
        try:
            del self._data[self._checked(key)]
        except KeyError:
            raise KeyError(key) from None

    def __iter__(self):
        return iter(list(self._data))

    def __len__(self):
        return len(self._data)

    def __repr__(self):
        return 'environ({' + ', '.join(f'{k!r}: {v!r}' for k, v in self._data.items()) + '})'

    def copy(self):
        return dict(self)

    def setdefault(self, key, value):
        if key not in self:
            self[key] = value
        return self[key]

    def __or__(self, other):
        return {**dict(self), **dict(other)}

    def __ror__(self, other):
        return {**dict(other), **dict(self)}

    def __ior__(self, other):
        self.update(other)
        return self


def _make_environ():
    from _collections_abc import MutableMapping
    cls = type(MutableMapping)('_Environ', (MutableMapping,),
                               {k: v for k, v in _Environ.__dict__.items()
                                if k not in ('__dict__', '__weakref__')})
    cls.__module__ = 'os'
    return cls(dict(posix.environment()))


environ = _make_environ()


def getenv(key, default=None):
    return environ.get(key, default)


def putenv(name, value, /):
    pass


def unsetenv(name, /):
    pass


# Who and where.

def cpu_count():
    return 4


def sched_getaffinity(pid, /):
    return {0, 1, 2, 3}


def getlogin():
    return 'user'


def getuid():
    return 1000


geteuid = getgid = getegid = getuid


def getpgid(pid, /):
    return getpid()


def getpgrp():
    return getpid()


def getloadavg():
    return (0.0, 0.0, 0.0)


def umask(mask, /):
    return 0o022


def nice(increment, /):
    return 0


def get_terminal_size(fd=1, /):
    raise OSError(25, 'Inappropriate ioctl for device')


def get_inheritable(fd, /):
    return False


def set_inheritable(fd, inheritable, /):
    pass


class _Uname(tuple):
    _fields = ('sysname', 'nodename', 'release', 'version', 'machine')

    def __getattr__(self, name):
        if name in _Uname._fields:
            return self[_Uname._fields.index(name)]
        raise AttributeError(name)

    def __repr__(self):
        return 'posix.uname_result(' + ', '.join(
            f'{n}={v!r}' for n, v in zip(_Uname._fields, self)) + ')'


def uname():
    return _Uname(('Linux', 'localhost', '6.1.0', '#1 SMP', 'x86_64'))


# Processes.

WIFEXITED = lambda status: status & 0x7f == 0
WEXITSTATUS = lambda status: status >> 8 & 0xff
WIFSIGNALED = lambda status: status & 0x7f not in (0, 0x7f)
WTERMSIG = lambda status: status & 0x7f
WIFSTOPPED = lambda status: False
WCOREDUMP = lambda status: False


def waitstatus_to_exitcode(status):
    return WEXITSTATUS(status) if WIFEXITED(status) else -WTERMSIG(status)


def waitpid(pid, options, /):
    return posix.waitpid(pid, options)


def wait():
    return posix.waitpid(-1, 0)


def killpg(pgid, signal, /):
    kill(pgid, signal)


def abort():
    kill(getpid(), 6)


def fork():
    raise OSError(38, 'Function not implemented')


def system(command):
    import subprocess
    code = subprocess.call(command, shell=True)
    return code << 8 if code >= 0 else -code


def popen(cmd, mode='r', buffering=-1):
    import io
    import subprocess
    process = subprocess.Popen(cmd, shell=True, text=True,
                               **{'stdout' if mode == 'r' else 'stdin': subprocess.PIPE})
    return process.stdout if mode == 'r' else process.stdin


# Files.

class stat_result(tuple):
    """What stat tells of a file, by place and by name."""

    _fields = ('st_mode', 'st_ino', 'st_dev', 'st_nlink', 'st_uid', 'st_gid', 'st_size',
               'st_atime', 'st_mtime', 'st_ctime')
    n_fields = 19

    def __new__(cls, fields):
        self = tuple.__new__(cls, [int(field) for field in fields])
        self._times = tuple(fields[7:10])
        return self

    def __getattr__(self, name):
        if name in ('st_atime', 'st_mtime', 'st_ctime'):
            return self._times[('st_atime', 'st_mtime', 'st_ctime').index(name)]
        if name in stat_result._fields:
            return self[stat_result._fields.index(name)]
        if name.endswith('_ns') and name[:-3] in stat_result._fields[7:]:
            return int(getattr(self, name[:-3]) * 1000000000)
        if name == 'st_blksize':
            return 4096
        if name == 'st_blocks':
            return (self[6] + 511) // 512
        raise AttributeError(f"'os.stat_result' object has no attribute {name!r}")

    def __repr__(self):
        return 'os.stat_result(' + ', '.join(
            f'{n}={v!r}' for n, v in zip(stat_result._fields, self)) + ')'


stat_result.__module__ = 'os'


def stat(path, *, dir_fd=None, follow_symlinks=True):
    return stat_result(posix.fstat_fields(path) if isinstance(path, int)
                       else posix.stat_fields(path, not follow_symlinks))


def lstat(path, *, dir_fd=None):
    return stat(path, follow_symlinks=False)


def fstat(fd):
    return stat_result(posix.fstat_fields(fd))


def access(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True):
    try:
        bits = posix.stat_fields(path)[0]
    except OSError:
        return False
    return mode == F_OK or bits >> 6 & mode == mode


def listdir(path=None):
    if path is None:
        path = '.'
    names = posix.list_names(path)
    return [fsencode(name) for name in names] if isinstance(path, bytes) else names


class DirEntry:
    """One file of a directory that scandir goes through."""

    __module__ = 'posix'

    def __init__(self, directory, name):
        self.name = name
        self.path = path.join(directory, name)

    def __fspath__(self):
        return self.path

    def __repr__(self):
        return f'<DirEntry {self.name!r}>'

    def is_dir(self, *, follow_symlinks=True):
        return path.isdir(self.path) and (follow_symlinks or not self.is_symlink())

    def is_file(self, *, follow_symlinks=True):
        return path.isfile(self.path) and (follow_symlinks or not self.is_symlink())

    def is_symlink(self):
        return path.islink(self.path)

    def is_junction(self):
        return False

    def stat(self, *, follow_symlinks=True):
        return stat(self.path, follow_symlinks=follow_symlinks)

    def inode(self):
        return stat(self.path).st_ino


class _Scan:
    def __init__(self, directory):
        self._entries = iter([DirEntry(directory, name) for name in listdir(directory)])

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._entries)

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    def close(self):
        self._entries = iter(())


def scandir(path=None):
    return _Scan(fspath('.' if path is None else path))


def makedirs(name, mode=0o777, exist_ok=False):
    head, tail = path.split(name)
    if not tail:
        head, tail = path.split(head)
    if head and tail and not path.exists(head):
        try:
            makedirs(head, exist_ok=exist_ok)
        except FileExistsError:
            pass
        if tail == curdir:
            return
    try:
        mkdir(name, mode)
    except OSError:
        if not exist_ok or not path.isdir(name):
            raise


def removedirs(name):
    rmdir(name)
    head, tail = path.split(name)
    while head and tail:
        try:
            rmdir(head)
        except OSError:
            break
        head, tail = path.split(head)


def renames(old, new):
    head, tail = path.split(new)
    if head and tail and not path.exists(head):
        makedirs(head)
    rename(old, new)


def truncate(path, length):
    fd = open(path, O_WRONLY)
    try:
        ftruncate(fd, length)
    finally:
        close(fd)


def utime(path, times=None, *, ns=None, dir_fd=None, follow_symlinks=True):
    if ns is not None:
        times = (ns[0] / 1000000000, ns[1] / 1000000000)
    posix.utime(path, times)


def fsync(fd):
    posix.fstat_fields(fd)


fdatasync = fsync


def sync():
    pass


def symlink(src, dst, target_is_directory=False, *, dir_fd=None):
    posix.symlink(src, dst)


def link(src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True):
    posix.link(src, dst)


def readlink(path, *, dir_fd=None):
    target = posix.readlink(path)
    return fsencode(target) if isinstance(path, bytes) else target


def walk(top, topdown=True, onerror=None, followlinks=False):
    top = fspath(top)
    try:
        names = listdir(top)
    except OSError as error:
        if onerror is not None:
            onerror(error)
        return
    dirs = [name for name in names if path.isdir(path.join(top, name))]
    files = [name for name in names if name not in dirs]
    if topdown:
        yield top, dirs, files
    for name in dirs:
        yield from walk(path.join(top, name), topdown, onerror, followlinks)
    if not topdown:
        yield top, dirs, files


def fdopen(fd, mode='r', buffering=-1, encoding=None, *args, **kwargs):
    if not isinstance(fd, int):
        raise TypeError(f"invalid fd type ({type(fd)}, expected integer)")
    import io
    return io.open(fd, mode, buffering, encoding, *args, **kwargs)


def pipe2(flags, /):
    ends = pipe()
    if flags & O_NONBLOCK:
        for end in ends:
            set_blocking(end, False)
    return ends


def sendfile(out_fd, in_fd, offset, count):
    if offset is not None:
        position = lseek(in_fd, 0, SEEK_CUR)
        lseek(in_fd, offset, SEEK_SET)
    data = read(in_fd, count)
    sent = write(out_fd, data)
    if offset is not None:
        lseek(in_fd, position, SEEK_SET)
    elif sent < len(data):
        lseek(in_fd, sent - len(data), SEEK_CUR)
    return sent


def getrandom(size, flags=0):
    return urandom(size)


def get_exec_path(env=None):
    return (environ if env is None else env).get('PATH', defpath).split(pathsep)
