# What differed once: aliases, patterns, pickled dates, stacks, closures, slots, messages.
from typing import *
import collections.abc, inspect, pickle, datetime as dt, traceback, sys
from collections import deque, namedtuple, UserList
Ts = TypeVarTuple("Ts")
print(Unpack[Ts], Pattern, Match[str], collections.abc.Callable[[int], str], collections.abc.Callable[..., int])
for f in (lambda: isinstance([], list[int]), lambda: issubclass(list, list[int]), lambda: issubclass(5, int), lambda: issubclass(5, 5), lambda: isinstance(1, 1)):
    try: print(f())
    except TypeError as e: print(e)
match deque([1, 2]):
    case [a, b]: print("deque", a, b)
class Duck:
    def __getitem__(self, i): return 1
    def __len__(self): return 2
    def index(self): pass
    def count(self): pass
    def keys(self): return []
match Duck():
    case [*_]: print("sequence")
    case {}: print("mapping")
    case _: print("neither")
match UserList([1]):
    case [x]: print("userlist", x)
class Seq(collections.abc.Sequence):
    def __getitem__(self, i): return (1, 2)[i]
    def __len__(self): return 2
match Seq():
    case [x, y]: print("seq", x, y)
d = dt.datetime(2024, 2, 29, 1, 2, 3, 456789); t = dt.time(1, 2, 3, tzinfo=dt.timezone.utc)
print(d.__reduce__(), dt.date(2024, 1, 1).__reduce__(), t.__reduce_ex__(4), dt.time(5, fold=1).__reduce_ex__(4), dt.time(5, fold=1).__reduce_ex__(2), d.replace(fold=1).__reduce_ex__(4))
for v in (d, t, dt.date(1, 2, 3), dt.timedelta(5), dt.timezone(dt.timedelta(hours=1), "X"), d.replace(fold=1)):
    for p in range(2, 6): assert pickle.loads(pickle.dumps(v, p)) == v
print(pickle.dumps(dt.date(2024, 1, 1)), dt.datetime(b'\x07\xe8\x02\x1d\x01\x02\x03\x06\xf8U'))
def f(): x = 5; traceback.print_stack(limit=1, file=sys.stdout); return traceback.format_stack(limit=1)
print(f())
def outer():
    x = 1
    def inner(): return x, len, outer, undefined
    return inner
print(inspect.getclosurevars(outer())[0], inspect.getclosurevars(outer()).builtins, inspect.getclosurevars(outer()).unbound)
class S: __slots__ = ()
import weakref
for c in (S, type("T", (S,), {"__slots__": ("__weakref__",)}), type("U", (S,), {}), type("V", (list,), {"__slots__": ()}), type("W", (set,), {"__slots__": ()})):
    try: weakref.ref(c()); print(c.__name__, "ok")
    except TypeError as e: print(e)
print("é".encode("utf-8-sig"), b"\xef\xbb\xbfa".decode("utf-8-sig"), b"a".decode("utf_8_sig"))
for e in ["'abc'.find()", "b'a'.index(1,2,3,4)", "'a'.startswith()", "int(bytearray(b'xyz'))", "(lambda **k: 0)(**{1: 2})", "dict(**{1: 2})", "[].index()", "'a'.count()"]:
    try: print(eval(e))
    except Exception as x: print(e, "->", type(x).__name__, x)
import itertools
try: itertools.zip_longest([1], x=1)
except TypeError as e: print(e)
try: ExceptionGroup(5, [ValueError()])
except TypeError as e: print(e)
for s, m in [("return 1", "exec"), ("1 +", "eval"), ("", "eval"), ("x = = 1", "exec"), ("if x:\n  a\n b", "exec"), ("(\nx = 5", "exec"), ("1\n2\n", "single"), ("if x: pass", "single"), ("match x:\n  case f'a': pass", "exec")]:
    try: compile(s, "<s>", m); print("ok")
    except SyntaxError as e: print(type(e).__name__, e.args)
exec(compile("1 + 1\n", "<s>", "single")); exec(compile("None\n", "<s>", "single")); exec(compile("for i in range(2): i\n", "<s>", "single")); exec(compile("def f(): 5\n", "<s>", "single")); exec(compile("x = 3; x; 'a'\n", "<s>", "single"))
try: compile("a\0", "<s>", "exec")
except ValueError as e: print(e)
def chk(x, y): assert x and y > 5, "bad"
try: chk(1, 3)
except AssertionError: traceback.print_exc(file=sys.stdout)
def chk2(x): assert not x == 1
try: chk2(1)
except AssertionError: traceback.print_exc(file=sys.stdout)
try: exec("def g():\n  return 1\nreturn 5")
except SyntaxError as e: print(''.join(traceback.format_exception_only(e)))
