"""Messages in other languages: without catalogues, every message stays as it is."""

import os

__all__ = ['NullTranslations', 'GNUTranslations', 'Catalog', 'bindtextdomain', 'find',
           'translation', 'install', 'textdomain', 'dgettext', 'dngettext', 'gettext', 'ngettext',
           'pgettext', 'dpgettext', 'npgettext', 'dnpgettext']

_current_domain = 'messages'
_localedirs = {}


class NullTranslations:
    def __init__(self, fp=None):
        self._info = {}
        self._charset = None
        self._fallback = None
        if fp is not None:
            self._parse(fp)

    def _parse(self, fp):
        pass

    def add_fallback(self, fallback):
        if self._fallback:
            self._fallback.add_fallback(fallback)
        else:
            self._fallback = fallback

    def gettext(self, message):
        return self._fallback.gettext(message) if self._fallback else message

    def ngettext(self, msgid1, msgid2, n):
        if self._fallback:
            return self._fallback.ngettext(msgid1, msgid2, n)
        return msgid1 if n == 1 else msgid2

    def pgettext(self, context, message):
        return self._fallback.pgettext(context, message) if self._fallback else message

    def npgettext(self, context, msgid1, msgid2, n):
        if self._fallback:
            return self._fallback.npgettext(context, msgid1, msgid2, n)
        return msgid1 if n == 1 else msgid2

    def info(self):
        return self._info

    def charset(self):
        return self._charset

    def install(self, names=None):
        import builtins
        builtins.__dict__['_'] = self.gettext
        for name in {'gettext', 'ngettext', 'npgettext', 'pgettext'} & set(names or ()):
            builtins.__dict__[name] = getattr(self, name)


class GNUTranslations(NullTranslations):
    """The messages of one .mo file."""

    CONTEXT = "%s\x04%s"

    def _parse(self, fp):
        import struct
        data = fp.read()
        name = getattr(fp, 'name', '')
        if len(data) < 20 or data[:4] not in (b'\xde\x12\x04\x95', b'\x95\x04\x12\xde'):
            raise OSError(0, 'Bad magic number', name)
        order = '<' if data[:4] == b'\xde\x12\x04\x95' else '>'
        version, count, originals, translated = struct.unpack(order + '4I', data[4:20])
        if version >> 16 not in (0, 1):
            raise OSError(0, 'Bad version number ' + str(version >> 16), name)
        self._catalog = {}
        self.plural = lambda n: int(n != 1)
        charset = None
        for k in range(count):
            length, at = struct.unpack_from(order + '2I', data, originals + 8 * k)
            message = data[at:at + length]
            length, at = struct.unpack_from(order + '2I', data, translated + 8 * k)
            text = data[at:at + length]
            if not message:
                self._read_header(text.decode('ascii', 'replace'))
                charset = self._charset
            encoding = charset or 'ascii'
            if b'\0' in message:
                single = message.split(b'\0')[0].decode(encoding)
                for form, part in enumerate(text.split(b'\0')):
                    self._catalog[(single, form)] = part.decode(encoding)
            else:
                self._catalog[message.decode(encoding)] = text.decode(encoding)

    def _read_header(self, text):
        for line in text.split('\n'):
            key, colon, value = line.strip().partition(':')
            if not colon:
                continue
            key, value = key.strip().lower(), value.strip()
            self._info[key] = value
            if key == 'content-type':
                self._charset = value.split('charset=')[1]

    def _look(self, key):
        found = self._catalog.get(key)
        return self._catalog.get((key, self.plural(1))) if found is None else found

    def gettext(self, message):
        found = self._look(message)
        return super().gettext(message) if found is None else found

    def ngettext(self, msgid1, msgid2, n):
        found = self._catalog.get((msgid1, self.plural(n)))
        return super().ngettext(msgid1, msgid2, n) if found is None else found

    def pgettext(self, context, message):
        found = self._look(self.CONTEXT % (context, message))
        return super().pgettext(context, message) if found is None else found

    def npgettext(self, context, msgid1, msgid2, n):
        found = self._catalog.get((self.CONTEXT % (context, msgid1), self.plural(n)))
        return super().npgettext(context, msgid1, msgid2, n) if found is None else found


Catalog = None


def _forms_of(language):
    """A locale's name and what it falls back to: de_AT.UTF-8, de_AT, de.UTF-8, de."""
    base, dot, codeset = language.partition('.')
    names = [base] if '_' not in base else [base, base.split('_')[0]]
    return [form for name in names for form in ((name + dot + codeset, name) if dot else (name,))]


def find(domain, localedir=None, languages=None, all=False):
    if localedir is None:
        localedir = '/usr/share/locale'
    if languages is None:
        languages = []
        for variable in ('LANGUAGE', 'LC_ALL', 'LC_MESSAGES', 'LANG'):
            value = os.environ.get(variable)
            if value:
                languages = value.split(':')
                break
        if 'C' not in languages:
            languages.append('C')
    found = []
    for language in languages:
        if language == 'C':
            break
        for form in _forms_of(language):
            path = os.path.join(localedir, form, 'LC_MESSAGES', '%s.mo' % domain)
            if os.path.exists(path) and path not in found:
                found.append(path)
    if all:
        return found
    return found[0] if found else None


def translation(domain, localedir=None, languages=None, class_=None, fallback=False):
    paths = find(domain, localedir, languages, all=True)
    if not paths:
        if fallback:
            return NullTranslations()
        from errno import ENOENT
        raise FileNotFoundError(ENOENT, 'No translation file found for domain', domain)
    result = None
    for path in paths:
        with open(path, 'rb') as fp:
            made = (class_ or GNUTranslations)(fp)
        if result is None:
            result = made
        else:
            result.add_fallback(made)
    return result


def install(domain, localedir=None, *, names=None):
    translation(domain, localedir, fallback=True).install(names)


def textdomain(domain=None):
    global _current_domain
    if domain is not None:
        _current_domain = domain
    return _current_domain


def bindtextdomain(domain, localedir=None):
    if localedir is not None:
        _localedirs[domain] = localedir
    return _localedirs.get(domain, '/usr/share/locale')


def _of(domain):
    return translation(domain, _localedirs.get(domain), fallback=True)


def dgettext(domain, message):
    return _of(domain).gettext(message)


def dngettext(domain, msgid1, msgid2, n):
    return _of(domain).ngettext(msgid1, msgid2, n)


def dpgettext(domain, context, message):
    return _of(domain).pgettext(context, message)


def dnpgettext(domain, context, msgid1, msgid2, n):
    return _of(domain).npgettext(context, msgid1, msgid2, n)


def gettext(message):
    return dgettext(_current_domain, message)


def ngettext(msgid1, msgid2, n):
    return dngettext(_current_domain, msgid1, msgid2, n)


def pgettext(context, message):
    return dpgettext(_current_domain, context, message)


def npgettext(context, msgid1, msgid2, n):
    return dnpgettext(_current_domain, context, msgid1, msgid2, n)
