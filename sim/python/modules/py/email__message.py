"""Messages: headers in order, and a text or more messages below them."""

import base64
import binascii
import quopri
import re
from io import BytesIO, StringIO

from email import errors
from email.policy import compat32, default as _default_policy

__all__ = ['Message', 'EmailMessage', 'MIMEPart']

_parameter = re.compile(r';\s*([^\s=;]+)\s*(?:=\s*("(?:[^"\\]|\\.)*"|[^;]*))?')
_needs_quotes = re.compile(r'[ ()<>@,;:\\"/\[\]?=]')


def _plain(value):
    value = value.strip()
    if value[:1] == '"' and value[-1:] == '"' and len(value) > 1:
        return re.sub(r'\\(.)', r'\1', value[1:-1])
    return value


def _parameter_text(name, value):
    if value is None or value == '':
        return name if value is None else f'{name}=""'
    if isinstance(value, tuple):
        from email.utils import encode_rfc2231
        return f'{name}*={encode_rfc2231(value[2], value[0], value[1])}'
    if not value.isascii():
        from email.utils import encode_rfc2231
        return f"{name}*={encode_rfc2231(value, 'utf-8', '')}"
    if _needs_quotes.search(value):
        value = value.replace('\\', '\\\\').replace('"', '\\"')
    return f'{name}="{value}"'


class Message:
    """A message as a mapping of headers, whose names may come more than once."""

    def __init__(self, policy=compat32):
        self.policy = policy
        self._headers = []
        self._unixfrom = self._payload = self._charset = None
        self.preamble = self.epilogue = None
        self.defects = []
        self._default_type = 'text/plain'

    def __str__(self):
        return self.as_string()

    def as_string(self, unixfrom=False, maxheaderlen=0, policy=None):
        from email.generator import Generator
        out = StringIO()
        Generator(out, mangle_from_=False, maxheaderlen=maxheaderlen, policy=policy).flatten(
            self, unixfrom=unixfrom)
        return out.getvalue()

    def as_bytes(self, unixfrom=False, policy=None):
        from email.generator import BytesGenerator
        out = BytesIO()
        BytesGenerator(out, mangle_from_=False, policy=policy).flatten(self, unixfrom=unixfrom)
        return out.getvalue()

    __bytes__ = as_bytes

    def is_multipart(self):
        return isinstance(self._payload, list)

    def set_unixfrom(self, unixfrom):
        self._unixfrom = unixfrom

    def get_unixfrom(self):
        return self._unixfrom

    # -- the body ---------------------------------------------------------------------------

    def attach(self, payload):
        if self._payload is None:
            self._payload = [payload]
        elif isinstance(self._payload, list):
            self._payload.append(payload)
        else:
            raise TypeError("Attach is not valid on a message with a non-multipart payload")

    def get_payload(self, i=None, decode=False):
        payload = self._payload
        if isinstance(payload, list):
            if decode:
                return None
            return payload if i is None else payload[i]
        if i is not None:
            raise TypeError('Expected list, got %s' % type(payload))
        if not decode:
            return payload
        if payload is None:
            return None
        text = payload.encode('ascii', 'surrogateescape') if payload.isascii() else (
            payload.encode('utf-8', 'surrogateescape')
            if any('\udc80' <= c <= '\udcff' for c in payload)
            else payload.encode('raw-unicode-escape'))
        way = str(self.get('content-transfer-encoding', '')).lower()
        if way == 'quoted-printable':
            return quopri.decodestring(text)
        if way == 'base64':
            try:
                return base64.b64decode(b''.join(text.splitlines()))
            except binascii.Error:
                return text
        return text

    def set_payload(self, payload, charset=None):
        if hasattr(payload, 'encode'):
            if charset is not None:
                payload = payload.encode(str(charset), 'surrogateescape').decode(
                    'ascii', 'surrogateescape')
        elif hasattr(payload, 'decode'):
            payload = payload.decode('ascii', 'surrogateescape')
        self._payload = payload
        if charset is not None:
            self.set_charset(charset)

    def set_charset(self, charset):
        if charset is None:
            self.del_param('charset')
            self._charset = None
            return
        name = str(charset).lower()
        self._charset = name
        if 'MIME-Version' not in self:
            self.add_header('MIME-Version', '1.0')
        if 'Content-Type' not in self:
            self.add_header('Content-Type', 'text/plain', charset=name)
        else:
            self.set_param('charset', name)
        if 'Content-Transfer-Encoding' in self:
            return
        raw = (self._payload or '').encode('ascii', 'surrogateescape') if isinstance(
            self._payload, str) else b''
        if name == 'us-ascii':
            self.add_header('Content-Transfer-Encoding', '7bit')
        elif name == 'iso-8859-1':
            self._payload = quopri.encodestring(raw).decode('ascii')
            self.add_header('Content-Transfer-Encoding', 'quoted-printable')
        else:
            lines = [base64.b64encode(raw[k:k + 57]).decode() + '\n' for k in range(0, len(raw), 57)]
            self._payload = ''.join(lines)
            self.add_header('Content-Transfer-Encoding', 'base64')

    def get_charset(self):
        return self._charset

    # -- headers ----------------------------------------------------------------------------

    def __len__(self):
        return len(self._headers)

    def __getitem__(self, name):
        return self.get(name)

    def __setitem__(self, name, val):
        if isinstance(self, MIMEPart) and isinstance(val, str) and ('\r' in val or '\n' in val):
            raise ValueError("Header values may not contain linefeed or carriage return characters")
        self._headers.append((name, val))

    def __delitem__(self, name):
        self._headers = [pair for pair in self._headers if pair[0].lower() != name.lower()]

    def __contains__(self, name):
        return any(key.lower() == name.lower() for key, _value in self._headers)

    def __iter__(self):
        return (key for key, _value in self._headers)

    def keys(self):
        return [key for key, _value in self._headers]

    def values(self):
        return [value for _key, value in self._headers]

    def items(self):
        return list(self._headers)

    def get(self, name, failobj=None):
        return next((value for key, value in self._headers if key.lower() == name.lower()), failobj)

    def set_raw(self, name, value):
        self._headers.append((name, value))

    def raw_items(self):
        return iter(list(self._headers))

    def get_all(self, name, failobj=None):
        return [value for key, value in self._headers if key.lower() == name.lower()] or failobj

    def add_header(self, _name, _value, **_params):
        parts = [] if _value is None else [_value]
        parts += [_parameter_text(key.replace('_', '-'), value) for key, value in _params.items()]
        self[_name] = '; '.join(parts)

    def replace_header(self, _name, _value):
        wanted = _name.lower()
        for at, (key, _old) in enumerate(self._headers):
            if key.lower() == wanted:
                self._headers[at] = key, _value
                return
        raise KeyError(wanted)

    # -- the content's type -------------------------------------------------------------------

    def get_content_type(self):
        value = self.get('content-type')
        if value is None:
            return self.get_default_type()
        kind = str(value).partition(';')[0].strip().lower()
        return kind if kind.count('/') == 1 else 'text/plain'

    def get_content_maintype(self):
        return self.get_content_type().split('/')[0]

    def get_content_subtype(self):
        return self.get_content_type().split('/')[1]

    def get_default_type(self):
        return self._default_type

    def set_default_type(self, ctype):
        self._default_type = ctype

    def _parameters(self, header):
        text = str(self.get(header, ''))
        head, semicolon, _rest = text.partition(';')
        return [(head.strip(), '')] + [(name, value or '')
                                       for name, value in _parameter.findall(text[len(head):])]

    def get_params(self, failobj=None, header='content-type', unquote=True):
        if header not in self:
            return failobj
        return [(name, _plain(value) if unquote else value.strip())
                for name, value in self._parameters(header)]

    def get_param(self, param, failobj=None, header='content-type', unquote=True):
        for name, value in (self._parameters(header) if header in self else ()):
            if name.lower() == param.lower():
                return _plain(value) if unquote else value.strip()
            if name.lower() == param.lower() + '*':
                from email.utils import decode_rfc2231, unquote as read
                charset, language, text = decode_rfc2231(_plain(value))
                return charset, language, read(text, encoding='latin-1')
        return failobj

    def set_param(self, param, value, header='Content-Type', requote=True, charset=None,
                  language='', replace=False):
        if header not in self and header.lower() == 'content-type':
            kind, kept = 'text/plain', []
        else:
            (kind, _none), *kept = self._parameters(header)
        made, done = [], False
        for name, old in kept:
            if name.lower() == param.lower():
                made.append(_parameter_text(name, value))
                done = True
            else:
                made.append(f'{name}={old.strip()}' if old else name)
        if not done:
            made.append(_parameter_text(param, value))
        text = '; '.join([kind, *made])
        if header in self:
            self.replace_header(header, text)
        else:
            self[header] = text

    def del_param(self, param, header='content-type', requote=True):
        if header not in self:
            return
        (kind, _none), *kept = self._parameters(header)
        made = [f'{name}={old.strip()}' for name, old in kept if name.lower() != param.lower()]
        self.replace_header(header, '; '.join([kind, *made]))

    def set_type(self, type, header='Content-Type', requote=True):
        if type.count('/') != 1:
            raise ValueError
        if header.lower() == 'content-type':
            del self['mime-version']
            self['MIME-Version'] = '1.0'
        kept = self._parameters(header)[1:] if header in self else []
        del self[header]
        self[header] = '; '.join([type, *(f'{name}={old.strip()}' for name, old in kept)])

    def get_filename(self, failobj=None):
        from email.utils import collapse_rfc2231_value
        name = self.get_param('filename', None, 'content-disposition')
        if name is None:
            name = self.get_param('name', None, 'content-type')
        return failobj if name is None else collapse_rfc2231_value(name).strip()

    def get_boundary(self, failobj=None):
        found = self.get_param('boundary')
        return failobj if found is None else found.rstrip()

    def set_boundary(self, boundary):
        if 'content-type' not in self:
            raise errors.HeaderParseError('No Content-Type header found')
        self.set_param('boundary', boundary)

    def get_content_charset(self, failobj=None):
        charset = self.get_param('charset')
        if charset is None:
            return failobj
        return (charset[2] if isinstance(charset, tuple) else charset).lower()

    def get_charsets(self, failobj=None):
        return [part.get_content_charset(failobj) for part in self.walk()]

    def get_content_disposition(self):
        value = self.get('content-disposition')
        return None if value is None else str(value).partition(';')[0].strip().lower()

    def walk(self):
        yield self
        if self.is_multipart():
            for part in self._payload:
                yield from part.walk()


class MIMEPart(Message):
    """A message that is made and read by its content."""

    def __init__(self, policy=None):
        super().__init__(_default_policy if policy is None else policy)

    def as_string(self, unixfrom=False, maxheaderlen=None, policy=None):
        policy = self.policy if policy is None else policy
        length = policy.max_line_length if maxheaderlen is None else maxheaderlen
        return super().as_string(unixfrom, length, policy)

    def is_attachment(self):
        return self.get_content_disposition() == 'attachment'

    def set_content(self, obj, subtype='plain', charset='utf-8', cte=None, *, maintype=None,
                    disposition=None, filename=None, cid=None, params=None, headers=None):
        for name in [key for key in self.keys() if key.lower().startswith('content-')]:
            del self[name]
        self._payload = None
        if isinstance(obj, str):
            self._set_text(obj, subtype, charset, cte)
        elif isinstance(obj, Message):
            self['Content-Type'] = 'message/rfc822'
            self['Content-Transfer-Encoding'] = '8bit'
            self._payload = [obj]
        else:
            if maintype is None:
                # set_content(data, 'image', 'png')
                maintype, subtype = subtype, charset
            self['Content-Type'] = f'{maintype}/{subtype}'
            data = bytes(obj)
            self['Content-Transfer-Encoding'] = cte or 'base64'
            self._payload = ''.join(base64.b64encode(data[k:k + 57]).decode() + '\n'
                                    for k in range(0, len(data), 57))
        if filename is not None and disposition is None:
            disposition = 'attachment'
        if disposition is not None:
            self['Content-Disposition'] = disposition if filename is None else (
                disposition + '; ' + _parameter_text('filename', filename))
        if cid is not None:
            self['Content-ID'] = cid
        for name, value in (params or {}).items():
            self.set_param(name, value)
        for header in headers or ():
            name, colon, value = header.partition(':')
            self[name] = value.strip()
        if isinstance(self, EmailMessage) and 'MIME-Version' not in self:
            self['MIME-Version'] = '1.0'

    def _set_text(self, text, subtype, charset, cte):
        self['Content-Type'] = f'text/{subtype}; charset="{charset}"'
        lines = text.splitlines()
        text = '\n'.join(lines) + '\n' if lines else ''
        longest = max(map(len, lines), default=0)
        if cte is None and longest <= 78:
            cte = '7bit' if text.isascii() else '8bit'
        if cte is None:
            data = text.encode(charset)
            quoted = quopri.encodestring(data)
            packed = len(data) * 4 // 3
            cte = 'quoted-printable' if len(quoted) <= packed + 10 else 'base64'
        data = text.encode(charset)
        if cte == 'quoted-printable':
            text = quopri.encodestring(data).decode('ascii')
        elif cte == 'base64':
            text = ''.join(base64.b64encode(data[k:k + 57]).decode() + '\n'
                           for k in range(0, len(data), 57))
        elif cte == '8bit':
            text = data.decode('ascii', 'surrogateescape')
        self['Content-Transfer-Encoding'] = cte
        self._payload = text

    def get_content(self, *, errors='replace'):
        kind = self.get_content_maintype()
        if kind == 'text':
            return self.get_payload(decode=True).decode(self.get_content_charset('ascii'), errors)
        if kind == 'multipart':
            raise KeyError(self.get_content_type())
        if kind == 'message':
            return self.get_payload(0)
        return self.get_payload(decode=True)

    def clear(self):
        self._headers = []
        self._payload = None

    def clear_content(self):
        self._headers = [(key, value) for key, value in self._headers
                         if not key.lower().startswith('content-')]
        self._payload = None

    def _become(self, subtype, boundary=None):
        part_headers = [(k, v) for k, v in self._headers if k.lower().startswith('content-')]
        kept = [(k, v) for k, v in self._headers if not k.lower().startswith('content-')]
        if part_headers or self._payload is not None:
            part = MIMEPart(policy=self.policy)
            part._headers, part._payload = part_headers, self._payload
            self._payload = [part]
        else:
            self._payload = []
        self._headers = kept
        self['Content-Type'] = 'multipart/' + subtype
        if boundary is not None:
            self.set_param('boundary', boundary)

    def make_related(self, boundary=None):
        self._become('related', boundary)

    def make_alternative(self, boundary=None):
        self._become('alternative', boundary)

    def make_mixed(self, boundary=None):
        self._become('mixed', boundary)

    def _add(self, subtype, arguments, keywords, disposition=None):
        if self.get_content_type() != 'multipart/' + subtype:
            self._become(subtype)
        part = MIMEPart(policy=self.policy)
        part.set_content(*arguments, **keywords)
        if disposition and 'content-disposition' not in part:
            part['Content-Disposition'] = disposition
        self.attach(part)

    def add_related(self, *args, **kw):
        self._add('related', args, kw, 'inline')

    def add_alternative(self, *args, **kw):
        self._add('alternative', args, kw)

    def add_attachment(self, *args, **kw):
        self._add('mixed', args, kw, 'attachment')

    def iter_parts(self):
        return iter(self._payload if self.is_multipart() else ())

    def iter_attachments(self):
        if self.get_content_type() == 'multipart/mixed' and self.is_multipart():
            body = self.get_body()
            return iter([part for part in self._payload if part is not body and not (
                part.is_multipart() and body in list(part.walk()))])
        return iter(())

    def get_body(self, preferencelist=('related', 'html', 'plain')):
        best = None
        for part in self.walk():
            if part.is_multipart() or getattr(part, 'is_attachment', lambda: False)():
                continue
            if part.get_content_maintype() == 'text':
                kind = part.get_content_subtype()
                if kind in preferencelist:
                    rank = preferencelist.index(kind)
                    if best is None or rank < best[0]:
                        best = rank, part
        return best and best[1]


class EmailMessage(MIMEPart):
    """A whole message."""
