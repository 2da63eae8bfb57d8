"""Configuration files: sections of names and values."""

from collections.abc import MutableMapping
from collections import ChainMap
import re

__all__ = ["NoSectionError", "DuplicateOptionError", "DuplicateSectionError", "NoOptionError",
           "InterpolationError", "InterpolationDepthError", "InterpolationMissingOptionError",
           "InterpolationSyntaxError", "ParsingError", "MissingSectionHeaderError", "ConfigParser",
           "SafeConfigParser", "RawConfigParser", "Interpolation", "BasicInterpolation",
           "ExtendedInterpolation", "SectionProxy", "DEFAULTSECT", "MAX_INTERPOLATION_DEPTH"]

DEFAULTSECT = "DEFAULT"
MAX_INTERPOLATION_DEPTH = 10
_UNSET = object()


class Error(Exception):
    def __init__(self, msg=''):
        self.message = msg
        super().__init__(msg)

    def __repr__(self):
        return self.message

    __str__ = __repr__


class NoSectionError(Error):
    def __init__(self, section):
        super().__init__('No section: %r' % (section,))
        self.section = section
        self.args = (section,)


def _where(section, option, source, lineno, what):
    place = f"While reading from {source!r}" + (f" [line {lineno:2d}]: " if lineno is not None
                                                else ": ")
    if option is None:
        return f"{place}section {section!r} already exists"
    return f"{place}option {option!r} in section {section!r} already exists"


class DuplicateSectionError(Error):
    def __init__(self, section, source=None, lineno=None):
        if source is None:
            text = f"Section {section!r} already exists"
        else:
            text = _where(section, None, source, lineno, 'section')
        super().__init__(text)
        self.section, self.source, self.lineno = section, source, lineno
        self.args = (section, source, lineno)


class DuplicateOptionError(Error):
    def __init__(self, section, option, source=None, lineno=None):
        if source is None:
            text = f"Option {option!r} in section {section!r} already exists"
        else:
            text = _where(section, option, source, lineno, 'option')
        super().__init__(text)
        self.section, self.option, self.source, self.lineno = section, option, source, lineno
        self.args = (section, option, source, lineno)


class NoOptionError(Error):
    def __init__(self, option, section):
        super().__init__("No option %r in section: %r" % (option, section))
        self.option, self.section = option, section
        self.args = (option, section)


class InterpolationError(Error):
    def __init__(self, option, section, msg):
        super().__init__(msg)
        self.option, self.section = option, section
        self.args = (option, section, msg)


class InterpolationMissingOptionError(InterpolationError):
    def __init__(self, option, section, rawval, reference):
        super().__init__(option, section, (
            "Bad value substitution: option {!r} in section {!r} contains an interpolation key "
            "{!r} which is not a valid option name. Raw value: {!r}".format(
                option, section, reference, rawval)))
        self.reference = reference
        self.args = (option, section, rawval, reference)


class InterpolationSyntaxError(InterpolationError):
    pass


class InterpolationDepthError(InterpolationError):
    def __init__(self, option, section, rawval):
        super().__init__(option, section, (
            "Recursion limit exceeded in value substitution: option {!r} in section {!r} contains "
            "an interpolation key which cannot be substituted in {} steps. Raw value: {!r}".format(
                option, section, MAX_INTERPOLATION_DEPTH, rawval)))
        self.args = (option, section, rawval)


class ParsingError(Error):
    def __init__(self, source=None, filename=None):
        super().__init__(f'Source contains parsing errors: {source!r}')
        self.source = source
        self.errors = []
        self.args = (source,)

    def append(self, lineno, line):
        self.errors.append((lineno, line))
        self.message += f'\n\t[line {lineno:2d}]: {line}'


class MissingSectionHeaderError(ParsingError):
    def __init__(self, filename, lineno, line):
        Error.__init__(self, 'File contains no section headers.\nfile: %r, line: %d\n%r'
                       % (filename, lineno, line))
        self.source, self.lineno, self.line = filename, lineno, line
        self.args = (filename, lineno, line)


class Interpolation:
    def before_get(self, parser, section, option, value, defaults):
        return value

    def before_set(self, parser, section, option, value):
        return value

    def before_read(self, parser, section, option, value):
        return value

    def before_write(self, parser, section, option, value):
        return value


class BasicInterpolation(Interpolation):
    """%(name)s"""

    def before_get(self, parser, section, option, value, defaults):
        return self._expand(parser, option, value, section, defaults, 1, value)

    def before_set(self, parser, section, option, value):
        rest = re.sub(r'%\([^)]+\)s', '', value.replace('%%', ''))
        if '%' in rest:
            raise ValueError("invalid interpolation syntax in %r at position %d"
                             % (value, rest.find('%')))
        return value

    def _expand(self, parser, option, rest, section, known, depth, raw):
        if depth > MAX_INTERPOLATION_DEPTH:
            raise InterpolationDepthError(option, section, raw)
        parts = []
        while '%' in rest:
            before, _, rest = rest.partition('%')
            parts.append(before)
            if rest[:1] == '%':
                parts.append('%')
                rest = rest[1:]
                continue
            if rest[:1] != '(':
                raise InterpolationSyntaxError(
                    option, section, "'%%' must be followed by '%%' or '(', found: %r"
                    % ('%' + rest,))
            match = re.match(r'\(([^)]+)\)s', rest)
            if match is None:
                raise InterpolationSyntaxError(
                    option, section, "bad interpolation variable reference %r" % ('%' + rest))
            name = parser.optionxform(match.group(1))
            rest = rest[match.end():]
            if name not in known:
                raise InterpolationMissingOptionError(option, section, raw, name)
            parts.append(self._expand(parser, option, known[name], section, known, depth + 1, raw))
        return ''.join(parts) + rest


class ExtendedInterpolation(Interpolation):
    """${section:name}"""

    def before_get(self, parser, section, option, value, defaults):
        return self._expand(parser, option, value, section, defaults, 1, value)

    def before_set(self, parser, section, option, value):
        rest = re.sub(r'\$\{[^}]+\}', '', value.replace('$$', ''))
        if '$' in rest:
            raise ValueError("invalid interpolation syntax in %r at position %d"
                             % (value, rest.find('$')))
        return value

    def _expand(self, parser, option, rest, section, known, depth, raw):
        if depth > MAX_INTERPOLATION_DEPTH:
            raise InterpolationDepthError(option, section, raw)
        parts = []
        while '$' in rest:
            before, _, rest = rest.partition('$')
            parts.append(before)
            if rest[:1] == '$':
                parts.append('$')
                rest = rest[1:]
                continue
            match = re.match(r'\{([^}]+)\}', rest)
            if match is None:
                raise InterpolationSyntaxError(
                    option, section, "bad interpolation variable reference %r" % ('$' + rest)
                    if rest[:1] == '{' else
                    "'$' must be followed by '$' or '{', found: %r" % ('$' + rest,))
            rest = rest[match.end():]
            path = match.group(1).split(':')
            try:
                if len(path) == 1:
                    home, name = section, parser.optionxform(path[0])
                    value = known[name]
                elif len(path) == 2:
                    home, name = path[0], parser.optionxform(path[1])
                    value = parser.get(home, name, raw=True)
                else:
                    raise InterpolationSyntaxError(option, section,
                                                   "More than one ':' found: %r" % ('$' + rest,))
            except (KeyError, NoSectionError, NoOptionError):
                raise InterpolationMissingOptionError(option, section, raw,
                                                      ":".join(path)) from None
            scope = known if home == section else dict(parser.items(home, raw=True))
            parts.append(self._expand(parser, option, value, home, scope, depth + 1, raw))
        return ''.join(parts) + rest


class RawConfigParser(MutableMapping):
    _DEFAULT_INTERPOLATION = Interpolation()
    BOOLEAN_STATES = {'1': True, 'yes': True, 'true': True, 'on': True,
                      '0': False, 'no': False, 'false': False, 'off': False}

    def __init__(self, defaults=None, dict_type=dict, allow_no_value=False, *,
                 delimiters=('=', ':'), comment_prefixes=('#', ';'), inline_comment_prefixes=None,
                 strict=True, empty_lines_in_values=True, default_section=DEFAULTSECT,
                 interpolation=_UNSET, converters=_UNSET):
        self._dict = dict_type
        self._sections = dict_type()
        self._defaults = dict_type()
        self._proxies = {}
        self._delimiters = tuple(delimiters)
        self._comment_prefixes = tuple(comment_prefixes or ())
        self._inline_comment_prefixes = tuple(inline_comment_prefixes or ())
        self._strict = strict
        self._allow_no_value = allow_no_value
        self._empty_lines_in_values = empty_lines_in_values
        self.default_section = default_section
        self._interpolation = self._DEFAULT_INTERPOLATION if interpolation is _UNSET else \
            interpolation or Interpolation()
        self._converters = {} if converters is _UNSET else dict(converters)
        for name, convert in self._converters.items():
            setattr(self, 'get' + name, self._getter(convert))
        self._proxies[default_section] = SectionProxy(self, default_section)
        if defaults:
            for key, value in defaults.items():
                self._defaults[self.optionxform(key)] = None if value is None else str(value)

    def _getter(self, convert):
        def get(section, option, *, raw=False, vars=None, fallback=_UNSET):
            return self._get_conv(section, option, convert, raw=raw, vars=vars, fallback=fallback)
        return get

    def defaults(self):
        return self._defaults

    def sections(self):
        return list(self._sections)

    def add_section(self, section):
        if section == self.default_section:
            raise ValueError('Invalid section name: %r' % section)
        if section in self._sections:
            raise DuplicateSectionError(section)
        self._sections[section] = self._dict()
        self._proxies[section] = SectionProxy(self, section)

    def has_section(self, section):
        return section in self._sections

    def options(self, section):
        try:
            own = self._sections[section]
        except KeyError:
            raise NoSectionError(section) from None
        return list({**own, **self._defaults})

    def read(self, filenames, encoding=None):
        if isinstance(filenames, (str, bytes)) or hasattr(filenames, '__fspath__'):
            filenames = [filenames]
        done = []
        for filename in filenames:
            try:
                with open(filename, encoding=encoding) as file:
                    self._read(file, filename)
            except OSError:
                continue
            done.append(str(filename))
        return done

    def read_file(self, f, source=None):
        if source is None:
            source = getattr(f, 'name', '<???>')
        self._read(f, source)

    def read_string(self, string, source='<string>'):
        self._read(string.splitlines(keepends=True), source)

    def read_dict(self, dictionary, source='<dict>'):
        seen = set()
        for section, keys in dictionary.items():
            section = str(section)
            try:
                self.add_section(section)
            except (DuplicateSectionError, ValueError):
                if self._strict and section in seen:
                    raise
            seen.add(section)
            for key, value in keys.items():
                key = self.optionxform(str(key))
                if value is not None:
                    value = str(value)
                if self._strict and (section, key) in seen:
                    raise DuplicateOptionError(section, key, source)
                seen.add((section, key))
                self.set(section, key, value)

    def _plain(self, line):
        """The line without comments; None for a comment that fills it."""
        if line.strip().startswith(self._comment_prefixes) and self._comment_prefixes:
            return None
        for prefix in self._inline_comment_prefixes:
            at = line.find(prefix)
            while at > 0 and not line[at - 1].isspace():
                at = line.find(prefix, at + 1)
            if at >= 0:
                line = line[:at]
        return line

    def _read(self, lines, source):
        seen = set()
        space = name = option = None
        indent = 0
        error = None
        for lineno, full in enumerate(lines, 1):
            line = self._plain(full)
            value = (line or '').strip()
            if not value:
                comment = line is None
                if self._empty_lines_in_values:
                    if not comment and space is not None and option and \
                            space[option] is not None:
                        space[option].append('')
                else:
                    indent = 10 ** 9
                continue
            here = len(line) - len(line.lstrip())
            if space is not None and option and here > indent and space[option] is not None:
                space[option].append(value)
                continue
            indent = here
            header = re.match(r'\[(.+)\]', value)
            if header:
                name = header.group(1)
                option = None
                if name == self.default_section:
                    space = self._defaults
                elif name in self._sections:
                    if self._strict and name in seen:
                        raise DuplicateSectionError(name, source, lineno)
                    space = self._sections[name]
                else:
                    space = self._sections[name] = self._dict()
                    self._proxies[name] = SectionProxy(self, name)
                seen.add(name)
                continue
            if space is None:
                raise MissingSectionHeaderError(source, lineno, full)
            marks = [at for at in map(value.find, self._delimiters) if at >= 0]
            if not marks and not self._allow_no_value or marks and min(marks) == 0:
                error = error or ParsingError(source)
                error.append(lineno, repr(full))
                continue
            key, text = value, None
            if marks:
                at = min(marks)
                mark = next(d for d in self._delimiters if value.startswith(d, at))
                key, text = value[:at], value[at + len(mark):].strip()
            option = self.optionxform(key.rstrip())
            if self._strict and (name, option) in seen:
                raise DuplicateOptionError(name, option, source, lineno)
            seen.add((name, option))
            space[option] = None if text is None else [text]
        self._join_lines()
        if error:
            raise error

    def _join_lines(self):
        for section, space in [(self.default_section, self._defaults), *self._sections.items()]:
            for option, value in space.items():
                if isinstance(value, list):
                    value = '\n'.join(value).rstrip()
                space[option] = self._interpolation.before_read(self, section, option, value)

    def _known(self, section, vars):
        own = {}
        if section in self._sections:
            own = self._sections[section]
        elif section != self.default_section:
            raise NoSectionError(section) from None
        given = {self.optionxform(key): None if value is None else str(value)
                 for key, value in (vars or {}).items()}
        return ChainMap(given, own, self._defaults)

    def get(self, section, option, *, raw=False, vars=None, fallback=_UNSET):
        try:
            known = self._known(section, vars)
        except NoSectionError:
            if fallback is _UNSET:
                raise
            return fallback
        option = self.optionxform(option)
        try:
            value = known[option]
        except KeyError:
            if fallback is _UNSET:
                raise NoOptionError(option, section) from None
            return fallback
        if raw or value is None:
            return value
        return self._interpolation.before_get(self, section, option, value, known)

    def _get_conv(self, section, option, conv, *, raw=False, vars=None, fallback=_UNSET, **kwargs):
        try:
            return conv(self.get(section, option, raw=raw, vars=vars, **kwargs))
        except (NoSectionError, NoOptionError):
            if fallback is _UNSET:
                raise
            return fallback

    def getint(self, section, option, *, raw=False, vars=None, fallback=_UNSET, **kwargs):
        return self._get_conv(section, option, int, raw=raw, vars=vars, fallback=fallback, **kwargs)

    def getfloat(self, section, option, *, raw=False, vars=None, fallback=_UNSET, **kwargs):
        return self._get_conv(section, option, float, raw=raw, vars=vars, fallback=fallback,
                              **kwargs)

    def getboolean(self, section, option, *, raw=False, vars=None, fallback=_UNSET, **kwargs):
        return self._get_conv(section, option, self._convert_to_boolean, raw=raw, vars=vars,
                              fallback=fallback, **kwargs)

    def _convert_to_boolean(self, value):
        if value.lower() not in self.BOOLEAN_STATES:
            raise ValueError('Not a boolean: %s' % value)
        return self.BOOLEAN_STATES[value.lower()]

    def items(self, section=_UNSET, raw=False, vars=None):
        if section is _UNSET:
            return super().items()
        known = self._known(section, vars)
        names = list({**self._defaults, **self._sections.get(section, {}), **known.maps[0]})
        return [(name, known[name] if raw or known[name] is None else
                 self._interpolation.before_get(self, section, name, known[name], known))
                for name in names]

    def popitem(self):
        for key in self.sections():
            value = self[key]
            del self[key]
            return key, value
        raise KeyError

    def optionxform(self, optionstr):
        return optionstr.lower()

    def has_option(self, section, option):
        option = self.optionxform(option)
        if not section or section == self.default_section:
            return option in self._defaults
        return section in self._sections and (option in self._sections[section] or
                                              option in self._defaults)

    def set(self, section, option, value=None):
        if value:
            value = self._interpolation.before_set(self, section, option, value)
        if not section or section == self.default_section:
            space = self._defaults
        else:
            try:
                space = self._sections[section]
            except KeyError:
                raise NoSectionError(section) from None
        space[self.optionxform(option)] = value

    def write(self, fp, space_around_delimiters=True):
        mark = f" {self._delimiters[0]} " if space_around_delimiters else self._delimiters[0]
        sections = list(self._sections.items())
        if self._defaults:
            sections.insert(0, (self.default_section, self._defaults))
        for name, space in sections:
            fp.write(f"[{name}]\n")
            for key, value in space.items():
                value = self._interpolation.before_write(self, name, key, value)
                if value is not None or not self._allow_no_value:
                    value = mark + str(value).replace('\n', '\n\t')
                else:
                    value = ""
                fp.write(f"{key}{value}\n")
            fp.write("\n")

    def remove_option(self, section, option):
        if not section or section == self.default_section:
            space = self._defaults
        else:
            try:
                space = self._sections[section]
            except KeyError:
                raise NoSectionError(section) from None
        return space.pop(self.optionxform(option), _UNSET) is not _UNSET

    def remove_section(self, section):
        known = section in self._sections
        if known:
            del self._sections[section]
            del self._proxies[section]
        return known

    def __getitem__(self, key):
        if key != self.default_section and not self.has_section(key):
            raise KeyError(key)
        return self._proxies[key]

    def __setitem__(self, key, value):
        if key in self and self[key] is value:
            return
        if key == self.default_section:
            self._defaults.clear()
        elif key in self._sections:
            self._sections[key].clear()
        self.read_dict({key: value})

    def __delitem__(self, key):
        if key == self.default_section:
            raise ValueError("Cannot remove the default section.")
        if not self.has_section(key):
            raise KeyError(key)
        self.remove_section(key)

    def __contains__(self, key):
        return key == self.default_section or self.has_section(key)

    def __len__(self):
        return len(self._sections) + 1

    def __iter__(self):
        yield self.default_section
        yield from self._sections


class ConfigParser(RawConfigParser):
    _DEFAULT_INTERPOLATION = BasicInterpolation()

    def set(self, section, option, value=None):
        if not isinstance(option, str):
            raise TypeError("option keys must be strings")
        if not (self._allow_no_value and value is None) and not isinstance(value, str):
            raise TypeError("option values must be strings")
        super().set(section, option, value)

    def add_section(self, section):
        if not isinstance(section, str):
            raise TypeError("section names must be strings")
        super().add_section(section)


class SafeConfigParser(ConfigParser):
    pass


class SectionProxy(MutableMapping):
    """One section as a mapping."""

    def __init__(self, parser, name):
        self._parser = parser
        self._name = name

    def __repr__(self):
        return '<Section: {}>'.format(self._name)

    def __getitem__(self, key):
        if not self._parser.has_option(self._name, key):
            raise KeyError(key)
        return self._parser.get(self._name, key)

    def __setitem__(self, key, value):
        self._parser.set(self._name, key, value)

    def __delitem__(self, key):
        if not (self._parser.has_option(self._name, key) and
                self._parser.remove_option(self._name, key)):
            raise KeyError(key)

    def __contains__(self, key):
        return self._parser.has_option(self._name, key)

    def _options(self):
        if self._name != self._parser.default_section:
            return self._parser.options(self._name)
        return list(self._parser.defaults())

    def __len__(self):
        return len(self._options())

    def __iter__(self):
        return iter(self._options())

    @property
    def parser(self):
        return self._parser

    @property
    def name(self):
        return self._name

    def get(self, option, fallback=None, *, raw=False, vars=None, **kwargs):
        return self._parser.get(self._name, option, raw=raw, vars=vars, fallback=fallback, **kwargs)

    def getint(self, option, fallback=None, **kwargs):
        return self._parser.getint(self._name, option, fallback=fallback, **kwargs)

    def getfloat(self, option, fallback=None, **kwargs):
        return self._parser.getfloat(self._name, option, fallback=fallback, **kwargs)

    def getboolean(self, option, fallback=None, **kwargs):
        return self._parser.getboolean(self._name, option, fallback=fallback, **kwargs)
