"""Locales: the simulated machine has C, POSIX and C.UTF-8, which count and sort as Python does."""

__all__ = ['getlocale', 'getdefaultlocale', 'getpreferredencoding', 'getencoding', 'Error',
           'setlocale', 'localeconv', 'strcoll', 'strxfrm', 'str', 'atof', 'atoi', 'format_string',
           'currency', 'normalize', 'delocalize', 'localize', 'resetlocale', 'LC_CTYPE',
           'LC_COLLATE', 'LC_MESSAGES', 'LC_TIME', 'LC_MONETARY', 'LC_NUMERIC', 'LC_ALL',
           'CHAR_MAX']

LC_CTYPE, LC_NUMERIC, LC_TIME, LC_COLLATE, LC_MONETARY, LC_MESSAGES, LC_ALL = range(7)
CHAR_MAX = 127
_str = str
Error = type('Error', (Exception,), {'__module__': 'locale'})
_KNOWN = {'': 'C.UTF-8', 'C': 'C', 'POSIX': 'C', 'C.UTF-8': 'C.UTF-8', 'C.utf8': 'C.UTF-8'}
_now = dict.fromkeys(range(6), 'C') | {LC_CTYPE: 'C.UTF-8'}
_NAMES = ('LC_CTYPE', 'LC_NUMERIC', 'LC_TIME', 'LC_COLLATE', 'LC_MONETARY', 'LC_MESSAGES')


def setlocale(category, locale=None):
    if locale is not None and not isinstance(locale, _str):
        language, encoding = locale
        locale = normalize(f'{language or "C"}.{encoding}' if encoding else language or 'C')
    if category not in range(7):
        raise Error('invalid locale category')
    if locale is not None:
        if locale not in _KNOWN:
            raise Error('unsupported locale setting')
        for each in range(6) if category == LC_ALL else [category]:
            _now[each] = _KNOWN[locale]
    if category != LC_ALL:
        return _now[category]
    if len(set(_now.values())) == 1:
        return _now[LC_CTYPE]
    more = ('LC_PAPER', 'LC_NAME', 'LC_ADDRESS', 'LC_TELEPHONE', 'LC_MEASUREMENT',
            'LC_IDENTIFICATION')
    return ';'.join([f'{name}={_now[i]}' for i, name in enumerate(_NAMES)]
                    + [f'{name}=C' for name in more])


def resetlocale(category=LC_ALL):
    setlocale(category, '')


def getlocale(category=LC_CTYPE):
    if category == LC_ALL:
        raise TypeError('category LC_ALL is not supported')
    return (None, None) if _now[category] == 'C' else ('en_US', 'UTF-8')


def getdefaultlocale(envvars=('LC_ALL', 'LC_CTYPE', 'LANG', 'LANGUAGE')):
    return 'en_US', 'UTF-8'


def getencoding():
    return 'UTF-8'


def getpreferredencoding(do_setlocale=True):
    return 'UTF-8'


def normalize(localename):
    known = {'c': 'C', 'posix': 'C', 'en_us': 'en_US.ISO8859-1', 'en_us.utf-8': 'en_US.UTF-8',
             'en_us.utf8': 'en_US.UTF-8', 'zh_cn': 'zh_CN.gb2312', 'zh_cn.utf-8': 'zh_CN.UTF-8',
             'zh_cn.utf8': 'zh_CN.UTF-8', 'c.utf8': 'en_US.UTF-8', 'c.utf-8': 'en_US.UTF-8'}
    return known.get(localename.lower(), localename)


def localeconv():
    numbers = dict.fromkeys(('int_frac_digits', 'frac_digits', 'p_cs_precedes', 'p_sep_by_space',
                             'n_cs_precedes', 'n_sep_by_space', 'p_sign_posn', 'n_sign_posn'),
                            CHAR_MAX)
    texts = dict.fromkeys(('int_curr_symbol', 'currency_symbol', 'mon_decimal_point',
                           'mon_thousands_sep', 'positive_sign', 'negative_sign'), '')
    return (texts | {'mon_grouping': []} | numbers
            | {'decimal_point': '.', 'thousands_sep': '', 'grouping': []})


def strcoll(a, b, /):
    return (a > b) - (a < b)


def strxfrm(text, /):
    return text


def format_string(f, val, grouping=False, monetary=False):
    return f % val


def currency(val, symbol=True, grouping=False, international=False):
    raise ValueError("Currency formatting is not possible using the 'C' locale.")


def str(val):
    return format_string('%.12g', val)


def delocalize(string):
    return string


def localize(string, grouping=False, monetary=False):
    return string


def atof(string, func=float):
    return func(delocalize(string))


def atoi(string):
    return atof(string, int)


_LANGINFO = {'CODESET': 14, 'D_T_FMT': 131112, 'D_FMT': 131113, 'T_FMT': 131114,
             'RADIXCHAR': 65536, 'THOUSEP': 65537}
globals().update(_LANGINFO)


def nl_langinfo(key, /):
    texts = {14: 'UTF-8', 131112: '%a %b %e %H:%M:%S %Y', 131113: '%m/%d/%y', 131114: '%H:%M:%S',
             65536: '.', 65537: ''}
    if key not in texts:
        raise ValueError('unsupported langinfo constant')
    return texts[key]
