"""Opens URLs."""

import base64
import contextlib
import email.message
import http.client
import io
import os
import socket
import sys
import tempfile
from urllib.error import ContentTooShortError, HTTPError, URLError
from urllib.parse import unquote, unquote_to_bytes, urljoin, urlsplit
from urllib.response import addinfourl

__all__ = ['Request', 'OpenerDirector', 'BaseHandler', 'HTTPDefaultErrorHandler',
           'HTTPRedirectHandler', 'HTTPCookieProcessor', 'ProxyHandler', 'HTTPPasswordMgr',
           'HTTPPasswordMgrWithDefaultRealm', 'HTTPBasicAuthHandler', 'HTTPHandler', 'FileHandler',
           'DataHandler', 'UnknownHandler', 'HTTPErrorProcessor', 'urlopen', 'install_opener',
           'build_opener', 'pathname2url', 'url2pathname', 'getproxies', 'urlretrieve',
           'urlcleanup', 'HTTPSHandler', 'quote', 'unquote']

from urllib.parse import quote  # noqa: E402

__version__ = '%d.%d' % sys.version_info[:2]
_opener = None


def urlopen(url, data=None, timeout=socket._GLOBAL_DEFAULT_TIMEOUT, *, cafile=None, capath=None,
            cadefault=False, context=None):
    if context is not None:
        opener = build_opener(HTTPSHandler(context=context))
    else:
        global _opener
        opener = _opener = _opener or build_opener()
    return opener.open(url, data, timeout)


def install_opener(opener):
    global _opener
    _opener = opener


def urlcleanup():
    pass


def pathname2url(pathname):
    return quote(pathname)


def url2pathname(pathname):
    return unquote(pathname)


def getproxies():
    return {}


def urlretrieve(url, filename=None, reporthook=None, data=None):
    with contextlib.closing(urlopen(url, data)) as source:
        headers = source.info()
        if filename is None:
            file = tempfile.NamedTemporaryFile(delete=False)
            filename = file.name
        else:
            file = open(filename, 'wb')
        size = int(headers['Content-Length']) if 'content-length' in headers else -1
        done = blocks = 0
        with file:
            if reporthook:
                reporthook(0, 8192, size)
            while block := source.read(8192):
                done += len(block)
                blocks += 1
                file.write(block)
                if reporthook:
                    reporthook(blocks, 8192, size)
    if 0 <= done < size:
        raise ContentTooShortError("retrieval incomplete: got only %i out of %i bytes"
                                   % (done, size), (filename, headers))
    return filename, headers


class Request:
    """A request before it is sent."""

    def __init__(self, url, data=None, headers={}, origin_req_host=None, unverifiable=False,
                 method=None):
        self.full_url = url
        self.headers = {}
        self.unredirected_hdrs = {}
        self._data = None
        self.data = data
        self._tunnel_host = None
        for name, value in headers.items():
            self.add_header(name, value)
        self.origin_req_host = self.host if origin_req_host is None else origin_req_host
        self.unverifiable = unverifiable
        if method:
            self.method = method

    @property
    def full_url(self):
        return f'{self._full_url}#{self.fragment}' if self.fragment else self._full_url

    @full_url.setter
    def full_url(self, url):
        url = url.strip()
        if url.startswith('<') and url.endswith('>'):
            url = url[1:-1].removeprefix('URL:').strip()
        self._full_url, _hash, self.fragment = url.partition('#')
        self.type, colon, rest = self._full_url.partition(':')
        if not colon or not self.type[:1].isalpha():
            raise ValueError("unknown url type: %r" % self._full_url)
        self.type = self.type.lower()
        if rest.startswith('//'):
            host, slash, path = rest[2:].partition('/')
            host, question, query = host.partition('?')
            self.host = unquote(host)
            self.selector = '/' + path if slash else (question + query)
        else:
            self.host, self.selector = None, rest

    @property
    def data(self):
        return self._data

    @data.setter
    def data(self, data):
        if data != self._data:
            self._data = data
            self.remove_header("Content-length")

    @data.deleter
    def data(self):
        self.data = None

    def get_method(self):
        return getattr(self, 'method', 'POST' if self.data is not None else 'GET')

    def get_full_url(self):
        return self.full_url

    def set_proxy(self, host, type):
        self.host, self.type = host, type

    def has_proxy(self):
        return False

    def add_header(self, key, val):
        self.headers[key.capitalize()] = val

    def add_unredirected_header(self, key, val):
        self.unredirected_hdrs[key.capitalize()] = val

    def has_header(self, header_name):
        return header_name in self.headers or header_name in self.unredirected_hdrs

    def get_header(self, header_name, default=None):
        return {**self.unredirected_hdrs, **self.headers}.get(header_name, default)

    def remove_header(self, header_name):
        self.headers.pop(header_name, None)
        self.unredirected_hdrs.pop(header_name, None)

    def header_items(self):
        return list({**self.unredirected_hdrs, **self.headers}.items())


class OpenerDirector:
    """Asks its handlers, in their order, to open a URL."""

    def __init__(self):
        self.addheaders = [('User-agent', "Python-urllib/" + __version__)]
        self.handlers = []

    def add_handler(self, handler):
        self.handlers.append(handler)
        self.handlers.sort(key=lambda handler: handler.handler_order)
        handler.add_parent(self)

    def close(self):
        pass

    def _ask(self, name, *arguments):
        for handler in self.handlers:
            method = getattr(handler, name, None)
            if method is not None:
                result = method(*arguments)
                if result is not None:
                    return result
        return None

    def open(self, fullurl, data=None, timeout=socket._GLOBAL_DEFAULT_TIMEOUT):
        if isinstance(fullurl, str):
            request = Request(fullurl, data)
        else:
            request = fullurl
            if data is not None:
                request.data = data
        request.timeout = timeout
        scheme = request.type
        for handler in self.handlers:
            prepare = getattr(handler, scheme + '_request', None)
            if prepare is not None:
                request = prepare(request)
        answer = self._ask('default_open', request) or self._ask(scheme + '_open', request)
        if not answer:
            answer = self._ask('unknown_open', request)
        for handler in self.handlers:
            finish = getattr(handler, scheme + '_response', None)
            if finish is not None:
                answer = finish(request, answer)
        return answer

    def error(self, proto, *args):
        request, _answer, code = args[:3]
        result = self._ask('http_error_%s' % code, *args)
        return result or self._ask('http_error_default', *args)


def build_opener(*handlers):
    opener = OpenerDirector()
    standard = [UnknownHandler, HTTPHandler, HTTPDefaultErrorHandler, HTTPRedirectHandler,
                FileHandler, HTTPErrorProcessor, DataHandler, HTTPSHandler]
    for kind in standard:
        if not any(isinstance(given, kind) or isinstance(given, type) and issubclass(given, kind)
                   for given in handlers):
            opener.add_handler(kind())
    for given in handlers:
        opener.add_handler(given() if isinstance(given, type) else given)
    return opener


class BaseHandler:
    handler_order = 500

    def add_parent(self, parent):
        self.parent = parent

    def close(self):
        pass

    def __lt__(self, other):
        return self.handler_order < getattr(other, 'handler_order', 501)


class HTTPErrorProcessor(BaseHandler):
    handler_order = 1000

    def http_response(self, request, response):
        if not 200 <= response.code < 300:
            response = self.parent.error('http', request, response, response.code, response.msg,
                                         response.info())
        return response

    https_response = http_response


class HTTPDefaultErrorHandler(BaseHandler):
    def http_error_default(self, req, fp, code, msg, hdrs):
        raise HTTPError(req.full_url, code, msg, hdrs, fp)


class HTTPRedirectHandler(BaseHandler):
    max_repeats = 4
    max_redirections = 10
    inf_msg = ("The HTTP server returned a redirect error that would lead to an infinite loop.\n"
               "The last 30x error message was:\n")

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        method = req.get_method()
        if not (code in (301, 302, 303, 307, 308) and method in ("GET", "HEAD")
                or code in (301, 302, 303) and method == "POST"):
            raise HTTPError(req.full_url, code, msg, headers, fp)
        kept = {name: value for name, value in req.headers.items()
                if name.lower() not in ("content-length", "content-type")}
        return Request(newurl.replace(' ', '%20'), headers=kept,
                       origin_req_host=req.origin_req_host, unverifiable=True,
                       method="HEAD" if method == "HEAD" else "GET")

    def http_error_302(self, req, fp, code, msg, headers):
        place = headers.get('location') or headers.get('uri')
        if not place:
            return None
        target = urlsplit(place)
        if target.scheme not in ('http', 'https', 'ftp', ''):
            raise HTTPError(place, code, "%s - Redirection to url '%s' is not allowed"
                            % (msg, place), headers, fp)
        place = urljoin(req.full_url, place)
        again = self.redirect_request(req, fp, code, msg, headers, place)
        if again is None:
            return None
        visited = again.redirect_dict = dict(getattr(req, 'redirect_dict', {}))
        if visited.get(place, 0) >= self.max_repeats or len(visited) >= self.max_redirections:
            raise HTTPError(req.full_url, code, self.inf_msg + msg, headers, fp)
        visited[place] = visited.get(place, 0) + 1
        fp.read()
        fp.close()
        return self.parent.open(again, timeout=req.timeout)

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


class AbstractHTTPHandler(BaseHandler):
    def __init__(self, debuglevel=0):
        self._debuglevel = debuglevel

    def set_http_debuglevel(self, level):
        self._debuglevel = level

    def do_request_(self, request):
        if not request.host:
            raise URLError('no host given')
        if request.data is not None:
            if isinstance(request.data, str):
                raise TypeError("POST data should be bytes, an iterable of bytes, or a file object. "
                                "It cannot be of type str.")
            if not request.has_header('Content-type'):
                request.add_unredirected_header('Content-type', 'application/x-www-form-urlencoded')
            known = request.has_header('Content-length') or request.has_header('Transfer-encoding')
            if not known:
                length = http.client.HTTPConnection._length_of(request.data, request.get_method())
                if length is not None:
                    request.add_unredirected_header('Content-length', str(length))
                else:
                    request.add_unredirected_header('Transfer-encoding', 'chunked')
        if not request.has_header('Host'):
            request.add_unredirected_header('Host', request.host)
        for name, value in self.parent.addheaders:
            if not request.has_header(name.capitalize()):
                request.add_unredirected_header(name.capitalize(), value)
        return request

    def do_open(self, http_class, req, **http_conn_args):
        if not req.host:
            raise URLError('no host given')
        connection = http_class(req.host, timeout=req.timeout, **http_conn_args)
        headers = {**req.unredirected_hdrs,
                   **{k: v for k, v in req.headers.items() if k not in req.unredirected_hdrs}}
        headers["Connection"] = "close"
        headers = {name.title(): value for name, value in headers.items()}
        try:
            try:
                connection.request(req.get_method(), req.selector or '/', req.data, headers,
                                   encode_chunked=req.has_header('Transfer-encoding'))
            except OSError as err:
                raise URLError(err)
            answer = connection.getresponse()
        except:
            connection.close()
            raise
        if connection.sock:
            connection.sock.close()
            connection.sock = None
        answer.url = req.get_full_url()
        answer.msg = answer.reason
        return answer


class HTTPHandler(AbstractHTTPHandler):
    def http_open(self, req):
        return self.do_open(http.client.HTTPConnection, req)

    def http_request(self, request):
        return self.do_request_(request)


class HTTPSHandler(AbstractHTTPHandler):
    def __init__(self, debuglevel=0, context=None, check_hostname=None):
        super().__init__(debuglevel)
        self._context = context

    def https_open(self, req):
        return self.do_open(http.client.HTTPSConnection, req, context=self._context)

    def https_request(self, request):
        return self.do_request_(request)


class HTTPCookieProcessor(BaseHandler):
    def __init__(self, cookiejar=None):
        self.cookiejar = cookiejar


class ProxyHandler(BaseHandler):
    handler_order = 100

    def __init__(self, proxies=None):
        self.proxies = proxies or {}


class HTTPPasswordMgr:
    def __init__(self):
        self._known = []

    def add_password(self, realm, uri, user, passwd):
        for one in [uri] if isinstance(uri, str) else uri:
            self._known.append((realm, one, user, passwd))

    def find_user_password(self, realm, authuri):
        for known, uri, user, passwd in self._known:
            if known in (realm, None) and (authuri.startswith(uri) or
                                           urlsplit(authuri).netloc == uri):
                return user, passwd
        return None, None


class HTTPPasswordMgrWithDefaultRealm(HTTPPasswordMgr):
    pass


class HTTPBasicAuthHandler(BaseHandler):
    auth_header = 'Authorization'

    def __init__(self, password_mgr=None):
        self.passwd = HTTPPasswordMgr() if password_mgr is None else password_mgr
        self.add_password = self.passwd.add_password

    def http_error_401(self, req, fp, code, msg, headers):
        import re
        found = re.search(r'[Bb]asic\s+[Rr]ealm="([^"]*)"', headers.get('www-authenticate', ''))
        if not found:
            return None
        user, password = self.passwd.find_user_password(found[1], req.full_url)
        if password is None:
            return None
        told = 'Basic ' + base64.b64encode(f'{user}:{password}'.encode()).decode('ascii')
        if req.get_header(self.auth_header) == told:
            return None
        req.add_unredirected_header(self.auth_header, told)
        return self.parent.open(req, timeout=req.timeout)


class UnknownHandler(BaseHandler):
    def unknown_open(self, req):
        raise URLError('unknown url type: %s' % req.type)


class FileHandler(BaseHandler):
    def file_open(self, req):
        import email.utils
        import mimetypes
        path = url2pathname(req.selector)
        if req.host and req.host not in ('localhost', '127.0.0.1'):
            raise URLError("file:// scheme is supported only on localhost")
        try:
            told = os.stat(path)
            headers = email.message_from_string(
                'Content-type: %s\nContent-length: %d\nLast-modified: %s\n'
                % (mimetypes.guess_type(path)[0] or 'text/plain', told.st_size,
                   email.utils.formatdate(told.st_mtime, usegmt=True)))
            return addinfourl(open(path, 'rb'), headers, 'file://' + req.selector)
        except OSError as exp:
            raise URLError(exp)


class DataHandler(BaseHandler):
    def data_open(self, req):
        kind, data = req.full_url.split(':', 1)[1].split(',', 1)
        data = unquote_to_bytes(data)
        if kind.endswith(';base64'):
            data = base64.decodebytes(data)
            kind = kind[:-7]
        headers = email.message_from_string("Content-type: %s\nContent-length: %d\n"
                                            % (kind or 'text/plain;charset=US-ASCII', len(data)))
        return addinfourl(io.BytesIO(data), headers, req.full_url)
