# native: its errors come from where it is called
"""Paths as text, the POSIX way, and the questions that the file system answers about them."""

__all__ = ['abspath', 'basename', 'commonpath', 'commonprefix', 'dirname', 'exists', 'expanduser',
           'expandvars', 'getatime', 'getctime', 'getmtime', 'getsize', 'isabs', 'isdir', 'isfile',
           'islink', 'ismount', 'join', 'lexists', 'normcase', 'normpath', 'realpath', 'relpath',
           'samefile', 'split', 'splitdrive', 'splitext', 'curdir', 'pardir', 'sep', 'pathsep',
           'defpath', 'extsep', 'altsep', 'devnull']

import posix

curdir = '.'
pardir = '..'
extsep = '.'
sep = '/'
pathsep = ':'
defpath = '/bin:/usr/bin'
altsep = None
devnull = '/dev/null'
supports_unicode_filenames = False


def _text(path):
    """The str or bytes that a path is or stands for."""
    if isinstance(path, (str, bytes)):
        return path
    try:
        return type(path).__fspath__(path)
    except AttributeError:
        raise TypeError("expected str, bytes or os.PathLike object, not " +
                        type(path).__name__) from None


def _slash(path):
    return b'/' if isinstance(path, bytes) else '/'


def normcase(s):
    return _text(s)


def isabs(s):
    s = _text(s)
    return s.startswith(_slash(s))


def join(a, *p):
    path = a = _text(a)
    slash = _slash(a)
    for part in p:
        if not isinstance(part, (str, bytes)) and not hasattr(type(part), '__fspath__'):
            raise TypeError("join() argument must be str, bytes, or os.PathLike object, not "
                            f"{type(part).__name__!r}")
        part = _text(part)
        if isinstance(part, bytes) != isinstance(path, bytes):
            raise TypeError("Can't mix strings and bytes in path components")
        if part.startswith(slash):
            path = part
        elif not path or path.endswith(slash):
            path += part
        else:
            path += slash + part
    return path


def split(p):
    p = _text(p)
    slash = _slash(p)
    at = p.rfind(slash) + 1
    head, tail = p[:at], p[at:]
    if head and head != slash * len(head):
        head = head.rstrip(slash)
    return head, tail


def basename(p):
    return split(p)[1]


def dirname(p):
    return split(p)[0]


def splitdrive(p):
    p = _text(p)
    return p[:0], p


def splitext(p):
    p = _text(p)
    slash, point = (b'/', b'.') if isinstance(p, bytes) else ('/', '.')
    name = p[p.rfind(slash) + 1:]
    dot = name.rfind(point)
    if dot <= 0 or not name[:dot].strip(point):
        return p, p[:0]
    cut = len(p) - len(name) + dot
    return p[:cut], p[cut:]


def normpath(path):
    path = _text(path)
    if isinstance(path, bytes):
        return normpath(path.decode()).encode()
    if not path:
        return '.'
    slashes = 2 if path.startswith('//') and not path.startswith('///') else \
        int(path.startswith('/'))
    parts = []
    for part in path.split('/'):
        if part in ('', '.'):
            continue
        if part != '..' or (not slashes and not parts) or (parts and parts[-1] == '..'):
            parts.append(part)
        elif parts:
            parts.pop()
    return '/' * slashes + '/'.join(parts) or '.'


def abspath(path):
    path = _text(path)
    if isinstance(path, bytes):
        return abspath(path.decode()).encode()
    return normpath(path if path.startswith('/') else join(posix.getcwd(), path))


def realpath(filename, *, strict=False):
    whole = abspath(filename)
    if strict:
        posix.stat_fields(whole)
    found = '/'
    rest = whole.split('/')[1:]
    followed = 0
    while rest:
        found = join(found, rest.pop(0))
        if followed < 40 and islink(found):
            followed += 1
            target = join(dirname(found), posix.readlink(found))
            rest = normpath(target).split('/')[1:] + rest
            found = '/'
    return found


def relpath(path, start=None):
    if not path:
        raise ValueError("no path specified")
    ours = [part for part in abspath(path).split('/') if part]
    theirs = [part for part in abspath(curdir if start is None else start).split('/') if part]
    same = 0
    while same < min(len(ours), len(theirs)) and ours[same] == theirs[same]:
        same += 1
    return '/'.join(['..'] * (len(theirs) - same) + ours[same:]) or '.'


def commonprefix(m):
    if not m:
        return ''
    least, most = min(m), max(m)
    for i, c in enumerate(least):
        if c != most[i]:
            return least[:i]
    return least


def commonpath(paths):
    paths = [_text(path) for path in paths]
    if not paths:
        raise ValueError('commonpath() arg is an empty sequence')
    if len({path.startswith('/') for path in paths}) > 1:
        raise ValueError("Can't mix absolute and relative paths")
    split_paths = [[part for part in path.split('/') if part and part != '.'] for path in paths]
    common = []
    for parts in zip(*split_paths):
        if len(set(parts)) > 1:
            break
        common.append(parts[0])
    return ('/' if paths[0].startswith('/') else '') + '/'.join(common)


def expanduser(path):
    path = _text(path)
    if path == '~' or path.startswith('~/'):
        import os
        return os.environ.get('HOME', '/home/user').rstrip('/') + path[1:]
    return path


def expandvars(path):
    import os
    import re
    path = _text(path)

    def value(match):
        return os.environ.get(match[1] or match[2], match[0])
    return re.sub(r'\$(?:(\w+)|\{([^}]*)\})', value, path) if '$' in path else path


def _mode(path, keep_link=False):
    """The bits of st_mode; 0 when there is no such file."""
    try:
        fields = posix.fstat_fields(path) if isinstance(path, int) else posix.stat_fields(path, keep_link)
    except (OSError, ValueError):
        return 0
    return fields[0]


def exists(path):
    return _mode(path) != 0


def lexists(path):
    return _mode(path, True) != 0


def isfile(path):
    return _mode(path) & 0o170000 == 0o100000


def isdir(s):
    return _mode(s) & 0o170000 == 0o040000


def islink(path):
    return _mode(path, True) & 0o170000 == 0o120000


def ismount(path):
    return abspath(path) == '/'


def getsize(filename):
    return posix.stat_fields(filename)[6]


def getmtime(filename):
    return posix.stat_fields(filename)[8]


getatime = getctime = getmtime


def samefile(f1, f2):
    return posix.stat_fields(f1)[1] == posix.stat_fields(f2)[1]
