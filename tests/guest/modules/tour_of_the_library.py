# Classes, decorators, logging, json, dates, itertools and more, in one program.
from __future__ import annotations
import logging, logging.handlers, sys, io, json, re, string, textwrap, itertools, functools, operator, collections, contextlib, dataclasses, enum, typing as t, datetime as dt, abc, types, copy, time, os, random, math
from dataclasses import dataclass, field, asdict, astuple, replace, fields, InitVar
from typing import Generic, TypeVar, Protocol, NamedTuple, TypedDict, Literal, Optional, Union, Callable, Any, overload, get_type_hints, ClassVar, Final, runtime_checkable, Annotated
T=TypeVar('T'); K=TypeVar('K', bound='Comparable')
@runtime_checkable
class Comparable(Protocol):
    def __lt__(self, other: Any) -> bool: ...
class Stack(Generic[T]):
    def __init__(self) -> None: self._items: list[T] = []
    def push(self, item: T) -> None: self._items.append(item)
    def pop(self) -> T: return self._items.pop()
    def __len__(self): return len(self._items)
    def __repr__(self): return f'{type(self).__name__}({self._items!r})'
s: Stack[int] = Stack(); s.push(1); s.push(2); print(s, len(s), s.pop(), Stack[int], isinstance(3, Comparable))
class Emp(NamedTuple):
    name: str
    id: int = 3
    def hello(self): return f'hi {self.name}'
e=Emp('Guido'); print(e, e._asdict(), e._replace(id=5), e.hello(), Emp._fields, Emp._field_defaults, Emp.__annotations__)
class Movie(TypedDict, total=False):
    name: str
    year: int
print(Movie(name='x', year=1), Movie.__total__, sorted(Movie.__optional_keys__))
@dataclass(order=True, slots=True)
class Item:
    sort: int = field(init=False, repr=False)
    name: str
    price: float = 0.0
    tags: list[str] = field(default_factory=list)
    def __post_init__(self): self.sort = len(self.name)
i=Item('pen', 1.5, ['a']); print(i, asdict(i), astuple(i), i < Item('pencil'), [f.name for f in fields(i)])
try: i.zzz = 1
except AttributeError as x: print(x)
@dataclass(frozen=True)
class P:
    x: int
    y: int = 0
    def __add__(self, o): return replace(self, x=self.x+o.x, y=self.y+o.y)
p=P(1,2); print(p+P(3), hash(p)==hash(P(1,2)), {p:1}[P(1,2)])
try: p.x=3
except dataclasses.FrozenInstanceError as x: print(type(x).__name__, x)
class Color(enum.Enum):
    RED=enum.auto(); GREEN=enum.auto()
    @property
    def pretty(self): return self.name.title()
class Perm(enum.Flag):
    R=4; W=2; X=1; RWX=7
print(list(Color), Color(1), Color['RED'].pretty, Perm.R|Perm.X, Perm(7), ~Perm.R, Perm.R in Perm.RWX, [m for m in Perm], repr(Perm(0)))
try: Color(5)
except ValueError as x: print(x)
log=logging.getLogger('app.db'); root=logging.getLogger(); buf=io.StringIO()
h=logging.StreamHandler(buf); h.setFormatter(logging.Formatter('%(levelname)-8s|%(name)s|%(message)s|%(funcName)s:%(lineno)d')); log.addHandler(h); log.setLevel(logging.DEBUG); log.propagate=False
def work():
    log.info('hello %s', 'x'); log.warning('pct %d%%', 5)
    try: 1/0
    except ZeroDivisionError: log.exception('failed')
work(); print(buf.getvalue()[:60])
class F(logging.Filter):
    def filter(self, r): r.msg=r.msg.upper(); return 'skip' not in r.msg.lower()
h.addFilter(F()); buf.truncate(0); buf.seek(0); log.error('skip me'); log.error('keep'); print(buf.getvalue(), log.isEnabledFor(10), log.getEffectiveLevel(), logging.getLevelName(30), log)
def deco(times):
    def outer(f):
        @functools.wraps(f)
        def inner(*a, **k):
            r=None
            for _ in range(times): r=f(*a, **k)
            return r
        return inner
    return outer
@deco(2)
def greet(name: str, *, punct: str='!') -> str:
    "Greets."
    print('hi', name, punct); return name
print(greet('Bob'), greet.__name__, greet.__doc__, greet.__wrapped__.__kwdefaults__, get_type_hints(greet))
@contextlib.contextmanager
def managed(n):
    print('enter', n)
    try: yield n
    except ValueError as e: print('swallow', e)
    finally: print('exit', n)
with managed(1) as a, managed(2): raise ValueError('boo')
with contextlib.ExitStack() as st:
    for i in range(3): st.callback(print, 'cb', i)
    st.enter_context(managed('st'))
with contextlib.suppress(KeyError): {}['x']
print(functools.reduce(operator.mul, range(1,6)), list(itertools.accumulate([1,2,3], operator.mul)), [(k,list(g)) for k,g in itertools.groupby('aaabbc')], list(itertools.pairwise('abc')), list(itertools.zip_longest('ab','xyz',fillvalue='-')), list(itertools.batched('abc',2)) if hasattr(itertools,'batched') else '', list(itertools.islice(itertools.cycle('ab'),5)), list(itertools.starmap(pow,[(2,3),(3,2)])), list(itertools.compress('abcd',[1,0,1])), list(itertools.takewhile(lambda x:x<3,[1,2,3,1])), list(itertools.chain.from_iterable(['ab','c'])))
c=collections.Counter('mississippi'); print(c.most_common(2), c['z'], sum(c.values()), c+collections.Counter('s'), sorted(c.elements())[:3]); dd=collections.defaultdict(lambda: collections.defaultdict(int)); dd['a']['b']+=1; print(json.dumps(dd), dict(dd['a'])); d=collections.deque([1,2,3],maxlen=3); d.append(4); d.rotate(1); print(d, collections.ChainMap({'a':1},{'b':2})['b'], collections.OrderedDict(sorted({'b':1,'a':2}.items())))
print(json.dumps({'a':[1,2.5,None,True,{'x':'é\n'}],'b':(1,)}, indent=2, sort_keys=True), json.loads('{"a": [1, 2.0, "\\u00e9", null, true]}'), json.dumps('é', ensure_ascii=False), json.dumps([1,2],separators=(',',':')))
try: json.loads('{"a": }')
except json.JSONDecodeError as x: print(x, x.pos, x.lineno, x.colno)
class Enc(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, dt.datetime): return o.isoformat()
        return super().default(o)
print(json.dumps({'t': dt.datetime(2020,1,2,3,4,5)}, cls=Enc))
try: json.dumps({'a': {1,2}})
except TypeError as x: print(x)
print(f'{3.14159:.2f} {1234567:,} {255:#x} {255:08b} {"x":>5}|{"y":<5}|{"z":^5}| {0.5:%} {1e10:e} {-5:+d} {True!r:>6} {dt.date(2020,1,2):%d/%m/%Y} {3!s:*^5}', '{:>{w}}'.format('a',w=4), '{0[1]} {1.real} {k}'.format([1,2],3,k='v'), '%-5s|%05.1f|%x' % ('ab', 3.14159, 255))
print(textwrap.dedent('''\
    a
      b
    '''), textwrap.fill('The quick brown fox jumps over the lazy dog', 20), textwrap.shorten('hello world foo', 12), string.Template('$a ${b} $$').substitute(a=1,b=2), 'a-b_c'.translate(str.maketrans('-_','  ')), 'Hello'.swapcase(), ' x '.strip(), 'a,b,,c'.split(','), 'abc'.partition('b'), 'x'.join('abc'), 'tEsT'.title(), 'ß'.casefold(), 'abc'.encode().hex(), b'\xff'.decode('latin1'), 'a\tb'.expandtabs(4), '%s' % (1,), 'abc'[::-1], 'é'.encode('unicode_escape') if 0 else '')
d1=dt.datetime(2024,2,29,12,30); print(d1+dt.timedelta(days=1,hours=2), d1.strftime('%A %d %B %Y %I:%M %p %j %U'), d1.isoformat(), (d1-dt.datetime(2024,1,1)).days, d1.replace(year=2023,day=1), dt.timedelta(seconds=3661), str(dt.timedelta(days=-1,seconds=5)), dt.date.fromisoformat('2024-03-01').weekday(), dt.datetime.fromisoformat('2024-03-01T10:00:00+02:00').astimezone(dt.timezone.utc), dt.datetime.fromtimestamp(0, dt.timezone.utc), d1.timetuple().tm_yday)
match {'type':'circle','r':5,'extra':1}:
    case {'type':'square'}: print('sq')
    case {'type':'circle','r':r,**rest} if r>3: print('circle',r,rest)
match [1,[2,3,4]]:
    case [a,[b,*c]]: print(a,b,c)
match P(1,2):
    case P(x=1,y=yy): print('P',yy)
class Meta(type):
    registry={}
    def __new__(m,n,b,ns,**kw): c=super().__new__(m,n,b,ns); m.registry[n]=kw; return c
class Base(metaclass=Meta, tag='t'): pass
class Sub(Base): pass
print(Meta.registry, type(Sub).__name__, Sub.__mro__)
class Desc:
    def __set_name__(self,o,n): self.n='_'+n
    def __get__(self,i,o): return self if i is None else getattr(i,self.n,None)
    def __set__(self,i,v):
        if v<0: raise ValueError(f'{self.n} must be >= 0')
        setattr(i,self.n,v)
class Acc:
    bal=Desc()
    def __init__(self,b): self.bal=b
try: Acc(-1)
except ValueError as x: print(x)
def gen():
    try:
        x = yield 1
        while True: x = yield x*2
    except GeneratorExit: print('closing'); raise
    finally: print('fin')
g=gen(); print(next(g), g.send(5), g.send(7)); g.close()
def flat(x):
    for i in x:
        if isinstance(i,list): yield from flat(i)
        else: yield i
print(list(flat([1,[2,[3,[4]]]])), sum(x*x for x in range(10)), {k:v for k,v in zip('abc',range(3))}, {x%3 for x in range(10)}, [y for x in range(3) for y in range(x)], (lambda *a,**k:(a,k))(1,*[2],b=3,**{'c':4}))
try:
    try: int('x')
    except ValueError as e: raise RuntimeError('bad') from e
except RuntimeError as e: print(repr(e.__cause__), e.__suppress_context__)
try: raise ExceptionGroup('g',[ValueError(1),TypeError(2),ExceptionGroup('n',[KeyError('k')])])
except* ValueError as eg: print(eg.exceptions)
except* (TypeError,KeyError) as eg: print(eg)
print(sorted(['b','A','c'],key=str.lower), sorted([(1,'b'),(1,'a')],key=operator.itemgetter(1),reverse=True), max('abc',key=ord), min([],default=0), any([]), all([]), list(reversed([1,2])), list(map(lambda a,b:a+b,[1,2],[3,4])), list(filter(None,[0,1,''])), divmod(-7,3), round(2.5), round(-1.555,2), abs(-3+4j), pow(2,-1,7), int('ff',16), hex(255), bin(5), oct(8), chr(9731), ord('a'), isinstance(True,int), callable(len), 5//-2, -5%3, 2**0.5, 0.1+0.2, 1e16, 1e-5, float('inf'), 10**20, 7/2, 1_000)
print(math.pi, math.sqrt(2), math.floor(-1.5), math.gcd(12,18), math.isclose(.1+.2,.3), math.hypot(3,4), math.log(8,2), math.comb(5,2), math.dist((0,0),(3,4)), math.prod([1,2,3]), math.fsum([.1]*10))
random.seed(42); print(random.random(), random.randint(1,10), random.choice('abc'), random.sample(range(100),3), random.shuffle(x:=[1,2,3,4]), x, random.uniform(1,2), random.gauss(0,1), random.choices('ab',weights=[1,9],k=3))
