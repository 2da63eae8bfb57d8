"""Options of command lines, the older way: an OptionParser with Options."""

import os
import sys
import textwrap
from gettext import gettext as _, ngettext

__version__ = "1.5.3"
__all__ = ['Option', 'make_option', 'SUPPRESS_HELP', 'SUPPRESS_USAGE', 'Values', 'OptionContainer',
           'OptionGroup', 'OptionParser', 'HelpFormatter', 'IndentedHelpFormatter',
           'TitledHelpFormatter', 'OptParseError', 'OptionError', 'OptionConflictError',
           'OptionValueError', 'BadOptionError', 'check_choice']

NO_DEFAULT = ("NO", "DEFAULT")
SUPPRESS_HELP = "SUPPRESS" + "HELP"
SUPPRESS_USAGE = "SUPPRESS" + "USAGE"


class OptParseError(Exception):
    msg = None

    def __init__(self, msg):
        self.msg = msg

    def __str__(self):
        return self.msg


class OptionError(OptParseError):
    """An Option that can't be."""

    def __init__(self, msg, option):
        super().__init__(msg)
        self.option_id = str(option)

    def __str__(self):
        return f"option {self.option_id}: {self.msg}" if self.option_id else self.msg


class OptionConflictError(OptionError):
    """Two Options of one name."""


class OptionValueError(OptParseError):
    """A value on the command line that an option doesn't take."""


class BadOptionError(OptParseError):
    """An option on the command line that nobody has added."""

    def __init__(self, opt_str):
        super().__init__(_("no such option: %s") % opt_str)
        self.opt_str = opt_str


class AmbiguousOptionError(BadOptionError):
    def __init__(self, opt_str, possibilities):
        super().__init__(opt_str)
        self.possibilities = possibilities
        self.msg = _("ambiguous option: %s (%s?)") % (opt_str, ", ".join(possibilities))


class HelpFormatter:
    NO_DEFAULT_VALUE = "none"

    parser = None
    current_indent = 0
    level = 0
    help_width = None
    default_tag = "%default"
    _short_opt_fmt = "%s %s"
    _long_opt_fmt = "%s=%s"

    def __init__(self, indent_increment, max_help_position, width, short_first):
        if width is None:
            columns = os.environ.get('COLUMNS', '')
            width = (int(columns) if columns.isdigit() else 80) - 2
        self.indent_increment, self.short_first, self.width = indent_increment, short_first, width
        self.max_help_position = min(max_help_position, max(width - 20, indent_increment * 2))
        self.help_position = self.max_help_position
        self.option_strings = {}

    def set_parser(self, parser):
        self.parser = parser

    def _set_delimiter(self, which, allowed, delim):
        if delim not in allowed:
            raise ValueError(f"invalid metavar delimiter for {which} options: {delim!r}")
        setattr(self, f'_{which}_opt_fmt', f"%s{delim}%s")

    def set_short_opt_delimiter(self, delim):
        self._set_delimiter('short', ("", " "), delim)

    def set_long_opt_delimiter(self, delim):
        self._set_delimiter('long', ("=", " "), delim)

    def indent(self):
        self._shift(1)

    def dedent(self):
        self._shift(-1)
        assert self.current_indent >= 0, "Indent decreased below 0."

    def _shift(self, levels):
        self.level += levels
        self.current_indent += levels * self.indent_increment

    def format_usage(self, usage):
        raise NotImplementedError("subclasses must implement")

    def format_heading(self, heading):
        raise NotImplementedError("subclasses must implement")

    def _format_text(self, text):
        margin = " " * self.current_indent
        return textwrap.fill(text, max(self.width - self.current_indent, 11),
                             initial_indent=margin, subsequent_indent=margin)

    def format_description(self, description):
        return self._format_text(description) + "\n" if description else ""

    def format_epilog(self, epilog):
        return "\n" + self._format_text(epilog) + "\n" if epilog else ""

    def expand_default(self, option):
        tag = self.default_tag
        if self.parser is None or not tag:
            return option.help
        default = self.parser.defaults.get(option.dest)
        known = default is not None and default is not NO_DEFAULT
        return option.help.replace(tag, str(default) if known else self.NO_DEFAULT_VALUE)

    def format_option(self, option):
        names, margin = self.option_strings[option], " " * self.current_indent
        column = " " * self.help_position
        room = self.help_position - self.current_indent - 2
        help = textwrap.wrap(self.expand_default(option), self.help_width) if option.help else []
        if len(names) > room:
            lines = [margin + names] + [column + line for line in help]
        elif help:
            lines = [f"{margin}{names:<{room}}  {help[0]}"] + [column + line for line in help[1:]]
        else:
            lines = [f"{margin}{names:<{room}}  "]
        return "\n".join(lines) + "\n"

    def store_option_strings(self, parser):
        longest = 0
        for deeper, holders in ((1, [parser]), (2, parser.option_groups)):
            for option in (option for holder in holders for option in holder.option_list):
                names = self.option_strings[option] = self.format_option_strings(option)
                indent = self.current_indent + deeper * self.indent_increment
                longest = max(longest, len(names) + indent)
        self.help_position = min(longest + 2, self.max_help_position)
        self.help_width = max(self.width - self.help_position, 11)

    def format_option_strings(self, option):
        kinds = [(self._short_opt_fmt, option._short_opts), (self._long_opt_fmt, option._long_opts)]
        if not self.short_first:
            kinds.reverse()
        if not option.takes_value():
            return ", ".join(name for _form, names in kinds for name in names)
        metavar = option.metavar or option.dest.upper()
        return ", ".join(form % (name, metavar) for form, names in kinds for name in names)


class IndentedHelpFormatter(HelpFormatter):
    def __init__(self, indent_increment=2, max_help_position=24, width=None, short_first=1):
        HelpFormatter.__init__(self, indent_increment, max_help_position, width, short_first)

    def format_usage(self, usage):
        return _("Usage: %s\n") % usage

    def format_heading(self, heading):
        return "%*s%s:\n" % (self.current_indent, "", heading)


class TitledHelpFormatter(HelpFormatter):
    def __init__(self, indent_increment=0, max_help_position=24, width=None, short_first=0):
        HelpFormatter.__init__(self, indent_increment, max_help_position, width, short_first)

    def format_usage(self, usage):
        return "%s  %s\n" % (self.format_heading(_("Usage")), usage)

    def format_heading(self, heading):
        return "%s\n%s\n" % (heading, "=-"[self.level] * len(heading))


def _parse_int(text):
    """An int as C writes it: 0x10, 0b10, 010."""
    prefix = text[:2].lower()
    if prefix == "0b":
        return int(text[2:] or "0", 2)
    return int(text, 16 if prefix == "0x" else 8 if text.startswith("0") else 10)


_readers = {"int": (_parse_int, _("integer")), "long": (_parse_int, _("integer")),
            "float": (float, _("floating-point")), "complex": (complex, _("complex"))}


def check_builtin(option, opt, value):
    read, what = _readers[option.type]
    try:
        return read(value)
    except ValueError:
        raise OptionValueError(_("option %s: invalid %s value: %r") % (opt, what, value))


def check_choice(option, opt, value):
    if value not in option.choices:
        known = ", ".join(map(repr, option.choices))
        raise OptionValueError(
            _("option %s: invalid choice: %r (choose from %s)") % (opt, value, known))
    return value


class Option:
    ATTRS = ['action', 'type', 'dest', 'default', 'nargs', 'const', 'choices', 'callback',
             'callback_args', 'callback_kwargs', 'help', 'metavar']
    ACTIONS = ("store", "store_const", "store_true", "store_false", "append", "append_const",
               "count", "callback", "help", "version")
    STORE_ACTIONS = ("store", "store_const", "store_true", "store_false", "append",
                     "append_const", "count")
    TYPED_ACTIONS = ("store", "append", "callback")
    ALWAYS_TYPED_ACTIONS = ("store", "append")
    CONST_ACTIONS = ("store_const", "append_const")
    TYPES = ("string", "int", "long", "float", "complex", "choice")
    TYPE_CHECKER = dict.fromkeys(("int", "long", "float", "complex"), check_builtin)
    TYPE_CHECKER["choice"] = check_choice
    CHECK_METHODS = None

    def __init__(self, *opts, **attrs):
        self._short_opts, self._long_opts = [], []
        names = list(filter(None, opts))
        if not names:
            raise TypeError("at least one option string must be supplied")
        self._set_opt_strings(names)
        self._set_attrs(attrs)
        for check in self.CHECK_METHODS:
            check(self)

    def _set_opt_strings(self, opts):
        for name in opts:
            length = len(name)
            if length < 2:
                self._refuse("invalid option string %r: must be at least two characters long" % name)
            elif length > 2:
                if not name.startswith("--") or name[2] == "-":
                    self._refuse("invalid long option string %r: "
                                 "must start with --, followed by non-dash" % name)
                self._long_opts.append(name)
            else:
                if name[0] != "-" or name[1] == "-":
                    self._refuse("invalid short option string %r: "
                                 "must be of the form -x, (x any non-dash char)" % name)
                self._short_opts.append(name)

    def _refuse(self, why):
        raise OptionError(why, self)

    def _set_attrs(self, attrs):
        for name in self.ATTRS:
            self.__dict__[name] = attrs.pop(name, NO_DEFAULT if name == 'default' else None)
        if attrs:
            self._refuse("invalid keyword arguments: " + ", ".join(sorted(attrs)))

    def _check_action(self):
        self.action = "store" if self.action is None else self.action
        if self.action not in self.ACTIONS:
            self._refuse(f"invalid action: {self.action!r}")

    def _check_type(self):
        kind = self.type
        if kind is None:
            if self.action in self.ALWAYS_TYPED_ACTIONS:
                self.type = "choice" if self.choices is not None else "string"
            return
        kind = kind.__name__ if isinstance(kind, type) else kind
        self.type = kind = "string" if kind == "str" else kind
        if kind not in self.TYPES:
            self._refuse(f"invalid option type: {kind!r}")
        if self.action not in self.TYPED_ACTIONS:
            self._refuse(f"must not supply a type for action {self.action!r}")

    def _check_choice(self):
        choices = self.choices
        if self.type != "choice":
            if choices is not None:
                self._refuse(f"must not supply choices for type {self.type!r}")
        elif choices is None:
            self._refuse("must supply a list of choices for type 'choice'")
        elif not isinstance(choices, (tuple, list)):
            self._refuse(
                f"choices must be a list of strings ('{type(choices).__name__}' supplied)")

    def _check_dest(self):
        if self.dest is not None or (self.action not in self.STORE_ACTIONS and self.type is None):
            return
        long = self._long_opts
        self.dest = long[0][2:].replace('-', '_') if long else self._short_opts[0][1]

    def _check_const(self):
        if self.const is not None and self.action not in self.CONST_ACTIONS:
            self._refuse(f"'const' must not be supplied for action {self.action!r}")

    def _check_nargs(self):
        if self.action not in self.TYPED_ACTIONS:
            if self.nargs is not None:
                self._refuse(f"'nargs' must not be supplied for action {self.action!r}")
        elif self.nargs is None:
            self.nargs = 1

    def _check_callback(self):
        given = self.callback_args, self.callback_kwargs
        if self.action != "callback":
            if self.callback is not None:
                self._refuse(f"callback supplied ({self.callback!r}) for non-callback option")
            for name, value in zip(("callback_args", "callback_kwargs"), given):
                if value is not None:
                    self._refuse(f"{name} supplied for non-callback option")
            return
        if not callable(self.callback):
            self._refuse(f"callback not callable: {self.callback!r}")
        for name, kind, value in zip(("callback_args", "callback_kwargs"), (tuple, dict), given):
            if value is not None and not isinstance(value, kind):
                self._refuse(f"{name}, if supplied, must be a {kind.__name__}: not {value!r}")

    CHECK_METHODS = [_check_action, _check_type, _check_choice, _check_dest, _check_const,
                     _check_nargs, _check_callback]

    def __str__(self):
        return "/".join(self._short_opts + self._long_opts)

    def __repr__(self):
        return "<%s at 0x%x: %s>" % (self.__class__.__name__, id(self), self)

    def takes_value(self):
        return self.type is not None

    def get_opt_string(self):
        return self._long_opts[0] if self._long_opts else self._short_opts[0]

    def check_value(self, opt, value):
        checker = self.TYPE_CHECKER.get(self.type)
        return value if checker is None else checker(self, opt, value)

    def convert_value(self, opt, value):
        if value is None:
            return None
        if self.nargs == 1:
            return self.check_value(opt, value)
        return tuple(self.check_value(opt, part) for part in value)

    def process(self, opt, value, values, parser):
        converted = self.convert_value(opt, value)
        return self.take_action(self.action, self.dest, opt, converted, values, parser)

    def take_action(self, action, dest, opt, value, values, parser):
        stored = {"store": value, "store_const": self.const, "store_true": True,
                  "store_false": False}
        if action in stored:
            setattr(values, dest, stored[action])
        elif action in ("append", "append_const"):
            values.ensure_value(dest, []).append(value if action == "append" else self.const)
        elif action == "count":
            setattr(values, dest, 1 + values.ensure_value(dest, 0))
        elif action == "callback":
            more, named = self.callback_args or (), self.callback_kwargs or {}
            self.callback(self, opt, value, parser, *more, **named)
        elif action in ("help", "version"):
            getattr(parser, 'print_' + action)()
            parser.exit()
        else:
            raise ValueError(f"unknown action {self.action!r}")
        return 1


make_option = Option


class Values:
    def __init__(self, defaults=None):
        if defaults:
            for name, value in defaults.items():
                setattr(self, name, value)

    def __str__(self):
        return str(self.__dict__)

    def __repr__(self):
        return "<%s at 0x%x: %s>" % (self.__class__.__name__, id(self), self)

    def __eq__(self, other):
        if isinstance(other, Values):
            return self.__dict__ == other.__dict__
        if isinstance(other, dict):
            return self.__dict__ == other
        return NotImplemented

    def ensure_value(self, attr, value):
        if getattr(self, attr, None) is None:
            setattr(self, attr, value)
        return getattr(self, attr)


class OptionContainer:
    def __init__(self, option_class, conflict_handler, description):
        self._create_option_list()
        self.option_class = option_class
        self.set_conflict_handler(conflict_handler)
        self.set_description(description)

    def _create_option_mappings(self):
        self._short_opt, self._long_opt, self.defaults = {}, {}, {}

    def _share_option_mappings(self, parser):
        for table in ('_short_opt', '_long_opt', 'defaults'):
            setattr(self, table, getattr(parser, table))

    def set_conflict_handler(self, handler):
        if handler not in ("error", "resolve"):
            raise ValueError(f"invalid conflict_resolution value {handler!r}")
        self.conflict_handler = handler

    def set_description(self, description):
        self.description = description

    def get_description(self):
        return self.description

    def destroy(self):
        for table in ('_short_opt', '_long_opt', 'defaults'):
            delattr(self, table)

    def _names_of(self, option):
        """(a name, the table it belongs to) for each name of an option."""
        for name in option._short_opts:
            yield name, self._short_opt
        for name in option._long_opts:
            yield name, self._long_opt

    def _check_conflict(self, option):
        taken = [(name, table) for name, table in self._names_of(option) if name in table]
        if taken and self.conflict_handler == "error":
            names = ", ".join(name for name, _table in taken)
            raise OptionConflictError("conflicting option string(s): " + names, option)
        for name, table in taken:
            older = table.pop(name)
            (older._short_opts if table is self._short_opt else older._long_opts).remove(name)
            if not older._short_opts and not older._long_opts:
                older.container.option_list.remove(older)

    def add_option(self, *args, **kwargs):
        if args and isinstance(args[0], str):
            option = self.option_class(*args, **kwargs)
        elif kwargs or len(args) != 1:
            # CPython reads args[0] before it looks whether there is one.
            raise TypeError("invalid arguments") if args else IndexError("tuple index out of range")
        else:
            option = args[0]
            if not isinstance(option, Option):
                raise TypeError(f"not an Option instance: {option!r}")
        self._check_conflict(option)
        option.container = self
        self.option_list.append(option)
        for name, table in self._names_of(option):
            table[name] = option
        if option.dest is not None:
            if option.default is NO_DEFAULT:
                self.defaults.setdefault(option.dest, None)
            else:
                self.defaults[option.dest] = option.default
        return option

    def add_options(self, option_list):
        for option in option_list:
            self.add_option(option)

    def get_option(self, opt_str):
        return self._short_opt.get(opt_str) or self._long_opt.get(opt_str)

    def has_option(self, opt_str):
        return opt_str in self._short_opt or opt_str in self._long_opt

    def remove_option(self, opt_str):
        option = self.get_option(opt_str)
        if option is None:
            raise ValueError(f"no such option {opt_str!r}")
        for name, table in self._names_of(option):
            table.pop(name)
        option.container.option_list.remove(option)

    def format_option_help(self, formatter):
        shown = (option for option in self.option_list if option.help is not SUPPRESS_HELP)
        return "".join(map(formatter.format_option, shown))

    def format_description(self, formatter):
        return formatter.format_description(self.get_description())

    def format_help(self, formatter):
        parts = [self.format_description(formatter)] if self.description else []
        if self.option_list:
            parts.append(self.format_option_help(formatter))
        return "\n".join(parts)


class OptionGroup(OptionContainer):
    def __init__(self, parser, title, description=None):
        self.parser = parser
        OptionContainer.__init__(self, parser.option_class, parser.conflict_handler, description)
        self.title = title

    def _create_option_list(self):
        self.option_list = []
        self._share_option_mappings(self.parser)

    def set_title(self, title):
        self.title = title

    def destroy(self):
        OptionContainer.destroy(self)
        del self.option_list

    def format_help(self, formatter):
        result = formatter.format_heading(self.title)
        formatter.indent()
        result += OptionContainer.format_help(self, formatter)
        formatter.dedent()
        return result


class OptionParser(OptionContainer):
    standard_option_list = []

    def __init__(self, usage=None, option_list=None, option_class=Option, version=None,
                 conflict_handler="error", description=None, formatter=None,
                 add_help_option=True, prog=None, epilog=None):
        super().__init__(option_class, conflict_handler, description)
        self.allow_interspersed_args = self.process_default_values = True
        self.prog, self.version, self.epilog = prog, version, epilog
        self.set_usage(usage)
        self.formatter = formatter or IndentedHelpFormatter()
        self.formatter.set_parser(self)
        self.add_options([*self.standard_option_list, *(option_list or ())])
        if version:
            self.add_option("--version", action="version",
                            help=_("show program's version number and exit"))
        if add_help_option:
            self.add_option("-h", "--help", action="help",
                            help=_("show this help message and exit"))
        self.rargs = self.largs = self.values = None

    def destroy(self):
        super().destroy()
        for group in self.option_groups:
            group.destroy()
        del self.option_list, self.option_groups, self.formatter

    def _create_option_list(self):
        self.option_list = []
        self.option_groups = []
        self._create_option_mappings()

    def set_usage(self, usage):
        if usage is None:
            usage = _("%prog [options]")
        elif usage is SUPPRESS_USAGE:
            usage = None
        elif usage[:7].lower() == "usage: ":
            usage = usage[7:]
        self.usage = usage

    def enable_interspersed_args(self):
        self.allow_interspersed_args = True

    def disable_interspersed_args(self):
        self.allow_interspersed_args = False

    def set_process_default_values(self, process):
        self.process_default_values = process

    def set_default(self, dest, value):
        self.defaults[dest] = value

    def set_defaults(self, **kwargs):
        self.defaults.update(kwargs)

    def _get_all_options(self):
        holders = [self, *self.option_groups]
        return [option for holder in holders for option in holder.option_list]

    def get_default_values(self):
        values = dict(self.defaults)
        if self.process_default_values:
            for option in self._get_all_options():
                if isinstance(values.get(option.dest), str):
                    values[option.dest] = option.check_value(option.get_opt_string(),
                                                             values[option.dest])
        return Values(values)

    def add_option_group(self, *args, **kwargs):
        if args and isinstance(args[0], str):
            group = OptionGroup(self, *args, **kwargs)
        elif kwargs or len(args) != 1:
            raise TypeError("invalid arguments")
        else:
            group = args[0]
            if not isinstance(group, OptionGroup):
                raise TypeError(f"not an OptionGroup instance: {group!r}")
            if group.parser is not self:
                raise ValueError("invalid OptionGroup (wrong parser)")
        self.option_groups.append(group)
        return group

    def get_option_group(self, opt_str):
        option = self.get_option(opt_str)
        if option and option.container is not self:
            return option.container
        return None

    def _get_args(self, args):
        return sys.argv[1:] if args is None else args[:]

    def parse_args(self, args=None, values=None):
        self.rargs, self.largs = self._get_args(args), []
        self.values = self.get_default_values() if values is None else values
        rargs, largs = self.rargs, self.largs
        try:
            self._process_args(largs, rargs, self.values)
        except (BadOptionError, OptionValueError) as refused:
            self.error(str(refused))
        return self.check_values(self.values, largs + rargs)

    def check_values(self, values, args):
        return values, args

    def _process_args(self, largs, rargs, values):
        while rargs:
            word = rargs[0]
            if word == "--":
                rargs.pop(0)
                break
            if word.startswith("--"):
                self._process_long_opt(rargs, values)
            elif word.startswith("-") and word != "-":
                self._process_short_opts(rargs, values)
            elif not self.allow_interspersed_args:
                break
            else:
                largs.append(rargs.pop(0))

    def _match_long_opt(self, opt):
        if opt in self._long_opt:
            return opt
        possible = sorted(name for name in self._long_opt if name.startswith(opt))
        if len(possible) > 1:
            raise AmbiguousOptionError(opt, possible)
        if not possible:
            raise BadOptionError(opt)
        return possible[0]

    def _take_values(self, opt, option, rargs):
        wanted = option.nargs
        if len(rargs) < wanted:
            text = ngettext("%(option)s option requires %(number)d argument",
                            "%(option)s option requires %(number)d arguments", wanted)
            self.error(text % {"option": opt, "number": wanted})
        taken = tuple(rargs[:wanted])
        del rargs[:wanted]
        return taken[0] if wanted == 1 else taken

    def _process_long_opt(self, rargs, values):
        name, equals, attached = rargs.pop(0).partition("=")
        if equals:
            rargs.insert(0, attached)
        name = self._match_long_opt(name)
        option = self._long_opt[name]
        taken = None
        if option.takes_value():
            taken = self._take_values(name, option, rargs)
        elif equals:
            self.error(_("%s option does not take a value") % name)
        option.process(name, taken, values, self)

    def _process_short_opts(self, rargs, values):
        letters = rargs.pop(0)[1:]
        while letters:
            name, letters = "-" + letters[0], letters[1:]
            option = self._short_opt.get(name)
            if option is None:
                raise BadOptionError(name)
            taken = None
            if option.takes_value():
                if letters:
                    rargs.insert(0, letters)
                    letters = ""
                taken = self._take_values(name, option, rargs)
            option.process(name, taken, values, self)

    def get_prog_name(self):
        return os.path.basename(sys.argv[0]) if self.prog is None else self.prog

    def expand_prog_name(self, s):
        return s.replace("%prog", self.get_prog_name())

    def get_description(self):
        return self.expand_prog_name(self.description)

    def exit(self, status=0, msg=None):
        if msg:
            sys.stderr.write(msg)
        sys.exit(status)

    def error(self, msg):
        self.print_usage(sys.stderr)
        self.exit(2, "%s: error: %s\n" % (self.get_prog_name(), msg))

    def get_usage(self):
        if self.usage:
            return self.formatter.format_usage(self.expand_prog_name(self.usage))
        return ""

    def print_usage(self, file=None):
        if self.usage:
            print(self.get_usage(), file=file)

    def get_version(self):
        return self.expand_prog_name(self.version) if self.version else ""

    def print_version(self, file=None):
        if self.version:
            print(self.get_version(), file=file)

    def format_option_help(self, formatter=None):
        formatter = formatter or self.formatter
        formatter.store_option_strings(self)
        heading = formatter.format_heading(_("Options"))
        formatter.indent()
        parts = [super(OptionParser, self).format_option_help(formatter)] if self.option_list else []
        parts += [group.format_help(formatter) for group in self.option_groups]
        formatter.dedent()
        return heading + "\n".join(parts)

    def format_epilog(self, formatter):
        return formatter.format_epilog(self.epilog)

    def format_help(self, formatter=None):
        formatter = formatter or self.formatter
        usage = self.get_usage() + "\n" if self.usage else ""
        about = self.format_description(formatter) + "\n" if self.description else ""
        return usage + about + self.format_option_help(formatter) + self.format_epilog(formatter)

    def print_help(self, file=None):
        (sys.stdout if file is None else file).write(self.format_help())
