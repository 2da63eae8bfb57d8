"""What the files of gzip and bz2 share: reading text that comes in pieces, and open()'s options."""

import io


class BaseStream(io.BufferedIOBase):
    """A compressed file. Whoever is one gives `_READ` (the mode in which it is read), `_raw` (the
    file below), `_check(mode)`, which raises unless it is open for that, and `_rewind()`, which
    calls `_begin()` with the pieces of text from the start."""

    def _begin(self, pieces):
        self._pieces = pieces
        self._text = b''
        self._at = 0

    def _gather(self, enough):
        """Reads on until enough(text) or the end."""
        while not enough(self._text):
            more = next(self._pieces, None)
            if more is None:
                return
            self._text += more

    def _take(self, count):
        taken, self._text = self._text[:count], self._text[count:]
        self._at += len(taken)
        return taken

    def read(self, size=-1):
        self._check(self._READ)
        if size is None or size < 0:
            self._text = b''.join([self._text, *self._pieces])
            return self._take(len(self._text))
        self._gather(lambda text: len(text) >= size)
        return self._take(size)

    def read1(self, size=-1):
        self._check(self._READ)
        self._gather(bool)
        return self._take(len(self._text) if size < 0 else size)

    def readinto(self, b):
        data = self.read(len(b))
        b[:len(data)] = data
        return len(data)

    def peek(self, n=0):
        self._check(self._READ)
        self._gather(bool)
        return self._text

    def readline(self, size=-1):
        self._check(self._READ)
        limit = None if size is None or size < 0 else size
        self._gather(lambda text: b'\n' in text or limit is not None and len(text) >= limit)
        end = self._text.find(b'\n') + 1 or len(self._text)
        return self._take(end if limit is None else min(end, limit))

    def seek(self, offset, whence=io.SEEK_SET):
        self._check(self._READ)
        if whence == io.SEEK_END:
            self.read()
        target = max(0, offset + (0 if whence == io.SEEK_SET else self._at))
        if target < self._at:
            self._raw.seek(0)
            self._rewind()
        self.read(target - self._at)
        return self._at

    def tell(self):
        return self._at


def check_text_options(mode, encoding, errors, newline):
    """Refuses what open() can't mean: text that is binary, binary with an encoding."""
    if "t" in mode:
        if "b" in mode:
            raise ValueError("Invalid mode: %r" % (mode,))
        return
    for name, value in (("encoding", encoding), ("errors", errors), ("newline", newline)):
        if value is not None:
            raise ValueError(f"Argument '{name}' not supported in binary mode")


def in_mode(file, mode, encoding, errors, newline):
    """The file, or the text in it."""
    if "t" in mode:
        return io.TextIOWrapper(file, io.text_encoding(encoding), errors, newline)
    return file
