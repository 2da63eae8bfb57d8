# Errors of classes: special methods that answer nonsense, attributes, bases.
class A:
    def __init__(self, x): self.x = x
    def method(self, a): pass
    @classmethod
    def cm(cls, a): pass
    @staticmethod
    def sm(a): pass
    @property
    def prop(self): return 1
    __slots__ = ('x', 'y')
class B(A): 
    def __len__(self): return -1
    def __bool__(self): return 5
    def __str__(self): return 5
    def __repr__(self): return 5
    def __hash__(self): return 'a'
    def __index__(self): return 'a'
    def __int__(self): return 'a'
    def __float__(self): return 'a'
    def __iter__(self): return 5
    def __enter__(self): pass
    def __contains__(self, x): raise KeyError(x)
    def __getitem__(self, x): raise TypeError(x)
    def __call__(self): pass
    def __format__(self, s): return 5
    def __bytes__(self): return 5
    def __complex__(self): return 5
    def __round__(self): pass
    def __dir__(self): return 5
    def __eq__(self, o): raise ValueError('eq')
class C:
    __len__ = None
    __iter__ = None
    __hash__ = None
    __contains__ = None
class D:
    def __new__(cls): return object.__new__(cls)
    def __len__(self): return 'x'
    def __next__(self): return 1
    def __await__(self): return 5
    def __aiter__(self): return 5
class E:
    x: int = 1
    def __init__(self): return 5
class F:
    def __set_name__(self, o, n): raise ValueError('sn')
class G:
    def __get__(self, *a): raise AttributeError('inner')
class H:
    g = G()
    def __getattr__(self, n): raise AttributeError(n + '!')
    def __setattr__(self, n, v): raise AttributeError('no set')
    def __delattr__(self, n): raise AttributeError('no del')
a=A(1); b=B(1); c=C(); d=D()
def w(x):
    with x: pass
def aw(x):
    async def f():
        await x
    try: f().send(None)
    except StopIteration as e: return e.value
def af(x):
    async def f():
        async for i in x: pass
    f().send(None)
def awi(x):
    async def f():
        async with x: pass
    f().send(None)
def un(x):
    a, b = x
def un2(x):
    a, *b, c = x
def un3(x):
    for a, b in x: pass
def sa(o, n, v): setattr(o, n, v)
def assign(x): x[0] = 1
def dele(x): del x[0]
def cls(*bases, **k): return type('X', bases, {}, **k)
cases = [lambda: A(), lambda: A(1,2), lambda: a.method(), lambda: a.method(1,2), lambda: a.cm(), lambda: a.sm(), lambda: a.prop(), lambda: A.method(), lambda: A.method(1), lambda: a.z, lambda: a.y, lambda: sa(a,'z',1), lambda: sa(a,'prop',1), lambda: delattr(a,'prop'), lambda: delattr(a,'y'), lambda: A.foo, lambda: A.metod, lambda: a.metod, lambda: a.__dict__,
 lambda: len(b), lambda: bool(b), lambda: str(b), lambda: repr(b), lambda: f'{b}', lambda: hash(b), lambda: [1][b], lambda: int(b), lambda: float(b), lambda: iter(b), lambda: w(b), lambda: 1 in b, lambda: b[1], lambda: b(1), lambda: bytes(b), lambda: complex(b), lambda: round(b), lambda: dir(b), lambda: b==1, lambda: b in [1], lambda: [1].index(b), lambda: print(b), lambda: '%s' % b, lambda: '%d' % b, lambda: range(b),
 lambda: len(c), lambda: iter(c), lambda: hash(c), lambda: 1 in c, lambda: len(d), lambda: D(1), lambda: aw(d), lambda: af(d), lambda: aw(1), lambda: af(1), lambda: awi(1), lambda: w(1), lambda: E(), lambda: type('X', (), {'f': F()}), lambda: H().g, lambda: H().q, lambda: setattr(H(), 'a', 1), lambda: delattr(H(), 'a'),
 lambda: un(1), lambda: un([1]), lambda: un([1,2,3]), lambda: un({}), lambda: un2([1]), lambda: un3([1]), lambda: un3([(1,2,3)]), lambda: assign(1), lambda: assign(()), lambda: assign([]), lambda: assign('a'), lambda: assign({}), lambda: dele([]), lambda: dele({}), lambda: dele(1), lambda: dele('a'),
 lambda: cls(int, str), lambda: cls(A, object), lambda: cls(object, A), lambda: cls(A, A), lambda: cls(bool), lambda: cls(type(None)), lambda: cls(1), lambda: cls(foo=1), lambda: cls(metaclass=1), lambda: type('X', (A,), {'__slots__': ('a b',)}), lambda: type('X', (int,), {'__slots__': ('a',)}), lambda: type('X', (), {'__slots__': 'a', 'a': 1}), lambda: type('\0', (), {}),
 lambda: object.__new__(), lambda: object.__new__(1), lambda: object.__new__(int), lambda: int.__new__(str), lambda: object().x, lambda: setattr(object(), 'x', 1), lambda: setattr(int, 'x', 1), lambda: int.__add__(1), lambda: int.__add__('a', 1), lambda: str.join(1, 'a'), lambda: list.append(1, 2), lambda: dict.fromkeys(), lambda: (1).real(), lambda: int.real.__get__(1)(), lambda: setattr(1, 'real', 2), lambda: list.__len__(), lambda: A.x.__get__('a'), lambda: A.x.__set__(1, 2),
 lambda: abs(), lambda: abs(A), lambda: A(1)+1, lambda: 1+A(1), lambda: A(1)<A(2), lambda: A(1)[0], lambda: A(1)(), lambda: -A(1), lambda: A+1, lambda: A[0], lambda: A[int], lambda: int[int], lambda: list[int](), lambda: list[int][str], lambda: A(1) @ 2, lambda: a.x.y.z, lambda: a.x(), 
 lambda: divmod(a, 1), lambda: a ** 2, lambda: 2 ** a, lambda: pow(a, 1, 1), lambda: a >> 1, lambda: a and a.foo, lambda: a // 1, lambda: a % 1, lambda: a | 1, lambda: int | 1, lambda: int | 'a', lambda: isinstance(1, (int, 'a')), lambda: isinstance(1, list[int]), lambda: isinstance('a', int | list[int]), 
]
for i, c_ in enumerate(cases):
    try:
        print(i, 'OK', c_())
    except BaseException as e:
        print(i, type(e).__name__, e)
