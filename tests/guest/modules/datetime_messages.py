# What goes wrong with dates, as datetime words it.
import datetime
from datetime import *
import collections, fractions, uuid, re
def t(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
n=datetime(2020,1,1); d=date(2020,1,1); td=timedelta(1)
for f in [lambda:n+1, lambda:n-'a', lambda:n<1, lambda:d<n, lambda:td+1, lambda:td<1, lambda:td*'a', lambda:n.foo, lambda:d.foo, lambda:td.foo, lambda:time(1).foo, lambda:timezone.utc.foo, lambda:collections.deque().foo, lambda:collections.deque()+1, lambda:collections.OrderedDict().foo, lambda:collections.Counter()+1, lambda:collections.defaultdict().foo, lambda:re.compile('a').foo, lambda:re.match('a','a').foo, lambda:len(re.compile('a')), lambda:n[0], lambda:n(), lambda:iter(d), lambda:[1][n], lambda:'a'+n, lambda:int(n), lambda:sorted([n,1]), lambda: sum([td]), lambda:td/0, lambda: date(2020,13,1), lambda: time(25), lambda: timedelta('x'), lambda:fractions.Fraction(1)+'a', lambda:uuid.UUID(int=1)+1]:
    t(f)
