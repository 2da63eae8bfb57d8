"""Finds elements of a tree by paths, a small part of XPath."""

import re

_step = re.compile(r"""(//?)|(\.\.)|(\.)|(\*)|(@)|(\[)|(\])|(=)|(!=)
                       |('[^']*'|"[^"]*")|((?:\{[^}]*\})?[^/\[\]()@!=\s'"]+|\{[^}]*\}\*)|(\(\))""",
                   re.VERBOSE)


def _tokens(path, namespaces):
    at, attribute = 0, False
    default = (namespaces or {}).get('')
    while at < len(path):
        if path[at].isspace():
            at += 1
            continue
        found = _step.match(path, at)
        if not found:
            raise SyntaxError("invalid path")
        at = found.end()
        text = found[0]
        if found[11] and text[0] != '{':
            if ':' in text:
                prefix, _colon, local = text.partition(':')
                if namespaces and prefix not in namespaces:
                    raise SyntaxError("prefix %r not found in prefix map" % prefix)
                text = f'{{{namespaces[prefix]}}}{local}' if namespaces else text
            elif default and not attribute and not text.lstrip('-').isdigit():
                text = f'{{{default}}}{text}'
        attribute = text == '@'
        yield text, found[10] is not None
    yield '', False


def _matches(tag):
    """Whether an element goes by a tag, which may have * for its namespace or its name."""
    if tag in ('*', '{*}*'):
        return lambda element: isinstance(element.tag, str)
    if tag.startswith('{*}'):
        local = tag[3:]
        return lambda element: isinstance(element.tag, str) and (
            element.tag == local or element.tag.endswith('}' + local))
    if tag.endswith('}*'):
        return lambda element: isinstance(element.tag, str) and element.tag.startswith(tag[:-1])
    return lambda element: element.tag == tag


class _Path:
    def __init__(self, path, namespaces):
        if path[-1:] == '/':
            path += '*'
        self.tokens = list(_tokens(path, namespaces))
        self.at = 0
        if self.tokens[0][0] in ('/', '//'):
            raise SyntaxError("cannot use absolute path on element")

    def take(self):
        self.at += 1
        return self.tokens[self.at - 1]

    def find(self, root):
        parents = None
        result = [root]
        while True:
            step = self.take()[0]
            if step == '//':
                tag = self.take()[0]
                if tag in ('', '/', '//', '[', ']', '.', '..'):
                    raise SyntaxError("invalid descendant")
                fits = _matches(tag)
                result = [e for top in result for e in top.iter() if e is not top and fits(e)]
            elif step == '..':
                parents = parents or {child: above for above in root.iter() for child in above}
                seen, above = set(), []
                for element in result:
                    if element in parents and parents[element] not in seen:
                        seen.add(parents[element])
                        above.append(parents[element])
                result = above
            elif step == '[':
                result = self.predicate(root, result)
            elif step == '':
                return result
            elif step not in ('.', '/'):
                if step in ('@', ']', '=', '!=', '()'):
                    raise SyntaxError("invalid path")
                fits = _matches(step)
                result = [child for element in result for child in element if fits(child)]

    def predicate(self, root, result):
        words = []
        while True:
            word, quoted = self.take()
            if word == '' and not quoted:
                raise SyntaxError("invalid path")
            if word == ']' and not quoted:
                break
            words.append(word[1:-1] if quoted else word)
        shape = ' '.join(word if word in ('@', '=', '!=', '.', '()') else '_' for word in words)
        if shape == '@ _':
            return [e for e in result if e.get(words[1]) is not None]
        if shape == '@ _ = _':
            return [e for e in result if e.get(words[1]) == words[3]]
        if shape == '@ _ != _':
            return [e for e in result if e.get(words[1]) not in (None, words[3])]
        if shape == '. = _':
            return [e for e in result if ''.join(e.itertext()) == words[2]]
        if shape == '. != _':
            return [e for e in result if ''.join(e.itertext()) != words[2]]
        if shape == '_ = _':
            return [e for e in result if any(''.join(c.itertext()) == words[2]
                                             for c in e.findall(words[0]))]
        if shape == '_ != _':
            return [e for e in result if any(''.join(c.itertext()) != words[2]
                                             for c in e.findall(words[0]))]
        if shape == '_' and not re.fullmatch(r'-?\d+', words[0]):
            return [e for e in result if e.find(words[0]) is not None]
        return self.by_place(root, result, words)

    @staticmethod
    def by_place(root, result, words):
        if re.fullmatch(r'\d+', words[0]) and len(words) == 1:
            place = int(words[0]) - 1
            if place < 0:
                raise SyntaxError("XPath position >= 1 expected")
        elif words[0] == 'last' and words[1:2] == ['()']:
            place = -1
            if len(words) > 2:
                if not re.fullmatch(r'-?\d+', words[-1]):
                    raise SyntaxError("unsupported expression")
                place = int(words[-1]) - 1 if words[-1][0] == '-' else -int(words[-1]) - 1
                if place > -2:
                    raise SyntaxError("XPath offset from last() must be negative")
        elif words[1:2] == ['()']:
            raise SyntaxError("unsupported function")
        else:
            raise SyntaxError("invalid predicate")
        parents = {child: above for above in root.iter() for child in above}
        kept = []
        for element in result:
            above = parents.get(element)
            if above is None:
                continue
            alike = [child for child in above if child.tag == element.tag]
            if -len(alike) <= place < len(alike) and alike[place] is element:
                kept.append(element)
        return kept


def iterfind(elem, path, namespaces=None):
    return iter(_Path(path, namespaces).find(elem))


def find(elem, path, namespaces=None):
    return next(iterfind(elem, path, namespaces), None)


def findall(elem, path, namespaces=None):
    return list(iterfind(elem, path, namespaces))


def findtext(elem, path, default=None, namespaces=None):
    found = find(elem, path, namespaces)
    if found is None:
        return default
    return '' if found.text is None else found.text
