"""Documents as trees of elements: lists of children, with attributes and text."""

import contextlib
import io
import re
import sys
import warnings

import _xml_reader
from xml.etree import ElementPath

__all__ = ["Comment", "dump", "Element", "ElementTree", "canonicalize", "fromstring",
           "fromstringlist", "indent", "iselement", "iterparse", "parse", "ParseError", "PI",
           "ProcessingInstruction", "QName", "SubElement", "tostring", "tostringlist",
           "TreeBuilder", "VERSION", "XML", "XMLID", "XMLParser", "XMLPullParser",
           "register_namespace"]

VERSION = "1.3.0"


class ParseError(SyntaxError):
    """The text is no XML; `position` is (line, column)."""


class Element:
    """A tag, its attributes, its text, what follows it (tail), and its children."""

    def __init__(self, tag, attrib={}, **extra):
        if not isinstance(attrib, dict):
            raise TypeError("Element() argument 2 must be dict, not %s" % type(attrib).__name__)
        self.tag = tag
        self.attrib = {**attrib, **extra}
        self.text = self.tail = None
        self._children = []

    def __repr__(self):
        return "<%s %r at %#x>" % (type(self).__name__, self.tag, id(self))

    def makeelement(self, tag, attrib, /):
        return self.__class__(tag, attrib)

    def __copy__(self):
        made = self.makeelement(self.tag, self.attrib)
        made.text, made.tail = self.text, self.tail
        made._children = list(self._children)
        return made

    def __len__(self):
        return len(self._children)

    def __bool__(self):
        warnings.warn("The behavior of this method will change in future versions.  Use specific "
                      "'len(elem)' or 'elem is not None' test instead.", FutureWarning, stacklevel=2)
        return len(self._children) != 0

    def __getitem__(self, index):
        try:
            return self._children[index]
        except IndexError:
            raise IndexError("child index out of range") from None

    def __setitem__(self, index, element):
        for one in element if isinstance(index, slice) else (element,):
            self._check(one)
        self._children[index] = element

    def __delitem__(self, index):
        try:
            del self._children[index]
        except IndexError:
            raise IndexError("child assignment index out of range") from None

    def __iter__(self):
        at = 0
        while at < len(self._children):
            yield self._children[at]
            at += 1

    @staticmethod
    def _check(element, where="must be Element"):
        if not isinstance(element, Element):
            raise TypeError("expected an Element, not %s" % type(element).__name__)

    def append(self, subelement, /):
        if not isinstance(subelement, Element):
            raise TypeError("append() argument must be xml.etree.ElementTree.Element, not %s"
                            % type(subelement).__name__)
        self._children.append(subelement)

    def extend(self, elements, /):
        for element in elements:
            self._check(element)
            self._children.append(element)

    def insert(self, index, subelement, /):
        if not isinstance(subelement, Element):
            raise TypeError("insert() argument 2 must be xml.etree.ElementTree.Element, not %s"
                            % type(subelement).__name__)
        self._children.insert(index, subelement)

    def remove(self, subelement, /):
        try:
            self._children.remove(subelement)
        except ValueError:
            raise ValueError("list.remove(x): x not in list") from None

    def clear(self):
        self.attrib.clear()
        self._children = []
        self.text = self.tail = None

    def get(self, key, default=None):
        return self.attrib.get(key, default)

    def set(self, key, value, /):
        self.attrib[key] = value

    def keys(self):
        return list(self.attrib)

    def items(self):
        return list(self.attrib.items())

    def find(self, path, namespaces=None):
        return ElementPath.find(self, path, namespaces)

    def findtext(self, path, default=None, namespaces=None):
        return ElementPath.findtext(self, path, default, namespaces)

    def findall(self, path, namespaces=None):
        return ElementPath.findall(self, path, namespaces)

    def iterfind(self, path, namespaces=None):
        return ElementPath.iterfind(self, path, namespaces)

    def iter(self, tag=None):
        if tag is None or tag == "*" or self.tag == tag:
            yield self
        for child in self._children:
            yield from child.iter(tag)

    def itertext(self):
        if self.text:
            yield self.text
        for child in self._children:
            yield from child.itertext()
            if child.tail:
                yield child.tail


def iselement(element):
    return hasattr(element, 'tag')


def SubElement(parent, tag, attrib={}, **extra):
    made = parent.makeelement(tag, {**attrib, **extra})
    parent.append(made)
    return made


def Comment(text=None):
    made = Element(Comment)
    made.text = text
    return made


def ProcessingInstruction(target, text=None):
    made = Element(ProcessingInstruction)
    made.text = target if not text else f'{target} {text}'
    return made


PI = ProcessingInstruction


class QName:
    """A name with its namespace: {uri}tag."""

    def __init__(self, text_or_uri, tag=None):
        self.text = f'{{{text_or_uri}}}{tag}' if tag else text_or_uri

    def __str__(self):
        return self.text

    def __repr__(self):
        return f'<{type(self).__name__} {self.text!r}>'

    def __hash__(self):
        return hash(self.text)

    def _compared(self, other):
        return other.text if isinstance(other, QName) else other

    def __eq__(self, other):
        return self.text == self._compared(other)

    def __lt__(self, other):
        return self.text < self._compared(other)

    def __le__(self, other):
        return self.text <= self._compared(other)

    def __gt__(self, other):
        return self.text > self._compared(other)

    def __ge__(self, other):
        return self.text >= self._compared(other)


class ElementTree:
    """A whole document."""

    def __init__(self, element=None, file=None):
        self._root = element
        if file:
            self.parse(file)

    def getroot(self):
        return self._root

    def _setroot(self, element):
        self._root = element

    def parse(self, source, parser=None):
        with contextlib.ExitStack() as stack:
            if not hasattr(source, "read"):
                source = stack.enter_context(open(source, "rb"))
            parser = XMLParser() if parser is None else parser
            parser.feed(source.read())
            self._root = parser.close()
        return self._root

    def iter(self, tag=None):
        return self._root.iter(tag)

    @staticmethod
    def _below(path):
        if path[:1] == "/":
            path = "." + path
            warnings.warn("This search is broken in 1.3 and earlier, and will be fixed in a future "
                          "version.  If you rely on the current behaviour, change it to %r" % path,
                          FutureWarning, stacklevel=3)
        return path

    def find(self, path, namespaces=None):
        return self._root.find(self._below(path), namespaces)

    def findtext(self, path, default=None, namespaces=None):
        return self._root.findtext(self._below(path), default, namespaces)

    def findall(self, path, namespaces=None):
        return self._root.findall(self._below(path), namespaces)

    def iterfind(self, path, namespaces=None):
        return self._root.iterfind(self._below(path), namespaces)

    def write(self, file_or_filename, encoding=None, xml_declaration=None, default_namespace=None,
              method=None, *, short_empty_elements=True):
        method = method or "xml"
        if method not in ("xml", "html", "text", "c14n"):
            raise ValueError("unknown method %r" % method)
        encoding = encoding or ("utf-8" if method == "c14n" else "us-ascii")
        unicode = encoding.lower() == "unicode"
        text = ''
        if method == "xml" and (xml_declaration or xml_declaration is None and not unicode
                                and encoding.lower() not in ("utf-8", "us-ascii")):
            text = "<?xml version='1.0' encoding='%s'?>\n" % ('utf-8' if unicode else encoding)
        text += _written(self._root, method, default_namespace, short_empty_elements)
        out = text if unicode else text.encode(encoding, "xmlcharrefreplace")
        if hasattr(file_or_filename, "write"):
            file_or_filename.write(out)
        elif unicode:
            with open(file_or_filename, "w", encoding="utf-8", errors="xmlcharrefreplace") as file:
                file.write(out)
        else:
            with open(file_or_filename, "wb") as file:
                file.write(out)

    def write_c14n(self, file):
        return self.write(file, method="c14n")


# ---- writing ------------------------------------------------------------------------------------

_namespace_map = {"http://www.w3.org/XML/1998/namespace": "xml",
                  "http://www.w3.org/1999/xhtml": "html",
                  "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
                  "http://schemas.xmlsoap.org/wsdl/": "wsdl",
                  "http://www.w3.org/2001/XMLSchema": "xs",
                  "http://www.w3.org/2001/XMLSchema-instance": "xsi",
                  "http://purl.org/dc/elements/1.1/": "dc"}
HTML_EMPTY = {"area", "base", "basefont", "br", "col", "embed", "frame", "hr", "img", "input",
              "isindex", "link", "meta", "param", "source", "track", "wbr"}


def register_namespace(prefix, uri):
    if re.match(r"ns\d+$", prefix):
        raise ValueError("Prefix format reserved for internal use")
    for known, name in list(_namespace_map.items()):
        if known == uri or name == prefix:
            del _namespace_map[known]
    _namespace_map[uri] = prefix


def _refuse(text):
    raise TypeError("cannot serialize %r (type %s)" % (text, type(text).__name__))


def _escaped(text):
    try:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    except (TypeError, AttributeError):
        _refuse(text)


def _escaped_value(text):
    text = _escaped(text).replace('"', "&quot;")
    return text.replace("\r", "&#13;").replace("\n", "&#10;").replace("\t", "&#09;")


class _Names:
    """The short names of a tree's tags and attributes, and the namespaces they need."""

    def __init__(self, root, default):
        self.known = {None: None}
        self.spaces = {default: ""} if default else {}
        self.default = default
        for element in root.iter():
            for name in (element.tag, *element.keys(), *element.attrib.values(), element.text):
                if isinstance(name, QName):
                    self.add(name.text)
            if isinstance(element.tag, str):
                self.add(element.tag)
            elif element.tag not in (None, Comment, PI) and not isinstance(element.tag, QName):
                _refuse(element.tag)
            for key in element.keys():
                if isinstance(key, str):
                    self.add(key)
                elif not isinstance(key, QName):
                    _refuse(key)

    def add(self, name):
        if name in self.known:
            return
        if name[:1] != "{":
            if self.default:
                raise ValueError("cannot use non-qualified names with default_namespace option")
            self.known[name] = name
            return
        uri, tag = name[1:].rsplit("}", 1)
        prefix = self.spaces.get(uri)
        if prefix is None:
            prefix = _namespace_map.get(uri) or "ns%d" % len(self.spaces)
            if prefix != "xml":
                self.spaces[uri] = prefix
        self.known[name] = f"{prefix}:{tag}" if prefix else tag

    def of(self, name):
        return self.known[name.text if isinstance(name, QName) else name]


def _written(root, method, default_namespace, short):
    if method == "text":
        return "".join(root.itertext())
    out = []
    names = _Names(root, default_namespace)
    _write(out.append, root, names, names.spaces, method == "html", short)
    return "".join(out)


def _write(put, element, names, spaces, html, short):
    tag = element.tag
    text = element.text
    if tag is Comment:
        put("<!--%s-->" % (_escaped(text) if html else text))
    elif tag is PI:
        put("<?%s?>" % (_escaped(text) if html else text))
    elif tag is None:
        if text:
            put(_escaped(text))
        for child in element:
            _write(put, child, names, None, html, short)
    else:
        _write_tag(put, element, names.of(tag), names, spaces, html, short)
    if element.tail:
        put(_escaped(element.tail))


def _write_tag(put, element, name, names, spaces, html, short):
    put("<" + name)
    for uri, prefix in sorted((spaces or {}).items(), key=lambda pair: pair[1]):
        put(' xmlns%s="%s"' % (":" + prefix if prefix else "", _escaped_value(uri)))
    for key, value in element.items():
        if isinstance(value, QName):
            value = names.of(value)
        else:
            value = _escaped(value).replace('"', "&quot;") if html else _escaped_value(value)
        put(f' {names.of(key)}="{value}"')
    text = element.text
    empty = html and name.lower() in HTML_EMPTY
    if not html and short and not text and not len(element):
        put(" />")
        return
    put(">")
    if text:
        if isinstance(text, QName):
            put(names.of(text))
        else:
            put(text if html and name.lower() in ("script", "style") else _escaped(text))
    for child in element:
        _write(put, child, names, None, html, short)
    if not empty:
        put(f"</{name}>")


def tostring(element, encoding=None, method=None, *, xml_declaration=None, default_namespace=None,
             short_empty_elements=True):
    out = io.StringIO() if encoding == 'unicode' else io.BytesIO()
    ElementTree(element).write(out, encoding, xml_declaration=xml_declaration,
                               default_namespace=default_namespace, method=method,
                               short_empty_elements=short_empty_elements)
    return out.getvalue()


def tostringlist(element, encoding=None, method=None, **keywords):
    return [tostring(element, encoding, method, **keywords)]


def dump(elem):
    tree = elem if isinstance(elem, ElementTree) else ElementTree(elem)
    tree.write(sys.stdout, encoding="unicode")
    if not (tree.getroot().tail or '').endswith('\n'):
        sys.stdout.write("\n")


def indent(tree, space="  ", level=0):
    """Puts white space between the elements, so that each begins a line."""
    root = tree.getroot() if isinstance(tree, ElementTree) else tree
    if level < 0:
        raise ValueError(f"Initial indentation level must be >= 0, got {level}")

    def place(element, depth):
        margin = "\n" + depth * space
        if not element.text or not element.text.strip():
            element.text = margin + space
        for child in element:
            if len(child):
                place(child, depth + 1)
            if not child.tail or not child.tail.strip():
                child.tail = margin + space
        if not child.tail.strip():
            child.tail = margin

    if len(root):
        place(root, level)


def canonicalize(xml_data=None, *, out=None, from_file=None, **options):
    source = from_file if xml_data is None else None
    root = fromstring(xml_data) if source is None else parse(source).getroot()
    for element in root.iter():
        element.attrib = dict(sorted(element.attrib.items()))
    text = _written(root, "xml", None, False)
    if out is None:
        return text
    out.write(text)
    return None


# ---- reading ------------------------------------------------------------------------------------

class TreeBuilder:
    """Makes a tree of the calls of a parser."""

    def __init__(self, element_factory=None, *, comment_factory=None, pi_factory=None,
                 insert_comments=False, insert_pis=False):
        self._make = element_factory or Element
        self._comment, self._pi = comment_factory or Comment, pi_factory or PI
        self.insert_comments, self.insert_pis = insert_comments, insert_pis
        self._open, self._last, self._root, self._text = [], None, None, []
        self._behind = False

    def _flush(self):
        if not self._text:
            return
        text, self._text = ''.join(self._text), []
        if self._last is not None:
            if self._behind:
                self._last.tail = text
            else:
                self._last.text = text

    def close(self):
        assert not self._open, "missing end tags"
        assert self._root is not None, "missing toplevel element"
        return self._root

    def data(self, data, /):
        self._text.append(data)

    def start(self, tag, attrs, /):
        self._flush()
        self._last = made = self._make(tag, attrs)
        if self._open:
            self._open[-1].append(made)
        elif self._root is None:
            self._root = made
        self._open.append(made)
        self._behind = False
        return made

    def end(self, tag, /):
        self._flush()
        self._last = self._open.pop()
        self._behind = True
        return self._last

    def comment(self, text, /):
        return self._single(self._comment, self.insert_comments, text)

    def pi(self, target, text=None, /):
        return self._single(self._pi, self.insert_pis, target, text)

    def _single(self, make, insert, *words):
        made = make(*words)
        if insert:
            self._flush()
            self._last, self._behind = made, True
            if self._open:
                self._open[-1].append(made)
        return made


class XMLParser:
    """Takes a document in pieces; close() answers what its target made of it."""

    def __init__(self, *, target=None, encoding=None):
        self.target = TreeBuilder() if target is None else target
        self.version = "Expat 2.5.0"
        self._pieces = []

    def feed(self, data, /):
        self._pieces.append(data)

    def _whole(self):
        pieces = [p.encode() if isinstance(p, str) and any(isinstance(q, bytes) for q in
                                                           self._pieces) else p
                  for p in self._pieces]
        whole = pieces[0][:0].join(pieces) if pieces else ''
        return _xml_reader.decoded(bytes(whole)) if not isinstance(whole, str) else whole

    def close(self):
        reader = _xml_reader.Reader(self._whole())
        spaces = [{'xml': 'http://www.w3.org/XML/1998/namespace'}]
        try:
            for event in reader.events():
                self._take(reader, event, spaces)
        except _xml_reader.ReadError as wrong:
            why, code, line, column = wrong.args
            told = ParseError(f'{why}: line {line}, column {column}')
            told.code, told.position = code, (line, column)
            raise told from None
        finish = getattr(self.target, 'close', None)
        return finish() if finish else None

    def _named(self, reader, name, space, attribute=False):
        prefix, colon, local = name.rpartition(':')
        if not colon:
            uri = None if attribute else space.get('')
            return f'{{{uri}}}{name}' if uri else name
        if prefix not in space:
            reader.fail('unbound prefix', reader.start)
        return f'{{{space[prefix]}}}{local}'

    def _take(self, reader, event, spaces):
        kind, target = event[0], self.target
        if kind == 'start':
            space = spaces[-1]
            fresh = {}
            for key, value in event[2].items():
                if key == 'xmlns' or key.startswith('xmlns:'):
                    fresh[key[6:]] = value
            if fresh:
                space = {**space, **fresh}
            spaces.append(space)
            if hasattr(target, 'start_ns'):
                for prefix, uri in fresh.items():
                    target.start_ns(prefix, uri)
            attributes = {self._named(reader, key, space, True): value
                          for key, value in event[2].items()
                          if key != 'xmlns' and not key.startswith('xmlns:')}
            if hasattr(target, 'start'):
                target.start(self._named(reader, event[1], space), attributes)
        elif kind == 'end':
            if hasattr(target, 'end'):
                target.end(self._named(reader, event[1], spaces[-1]))
            spaces.pop()
        elif kind in ('data', 'cdata'):
            if hasattr(target, 'data') and event[1]:
                target.data(event[1])
        elif kind == 'comment' and hasattr(target, 'comment'):
            target.comment(event[1])
        elif kind == 'pi' and hasattr(target, 'pi'):
            target.pi(event[1], event[2])
        elif kind == 'doctype' and hasattr(target, 'doctype'):
            target.doctype(event[1], event[2], event[3])


class _EventBuilder(TreeBuilder):
    """A TreeBuilder that keeps what happened."""

    def __init__(self, wanted):
        super().__init__()
        self.wanted = set(wanted)
        self.told = []

    def start(self, tag, attrs):
        made = super().start(tag, attrs)
        if 'start' in self.wanted:
            self.told.append(('start', made))
        return made

    def end(self, tag):
        made = super().end(tag)
        if 'end' in self.wanted:
            self.told.append(('end', made))
        return made

    def start_ns(self, prefix, uri):
        if 'start-ns' in self.wanted:
            self.told.append(('start-ns', (prefix, uri)))

    def comment(self, text):
        made = super().comment(text)
        if 'comment' in self.wanted:
            self.told.append(('comment', made))
        return made

    def pi(self, target, text=None):
        made = super().pi(target, text)
        if 'pi' in self.wanted:
            self.told.append(('pi', made))
        return made


class XMLPullParser:
    """Takes a document in pieces and tells what was in it."""

    def __init__(self, events=None, *, _parser=None):
        self._builder = _EventBuilder(events or ('end',))
        self._parser = XMLParser(target=self._builder)
        self._at = 0

    def feed(self, data):
        self._parser.feed(data)

    def flush(self):
        pass

    def close(self):
        self.root = self._parser.close()

    def _try(self):
        """FIDELITY: a document is told of once it is complete; expat tells of each piece."""
        if not self._builder.told and self._parser._pieces:
            try:
                self.close()
            except ParseError:
                self._builder.__init__(self._builder.wanted)

    def read_events(self):
        self._try()
        while self._at < len(self._builder.told):
            self._at += 1
            yield self._builder.told[self._at - 1]


class _Parsed:
    """What iterparse() answers: an iterator that comes to know the root."""

    def __init__(self, source, events):
        self.root = None
        self._source, self._wanted = source, events
        self._events = self._all()

    def _all(self):
        own = not hasattr(self._source, "read")
        file = open(self._source, "rb") if own else self._source
        try:
            pull = XMLPullParser(self._wanted)
            pull.feed(file.read())
            try:
                pull.close()
                failed = None
            except ParseError as error:
                failed = error
            yield from pull.read_events()
            if failed is not None:
                raise failed
            self.root = pull.root
        finally:
            if own:
                file.close()

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._events)


def iterparse(source, events=None, parser=None):
    made = _Parsed(source, events)
    if not hasattr(source, "read"):
        open(source, "rb").close()
    return made


def parse(source, parser=None):
    tree = ElementTree()
    tree.parse(source, parser)
    return tree


def XML(text, parser=None):
    parser = XMLParser() if parser is None else parser
    parser.feed(text)
    return parser.close()


fromstring = XML


def fromstringlist(sequence, parser=None):
    parser = XMLParser() if parser is None else parser
    for text in sequence:
        parser.feed(text)
    return parser.close()


def XMLID(text, parser=None):
    tree = XML(text, parser)
    return tree, {element.get('id'): element for element in tree.iter() if element.get('id')}


