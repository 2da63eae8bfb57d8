"""XML as a series of calls."""

import io

__all__ = ['ContentHandler', 'ErrorHandler', 'InputSource', 'SAXException', 'SAXParseException',
           'SAXNotRecognizedException', 'SAXNotSupportedException', 'make_parser', 'parse',
           'parseString']

from xml.sax.handler import ContentHandler, ErrorHandler
from xml.sax._parts import (InputSource, SAXException, SAXNotRecognizedException,
                            SAXNotSupportedException, SAXParseException, XMLReader)


def make_parser(parser_list=()):
    return XMLReader()


def parse(source, handler, errorHandler=ErrorHandler()):
    parser = make_parser()
    parser.setContentHandler(handler)
    parser.setErrorHandler(errorHandler)
    parser.parse(source)


def parseString(string, handler, errorHandler=ErrorHandler()):
    parse(io.BytesIO(string.encode() if isinstance(string, str) else string), handler, errorHandler)
