# calendar, strptime, fractions.
import calendar, time, datetime
print(calendar.month(2024,2), end=''); print(calendar.TextCalendar(6).formatyear(2000)[:400]); print(calendar.calendar(2023, m=4)[:300])
print(calendar.monthrange(2024,2), calendar.isleap(1900), calendar.leapdays(1990,2021), calendar.weekday(2024,5,1), calendar.timegm((2000,1,1,0,0,0)), calendar.monthcalendar(2024,9))
print(calendar.HTMLCalendar().formatmonth(2024,2)[:500])
print(list(calendar.Calendar(6).itermonthdates(2024,2))[:3], list(calendar.Calendar().itermonthdays4(2024,2))[:2], list(calendar.month_name), calendar.day_abbr[0], calendar.weekheader(3))
try: calendar.monthrange(2024,13)
except ValueError as e: print(type(e).__name__, e)
for s,f in [('2024-05-06','%Y-%m-%d'),('06/May/24 07:08:09.123','%d/%b/%y %H:%M:%S.%f'),('Mon May  6 07:08:09 2024','%c'),('2024-05-06T07:08:09+0230','%Y-%m-%dT%H:%M:%S%z'),('2024-05-06T07:08:09-02:30','%Y-%m-%dT%H:%M:%S%z'),('07:08 PM','%I:%M %p'),('12:08 am','%I:%M %p'),('2024 127','%Y %j'),('2024-W19-1','%G-W%V-%u'),('2024 18 1','%Y %W %w'),('2024 18 1','%Y %U %w'),('29 Feb','%d %b'),('Z','%z'),('x','%Y'),('2024x','%Y'),('2024','%Q'),('2024','%'),('31 Feb','%d %b'),('13','%m'),('2024-05-06 GMT','%Y-%m-%d %Z'),('Monday','%A'),('100%','100%%'),('2024 19','%G %V'),('19 1','%V %w'),('5','%f'),('  7','%d'),('2024-5-6','%Y-%m-%d'),('1/2/99','%D') ]:
    for g in (datetime.datetime.strptime, time.strptime):
        try: print(repr(g(s,f)))
        except Exception as e: print(type(e).__name__, e)
for bad in [(1,'%Y'),('a',2)]:
    try: datetime.datetime.strptime(*bad)
    except TypeError as e: print(e)
print(time.strptime('Sat Jan  1 00:00:00 2000'))
from fractions import Fraction as F
print(F(3,4)+F(1,4), F('3/7'), F('0.125'), F('1e-3'), F(0.5), F(1,3)*3, F(7,2)//1, F(7,2)%1, divmod(F(7,2),F(1,3)), F(2,3)**2, F(2,3)**-2, F(2)**0.5, F(1,3)+0.5, 1/F(3), 2-F(1,2), -F(1,2), abs(F(-1,2)), int(F(7,2)), round(F(7,2)), round(F(22,7),2), F(22,7).limit_denominator(5), F(3.14159).limit_denominator(100), F(1,2)<F(2,3), F(1,2)==0.5, hash(F(1,2))==hash(0.5), hash(F(3))==3, repr(F(1,2)), str(F(4,2)), F(1,2)+1j, sorted([F(1,2),F(1,3)]), sum([F(1,10)]*10), bool(F(0)), F(F(1,2)), F(-6,-4), F(6,-4), F(' -1_0/3 '))
import math, copy, pickle
print(math.floor(F(-7,2)), math.ceil(F(-7,2)), math.trunc(F(-7,2)), copy.copy(F(1,2)), pickle.loads(pickle.dumps(F(1,2))), F.from_float(0.1), F(1,2).as_integer_ratio(), math.isclose(F(1,3), 1/3), f'{float(F(1,3)):.3f}', max(F(1,2), 0.3), 2**F(3), 4**F(1,2))
for b in [lambda:F(1,0), lambda:F('x'), lambda:F(1.5,2), lambda:F(None), lambda:F(1)/0, lambda:F(1)//0, lambda: F(1)%0, lambda:F(1)+'a', lambda:F(1)<'a', lambda:F(0)**-1, lambda:F(float('nan')), lambda: F(1,2).limit_denominator(0)]:
    try: print(b())
    except Exception as e: print(type(e).__name__, e)
