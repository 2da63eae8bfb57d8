# native: it is expat in CPython
"""Reads XML piece by piece, with expat's words for what is wrong."""

import re

_NAME = r'[A-Za-z_:\u00c0-\U000effff][-.\w:\u00b7\u00c0-\U000effff]*'
_name = re.compile(_NAME)
_space = re.compile(r'[ \t\r\n]*')
_attribute = re.compile(rf'[ \t\r\n]+({_NAME})[ \t\r\n]*=[ \t\r\n]*("[^"<]*"|\'[^\'<]*\')')
_reference = re.compile(rf'&(?:#([0-9]+)|#x([0-9a-fA-F]+)|({_NAME}));')
_bad_character = re.compile('[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]')
_declaration = re.compile(r'<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*["\'][^"\']*["\']'
                          r'(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*["\']([^"\']*)["\'])?'
                          r'(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*["\'](?:yes|no)["\'])?'
                          r'[ \t\r\n]*\?>')
_entity = re.compile(rf'<!ENTITY\s+({_NAME})\s+("[^"]*"|\'[^\']*\')\s*>')
_STANDARD = {'lt': '<', 'gt': '>', 'amp': '&', 'quot': '"', 'apos': "'"}
CODES = {'syntax error': 2, 'no element found': 3, 'not well-formed (invalid token)': 4,
         'unclosed token': 5, 'mismatched tag': 7, 'duplicate attribute': 8,
         'junk after document element': 9, 'undefined entity': 11,
         'reference to invalid character number': 14, 'unclosed CDATA section': 20,
         'unbound prefix': 27, 'XML or text declaration not at start of entity': 17}


class ReadError(Exception):
    """(what is wrong, code, line, column)."""


def decoded(data):
    """The text of a document in bytes."""
    for mark, encoding in ((b'\xef\xbb\xbf', 'utf-8-sig'), (b'\xff\xfe', 'utf-16'),
                           (b'\xfe\xff', 'utf-16')):
        if data.startswith(mark):
            return data.decode(encoding)
    found = _declaration.match(data[:200].decode('latin-1'))
    return data.decode(found[1] if found and found[1] else 'utf-8')


class Reader:
    """Yields (kind, …) events of a whole text.

    ('start', name, attributes), ('end', name), ('data', text), ('comment', text),
    ('pi', target, text), ('cdata', text), ('doctype', name, public id, system id),
    ('xml', version, encoding, standalone). `at` is where the event under way begins.
    """

    def __init__(self, text):
        self.text = text.replace('\r\n', '\n').replace('\r', '\n')
        self.at = self.start = 0
        self.entities = dict(_STANDARD)

    def place(self, at=None):
        at = self.start if at is None else at
        line = self.text.count('\n', 0, at) + 1
        return line, at - (self.text.rfind('\n', 0, at) + 1)

    def fail(self, why, at=None):
        line, column = self.place(self.at if at is None else at)
        raise ReadError(why, CODES[why], line, column)

    def events(self):
        text = self.text
        if text.startswith('\ufeff'):
            self.at = 1
        found = _declaration.match(text, self.at)
        if found:
            self.at = found.end()
            yield ('xml', '1.0', found[1], None)
        depth, seen = [], False
        while self.at < len(text):
            self.start = self.at
            if text[self.at] != '<':
                event = self.data(bool(depth), seen)
                if event:
                    yield event
            elif text.startswith('<!--', self.at):
                end = text.find('--', self.at + 4)
                if end < 0:
                    self.fail('unclosed token')
                if not text.startswith('-->', end):
                    self.fail('not well-formed (invalid token)', end + 2)
                self.at = end + 3
                yield ('comment', text[self.start + 4:end])
            elif text.startswith('<![CDATA[', self.at) and depth:
                end = text.find(']]>', self.at)
                if end < 0:
                    self.fail('unclosed CDATA section', len(text))
                self.at = end + 3
                yield ('cdata', text[self.start + 9:end])
            elif text.startswith('<?', self.at):
                yield self.instruction()
            elif text.startswith('<!DOCTYPE', self.at) and not seen:
                yield self.doctype()
            elif text.startswith('</', self.at):
                name = self.end_tag(depth)
                yield ('end', name)
            else:
                if seen and not depth:
                    self.fail('junk after document element')
                name, attributes, empty = self.start_tag()
                seen = True
                yield ('start', name, attributes)
                if empty:
                    yield ('end', name)
                else:
                    depth.append(name)
        self.start = self.at
        if depth or not seen:
            self.fail('no element found')

    def data(self, inside, seen):
        text = self.text
        end = text.find('<', self.at)
        end = len(text) if end < 0 else end
        if not inside:
            stop = _space.match(text, self.at).end()
            if stop < end:
                self.fail('junk after document element' if seen else 'syntax error', stop)
            self.at = end
            return None
        amp = text.find('&', self.at, end)
        if amp == self.at:
            found = _reference.match(text, amp)
            if not found:
                whole = text.find(';', amp, end)
                if whole < 0 and end == len(text) and re.fullmatch(r'&[\w:.#-]*', text[amp:]):
                    self.fail('unclosed token', amp)
                bad = re.compile(r'&#?[\w:.-]*').match(text, amp).end()
                self.fail('not well-formed (invalid token)', bad)
            self.at = found.end()
            return ('data', self.referred(found, amp))
        end = amp if amp >= 0 else end
        bad = _bad_character.search(text, self.at, end)
        if bad:
            self.fail('not well-formed (invalid token)', bad.start())
        closing = text.find(']]>', self.at, end)
        if closing >= 0:
            self.fail('not well-formed (invalid token)', closing + 2)
        piece = text[self.at:end]
        self.at = end
        return ('data', piece)

    def referred(self, found, at):
        decimal, hexadecimal, name = found.groups()
        if name is not None:
            if name not in self.entities:
                self.fail('undefined entity', at)
            return self.entities[name]
        code = int(decimal) if decimal else int(hexadecimal, 16)
        if code > 0x10ffff or 0xd800 <= code <= 0xdfff or code < 32 and code not in (9, 10, 13):
            self.fail('reference to invalid character number', at)
        return chr(code)

    def instruction(self):
        text = self.text
        name = _name.match(text, self.at + 2)
        end = text.find('?>', self.at)
        if not name:
            self.fail('not well-formed (invalid token)', self.at + 2)
        if end < 0:
            self.fail('unclosed token')
        if name[0].lower() == 'xml':
            self.fail('XML or text declaration not at start of entity')
        self.at = end + 2
        return ('pi', name[0], text[name.end():end].lstrip())

    def doctype(self):
        text = self.text
        at = self.at + len('<!DOCTYPE')
        depth = 0
        while at < len(text) and (text[at] != '>' or depth):
            depth += {'[': 1, ']': -1}.get(text[at], 0)
            at += 1
        if at == len(text):
            self.fail('unclosed token')
        inside = text[self.at:at]
        for name, value in _entity.findall(inside):
            self.entities.setdefault(name, value[1:-1])
        words = re.findall(r'"[^"]*"|\'[^\']*\'|[^\s"\'\[]+', inside.partition('[')[0])
        public = system = None
        if 'PUBLIC' in words:
            public, system = (word[1:-1] for word in (words + ['""', '""'])[3:5])
        elif 'SYSTEM' in words:
            system = words[3][1:-1]
        self.at = at + 1
        return ('doctype', words[1], public, system)

    def start_tag(self):
        text = self.text
        name = _name.match(text, self.at + 1)
        if not name:
            if self.at + 1 == len(text):
                self.fail('unclosed token')
            self.fail('not well-formed (invalid token)', self.at + 1)
        at = name.end()
        attributes = {}
        while found := _attribute.match(text, at):
            if found[1] in attributes:
                self.fail('duplicate attribute', found.start(1))
            attributes[found[1]] = self.value(found[2][1:-1], found.start(2) + 1)
            at = found.end()
        stop = _space.match(text, at).end()
        if text.startswith('/>', stop):
            self.at = stop + 2
            return name[0], attributes, True
        if text.startswith('>', stop):
            self.at = stop + 1
            return name[0], attributes, False
        self.refuse_tag(stop)

    def refuse_tag(self, at):
        """Says where a start tag goes wrong."""
        text = self.text
        name = _name.match(text, at)
        if name:
            at = _space.match(text, name.end()).end()
            if text.startswith('=', at):
                at = _space.match(text, at + 1).end()
                quote = text[at:at + 1]
                if quote and quote in '"\'':
                    end = re.compile(f'[<{quote}]').search(text, at + 1)
                    if end and end[0] == '<':
                        self.fail('not well-formed (invalid token)', end.start())
                    if end:
                        self.fail('not well-formed (invalid token)', end.end())
                    self.fail('unclosed token')
        if at >= len(text):
            self.fail('unclosed token')
        self.fail('not well-formed (invalid token)', at)

    def value(self, text, at):
        if '&' in text:
            bare = re.search(rf'&(?!#[0-9]+;|#x[0-9a-fA-F]+;|{_NAME};)', text)
            if bare:
                bad = re.compile(r'&#?[\w:.-]*').match(text, bare.start()).end()
                self.fail('not well-formed (invalid token)', at + bad)
            text = _reference.sub(lambda m: self.referred(m, at + m.start()), text)
        return text.replace('\n', ' ').replace('\t', ' ')

    def end_tag(self, depth):
        text = self.text
        name = _name.match(text, self.at + 2)
        if not name:
            self.fail('not well-formed (invalid token)', self.at + 2)
        stop = _space.match(text, name.end()).end()
        if stop == len(text):
            self.fail('unclosed token')
        if text[stop] != '>':
            self.fail('not well-formed (invalid token)', stop)
        if not depth:
            self.fail('not well-formed (invalid token)', self.at + 1)
        if depth[-1] != name[0]:
            self.fail('mismatched tag', self.at + 2)
        depth.pop()
        self.at = stop + 1
        return name[0]
