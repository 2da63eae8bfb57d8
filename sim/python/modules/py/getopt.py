"""Command lines with short and long options, as the C function of that name reads them."""

__all__ = ['GetoptError', 'error', 'getopt', 'gnu_getopt']


class GetoptError(Exception):
    opt = ''
    msg = ''

    def __init__(self, msg, opt=''):
        self.msg = msg
        self.opt = opt
        Exception.__init__(self, msg, opt)

    def __str__(self):
        return self.msg


error = GetoptError


def getopt(args, shortopts, longopts=[]):
    longopts = [longopts] if isinstance(longopts, str) else list(longopts)
    found = []
    while args and args[0].startswith('-') and args[0] != '-':
        if args[0] == '--':
            return found, args[1:]
        args = _take(found, args, shortopts, longopts)
    return found, args


def gnu_getopt(args, shortopts, longopts=[]):
    import os
    longopts = [longopts] if isinstance(longopts, str) else list(longopts)
    stops = shortopts.startswith('+') or bool(os.environ.get('POSIXLY_CORRECT'))
    shortopts = shortopts.removeprefix('+')
    found, rest = [], []
    while args:
        if args[0] == '--':
            return found, rest + args[1:]
        if args[0].startswith('-') and args[0] != '-':
            args = _take(found, args, shortopts, longopts)
        elif stops:
            return found, rest + args
        else:
            rest.append(args[0])
            args = args[1:]
    return found, rest


def _take(found, args, shortopts, longopts):
    """Reads the options of the first argument; answers the arguments that are left."""
    if args[0].startswith('--'):
        return _take_long(found, args[0][2:], args[1:], longopts)
    return _take_short(found, args[0][1:], args[1:], shortopts)


def _take_long(found, text, args, longopts):
    name, equals, value = text.partition('=')
    matches = [option for option in longopts if option.startswith(name)]
    if not matches:
        raise GetoptError(f'option --{name} not recognized', name)
    if name not in matches and name + '=' not in matches:
        if len(matches) > 1:
            raise GetoptError(f'option --{name} not a unique prefix', name)
        name = matches[0].removesuffix('=')
        wants = matches[0].endswith('=')
    else:
        wants = name not in matches
    if wants:
        if not equals:
            if not args:
                raise GetoptError(f'option --{name} requires argument', name)
            value, args = args[0], args[1:]
    elif equals:
        raise GetoptError(f'option --{name} must not have an argument', name)
    found.append(('--' + name, value))
    return args


def _take_short(found, text, args, shortopts):
    while text:
        letter, text = text[0], text[1:]
        at = shortopts.find(letter)
        if at < 0 or letter == ':':
            raise GetoptError(f'option -{letter} not recognized', letter)
        value = ''
        if shortopts.startswith(':', at + 1):
            if not text:
                if not args:
                    raise GetoptError(f'option -{letter} requires argument', letter)
                text, args = args[0], args[1:]
            value, text = text, ''
        found.append(('-' + letter, value))
    return args
