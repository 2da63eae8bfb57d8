"""A parser of HTML as it is found: calls a method for each tag, text, comment and the like."""

import re
from html import unescape

__all__ = ['HTMLParser']

_NAME = re.compile(r'[a-zA-Z][^\t\n\r\f />\x00]*')
_SPACE = re.compile(r'[\s/]*')
_ATTRIBUTE = re.compile(r"""([^\s/>][^\s/=>]*)(?:\s*=+\s*('[^']*'|"[^"]*"|(?!['"])[^>\s]*))?[\s/]*""")
_REFERENCE = re.compile(r'&#(?:[0-9]+|[xX][0-9a-fA-F]+)[^0-9a-fA-F]|&([a-zA-Z][-.a-zA-Z0-9]*)'
                        r'[^a-zA-Z0-9]')
_END_TAG = re.compile(r'</\s*([a-zA-Z][-.a-zA-Z0-9:_]*)\s*>')
_PARTIAL = re.compile(r'&[a-zA-Z#]')
_COMMENT_END = re.compile(r'--\s*>')


class HTMLParser:
    """Feed it text; override the handle_… methods."""

    CDATA_CONTENT_ELEMENTS = ("script", "style")

    def __init__(self, *, convert_charrefs=True):
        self.convert_charrefs = convert_charrefs
        self.reset()

    def reset(self):
        self.rawdata = ''
        self.lasttag = '???'
        self.cdata_elem = None
        self.lineno, self.offset = 1, 0
        self._start_text = None

    def feed(self, data):
        self.rawdata += data
        self.goahead(False)

    def close(self):
        self.goahead(True)

    def getpos(self):
        return self.lineno, self.offset

    def get_starttag_text(self):
        return self._start_text

    def set_cdata_mode(self, elem):
        self.cdata_elem = elem.lower()

    def clear_cdata_mode(self):
        self.cdata_elem = None

    def updatepos(self, i, j):
        """Counts the lines between two places of the text."""
        passed = self.rawdata[i:j]
        lines = passed.count('\n')
        if lines:
            self.lineno += lines
            self.offset = len(passed) - passed.rindex('\n') - 1
        else:
            self.offset += len(passed)
        return j

    # -- the text ---------------------------------------------------------------------------

    def goahead(self, end):
        at = 0
        while at < len(self.rawdata):
            stop = self._text_end(at, end)
            if stop is None:
                break
            if at < stop:
                text = self.rawdata[at:stop]
                whole = self.convert_charrefs and not self.cdata_elem
                self.handle_data(unescape(text) if whole else text)
                at = self.updatepos(at, stop)
            if at == len(self.rawdata):
                break
            after = self._markup(at) if self.rawdata[at] == '<' else self._reference(at, end)
            if after < 0:
                if not end:
                    break
                after = self._cut_off(at)
            at = self.updatepos(at, after)
        if end and at < len(self.rawdata) and not self.cdata_elem:
            text = self.rawdata[at:]
            self.handle_data(unescape(text) if self.convert_charrefs else text)
            at = self.updatepos(at, len(self.rawdata))
        self.rawdata = self.rawdata[at:]

    def _text_end(self, at, end):
        """Where plain text ends, or None when more is needed to tell."""
        data = self.rawdata
        if self.cdata_elem:
            found = re.compile(r'</%s(?=[\t\n\r\f />])' % self.cdata_elem, re.I).search(data, at)
            if found:
                return found.start()
            return len(data) if end else None
        if not self.convert_charrefs:
            places = [place for place in (data.find('<', at), data.find('&', at)) if place >= 0]
            return min(places, default=len(data))
        stop = data.find('<', at)
        if stop >= 0:
            return stop
        if end:
            return len(data)
        # A reference may go on in what is fed next.
        amp = data.rfind('&', max(at, len(data) - 34))
        if amp >= 0 and not re.compile(r'[\s;]').search(data, amp):
            return None
        return len(data)

    def _markup(self, at):
        data = self.rawdata
        if _NAME.match(data, at + 1):
            return self.parse_starttag(at)
        if data.startswith('</', at):
            return self.parse_endtag(at)
        if data.startswith('<!--', at):
            return self.parse_comment(at)
        if data.startswith('<?', at):
            return self.parse_pi(at)
        if data.startswith('<!', at):
            return self.parse_html_declaration(at)
        if at + 1 < len(data):
            self.handle_data('<')
            return at + 1
        return -1

    def _cut_off(self, at):
        """Makes text of markup that never ends."""
        stop = self.rawdata.find('>', at + 1)
        if stop < 0:
            stop = self.rawdata.find('<', at + 1)
            stop = at + 1 if stop < 0 else stop
        else:
            stop += 1
        text = self.rawdata[at:stop]
        self.handle_data(unescape(text) if self.convert_charrefs and not self.cdata_elem else text)
        return stop

    def _reference(self, at, end):
        data = self.rawdata
        found = _REFERENCE.match(data, at)
        if found:
            stop = found.end()
            if found[1]:
                self.handle_entityref(found[1])
            else:
                self.handle_charref(found[0][2:-1])
            return stop if data[stop - 1] == ';' else stop - 1
        if _PARTIAL.match(data, at) and re.fullmatch('&#?[a-zA-Z0-9]*', data[at:]):
            if end:
                self.handle_data(data[at:])
                return len(data)
            return -1
        if at + 1 == len(data) and not end:
            return -1
        self.handle_data('&')
        return at + 1

    # -- markup -----------------------------------------------------------------------------

    def parse_html_declaration(self, i):
        data = self.rawdata
        if data.startswith('<![', i):
            stop = data.find(']]>' if data.startswith('<![CDATA[', i) else ']>', i + 3)
            if stop < 0:
                stop = data.find('>', i + 3)
                if stop < 0:
                    return -1
                self.unknown_decl(data[i + 3:stop])
                return stop + 1
            self.unknown_decl(data[i + 3:stop])
            return stop + (3 if data.startswith(']]>', stop) else 2)
        if data[i:i + 9].lower() == '<!doctype':
            stop = data.find('>', i + 9)
            if stop < 0:
                return -1
            self.handle_decl(data[i + 2:stop])
            return stop + 1
        return self.parse_bogus_comment(i)

    def parse_bogus_comment(self, i, report=1):
        stop = self.rawdata.find('>', i + 2)
        if stop < 0:
            return -1
        if report:
            self.handle_comment(self.rawdata[i + 2:stop])
        return stop + 1

    def parse_comment(self, i, report=1):
        found = _COMMENT_END.search(self.rawdata, i + 4)
        if not found:
            return -1
        if report:
            self.handle_comment(self.rawdata[i + 4:found.start()])
        return found.end()

    def parse_pi(self, i):
        stop = self.rawdata.find('>', i + 2)
        if stop < 0:
            return -1
        self.handle_pi(self.rawdata[i + 2:stop])
        return stop + 1

    def check_for_whole_start_tag(self, i):
        """The end of a start tag, -1 when it is not all there."""
        data = self.rawdata
        at = _SPACE.match(data, _NAME.match(data, i + 1).end()).end()
        while at < len(data) and data[at] != '>':
            found = _ATTRIBUTE.match(data, at)
            if not found:
                return -1
            at = found.end()
            if at == len(data):
                return -1
        return at + 1 if at < len(data) else -1

    def parse_starttag(self, i):
        self._start_text = None
        data = self.rawdata
        stop = self.check_for_whole_start_tag(i)
        if stop < 0:
            return stop
        self._start_text = data[i:stop]
        name = _NAME.match(data, i + 1)
        self.lasttag = tag = name[0].lower()
        attributes = []
        at = _SPACE.match(data, name.end()).end()
        while at < stop - 1:
            found = _ATTRIBUTE.match(data, at)
            if not found:
                break
            value = found[2]
            if value and value[0] == value[-1:] and value[0] in '\'"':
                value = value[1:-1]
            attributes.append((found[1].lower(), unescape(value) if value else value))
            at = found.end()
        closes = self._start_text.endswith('/>')
        if closes and attributes and (attributes[-1][1] or '').endswith('/') and not (
                data[stop - 3:stop - 2].isspace() or data[stop - 3] in '\'"'):
            closes = False  # The slash belongs to a value without quotes.
        if closes:
            self.handle_startendtag(tag, attributes)
        else:
            self.handle_starttag(tag, attributes)
            if tag in self.CDATA_CONTENT_ELEMENTS:
                self.set_cdata_mode(tag)
        return stop

    def parse_endtag(self, i):
        data = self.rawdata
        stop = data.find('>', i + 2)
        if stop < 0:
            return -1
        whole = _END_TAG.match(data, i)
        name = whole or _NAME.match(data, i + 2)
        if not name:
            if data.startswith('</>', i):
                return i + 3
            return self.parse_bogus_comment(i)
        self.handle_endtag((whole[1] if whole else name[0]).lower())
        self.clear_cdata_mode()
        return stop + 1

    # -- what a program overrides -----------------------------------------------------------

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_starttag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        pass

    def handle_charref(self, name):
        pass

    def handle_entityref(self, name):
        pass

    def handle_data(self, data):
        pass

    def handle_comment(self, data):
        pass

    def handle_decl(self, decl):
        pass

    def handle_pi(self, data):
        pass

    def unknown_decl(self, data):
        pass
