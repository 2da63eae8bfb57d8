"""Time zones by name. The simulated machine knows UTC and zones of fixed rules.

FIDELITY: there is no tz database. Zones with a rule of today are computed by that rule for all
years; others are not found.
"""

from datetime import datetime, timedelta, timezone, tzinfo

__all__ = ["ZoneInfo", "reset_tzpath", "available_timezones", "TZPATH", "ZoneInfoNotFoundError",
           "InvalidTZPathWarning"]

TZPATH = ()


class ZoneInfoNotFoundError(KeyError):
    """No zone of that name."""


class InvalidTZPathWarning(RuntimeWarning):
    """A path for zones that is not absolute."""


def reset_tzpath(to=None):
    pass


# When daylight saving begins and ends: (month, which Sunday, -1 the last, hour in UTC or local).
_EU = ((3, -1, 1), (10, -1, 1), 'utc')
_US = ((3, 2, 2), (11, 1, 2), 'wall')
_ZONES = {
    'UTC': (0, 'UTC', None, None), 'Etc/UTC': (0, 'UTC', None, None), 'GMT': (0, 'GMT', None, None),
    'Europe/London': (0, 'GMT', 'BST', _EU), 'Europe/Dublin': (0, 'GMT', 'IST', _EU),
    'Europe/Lisbon': (0, 'WET', 'WEST', _EU),
    **{f'Europe/{city}': (60, 'CET', 'CEST', _EU) for city in (
        'Berlin', 'Paris', 'Madrid', 'Rome', 'Vienna', 'Amsterdam', 'Brussels', 'Zurich', 'Prague',
        'Warsaw', 'Stockholm', 'Oslo', 'Copenhagen', 'Budapest')},
    **{f'Europe/{city}': (120, 'EET', 'EEST', _EU) for city in (
        'Athens', 'Helsinki', 'Kiev', 'Kyiv', 'Bucharest', 'Sofia')},
    'Europe/Moscow': (180, 'MSK', None, None), 'Europe/Istanbul': (180, '+03', None, None),
    'America/New_York': (-300, 'EST', 'EDT', _US), 'US/Eastern': (-300, 'EST', 'EDT', _US),
    'America/Toronto': (-300, 'EST', 'EDT', _US),
    'America/Chicago': (-360, 'CST', 'CDT', _US), 'US/Central': (-360, 'CST', 'CDT', _US),
    'America/Denver': (-420, 'MST', 'MDT', _US), 'US/Mountain': (-420, 'MST', 'MDT', _US),
    'America/Phoenix': (-420, 'MST', None, None),
    'America/Los_Angeles': (-480, 'PST', 'PDT', _US), 'US/Pacific': (-480, 'PST', 'PDT', _US),
    'America/Sao_Paulo': (-180, '-03', None, None),
    'Asia/Tokyo': (540, 'JST', None, None), 'Asia/Seoul': (540, 'KST', None, None),
    'Asia/Shanghai': (480, 'CST', None, None), 'Asia/Hong_Kong': (480, 'HKT', None, None),
    'Asia/Singapore': (480, '+08', None, None), 'Asia/Taipei': (480, 'CST', None, None),
    'Asia/Kolkata': (330, 'IST', None, None), 'Asia/Calcutta': (330, 'IST', None, None),
    'Asia/Dubai': (240, '+04', None, None), 'Asia/Bangkok': (420, '+07', None, None),
    'Australia/Brisbane': (600, 'AEST', None, None),
}


def available_timezones():
    return set(_ZONES)


def _sunday(year, month, which):
    """The day of a month's n-th or last Sunday."""
    if which > 0:
        first = datetime(year, month, 1)
        return 1 + (6 - first.weekday()) % 7 + 7 * (which - 1)
    following = datetime(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return following.day - (following.weekday() + 1) % 7


class ZoneInfo(tzinfo):
    _known = {}

    def __new__(cls, key):
        zone = cls._known.get((cls, key))
        if zone is None:
            zone = cls._known[cls, key] = cls.no_cache(key)
        return zone

    @classmethod
    def no_cache(cls, key):
        if key not in _ZONES:
            raise ZoneInfoNotFoundError(f'No time zone found with key {key}')
        self = super().__new__(cls)
        self._key = key
        minutes, self._name, self._summer_name, self._rule = _ZONES[key]
        self._offset = timedelta(minutes=minutes)
        return self

    @classmethod
    def clear_cache(cls, *, only_keys=None):
        for cached in list(cls._known):
            if only_keys is None or cached[1] in only_keys:
                del cls._known[cached]

    @property
    def key(self):
        return self._key

    def _changes(self, year):
        """Begin and end of summer time, in standard local time."""
        begin, end, clock = self._rule
        begin = datetime(year, begin[0], _sunday(year, begin[0], begin[1]), begin[2])
        end = datetime(year, end[0], _sunday(year, end[0], end[1]), end[2])
        if clock == 'utc':
            return begin + self._offset, end + self._offset
        return begin, end - timedelta(hours=1)

    def _is_summer(self, moment):
        """Whether summer time holds at a local time; fold tells the two hours at its end apart."""
        if moment is None or self._rule is None:
            return False
        plain = moment.replace(tzinfo=None, fold=0)
        begin, end = self._changes(plain.year)
        hour = timedelta(hours=1)
        if begin <= plain < begin + hour:
            return bool(moment.fold)
        if end <= plain < end + hour:
            return not moment.fold
        return begin + hour <= plain < end

    def utcoffset(self, dt):
        if dt is None and self._rule is not None:
            return None
        return self._offset + self.dst(dt) if self._rule else self._offset

    def dst(self, dt):
        if dt is None and self._rule is not None:
            return None
        return timedelta(hours=1) if self._is_summer(dt) else timedelta(0)

    def tzname(self, dt):
        if dt is None and self._rule is not None:
            return None
        return self._summer_name if self._is_summer(dt) else self._name

    def fromutc(self, dt):
        if not isinstance(dt, datetime):
            raise TypeError("fromutc() requires a datetime argument")
        if dt.tzinfo is not self:
            raise ValueError("dt.tzinfo is not self")
        local = dt + self._offset
        if self._rule is None:
            return local
        begin, end = self._changes(local.year)
        plain = local.replace(tzinfo=None)
        if begin <= plain < end:
            return local + timedelta(hours=1)
        return local.replace(fold=1) if end <= plain < end + timedelta(hours=1) else local

    def __repr__(self):
        return f"{type(self).__module__}.{type(self).__qualname__}(key={self._key!r})"

    def __str__(self):
        return self._key

    def __reduce__(self):
        return type(self), (self._key,)
