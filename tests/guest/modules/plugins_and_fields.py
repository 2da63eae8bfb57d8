# Decorators, descriptors and metaclasses as frameworks use them.
import abc, functools, inspect, types, operator, sys, weakref
REG = {}
def register(name=None, **meta):
    def deco(obj): REG[name or obj.__name__] = (obj, meta); return obj
    return deco
class Field:
    _n = 0
    def __init__(self, type_, *, default=..., validators=()): self.type = type_; self.default = default; self.validators = list(validators); Field._n += 1; self.order = Field._n
    def __set_name__(self, o, n): self.name = n
    def __get__(self, o, t=None):
        if o is None: return self
        try: return o.__dict__[self.name]
        except KeyError:
            if self.default is ...: raise AttributeError(f"{t.__name__}.{self.name} is not set") from None
            return self.default
    def __set__(self, o, v):
        if self.type is not None and not isinstance(v, self.type):
            try: v = self.type(v)
            except (TypeError, ValueError) as e: raise ValueError(f"{self.name}: cannot convert {v!r} to {self.type.__name__}") from e
        for check in self.validators: check(self.name, v)
        o.__dict__[self.name] = v
class ModelMeta(abc.ABCMeta):
    def __new__(m, name, bases, ns, /, **kw):
        cls = super().__new__(m, name, bases, ns); cls._fields = {k: v for b in reversed(cls.__mro__) for k, v in vars(b).items() if isinstance(v, Field)}
        cls.__signature__ = inspect.Signature([inspect.Parameter(k, inspect.Parameter.KEYWORD_ONLY, annotation=f.type, default=inspect.Parameter.empty if f.default is ... else f.default) for k, f in cls._fields.items()])
        return cls
    def __repr__(cls): return f"<model {cls.__name__}({', '.join(cls._fields)})>"
class Model(metaclass=ModelMeta):
    def __init__(self, **kw):
        for k, v in kw.items():
            if k not in self._fields: raise TypeError(f"{type(self).__name__} got unexpected field {k!r}")
            setattr(self, k, v)
    def __eq__(self, o): return type(o) is type(self) and vars(o) == vars(self)
    def __repr__(self): return f"{type(self).__name__}({', '.join(f'{k}={getattr(self, k, None)!r}' for k in self._fields)})"
def positive(n, v):
    if v <= 0: raise ValueError(f"{n} must be positive, got {v}")
@register("user", version=2)
class User(Model):
    name = Field(str); age = Field(int, default=18, validators=[positive])
class Admin(User): level = Field(int, default=1)
u = User(name="x", age="42"); print(u, User, Admin, inspect.signature(Admin), Admin(name="y"), u == User(name="x", age=42), REG["user"][1], User.age.order)
for f in (lambda: User(age="abc"), lambda: User(age=-1), lambda: User(zip=1), lambda: User().name):
    try: f()
    except Exception as e: print(type(e).__name__, e, "|", repr(e.__cause__))
def trace(fn=None, *, prefix=""):
    if fn is None: return functools.partial(trace, prefix=prefix)
    @functools.wraps(fn)
    def w(*a, **k):
        r = fn(*a, **k); print(f"{prefix}{fn.__name__}{inspect.signature(fn).bind(*a, **k)} = {r!r}"); return r
    w.calls = 0; return w
@trace
def add(a, b=2): return a + b
@trace(prefix=">> ")
def mul(*xs, start=1): return functools.reduce(operator.mul, xs, start)
add(1); add(1, b=5); mul(2, 3, start=10); print(add.__wrapped__(1), add.__name__, inspect.unwrap(add) is add.__wrapped__)
class Singleton(type):
    _inst = {}
    def __call__(cls, *a, **k):
        if cls not in cls._inst: cls._inst[cls] = super().__call__(*a, **k)
        return cls._inst[cls]
class Conf(metaclass=Singleton):
    def __init__(self, v=0): self.v = v
print(Conf(1) is Conf(2), Conf().v); ns = types.SimpleNamespace(**{"a": 1}); ns.b = 2; print(ns, vars(ns)); D = type("D", (dict,), {"__getattr__": dict.__getitem__, "__setattr__": dict.__setitem__}); d = D(x=1); d.y = 2; print(d.x, d, d["y"])
class Chain:
    def __init__(self, path=""): self._p = path
    def __getattr__(self, n): return Chain(f"{self._p}/{n}")
    def __str__(self): return self._p
    __repr__ = __str__
    def __call__(self, *a): return Chain(f"{self._p}/{'/'.join(map(str, a))}")
print(Chain().users(5).posts, [Chain().a.b])
class Curry:
    def __init__(self, f, *a): self.f, self.a = f, a
    def __call__(self, *a): a = self.a + a; return self.f(*a) if len(a) >= self.f.__code__.co_argcount else Curry(self.f, *a)
print(Curry(lambda a, b, c: a + b + c)(1)(2)(3))
