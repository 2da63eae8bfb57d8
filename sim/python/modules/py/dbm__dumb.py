"""Mappings from bytes to bytes in two plain files: .dat with the values, .dir that tells where."""

import ast
import collections.abc
import os

__all__ = ["error", "open"]

_BLOCK = 512
error = OSError


class _Database(collections.abc.MutableMapping):
    def __init__(self, name, mode, flag='c'):
        self._directory, self._data, self._backup = (name + end for end in ('.dir', '.dat', '.bak'))
        self._mode = mode
        self._read_only = flag == 'r'
        self._index = {}
        self._changed = False
        if flag == 'n':
            for path in (self._data, self._directory, self._backup):
                if os.path.exists(path):
                    os.remove(path)
        if not os.path.exists(self._data):
            if flag not in ('c', 'n'):
                raise FileNotFoundError(2, 'No such file or directory', self._data)
            with _plain_open(self._data, 'w', encoding='latin-1'):
                pass
        try:
            with _plain_open(self._directory, 'r', encoding='latin-1') as file:
                for line in file:
                    key, where = ast.literal_eval(line.rstrip())
                    self._index[key.encode('latin-1')] = where
        except OSError:
            self._changed = not self._read_only

    def _check(self, writing=False):
        if self._index is None:
            raise error('DBM object has already been closed')
        if writing and self._read_only:
            raise error('The database is opened for reading only')

    @staticmethod
    def _bytes(value, what):
        if isinstance(value, str):
            return value.encode('utf-8')
        if not isinstance(value, (bytes, bytearray)):
            raise TypeError(f"{what} must be bytes or strings")
        return bytes(value)

    def _key(self, key):
        return key.encode('utf-8') if isinstance(key, str) else key

    def __getitem__(self, key):
        self._check()
        at, length = self._index[self._key(key)]
        with _plain_open(self._data, 'rb') as file:
            file.seek(at)
            return file.read(length)

    def __setitem__(self, key, value):
        self._check(True)
        key, value = self._bytes(key, 'keys'), self._bytes(value, 'values')
        at, length = self._index.get(key, (0, -1))
        with _plain_open(self._data, 'rb+') as file:
            if -(-length // _BLOCK) < -(-len(value) // _BLOCK) or length < 0:
                end = file.seek(0, 2)
                at = -(-end // _BLOCK) * _BLOCK
                file.write(b'\0' * (at - end))
            file.seek(at)
            file.write(value)
        self._index[key] = at, len(value)
        self._changed = True

    def __delitem__(self, key):
        self._check(True)
        del self._index[self._key(key)]
        self._changed = True

    def keys(self):
        self._check()
        return list(self._index)

    def items(self):
        self._check()
        return [(key, self[key]) for key in self._index]

    def __contains__(self, key):
        self._check()
        return self._key(key) in self._index

    def __iter__(self):
        self._check()
        return iter(self._index)

    iterkeys = __iter__

    def __len__(self):
        self._check()
        return len(self._index)

    def sync(self):
        if self._index is None or not self._changed or self._read_only:
            return
        if os.path.exists(self._directory):
            os.replace(self._directory, self._backup)
        with _plain_open(self._directory, 'w', encoding='latin-1') as file:
            for key, where in self._index.items():
                file.write('%r, %r\n' % (key.decode('latin-1'), where))
        self._changed = False

    def close(self):
        try:
            self.sync()
        finally:
            self._index = None

    def __del__(self):
        if getattr(self, '_index', None) is not None:
            self.close()

    def __enter__(self):
        return self

    def __exit__(self, *arguments):
        self.close()


_plain_open = open


def open(file, flag='c', mode=0o666):
    if flag not in ('r', 'w', 'c', 'n'):
        raise ValueError("Flag must be one of 'r', 'w', 'c', or 'n'")
    return _Database(os.fspath(file), mode, flag)
