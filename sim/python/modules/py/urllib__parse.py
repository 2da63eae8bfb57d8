"""URLs taken apart, put together, quoted."""

from collections import namedtuple
import re

__all__ = ["urlparse", "urlunparse", "urljoin", "urldefrag", "urlsplit", "urlunsplit", "urlencode",
           "parse_qs", "parse_qsl", "quote", "quote_plus", "quote_from_bytes", "unquote",
           "unquote_plus", "unquote_to_bytes", "DefragResult", "ParseResult", "SplitResult",
           "DefragResultBytes", "ParseResultBytes", "SplitResultBytes"]

uses_relative = ['', 'ftp', 'http', 'gopher', 'nntp', 'imap', 'wais', 'file', 'https', 'shttp',
                 'mms', 'prospero', 'rtsp', 'rtspu', 'sftp', 'svn', 'svn+ssh', 'ws', 'wss']
uses_netloc = ['', 'ftp', 'http', 'gopher', 'nntp', 'telnet', 'imap', 'wais', 'file', 'mms',
               'https', 'shttp', 'snews', 'prospero', 'rtsp', 'rtspu', 'rsync', 'svn', 'svn+ssh',
               'sftp', 'nfs', 'git', 'git+ssh', 'ws', 'wss']
uses_params = ['', 'ftp', 'hdl', 'prospero', 'http', 'imap', 'https', 'shttp', 'rtsp', 'rtspu',
               'sip', 'sips', 'mms', 'sftp', 'tel']
scheme_chars = ('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.')
MAX_CACHE_SIZE = 20


def _decoded(*args):
    """All as text, and how to turn a result back into what came in."""
    for arg in args[1:]:
        if arg and isinstance(arg, str) != isinstance(args[0], str):
            raise TypeError("Cannot mix str and non-str arguments")
    if isinstance(args[0], str):
        return (*args, lambda result: result)
    texts = tuple(arg.decode('ascii') if arg else '' for arg in args)
    return (*texts, lambda result: result.encode('ascii') if isinstance(result, str)
            else result.encode())


class _NetlocText:
    __slots__ = ()

    def _user(self):
        info, at, _ = self.netloc.rpartition('@')
        if not at:
            return None, None
        name, colon, password = info.partition(':')
        return name, password if colon else None

    def _host(self):
        _, _, rest = self.netloc.rpartition('@')
        _, bracket, bracketed = rest.partition('[')
        if bracket:
            host, _, port = bracketed.partition(']')
            _, _, port = port.partition(':')
        else:
            host, _, port = rest.partition(':')
        return host, port or None

    @property
    def username(self):
        return self._user()[0]

    @property
    def password(self):
        return self._user()[1]

    @property
    def hostname(self):
        host = self._host()[0]
        if not host:
            return None
        name, percent, zone = host.partition('%')
        return name.lower() + percent + zone

    @property
    def port(self):
        port = self._host()[1]
        if port is None:
            return None
        if not (port.isdigit() and port.isascii()):
            raise ValueError(f"Port could not be cast to integer value as {port!r}")
        port = int(port)
        if port > 65535:
            raise ValueError("Port out of range 0-65535")
        return port


class _NetlocBytes:
    __slots__ = ()

    def _text(self):
        return SplitResult('', self.netloc.decode('ascii'), '', '', '')

    @property
    def username(self):
        name = self._text().username
        return None if name is None else name.encode()

    @property
    def password(self):
        word = self._text().password
        return None if word is None else word.encode()

    @property
    def hostname(self):
        name = self._text().hostname
        return None if name is None else name.encode()

    @property
    def port(self):
        return self._text().port


_Defrag = namedtuple('DefragResult', 'url fragment')
_Split = namedtuple('SplitResult', 'scheme netloc path query fragment')
_Parse = namedtuple('ParseResult', 'scheme netloc path params query fragment')


class DefragResult(_Defrag):
    __slots__ = ()

    def geturl(self):
        return self.url + '#' + self.fragment if self.fragment else self.url

    def encode(self, encoding='ascii', errors='strict'):
        return DefragResultBytes(*(part.encode(encoding, errors) for part in self))


class SplitResult(_Split, _NetlocText):
    __slots__ = ()

    def geturl(self):
        return urlunsplit(self)

    def encode(self, encoding='ascii', errors='strict'):
        return SplitResultBytes(*(part.encode(encoding, errors) for part in self))


class ParseResult(_Parse, _NetlocText):
    __slots__ = ()

    def geturl(self):
        return urlunparse(self)

    def encode(self, encoding='ascii', errors='strict'):
        return ParseResultBytes(*(part.encode(encoding, errors) for part in self))


class DefragResultBytes(_Defrag):
    __slots__ = ()

    def geturl(self):
        return self.url + b'#' + self.fragment if self.fragment else self.url

    def decode(self, encoding='ascii', errors='strict'):
        return DefragResult(*(part.decode(encoding, errors) for part in self))


class SplitResultBytes(_Split, _NetlocBytes):
    __slots__ = ()

    def geturl(self):
        return urlunsplit(self)

    def decode(self, encoding='ascii', errors='strict'):
        return SplitResult(*(part.decode(encoding, errors) for part in self))


class ParseResultBytes(_Parse, _NetlocBytes):
    __slots__ = ()

    def geturl(self):
        return urlunparse(self)

    def decode(self, encoding='ascii', errors='strict'):
        return ParseResult(*(part.decode(encoding, errors) for part in self))


def _split_params(path):
    start = path.rfind('/') if '/' in path else 0
    at = path.find(';', start)
    return (path, '') if at < 0 else (path[:at], path[at + 1:])


def urlparse(url, scheme='', allow_fragments=True):
    url, scheme, back = _decoded(url, scheme)
    scheme, netloc, path, query, fragment = urlsplit(url, scheme, allow_fragments)
    params = ''
    if scheme in uses_params and ';' in path:
        path, params = _split_params(path)
    return back(ParseResult(scheme, netloc, path, params, query, fragment))


def _check_netloc(netloc):
    """Characters that NFKC would turn into separators are refused."""
    if not netloc or netloc.isascii():
        return
    for c in netloc:
        if c in '\uff0f\uff1f\uff03\uff20\uff1a\u2100\u2101\u2105\u2106\u2a74\u2047\u2048\u2049':
            raise ValueError(f"netloc '{netloc}' contains invalid characters under NFKC "
                             "normalization")


def urlsplit(url, scheme='', allow_fragments=True):
    url, scheme, back = _decoded(url, scheme)
    url = url.lstrip(''.join(map(chr, range(0x21))))
    scheme = scheme.strip(''.join(map(chr, range(0x21))))
    for c in '\t\r\n':
        url = url.replace(c, '')
        scheme = scheme.replace(c, '')
    netloc = query = fragment = ''
    colon = url.find(':')
    if colon > 0 and url[0].isascii() and url[0].isalpha() and \
            all(c in scheme_chars for c in url[:colon]):
        scheme, url = url[:colon].lower(), url[colon + 1:]
    if url[:2] == '//':
        end = min((at for at in (url.find(c, 2) for c in '/?#') if at >= 0), default=len(url))
        netloc, url = url[2:end], url[end:]
        if ('[' in netloc) != (']' in netloc):
            raise ValueError("Invalid IPv6 URL")
    if allow_fragments and '#' in url:
        url, fragment = url.split('#', 1)
    if '?' in url:
        url, query = url.split('?', 1)
    _check_netloc(netloc)
    return back(SplitResult(scheme, netloc, url, query, fragment))


def urlunparse(components):
    scheme, netloc, url, params, query, fragment, back = _decoded(*components)
    if params:
        url = f"{url};{params}"
    return back(urlunsplit((scheme, netloc, url, query, fragment)))


def urlunsplit(components):
    scheme, netloc, url, query, fragment, back = _decoded(*components)
    if netloc or (scheme and scheme in uses_netloc and url[:2] != '//'):
        if url and url[:1] != '/':
            url = '/' + url
        url = '//' + (netloc or '') + url
    if scheme:
        url = scheme + ':' + url
    if query:
        url = url + '?' + query
    if fragment:
        url = url + '#' + fragment
    return back(url)


def urljoin(base, url, allow_fragments=True):
    if not base:
        return url
    if not url:
        return base
    base, url, back = _decoded(base, url)
    b = urlparse(base, '', allow_fragments)
    u = urlparse(url, b.scheme, allow_fragments)
    if u.scheme != b.scheme or u.scheme not in uses_relative:
        return back(url)
    netloc = u.netloc
    if u.scheme in uses_netloc:
        if u.netloc:
            return back(urlunparse(u))
        netloc = b.netloc
    if not u.path and not u.params:
        return back(urlunparse((u.scheme, netloc, b.path, b.params, u.query or b.query,
                                u.fragment)))
    parts = b.path.split('/')
    if parts[-1] != '':
        del parts[-1]
    if u.path[:1] == '/':
        segments = u.path.split('/')
    else:
        segments = parts + u.path.split('/')
        segments[1:-1] = filter(None, segments[1:-1])
    resolved = []
    for segment in segments:
        if segment == '..':
            if resolved:
                resolved.pop()
        elif segment != '.':
            resolved.append(segment)
    if segments[-1] in ('.', '..'):
        resolved.append('')
    return back(urlunparse((u.scheme, netloc, '/'.join(resolved) or '/', u.params, u.query,
                            u.fragment)))


def urldefrag(url):
    url, back = _decoded(url)
    fragment = ''
    if '#' in url:
        scheme, netloc, path, params, query, fragment = urlparse(url)
        url = urlunparse((scheme, netloc, path, params, query, ''))
    return back(DefragResult(url, fragment))


_ALWAYS_SAFE = frozenset(b'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~')


def unquote_to_bytes(string):
    if not string:
        return b''
    if isinstance(string, str):
        string = string.encode('utf-8')
    first, *rest = bytes(string).split(b'%')
    if not rest:
        return bytes(string)
    parts = [first]
    for part in rest:
        digits = part[:2]
        if len(digits) == 2 and all(c in b'0123456789abcdefABCDEF' for c in digits):
            parts += [bytes([int(digits, 16)]), part[2:]]
        else:
            parts += [b'%', part]
    return b''.join(parts)


def unquote(string, encoding='utf-8', errors='replace'):
    if isinstance(string, bytes):
        return unquote_to_bytes(string).decode(encoding or 'utf-8', errors or 'replace')
    if '%' not in string:
        return string
    pieces = re.split('([\x00-\x7f]+)', string)
    for at in range(1, len(pieces), 2):
        pieces[at] = unquote_to_bytes(pieces[at]).decode(encoding or 'utf-8', errors or 'replace')
    return ''.join(pieces)


def unquote_plus(string, encoding='utf-8', errors='replace'):
    return unquote(string.replace('+', ' '), encoding, errors)


def parse_qs(qs, keep_blank_values=False, strict_parsing=False, encoding='utf-8',
             errors='replace', max_num_fields=None, separator='&'):
    found = {}
    for name, value in parse_qsl(qs, keep_blank_values, strict_parsing, encoding, errors,
                                 max_num_fields, separator):
        found.setdefault(name, []).append(value)
    return found


def parse_qsl(qs, keep_blank_values=False, strict_parsing=False, encoding='utf-8',
              errors='replace', max_num_fields=None, separator='&'):
    qs, back = _decoded(qs)
    if isinstance(separator, bytes):
        separator = separator.decode('ascii')
    if not separator or not isinstance(separator, str):
        raise ValueError("Separator must be of type string or bytes.")
    if max_num_fields is not None and max_num_fields < 1 + qs.count(separator):
        raise ValueError('Max number of fields exceeded')
    pairs = []
    for field in qs.split(separator) if qs else []:
        if not field and not strict_parsing:
            continue
        name, equals, value = field.partition('=')
        if not equals:
            if strict_parsing:
                raise ValueError(f"bad query field: {field!r}")
            if not keep_blank_values:
                continue
        if value or keep_blank_values:
            pairs.append(tuple(back(unquote(part.replace('+', ' '), encoding, errors))
                               for part in (name, value)))
    return pairs


def quote(string, safe='/', encoding=None, errors=None):
    if isinstance(string, str):
        if not string:
            return string
        string = string.encode('utf-8' if encoding is None else encoding,
                               'strict' if errors is None else errors)
    else:
        if encoding is not None:
            raise TypeError("quote() doesn't support 'encoding' for bytes")
        if errors is not None:
            raise TypeError("quote() doesn't support 'errors' for bytes")
    return quote_from_bytes(string, safe)


def quote_plus(string, safe='', encoding=None, errors=None):
    space = ' ' if isinstance(string, str) else b' '
    if space not in string:
        return quote(string, safe, encoding, errors)
    safe += ' ' if isinstance(safe, str) else b' '
    return quote(string, safe, encoding, errors).replace(' ', '+')


def quote_from_bytes(bs, safe='/'):
    if not isinstance(bs, (bytes, bytearray)):
        raise TypeError("quote_from_bytes() expected bytes")
    if not bs:
        return ''
    if isinstance(safe, str):
        safe = safe.encode('ascii', 'ignore')
    kept = _ALWAYS_SAFE | {c for c in safe if c < 128}
    return ''.join([chr(c) if c in kept else '%%%02X' % c for c in bs])


def urlencode(query, doseq=False, safe='', encoding=None, errors=None, quote_via=quote_plus):
    if hasattr(query, 'items'):
        query = query.items()
    else:
        try:
            if len(query) and not isinstance(query[0], tuple):
                raise TypeError
        except TypeError:
            raise TypeError("not a valid non-string sequence or mapping object") from None

    def quoted(thing):
        if isinstance(thing, bytes):
            return quote_via(thing, safe)
        return quote_via(str(thing), safe, encoding, errors)

    parts = []
    for name, value in query:
        name = quoted(name)
        if not doseq or isinstance(value, (str, bytes)):
            parts.append(f'{name}={quoted(value)}')
            continue
        try:
            len(value)
        except TypeError:
            parts.append(f'{name}={quoted(value)}')
        else:
            parts += [f'{name}={quoted(item)}' for item in value]
    return '&'.join(parts)
