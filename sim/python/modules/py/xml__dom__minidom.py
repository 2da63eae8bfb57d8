"""A small DOM: documents as trees of nodes that know their parents and siblings."""

import io

import xml.dom
from xml.parsers import expat

_ESCAPES = str.maketrans({'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;'})


class NodeList(list):
    __slots__ = ()

    def item(self, index):
        return self[index] if 0 <= index < len(self) else None

    @property
    def length(self):
        return len(self)


class Node(xml.dom.Node):
    namespaceURI = parentNode = ownerDocument = nodeValue = prefix = localName = attributes = None

    def __init__(self):
        self.childNodes = NodeList()

    def __bool__(self):
        return True

    def __enter__(self):
        return self

    def __exit__(self, et, ev, tb):
        self.unlink()

    # -- neighbours -------------------------------------------------------------------------

    @property
    def firstChild(self):
        return self.childNodes[0] if self.childNodes else None

    @property
    def lastChild(self):
        return self.childNodes[-1] if self.childNodes else None

    def _sibling(self, step):
        if self.parentNode is None:
            return None
        nodes = self.parentNode.childNodes
        at = next(k for k, node in enumerate(nodes) if node is self) + step
        return nodes[at] if 0 <= at < len(nodes) else None

    nextSibling = property(lambda self: self._sibling(1))
    previousSibling = property(lambda self: self._sibling(-1))

    def hasChildNodes(self):
        return bool(self.childNodes)

    # -- changes ----------------------------------------------------------------------------

    def _adopt(self, node):
        if node.nodeType == self.DOCUMENT_FRAGMENT_NODE:
            return list(node.childNodes)
        if node.parentNode is not None:
            node.parentNode.removeChild(node)
        return [node]

    def _check(self, node):
        if self.nodeType not in (self.ELEMENT_NODE, self.DOCUMENT_NODE,
                                 self.DOCUMENT_FRAGMENT_NODE):
            raise xml.dom.HierarchyRequestErr(f"{node!r} cannot be child of {self!r}")

    def appendChild(self, node):
        self._check(node)
        for one in self._adopt(node):
            one.parentNode = self
            self.childNodes.append(one)
        return node

    def insertBefore(self, newChild, refChild):
        if refChild is None:
            return self.appendChild(newChild)
        fresh = self._adopt(newChild)
        at = self._place(refChild)
        for one in fresh:
            one.parentNode = self
        self.childNodes[at:at] = fresh
        return newChild

    def _place(self, child):
        for at, node in enumerate(self.childNodes):
            if node is child:
                return at
        raise xml.dom.NotFoundErr()

    def replaceChild(self, newChild, oldChild):
        if newChild is oldChild:
            return None
        fresh = self._adopt(newChild)
        at = self._place(oldChild)
        for one in fresh:
            one.parentNode = self
        self.childNodes[at:at + 1] = fresh
        oldChild.parentNode = None
        return oldChild

    def removeChild(self, oldChild):
        del self.childNodes[self._place(oldChild)]
        oldChild.parentNode = None
        return oldChild

    def normalize(self):
        kept = NodeList()
        for child in self.childNodes:
            if child.nodeType == self.TEXT_NODE:
                if not child.data:
                    continue
                if kept and kept[-1].nodeType == self.TEXT_NODE:
                    kept[-1].data += child.data
                    continue
            else:
                child.normalize()
            kept.append(child)
        self.childNodes[:] = kept

    def unlink(self):
        self.parentNode = self.ownerDocument = None
        for child in self.childNodes:
            child.unlink()
        self.childNodes = NodeList()

    def cloneNode(self, deep):
        made = self._copy()
        made.ownerDocument = self.ownerDocument
        if deep:
            for child in self.childNodes:
                made.appendChild(child.cloneNode(True))
        return made

    # -- search -----------------------------------------------------------------------------

    def _elements(self):
        for child in self.childNodes:
            if child.nodeType == self.ELEMENT_NODE:
                yield child
            yield from child._elements()

    def getElementsByTagName(self, name):
        return NodeList(e for e in self._elements() if name == '*' or e.tagName == name)

    def getElementsByTagNameNS(self, namespaceURI, localName):
        return NodeList(e for e in self._elements()
                        if localName in ('*', e.localName) and namespaceURI in ('*', e.namespaceURI))

    # -- text -------------------------------------------------------------------------------

    def toxml(self, encoding=None, standalone=None):
        return self.toprettyxml("", "", encoding, standalone)

    def toprettyxml(self, indent="\t", newl="\n", encoding=None, standalone=None):
        out = io.StringIO()
        if self.nodeType == self.DOCUMENT_NODE:
            self.writexml(out, "", indent, newl, encoding, standalone)
        else:
            self.writexml(out, "", indent, newl)
        text = out.getvalue()
        return text if encoding is None else text.encode(encoding, 'xmlcharrefreplace')


class Attr(Node):
    nodeType = Node.ATTRIBUTE_NODE
    specified = True

    def __init__(self, name, value='', element=None):
        super().__init__()
        self.name = self.nodeName = name
        self.value = value
        self.ownerElement = element
        self.localName = name.rpartition(':')[2]

    @property
    def nodeValue(self):
        return self.value

    @nodeValue.setter
    def nodeValue(self, value):
        self.value = value


class NamedNodeMap:
    """The attributes of an element."""

    def __init__(self, attributes):
        self._attributes = attributes

    @property
    def length(self):
        return len(self._attributes)

    __len__ = length.fget

    def item(self, index):
        nodes = list(self._attributes.values())
        return nodes[index] if 0 <= index < len(nodes) else None

    def items(self):
        return [(name, node.value) for name, node in self._attributes.items()]

    def keys(self):
        return self._attributes.keys()

    def values(self):
        return self._attributes.values()

    def get(self, name, value=None):
        return self._attributes.get(name, value)

    getNamedItem = get

    def __contains__(self, key):
        return key in self._attributes

    def __getitem__(self, name):
        return self._attributes[name]

    def __setitem__(self, name, value):
        if isinstance(value, Attr):
            self._attributes[name] = value
        else:
            self._attributes.setdefault(name, Attr(name)).value = value


class Element(Node):
    nodeType = Node.ELEMENT_NODE

    def __init__(self, tagName, namespaceURI=None, prefix=None, localName=None):
        super().__init__()
        self.tagName = self.nodeName = tagName
        self.prefix, self.namespaceURI = prefix, namespaceURI
        self.localName = localName or tagName.rpartition(':')[2]
        self._attributes = {}

    def __repr__(self):
        return "<DOM Element: %s at %#x>" % (self.tagName, id(self))

    @property
    def attributes(self):
        return NamedNodeMap(self._attributes)

    def hasAttributes(self):
        return bool(self._attributes)

    def hasAttribute(self, name):
        return name in self._attributes

    def getAttribute(self, attname):
        found = self._attributes.get(attname)
        return '' if found is None else found.value

    def setAttribute(self, attname, value):
        self._attributes.setdefault(attname, Attr(attname, element=self)).value = value

    def getAttributeNode(self, attrname):
        return self._attributes.get(attrname)

    def setAttributeNode(self, attr):
        old = self._attributes.get(attr.name)
        attr.ownerElement = self
        self._attributes[attr.name] = attr
        return old

    def removeAttribute(self, name):
        if name not in self._attributes:
            raise xml.dom.NotFoundErr()
        del self._attributes[name]

    def setAttributeNS(self, namespaceURI, qualifiedName, value):
        self.setAttribute(qualifiedName, value)

    def getAttributeNS(self, namespaceURI, localName):
        return next((a.value for a in self._attributes.values() if a.localName == localName), '')

    def _copy(self):
        made = Element(self.tagName, self.namespaceURI, self.prefix, self.localName)
        for name, node in self._attributes.items():
            made.setAttribute(name, node.value)
        return made

    def writexml(self, writer, indent="", addindent="", newl=""):
        writer.write(f'{indent}<{self.tagName}')
        for name, node in self._attributes.items():
            writer.write(f' {name}="{str(node.value).translate(_ESCAPES)}"')
        if not self.childNodes:
            writer.write(f'/>{newl}')
            return
        writer.write('>')
        only = self.childNodes[0]
        if len(self.childNodes) == 1 and only.nodeType in (Node.TEXT_NODE,
                                                           Node.CDATA_SECTION_NODE):
            only.writexml(writer, '', '', '')
        else:
            writer.write(newl)
            for child in self.childNodes:
                child.writexml(writer, indent + addindent, addindent, newl)
            writer.write(indent)
        writer.write(f'</{self.tagName}>{newl}')


class CharacterData(Node):
    def __init__(self, data=''):
        super().__init__()
        self.data = data

    def __len__(self):
        return len(self.data)

    @property
    def nodeValue(self):
        return self.data

    @nodeValue.setter
    def nodeValue(self, data):
        self.data = data

    length = property(__len__)

    def __repr__(self):
        dots = "..." if len(self.data) > 10 else ""
        return '<DOM %s node "%r%s">' % (self.__class__.__name__, self.data[0:10], dots)

    def appendData(self, arg):
        self.data += arg

    def _copy(self):
        return type(self)(self.data)


class Text(CharacterData):
    nodeType = Node.TEXT_NODE
    nodeName = "#text"

    @property
    def wholeText(self):
        return self.data

    def writexml(self, writer, indent="", addindent="", newl=""):
        writer.write(f'{indent}{self.data.translate(_ESCAPES)}{newl}')


class Comment(CharacterData):
    nodeType = Node.COMMENT_NODE
    nodeName = "#comment"

    def writexml(self, writer, indent="", addindent="", newl=""):
        if "--" in self.data:
            raise ValueError("'--' is not allowed in a comment node")
        writer.write(f'{indent}<!--{self.data}-->{newl}')


class CDATASection(Text):
    nodeType = Node.CDATA_SECTION_NODE
    nodeName = "#cdata-section"

    def writexml(self, writer, indent="", addindent="", newl=""):
        if "]]>" in self.data:
            raise ValueError("']]>' not allowed in a CDATA section")
        writer.write(f'<![CDATA[{self.data}]]>')


class ProcessingInstruction(Node):
    nodeType = Node.PROCESSING_INSTRUCTION_NODE

    def __init__(self, target, data):
        super().__init__()
        self.target = self.nodeName = target
        self.data = self.nodeValue = data

    def _copy(self):
        return ProcessingInstruction(self.target, self.data)

    def writexml(self, writer, indent="", addindent="", newl=""):
        writer.write(f'{indent}<?{self.target} {self.data}?>{newl}')


class DocumentType(Node):
    nodeType = Node.DOCUMENT_TYPE_NODE

    def __init__(self, name, public=None, system=None):
        super().__init__()
        self.name = self.nodeName = name
        self.publicId, self.systemId = public, system

    def writexml(self, writer, indent="", addindent="", newl=""):
        writer.write('<!DOCTYPE ' + self.name)
        if self.publicId:
            writer.write(f"{newl}  PUBLIC '{self.publicId}'{newl}  '{self.systemId}'")
        elif self.systemId:
            writer.write(f"{newl}  SYSTEM '{self.systemId}'")
        writer.write('>' + newl)


class DocumentFragment(Node):
    nodeType = Node.DOCUMENT_FRAGMENT_NODE
    nodeName = "#document-fragment"

    def _copy(self):
        return DocumentFragment()


class Document(Node):
    nodeType = Node.DOCUMENT_NODE
    nodeName = "#document"
    doctype = encoding = standalone = version = None

    @property
    def documentElement(self):
        return next((n for n in self.childNodes if n.nodeType == Node.ELEMENT_NODE), None)

    def appendChild(self, node):
        if node.nodeType == Node.ELEMENT_NODE and self.documentElement is not None:
            raise xml.dom.HierarchyRequestErr("two document elements disallowed")
        return super().appendChild(node)

    def _own(self, node):
        node.ownerDocument = self
        return node

    def createElement(self, tagName):
        return self._own(Element(tagName))

    def createElementNS(self, namespaceURI, qualifiedName):
        prefix = qualifiedName.rpartition(':')[0] or None
        return self._own(Element(qualifiedName, namespaceURI, prefix))

    def createTextNode(self, data):
        if not isinstance(data, str):
            raise TypeError("node contents must be a string")
        return self._own(Text(data))

    def createCDATASection(self, data):
        return self._own(CDATASection(data))

    def createComment(self, data):
        return self._own(Comment(data))

    def createProcessingInstruction(self, target, data):
        return self._own(ProcessingInstruction(target, data))

    def createDocumentFragment(self):
        return self._own(DocumentFragment())

    def createAttribute(self, qName):
        return self._own(Attr(qName))

    def importNode(self, node, deep):
        return self._own(node.cloneNode(deep))

    def getElementById(self, id):
        return None

    def _copy(self):
        return Document()

    def writexml(self, writer, indent="", addindent="", newl="", encoding=None, standalone=None):
        told = '' if encoding is None else f' encoding="{encoding}"'
        if standalone is not None:
            told += f' standalone="{"yes" if standalone else "no"}"'
        writer.write(f'<?xml version="1.0" {told.lstrip()}?>{newl}' if told
                     else f'<?xml version="1.0" ?>{newl}')
        for node in self.childNodes:
            node.writexml(writer, indent, addindent, newl)


class DOMImplementation:
    def createDocument(self, namespaceURI, qualifiedName, doctype):
        document = Document()
        if doctype is not None:
            document.appendChild(doctype)
            document.doctype = doctype
        if qualifiedName:
            document.appendChild(document.createElementNS(namespaceURI, qualifiedName))
        return document

    def createDocumentType(self, qualifiedName, publicId, systemId):
        return DocumentType(qualifiedName, publicId, systemId)


def getDOMImplementation(features=None):
    return DOMImplementation()


class _Builder:
    """Makes a Document of expat's calls."""

    def __init__(self):
        self.document = Document()
        self.open = [self.document]
        self.cdata = None

    def start(self, name, attributes):
        element = self.document.createElement(name)
        for key, value in attributes.items():
            element.setAttribute(key, value)
        self.open[-1].appendChild(element)
        self.open.append(element)

    def end(self, name):
        self.open.pop()

    def text(self, data):
        above = self.open[-1]
        if self.cdata is not None:
            self.cdata += data
        elif above.lastChild is not None and above.lastChild.nodeType == Node.TEXT_NODE:
            above.lastChild.data += data
        else:
            above.appendChild(self.document.createTextNode(data))

    def start_cdata(self):
        self.cdata = ''

    def end_cdata(self):
        text, self.cdata = self.cdata, None
        self.open[-1].appendChild(self.document.createCDATASection(text))

    def doctype(self, name, system, public, internal):
        self.document.doctype = DocumentType(name, public, system)
        self.document.appendChild(self.document.doctype)

    def read(self, data):
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self.start, self.end
        parser.CharacterDataHandler = self.text
        parser.StartCdataSectionHandler = self.start_cdata
        parser.EndCdataSectionHandler = self.end_cdata
        parser.StartDoctypeDeclHandler = self.doctype
        parser.CommentHandler = lambda text: self.open[-1].appendChild(
            self.document.createComment(text))
        parser.ProcessingInstructionHandler = lambda target, text: self.open[-1].appendChild(
            self.document.createProcessingInstruction(target, text))
        parser.Parse(data, True)
        return self.document


def parseString(string, parser=None):
    return _Builder().read(string)


def parse(file, parser=None, bufsize=None):
    if hasattr(file, 'read'):
        return _Builder().read(file.read())
    with open(file, 'rb') as source:
        return _Builder().read(source.read())
