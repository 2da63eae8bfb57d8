# Errors of statements and of library modules.
import traceback
src = r'''
def unb():
    x += 1
def dl():
    del x
    x = 1
def fv():
    def g(): return y
    g(); y = 1
def bt(): raise 1
def bt2(): raise int
def bt3(): raise ValueError from 1
def bt4():
    try: 1/0
    except 1: pass
def bt5():
    try: 1/0
    except (ValueError, 'a'): pass
def bt6(): raise
def bt7():
    try: 1/0
    except* ExceptionGroup: pass
def bt8():
    try: 1/0
    except* 1: pass
def bt9():
    try: raise ExceptionGroup('a', [ValueError(1)])
    except* ExceptionGroup: pass
def asr(): assert 1 == 2, 'no'
def asr2(): assert (), {'a': 1}
def star(): print(*5)
def star2(): print(*[1], **5)
def star3(): return [*5]
def star4(): return {**5}
def star5(): return {*5}
def star6(): return (*None,)
def star7(): dict(**{'a': 1}, **{'a': 2})
def star8(): dict(a=1, **{'a': 2})
def star9(): bt(**{'x': 1}, **{'x': 2})
def star10(): bt(*1)
def star11(): bt(1, *1)
def star12(): bt(**1)
def star13(): bt(**{1: 1})
def imp1(): from os import nope
def imp2(): import os.nope
def imp3(): from nope import x
def imp6(): import collections.nope.x
def imp7(): from collections import OrderedDic
def imp8(): import nope.x.y
def gl():
    global zzz; print(zzz)
def gl2():
    global zzz; del zzz
def mt():
    match 1:
        case int(a, b): pass
def mt2():
    class P: __match_args__ = ('x', 1); x=1
    match P():
        case P(a, b): pass
def mt3():
    class P: __match_args__ = ['x']
    match P():
        case P(a): pass
def mt5():
    q = 5
    match 1:
        case q(): pass
def mt6():
    class P: __match_args__ = ('x',); x = 1
    match P():
        case P(1, x=1): pass
def mt7():
    match object():
        case object(1): pass
def gen1():
    g = (x for x in [1])
    g.send(5)
def gen2():
    def g():
        try: yield
        except GeneratorExit: yield
    x = g(); next(x); x.close()
def gen3():
    def g():
        next(x)
        yield
    x = g(); next(x)
def gen4():
    def g():
        raise StopIteration(5)
        yield
    next(g())
def gen5():
    def g(): yield
    g().throw(1)
def gen6():
    def g(): yield
    g().throw(ValueError, 'a', 5)
def gen8():
    async def c(): pass
    x = c()
    try: x.send(None)
    except StopIteration: pass
    x.send(None)
def gen10():
    async def c():
        yield 1
    for i in c(): pass
def gen11():
    def g(): yield from 5
    next(g())
def gen13():
    async def c(): raise StopIteration
    c().send(None)
def gen14():
    async def c():
        raise StopAsyncIteration
        yield
    c().__anext__().send(None)
def meta():
    class M(type):
        def __call__(cls): return cls.nope
    class A(metaclass=M): pass
    A()
def meta2():
    class M1(type): pass
    class M2(type): pass
    class A(metaclass=M1): pass
    class B(metaclass=M2): pass
    class C(A, B): pass
def meta3():
    class A:
        def __init_subclass__(cls, x): pass
    class B(A): pass
def meta4():
    class A:
        def __init_subclass__(cls, x): pass
    class B(A, x=1, y=2): pass
def meta5():
    class A(x=1): pass
def meta6():
    class A(int, float): pass
def meta7():
    class A: pass
    class B(A): pass
    class C(A, B): pass
def meta8():
    class A(1): pass
def meta9():
    class A(lambda: 1): pass
def meta10():
    import abc
    class A(abc.ABC):
        @abc.abstractmethod
        def f(self): pass
        @property
        @abc.abstractmethod
        def g(self): pass
    A()
def meta11():
    import abc
    class A(abc.ABC):
        @abc.abstractmethod
        def f(self): pass
    class B(A): pass
    B(1)
def en1():
    import enum
    class C(enum.Enum):
        A = 1
    C(2)
def en2():
    import enum
    class C(enum.Enum):
        A = 1
    C['B']
def en3():
    import enum
    class C(enum.Enum):
        A = 1
    C.B
def en4():
    import enum
    class C(enum.Enum):
        A = 1
    C.A = 2
def en5():
    import enum
    class C(enum.Enum):
        A = 1
        A = 2
def en6():
    import enum
    class C(enum.Enum):
        A = 1
    class D(C): pass
def en7():
    import enum
    class C(enum.Enum):
        A = 1
    C.A.value = 5
def en8():
    import enum
    @enum.unique
    class C(enum.Enum):
        A = 1
        B = 1
def dc1():
    import dataclasses
    @dataclasses.dataclass
    class A:
        x: int = 1
        y: int
def dc2():
    import dataclasses
    @dataclasses.dataclass
    class A:
        x: list = []
def dc3():
    import dataclasses
    @dataclasses.dataclass(frozen=True)
    class A:
        x: int
    A(1).x = 5
def dc4():
    import dataclasses
    @dataclasses.dataclass(frozen=True)
    class A:
        x: int
    del A(1).x
def dc5():
    import dataclasses
    @dataclasses.dataclass
    class A:
        x: int
        y: int
    A()
def dc6():
    import dataclasses
    @dataclasses.dataclass
    class A:
        x: int
    A(1) < A(2)
def dc7():
    import dataclasses
    @dataclasses.dataclass(kw_only=True)
    class A:
        x: int
    A(1)
def dc8():
    import dataclasses
    dataclasses.asdict(1)
def dc9():
    import dataclasses
    @dataclasses.dataclass
    class A:
        x: int
    hash(A(1))
def dc10():
    import dataclasses
    @dataclasses.dataclass
    class A:
        x: int
    dataclasses.replace(A(1), y=1)
def dc11():
    import dataclasses
    dataclasses.field(default=1, default_factory=list)
def nt1():
    import collections
    collections.namedtuple('A', 'x x')
def nt2():
    import collections
    collections.namedtuple('A', 'x def')
def nt3():
    import collections
    collections.namedtuple('A', 'x y')(1)
def nt4():
    import collections
    collections.namedtuple('A', 'x y')(1, 2)._replace(z=1)
def nt5():
    import collections
    collections.namedtuple('A', 'x y')(1, 2).x = 5
def nt6():
    import collections
    collections.namedtuple('A', 'x _y')
def nt7():
    import collections
    collections.namedtuple('A', 'x y')._make([1])
def nt8():
    import typing
    class A(typing.NamedTuple):
        x: int = 1
        y: int
def ty1():
    import typing
    typing.List[int]()
def ty2():
    import typing
    typing.Optional[1, 2]
def ty3():
    import typing
    typing.Union[()]
def ty4():
    import typing
    typing.Any()
def ty5():
    import typing
    isinstance(1, typing.List[int])
def ty6():
    import typing
    T = typing.TypeVar('T')
    class A(typing.Generic[int]): pass
def ty8():
    import typing
    class P(typing.Protocol):
        def f(self): ...
    isinstance(1, P)
def ty9():
    import typing
    class P(typing.Protocol):
        def f(self): ...
    P()
def js1():
    import json
    json.loads('{')
def js2():
    import json
    json.loads('')
def js3():
    import json
    json.dumps({1,2})
def js4():
    import json
    json.dumps({(1,2): 3})
def js5():
    import json
    a = []; a.append(a); json.dumps(a)
def js6():
    import json
    json.loads('[1,]')
def js7():
    import json
    json.loads(5)
def js8():
    import json
    json.loads("{'a': 1}")
def js9():
    import json
    json.loads('{"a": 1,}')
def js10():
    import json
    json.loads('[1 2]')
def js11():
    import json
    json.loads('1 2')
def js12():
    import json
    json.dumps(float('nan'), allow_nan=False)
def re1():
    import re
    re.compile('(')
def re2():
    import re
    re.compile('[')
def re3():
    import re
    re.compile('*')
def re4():
    import re
    re.compile('a{2,1}')
def re5():
    import re
    re.compile('(?P<a>x)(?P<a>y)')
def re6():
    import re
    re.sub('a', r'\1', 'a')
def re7():
    import re
    re.match('a', b'a')
def re8():
    import re
    re.match('(a)', 'a').group(2)
def re9():
    import re
    re.match('(a)', 'a').group('x')
def re10():
    import re
    re.compile(1)
def fu1():
    import functools
    functools.reduce(lambda a, b: a, [])
def fu2():
    import functools
    functools.partial()
def fu3():
    import functools
    functools.partial(1)
def fu4():
    import functools
    @functools.total_ordering
    class A: pass
def fu5():
    import functools
    @functools.singledispatch
    def f(x): pass
    f()
def it1():
    import itertools
    itertools.islice([1], -1)
def it2():
    import itertools
    itertools.combinations([1], -1)
def it3():
    import itertools
    list(zip([1], [1,2], strict=True))
def it4():
    import itertools
    itertools.chain(1).__next__()
def it5():
    import itertools
    itertools.repeat(1, 'a')
def cl1():
    import contextlib
    @contextlib.contextmanager
    def f():
        if 0: yield
    with f(): pass
def cl2():
    import contextlib
    @contextlib.contextmanager
    def f():
        yield
        yield
    with f(): pass
def cl3():
    import contextlib
    @contextlib.contextmanager
    def f():
        try: yield
        except: yield
    with f(): 1/0
def he1():
    import heapq
    heapq.heappop([])
def he2():
    import heapq
    heapq.heappush(1, 2)
def de1():
    import decimal
    decimal.Decimal('x')
def de2():
    import decimal
    decimal.Decimal(1) / 0
def de3():
    import decimal
    decimal.Decimal(1) + 1.0
def fr1():
    import fractions
    fractions.Fraction(1, 0)
def fr2():
    import fractions
    fractions.Fraction('x')
def da1():
    import datetime
    datetime.date(2000, 13, 1)
def da2():
    import datetime
    datetime.datetime.strptime('a', '%Y')
def da3():
    import datetime
    datetime.datetime.now() - datetime.datetime.now(datetime.timezone.utc)
def da4():
    import datetime
    datetime.date.fromisoformat('x')
def da5():
    import datetime
    datetime.timedelta(days=10**10)
def st1():
    import statistics
    statistics.mean([])
def st2():
    import statistics
    statistics.mode([])
def st3():
    import statistics
    statistics.stdev([1])
def ra1():
    import random
    random.choice([])
def ra2():
    import random
    random.sample([1], 2)
def ra3():
    import random
    random.randint(2, 1)
def ra4():
    import random
    random.randrange(0)
def ma1():
    import math
    math.sqrt(-1)
def ma2():
    import math
    math.log(0)
def ma3():
    import math
    math.factorial(-1)
def ma4():
    import math
    math.exp(1000)
def ma5():
    import math
    math.sqrt('a')
def stc1():
    import struct
    struct.pack('i', 'a')
def stc2():
    import struct
    struct.unpack('i', b'')
def stc3():
    import struct
    struct.pack('b', 200)
def b64():
    import base64
    base64.b64decode('a')
def cp1():
    import copy
    copy.copy(x for x in [])
    copy.deepcopy(x for x in [])
def pk1():
    import pickle
    pickle.dumps(lambda: 1)
def pk2():
    import pickle
    pickle.loads(b'')
def qu1():
    import queue
    queue.Queue().get_nowait()
def ve1():
    import contextvars
    contextvars.ContextVar('a').get()
def ve2():
    import contextvars
    v = contextvars.ContextVar('a')
    v.reset(1)
def wr1():
    import weakref
    weakref.ref(1)
def wr2():
    import weakref
    class A: pass
    p = weakref.proxy(A())
    p.x
def uu1():
    import uuid
    uuid.UUID('x')
def te1():
    import string
    string.Template('$x').substitute()
def te2():
    import string
    string.Template('$').substitute()
def lo1():
    import logging
    logging.getLogger().setLevel('FOO')
def lo2():
    import logging
    logging.basicConfig(foo=1)
def lo3():
    import logging
    logging.getLogger(1)
def os1():
    import os
    os.environ['NOPE_X']
def os2():
    open('/nope/x')
def os3():
    open('x', 'q')
def os4():
    import os
    os.listdir('/nope')
def op1():
    import operator
    operator.itemgetter(1)([])
def op2():
    import operator
    operator.attrgetter('x.y')(1)
def op3():
    import operator
    operator.itemgetter()
def ch1():
    import collections
    collections.ChainMap({})['a']
def ch2():
    import collections
    collections.OrderedDict().popitem()
def ch3():
    import collections
    collections.deque().pop()
def ch4():
    import collections
    collections.deque(maxlen=-1)
def ch5():
    import collections
    collections.Counter(1)
def ch6():
    import collections
    collections.deque([1])[5]
def ch7():
    import collections
    d = collections.deque([1])
    for i in d: d.append(1)
def ch8():
    d = {1: 1}
    for i in d: d[i+1] = 1
def ch9():
    d = {1}
    for i in d: d.add(i+1)
def ch10():
    import collections
    collections.defaultdict(1)
def ch11():
    import collections
    collections.defaultdict()[1]
def ch12():
    import collections
    collections.OrderedDict().move_to_end(1)
'''
ns = {}
import linecache
exec(compile(src, 'cases.py', 'exec'), ns)
for name, f in list(ns.items()):
    if name.startswith('__'): continue
    try: print(name, 'OK', f())
    except BaseException as e:
        print(name, type(e).__name__, e, '|', repr(e)[:200])
