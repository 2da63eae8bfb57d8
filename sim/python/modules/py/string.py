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


_NAME_START = frozenset(ascii_letters + '_')
_NAME = _NAME_START | frozenset(digits)
_MISSING = object()


class Template:
    """Text with $name and ${name} in it."""

    delimiter = '$'

    def __init__(self, template):
        self.template = template

    def _parts(self):
        """Yields (text, name, source, invalid position): literal text, then the placeholder after
        it, by name and as it stands, or the place where there is a delimiter but none."""
        text = self.template
        mark = self.delimiter
        at = 0
        while True:
            found = text.find(mark, at)
            if found < 0:
                yield text[at:], None, None, None
                return
            before = text[at:found]
            after = found + len(mark)
            if text.startswith(mark, after):
                yield before + mark, None, None, None
                at = after + len(mark)
                continue
            braced = text[after:after + 1] == '{'
            start = after + braced
            end = start
            if end < len(text) and text[end] in _NAME_START:
                while end < len(text) and text[end] in _NAME:
                    end += 1
            if end == start or (braced and text[end:end + 1] != '}'):
                yield before, None, None, found
                at = after
                continue
            yield before, text[start:end], text[found:end + braced], None
            at = end + braced

    def _invalid(self, position):
        lines = self.template[:position].splitlines(keepends=True)
        if not lines:
            column, line = 1, 1
        else:
            column = position - len(''.join(lines[:-1]))
            line = len(lines)
        raise ValueError('Invalid placeholder in string: line %d, col %d' % (line, column))

    def _values(self, mapping, kws):
        if mapping is None:
            return kws
        if kws:
            from collections import ChainMap
            return ChainMap(kws, mapping)
        return mapping

    def substitute(self, mapping=None, /, **kws):
        values = self._values(mapping, kws)

        def convert(part):
            text, name, source, invalid = part
            if invalid is not None:
                self._invalid(invalid)
            return text if name is None else text + str(values[name])

        return ''.join(map(convert, self._parts()))

    def safe_substitute(self, mapping=None, /, **kws):
        values = self._values(mapping, kws)
        result = []
        for text, name, source, invalid in self._parts():
            result.append(text)
            if invalid is not None:
                result.append(self.delimiter)
            if name is not None:
                try:
                    result.append(str(values[name]))
                except KeyError:
                    result.append(source)
        return ''.join(result)

    def is_valid(self):
        return all(invalid is None for _, _, _, invalid in self._parts())

    def get_identifiers(self):
        return list(dict.fromkeys(name for _, name, _, _ in self._parts() if name is not None))


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
