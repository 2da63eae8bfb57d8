"""File names by pattern."""

import fnmatch as _fnmatch
import os as _os


def has_magic(s):
    return any(c in s for c in '*?[')


def escape(pathname):
    return ''.join(f'[{c}]' if c in '*?[' else c for c in pathname)


def iglob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    parts = [part for part in pathname.split('/') if part]
    start = '/' if pathname.startswith('/') else ''
    yield from _walk(start, parts, root_dir or '', recursive, include_hidden)


def glob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    return list(iglob(pathname, root_dir=root_dir, recursive=recursive,
                      include_hidden=include_hidden))


def _names(directory):
    try:
        return _os.listdir(directory or '.')
    except OSError:
        return []


def _walk(base, parts, root, recursive, hidden):
    if not parts:
        if base:
            yield base
        return
    part, rest = parts[0], parts[1:]
    here = _os.path.join(root, base)
    if part == '**' and recursive:
        yield from _walk(base, rest, root, recursive, hidden) if rest else _everything(
            base, root, hidden)
        for name in _names(here):
            full = _os.path.join(base, name)
            if (hidden or not name.startswith('.')) and _os.path.isdir(_os.path.join(root, full)):
                if rest:
                    yield from _walk(full, parts, root, recursive, hidden)
        return
    if not has_magic(part):
        full = _os.path.join(base, part)
        if _os.path.exists(_os.path.join(root, full)):
            yield from _walk(full, rest, root, recursive, hidden)
        return
    for name in _names(here):
        if name.startswith('.') and not part.startswith('.') and not hidden:
            continue
        full = _os.path.join(base, name)
        if _fnmatch.fnmatchcase(name, part) and (
                not rest or _os.path.isdir(_os.path.join(root, full))):
            yield from _walk(full, rest, root, recursive, hidden)


def _everything(base, root, hidden):
    if base:
        yield base + '/'
    for name in _names(_os.path.join(root, base)):
        if name.startswith('.') and not hidden:
            continue
        full = _os.path.join(base, name)
        if _os.path.isdir(_os.path.join(root, full)):
            for inner in _everything(full, root, hidden):
                yield inner[:-1] if inner == full + '/' else inner
        else:
            yield full
