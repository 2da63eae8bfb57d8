# native: it is C in CPython
"""The groups of the simulated machine."""


class struct_group(tuple):
    """A group, by place and by name."""

    _fields = ('gr_name', 'gr_passwd', 'gr_gid', 'gr_mem')
    n_fields = n_sequence_fields = 4
    n_unnamed_fields = 0

    def __getattr__(self, name):
        if name in struct_group._fields:
            return self[struct_group._fields.index(name)]
        raise AttributeError(f"'grp.struct_group' object has no attribute {name!r}")

    def __repr__(self):
        inside = ', '.join(f'{name}={value!r}' for name, value in zip(self._fields, self))
        return f'grp.struct_group({inside})'


_GROUPS = [struct_group(('root', 'x', 0, [])), struct_group(('nogroup', 'x', 65534, [])),
           struct_group(('user', 'x', 1000, []))]


def getgrall():
    return list(_GROUPS)


def getgrnam(name):
    for group in _GROUPS:
        if group[0] == name:
            return group
    raise KeyError(f"getgrnam(): name not found: {name!r}")


def getgrgid(id):
    for group in _GROUPS:
        if group[2] == id:
            return group
    raise KeyError(f"getgrgid(): gid not found: {id}")
