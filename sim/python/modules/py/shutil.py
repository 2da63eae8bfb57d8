"""Copying, moving and removing files and directories."""

import os
from collections import namedtuple as _namedtuple

_Usage = _namedtuple('usage', 'total used free')


class Error(OSError):
    pass


class SameFileError(Error):
    pass


class SpecialFileError(OSError):
    pass


class ReadError(OSError):
    pass


def copyfileobj(fsrc, fdst, length=0):
    length = length or 65536
    while data := fsrc.read(length):
        fdst.write(data)


def copyfile(src, dst, *, follow_symlinks=True):
    if os.path.exists(src) and os.path.exists(dst) and os.path.samefile(src, dst):
        raise SameFileError(f"{src!r} and {dst!r} are the same file")
    with open(src, 'rb') as fsrc:
        with open(dst, 'wb') as fdst:
            copyfileobj(fsrc, fdst)
    return dst


def copymode(src, dst, *, follow_symlinks=True):
    os.chmod(dst, os.stat(src).st_mode & 0o7777)


def copystat(src, dst, *, follow_symlinks=True):
    found = os.stat(src)
    os.utime(dst, (found.st_atime, found.st_mtime))
    os.chmod(dst, found.st_mode & 0o7777)


def copy(src, dst, *, follow_symlinks=True):
    if os.path.isdir(dst):
        dst = os.path.join(dst, os.path.basename(src))
    copyfile(src, dst)
    copymode(src, dst)
    return dst


def copy2(src, dst, *, follow_symlinks=True):
    if os.path.isdir(dst):
        dst = os.path.join(dst, os.path.basename(src))
    copyfile(src, dst)
    copystat(src, dst)
    return dst


def ignore_patterns(*patterns):
    import fnmatch

    def ignored(path, names):
        return {name for pattern in patterns for name in fnmatch.filter(names, pattern)}
    return ignored


def copytree(src, dst, symlinks=False, ignore=None, copy_function=copy2,
             ignore_dangling_symlinks=False, dirs_exist_ok=False):
    names = os.listdir(src)
    left_out = ignore(os.fspath(src), names) if ignore is not None else ()
    os.makedirs(dst, exist_ok=dirs_exist_ok)
    for name in names:
        if name in left_out:
            continue
        source, target = os.path.join(src, name), os.path.join(dst, name)
        if os.path.isdir(source):
            copytree(source, target, symlinks, ignore, copy_function, ignore_dangling_symlinks,
                     dirs_exist_ok)
        else:
            copy_function(source, target)
    copystat(src, dst)
    return dst


def rmtree(path, ignore_errors=False, onerror=None, *, dir_fd=None):
    def failed(function, name, error):
        if ignore_errors:
            return
        if onerror is None:
            raise error
        onerror(function, name, (type(error), error, error.__traceback__))
    try:
        names = os.listdir(path)
    except OSError as error:
        failed(os.scandir, path, error)
        return
    for name in names:
        full = os.path.join(path, name)
        if os.path.isdir(full):
            rmtree(full, ignore_errors, onerror)
        else:
            try:
                os.unlink(full)
            except OSError as error:
                failed(os.unlink, full, error)
    try:
        os.rmdir(path)
    except OSError as error:
        failed(os.rmdir, path, error)


def move(src, dst, copy_function=copy2):
    target = dst
    if os.path.isdir(dst):
        target = os.path.join(dst, os.path.basename(os.fspath(src).rstrip('/')))
        if os.path.exists(target):
            raise Error(f"Destination path '{target}' already exists")
    os.rename(src, target)
    return target


def disk_usage(path):
    os.stat(path)
    return _Usage(1 << 40, 1 << 38, (1 << 40) - (1 << 38))


def which(cmd, mode=1, path=None):
    """The simulated machine has a few commands, none of which is a file."""
    known = {'python3': '/usr/bin/python3', 'python': '/usr/bin/python', 'sh': '/bin/sh',
             'echo': '/bin/echo', 'cat': '/bin/cat', 'sleep': '/bin/sleep', 'true': '/bin/true',
             'false': '/bin/false'}
    return known.get(os.fspath(cmd))


def get_terminal_size(fallback=(80, 24)):
    cls = _namedtuple('terminal_size', 'columns lines', module='os')
    columns = int(os.environ.get('COLUMNS', 0) or 0)
    lines = int(os.environ.get('LINES', 0) or 0)
    return cls(columns or fallback[0], lines or fallback[1])


def _pack_zip(name, root, base):
    import zipfile
    with zipfile.ZipFile(name, 'w', zipfile.ZIP_DEFLATED) as archive:
        top = os.path.normpath(os.path.join(root, base))
        if base != os.curdir:
            archive.write(top, os.path.relpath(top, root))
        for folder, below, files in os.walk(top):
            for one in sorted(below):
                path = os.path.normpath(os.path.join(folder, one))
                archive.write(path, os.path.relpath(path, root))
            for one in files:
                path = os.path.normpath(os.path.join(folder, one))
                if os.path.isfile(path):
                    archive.write(path, os.path.relpath(path, root))


def _pack_tar(way):
    def pack(name, root, base):
        import tarfile
        with tarfile.open(name, 'w|' + way if way else 'w') as archive:
            archive.add(os.path.join(root, base), base)
    return pack


# By format: the endings of names, what packs, what it is.
_ARCHIVES = {'bztar': (['.tar.bz2', '.tbz2'], _pack_tar('bz2'), "bzip2'ed tar-file"),
             'gztar': (['.tar.gz', '.tgz'], _pack_tar('gz'), "gzip'ed tar-file"),
             'tar': (['.tar'], _pack_tar(''), "uncompressed tar file"),
             'zip': (['.zip'], _pack_zip, "ZIP file")}


def get_archive_formats():
    return [(name, about) for name, (_endings, _pack, about) in sorted(_ARCHIVES.items())]


def get_unpack_formats():
    return [(name, endings, about) for name, (endings, _pack, about) in sorted(_ARCHIVES.items())]


def make_archive(base_name, format, root_dir=None, base_dir=None, verbose=0, dry_run=0, owner=None,
                 group=None, logger=None):
    """Packs a folder; answers the archive's name."""
    if format not in _ARCHIVES:
        raise ValueError("unknown archive format '%s'" % format)
    endings, pack, _about = _ARCHIVES[format]
    name = os.path.abspath(base_name) if root_dir is not None else os.fspath(base_name)
    above = os.path.dirname(name)
    if above:
        os.makedirs(above, exist_ok=True)
    pack(name + endings[0], os.curdir if root_dir is None else root_dir,
         os.curdir if base_dir is None else base_dir)
    return name + endings[0]


def unpack_archive(filename, extract_dir=None, format=None, *, filter=None):
    """Unpacks an archive, by its format or by the ending of its name."""
    filename = os.fspath(filename)
    target = os.getcwd() if extract_dir is None else os.fspath(extract_dir)
    if format is None:
        format = next((name for name, (endings, _pack, _about) in _ARCHIVES.items()
                       if any(filename.endswith(ending) for ending in endings)), None)
        if format is None:
            raise ReadError("Unknown archive format '{0}'".format(filename))
    elif format not in _ARCHIVES:
        raise ValueError("Unknown unpack format '{0}'".format(format))
    if format == 'zip':
        import zipfile
        if not zipfile.is_zipfile(filename):
            raise ReadError("%s is not a zip file" % filename)
        with zipfile.ZipFile(filename) as archive:
            archive.extractall(target)
        return
    import tarfile
    try:
        archive = tarfile.open(filename)
    except tarfile.TarError:
        raise ReadError("%s is not a compressed or uncompressed tar file" % filename)
    with archive:
        archive.extractall(target)
