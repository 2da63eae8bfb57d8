"""Dates and times read by a format, for time.strptime and datetime.strptime."""

import re

_DAYS = ('monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday')
_MONTHS = ('january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september',
           'october', 'november', 'december')


def _any_of(name, words):
    longest_first = sorted(words, key=len, reverse=True)
    return f"(?P<{name}>{'|'.join(map(re.escape, longest_first))})"


_PIECES = {
    'd': r"(?P<d>3[0-1]|[1-2]\d|0[1-9]|[1-9]| [1-9])",
    'f': r"(?P<f>[0-9]{1,6})",
    'H': r"(?P<H>2[0-3]|[0-1]\d|\d)",
    'I': r"(?P<I>1[0-2]|0[1-9]|[1-9]| [1-9])",
    'G': r"(?P<G>\d\d\d\d)",
    'j': r"(?P<j>36[0-6]|3[0-5]\d|[1-2]\d\d|0[1-9]\d|00[1-9]|[1-9]\d|0[1-9]|[1-9])",
    'm': r"(?P<m>1[0-2]|0[1-9]|[1-9])",
    'M': r"(?P<M>[0-5]\d|\d)",
    'S': r"(?P<S>6[0-1]|[0-5]\d|\d)",
    'U': r"(?P<U>5[0-3]|[0-4]\d|\d)",
    'W': r"(?P<W>5[0-3]|[0-4]\d|\d)",
    'w': r"(?P<w>[0-6])",
    'u': r"(?P<u>[1-7])",
    'V': r"(?P<V>5[0-3]|0[1-9]|[1-4]\d|\d)",
    'y': r"(?P<y>\d\d)",
    'Y': r"(?P<Y>\d\d\d\d)",
    'z': r"(?P<z>[+-]\d\d:?[0-5]\d(:?[0-5]\d(\.\d{1,6})?)?|(?-i:Z))",
    'A': _any_of('A', _DAYS),
    'a': _any_of('a', [day[:3] for day in _DAYS]),
    'B': _any_of('B', _MONTHS),
    'b': _any_of('b', [month[:3] for month in _MONTHS]),
    'p': _any_of('p', ('am', 'pm')),
    'Z': _any_of('Z', ('utc', 'gmt')),
    '%': '%',
}
_WHOLE = {'c': '%a %b %d %H:%M:%S %Y', 'x': '%m/%d/%y', 'X': '%H:%M:%S'}
_compiled = {}


def _pattern(format):
    """The regular expression of a format."""
    known = _compiled.get(format)
    if known is not None:
        return known
    text = re.sub(r"([\\.^$*+?\(\){}\[\]|])", r"\\\1", format)
    text = re.sub(r'\s+', r'\\s+', text)
    parts = []
    while '%' in text:
        at = text.index('%') + 1
        code = text[at:at + 1]
        parts.append(text[:at - 1])
        text = text[at + 1:]
        if code in _WHOLE:
            text = _WHOLE[code].replace(' ', r'\s+') + text
        elif code in _PIECES:
            parts.append(_PIECES[code])
        elif not code:
            raise ValueError(f"stray % in format '{format}'")
        else:
            if code == '\\':
                code = '\\'
            raise ValueError(f"'{code}' is a bad directive in format '{format}'")
    parts.append(text)
    if len(_compiled) > 50:
        _compiled.clear()
    made = _compiled[format] = re.compile(''.join(parts), re.IGNORECASE)
    return made


def _days_before(year):
    year -= 1
    return year * 365 + year // 4 - year // 100 + year // 400


def _is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _days_in(year, month):
    return 29 if month == 2 and _is_leap(year) else _MONTH_DAYS[month - 1]


def _ordinal(year, month, day):
    return _days_before(year) + sum(_days_in(year, m) for m in range(1, month)) + day


def _date_of(ordinal):
    import datetime
    return datetime.date.fromordinal(ordinal)


def _day_of_week(year, week, weekday, monday_first):
    """The day of the year of a weekday in week %U or %W."""
    first = (_ordinal(year, 1, 1) + 6) % 7
    if not monday_first:
        first = (first + 1) % 7
        weekday = (weekday + 1) % 7
    in_week_zero = (7 - first) % 7
    if week == 0:
        return 1 + weekday - first
    return 1 + in_week_zero + 7 * (week - 1) + weekday


def _zone(text):
    """(seconds east, microseconds) of a %z."""
    if text == 'Z':
        return 0, 0
    if text[3] == ':':
        text = text[:3] + text[4:]
        if len(text) > 5:
            if text[5] != ':':
                raise ValueError(f"Inconsistent use of : in {text[:3]}:{text[3:]}")
            text = text[:5] + text[6:]
    seconds = int(text[1:3]) * 3600 + int(text[3:5]) * 60 + int(text[5:7] or 0)
    micros = int((text[8:] or '0').ljust(6, '0'))
    return (-seconds, -micros) if text[0] == '-' else (seconds, micros)


def _strptime(data, format):
    """(year, month, day, hour, minute, second, weekday, yearday, dst, zone name, offset,
    microsecond, offset's microseconds)."""
    for index, argument in enumerate((data, format)):
        if not isinstance(argument, str):
            raise TypeError(f"strptime() argument {index} must be str, not {type(argument)}")
    found = _pattern(format).match(data)
    if not found:
        raise ValueError(f"time data {data!r} does not match format {format!r}")
    if len(data) != found.end():
        raise ValueError(f"unconverted data remains: {data[found.end():]}")
    fields = found.groupdict()
    number = {name: int(text) for name, text in fields.items()
              if text is not None and name in 'dHIGjmMSUWwuVyY'}
    year, month, day = number.get('Y'), number.get('m', 1), number.get('d', 1)
    if 'y' in number:
        year = number['y'] + (2000 if number['y'] <= 68 else 1900)
    if fields.get('B') or fields.get('b'):
        name = (fields.get('B') or fields.get('b')).lower()
        month = next(i for i, full in enumerate(_MONTHS, 1) if full.startswith(name))
    hour = number.get('H', 0)
    if 'I' in number:
        hour = number['I'] % 12 + (12 if (fields.get('p') or '').lower() == 'pm' else 0)
    weekday = None
    if fields.get('A') or fields.get('a'):
        name = (fields.get('A') or fields.get('a')).lower()
        weekday = next(i for i, full in enumerate(_DAYS) if full.startswith(name))
    if 'w' in number:
        weekday = (number['w'] - 1) % 7
    if 'u' in number:
        weekday = number['u'] - 1
    yday = number.get('j')
    iso_year, iso_week = number.get('G'), number.get('V')
    if iso_year is not None:
        if yday is not None:
            raise ValueError("Day of the year directive '%j' is not compatible with ISO year "
                             "directive '%G'. Use '%Y' instead.")
        if iso_week is None or weekday is None:
            raise ValueError("ISO year directive '%G' must be used with the ISO week directive "
                             "'%V' and a weekday directive ('%A', '%a', '%w', or '%u').")
    elif iso_week is not None:
        if weekday is None:
            raise ValueError("ISO week directive '%V' must be used with the ISO year directive "
                             "'%G' and a weekday directive ('%A', '%a', '%w', or '%u').")
        raise ValueError("ISO week directive '%V' is incompatible with the year directive '%Y'. "
                         "Use the ISO year '%G' instead.")
    leap_day_without_year = year is None and month == 2 and day == 29
    if year is None:
        year = 1904 if leap_day_without_year else 1900
    if yday is None and weekday is not None:
        week = number.get('U', number.get('W'))
        if week is not None:
            yday = _day_of_week(year, week, weekday, 'W' in number and 'U' not in number)
        elif iso_year is not None:
            import datetime
            date = datetime.date.fromisocalendar(iso_year, iso_week, weekday + 1)
            year, month, day = date.year, date.month, date.day
        if yday is not None and yday <= 0:
            year -= 1
            yday += 366 if _is_leap(year) else 365
    if yday is not None and ('j' in number or 'U' in number or 'W' in number):
        date = _date_of(yday + _ordinal(year, 1, 1) - 1)
        year, month, day = date.year, date.month, date.day
    else:
        # A day that the month does not have is the business of datetime, and of mktime.
        if day > _days_in(year, month):
            raise ValueError("day is out of range for month")
        yday = _ordinal(year, month, day) - _ordinal(year, 1, 1) + 1
    if weekday is None:
        weekday = (_ordinal(year, month, day) + 6) % 7
    if leap_day_without_year:
        year = 1900
    zone_name = fields.get('Z')
    offset, offset_fraction = _zone(fields['z']) if fields.get('z') else (None, 0)
    micro = int((fields.get('f') or '0').ljust(6, '0'))
    return (year, month, day, hour, number.get('M', 0), number.get('S', 0), weekday, yday,
            0 if zone_name else -1, zone_name, offset, micro, offset_fraction)


def _strptime_datetime(data, format):
    """The arguments of datetime(…)."""
    import datetime
    *fields, zone_name, offset, micro, fraction = _strptime(data, format)
    zone = None
    if offset is not None:
        delta = datetime.timedelta(seconds=offset, microseconds=fraction)
        if zone_name:
            zone = datetime.timezone(delta, zone_name)
        else:
            zone = datetime.timezone.utc if not delta else datetime.timezone(delta)
    return (*fields[:6], micro, zone)


def time_fields(data, format="%a %b %d %H:%M:%S %Y"):
    """The fields of time.struct_time, with tm_zone and tm_gmtoff."""
    *fields, zone_name, offset, micro, fraction = _strptime(data, format)
    return tuple(fields)
