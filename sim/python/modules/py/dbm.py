"""Mappings from bytes to bytes in files; here by the one way that needs no library of C."""

__all__ = ['open', 'whichdb', 'error']

import os


class error(Exception):
    pass


_names = ['dbm.gnu', 'dbm.ndbm', 'dbm.dumb']
_defaultmod = None
error = (error, OSError)


def open(file, flag='r', mode=0o666):
    from dbm import dumb
    kind = whichdb(file) if 'n' not in flag else ''
    if kind is None and 'c' not in flag:
        raise error[0](2, "db file doesn't exist; use 'c' or 'n' flag to create a new db")
    if kind == '' and 'n' not in flag:
        raise error[0](2, "db type could not be determined")
    return dumb.open(file, flag, mode)


def whichdb(filename):
    name = os.fspath(filename)
    if os.path.exists(name + '.dir'):
        return 'dbm.dumb'
    return '' if os.path.exists(name) else None
