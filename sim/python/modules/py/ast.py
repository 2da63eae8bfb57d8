"""Literals read as values: of ast only literal_eval is here."""

__all__ = ['literal_eval']

_WORDS = {'None': None, 'True': True, 'False': False, 'Ellipsis': ...}


class _Reader:
    """Reads one literal; the compiler has found the text to be an expression already."""

    def __init__(self, text):
        self.text = text
        self.at = 0

    def space(self):
        text = self.text
        while self.at < len(text):
            if text[self.at] == '#':
                end = text.find('\n', self.at)
                self.at = len(text) if end < 0 else end
            elif text[self.at] in ' \t\n\r\f\\':
                self.at += 1
            else:
                return

    def peek(self):
        self.space()
        return self.text[self.at:self.at + 1]

    def take(self, c):
        if self.peek() != c:
            return False
        self.at += 1
        return True

    def refuse(self, kind):
        line = self.text.count('\n', 0, self.at) + 1
        raise ValueError(f'malformed node or string on line {line}: <ast.{kind} object at '
                         f'{id(self):#x}>')

    def whole(self):
        value = self.sequence('', tuple)
        if self.peek():
            self.refuse('BinOp')
        return value

    def sequence(self, close, make):
        """Values with commas between, up to `close`; one without a comma is itself in a tuple."""
        items = []
        comma = False
        while self.peek() != close:
            if items and not comma:
                self.refuse('Call' if close == ')' else 'Subscript')
            items.append(self.value())
            comma = self.take(',')
        self.at += len(close)
        if make is tuple and len(items) == 1 and not comma:
            return items[0]
        return make(items)

    def value(self):
        number = self.signed()
        while isinstance(number, (int, float, complex)) and self.peek() in ('+', '-') and self.peek():
            sign = self.peek()
            self.at += 1
            other = self.signed()
            if type(other) is not complex or type(number) is complex or type(number) is bool:
                self.refuse('BinOp')
            number = number + other if sign == '+' else number - other
        return number

    def signed(self):
        c = self.peek()
        if c and c in '+-':
            self.at += 1
            number = self.signed()
            if type(number) not in (int, float, complex):
                self.refuse('UnaryOp')
            return +number if c == '+' else -number
        return self.atom()

    def atom(self):
        c = self.peek()
        if self.take('('):
            return self.sequence(')', tuple)
        if self.take('['):
            return self.sequence(']', list)
        if self.take('{'):
            return self.braces()
        if c.isdigit() or c == '.':
            return self.number()
        start = self.at
        while self.at < len(self.text) and (self.text[self.at].isalnum() or
                                            self.text[self.at] == '_'):
            self.at += 1
        word = self.text[start:self.at]
        if self.at < len(self.text) and self.text[self.at] in '"\'' and \
                word.lower() in ('', 'r', 'b', 'u', 'br', 'rb'):
            return self.strings(start)
        if word in _WORDS and word != 'Ellipsis':
            if self.peek() in ('.', '(', '[') and self.peek():
                self.refuse('Attribute')
            return _WORDS[word]
        if word == 'set' and self.take('(') and self.take(')'):
            return set()
        if self.at < len(self.text) and self.text[self.at] in '"\'':
            self.refuse('JoinedStr')
        self.refuse('Call' if self.peek() == '(' else 'Name')

    def number(self):
        start = self.at
        text = self.text
        if text.startswith('...', start):
            self.at += 3
            return ...
        while self.at < len(text) and (text[self.at].isalnum() or text[self.at] in '._' or
                                       text[self.at] in '+-' and text[self.at - 1] in 'eE' and
                                       text[start:start + 2].lower() != '0x'):
            self.at += 1
        return eval(text[start:self.at], {})

    def strings(self, start):
        """String literals side by side."""
        text = self.text
        end = self.at
        while True:
            quote = text[end:end + 3]
            if quote not in ('"""', "'''"):
                quote = text[end]
            end += len(quote)
            while not text.startswith(quote, end):
                end += 2 if text[end] == '\\' else 1
            end += len(quote)
            self.at = end
            c = self.peek()
            again = self.at
            while again < len(text) and text[again] in 'rRbBuU':
                again += 1
            if not c or text[again:again + 1] not in ('"', "'") or not text[again:again + 1]:
                break
            end = again
        return eval(f'({text[start:self.at]})', {})

    def braces(self):
        if self.take('}'):
            return {}
        first = self.value()
        if not self.take(':'):
            items = {first}
            while self.take(','):
                if self.peek() != '}':
                    items.add(self.value())
            if not self.take('}'):
                self.refuse('SetComp')
            return items
        found = {first: self.value()}
        while self.take(','):
            if self.peek() == '}':
                break
            key = self.value()
            if not self.take(':'):
                self.refuse('Dict')
            found[key] = self.value()
        if not self.take('}'):
            self.refuse('DictComp')
        return found


def literal_eval(node_or_string):
    """The value of a text that is a literal, and nothing but one."""
    if not isinstance(node_or_string, str):
        raise ValueError(f'malformed node or string: {node_or_string!r}')
    text = node_or_string.lstrip(" \t")
    compile(text, '<unknown>', 'eval')
    return _Reader(text).whole()
