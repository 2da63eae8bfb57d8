"""A dictionary that lives in a file."""

import collections.abc
from io import BytesIO
from pickle import DEFAULT_PROTOCOL, Pickler, Unpickler

__all__ = ["Shelf", "BsdDbShelf", "DbfilenameShelf", "open"]


class _ClosedDict(collections.abc.MutableMapping):
    def _closed(self, *arguments):
        raise ValueError('invalid operation on closed shelf')

    __iter__ = __len__ = __getitem__ = __setitem__ = __delitem__ = keys = _closed

    def __repr__(self):
        return '<Closed Dictionary>'


class Shelf(collections.abc.MutableMapping):
    """Keeps any object in a mapping from bytes to bytes."""

    def __init__(self, dict, protocol=None, writeback=False, keyencoding="utf-8"):
        self.dict = dict
        self._protocol = DEFAULT_PROTOCOL if protocol is None else protocol
        self.writeback = writeback
        self.cache = {}
        self.keyencoding = keyencoding

    def __iter__(self):
        return (key.decode(self.keyencoding) for key in self.dict.keys())

    def __len__(self):
        return len(self.dict)

    def __contains__(self, key):
        stored_as = key.encode(self.keyencoding)
        return stored_as in self.dict

    def get(self, key, default=None):
        return self[key] if key in self else default

    def __getitem__(self, key):
        if key in self.cache:
            return self.cache[key]
        value = Unpickler(BytesIO(self.dict[key.encode(self.keyencoding)])).load()
        if self.writeback:
            self.cache[key] = value
        return value

    def __setitem__(self, key, value):
        if self.writeback:
            self.cache[key] = value
        text = BytesIO()
        Pickler(text, self._protocol).dump(value)
        self.dict[key.encode(self.keyencoding)] = text.getvalue()

    def __delitem__(self, key):
        stored_as = key.encode(self.keyencoding)
        del self.dict[stored_as]
        self.cache.pop(key, None)

    def __enter__(self):
        return self

    def __exit__(self, type, value, traceback):
        self.close()

    def close(self):
        if self.dict is None:
            return
        try:
            self.sync()
            if hasattr(self.dict, 'close'):
                self.dict.close()
        finally:
            self.dict = _ClosedDict()

    def __del__(self):
        if hasattr(self, 'writeback') and not isinstance(self.dict, _ClosedDict):
            self.close()

    def sync(self):
        if self.writeback and self.cache:
            changed, self.cache, self.writeback = self.cache, {}, False
            for key, value in changed.items():
                self[key] = value
            self.writeback = True
        if hasattr(self.dict, 'sync'):
            self.dict.sync()


class BsdDbShelf(Shelf):
    def _answer(self, found):
        key, value = found
        return key.decode(self.keyencoding), Unpickler(BytesIO(value)).load()

    def set_location(self, key):
        return self._answer(self.dict.set_location(key))

    def next(self):
        return self._answer(next(self.dict))

    def first(self):
        return self._answer(self.dict.first())


class DbfilenameShelf(Shelf):
    """A Shelf in a file of dbm's."""

    def __init__(self, filename, flag='c', protocol=None, writeback=False):
        import dbm
        super().__init__(dbm.open(filename, flag), protocol, writeback)


def open(filename, flag='c', protocol=None, writeback=False):
    return DbfilenameShelf(filename, flag, protocol, writeback)
