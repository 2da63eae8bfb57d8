"""Servers of HTTP, for trying things out."""

import email.utils
import html
import io
import mimetypes
import os
import posixpath
import shutil
import socket
import socketserver
import sys
import time
import urllib.parse
from http import HTTPStatus
import http.client

__version__ = "0.6"
__all__ = ["HTTPServer", "ThreadingHTTPServer", "BaseHTTPRequestHandler",
           "SimpleHTTPRequestHandler", "CGIHTTPRequestHandler"]

DEFAULT_ERROR_MESSAGE = """\
<!DOCTYPE HTML>
<html lang="en">
    <head>
        <meta charset="utf-8">
        <title>Error response</title>
    </head>
    <body>
        <h1>Error response</h1>
        <p>Error code: %(code)d</p>
        <p>Message: %(message)s.</p>
        <p>Error code explanation: %(code)s - %(explain)s.</p>
    </body>
</html>
"""
DEFAULT_ERROR_CONTENT_TYPE = "text/html;charset=utf-8"
_LONGEST_LINE = 1 << 16


class HTTPServer(socketserver.TCPServer):
    allow_reuse_address = 1

    def server_bind(self):
        socketserver.TCPServer.server_bind(self)
        name, self.server_port = self.server_address[:2]
        self.server_name = socket.getfqdn(name)


class ThreadingHTTPServer(socketserver.ThreadingMixIn, HTTPServer):
    daemon_threads = True


class BaseHTTPRequestHandler(socketserver.StreamRequestHandler):
    """Reads requests and calls do_GET and the like, which a program writes."""

    sys_version = f"Python/{sys.version.partition(' ')[0]}"
    server_version = f"BaseHTTP/{__version__}"
    error_message_format = DEFAULT_ERROR_MESSAGE
    error_content_type = DEFAULT_ERROR_CONTENT_TYPE
    default_request_version = "HTTP/0.9"
    protocol_version = "HTTP/1.0"
    MessageClass = http.client.HTTPMessage
    responses = {status: (status.phrase, status.description) for status in HTTPStatus}
    weekdayname = 'Mon Tue Wed Thu Fri Sat Sun'.split()
    monthname = [None, *'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split()]

    def _version_number(self, version):
        """(major, minor), or None when it is no version of HTTP."""
        name, slash, number = version.partition('/')
        major, dot, minor = number.partition('.')
        if name != 'HTTP' or not (major.isdigit() and minor.isdigit()) or len(number) > 20:
            return None
        return int(major), int(minor)

    def parse_request(self):
        self.command, self.close_connection = None, True
        self.request_version = self.default_request_version
        self.requestline = str(self.raw_requestline, 'iso-8859-1').rstrip('\r\n')
        words = self.requestline.split()
        if not words:
            return False
        if len(words) >= 3:
            version = words[-1]
            number = self._version_number(version)
            if number is None:
                self.send_error(HTTPStatus.BAD_REQUEST, "Bad request version (%r)" % version)
                return False
            if number >= (1, 1) and self.protocol_version >= "HTTP/1.1":
                self.close_connection = False
            if number >= (2, 0):
                self.send_error(HTTPStatus.HTTP_VERSION_NOT_SUPPORTED,
                                "Invalid HTTP version (%s)" % version.partition('/')[2])
                return False
            self.request_version = version
        if not 2 <= len(words) <= 3:
            self.send_error(HTTPStatus.BAD_REQUEST,
                            "Bad request syntax (%r)" % self.requestline)
            return False
        command, path = words[:2]
        if len(words) == 2:
            self.close_connection = True
            if command != 'GET':
                self.send_error(HTTPStatus.BAD_REQUEST,
                                "Bad HTTP/0.9 request type (%r)" % command)
                return False
        self.command = command
        self.path = '/' + path.lstrip('/') if path.startswith('//') else path
        try:
            self.headers = http.client.parse_headers(self.rfile, _class=self.MessageClass)
        except http.client.HTTPException as fault:
            is_line = isinstance(fault, http.client.LineTooLong)
            self.send_error(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
                            "Line too long" if is_line else "Too many headers", str(fault))
            return False
        connection = self.headers.get('Connection', "").lower()
        if connection == 'close':
            self.close_connection = True
        elif connection == 'keep-alive' and self.protocol_version >= "HTTP/1.1":
            self.close_connection = False
        expects = self.headers.get('Expect', "").lower() == "100-continue"
        if expects and self.protocol_version >= "HTTP/1.1" and self.request_version >= "HTTP/1.1":
            return self.handle_expect_100()
        return True

    def handle_expect_100(self):
        self.send_response_only(HTTPStatus.CONTINUE)
        self.end_headers()
        return True

    def handle_one_request(self):
        try:
            line = self.raw_requestline = self.rfile.readline(_LONGEST_LINE + 1)
            if len(line) > _LONGEST_LINE:
                self.requestline = self.request_version = self.command = ''
                self.send_error(HTTPStatus.REQUEST_URI_TOO_LONG)
                return
            if not line:
                self.close_connection = True
                return
            if not self.parse_request():
                return
            method = getattr(self, 'do_' + self.command, None)
            if method is None:
                self.send_error(HTTPStatus.NOT_IMPLEMENTED,
                                "Unsupported method (%r)" % self.command)
                return
            method()
            self.wfile.flush()
        except TimeoutError as late:
            self.log_error("Request timed out: %r", late)
            self.close_connection = True

    def handle(self):
        self.close_connection = True
        self.handle_one_request()
        while not self.close_connection:
            self.handle_one_request()

    def send_error(self, code, message=None, explain=None):
        short, long = self.responses.get(code, ('???', '???'))
        message = short if message is None else message
        explain = long if explain is None else explain
        self.log_error("code %d, message %s", code, message)
        self.send_response(code, message)
        headers = {'Connection': 'close'}
        body = b''
        if code >= 200 and code not in (204, 205, 304):
            text = self.error_message_format % {
                'code': code, 'message': html.escape(message, quote=False),
                'explain': html.escape(explain, quote=False)}
            body = text.encode('UTF-8', 'replace')
            headers |= {"Content-Type": self.error_content_type,
                        'Content-Length': str(len(body))}
        self._send_headers(headers)
        if body and self.command != 'HEAD':
            self.wfile.write(body)

    def _send_headers(self, headers):
        for keyword, value in headers.items():
            self.send_header(keyword, value)
        self.end_headers()

    def send_response(self, code, message=None):
        self.log_request(code)
        self.send_response_only(code, message)
        for keyword, value in ('Server', self.version_string), ('Date', self.date_time_string):
            self.send_header(keyword, value())

    def _head(self, line):
        if self.request_version == 'HTTP/0.9':
            return
        self.__dict__.setdefault('_headers_buffer', []).append(
            line.encode('latin-1', 'strict'))

    def send_response_only(self, code, message=None):
        if message is None:
            message = self.responses[code][0] if code in self.responses else ''
        self._head("%s %d %s\r\n" % (self.protocol_version, code, message))

    def send_header(self, keyword, value):
        self._head("%s: %s\r\n" % (keyword, value))
        if keyword.lower() != 'connection':
            return
        wish = value.lower()
        if wish in ('close', 'keep-alive'):
            self.close_connection = wish == 'close'

    def end_headers(self):
        self._head("\r\n")
        self.flush_headers()

    def flush_headers(self):
        lines = self.__dict__.pop('_headers_buffer', None)
        if lines is not None:
            self.wfile.write(b"".join(lines))

    def log_request(self, code='-', size='-'):
        self.log_message('"%s" %s %s', self.requestline,
                         str(code.value if isinstance(code, HTTPStatus) else code), str(size))

    def log_error(self, format, *args):
        self.log_message(format, *args)

    def log_message(self, format, *args):
        safe = (format % args).translate({**{k: fr'\x{k:02x}' for k in (*range(0x20),
                                                                       *range(0x7f, 0xa0))},
                                          ord('\\'): r'\\'})
        sys.stderr.write("%s - - [%s] %s\n" % (self.address_string(), self.log_date_time_string(),
                                               safe))

    def version_string(self):
        return f'{self.server_version} {self.sys_version}'

    def date_time_string(self, timestamp=None):
        return email.utils.formatdate(time.time() if timestamp is None else timestamp, usegmt=True)

    def log_date_time_string(self):
        now = time.localtime(time.time())
        return "%02d/%3s/%04d %02d:%02d:%02d" % (now.tm_mday, self.monthname[now.tm_mon],
                                                 now.tm_year, *now[3:6])

    def address_string(self):
        return self.client_address[0]


class SimpleHTTPRequestHandler(BaseHTTPRequestHandler):
    """Serves the files below a folder."""

    server_version = f"SimpleHTTP/{__version__}"
    extensions_map = {'.gz': 'application/gzip', '.Z': 'application/octet-stream',
                      '.bz2': 'application/x-bzip2', '.xz': 'application/x-xz'}

    def __init__(self, *args, directory=None, **kwargs):
        self.directory = os.fspath(os.getcwd() if directory is None else directory)
        super().__init__(*args, **kwargs)

    def do_GET(self):
        file = self.send_head()
        if file:
            with file:
                self.copyfile(file, self.wfile)

    def do_HEAD(self):
        file = self.send_head()
        if file:
            file.close()

    def send_head(self):
        where = self.translate_path(self.path)
        if os.path.isdir(where):
            asked = urllib.parse.urlsplit(self.path)
            if not asked.path.endswith('/'):
                return self._send_elsewhere(asked._replace(path=asked.path + '/'))
            pages = (os.path.join(where, name) for name in ("index.html", "index.htm"))
            page = next(filter(os.path.isfile, pages), None)
            if page is None:
                return self.list_directory(where)
            where = page
        try:
            file = None if where.endswith("/") else open(where, 'rb')
        except OSError:
            file = None
        if file is None:
            self.send_error(HTTPStatus.NOT_FOUND, "File not found")
            return None
        told = os.fstat(file.fileno())
        self.send_response(HTTPStatus.OK)
        self._send_headers({"Content-type": self.guess_type(where),
                            "Content-Length": str(told.st_size),
                            "Last-Modified": self.date_time_string(told.st_mtime)})
        return file

    def _send_elsewhere(self, parts):
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self._send_headers({"Location": urllib.parse.urlunsplit(parts), "Content-Length": "0"})

    def list_directory(self, path):
        try:
            names = sorted(os.listdir(path), key=str.lower)
        except OSError:
            self.send_error(HTTPStatus.NOT_FOUND, "No permission to list directory")
            return None
        shown = html.escape(urllib.parse.unquote(self.path.split('?')[0].split('#')[0],
                                                 errors='surrogatepass'), quote=False)
        title = f'Directory listing for {shown}'
        rows = ['<!DOCTYPE HTML>', '<html lang="en">', '<head>', '<meta charset="utf-8">',
                f'<title>{title}</title>\n</head>', f'<body>\n<h1>{title}</h1>', '<hr>\n<ul>']
        for name in names:
            whole = os.path.join(path, name)
            text, link = name, name
            if os.path.isdir(whole):
                text = link = name + '/'
            if os.path.islink(whole):
                text = name + '@'
            rows.append('<li><a href="%s">%s</a></li>' % (
                urllib.parse.quote(link, errors='surrogatepass'), html.escape(text, quote=False)))
        rows.append('</ul>\n<hr>\n</body>\n</html>\n')
        body = '\n'.join(rows).encode('utf-8', 'surrogateescape')
        self.send_response(HTTPStatus.OK)
        self._send_headers({"Content-type": "text/html; charset=utf-8",
                            "Content-Length": str(len(body))})
        return io.BytesIO(body)

    def translate_path(self, path):
        path = path.split('?', 1)[0].split('#', 1)[0]
        slash = path.rstrip().endswith('/')
        words = posixpath.normpath(urllib.parse.unquote(path)).split('/')
        whole = self.directory
        for word in filter(None, words):
            # What would lead out of the folder is left out.
            if not os.path.dirname(word) and word not in (os.curdir, os.pardir):
                whole = os.path.join(whole, word)
        return whole + '/' if slash else whole

    def copyfile(self, source, outputfile):
        shutil.copyfileobj(source, outputfile)

    def guess_type(self, path):
        ending = posixpath.splitext(path)[1]
        for known in (ending, ending.lower()):
            if known in self.extensions_map:
                return self.extensions_map[known]
        return mimetypes.guess_type(path)[0] or 'application/octet-stream'


CGIHTTPRequestHandler = SimpleHTTPRequestHandler
