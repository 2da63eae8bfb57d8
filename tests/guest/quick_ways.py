# Errors that builtins raise again and again, and the attribute caches of places that meet several
# types: what the interpreter does by short ways must look as if it had gone the long ones.


def error(action, *args):
    try:
        return action(*args)
    except Exception as e:
        return f"{type(e).__name__}: {e}"


print(error(lambda: [1, 2][2]), error(lambda: (1,)[-2]), error(lambda: {}[1, 2]))
# => IndexError: list index out of range IndexError: tuple index out of range KeyError: (1, 2)
print(error(lambda: {}["a"]), error(lambda: {1: 2}[1.5]), error(lambda: {}[[]]))
# => KeyError: 'a' KeyError: 1.5 TypeError: unhashable type: 'list'
print(error([].pop), error([1].pop, 3), error([1].remove, 2), error([1].index, "x"))
# => IndexError: pop from empty list IndexError: pop index out of range ValueError: list.remove(x): x not in list ValueError: 'x' is not in list
print(error({}.pop, "k"), error({}.popitem), error({1}.remove, 2), error(set().pop))
# => KeyError: 'k' KeyError: 'popitem(): dictionary is empty' KeyError: 2 KeyError: 'pop from an empty set'
print(error("abc".index, "z"), error("abc".rindex, "z"))
# => ValueError: substring not found ValueError: substring not found
print(error(int, "twelve"), error(int, "z", 30), error(float, "1.x"), error(int, b"x"))
# => ValueError: invalid literal for int() with base 10: 'twelve' ValueError: invalid literal for int() with base 30: 'z' ValueError: could not convert string to float: '1.x' ValueError: invalid literal for int() with base 10: b'x'
print(error(next, iter([])), error(next, iter([]), "default"))
# => StopIteration:  default
print(error(lambda: 1 // 0), error(lambda: 1 % 0), error(lambda: 1 / 0))
# => ZeroDivisionError: integer division or modulo by zero ZeroDivisionError: integer modulo by zero ZeroDivisionError: division by zero
print(error(lambda: 1.0 // 0), error(lambda: 1.0 / 0.0), error(lambda: 10**30 // 0))
# => ZeroDivisionError: float floor division by zero ZeroDivisionError: float division by zero ZeroDivisionError: integer division or modulo by zero
x = 5
try:
    x //= 0
except ZeroDivisionError as e:
    print(e, x)
# => integer division or modulo by zero 5


def numbers():
    yield 1
    return "the end"


g = numbers()
print(next(g), error(g.send, None), error(g.send, None), error(g.__next__))
# => 1 StopIteration: the end StopIteration:  StopIteration: 
g = numbers()
next(g)
try:
    g.throw(KeyError("inside"))
except KeyError as e:
    print(e, e.__traceback__.tb_next.tb_frame.f_code.co_name)
# => 'inside' numbers


class Number(int):
    pass


print(error(Number, "no"), error(Number, "7"), error(lambda: list(map(int, ["1", "x"]))))
# => ValueError: invalid literal for int() with base 10: 'no' 7 ValueError: invalid literal for int() with base 10: 'x'
print(error(lambda: sorted(["b", 1])), error(lambda: [int(c) for c in "12c"]))
# => TypeError: '<' not supported between instances of 'int' and 'str' ValueError: invalid literal for int() with base 10: 'c'
print(error(lambda: max([])), error(lambda: min(int(c) for c in "a")))
# => ValueError: max() arg is an empty sequence ValueError: invalid literal for int() with base 10: 'a'

# The context is the exception being handled, wherever the second one comes from.
try:
    try:
        {}["first"]
    except KeyError:
        [].pop()
except IndexError as e:
    print(repr(e), repr(e.__context__), e.__traceback__ is not None)
# => IndexError('pop from empty list') KeyError('first') True


# A failing call whose argument dies on the way out runs code that fails as well.
class Noisy:
    def __del__(self):
        try:
            int("while dying")
        except ValueError as e:
            print("in __del__:", e)


def fails_while_dying():
    try:
        [1].index(Noisy())
    except ValueError as e:
        print("outside:", str(e).partition(" object")[0])


fails_while_dying()
# => in __del__: invalid literal for int() with base 10: 'while dying'
# => outside: <__main__.Noisy


# One place, several types.
class A:
    kind = "class A"

    def __init__(self):
        self.value = 1

    def method(self):
        return "A.method"

    @property
    def size(self):
        return self.value * 10


class B:
    def __init__(self):
        self.other = 0
        self.value = 2
        self.kind = "instance of B"

    def method(self):
        return "B.method"

    @property
    def size(self):
        raise ValueError("no size")


class C:
    __slots__ = ("value", "kind")

    def __init__(self):
        self.value = 3
        self.kind = "slot"

    def method(self):
        return "C.method"

    size = 30


class D(A):
    def __getattr__(self, name):
        return f"made up {name}"


def look(o):
    o.value += 1
    return o.value, o.kind, o.method(), error(lambda: o.size)


def size(o):
    return o.size


things = [A(), B(), C(), D()]
for _ in range(3):
    for thing in things:
        print(look(thing))
# => (2, 'class A', 'A.method', 20)
# => (3, 'instance of B', 'B.method', 'ValueError: no size')
# => (4, 'slot', 'C.method', 30)
# => (2, 'class A', 'A.method', 20)
# => (3, 'class A', 'A.method', 30)
# => (4, 'instance of B', 'B.method', 'ValueError: no size')
# => (5, 'slot', 'C.method', 30)
# => (3, 'class A', 'A.method', 30)
# => (4, 'class A', 'A.method', 40)
# => (5, 'instance of B', 'B.method', 'ValueError: no size')
# => (6, 'slot', 'C.method', 30)
# => (4, 'class A', 'A.method', 40)

a, b = A(), B()
for _ in range(2):
    print(size(a), error(size, b), size(C()))
# => 10 ValueError: no size 30
# => 10 ValueError: no size 30
A.size = 99
print(size(a), error(size, b))
# => 99 ValueError: no size
A.size = property(lambda self: "another")
print(size(a))
# => another
del A.size
print(error(size, a))
# => AttributeError: 'A' object has no attribute 'size'
a.size = "own"
print(size(a))
# => own
A.method = lambda self: "replaced"
print(look(a)[:3], look(b)[:3])
# => (2, 'class A', 'replaced') (3, 'instance of B', 'B.method')
b.method = lambda: "of the instance"
print(look(b)[2], look(B())[2])
# => of the instance B.method


class Deep:
    @property
    def level(self):
        return self.level


try:
    Deep().level
except RecursionError as e:
    print(e)
# => maximum recursion depth exceeded
print(error(lambda: a.missing), error(lambda: A.missing), error(lambda: (1).missing))
# => AttributeError: 'A' object has no attribute 'missing' AttributeError: type object 'A' has no attribute 'missing' AttributeError: 'int' object has no attribute 'missing'
print(getattr(a, "missing", "default"), hasattr(b, "missing"), error(getattr, a, "missing"))
# => default False AttributeError: 'A' object has no attribute 'missing'

# Formatting by the short way and by the long one.
for n in (0, 7, -7, 1234567):
    print(f"{n:d}|{n:5d}|{n:05d}|{n:5}|{n:05}|{n:+d}|{n:<5}|{n:,}|{n:x}|{n:3d}|{n:.1f}")
# => 0|    0|00000|    0|00000|+0|0    |0|0|  0|0.0
# => 7|    7|00007|    7|00007|+7|7    |7|7|  7|7.0
# => -7|   -7|-0007|   -7|-0007|-7|-7   |-7|-7| -7|-7.0
# => 1234567|1234567|1234567|1234567|1234567|+1234567|1234567|1,234,567|12d687|1234567|1234567.0
for d in (0.0, -0.5, 2.675, 1e21, float("inf"), float("nan")):
    print(f"{d:.2f}|{d:8.3f}|{d:08.3f}|{d:f}|{d:.0f}|{d:e}|{d:g}|{d:6}|{d:<9.1f}|{d:010.2f}")
# => 0.00|   0.000|0000.000|0.000000|0|0.000000e+00|0|   0.0|0.0      |0000000.00
# => -0.50|  -0.500|-000.500|-0.500000|-0|-5.000000e-01|-0.5|  -0.5|-0.5     |-000000.50
# => 2.67|   2.675|0002.675|2.675000|3|2.675000e+00|2.675| 2.675|2.7      |0000002.67
# => 1000000000000000000000.00|1000000000000000000000.000|1000000000000000000000.000|1000000000000000000000.000000|1000000000000000000000|1.000000e+21|1e+21| 1e+21|1000000000000000000000.0|1000000000000000000000.00
# => inf|     inf|00000inf|inf|inf|inf|inf|   inf|inf      |0000000inf
# => nan|     nan|00000nan|nan|nan|nan|nan|   nan|nan      |0000000nan
print(error(format, 3, ".2d"), error(format, 3, "0005d"), error(format, 3.0, "d"))
# => ValueError: Precision not allowed in integer format specifier 00003 ValueError: Unknown format code 'd' for object of type 'float'
print(error(lambda: "%d" % "x"), error(lambda: "%s %s" % ("a",)), error(lambda: "%s" % ("a", "b")))
# => TypeError: %d format: a real number is required, not str TypeError: not enough arguments for format string TypeError: not all arguments converted during string formatting
print("%s %d %r %%" % ("text", 42, "it's"), "%s" % 3, "%d%%" % 7, "%5d|%-5s|" % (3, "a"))
# => text 42 "it's" % 3 7%     3|a    |
print("%d %d" % (True, 3.7), "%s" % ((1, 2),), "é %s" % ("ü",), "%s" % ("ü",), error(lambda: "%" % ()))
# => 1 3 (1, 2) é ü ü ValueError: incomplete format
print("{}{!r}{:>4}{0}".format(1, "a", 2) if False else "{}-{!r}-{:>4}-{}".format(1, "a", 2, None))
# => 1-'a'-   2-None
print(repr("plain"), repr("it's"), repr('say "x"'), repr("a\\b"), repr("tab\t"), repr(""), repr("é"))
# => 'plain' "it's" 'say "x"' 'a\\b' 'tab\t' '' 'é'


# ---- attributes that come one after the other ----------------------------------------------------


class Many:
    def __init__(self, n):
        self.a = n
        self.b = n
        if n % 2:
            self.c = n
        self.d = n
        self.e = self.f = self.g = n
        self.h = self.i = self.j = n


class Derived(Many):
    def __init__(self, n):
        self.early = n
        super().__init__(n)
        self.late = n


for n in range(4):
    print(*vars(Many(n)), *vars(Derived(n)))
# => a b d e f g h i j early a b d e f g h i j late
# => a b c d e f g h i j early a b c d e f g h i j late
# => a b d e f g h i j early a b d e f g h i j late
# => a b c d e f g h i j early a b c d e f g h i j late


class Late:
    def __init__(self, v):
        self.v = v


print([Late(k).v for k in range(3)])
# => [0, 1, 2]
Late.v = property(lambda self: "property", lambda self, value: print("set", value))
print(Late(7).v, vars(Late(8)))
# => set 7
# => set 8
# => property {}
del Late.v
print(Late(7).v, vars(Late(8)))
# => 7 {'v': 8}
Late.__setattr__ = lambda self, name, value: print("setattr", name, value)
print(vars(Late(9)))
# => setattr v 9
# => {}
