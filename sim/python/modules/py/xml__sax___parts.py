"""The reader of xml.sax, and its exceptions."""

import _xml_reader


class SAXException(Exception):
    def __init__(self, msg, exception=None):
        super().__init__(msg)
        self._msg, self._exception = msg, exception

    def getMessage(self):
        return self._msg

    def getException(self):
        return self._exception

    def __str__(self):
        return self._msg


class SAXParseException(SAXException):
    def __init__(self, msg, exception, locator):
        super().__init__(msg, exception)
        self._line, self._column = locator.getLineNumber(), locator.getColumnNumber()
        self._system = locator.getSystemId()

    def getLineNumber(self):
        return self._line

    def getColumnNumber(self):
        return self._column

    def getSystemId(self):
        return self._system

    def __str__(self):
        return "%s:%s:%s: %s" % (self._system or "<unknown>", self._line, self._column, self._msg)


class SAXNotRecognizedException(SAXException):
    pass


class SAXNotSupportedException(SAXException):
    pass


class InputSource:
    def __init__(self, system_id=None):
        self._system, self._bytes, self._characters = system_id, None, None

    def getSystemId(self):
        return self._system

    def setByteStream(self, stream):
        self._bytes = stream

    def setCharacterStream(self, stream):
        self._characters = stream


class Attributes(dict):
    """The attributes of an element."""

    def getLength(self):
        return len(self)

    def getNames(self):
        return list(self)

    def getValue(self, name):
        return self[name]

    def getType(self, name):
        return 'CDATA'


class XMLReader:
    """Reads a whole document and calls the handler for its pieces."""

    def __init__(self):
        from xml.sax.handler import ContentHandler, ErrorHandler
        self._content, self._errors = ContentHandler(), ErrorHandler()
        self._place = (1, 0)
        self._system = None
        self._pieces = []

    def setContentHandler(self, handler):
        self._content = handler

    def getContentHandler(self):
        return self._content

    def setErrorHandler(self, handler):
        self._errors = handler

    def setFeature(self, name, state):
        pass

    def getLineNumber(self):
        return self._place[0]

    def getColumnNumber(self):
        return self._place[1]

    def getSystemId(self):
        return self._system

    def getPublicId(self):
        return None

    def feed(self, data):
        self._pieces.append(data.encode() if isinstance(data, str) else data)

    def close(self):
        self._run(b''.join(self._pieces))

    def parse(self, source):
        if isinstance(source, InputSource):
            self._system = source._system
            source = source._characters or source._bytes or source._system
        if hasattr(source, 'read'):
            self._system = self._system or getattr(source, 'name', None)
            self._run(source.read())
        else:
            self._system = source
            with open(source, 'rb') as file:
                self._run(file.read())

    def _run(self, data):
        reader = _xml_reader.Reader(data if isinstance(data, str) else _xml_reader.decoded(data))
        handler = self._content
        handler.setDocumentLocator(self)
        handler.startDocument()
        try:
            for kind, *parts in reader.events():
                self._place = reader.place()
                if kind == 'start':
                    handler.startElement(parts[0], Attributes(parts[1]))
                elif kind == 'end':
                    handler.endElement(parts[0])
                elif kind in ('data', 'cdata'):
                    self._characters(handler, parts[0])
                elif kind == 'pi':
                    handler.processingInstruction(*parts)
        except _xml_reader.ReadError as wrong:
            why, _code, *self._place = wrong.args
            self._errors.fatalError(SAXParseException(why, None, self))
        handler.endDocument()

    @staticmethod
    def _characters(handler, text):
        for line in text.splitlines(keepends=True):
            if line.endswith('\n') and len(line) > 1:
                handler.characters(line[:-1])
                line = '\n'
            handler.characters(line)
