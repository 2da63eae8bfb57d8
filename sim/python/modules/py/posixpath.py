"""Paths as text, the POSIX way."""

__all__ = ['abspath', 'basename', 'commonprefix', 'dirname', 'exists', 'expanduser', 'isabs',
           'isdir', 'isfile', 'join', 'normpath', 'relpath', 'split', 'splitext', 'realpath',
           'curdir', 'pardir', 'sep', 'pathsep', 'extsep']

curdir = '.'
pardir = '..'
extsep = '.'
sep = '/'
pathsep = ':'
defpath = '/bin:/usr/bin'
altsep = None
devnull = '/dev/null'


def isabs(s):
    return s.startswith('/')


def join(a, *p):
    path = a
    for part in p:
        if part.startswith('/'):
            path = part
        elif not path or path.endswith('/'):
            path += part
        else:
            path += '/' + part
    return path


def split(p):
    at = p.rfind('/') + 1
    head, tail = p[:at], p[at:]
    if head and head != '/' * len(head):
        head = head.rstrip('/')
    return head, tail


def basename(p):
    return split(p)[1]


def dirname(p):
    return split(p)[0]


def splitext(p):
    name = p[p.rfind('/') + 1:]
    dot = name.rfind('.')
    if dot <= 0 or not name[:dot].strip('.'):
        return p, ''
    cut = len(p) - len(name) + dot
    return p[:cut], p[cut:]


def normpath(path):
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
    return normpath(path if isabs(path) else join('/', path))


realpath = abspath


def relpath(path, start='.'):
    if not path:
        raise ValueError("no path specified")
    ours = [part for part in abspath(path).split('/') if part]
    theirs = [part for part in abspath(start).split('/') if part]
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


def expanduser(path):
    return path


def expandvars(path):
    return path


# The simulated machine has no files yet, but the root folder.

def exists(path):
    return normpath(path) == '/'


lexists = exists
isdir = exists


def isfile(path):
    return False


def islink(path):
    return False
