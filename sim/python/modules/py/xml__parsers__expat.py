# native: it is C in CPython
"""expat's parser: calls a handler for each piece of a document."""

import _xml_reader

__all__ = ['ParserCreate', 'ExpatError', 'error', 'errors', 'model']


class ExpatError(Exception):
    """The text is no XML: code, lineno and offset say what and where."""


error = ExpatError
ExpatError.__module__ = 'xml.parsers.expat'


class _Errors:
    messages = {code: text for text, code in _xml_reader.CODES.items()}
    codes = dict(_xml_reader.CODES)


errors = _Errors()
model = None


def ErrorString(code, /):
    return _Errors.messages.get(code)


class XMLParserType:
    _HANDLERS = ('StartElementHandler', 'EndElementHandler', 'CharacterDataHandler',
                 'CommentHandler', 'ProcessingInstructionHandler', 'StartCdataSectionHandler',
                 'EndCdataSectionHandler', 'StartDoctypeDeclHandler', 'EndDoctypeDeclHandler',
                 'XmlDeclHandler', 'DefaultHandler', 'DefaultHandlerExpand')

    def __init__(self):
        self.__dict__.update(dict.fromkeys(self._HANDLERS))
        self.buffer_text = False
        self.ordered_attributes = False
        self.CurrentLineNumber, self.CurrentColumnNumber, self.CurrentByteIndex = 1, 0, 0
        self._parts = []

    def ParseFile(self, file):
        return self.Parse(file.read(), True)

    def Parse(self, data, isfinal=False, /):
        self._parts.append(data)
        if not isfinal:
            return 1
        whole = (b'' if isinstance(self._parts[0], bytes) else '').join(self._parts)
        reader = _xml_reader.Reader(_xml_reader.decoded(whole) if isinstance(whole, bytes)
                                    else whole)
        try:
            for event in reader.events():
                self.CurrentLineNumber, self.CurrentColumnNumber = reader.place()
                self.CurrentByteIndex = reader.start
                self._tell(*event)
        except _xml_reader.ReadError as wrong:
            why, code, line, column = wrong.args
            told = ExpatError(f'{why}: line {line}, column {column}')
            told.code, told.lineno, told.offset = code, line, column
            raise told from None
        return 1

    def _tell(self, kind, *parts):
        if kind == 'start':
            name, attributes = parts
            if self.ordered_attributes:
                attributes = [text for pair in attributes.items() for text in pair]
            self._call('StartElementHandler', name, attributes)
        elif kind == 'data':
            text, = parts
            pieces = [text] if self.buffer_text else text.splitlines(keepends=True)
            for piece in pieces:
                while len(piece) > 1 and piece.endswith('\n') and not self.buffer_text:
                    self._call('CharacterDataHandler', piece[:-1])
                    piece = '\n'
                self._call('CharacterDataHandler', piece)
        elif kind == 'cdata':
            self._call('StartCdataSectionHandler')
            self._tell('data', *parts)
            self._call('EndCdataSectionHandler')
        elif kind == 'doctype':
            name, public, system = parts
            self._call('StartDoctypeDeclHandler', name, system, public, 0)
            self._call('EndDoctypeDeclHandler')
        elif kind == 'xml':
            version, encoding, _standalone = parts
            self._call('XmlDeclHandler', version, encoding, -1)
        else:
            self._call({'end': 'EndElementHandler', 'comment': 'CommentHandler',
                        'pi': 'ProcessingInstructionHandler'}[kind], *parts)

    def _call(self, name, *arguments):
        handler = getattr(self, name)
        if handler is not None:
            handler(*arguments)


def ParserCreate(encoding=None, namespace_separator=None, intern=None):
    return XMLParserType()
