"""Lines of source text."""

from _traceback import source_line as _source_line

__all__ = ["getline", "clearcache", "checkcache", "lazycache", "getlines"]

cache = {}


def getline(filename, lineno, module_globals=None):
    """One line with its line end, or '' if there is none."""
    line = _source_line(filename, lineno)
    if line:
        return line
    lines = getlines(filename)
    return lines[lineno - 1] if 1 <= lineno <= len(lines) else ''


def getlines(filename, module_globals=None):
    """The lines of a program's text, or of a file of the machine's."""
    if filename in cache:
        return cache[filename]
    lines = []
    while line := _source_line(filename, len(lines) + 1):
        lines.append(line)
    if not lines:
        try:
            with open(filename, encoding='utf-8') as file:
                lines = file.readlines()
        except (OSError, UnicodeDecodeError, SyntaxError):
            return []
        if lines and not lines[-1].endswith('\n'):
            lines[-1] += '\n'
    cache[filename] = lines
    return lines


def clearcache():
    cache.clear()


def checkcache(filename=None):
    if filename is None:
        cache.clear()
    else:
        cache.pop(filename, None)


def lazycache(filename, module_globals):
    return False


def updatecache(filename, module_globals=None):
    return getlines(filename)
