"""Addresses and dates as messages write them."""

import datetime
import os
import re
import socket
import time
from urllib.parse import quote as _quote, unquote

__all__ = ['collapse_rfc2231_value', 'decode_params', 'decode_rfc2231', 'encode_rfc2231',
           'formataddr', 'formatdate', 'format_datetime', 'getaddresses', 'make_msgid', 'mktime_tz',
           'parseaddr', 'parsedate', 'parsedate_tz', 'parsedate_to_datetime', 'quote', 'unquote']

_DAYS = ('Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun')
_MONTHS = ('Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec')
_ZONES = {'UT': 0, 'UTC': 0, 'GMT': 0, 'Z': 0, 'AST': -400, 'ADT': -300, 'EST': -500, 'EDT': -400,
          'CST': -600, 'CDT': -500, 'MST': -700, 'MDT': -600, 'PST': -800, 'PDT': -700}
_special = re.compile(r'[][\\()<>@,:;".]')
_address_pieces = re.compile(r'\s+|"(?:[^"\\]|\\.)*"|\((?:[^()\\]|\\.)*\)|<[^>]*>|[,;:]|[^\s"(<,;:]+')


def quote(str):
    return str.replace('\\', '\\\\').replace('"', '\\"')


def formataddr(pair, charset='utf-8'):
    name, address = pair
    address.encode('ascii')
    if not name:
        return address
    if not name.isascii():
        from email.header import _encoded
        return f'{_encoded(name, charset)} <{address}>'
    mark = '"' if _special.search(name) else ''
    return f'{mark}{quote(name) if mark else name}{mark} <{address}>'


def _addresses(text):
    """Yields (name, address) of a list of addresses."""
    words, route, comments = [], None, []

    def made():
        name = ' '.join(words)
        if route is not None:
            return (name + (' (' + ' '.join(comments) + ')' if comments else ''), route)
        return (' '.join(comments), ''.join(words)) if words else ('', '')

    for found in _address_pieces.finditer(text):
        piece = found[0]
        if piece.isspace():
            continue
        if piece in ',;':
            if words or route is not None:
                yield made()
            words, route, comments = [], None, []
        elif piece == ':':
            words, route, comments = [], None, []
        elif piece[0] == '<':
            route = piece[1:-1]
        elif piece[0] == '(':
            comments.append(piece[1:-1])
        elif piece[0] == '"':
            words.append(re.sub(r'\\(.)', r'\1', piece[1:-1]))
        else:
            words.append(piece)
    if words or route is not None:
        yield made()


def getaddresses(fieldvalues):
    return list(_addresses(', '.join(str(value) for value in fieldvalues)))


def parseaddr(addr):
    if isinstance(addr, list):
        addr = addr[0]
    return next(_addresses(addr), ('', ''))


def _written(moment, zone):
    return '%s, %02d %s %04d %02d:%02d:%02d %s' % (
        _DAYS[moment[6]], moment[2], _MONTHS[moment[1] - 1], moment[0], *moment[3:6], zone)


def formatdate(timeval=None, localtime=False, usegmt=False):
    if timeval is None:
        timeval = time.time()
    if localtime:
        moment = datetime.datetime.fromtimestamp(timeval, datetime.timezone.utc).astimezone()
    else:
        moment = datetime.datetime.utcfromtimestamp(timeval)
        if usegmt:
            moment = moment.replace(tzinfo=datetime.timezone.utc)
    return format_datetime(moment, usegmt)


def format_datetime(dt, usegmt=False):
    if usegmt:
        if dt.tzinfo is None or dt.tzinfo != datetime.timezone.utc:
            raise ValueError("usegmt option requires a UTC datetime")
        zone = 'GMT'
    else:
        zone = '-0000' if dt.tzinfo is None else dt.strftime("%z")
    return _written(dt.timetuple(), zone)


def localtime(dt=None, isdst=-1):
    return (datetime.datetime.now(datetime.timezone.utc) if dt is None else dt).astimezone()


def make_msgid(idstring=None, domain=None):
    import random
    number = int(time.time() * 100)
    end = '' if idstring is None else '.' + idstring
    return '<%d.%d.%d%s@%s>' % (number, os.getpid(), random.getrandbits(64), end,
                                domain or socket.getfqdn())


def parsedate_tz(data):
    """The ten numbers of a date, or None."""
    if not data:
        return None
    words = data.replace(',', ' ').replace('-', ' -', 0).split()
    if words and words[0].lower()[:3] in map(str.lower, _DAYS):
        words.pop(0)
    if len(words) == 3 and words[0].count('-') == 2:
        words[0:1] = words[0].split('-')
    elif words and words[0].count('-') == 2:
        words[0:1] = words[0].split('-')
    if len(words) < 4:
        return None
    day, month, year, clock, *rest = words
    if not day.isdigit():
        day, month = month, day
    names = [name.lower() for name in _MONTHS]
    if month.lower()[:3] not in names:
        return None
    if ':' in year:
        year, clock = clock, year
    parts = clock.split(':')
    if len(parts) == 2:
        parts.append('0')
    try:
        year, day = int(year), int(day.rstrip(','))
        hour, minute, second = map(int, parts)
    except ValueError:
        return None
    if year < 100:
        year += 1900 if year > 68 else 2000
    offset = None
    zone = rest[0].upper() if rest else ''
    if zone in _ZONES:
        offset = _ZONES[zone]
    elif re.fullmatch(r'[+-]?\d+', zone):
        offset = int(zone)
        if offset == 0 and zone.startswith('-'):
            offset = None
    if offset:
        sign = -1 if offset < 0 else 1
        offset = sign * (abs(offset) // 100 * 3600 + abs(offset) % 100 * 60)
    return (year, names.index(month.lower()[:3]) + 1, day, hour, minute, second, 0, 1, -1, offset)


def parsedate(data):
    told = parsedate_tz(data)
    return None if told is None else told[:9]


def mktime_tz(data):
    if data[9] is None:
        return time.mktime(data[:8] + (-1,))
    import calendar
    return calendar.timegm(data) - data[9]


def parsedate_to_datetime(data):
    told = parsedate_tz(data)
    if told is None:
        raise ValueError('Invalid date value or format "%s"' % str(data))
    if told[9] is None:
        return datetime.datetime(*told[:6])
    zone = datetime.timezone(datetime.timedelta(seconds=told[9]))
    return datetime.datetime(*told[:6], tzinfo=zone)


def decode_rfc2231(s):
    parts = s.split("'", 2)
    return (None, None, s) if len(parts) <= 2 else parts


def encode_rfc2231(s, charset=None, language=None):
    s = _quote(s, safe='', encoding=charset or 'ascii')
    if charset is None and language is None:
        return s
    return "%s'%s'%s" % (charset, language or '', s)


def decode_params(params):
    return params


def collapse_rfc2231_value(value, errors='replace', fallback_charset='us-ascii'):
    if not isinstance(value, tuple):
        return value[1:-1] if value[:1] == value[-1:] == '"' else value
    charset, _language, text = value
    return bytes(text, 'raw-unicode-escape').decode(charset or fallback_charset, errors)
