"""HTTP as a client speaks it."""

import collections.abc
import email.message
import email.parser
import io
import re
import socket
from urllib.parse import urlsplit

from http import HTTPStatus

__all__ = ["HTTPResponse", "HTTPConnection", "HTTPException", "NotConnected", "UnknownProtocol",
           "UnknownTransferEncoding", "UnimplementedFileMode", "IncompleteRead", "InvalidURL",
           "ImproperConnectionState", "CannotSendRequest", "CannotSendHeader", "ResponseNotReady",
           "BadStatusLine", "LineTooLong", "RemoteDisconnected", "error", "responses",
           "HTTPSConnection"]

HTTP_PORT, HTTPS_PORT = 80, 443
responses = {status: status.phrase for status in HTTPStatus}
globals().update({status.name: status for status in HTTPStatus})
_MAXLINE, _MAXHEADERS = 65536, 100
_bad_path = re.compile('[\x00-\x20\x7f]').search


class HTTPException(Exception):
    pass


class NotConnected(HTTPException):
    pass


class InvalidURL(HTTPException):
    pass


class UnknownProtocol(HTTPException):
    def __init__(self, version):
        self.args = version,
        self.version = version


class UnknownTransferEncoding(HTTPException):
    pass


class UnimplementedFileMode(HTTPException):
    pass


class IncompleteRead(HTTPException):
    def __init__(self, partial, expected=None):
        self.args = partial,
        self.partial, self.expected = partial, expected

    def __repr__(self):
        more = '' if self.expected is None else ', %i more expected' % self.expected
        return '%s(%i bytes read%s)' % (self.__class__.__name__, len(self.partial), more)

    __str__ = object.__str__


class ImproperConnectionState(HTTPException):
    pass


class CannotSendRequest(ImproperConnectionState):
    pass


class CannotSendHeader(ImproperConnectionState):
    pass


class ResponseNotReady(ImproperConnectionState):
    pass


class BadStatusLine(HTTPException):
    def __init__(self, line):
        self.args = self.line, = line or repr(line),


class LineTooLong(HTTPException):
    def __init__(self, line_type):
        super().__init__("got more than %d bytes when reading %s" % (_MAXLINE, line_type))


class RemoteDisconnected(ConnectionResetError, BadStatusLine):
    def __init__(self, *pos, **kw):
        BadStatusLine.__init__(self, "")
        ConnectionResetError.__init__(self, *pos, **kw)


error = HTTPException


class HTTPMessage(email.message.Message):
    """The headers of a request or response."""

    def getallmatchingheaders(self, name):
        return [f'{key}: {value}' for key, value in self.items() if key.lower() == name.lower()]


def parse_headers(fp, _class=HTTPMessage):
    lines = []
    while True:
        line = fp.readline(_MAXLINE + 1)
        if len(line) > _MAXLINE:
            raise LineTooLong("header line")
        lines.append(line)
        if len(lines) > _MAXHEADERS:
            raise HTTPException("got more than %d headers" % _MAXHEADERS)
        if line in (b'\r\n', b'\n', b''):
            break
    return email.parser.Parser(_class=_class).parsestr(b''.join(lines).decode('iso-8859-1'))


class HTTPResponse(io.BufferedIOBase):
    """What a server answered: status, headers, and the body as a file."""

    def __init__(self, sock, debuglevel=0, method=None, url=None):
        self.fp = sock.makefile("rb")
        self.debuglevel = debuglevel
        self._method = method
        self.headers = self.msg = None
        self.version = self.status = self.reason = 'UNKNOWN'
        self.chunked = self.chunk_left = self.length = self.will_close = 'UNKNOWN'

    def _read_status(self):
        line = str(self.fp.readline(_MAXLINE + 1), 'iso-8859-1')
        if len(line) > _MAXLINE:
            raise LineTooLong('status line')
        if not line:
            raise RemoteDisconnected('Remote end closed connection without response')
        version, _space, rest = line.strip().partition(' ')
        code, _space, reason = rest.strip().partition(' ')
        if not version.startswith('HTTP/') or not re.fullmatch('[1-9][0-9][0-9]', code):
            self._close_conn()
            raise BadStatusLine(line)
        return version, int(code), reason.strip()

    def begin(self):
        if self.headers is not None:
            return
        while True:
            version, status, reason = self._read_status()
            if status != 100:
                break
            parse_headers(self.fp)
        self.code = self.status = status
        self.reason = reason
        if version in ('HTTP/1.0', 'HTTP/0.9'):
            self.version = 10
        elif version.startswith('HTTP/1.'):
            self.version = 11
        else:
            raise UnknownProtocol(version)
        self.headers = self.msg = parse_headers(self.fp)
        self.chunked = self.headers.get('transfer-encoding', '').lower() == 'chunked'
        self.chunk_left = None
        self.will_close = self._closes()
        self.length = None
        length = self.headers.get('content-length')
        if length and not self.chunked:
            self.length = int(length) if length.strip().isdigit() else None
        if status in (204, 304) or 100 <= status < 200 or self._method == 'HEAD':
            self.length = 0
        if not self.will_close and not self.chunked and self.length is None:
            self.will_close = True

    def _closes(self):
        connection = self.headers.get('connection', '').lower()
        if self.version == 11:
            return 'close' in connection
        return not (self.headers.get('keep-alive') or 'keep-alive' in connection)

    def _close_conn(self):
        fp, self.fp = self.fp, None
        if fp is not None:
            fp.close()

    def close(self):
        try:
            super().close()
        finally:
            self._close_conn()

    def flush(self):
        pass

    def readable(self):
        return True

    def isclosed(self):
        return self.fp is None

    def fileno(self):
        return self.fp.fileno()

    # -- the body ---------------------------------------------------------------------------

    def read(self, amt=None):
        if self.fp is None:
            return b""
        if self._method == 'HEAD':
            self._close_conn()
            return b""
        if self.chunked:
            return self._read_chunked(amt)
        if amt is not None and amt >= 0:
            if self.length is not None:
                amt = min(amt, self.length)
            data = self.fp.read(amt)
            if not data and amt:
                self._close_conn()
            elif self.length is not None:
                self.length -= len(data)
                if not self.length:
                    self._close_conn()
            return data
        if self.length is None:
            data = self.fp.read()
        else:
            data = self.fp.read(self.length)
            if len(data) < self.length:
                missing = self.length - len(data)
                self._close_conn()
                raise IncompleteRead(data, missing)
            self.length = 0
        self._close_conn()
        return data

    def _next_chunk(self):
        """The bytes left of the chunk under way; None behind the last one."""
        if self.chunk_left:
            return self.chunk_left
        if self.chunk_left is not None:
            self.fp.read(2)
        line = self.fp.readline(_MAXLINE + 1)
        try:
            left = int(line.partition(b';')[0], 16)
        except ValueError:
            self._close_conn()
            raise IncompleteRead(b'')
        if left == 0:
            while self.fp.readline(_MAXLINE + 1) not in (b'\r\n', b'\n', b''):
                pass
            self._close_conn()
            return None
        self.chunk_left = left
        return left

    def _read_chunked(self, amt):
        pieces, wanted = [], amt if amt is not None and amt >= 0 else None
        while wanted is None or wanted > 0:
            left = self._next_chunk()
            if left is None:
                break
            take = left if wanted is None else min(left, wanted)
            data = self.fp.read(take)
            if len(data) < take:
                raise IncompleteRead(b''.join([*pieces, data]), take - len(data))
            pieces.append(data)
            self.chunk_left = left - take
            if wanted is not None:
                wanted -= take
        return b''.join(pieces)

    def readinto(self, b):
        data = self.read(len(b))
        b[:len(data)] = data
        return len(data)

    def read1(self, n=-1):
        return self.read(io.DEFAULT_BUFFER_SIZE if n < 0 else n)

    def readline(self, limit=-1):
        if self.fp is None:
            return b""
        out = bytearray()
        while not out.endswith(b'\n') and (limit is None or limit < 0 or len(out) < limit):
            byte = self.read(1)
            if not byte:
                break
            out += byte
        return bytes(out)

    # -- the headers ------------------------------------------------------------------------

    def getheader(self, name, default=None):
        if self.headers is None:
            raise ResponseNotReady()
        found = self.headers.get_all(name) or default
        if isinstance(found, str) or not isinstance(found, collections.abc.Iterable):
            return found
        return ', '.join(found)

    def getheaders(self):
        if self.headers is None:
            raise ResponseNotReady()
        return list(self.headers.items())

    def info(self):
        return self.headers

    def geturl(self):
        return self.url

    def getcode(self):
        return self.status


class HTTPConnection:
    """A connection to one server, for one request after the other."""

    _http_vsn, _http_vsn_str = 11, 'HTTP/1.1'
    response_class = HTTPResponse
    default_port = HTTP_PORT
    auto_open = 1
    debuglevel = 0

    def __init__(self, host, port=None, timeout=socket._GLOBAL_DEFAULT_TIMEOUT,
                 source_address=None, blocksize=8192):
        self.timeout = timeout
        self.source_address = source_address
        self.blocksize = blocksize
        self.sock = None
        self._buffer = []
        self._response = None
        self._state = 'idle'
        self._method = None
        self.host, self.port = self._get_hostport(host, port)

    def _get_hostport(self, host, port):
        if port is None:
            colon, bracket = host.rfind(':'), host.rfind(']')
            if colon > bracket:
                if host[colon + 1:]:
                    try:
                        port = int(host[colon + 1:])
                    except ValueError:
                        raise InvalidURL("nonnumeric port: '%s'" % host[colon + 1:])
                else:
                    port = self.default_port
                host = host[:colon]
            else:
                port = self.default_port
        if host[:1] == '[' and host[-1:] == ']':
            host = host[1:-1]
        return host, port

    def set_debuglevel(self, level):
        self.debuglevel = level

    def connect(self):
        self.sock = socket.create_connection((self.host, self.port), self.timeout,
                                             self.source_address)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def close(self):
        self._state = 'idle'
        sock, self.sock = self.sock, None
        if sock:
            sock.close()
        response, self._response = self._response, None
        if response:
            response.close()

    def send(self, data):
        if self.sock is None:
            if not self.auto_open:
                raise NotConnected()
            self.connect()
        if hasattr(data, "read"):
            while piece := data.read(self.blocksize):
                self.sock.sendall(piece.encode("iso-8859-1") if isinstance(piece, str) else piece)
        elif isinstance(data, (bytes, bytearray, memoryview)):
            self.sock.sendall(data)
        elif isinstance(data, collections.abc.Iterable):
            for piece in data:
                self.sock.sendall(piece)
        else:
            raise TypeError("data should be a bytes-like object or an iterable, got %r"
                            % type(data))

    def putrequest(self, method, url, skip_host=False, skip_accept_encoding=False):
        if self._response and self._response.isclosed():
            self._response = None
        if self._state != 'idle':
            raise CannotSendRequest(self._state_name())
        url = url or '/'
        if found := _bad_path(url):
            raise InvalidURL(f"URL can't contain control characters. {url!r} "
                             f"(found at least {found.group()!r})")
        self._state = 'started'
        self._method = method
        self._buffer = [f'{method} {url} {self._http_vsn_str}'.encode('ascii')]
        if not skip_host:
            host = urlsplit(url).netloc if url.startswith('http') else ''
            if not host:
                host = f'[{self.host}]' if ':' in self.host else self.host
                if self.port != self.default_port:
                    host += f':{self.port}'
            self.putheader('Host', host)
        if not skip_accept_encoding:
            self.putheader('Accept-Encoding', 'identity')

    def _state_name(self):
        return {'idle': 'Idle', 'started': 'Request-started', 'sent': 'Request-sent'}[self._state]

    def putheader(self, header, *values):
        if self._state != 'started':
            raise CannotSendHeader()
        texts = [str(v).encode('ascii') if isinstance(v, int) else v.encode('latin-1')
                 if hasattr(v, 'encode') else v for v in values]
        name = header.encode('ascii') if hasattr(header, 'encode') else header
        if not re.fullmatch(rb'[^:\s][^:\r\n]*', name):
            raise ValueError('Invalid header name %r' % (name,))
        for text in texts:
            if re.search(rb'\n(?![ \t])|\r(?![ \t\n])', text):
                raise ValueError('Invalid header value %r' % (text,))
        self._buffer.append(name + b': ' + b'\r\n\t'.join(texts))

    def endheaders(self, message_body=None, *, encode_chunked=False):
        if self._state != 'started':
            raise CannotSendHeader()
        self._state = 'sent'
        head, self._buffer = b'\r\n'.join([*self._buffer, b'', b'']), []
        self.send(head)
        if message_body is None:
            return
        if not encode_chunked:
            if isinstance(message_body, (bytes, bytearray)):
                if message_body:
                    self.send(message_body)
            else:
                self.send(message_body)
            return
        for piece in self._pieces(message_body):
            if piece:
                self.send(b'%X\r\n' % len(piece) + piece + b'\r\n')
        self.send(b'0\r\n\r\n')

    def _pieces(self, body):
        if hasattr(body, 'read'):
            while piece := body.read(self.blocksize):
                yield piece.encode('iso-8859-1') if isinstance(piece, str) else piece
        elif isinstance(body, (bytes, bytearray, memoryview)):
            yield body
        else:
            yield from body

    def request(self, method, url, body=None, headers={}, *, encode_chunked=False):
        names = {name.lower() for name in headers}
        self.putrequest(method, url, skip_host='host' in names,
                        skip_accept_encoding='accept-encoding' in names)
        if 'content-length' in names:
            encode_chunked = False
        elif 'transfer-encoding' not in names:
            encode_chunked = False
            length = self._length_of(body, method)
            if length is not None:
                self.putheader('Content-Length', str(length))
            elif body is not None:
                encode_chunked = True
                self.putheader('Transfer-Encoding', 'chunked')
        for name, value in headers.items():
            self.putheader(name, value)
        if isinstance(body, str):
            try:
                body = body.encode('iso-8859-1')
            except UnicodeEncodeError as err:
                raise UnicodeEncodeError(
                    err.encoding, err.object, err.start, err.end,
                    "%s (%.20r) is not valid Latin-1. Use %s.encode('utf-8') if you want to send "
                    "it encoded in UTF-8." % ('body'.title(), err.object[err.start:err.end],
                                              'body')) from None
        self.endheaders(body, encode_chunked=encode_chunked)

    @staticmethod
    def _length_of(body, method):
        if body is None:
            return 0 if method.upper() in ('PATCH', 'POST', 'PUT') else None
        if hasattr(body, 'read'):
            return None
        if isinstance(body, str):
            return len(body)
        try:
            return memoryview(body).nbytes
        except TypeError:
            return None

    def getresponse(self):
        if self._response and self._response.isclosed():
            self._response = None
        if self._state != 'sent' or self._response:
            raise ResponseNotReady(self._state_name())
        response = self.response_class(self.sock, self.debuglevel, method=self._method)
        try:
            response.begin()
        except ConnectionError:
            self.close()
            raise
        self._state = 'idle'
        if response.will_close:
            sock, self.sock = self.sock, None
            sock.close()
        else:
            self._response = response
        return response


class HTTPSConnection(HTTPConnection):
    """The same over TLS."""

    default_port = HTTPS_PORT

    def __init__(self, host, port=None, key_file=None, cert_file=None,
                 timeout=socket._GLOBAL_DEFAULT_TIMEOUT, source_address=None, *, context=None,
                 check_hostname=None, blocksize=8192):
        super().__init__(host, port, timeout, source_address, blocksize)
        import ssl
        self._context = ssl.create_default_context() if context is None else context

    def connect(self):
        super().connect()
        self.sock = self._context.wrap_socket(self.sock, server_hostname=self.host)
