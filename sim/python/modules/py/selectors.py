"""Waiting for many files at once: one interface over select, poll and epoll."""

import math
import select
from abc import ABCMeta, abstractmethod
from collections import namedtuple
from collections.abc import Mapping

EVENT_READ = 1
EVENT_WRITE = 2

SelectorKey = namedtuple("SelectorKey", ["fileobj", "fd", "events", "data"])


def _descriptor(fileobj):
    """The number of a descriptor, or of something with a fileno()."""
    fd = fileobj
    if not isinstance(fileobj, int):
        try:
            fd = int(fileobj.fileno())
        except (AttributeError, TypeError, ValueError):
            raise ValueError("Invalid file object: {!r}".format(fileobj)) from None
    if fd < 0:
        raise ValueError("Invalid file descriptor: {}".format(fd))
    return fd


class _SelectorMapping(Mapping):
    """The registered files of a selector, each with its key."""

    def __init__(self, selector):
        self._selector = selector

    def __len__(self):
        return len(self._selector._keys)

    def __getitem__(self, fileobj):
        try:
            return self._selector._keys[self._selector._lookup(fileobj)]
        except KeyError:
            raise KeyError("{!r} is not registered".format(fileobj)) from None

    def __iter__(self):
        return iter(self._selector._keys)


class BaseSelector(metaclass=ABCMeta):
    """What every selector can do."""

    @abstractmethod
    def register(self, fileobj, events, data=None):
        raise NotImplementedError

    @abstractmethod
    def unregister(self, fileobj):
        raise NotImplementedError

    def modify(self, fileobj, events, data=None):
        self.unregister(fileobj)
        return self.register(fileobj, events, data)

    @abstractmethod
    def select(self, timeout=None):
        raise NotImplementedError

    def close(self):
        pass

    def get_key(self, fileobj):
        mapping = self.get_map()
        if mapping is None:
            raise RuntimeError("Selector is closed")
        try:
            return mapping[fileobj]
        except KeyError:
            raise KeyError("{!r} is not registered".format(fileobj)) from None

    @abstractmethod
    def get_map(self):
        raise NotImplementedError

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()


class _BaseSelectorImpl(BaseSelector):
    """Keeps the keys; the classes below keep the system's side."""

    def __init__(self):
        self._keys = {}
        self._map = _SelectorMapping(self)

    def _lookup(self, fileobj):
        try:
            return _descriptor(fileobj)
        except ValueError:
            # It may have been closed since: look for the object itself.
            for key in self._keys.values():
                if key.fileobj is fileobj:
                    return key.fd
            raise

    def register(self, fileobj, events, data=None):
        if not events or events & ~(EVENT_READ | EVENT_WRITE):
            raise ValueError("Invalid events: {!r}".format(events))
        key = SelectorKey(fileobj, self._lookup(fileobj), events, data)
        if key.fd in self._keys:
            raise KeyError("{!r} (FD {}) is already registered".format(fileobj, key.fd))
        self._keys[key.fd] = key
        return key

    def unregister(self, fileobj):
        try:
            return self._keys.pop(self._lookup(fileobj))
        except KeyError:
            raise KeyError("{!r} is not registered".format(fileobj)) from None

    def modify(self, fileobj, events, data=None):
        try:
            key = self._keys[self._lookup(fileobj)]
        except KeyError:
            raise KeyError("{!r} is not registered".format(fileobj)) from None
        if events != key.events:
            self.unregister(fileobj)
            key = self.register(fileobj, events, data)
        elif data != key.data:
            key = key._replace(data=data)
            self._keys[key.fd] = key
        return key

    def close(self):
        self._keys.clear()
        self._map = None

    def get_map(self):
        return self._map

    def _ready(self, fd, events):
        key = self._keys.get(fd)
        return [(key, events & key.events)] if key and events & key.events else []


class SelectSelector(_BaseSelectorImpl):
    """Over select.select()."""

    def __init__(self):
        super().__init__()
        self._readers = set()
        self._writers = set()

    def register(self, fileobj, events, data=None):
        key = super().register(fileobj, events, data)
        if events & EVENT_READ:
            self._readers.add(key.fd)
        if events & EVENT_WRITE:
            self._writers.add(key.fd)
        return key

    def unregister(self, fileobj):
        key = super().unregister(fileobj)
        self._readers.discard(key.fd)
        self._writers.discard(key.fd)
        return key

    def select(self, timeout=None):
        wait = None if timeout is None else max(timeout, 0)
        readable, writable, _ = select.select(self._readers, self._writers, [], wait)
        readable, writable = set(readable), set(writable)
        ready = []
        for fd in readable | writable:
            events = (EVENT_READ if fd in readable else 0) | (EVENT_WRITE if fd in writable else 0)
            ready += self._ready(fd, events)
        return ready


class _PollLikeSelector(_BaseSelectorImpl):
    """What poll and epoll share."""

    _make = None
    _read_bit = None
    _write_bit = None

    def __init__(self):
        super().__init__()
        self._selector = self._make()

    def _bits(self, events):
        return ((self._read_bit if events & EVENT_READ else 0)
                | (self._write_bit if events & EVENT_WRITE else 0))

    def register(self, fileobj, events, data=None):
        key = super().register(fileobj, events, data)
        try:
            self._selector.register(key.fd, self._bits(events))
        except:
            super().unregister(fileobj)
            raise
        return key

    def unregister(self, fileobj):
        key = super().unregister(fileobj)
        try:
            self._selector.unregister(key.fd)
        except OSError:
            pass  # It was closed before.
        return key

    def modify(self, fileobj, events, data=None):
        try:
            key = self._keys[self._lookup(fileobj)]
        except KeyError:
            raise KeyError(f"{fileobj!r} is not registered") from None
        if events != key.events:
            try:
                self._selector.modify(key.fd, self._bits(events))
            except:
                super().unregister(fileobj)
                raise
        if events != key.events or data != key.data:
            key = key._replace(events=events, data=data)
            self._keys[key.fd] = key
        return key

    def _wait(self, timeout):
        if timeout is None:
            return self._selector.poll(None)
        return self._selector.poll(0 if timeout <= 0 else math.ceil(timeout * 1e3))

    def select(self, timeout=None):
        ready = []
        try:
            found = self._wait(timeout)
        except InterruptedError:
            return ready
        for fd, bits in found:
            events = ((EVENT_WRITE if bits & ~self._read_bit else 0)
                      | (EVENT_READ if bits & ~self._write_bit else 0))
            ready += self._ready(fd, events)
        return ready


class PollSelector(_PollLikeSelector):
    """Over select.poll()."""

    _make = staticmethod(select.poll)
    _read_bit = select.POLLIN
    _write_bit = select.POLLOUT


class EpollSelector(_PollLikeSelector):
    """Over select.epoll()."""

    _make = staticmethod(select.epoll)
    _read_bit = select.EPOLLIN
    _write_bit = select.EPOLLOUT

    def fileno(self):
        return self._selector.fileno()

    def _wait(self, timeout):
        # Virtual time needs no rounding up to milliseconds.
        wait = -1 if timeout is None else max(timeout, 0)
        return self._selector.poll(None if wait < 0 else wait, max(len(self._keys), 1))

    def close(self):
        self._selector.close()
        super().close()


DefaultSelector = EpollSelector
