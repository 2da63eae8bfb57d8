"""Cookies of HTTP: their text and back."""

import re
import string

__all__ = ["CookieError", "BaseCookie", "SimpleCookie"]

_LEGAL = string.ascii_letters + string.digits + "!#$%&'*+-.^_`|~:"
_UNQUOTED = frozenset(_LEGAL + ' ()/<=>?@[]{}')
_legal_key = re.compile('[%s]+' % re.escape(_LEGAL)).fullmatch
_escaped = re.compile(r'\\(?:([0-3][0-7][0-7])|(.))', re.DOTALL)
_pair = re.compile(r"""
    \s*(?P<key>[\w!\#%&'~_`><@,:/$*+\-.^|)(?}{=\[\]]+?)
    (?:\s*=\s*(?P<value>"(?:[^\\"]|\\.)*"|\w{3},\s[\w\d\s-]{9,11}\s[\d:]{8}\sGMT
       |[\w!\#%&'~_`><@,:/$*+\-.^|)(?}{=\[\]]*))?\s*(?:\s+|;|$)""", re.ASCII | re.VERBOSE)


class CookieError(Exception):
    pass


def _quoted(text):
    if text is None or _legal_key(text):
        return text
    out = []
    for c in text:
        if c in '"\\':
            out.append('\\' + c)
        elif c in _UNQUOTED:
            out.append(c)
        elif ord(c) < 256:
            out.append('\\%03o' % ord(c))
        else:
            out.append(c)
    return '"%s"' % ''.join(out)


def _unquoted(text):
    if text is None or len(text) < 2 or text[0] != '"' or text[-1] != '"':
        return text
    return _escaped.sub(lambda m: chr(int(m[1], 8)) if m[1] else m[2], text[1:-1])


def _date(seconds_ahead):
    from time import gmtime, strftime, time
    return strftime("%a, %d %b %Y %H:%M:%S GMT", gmtime(time() + seconds_ahead))


class Morsel(dict):
    """One cookie: key, value, and the attributes that go with it."""

    _reserved = {"expires": "expires", "path": "Path", "comment": "Comment", "domain": "Domain",
                 "max-age": "Max-Age", "secure": "Secure", "httponly": "HttpOnly",
                 "version": "Version", "samesite": "SameSite"}
    _flags = {'secure', 'httponly'}

    def __init__(self):
        self._key = self._value = self._coded_value = None
        super().__init__(dict.fromkeys(self._reserved, ""))

    key = property(lambda self: self._key)
    value = property(lambda self: self._value)
    coded_value = property(lambda self: self._coded_value)

    def _known(self, name):
        lower = name.lower()
        if lower not in self._reserved:
            raise CookieError("Invalid attribute %r" % (name,))
        return lower

    def __setitem__(self, name, value):
        super().__setitem__(self._known(name), value)

    def setdefault(self, key, val=None):
        return super().setdefault(self._known(key), val)

    def update(self, values):
        fresh = {self._known(name): value for name, value in dict(values).items()}
        super().update(fresh)

    def isReservedKey(self, K):
        return K.lower() in self._reserved

    def set(self, key, val, coded_val):
        if key.lower() in self._reserved:
            raise CookieError('Attempt to set a reserved key %r' % (key,))
        if not _legal_key(key):
            raise CookieError('Illegal key %r' % (key,))
        self._key, self._value, self._coded_value = key, val, coded_val

    def __eq__(self, other):
        if not isinstance(other, Morsel):
            return NotImplemented
        mine = (self._value, self._key, self._coded_value)
        return dict.__eq__(self, other) and mine == (other._value, other._key, other._coded_value)

    def __ne__(self, other):
        return not self == other

    def copy(self):
        made = Morsel()
        dict.update(made, self)
        made.__dict__.update(self.__dict__)
        return made

    def __getstate__(self):
        return {'key': self._key, 'value': self._value, 'coded_value': self._coded_value}

    def __setstate__(self, state):
        self._key, self._value, self._coded_value = (
            state['key'], state['value'], state['coded_value'])

    def OutputString(self, attrs=None):
        parts = ["%s=%s" % (self.key, self.coded_value)]
        for name, value in sorted(self.items()):
            if value == "" or name not in (self._reserved if attrs is None else attrs):
                continue
            shown = self._reserved[name]
            if name == "expires" and isinstance(value, int):
                parts.append("%s=%s" % (shown, _date(value)))
            elif name == "max-age" and isinstance(value, int):
                parts.append("%s=%d" % (shown, value))
            elif name == "comment" and isinstance(value, str):
                parts.append("%s=%s" % (shown, _quoted(value)))
            elif name not in self._flags:
                parts.append("%s=%s" % (shown, value))
            elif value:
                parts.append(shown)
        return "; ".join(parts)

    def output(self, attrs=None, header="Set-Cookie:"):
        return "%s %s" % (header, self.OutputString(attrs))

    __str__ = output

    def __repr__(self):
        return '<%s: %s>' % (self.__class__.__name__, self.OutputString())

    def js_output(self, attrs=None):
        cookie = self.OutputString(attrs).replace('"', r'\"')
        return ('\n        <script type="text/javascript">\n        <!-- begin hiding\n'
                f'        document.cookie = "{cookie}";\n        // end hiding -->\n'
                '        </script>\n        ')


class BaseCookie(dict):
    """Cookies by name, each a Morsel."""

    def __init__(self, input=None):
        if input:
            self.load(input)

    def value_decode(self, val):
        return val, val

    def value_encode(self, val):
        text = str(val)
        return text, text

    def _put(self, key, value, coded):
        morsel = self.get(key, Morsel())
        morsel.set(key, value, coded)
        dict.__setitem__(self, key, morsel)

    def __setitem__(self, key, value):
        if isinstance(value, Morsel):
            dict.__setitem__(self, key, value)
        else:
            self._put(key, *self.value_encode(value))

    def output(self, attrs=None, header="Set-Cookie:", sep="\015\012"):
        return sep.join(morsel.output(attrs, header) for _key, morsel in sorted(self.items()))

    __str__ = output

    def __repr__(self):
        inside = ' '.join('%s=%r' % (key, morsel.value) for key, morsel in sorted(self.items()))
        return '<%s: %s>' % (self.__class__.__name__, inside)

    def js_output(self, attrs=None):
        return ''.join(morsel.js_output(attrs) for _key, morsel in sorted(self.items()))

    def load(self, rawdata):
        if isinstance(rawdata, str):
            self._read(rawdata)
        else:
            for key, value in rawdata.items():
                self[key] = value

    def _read(self, text):
        steps, at, seen = [], 0, False
        while 0 <= at < len(text):
            found = _pair.match(text, at)
            if not found:
                break
            key, value = found['key'], found['value']
            at = found.end()
            lower = key.lower()
            if key[0] == '$':
                if seen:
                    steps.append((None, key[1:], value))
            elif lower in Morsel._reserved:
                if not seen:
                    return
                if value is not None:
                    steps.append((None, key, _unquoted(value)))
                elif lower in Morsel._flags:
                    steps.append((None, key, True))
                else:
                    return
            elif value is None:
                return
            else:
                steps.append((key, key, value))
                seen = True
        morsel = None
        for cookie, name, value in steps:
            if cookie is None:
                morsel[name] = value
            else:
                self._put(cookie, *self.value_decode(value))
                morsel = self[cookie]


class SimpleCookie(BaseCookie):
    """Values are texts; what can't stand bare is quoted."""

    def value_decode(self, val):
        return _unquoted(val), val

    def value_encode(self, val):
        text = str(val)
        return text, _quoted(text)
