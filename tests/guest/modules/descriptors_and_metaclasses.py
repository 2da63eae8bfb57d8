# Descriptors, properties, metaclasses, slots and operators, with messages.
class Typed:
    def __init__(self, t, default=None): self.t, self.default = t, default
    def __set_name__(self, owner, name): self.name = name; print("set_name", owner.__name__, name)
    def __get__(self, o, owner=None): return self if o is None else o.__dict__.get(self.name, self.default)
    def __set__(self, o, v):
        if not isinstance(v, self.t): raise TypeError(f"{self.name} must be {self.t.__name__}, not {type(v).__name__}")
        o.__dict__[self.name] = v
    def __delete__(self, o): del o.__dict__[self.name]
class Person:
    name = Typed(str); age = Typed(int, 0)
    def __init__(self, n, a): self.name, self.age = n, a
p = Person("a", 3); print(p.name, p.age, Person.age.t)
try: p.age = "x"
except TypeError as e: print(e)
del p.age; print(p.age)
try: del p.age
except KeyError as e: print(repr(e))
class Temp:
    def __init__(self): self._c = 0
    @property
    def c(self): "celsius"; return self._c
    @c.setter
    def c(self, v): self._c = v
    @c.deleter
    def c(self): print("del")
    @property
    def ro(self): return 1
t = Temp(); t.c = 5; print(t.c); del t.c; print(Temp.c.__doc__, Temp.c)
for f in [lambda: setattr(t, "ro", 1), lambda: delattr(t, "ro"), lambda: t.nope, lambda: Temp.nope, lambda: setattr(5, "x", 1), lambda: delattr(t, "zz"), lambda: setattr(int, "x", 1), lambda: object().x, lambda: setattr(object(), "x", 1), lambda: (3).real.foo, lambda: "".join.x, lambda: setattr("", "upper", 1), lambda: setattr(t, 5, 1), lambda: getattr(t, 5), lambda: None.x, lambda: setattr(None, "x", 1)]:
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class Meta(type):
    def __new__(m, name, bases, ns, **kw): print("new", name, sorted(k for k in ns if not k.startswith("__")), kw); return super().__new__(m, name, bases, ns)
    def __init__(c, name, bases, ns, **kw): super().__init__(name, bases, ns)
    @classmethod
    def __prepare__(m, name, bases, **kw): print("prepare", name); return {}
    def __call__(c, *a): print("call"); return super().__call__(*a)
    def __getattr__(c, n): return f"meta {n}"
    def __iter__(c): return iter([1, 2])
    def __contains__(c, x): return x == 5
    def __len__(c): return 7
    def __instancecheck__(c, o): return o == "magic"
class A(metaclass=Meta, flag=1):
    x = 1
    def f(self): pass
print(A(), A.zzz, list(A), 5 in A, len(A), isinstance("magic", A), type(A)) if 0 else print(type(A()).__name__, A.zzz, list(A), 5 in A, len(A), isinstance("magic", A), type(A))
class B(A): pass
class Plug:
    reg = {}
    def __init_subclass__(cls, /, key=None, **kw): super().__init_subclass__(**kw); Plug.reg[key] = cls
class P1(Plug, key="one"): pass
print(Plug.reg)
try:
    class P2(Plug, nope=1): pass
except TypeError as e: print(e)
class S:
    __slots__ = ("a", "b")
    def __init__(self): self.a = 1
s = S(); print(s.a, hasattr(s, "__dict__"), S.a, S.__slots__)
for f in [lambda: s.b, lambda: setattr(s, "c", 1), lambda: s.__dict__]:
    try: print(f())
    except AttributeError as e: print(e)
try:
    class X(S, tuple): __slots__ = ("q",)
except TypeError as e: print(e)
try:
    class Y(int, str): pass
except TypeError as e: print(e)
class M1(type): pass
class M2(type): pass
try:
    class Z(M1("a", (), {}), M2("b", (), {})): pass
except TypeError as e: print(e)
class O1: pass
class O2(O1): pass
try:
    class Q(O1, O2): pass
except TypeError as e: print(e)
try:
    class Q(O1, O1): pass
except TypeError as e: print(e)
try:
    class Q(bool): pass
except TypeError as e: print(e)
try:
    class Q(5): pass
except TypeError as e: print(e)
class Dyn:
    def __getattr__(self, n): 
        if n.startswith("x"): return n
        raise AttributeError(f"no {n}")
    def __getattribute__(self, n): return super().__getattribute__(n)
    def __dir__(self): return ["b", "a"]
print(Dyn().xyz, dir(Dyn()), getattr(Dyn(), "q", "dflt"), hasattr(Dyn(), "q"))
print(type("T", (A,), {"y": 2}).y, type("T2", (), {})().__class__.__name__, A.__mro__[1:], B.mro()[0].__name__, A.__dict__["x"], type.__subclasses__(A))
class CG:
    def __class_getitem__(cls, k): return f"{cls.__name__}[{k}]"
print(CG[int], CG["x", 1])
try: O1[3]
except TypeError as e: print(e)
class Abs:
    def __init__(self, x): self.x = x
    def __abs__(self): return "abs"
    def __neg__(self): return "neg"
    def __index__(self): return 2
    def __bool__(self): return False
    def __len__(self): return 3
    def __getitem__(self, k): return k
    def __call__(self, *a, **k): return a, k
    def __contains__(self, i): return True
    def __matmul__(self, o): return "mm"
    def __rmatmul__(self, o): return "rmm"
    def __iadd__(self, o): return "iadd"
    def __divmod__(self, o): return "dm"
    def __round__(self, n=None): return ("round", n)
    def __format__(self, s): return f"fmt {s}"
    def __reversed__(self): return "rev"
    def __missing__(self, k): return k
    def __hash__(self): return 5
a = Abs(1); print(abs(a), -a, [10, 20, 30][a], bool(a), len(a), a[1:2, ...], a(1, b=2), 9 in a, a @ 1, 1 @ a, divmod(a, 1), round(a), round(a, 2), f"{a:xx}", reversed(a), hash(a), hex(a), bin(a), range(a)); a += 1; print(a)
