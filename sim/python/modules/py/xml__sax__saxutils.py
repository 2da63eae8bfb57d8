"""Text escaped for XML, and back; and a handler that writes what it is told."""

from xml.sax.handler import ContentHandler

__all__ = ['escape', 'unescape', 'quoteattr', 'XMLGenerator']


def _replaced(text, pairs):
    for old, new in pairs.items():
        text = text.replace(old, new)
    return text


def escape(data, entities={}):
    return _replaced(_replaced(data, {"&": "&amp;", ">": "&gt;", "<": "&lt;"}), entities)


def unescape(data, entities={}):
    return _replaced(_replaced(data, {"&lt;": "<", "&gt;": ">"}), entities).replace("&amp;", "&")


def quoteattr(data, entities={}):
    data = escape(data, {**entities, '\n': '&#10;', '\r': '&#13;', '\t': '&#9;'})
    if '"' not in data:
        return f'"{data}"'
    return f"'{data}'" if "'" not in data else '"%s"' % data.replace('"', "&quot;")


class XMLGenerator(ContentHandler):
    def __init__(self, out=None, encoding="iso-8859-1", short_empty_elements=False):
        super().__init__()
        import sys
        self._out = out or sys.stdout
        self._encoding, self._short, self._pending = encoding, short_empty_elements, False

    def _write(self, text):
        if self._pending:
            self._pending = False
            self._out.write('>')
        self._out.write(text)

    def startDocument(self):
        self._write('<?xml version="1.0" encoding="%s"?>\n' % self._encoding)

    def startElement(self, name, attrs):
        self._write('<' + name + ''.join(f' {key}={quoteattr(value)}'
                                         for key, value in attrs.items()))
        if self._short:
            self._pending = True
        else:
            self._write('>')

    def endElement(self, name):
        if self._pending:
            self._pending = False
            self._out.write('/>')
        else:
            self._write(f'</{name}>')

    def characters(self, content):
        if content:
            self._write(escape(content))

    def processingInstruction(self, target, data):
        self._write(f'<?{target} {data}?>')
