"""Characters by kind, templates, and the formatter behind str.format()."""

__all__ = ["ascii_letters", "ascii_lowercase", "ascii_uppercase", "capwords", "digits",
           "hexdigits", "octdigits", "printable", "punctuation", "whitespace", "Formatter",
           "Template"]

whitespace = ' \t\n\r\v\f'
ascii_lowercase = 'abcdefghijklmnopqrstuvwxyz'
ascii_uppercase = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
ascii_letters = ascii_lowercase + ascii_uppercase
digits = '0123456789'
hexdigits = digits + 'abcdef' + 'ABCDEF'
octdigits = '01234567'
punctuation = r"""!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"""
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    return (sep or ' ').join(map(str.capitalize, s.split(sep)))


def _pattern_of(template):
    """The compiled pattern of a Template class, its own or one made of its other attributes."""
    import re
    text = template.__dict__.get('pattern')
    if text is None or isinstance(text, _Pattern):
        mark, name = re.escape(template.delimiter), template.idpattern
        braced = template.braceidpattern or name
        text = (rf'{mark}(?:(?P<escaped>{mark})|(?P<named>{name})|{{(?P<braced>{braced})}}'
                '|(?P<invalid>))')
    return re.compile(text, template.flags | re.VERBOSE) if isinstance(text, str) else text


class _Pattern:
    """Template.pattern, made when it is first asked for."""

    def __get__(self, template, cls):
        cls.pattern = found = _pattern_of(cls)
        return found


class Template:
    """Text with $name and ${name} in it. Subclasses may say what marks a name, and what a name is."""

    delimiter = '$'
    idpattern = r'(?a:[_a-z][_a-z0-9]*)'
    braceidpattern = None
    flags = 2  # re.IGNORECASE
    pattern = _Pattern()

    def __init_subclass__(cls):
        super().__init_subclass__()
        cls.pattern = _pattern_of(cls)

    def __init__(self, template):
        self.template = template

    def _invalid(self, found):
        position = found.start('invalid')
        before = self.template[:position].splitlines(keepends=True)
        line = max(len(before), 1)
        column = position - len(''.join(before[:-1])) if before else 1
        raise ValueError('Invalid placeholder in string: line %d, col %d' % (line, column))

    def _strange(self):
        raise ValueError('Unrecognized named group in pattern', self.pattern)

    def _values(self, mapping, kws):
        if mapping is None:
            return kws
        if kws:
            from collections import ChainMap
            return ChainMap(kws, mapping)
        return mapping

    def substitute(self, mapping=None, /, **kws):
        values = self._values(mapping, kws)

        def convert(found):
            name = found['named'] or found['braced']
            if name is not None:
                return str(values[name])
            if found['escaped'] is not None:
                return self.delimiter
            self._invalid(found) if found['invalid'] is not None else self._strange()

        return self.pattern.sub(convert, self.template)

    def safe_substitute(self, mapping=None, /, **kws):
        values = self._values(mapping, kws)

        def convert(found):
            name = found['named'] or found['braced']
            if name is not None:
                try:
                    return str(values[name])
                except KeyError:
                    return found[0]
            if found['escaped'] is not None:
                return self.delimiter
            return found[0] if found['invalid'] is not None else self._strange()

        return self.pattern.sub(convert, self.template)

    def is_valid(self):
        for found in self.pattern.finditer(self.template):
            if found['invalid'] is not None:
                return False
            if found['named'] is found['braced'] is found['escaped'] is None:
                self._strange()
        return True

    def get_identifiers(self):
        names = []
        for found in self.pattern.finditer(self.template):
            name = found['named'] or found['braced']
            if name is not None and name not in names:
                names.append(name)
            elif name is found['invalid'] is found['escaped'] is None:
                self._strange()
        return names


class Formatter:
    """str.format() with parts that can be overridden."""

    def format(self, format_string, /, *args, **kwargs):
        return self.vformat(format_string, args, kwargs)

    def vformat(self, format_string, args, kwargs):
        used = set()
        result, _ = self._vformat(format_string, args, kwargs, used, 2, 0)
        self.check_unused_args(used, args, kwargs)
        return result

    def _vformat(self, format_string, args, kwargs, used, depth, number):
        if depth < 0:
            raise ValueError('Max string recursion exceeded')
        result = []
        for text, field, spec, conversion in self.parse(format_string):
            if text:
                result.append(text)
            if field is None:
                continue
            first = field
            for mark in '.[':
                first = first.split(mark, 1)[0]
            if first == '':
                if number is False:
                    raise ValueError('cannot switch from manual field specification to automatic '
                                     'field numbering')
                field = str(number) + field
                number += 1
            elif first.isdigit():
                if number:
                    raise ValueError('cannot switch from manual field specification to automatic '
                                     'field numbering')
                number = False
            value, key = self.get_field(field, args, kwargs)
            used.add(key)
            value = self.convert_field(value, conversion)
            spec, number = self._vformat(spec, args, kwargs, used, depth - 1, number)
            result.append(self.format_field(value, spec))
        return ''.join(result), number

    def get_value(self, key, args, kwargs):
        return args[key] if isinstance(key, int) else kwargs[key]

    def check_unused_args(self, used_args, args, kwargs):
        pass

    def format_field(self, value, format_spec):
        return format(value, format_spec)

    def convert_field(self, value, conversion):
        if conversion is None:
            return value
        if conversion in ('s', 'r', 'a'):
            return {'s': str, 'r': repr, 'a': ascii}[conversion](value)
        raise ValueError(f"Unknown conversion specifier {conversion!s}")

    def parse(self, format_string):
        """Yields (literal text, field name, format spec, conversion)."""
        at = 0
        text = ''
        while at < len(format_string):
            c = format_string[at]
            if c in '{}' and format_string[at + 1:at + 2] == c:
                text += c
                at += 2
                continue
            if c == '}':
                raise ValueError("Single '}' encountered in format string")
            if c != '{':
                text += c
                at += 1
                continue
            depth = 1
            end = at + 1
            while end < len(format_string) and depth:
                depth += {'{': 1, '}': -1}.get(format_string[end], 0)
                end += 1
            if depth:
                raise ValueError("expected '}' before end of string"
                                 if end > at + 1 else "Single '{' encountered in format string")
            field, conversion, spec = _split_field(format_string[at + 1:end - 1])
            yield text, field, spec, conversion
            text = ''
            at = end
        if text:
            yield text, None, None, None

    def get_field(self, field_name, args, kwargs):
        first = field_name
        for mark in '.[':
            first = first.split(mark, 1)[0]
        rest = field_name[len(first):]
        key = int(first) if first.isdigit() else first
        value = self.get_value(key, args, kwargs)
        while rest:
            if rest[0] == '.':
                end = min((i for i in (rest.find('.', 1), rest.find('[', 1)) if i > 0),
                          default=len(rest))
                value = getattr(value, rest[1:end])
            else:
                end = rest.index(']') + 1
                index = rest[1:end - 1]
                value = value[int(index) if index.isdigit() else index]
            rest = rest[end:]
        return value, key


def _split_field(inside):
    """'name!r:spec' as (name, 'r', 'spec')."""
    bracket = 0
    for i, c in enumerate(inside):
        bracket += {'[': 1, ']': -1}.get(c, 0)
        if bracket:
            continue
        if c == ':':
            return inside[:i], None, inside[i + 1:]
        if c == '!':
            rest = inside[i + 1:]
            if rest[1:2] not in (':', ''):
                raise ValueError("expected ':' after conversion specifier")
            return inside[:i], rest[:1], rest[2:]
    return inside, None, ''
