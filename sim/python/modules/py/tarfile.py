"""TAR archives."""

import builtins
import copy
import grp
import io
import os
import pwd
import stat
import time

__all__ = ["TarFile", "TarInfo", "is_tarfile", "TarError", "ReadError", "CompressionError",
           "StreamError", "ExtractError", "HeaderError", "ENCODING", "USTAR_FORMAT", "GNU_FORMAT",
           "PAX_FORMAT", "DEFAULT_FORMAT", "open"]

BLOCKSIZE = 512
RECORDSIZE = BLOCKSIZE * 20
USTAR_FORMAT, GNU_FORMAT, PAX_FORMAT = 0, 1, 2
DEFAULT_FORMAT = PAX_FORMAT
ENCODING = 'utf-8'
REGTYPE, AREGTYPE, LNKTYPE, SYMTYPE, CHRTYPE, BLKTYPE, DIRTYPE, FIFOTYPE, CONTTYPE = (
    b'0', b'\0', b'1', b'2', b'3', b'4', b'5', b'6', b'7')
GNUTYPE_LONGNAME, GNUTYPE_LONGLINK, XHDTYPE, XGLTYPE = b'L', b'K', b'x', b'g'
# The fields of a head: name, where it begins, how long it is.
_PLACES = {'name': (0, 100), 'mode': (100, 8), 'uid': (108, 8), 'gid': (116, 8), 'size': (124, 12),
           'mtime': (136, 12), 'chksum': (148, 8), 'type': (156, 1), 'linkname': (157, 100),
           'magic': (257, 8), 'uname': (265, 32), 'gname': (297, 32), 'devmajor': (329, 8),
           'devminor': (337, 8), 'prefix': (345, 155)}


class TarError(Exception):
    """What is wrong with an archive."""


class ExtractError(TarError):
    pass


class ReadError(TarError):
    pass


class CompressionError(TarError):
    pass


class StreamError(TarError):
    pass


class HeaderError(TarError):
    pass


def _padding(size):
    return bytes(-size % BLOCKSIZE)


def _number(field):
    if field[:1] in (b'\x80', b'\xff'):
        value = int.from_bytes(field[1:], 'big')
        return value - (256 ** (len(field) - 1)) if field[0] == 0xff else value
    text = field.partition(b'\0')[0].strip()
    return int(text, 8) if text else 0


def _octal(value, width):
    value = int(value)
    if 0 <= value < 8 ** (width - 1):
        return b'%0*o\0' % (width - 1, value)
    return b'\x80' + value.to_bytes(width - 1, 'big')


class TarInfo:
    """What an archive knows of one member."""

    def __init__(self, name=""):
        self.name = name
        self.mode, self.type = 0o644, REGTYPE
        self.uid = self.gid = self.size = self.mtime = self.chksum = 0
        self.linkname = self.uname = self.gname = ""
        self.devmajor = self.devminor = self.offset = self.offset_data = 0
        self.pax_headers = {}

    path = property(lambda self: self.name, lambda self, name: setattr(self, 'name', name))
    linkpath = property(lambda self: self.linkname,
                        lambda self, name: setattr(self, 'linkname', name))

    def __repr__(self):
        return "<%s %r at %#x>" % (self.__class__.__name__, self.name, id(self))

    def isreg(self):
        return self.type in (REGTYPE, AREGTYPE, CONTTYPE)

    isfile = isreg

    def isdir(self):
        return self.type == DIRTYPE

    def issym(self):
        return self.type == SYMTYPE

    def islnk(self):
        return self.type == LNKTYPE

    def ischr(self):
        return self.type == CHRTYPE

    def isblk(self):
        return self.type == BLKTYPE

    def isfifo(self):
        return self.type == FIFOTYPE

    def isdev(self):
        return self.type in (CHRTYPE, BLKTYPE, FIFOTYPE)

    def get_info(self):
        kept = ('name', 'mode', 'uid', 'gid', 'size', 'mtime', 'chksum', 'type', 'linkname',
                'uname', 'gname', 'devmajor', 'devminor')
        told = {name: getattr(self, name) for name in kept}
        told['mode'] &= 0o7777
        if self.isdir() and not self.name.endswith('/'):
            told['name'] += '/'
        return told

    def replace(self, *, deep=True, **changes):
        made = copy.deepcopy(self) if deep else copy.copy(self)
        for name, value in changes.items():
            if value is not ...:
                setattr(made, name, value)
        return made

    # -- writing ----------------------------------------------------------------------------

    def tobuf(self, format=DEFAULT_FORMAT, encoding=ENCODING, errors="surrogateescape"):
        told = self.get_info()
        pax = dict(self.pax_headers)
        before = b''
        for field in ('name', 'linkname', 'uname', 'gname'):
            text = told[field]
            length = _PLACES[field][1]
            raw = text.encode(encoding, errors)
            if format == PAX_FORMAT:
                if not text.isascii() or len(text) > length:
                    key = {'name': 'path', 'linkname': 'linkpath'}.get(field, field)
                    if field == 'name' and text.isascii() and self._split(text):
                        continue
                    pax.setdefault(key, text)
            elif format == GNU_FORMAT and len(raw) > length and field in ('name', 'linkname'):
                kind = GNUTYPE_LONGNAME if field == 'name' else GNUTYPE_LONGLINK
                before += self._long(raw + b'\0', kind, '././@LongLink')
            elif len(raw) > length and not (field == 'name' and self._split(text)):
                raise ValueError("name is too long" if field == 'name' else "linkname is too long")
        if format == PAX_FORMAT:
            if isinstance(told['mtime'], float):
                pax.setdefault('mtime', str(told['mtime']))
            if pax:
                before = self._long(_pax_records(pax), XHDTYPE, '././@PaxHeader')
        return before + self._head(told, format, encoding, errors)

    @staticmethod
    def _split(name):
        """(the start, the end) of a name for the fields prefix and name, or None."""
        for at, c in enumerate(name):
            if c == '/' and at <= 155 and len(name) - at - 1 <= 100:
                return name[:at], name[at + 1:]
        return None

    @staticmethod
    def _long(data, kind, name):
        told = {'name': name, 'type': kind, 'size': len(data), 'mode': 0, 'uid': 0, 'gid': 0,
                'mtime': 0, 'linkname': '', 'uname': '', 'gname': '', 'devmajor': 0, 'devminor': 0}
        form = USTAR_FORMAT if kind == XHDTYPE else GNU_FORMAT
        return TarInfo._head(told, form, 'utf-8', 'surrogateescape') + data + _padding(len(data))

    @staticmethod
    def _head(told, form, encoding, errors):
        name, prefix = told['name'], ''
        if form != GNU_FORMAT and len(name) > 100 and TarInfo._split(name):
            prefix, name = TarInfo._split(name)

        def text(value, width):
            raw = value.encode('ascii', 'replace') if form == PAX_FORMAT else value.encode(
                encoding, errors)
            return raw[:width].ljust(width, b'\0')

        def device(field):
            return _octal(told[field], 8) if told['type'] in (CHRTYPE, BLKTYPE) else bytes(8)

        magic = b'ustar  \0' if form == GNU_FORMAT else b'ustar\x0000'
        fields = [text(name, 100), _octal(told['mode'] & 0o7777, 8), _octal(told['uid'], 8),
                  _octal(told['gid'], 8), _octal(told['size'], 12), _octal(told['mtime'], 12),
                  b' ' * 8, told['type'], text(told['linkname'], 100), magic,
                  text(told['uname'], 32), text(told['gname'], 32),
                  device('devmajor'),
                  device('devminor'),
                  text(prefix, 155)]
        head = b''.join(fields).ljust(BLOCKSIZE, b'\0')
        return head[:148] + b'%06o\0 ' % sum(head) + head[156:]

    # -- reading ----------------------------------------------------------------------------

    @classmethod
    def frombuf(cls, buf, encoding, errors):
        if not buf:
            raise HeaderError("empty header")
        if len(buf) != BLOCKSIZE:
            raise HeaderError("truncated header")
        field = {name: buf[at:at + size] for name, (at, size) in _PLACES.items()}
        told = _number(field['chksum'])
        if sum(buf[:148]) + sum(buf[156:]) + 256 != told:
            raise HeaderError("bad checksum")
        made = cls()
        for name in ('name', 'linkname', 'uname', 'gname', 'prefix'):
            field[name] = field[name].partition(b'\0')[0].decode(encoding, errors)
        for name in ('name', 'linkname', 'uname', 'gname', 'type'):
            setattr(made, name, field[name])
        for name in ('mode', 'uid', 'gid', 'size', 'mtime', 'devmajor', 'devminor'):
            setattr(made, name, _number(field[name]))
        made.chksum = told
        if made.type == AREGTYPE and made.name.endswith('/'):
            made.type = DIRTYPE
        if field['prefix'] and field['magic'] != b'ustar  \0':
            made.name = field['prefix'] + '/' + made.name
        if made.isdir():
            made.name = made.name.rstrip('/')
        return made


def _pax_records(headers):
    out = b''
    for key, value in headers.items():
        rest = b' %s=%s\n' % (key.encode('utf-8'), str(value).encode('utf-8', 'surrogateescape'))
        length = len(rest)
        while len(rest) + len(str(length)) != length:
            length = len(rest) + len(str(length))
        out += str(length).encode() + rest
    return out


def _read_pax(data):
    headers = {}
    while data.strip(b'\0'):
        length = int(data.partition(b' ')[0])
        record, data = data[:length], data[length:]
        key, _equals, value = record.partition(b' ')[2][:-1].partition(b'=')
        headers[key.decode()] = value.decode('utf-8', 'surrogateescape')
    return headers


class TarFile:
    """An archive, open for reading, writing or adding."""

    format, encoding, errors = DEFAULT_FORMAT, ENCODING, "surrogateescape"
    dereference = ignore_zeros = False
    errorlevel = 1
    tarinfo = TarInfo

    def __init__(self, name=None, mode="r", fileobj=None, format=None, **options):
        if mode not in ('r', 'a', 'w', 'x'):
            raise ValueError("mode must be 'r', 'a', 'w' or 'x'")
        for option, value in {'format': format, **options}.items():
            if value is not None:
                setattr(self, option, value)
        self.mode = mode
        self._own = fileobj is None
        if fileobj is None:
            if mode == 'a' and not os.path.exists(name):
                mode = self.mode = 'w'
            fileobj = builtins.open(name, {'r': 'rb', 'a': 'r+b', 'w': 'wb', 'x': 'xb'}[mode])
        elif name is None and isinstance(getattr(fileobj, 'name', None), (str, bytes)):
            name = fileobj.name
        self.name = os.path.abspath(name) if name else None
        self.fileobj = fileobj
        self.closed = False
        self.members, self._loaded = [], mode not in ('r', 'a')
        self.pax_headers = {}
        self.offset = fileobj.tell()
        try:
            if mode == 'r':
                self.firstmember = self.next()
            elif mode == 'a':
                self.getmembers()
                self.fileobj.seek(self.offset)
        except:
            if self._own:
                fileobj.close()
            self.closed = True
            raise

    @classmethod
    def open(cls, name=None, mode="r", fileobj=None, bufsize=RECORDSIZE, **kwargs):
        if not name and not fileobj:
            raise ValueError("nothing to open")
        if mode in ('r', 'r:*', 'r|*'):
            reasons = []
            for opener in (cls.taropen, cls.gzopen, cls.bz2open):
                at = fileobj.tell() if fileobj is not None and hasattr(fileobj, 'tell') else None
                try:
                    return opener(name, 'r', fileobj, **kwargs)
                except (ReadError, CompressionError) as reason:
                    reasons.append(f'- method {opener.__name__[:-4]}: {reason!r}')
                    if at is not None:
                        fileobj.seek(at)
            raise ReadError("file could not be opened successfully:\n" + '\n'.join(
                sorted(reasons, key=lambda text: 'tar:' in text)))
        for mark in ':|':
            if mark in mode:
                kind, _mark, way = mode.partition(mark)
                openers = {'': cls.taropen, 'tar': cls.taropen, 'gz': cls.gzopen,
                           'bz2': cls.bz2open}
                if way not in openers:
                    raise CompressionError("unknown compression type %r" % way)
                return openers[way](name, kind or 'r', fileobj, **kwargs)
        if mode in ('a', 'w', 'x'):
            return cls.taropen(name, mode, fileobj, **kwargs)
        raise ValueError("undiscernible mode")

    @classmethod
    def taropen(cls, name, mode="r", fileobj=None, **kwargs):
        return cls(name, mode, fileobj, **kwargs)

    @classmethod
    def _through(cls, stream, name, mode, kwargs):
        try:
            made = cls.taropen(name, mode, stream, **kwargs)
        except (OSError, EOFError) as reason:
            stream.close()
            if mode == 'r':
                raise ReadError("not a %s file" % ('gzip' if 'Gzip' in type(stream).__name__
                                                   else 'bzip2')) from reason
            raise
        except:
            stream.close()
            raise
        made._own = True
        return made

    @classmethod
    def gzopen(cls, name, mode="r", fileobj=None, compresslevel=9, **kwargs):
        from gzip import GzipFile
        if mode not in ('r', 'w', 'x'):
            raise ValueError("mode must be 'r', 'w' or 'x'")
        return cls._through(GzipFile(name, mode + "b", compresslevel, fileobj), name, mode, kwargs)

    @classmethod
    def bz2open(cls, name, mode="r", fileobj=None, compresslevel=9, **kwargs):
        from bz2 import BZ2File
        if mode not in ('r', 'w', 'x'):
            raise ValueError("mode must be 'r', 'w' or 'x'")
        return cls._through(BZ2File(fileobj or name, mode, compresslevel=compresslevel), name, mode,
                            kwargs)

    def close(self):
        if self.closed:
            return
        self.closed = True
        try:
            if self.mode in ('a', 'w', 'x'):
                self.fileobj.write(bytes(2 * BLOCKSIZE))
                self.offset += 2 * BLOCKSIZE
                self.fileobj.write(bytes(-self.offset % RECORDSIZE))
        finally:
            if self._own:
                self.fileobj.close()

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, type, value, traceback):
        if type is None:
            self.close()
        elif self._own:
            self.fileobj.close()
        self.closed = True

    def _check(self, mode=None):
        if self.closed:
            raise OSError("%s is closed" % self.__class__.__name__)
        if mode is not None and self.mode not in mode:
            raise OSError("bad operation for mode %r" % self.mode)

    # -- what is in it ----------------------------------------------------------------------

    def next(self):
        self._check("ra")
        found = self._next_member()
        if found is None:
            self._loaded = True
        else:
            self.members.append(found)
        return found

    def _next_member(self):
        pax, names = {}, {}
        while True:
            self.fileobj.seek(self.offset)
            start = self.offset
            buf = self.fileobj.read(BLOCKSIZE)
            if not buf or buf == bytes(BLOCKSIZE):
                if start == 0 and not buf:
                    raise ReadError("empty file")
                return None
            try:
                info = self.tarinfo.frombuf(buf, self.encoding, self.errors)
            except HeaderError as reason:
                if start == 0:
                    raise ReadError(str(reason)) from None
                return None
            info.offset, info.offset_data = start, start + BLOCKSIZE
            size = info.size if info.isreg() or info.type in b'LKxg' else 0
            self.offset = info.offset_data + size + (-size % BLOCKSIZE)
            if info.type in (XHDTYPE, XGLTYPE):
                told = _read_pax(self.fileobj.read(info.size))
                (self.pax_headers if info.type == XGLTYPE else pax).update(told)
            elif info.type in (GNUTYPE_LONGNAME, GNUTYPE_LONGLINK):
                text = self.fileobj.read(info.size).rstrip(b'\0').decode(self.encoding, self.errors)
                names['name' if info.type == GNUTYPE_LONGNAME else 'linkname'] = text
            else:
                break
        for key, value in {**self.pax_headers, **pax}.items():
            if key in ('path', 'linkpath', 'uname', 'gname'):
                setattr(info, key, value.rstrip('/'))
            elif key in ('size', 'uid', 'gid'):
                setattr(info, key, int(value))
            elif key == 'mtime':
                info.mtime = float(value)
        info.pax_headers = pax
        for name, text in names.items():
            setattr(info, name, text.rstrip('/'))
        return info

    def getmembers(self):
        self._check()
        while not self._loaded:
            self.next()
        return self.members

    def getnames(self):
        return [info.name for info in self.getmembers()]

    def getmember(self, name):
        for info in reversed(self.getmembers()):
            if info.name == name.rstrip('/'):
                return info
        raise KeyError("filename %r not found" % name)

    def __iter__(self):
        at = 0
        while True:
            if at == len(self.members):
                if self._loaded or self.next() is None:
                    return
            yield self.members[at]
            at += 1

    def list(self, verbose=True, *, members=None):
        for info in self if members is None else members:
            line = ''
            if verbose:
                moment = "%d-%02d-%02d %02d:%02d:%02d" % time.localtime(info.mtime)[:6]
                line = '%s %s/%s %10d %s ' % (stat.filemode(info.mode),
                                              info.uname or info.uid, info.gname or info.gid,
                                              info.size, moment)
            line += info.name + ('/' if info.isdir() else '') + ' '
            if verbose and info.issym():
                line += '-> ' + info.linkname + ' '
            print(line)

    # -- adding -----------------------------------------------------------------------------

    def gettarinfo(self, name=None, arcname=None, fileobj=None):
        self._check("awx")
        if fileobj is not None:
            name = fileobj.name
        arcname = name if arcname is None else arcname
        info = self.tarinfo()
        info.tarfile = self
        info.name = str(arcname).lstrip('/')
        told = (os.fstat(fileobj.fileno()) if fileobj is not None else
                os.stat(name) if self.dereference else os.lstat(name))
        if stat.S_ISREG(told.st_mode):
            info.size = told.st_size
        elif stat.S_ISDIR(told.st_mode):
            info.type = DIRTYPE
        elif stat.S_ISLNK(told.st_mode):
            info.type, info.linkname = SYMTYPE, os.readlink(name)
        elif stat.S_ISFIFO(told.st_mode):
            info.type = FIFOTYPE
        else:
            return None
        info.mode, info.uid, info.gid, info.mtime = (told.st_mode, told.st_uid, told.st_gid,
                                                     told.st_mtime)
        try:
            info.uname = pwd.getpwuid(info.uid)[0]
            info.gname = grp.getgrgid(info.gid)[0]
        except KeyError:
            pass
        return info

    def add(self, name, arcname=None, recursive=True, *, filter=None):
        self._check("awx")
        arcname = name if arcname is None else arcname
        if self.name is not None and os.path.abspath(name) == self.name:
            return
        info = self.gettarinfo(name, arcname)
        if filter is not None:
            info = filter(info)
        if info is None:
            return
        if info.isreg():
            with builtins.open(name, "rb") as file:
                self.addfile(info, file)
        else:
            self.addfile(info)
        if info.isdir() and recursive:
            for below in sorted(os.listdir(name)):
                self.add(os.path.join(name, below), os.path.join(arcname, below), recursive,
                         filter=filter)

    def addfile(self, tarinfo, fileobj=None):
        self._check("awx")
        info = copy.copy(tarinfo)
        head = info.tobuf(self.format, self.encoding, self.errors)
        self.fileobj.write(head)
        self.offset += len(head)
        if fileobj is not None:
            data = fileobj.read(info.size)
            if len(data) < info.size:
                raise OSError("unexpected end of data")
            data += _padding(info.size)
            self.fileobj.write(data)
            self.offset += len(data)
        self.members.append(info)

    # -- extracting -------------------------------------------------------------------------

    def extractfile(self, member):
        self._check("r")
        info = self.getmember(member) if isinstance(member, str) else member
        if info.issym() or info.islnk():
            target = info.linkname if info.islnk() else os.path.normpath(
                os.path.join(os.path.dirname(info.name), info.linkname))
            try:
                return self.extractfile(self.getmember(target))
            except KeyError:
                raise KeyError("linkname %r not found" % info.linkname) from None
        if not info.isreg():
            return None
        self.fileobj.seek(info.offset_data)
        made = io.BytesIO(self.fileobj.read(info.size))
        made.name, made.mode = info.name, 'r'
        return io.BufferedReader(made)

    def extract(self, member, path="", set_attrs=True, *, numeric_owner=False, filter=None):
        self._check("r")
        info = self.getmember(member) if isinstance(member, str) else member
        if callable(filter):
            info = filter(info, path)
            if info is None:
                return
        target = os.path.join(path, info.name.rstrip('/'))
        above = os.path.dirname(target)
        if above:
            os.makedirs(above, exist_ok=True)
        if info.isdir():
            os.makedirs(target, exist_ok=True)
        elif info.issym():
            if os.path.lexists(target):
                os.unlink(target)
            os.symlink(info.linkname, target)
            return
        else:
            source = self.extractfile(info)
            with builtins.open(target, "wb") as file:
                file.write(source.read() if source is not None else b'')
        if set_attrs:
            os.chmod(target, info.mode & 0o7777)
            os.utime(target, (info.mtime, info.mtime))

    def extractall(self, path=".", members=None, *, numeric_owner=False, filter=None):
        later = []
        for info in self.getmembers() if members is None else members:
            if isinstance(info, str):
                info = self.getmember(info)
            if info.isdir():
                later.append(info)
            self.extract(info, path, set_attrs=not info.isdir(), filter=filter)
        for info in sorted(later, key=lambda info: info.name, reverse=True):
            target = os.path.join(path, info.name)
            os.chmod(target, info.mode & 0o7777)
            os.utime(target, (info.mtime, info.mtime))


def is_tarfile(name):
    try:
        (open(fileobj=name) if hasattr(name, 'read') else open(name)).close()
        return True
    except TarError:
        return False


open = TarFile.open
