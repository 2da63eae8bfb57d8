"""Paths as objects: pure ones, which are text, and concrete ones, which ask the file system."""

import fnmatch as _fnmatch
import io
import os
import posixpath as _posixpath
import stat as _stat

__all__ = ['PurePath', 'PurePosixPath', 'PureWindowsPath', 'Path', 'PosixPath', 'WindowsPath']


class _Parents:
    """The directories above a path, the nearest first."""

    def __init__(self, path):
        self._cls = type(path)
        self._root = path._root
        self._parts = path._parts

    def __len__(self):
        return len(self._parts)

    def __getitem__(self, index):
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(len(self))))
        if index >= len(self) or index < -len(self):
            raise IndexError(index)
        if index < 0:
            index += len(self)
        return self._cls._make(self._root, self._parts[:len(self._parts) - index - 1])

    def __iter__(self):
        return (self[i] for i in range(len(self)))

    def __repr__(self):
        return f"<{self._cls.__name__}.parents>"


class PurePath:
    """A path as its parts; nothing here looks at a file."""

    __slots__ = ('_root', '_parts', '_text')

    def __new__(cls, *args):
        if cls is PurePath:
            cls = PurePosixPath
        elif cls is Path:
            cls = PosixPath
        return cls._from_texts(args)

    @classmethod
    def _from_texts(cls, args):
        texts = []
        for arg in args:
            if isinstance(arg, PurePath):
                texts.append(str(arg))
                continue
            text = os.fspath(arg)
            if not isinstance(text, str):
                raise TypeError("argument should be a str object or an os.PathLike object "
                                f"returning str, not {type(text)!r}")
            texts.append(text)
        root, parts = '', []
        for text in texts:
            own_root, own_parts = cls._parse(text)
            if own_root:
                root, parts = own_root, own_parts
            else:
                parts = parts + own_parts
        return cls._make(root, parts)

    @classmethod
    def _parse(cls, text):
        root = ''
        if text.startswith('/'):
            root = '//' if text.startswith('//') and not text.startswith('///') else '/'
        return root, [part for part in text.split('/') if part and part != '.']

    @classmethod
    def _make(cls, root, parts):
        self = object.__new__(cls)
        self._root = root
        self._parts = list(parts)
        self._text = None
        return self

    def __reduce__(self):
        return (type(self), self.parts)

    def __str__(self):
        if self._text is None:
            self._text = self._root + '/'.join(self._parts) or '.'
        return self._text

    def __fspath__(self):
        return str(self)

    def __bytes__(self):
        return os.fsencode(self)

    def __repr__(self):
        return f"{type(self).__name__}({self.as_posix()!r})"

    def as_posix(self):
        return str(self)

    def as_uri(self):
        if not self.is_absolute():
            raise ValueError("relative path can't be expressed as a file URI")
        import urllib.parse
        return 'file://' + urllib.parse.quote(str(self))

    def _key(self):
        return self._root, self._parts

    def __eq__(self, other):
        if not isinstance(other, PurePath):
            return NotImplemented
        return self._key() == other._key()

    def __hash__(self):
        return hash((self._root, tuple(self._parts)))

    def __lt__(self, other):
        return self._all_parts() < other._all_parts() if isinstance(other, PurePath) \
            else NotImplemented

    def __le__(self, other):
        return self._all_parts() <= other._all_parts() if isinstance(other, PurePath) \
            else NotImplemented

    def __gt__(self, other):
        return self._all_parts() > other._all_parts() if isinstance(other, PurePath) \
            else NotImplemented

    def __ge__(self, other):
        return self._all_parts() >= other._all_parts() if isinstance(other, PurePath) \
            else NotImplemented

    def __class_getitem__(cls, item):
        return cls

    def _all_parts(self):
        return ([self._root] if self._root else []) + self._parts

    drive = property(lambda self: '')
    root = property(lambda self: self._root)
    anchor = property(lambda self: self._root)
    parts = property(lambda self: tuple(self._all_parts()))

    @property
    def name(self):
        return self._parts[-1] if self._parts else ''

    @property
    def suffix(self):
        name = self.name
        dot = name.rfind('.')
        return name[dot:] if 0 < dot < len(name) - 1 else ''

    @property
    def suffixes(self):
        name = self.name
        if name.endswith('.'):
            return []
        return ['.' + suffix for suffix in name.lstrip('.').split('.')[1:]]

    @property
    def stem(self):
        name = self.name
        dot = name.rfind('.')
        return name[:dot] if 0 < dot < len(name) - 1 else name

    @property
    def parent(self):
        if not self._parts:
            return self
        return self._make(self._root, self._parts[:-1])

    @property
    def parents(self):
        return _Parents(self)

    def with_name(self, name):
        if not self.name:
            raise ValueError(f"{self!r} has an empty name")
        if not name or '/' in name or name == '.':
            raise ValueError(f"Invalid name {name!r}")
        return self._make(self._root, self._parts[:-1] + [name])

    def with_stem(self, stem):
        return self.with_name(stem + self.suffix)

    def with_suffix(self, suffix):
        if '/' in suffix:
            raise ValueError(f"Invalid suffix {suffix!r}")
        if suffix and not suffix.startswith('.') or suffix == '.':
            raise ValueError(f"Invalid suffix {suffix!r}")
        name = self.name
        if not name:
            raise ValueError(f"{self!r} has an empty name")
        old = self.suffix
        return self._make(self._root,
                          self._parts[:-1] + [(name[:-len(old)] if old else name) + suffix])

    def relative_to(self, *other):
        if not other:
            raise TypeError("need at least one argument")
        base = self._from_texts(other)
        count = len(base._parts)
        if base._root != self._root or self._parts[:count] != base._parts:
            raise ValueError(f"{str(self)!r} is not in the subpath of {str(base)!r} OR one path "
                             "is relative and the other is absolute.")
        return self._make('', self._parts[count:])

    def is_relative_to(self, *other):
        try:
            self.relative_to(*other)
        except ValueError:
            return False
        return True

    def joinpath(self, *args):
        return self._from_texts((self, *args))

    def __truediv__(self, key):
        try:
            return self._from_texts((self, key))
        except TypeError:
            return NotImplemented

    def __rtruediv__(self, key):
        try:
            return self._from_texts((key, self))
        except TypeError:
            return NotImplemented

    def is_absolute(self):
        return bool(self._root)

    def is_reserved(self):
        return False

    def match(self, path_pattern):
        root, parts = self._parse(path_pattern)
        if not root and not parts:
            raise ValueError("empty pattern")
        if root and (len(parts) != len(self._parts) or root != self._root):
            return False
        if len(parts) > len(self._parts):
            return False
        return all(_fnmatch.fnmatchcase(part, pattern)
                   for part, pattern in zip(reversed(self._parts), reversed(parts)))


class PurePosixPath(PurePath):
    __slots__ = ()


class PureWindowsPath(PurePath):
    """Paths of the other kind, as far as their text goes."""

    __slots__ = ()

    @classmethod
    def _parse(cls, text):
        text = text.replace('/', '\\')
        drive = ''
        if len(text) > 1 and text[1] == ':':
            drive, text = text[:2], text[2:]
        root = drive + ('\\' if text.startswith('\\') else '')
        return root, [part for part in text.split('\\') if part and part != '.']

    def __str__(self):
        return self._root + '\\'.join(self._parts) or '.'

    def as_posix(self):
        return str(self).replace('\\', '/')

    def _key(self):
        return self._root.lower(), [part.lower() for part in self._parts]

    def __hash__(self):
        return hash((self._root.lower(), tuple(part.lower() for part in self._parts)))

    drive = property(lambda self: self._root.rstrip('\\'))
    root = property(lambda self: '\\' if self._root.endswith('\\') else '')

    def is_absolute(self):
        return ':' in self._root and self._root.endswith('\\')


class Path(PurePath):
    """A path whose file can be asked about, opened and changed."""

    __slots__ = ()

    def __enter__(self):
        return self

    def __exit__(self, *args):
        pass

    @classmethod
    def cwd(cls):
        return cls(os.getcwd())

    @classmethod
    def home(cls):
        return cls('~').expanduser()

    def expanduser(self):
        return type(self)(_posixpath.expanduser(str(self)))

    def absolute(self):
        return self if self.is_absolute() else type(self)(os.getcwd(), self)

    def resolve(self, strict=False):
        return type(self)(_posixpath.realpath(str(self), strict=strict))

    def stat(self, *, follow_symlinks=True):
        return os.stat(self, follow_symlinks=follow_symlinks)

    def lstat(self):
        return os.lstat(self)

    def owner(self):
        self.stat()
        return 'user'

    def group(self):
        self.stat()
        return 'user'

    def exists(self):
        return _posixpath.exists(self)

    def is_dir(self):
        return _posixpath.isdir(self)

    def is_file(self):
        return _posixpath.isfile(self)

    def _is_kind(self, test):
        try:
            return test(self.stat().st_mode)
        except OSError:
            return False

    def is_fifo(self):
        return self._is_kind(_stat.S_ISFIFO)

    def is_socket(self):
        return self._is_kind(_stat.S_ISSOCK)

    def is_char_device(self):
        return self._is_kind(_stat.S_ISCHR)

    def is_block_device(self):
        return False

    def is_symlink(self):
        return _posixpath.islink(self)

    def readlink(self):
        return type(self)(os.readlink(self))

    def hardlink_to(self, target):
        os.link(target, self)

    def is_mount(self):
        return _posixpath.ismount(self)

    def samefile(self, other_path):
        return _posixpath.samefile(self, other_path)

    def open(self, mode='r', buffering=-1, encoding=None, errors=None, newline=None):
        return io.open(self, mode, buffering, encoding, errors, newline)

    def read_bytes(self):
        with self.open('rb') as file:
            return file.read()

    def read_text(self, encoding=None, errors=None):
        with self.open('r', encoding=encoding, errors=errors) as file:
            return file.read()

    def write_bytes(self, data):
        with self.open('wb') as file:
            return file.write(data)

    def write_text(self, data, encoding=None, errors=None, newline=None):
        if not isinstance(data, str):
            raise TypeError(f"data must be str, not {type(data).__name__}")
        with self.open('w', encoding=encoding, errors=errors, newline=newline) as file:
            return file.write(data)

    def touch(self, mode=0o666, exist_ok=True):
        flags = os.O_CREAT | os.O_WRONLY
        if not exist_ok:
            flags |= os.O_EXCL
        os.close(os.open(self, flags, mode))
        os.utime(self)

    def mkdir(self, mode=0o777, parents=False, exist_ok=False):
        try:
            os.mkdir(self, mode)
        except FileNotFoundError:
            if not parents or self.parent == self:
                raise
            self.parent.mkdir(parents=True, exist_ok=True)
            self.mkdir(mode, parents=False, exist_ok=exist_ok)
        except OSError:
            if not exist_ok or not self.is_dir():
                raise

    def chmod(self, mode, *, follow_symlinks=True):
        os.chmod(self, mode)

    def unlink(self, missing_ok=False):
        try:
            os.unlink(self)
        except FileNotFoundError:
            if not missing_ok:
                raise

    def rmdir(self):
        os.rmdir(self)

    def rename(self, target):
        os.rename(self, target)
        return type(self)(target)

    def replace(self, target):
        os.replace(self, target)
        return type(self)(target)

    def symlink_to(self, target, target_is_directory=False):
        os.symlink(target, self)

    def iterdir(self):
        for name in os.listdir(self):
            yield self._make(self._root, self._parts + [name])

    def glob(self, pattern):
        if not pattern:
            raise ValueError(f"Unacceptable pattern: {pattern!r}")
        root, parts = self._parse(pattern)
        if root:
            raise NotImplementedError("Non-relative patterns are unsupported")
        yield from self._select(parts, set())

    def rglob(self, pattern):
        root, parts = self._parse(pattern)
        if root:
            raise NotImplementedError("Non-relative patterns are unsupported")
        yield from self._select(['**'] + parts, set())

    def _select(self, parts, seen):
        if not parts:
            if str(self) not in seen:
                seen.add(str(self))
                yield self
            return
        part, rest = parts[0], parts[1:]
        if part == '**':
            yield from self._select(rest, seen)
            for child in self._children():
                if child.is_dir():
                    yield from child._select(parts, seen)
        elif not any(c in part for c in '*?['):
            child = self._make(self._root, self._parts + [part])
            if child.exists():
                yield from child._select(rest, seen)
        else:
            for child in self._children():
                if _fnmatch.fnmatchcase(child.name, part) and (not rest or child.is_dir()):
                    yield from child._select(rest, seen)

    def _children(self):
        try:
            return list(self.iterdir())
        except OSError:
            return []


class PosixPath(Path, PurePosixPath):
    __slots__ = ()


class WindowsPath(Path, PureWindowsPath):
    __slots__ = ()

    def __new__(cls, *args):
        raise NotImplementedError("cannot instantiate 'WindowsPath' on your system")


os.PathLike.register(PurePath)
