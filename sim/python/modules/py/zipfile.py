"""ZIP archives."""

import bz2
import io
import os
import shutil
import stat
import struct
import time
import zlib
from binascii import crc32

__all__ = ["BadZipFile", "BadZipfile", "error", "ZIP_STORED", "ZIP_DEFLATED", "ZIP_BZIP2",
           "ZIP_LZMA", "is_zipfile", "ZipInfo", "ZipFile", "PyZipFile", "LargeZipFile", "Path"]

ZIP_STORED, ZIP_DEFLATED, ZIP_BZIP2, ZIP_LZMA = 0, 8, 12, 14
_WAYS = {0: 'store', 1: 'shrink', 2: 'reduce', 3: 'reduce', 4: 'reduce', 5: 'reduce', 6: 'implode',
         7: 'tokenize', 8: 'deflate', 9: 'deflate64', 10: 'implode', 12: 'bzip2', 14: 'lzma',
         18: 'terse', 19: 'lz77', 97: 'wavpack', 98: 'ppmd'}
# The records of an archive: a member's head, its entry in the directory, the directory's end.
_HEAD = struct.Struct('<4sHHHHHLLLHH')
_ENTRY = struct.Struct('<4sBBBBHHHHLLLHHHHHLL')
_END = struct.Struct('<4sHHHHLLH')
_UTF8 = 0x800


class BadZipFile(Exception):
    pass


class LargeZipFile(Exception):
    pass


error = BadZipfile = BadZipFile


class ZipInfo:
    """What an archive knows of one member."""

    def __init__(self, filename="NoName", date_time=(1980, 1, 1, 0, 0, 0)):
        self.orig_filename = filename
        filename = filename.partition('\0')[0]
        if date_time[0] < 1980:
            raise ValueError('ZIP does not support timestamps before 1980')
        self.filename = filename
        self.date_time = date_time
        self.compress_type = ZIP_STORED
        self._compresslevel = None
        self.comment = self.extra = b''
        self.create_system, self.create_version, self.extract_version = 3, 20, 20
        self.reserved = self.flag_bits = self.volume = 0
        self.internal_attr = self.external_attr = 0
        self.header_offset = self.CRC = self.compress_size = self.file_size = 0

    def __repr__(self):
        parts = [f'<{type(self).__name__} filename={self.filename!r}']
        if self.compress_type != ZIP_STORED:
            parts.append(f'compress_type={_WAYS.get(self.compress_type, self.compress_type)}')
        high, low = self.external_attr >> 16, self.external_attr & 0xffff
        if high:
            parts.append(f'filemode={stat.filemode(high)!r}')
        if low:
            parts.append(f'external_attr={low:#x}')
        if not self.is_dir() or self.file_size:
            parts.append(f'file_size={self.file_size!r}')
        if (not self.is_dir() or self.compress_size) and (
                self.compress_type != ZIP_STORED or self.file_size != self.compress_size):
            parts.append(f'compress_size={self.compress_size!r}')
        return ' '.join(parts) + '>'

    @classmethod
    def from_file(cls, filename, arcname=None, *, strict_timestamps=True):
        filename = os.fspath(filename)
        told = os.stat(filename)
        folder = stat.S_ISDIR(told.st_mode)
        moment = time.localtime(told.st_mtime)[:6]
        if not strict_timestamps:
            moment = min(max(moment, (1980, 1, 1, 0, 0, 0)), (2107, 12, 31, 23, 59, 59))
        name = os.path.normpath(os.path.splitdrive(arcname or filename)[1]).lstrip('/')
        made = cls(name + '/' if folder else name, moment)
        made.external_attr = (told.st_mode & 0xffff) << 16
        if folder:
            made.external_attr |= 0x10
        else:
            made.file_size = told.st_size
        return made

    def is_dir(self):
        return self.filename.endswith('/')

    def _moment(self):
        year, month, day, hour, minute, second = self.date_time
        return hour << 11 | minute << 5 | second // 2, year - 1980 << 9 | month << 5 | day

    def _name(self):
        try:
            return self.filename.encode('ascii'), self.flag_bits
        except UnicodeEncodeError:
            return self.filename.encode('utf-8'), self.flag_bits | _UTF8

    def _head(self):
        name, flags = self._name()
        clock, day = self._moment()
        sized = 0 if flags & 8 else 1
        return _HEAD.pack(b'PK\3\4', self.extract_version, flags, self.compress_type, clock, day,
                          self.CRC * sized, self.compress_size * sized, self.file_size * sized,
                          len(name), len(self.extra)) + name + self.extra

    def _entry(self):
        name, flags = self._name()
        clock, day = self._moment()
        return _ENTRY.pack(b'PK\1\2', self.create_version, self.create_system,
                           self.extract_version, self.reserved, flags, self.compress_type, clock,
                           day, self.CRC, self.compress_size, self.file_size, len(name),
                           len(self.extra), len(self.comment), 0, self.internal_attr,
                           self.external_attr, self.header_offset) + name + self.extra + self.comment


def is_zipfile(filename):
    try:
        if hasattr(filename, "read"):
            return _end_of(filename) is not None
        with open(filename, "rb") as file:
            return _end_of(file) is not None
    except OSError:
        return False


def _end_of(file):
    """(where the directory's end stands, its fields, the comment), or None."""
    size = file.seek(0, 2)
    start = max(0, size - 65536 - _END.size)
    file.seek(start)
    tail = file.read()
    at = tail.rfind(b'PK\5\6')
    if at < 0 or at + _END.size > len(tail):
        return None
    fields = _END.unpack_from(tail, at)
    return start + at, fields, tail[at + _END.size:at + _END.size + fields[-1]]


def _check_way(way):
    if way not in (ZIP_STORED, ZIP_DEFLATED, ZIP_BZIP2):
        if way == ZIP_LZMA:
            raise RuntimeError("Compression requires the (missing) lzma module")
        raise NotImplementedError("That compression method is not supported")


def _packer(way, level):
    if way == ZIP_DEFLATED:
        return zlib.compressobj(-1 if level is None else level, zlib.DEFLATED, -15)
    return bz2.BZ2Compressor(9 if level is None else level) if way == ZIP_BZIP2 else None


class _Writer(io.BufferedIOBase):
    """A member under way."""

    def __init__(self, archive, info):
        self._archive, self._info = archive, info
        self._packer = _packer(info.compress_type, info._compresslevel)
        self._size = self._packed = self._crc = 0
        info.header_offset = archive.fp.tell()
        archive.fp.write(info._head())

    name = property(lambda self: self._info.filename)
    mode = 'wb'

    def writable(self):
        return True

    def write(self, data):
        if self.closed:
            raise ValueError('I/O operation on closed file.')
        data = bytes(data)
        self._size += len(data)
        self._crc = crc32(data, self._crc)
        self._put(self._packer.compress(data) if self._packer else data)
        return len(data)

    def _put(self, data):
        self._packed += len(data)
        self._archive.fp.write(data)

    def close(self):
        if self.closed:
            return
        super().close()
        if self._packer:
            self._put(self._packer.flush())
        info, file = self._info, self._archive.fp
        info.CRC, info.file_size, info.compress_size = self._crc, self._size, self._packed
        end = file.tell()
        file.seek(info.header_offset)
        file.write(info._head())
        file.seek(end)
        self._archive._added(info)


class ZipExtFile(io.BytesIO):
    """A member opened for reading."""

    def __init__(self, data, info):
        super().__init__(data)
        self.name, self.mode = info.filename, 'r'

    def __repr__(self):
        state = '[closed]' if self.closed else f'name={self.name!r} mode={self.mode!r}'
        return f'<{type(self).__module__}.{type(self).__qualname__} {state}>'

    def writable(self):
        return False


class ZipFile:
    """An archive, open for reading, writing or adding."""

    fp = None

    def __init__(self, file, mode="r", compression=ZIP_STORED, allowZip64=True, compresslevel=None,
                 *, strict_timestamps=True, metadata_encoding=None):
        if mode not in ('r', 'w', 'x', 'a'):
            raise ValueError("ZipFile requires mode 'r', 'w', 'x', or 'a'")
        _check_way(compression)
        self.compression, self.compresslevel, self.mode = compression, compresslevel, mode
        self._strict = strict_timestamps
        self.NameToInfo, self.filelist = {}, []
        self.pwd = None
        self.debug = 0
        self._comment = b''
        self._changed = False
        self._writing = None
        self._own = isinstance(file, (str, os.PathLike))
        if self._own:
            self.filename = os.fspath(file)
            if mode == 'a' and not os.path.exists(self.filename):
                mode = 'w'
            self.fp = open(self.filename, {'r': 'rb', 'w': 'w+b', 'x': 'x+b', 'a': 'r+b'}[mode])
        else:
            self.fp = file
            self.filename = getattr(file, 'name', None)
        try:
            if mode in ('w', 'x'):
                self._changed = True
                self._directory = self.fp.tell()
            else:
                self._read_directory(mode)
        except:
            self._close_file()
            raise

    def _close_file(self):
        file, self.fp = self.fp, None
        if self._own:
            file.close()

    def _read_directory(self, mode):
        end = _end_of(self.fp)
        if end is None:
            if mode == 'a':
                self._directory = self.fp.seek(0, 2)
                self._changed = True
                return
            raise BadZipFile("File is not a zip file")
        at, (_magic, _disk, _first, _here, _total, size, offset, _length), self._comment = end
        shift = at - size - offset
        self._directory = at - size
        self.fp.seek(self._directory)
        data = io.BytesIO(self.fp.read(size))
        while (entry := data.read(_ENTRY.size)):
            if len(entry) != _ENTRY.size:
                raise BadZipFile("Truncated central directory")
            fields = _ENTRY.unpack(entry)
            if fields[0] != b'PK\1\2':
                raise BadZipFile("Bad magic number for central directory")
            (_magic, created, system, needed, reserved, flags, way, clock, day, crc, packed, whole,
             name, extra, comment, volume, internal, external, place) = fields
            text = data.read(name).decode('utf-8' if flags & _UTF8 else 'cp437')
            info = ZipInfo(text, ((day >> 9) + 1980, day >> 5 & 15, day & 31, clock >> 11,
                                  clock >> 5 & 63, (clock & 31) * 2))
            info.extra, info.comment = data.read(extra), data.read(comment)
            info.create_version, info.create_system, info.extract_version = created, system, needed
            info.flag_bits, info.compress_type, info.CRC = flags, way, crc
            info.compress_size, info.file_size, info.volume = packed, whole, volume
            info.internal_attr, info.external_attr = internal, external
            info.header_offset = place + shift
            self._known(info)
        self.fp.seek(self._directory)

    def _known(self, info):
        self.filelist.append(info)
        self.NameToInfo[info.filename] = info

    def _added(self, info):
        self._known(info)
        self._directory = self.fp.tell()
        self._writing = None

    def __enter__(self):
        return self

    def __exit__(self, type, value, traceback):
        self.close()

    def __del__(self):
        self.close()

    def __repr__(self):
        cls = type(self)
        parts = [f'<{cls.__module__}.{cls.__qualname__}']
        if self.fp is None:
            parts.append('[closed]')
        else:
            if not self._own:
                parts.append(f'file={self.fp!r}')
            elif self.filename is not None:
                parts.append(f'filename={self.filename!r}')
            parts.append(f'mode={self.mode!r}')
        return ' '.join(parts) + '>'

    @property
    def comment(self):
        return self._comment

    @comment.setter
    def comment(self, comment):
        if not isinstance(comment, bytes):
            raise TypeError("comment: expected bytes, got %s" % type(comment))
        self._comment = comment[:65535]
        self._changed = True

    # -- what is in it ----------------------------------------------------------------------

    def namelist(self):
        return [info.filename for info in self.filelist]

    def infolist(self):
        return self.filelist

    def printdir(self, file=None):
        print("%-46s %19s %12s" % ("File Name", "Modified    ", "Size"), file=file)
        for info in self.filelist:
            moment = "%d-%02d-%02d %02d:%02d:%02d" % info.date_time[:6]
            print("%-46s %s %12d" % (info.filename, moment, info.file_size), file=file)

    def testzip(self):
        for info in self.filelist:
            try:
                self.read(info)
            except BadZipFile:
                return info.filename
        return None

    def getinfo(self, name):
        info = self.NameToInfo.get(name)
        if info is None:
            raise KeyError('There is no item named %r in the archive' % name)
        return info

    def setpassword(self, pwd):
        if pwd and not isinstance(pwd, bytes):
            raise TypeError("pwd: expected bytes, got %s" % type(pwd).__name__)
        self.pwd = pwd or None

    # -- reading ----------------------------------------------------------------------------

    def open(self, name, mode="r", pwd=None, *, force_zip64=False):
        if mode not in ("r", "w"):
            raise ValueError('open() requires mode "r" or "w"')
        if self.fp is None:
            raise ValueError("Attempt to use ZIP archive that was already closed")
        if mode == "w":
            return self._open_to_write(name)
        info = name if isinstance(name, ZipInfo) else self.getinfo(name)
        return ZipExtFile(self._member(info), info)

    def _member(self, info):
        self.fp.seek(info.header_offset)
        head = _HEAD.unpack(self.fp.read(_HEAD.size))
        if head[0] != b'PK\3\4':
            raise BadZipFile("Bad magic number for file header")
        self.fp.seek(head[-2] + head[-1], 1)
        if info.flag_bits & 1:
            raise RuntimeError("File %r is encrypted, password required for extraction" % info.filename)
        data = self.fp.read(info.compress_size)
        if info.compress_type == ZIP_DEFLATED:
            data = zlib.decompress(data, -15)
        elif info.compress_type == ZIP_BZIP2:
            data = bz2.decompress(data)
        elif info.compress_type != ZIP_STORED:
            raise NotImplementedError("compression type %d (%s)" % (
                info.compress_type, _WAYS.get(info.compress_type)))
        if crc32(data) != info.CRC:
            raise BadZipFile("Bad CRC-32 for file %r" % info.filename)
        return data

    def read(self, name, pwd=None):
        with self.open(name, "r", pwd) as file:
            return file.read()

    def extract(self, member, path=None, pwd=None):
        info = member if isinstance(member, ZipInfo) else self.getinfo(member)
        words = [word for word in info.filename.split('/') if word not in ('', '.', '..')]
        target = os.path.normpath(os.path.join(os.getcwd() if path is None else os.fspath(path),
                                               *words))
        os.makedirs(os.path.dirname(target), exist_ok=True)
        if info.is_dir():
            os.makedirs(target, exist_ok=True)
            return target
        with self.open(info, pwd=pwd) as source, open(target, "wb") as file:
            shutil.copyfileobj(source, file)
        return target

    def extractall(self, path=None, members=None, pwd=None):
        for member in self.namelist() if members is None else members:
            self.extract(member, path, pwd)

    # -- writing ----------------------------------------------------------------------------

    def _check_writable(self):
        if self.fp is None:
            raise ValueError("Attempt to write to ZIP archive that was already closed")
        if self.mode not in ('w', 'x', 'a'):
            raise ValueError("write() requires mode 'w', 'x', or 'a'")
        if self._writing is not None:
            raise ValueError("Can't write to ZIP archive while an open writing handle exists")

    def _open_to_write(self, name):
        self._check_writable()
        info = name
        if not isinstance(name, ZipInfo):
            info = ZipInfo(name)
            info.compress_type, info._compresslevel = self.compression, self.compresslevel
        if info.filename in self.NameToInfo:
            import warnings
            warnings.warn('Duplicate name: %r' % info.filename, stacklevel=4)
        if not info.external_attr:
            info.external_attr = 0o600 << 16
        _check_way(info.compress_type)
        self._changed = True
        self.fp.seek(self._directory)
        self._writing = _Writer(self, info)
        return self._writing

    def write(self, filename, arcname=None, compress_type=None, compresslevel=None):
        self._check_writable()
        info = ZipInfo.from_file(filename, arcname, strict_timestamps=self._strict)
        if info.is_dir():
            self._put_folder(info)
            return
        info.compress_type = self.compression if compress_type is None else compress_type
        info._compresslevel = self.compresslevel if compresslevel is None else compresslevel
        with open(filename, "rb") as source, self.open(info, 'w') as target:
            shutil.copyfileobj(source, target, 1024 * 8)

    def _put_folder(self, info):
        info.compress_size = info.CRC = 0
        self.fp.seek(self._directory)
        info.header_offset = self._directory
        self.fp.write(info._head())
        self._changed = True
        self._added(info)

    def mkdir(self, zinfo_or_directory_name, mode=511):
        info = zinfo_or_directory_name
        if isinstance(info, str):
            info = ZipInfo(info if info.endswith('/') else info + '/')
            info.external_attr = ((0o40000 | mode) & 0xffff) << 16 | 0x10
        self._put_folder(info)

    def writestr(self, zinfo_or_arcname, data, compress_type=None, compresslevel=None):
        data = data.encode("utf-8") if isinstance(data, str) else data
        info = zinfo_or_arcname
        if not isinstance(info, ZipInfo):
            info = ZipInfo(info, time.localtime(time.time())[:6])
            info.compress_type, info._compresslevel = self.compression, self.compresslevel
            info.external_attr = 0o40775 << 16 | 0x10 if info.is_dir() else 0o600 << 16
        self._check_writable()
        if compress_type is not None:
            info.compress_type = compress_type
        if compresslevel is not None:
            info._compresslevel = compresslevel
        with self.open(info, 'w') as target:
            target.write(data)

    def close(self):
        if self.fp is None:
            return
        if self._writing is not None:
            raise ValueError("Can't close the ZIP file while there is an open writing handle on it. "
                             "Close the writing handle before closing the zip.")
        try:
            if self._changed and self.mode in ('w', 'x', 'a'):
                self.fp.seek(self._directory)
                entries = b''.join(info._entry() for info in self.filelist)
                self.fp.write(entries)
                count = len(self.filelist)
                self.fp.write(_END.pack(b'PK\5\6', 0, 0, count, count, len(entries),
                                        self._directory, len(self._comment)) + self._comment)
                if self.mode == 'a':
                    self.fp.truncate()
                self.fp.flush()
        finally:
            self._close_file()


PyZipFile = ZipFile


class Path:
    """A place in an archive, as pathlib would have it."""

    def __init__(self, root, at=""):
        self.root = root if isinstance(root, ZipFile) else ZipFile(root)
        self.at = at

    def __str__(self):
        return '/'.join(part for part in (self.root.filename, self.at) if part)

    def __repr__(self):
        return f'{type(self).__name__}({self.root.filename!r}, {self.at!r})'

    def _names(self):
        names = dict.fromkeys(self.root.namelist())
        for name in list(names):
            while '/' in name.rstrip('/'):
                name = name.rstrip('/').rpartition('/')[0] + '/'
                names[name] = None
        return names

    @property
    def name(self):
        return self.at.rstrip('/').rpartition('/')[2] or self.root.filename

    def open(self, mode='r', *args, pwd=None, **kwargs):
        if self.is_dir():
            raise IsADirectoryError(self)
        if not self.exists() and mode[0] == 'r':
            raise FileNotFoundError(self)
        stream = self.root.open(self.at, mode[0])
        return stream if 'b' in mode else io.TextIOWrapper(stream, *args, **kwargs)

    def read_text(self, *args, **kwargs):
        with self.open('r', *args, **kwargs) as file:
            return file.read()

    def read_bytes(self):
        with self.open('rb') as file:
            return file.read()

    def is_dir(self):
        return not self.at or self.at.endswith('/')

    def is_file(self):
        return self.exists() and not self.is_dir()

    def exists(self):
        return self.at in self._names()

    def iterdir(self):
        if not self.is_dir():
            raise ValueError("Can't listdir a file")
        for name in self._names():
            inside = name[len(self.at):].rstrip('/')
            if name.startswith(self.at) and inside and '/' not in inside:
                yield Path(self.root, name)

    def joinpath(self, *other):
        at = '/'.join([self.at.rstrip('/'), *other]).lstrip('/')
        return Path(self.root, at + '/' if at + '/' in self._names() and at not in
                    self.root.namelist() else at)

    __truediv__ = joinpath
