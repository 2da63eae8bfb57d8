# native: it is C in CPython
"""Values packed into bytes by a format."""

import _struct
from _struct import Struct

__all__ = ['calcsize', 'pack', 'pack_into', 'unpack', 'unpack_from', 'iter_unpack', 'Struct',
           'error']


class error(Exception):
    __module__ = 'struct'


_struct.set_error(error)

_known = {}


def _struct_for(format):
    try:
        return _known[format]
    except KeyError:
        pass
    if len(_known) >= 100:
        _known.clear()
    made = _known[format] = Struct(format)
    return made


def _clearcache():
    _known.clear()


def calcsize(format, /):
    return _struct_for(format).size


def pack(*values):
    if not values:
        raise TypeError("missing format argument")
    format, *values = values
    return _struct_for(format).pack(*values)


def pack_into(format, buffer, offset, /, *values):
    _struct_for(format).pack_into(buffer, offset, *values)


def unpack(format, buffer, /):
    return _struct_for(format).unpack(buffer)


def unpack_from(format, /, buffer, offset=0):
    return _struct_for(format).unpack_from(buffer, offset)


def iter_unpack(format, buffer, /):
    return _struct_for(format).iter_unpack(buffer)
