# datetime.
from datetime import MAXYEAR, date, datetime, time, timedelta, timezone


def error(call):
    try:
        call()
    except Exception as e:
        return f"{type(e).__name__}: {e}"
    return "no error"


d = date(2024, 2, 29)
print(d, repr(d), d.weekday(), d.isoweekday(), d.isocalendar(), d.toordinal(), d.strftime("%d %b %Y %a %j"))
# => 2024-02-29 datetime.date(2024, 2, 29) 3 4 datetime.IsoCalendarDate(year=2024, week=9, weekday=4) 738945 29 Feb 2024 Thu 060
print(d + timedelta(days=1), d - date(2024, 1, 1), d.replace(year=2023, day=1), d < date(2025, 1, 1))
# => 2024-03-01 59 days, 0:00:00 2023-02-01 True
print(date.fromisoformat("2020-12-31"), date.fromordinal(730000), date(2020, 1, 1).ctime(), f"{d:%Y/%m}")
# => 2020-12-31 1999-09-03 Wed Jan  1 00:00:00 2020 2024/02
print(error(lambda: date(2023, 2, 29)), error(lambda: date(2023, 13, 1)), error(lambda: date(0, 1, 1)))
# => ValueError: day is out of range for month ValueError: month must be in 1..12 ValueError: year 0 is out of range
t = timedelta(days=1, hours=2, minutes=3, seconds=4.5)
print(t, repr(t), t.total_seconds(), -t, t * 2, t / 2, t // timedelta(hours=1), t % timedelta(hours=1))
# => 1 day, 2:03:04.500000 datetime.timedelta(days=1, seconds=7384, microseconds=500000) 93784.5 -2 days, 21:56:55.500000 2 days, 4:06:09 13:01:32.250000 26 0:03:04.500000
print(timedelta(0), repr(timedelta(0)), timedelta(milliseconds=1500), timedelta(weeks=1, hours=-1))
# => 0:00:00 datetime.timedelta(0) 0:00:01.500000 6 days, 23:00:00
print(timedelta(seconds=1) < timedelta(minutes=1), abs(timedelta(-1)), divmod(t, timedelta(hours=5)))
# => True 1 day, 0:00:00 (5, datetime.timedelta(seconds=3784, microseconds=500000))
print(timedelta(microseconds=0.5), timedelta(seconds=0.1) + timedelta(seconds=0.2), timedelta(days=1.5))
# => 0:00:00 0:00:00.300000 1 day, 12:00:00
dt = datetime(2024, 3, 10, 15, 30, 45, 123456)
print(dt, repr(dt), dt.isoformat(), dt.isoformat(" ", "minutes"), dt.date(), dt.time(), dt.ctime())
# => 2024-03-10 15:30:45.123456 datetime.datetime(2024, 3, 10, 15, 30, 45, 123456) 2024-03-10T15:30:45.123456 2024-03-10 15:30 2024-03-10 15:30:45.123456 Sun Mar 10 15:30:45 2024
print(dt + timedelta(hours=10), dt - datetime(2024, 1, 1), dt.replace(microsecond=0), dt.timestamp())
# => 2024-03-11 01:30:45.123456 69 days, 15:30:45.123456 2024-03-10 15:30:45 1710084645.123456
print(dt.strftime("%Y-%m-%d %H:%M:%S.%f %p %I %A %B %y %%"), f"{dt:%H:%M}", dt.timetuple().tm_yday)
# => 2024-03-10 15:30:45.123456 PM 03 Sunday March 24 % 15:30 70
aware = datetime(2024, 3, 10, 12, tzinfo=timezone.utc)
plus = timezone(timedelta(hours=5, minutes=30), "IST")
print(aware, repr(aware), aware.astimezone(plus), plus, repr(plus), aware.astimezone(plus) == aware)
# => 2024-03-10 12:00:00+00:00 datetime.datetime(2024, 3, 10, 12, 0, tzinfo=datetime.timezone.utc) 2024-03-10 17:30:00+05:30 IST datetime.timezone(datetime.timedelta(seconds=19800), 'IST') True
print(timezone(timedelta(hours=-3)), repr(timezone(timedelta(hours=-3))), timezone.utc, aware.timestamp())
# => UTC-03:00 datetime.timezone(datetime.timedelta(days=-1, seconds=75600)) UTC 1710072000.0
print(error(lambda: aware < dt))
# => TypeError: can't compare offset-naive and offset-aware datetimes
print(error(lambda: aware - dt))
# => TypeError: can't subtract offset-naive and offset-aware datetimes
print(datetime.fromisoformat("2024-03-10T12:00:00+02:00"), datetime.fromisoformat("2024-03-10"))
# => 2024-03-10 12:00:00+02:00 2024-03-10 00:00:00
print(datetime.fromisoformat("2024-03-10 12:30:15.5"), datetime.fromisoformat("20240310T123015Z"))
# => 2024-03-10 12:30:15.500000 2024-03-10 12:30:15+00:00
print(error(lambda: datetime.fromisoformat("nope")))
# => ValueError: Invalid isoformat string: 'nope'
print(datetime.strptime("2024-03-10 15:30", "%Y-%m-%d %H:%M"), datetime.strptime("5 Jan 99", "%d %b %y"))
# => 2024-03-10 15:30:00 1999-01-05 00:00:00
print(datetime.strptime("03:04 PM", "%I:%M %p"), datetime.strptime("2024-01-01T00:00:00+0100", "%Y-%m-%dT%H:%M:%S%z"))
# => 1900-01-01 15:04:00 2024-01-01 00:00:00+01:00
print(error(lambda: datetime.strptime("x", "%Y")))
# => ValueError: time data 'x' does not match format '%Y'
print(error(lambda: datetime.strptime("2024 rest", "%Y")))
# => ValueError: unconverted data remains:  rest
print(time(12, 30), repr(time(12, 30, 5, 7)), time(1) < time(2), time.fromisoformat("04:05:06"))
# => 12:30:00 datetime.time(12, 30, 5, 7) True 04:05:06
print(datetime.combine(date(2020, 1, 1), time(3)), datetime.fromtimestamp(0, timezone.utc), MAXYEAR)
# => 2020-01-01 03:00:00 1970-01-01 00:00:00+00:00 9999
print(datetime.utcfromtimestamp(1700000000.25), datetime.min, datetime.max, {dt: 1}[dt], hash(d) == hash(date(2024, 2, 29)))
# => 2023-11-14 22:13:20.250000 0001-01-01 00:00:00 9999-12-31 23:59:59.999999 1 True
print(error(lambda: datetime(2020, 1)), error(lambda: datetime(2020, 1, 1, 25)))
# => TypeError: function missing required argument 'day' (pos 3) ValueError: hour must be in 0..23
print(isinstance(dt, date), dt == d, datetime(2024, 1, 1) == datetime(2024, 1, 1), sorted([dt, datetime(2000, 1, 1)])[0])
# => True False True 2000-01-01 00:00:00
