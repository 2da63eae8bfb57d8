"""Lines of source text."""

from _traceback import source_line as _source_line

__all__ = ["getline", "clearcache", "checkcache", "lazycache", "getlines"]

cache = {}


def getline(filename, lineno, module_globals=None):
    """One line with its line end, or '' if there is none."""
    return _source_line(filename, lineno)


def getlines(filename, module_globals=None):
    lines = []
    while True:
        line = _source_line(filename, len(lines) + 1)
        if not line:
            return lines
        lines.append(line)


def clearcache():
    cache.clear()


def checkcache(filename=None):
    pass


def lazycache(filename, module_globals):
    return False


def updatecache(filename, module_globals=None):
    return getlines(filename)
