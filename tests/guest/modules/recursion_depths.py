# How deep recursions of each kind go before RecursionError.
import asyncio, functools, sys
n = 0
def count(name, f, *a):
    global n
    n = 0
    try: f(*a)
    except RecursionError as e: print(name, n, e)
class Node:
    def __init__(self):
        global n; n += 1
        Node()
count('init', Node)
class Call:
    def __call__(self):
        global n; n += 1
        self()
count('call', Call())
class Ga:
    def __getattr__(self, x):
        global n; n += 1
        return self.y
count('getattr', lambda: Ga().x)
class Add:
    def __add__(self, o):
        global n; n += 1
        return self + o
count('add', lambda: Add() + 1)
class Repr:
    def __repr__(self):
        global n; n += 1
        return repr(self)
count('repr', lambda: repr(Repr()))
class Eq:
    def __eq__(self, o):
        global n; n += 1
        return self == o
count('eq', lambda: Eq() == 1)
def star(*a):
    global n; n += 1
    star(*a)
count('star', star, 1)
def mp(x):
    global n; n += 1
    list(map(mp, [1]))
count('map', mp, 1)
def comp(x):
    global n; n += 1
    [comp(x) for i in [1]]
count('listcomp', comp, 1)
def part():
    global n; n += 1
    p()
p = functools.partial(part)
count('partial', p)
@functools.cache
def ca(x):
    global n; n += 1
    ca(x+1)
count('cache', ca, 1)
@functools.wraps(ca)
def wr(*a, **k):
    global n; n += 1
    return wr(*a, **k)
count('wraps', wr, 1)
class Prop:
    @property
    def x(self):
        global n; n += 1
        return self.x
count('prop', lambda: Prop().x)
class Gi:
    def __getitem__(self, i):
        global n; n += 1
        return self[i]
count('getitem', lambda: Gi()[1])
class En:
    def __enter__(self):
        global n; n += 1
        with self: pass
    def __exit__(self, *a): pass
def wi():
    with En(): pass
count('with', wi)
async def co():
    global n; n += 1
    await co()
count('await', lambda: co().send(None))
class Me:
    def m(self):
        global n; n += 1
        self.m()
count('method', Me().m)
class Cm:
    @classmethod
    def m(cls):
        global n; n += 1
        cls.m()
count('classmethod', Cm.m)
class Su(Me):
    def m(self):
        super().m()
count('super', Su().m)
class New:
    def __new__(cls):
        global n; n += 1
        return New()
count('new', New)
class Hs:
    def __hash__(self):
        global n; n += 1
        return hash(self)
count('hash', lambda: hash(Hs()))
class Hs:
    def __hash__(self):
        global n; n += 1
        return {self: 1}
count('hashdict', lambda: hash(Hs()))
class Ct:
    def __contains__(self, x):
        global n; n += 1
        return x in self
count('contains', lambda: 1 in Ct())
class Bo:
    def __bool__(self):
        global n; n += 1
        return not self
count('bool', lambda: not Bo())
def fl(x):
    global n; n += 1
    list(filter(fl, [1]))
count('filter', fl, 1)
def red(x, y):
    global n; n += 1
    functools.reduce(red, [1, 2])
count('reduce', red, 1, 1)
def mxk(x):
    global n; n += 1
    max([1], key=mxk)
count('maxkey', mxk, 1)
def ls(x):
    global n; n += 1
    l = [2, 1]; l.sort(key=ls)
count('listsort', ls, 1)
class De:
    def __get__(self, o, t):
        global n; n += 1
        return o.d
class De2: d = De()
count('descr', lambda: De2().d)
class Meta(type):
    def __call__(cls):
        global n; n += 1
        return cls()
class Mc(metaclass=Meta): pass
count('metacall', Mc)
def fmt():
    global n; n += 1
    '{}'.format(fmt())
count('format', fmt)
class Sa:
    def __setattr__(self, k, v):
        global n; n += 1
        self.x = 1
def f(): Sa().x = 1
count('setattr', f)
class Rl:
    def __repr__(self):
        global n; n += 1
        return repr([self])
count('reprlist', lambda: repr(Rl()))
class Rl:
    def __repr__(self):
        global n; n += 1
        return f'{self!r}'
count('repr!r', lambda: repr(Rl()))
class Rl:
    def __repr__(self):
        global n; n += 1
        return '%r' % self
count('repr%r', lambda: repr(Rl()))
async def main(): count('intask', star)
asyncio.run(main())
async def main():
    global n; n += 1
    await main()
try: asyncio.run(main())
except RecursionError as e: print('run', e)
def pr():
    global n; n += 1
    Prop3().x
class Prop3:
    x = property(lambda s: pr())
count('prop3', pr)
