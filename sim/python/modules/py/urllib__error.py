"""What can go wrong with a URL."""

import io
from urllib.response import addinfourl

__all__ = ['URLError', 'HTTPError', 'ContentTooShortError']


class URLError(OSError):
    """Something on the way; `reason` is a text or another exception."""

    def __init__(self, reason, filename=None):
        if filename is not None:
            self.filename = filename
        self.reason = reason
        self.args = (reason,)

    def __str__(self):
        return f'<urlopen error {self.reason}>'


class HTTPError(URLError, addinfourl):
    """An answer that tells of failure; it can be read as any other."""

    def __init__(self, url, code, msg, hdrs, fp):
        body = io.BytesIO() if fp is None else fp
        addinfourl.__init__(self, body, hdrs, url, code)
        self.msg = msg
        self.filename = url

    reason = property(lambda self: self.msg)
    hdrs = property(lambda self: self.headers)

    def __str__(self):
        return f'HTTP Error {self.code}: {self.msg}'

    def __repr__(self):
        return f'<HTTPError {self.code}: {self.msg!r}>'


class ContentTooShortError(URLError):
    """Less came than was told; `content` is what did."""

    def __init__(self, message, content):
        super().__init__(message)
        self.content = content
