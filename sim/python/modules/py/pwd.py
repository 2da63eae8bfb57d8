# native: it is C in CPython
"""The users of the simulated machine."""


class struct_passwd(tuple):
    """A user, by place and by name."""

    _fields = ('pw_name', 'pw_passwd', 'pw_uid', 'pw_gid', 'pw_gecos', 'pw_dir', 'pw_shell')
    n_fields = n_sequence_fields = 7
    n_unnamed_fields = 0

    def __getattr__(self, name):
        if name in struct_passwd._fields:
            return self[struct_passwd._fields.index(name)]
        raise AttributeError(f"'pwd.struct_passwd' object has no attribute {name!r}")

    def __repr__(self):
        inside = ', '.join(f'{name}={value!r}' for name, value in zip(self._fields, self))
        return f'pwd.struct_passwd({inside})'


_USERS = [struct_passwd(('root', 'x', 0, 0, 'root', '/root', '/bin/bash')),
          struct_passwd(('nobody', 'x', 65534, 65534, 'nobody', '/nonexistent',
                         '/usr/sbin/nologin')),
          struct_passwd(('user', 'x', 1000, 1000, '', '/home/user', '/bin/bash'))]


def getpwall():
    return list(_USERS)


def getpwnam(name, /):
    if not isinstance(name, str):
        raise TypeError(f"getpwnam() argument must be str, not {type(name).__name__}")
    for user in _USERS:
        if user[0] == name:
            return user
    raise KeyError(f"getpwnam(): name not found: {name!r}")


def getpwuid(uid, /):
    for user in _USERS:
        if user[2] == uid:
            return user
    raise KeyError(f"getpwuid(): uid not found: {uid}")
