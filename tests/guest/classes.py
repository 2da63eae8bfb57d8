# Classes: attributes, inheritance, super(), properties, descriptors, metaclasses, special methods.


class Point:
    """A point."""

    dimension = 2

    def __init__(self, x, y=0):
        self.x = x
        self.y = y

    def __repr__(self):
        return f"Point({self.x}, {self.y})"

    def __eq__(self, other):
        if not isinstance(other, Point):
            return NotImplemented
        return (self.x, self.y) == (other.x, other.y)

    def __add__(self, other):
        return Point(self.x + other.x, self.y + other.y)

    def __getitem__(self, i):
        return (self.x, self.y)[i]

    def __len__(self):
        return 2

    def __call__(self, k):
        return Point(self.x * k, self.y * k)

    def __bool__(self):
        return bool(self.x or self.y)

    def __hash__(self):
        return hash((self.x, self.y))

    @property
    def norm1(self):
        return abs(self.x) + abs(self.y)

    @norm1.setter
    def norm1(self, value):
        self.x, self.y = value, 0

    @classmethod
    def origin(cls):
        return cls(0, 0)

    @staticmethod
    def name():
        return "point"


p = Point(1, 2)
print(p, p.dimension, Point.__doc__)  # => Point(1, 2) 2 A point.
print(p == Point(1, 2), p != Point(1, 3), p == 5)  # => True True False
print(p + Point(3, 4), p[1], len(p), p(3))  # => Point(4, 6) 2 2 Point(3, 6)
print(bool(Point(0, 0)), not p)  # => False False
print(p.norm1)  # => 3
p.norm1 = 9
print(p, Point.origin(), Point.name(), p.name())  # => Point(9, 0) Point(0, 0) point point
x, y = Point(5, 6)
print(x, y)  # => 5 6
print({Point(1, 1): "a"}[Point(1, 1)])  # => a


class Base:
    def __init__(self):
        self.log = ["Base"]

    def hello(self):
        return "base"


class Left(Base):
    def __init__(self):
        super().__init__()
        self.log.append("Left")

    def hello(self):
        return "left-" + super().hello()


class Right(Base):
    def __init__(self):
        super().__init__()
        self.log.append("Right")

    def hello(self):
        return "right-" + super().hello()


class Both(Left, Right):
    def __init__(self):
        super(Both, self).__init__()
        self.log.append("Both")


b = Both()
print(b.log, b.hello())  # => ['Base', 'Right', 'Left', 'Both'] left-right-base
print([c.__name__ for c in Both.__mro__])  # => ['Both', 'Left', 'Right', 'Base', 'object']
print(isinstance(b, Right), issubclass(Both, Base))  # => True True
try:

    class Impossible(Base, Both):
        pass

except TypeError as e:
    print(str(e).split("\n")[0])  # => Cannot create a consistent method resolution


class Meta(type):
    def __new__(mcls, name, bases, space, **kw):
        cls = super().__new__(mcls, name, bases, dict(space))
        cls.tag = kw.get("tag", "none")
        return cls

    def __init__(cls, name, bases, space, **kw):
        super().__init__(name, bases, space)

    def __call__(cls, *args):
        obj = super().__call__(*args)
        obj.made_by = "Meta"
        return obj


class WithMeta(metaclass=Meta, tag="t"):
    def __init__(self, v):
        self.v = v


w = WithMeta(4)
print(WithMeta.tag, w.v, w.made_by, type(WithMeta).__name__)  # => t 4 Meta Meta


class Plugin:
    known = []

    def __init_subclass__(cls, /, label=None, **kw):
        super().__init_subclass__(**kw)
        cls.known.append((cls.__name__, label))


class One(Plugin, label="first"):
    pass


class Two(Plugin):
    pass


print(Plugin.known)  # => [('One', 'first'), ('Two', None)]


class Positive:
    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, obj, owner=None):
        return self if obj is None else getattr(obj, self.name)

    def __set__(self, obj, value):
        if value < 0:
            raise ValueError("negative")
        setattr(obj, self.name, value)


class Account:
    balance = Positive()

    def __init__(self, b):
        self.balance = b


a = Account(5)
a.balance += 2
print(a.balance, a.__dict__)  # => 7 {'_balance': 7}
try:
    a.balance = -1
except ValueError as e:
    print(e)  # => negative


class Slots:
    __slots__ = ("a", "b")


s = Slots()
s.a = 1
print(s.a)  # => 1
try:
    s.b
except AttributeError as e:
    print("no", e)  # => no 'Slots' object has no attribute 'b'
try:
    s.c = 3
except AttributeError as e:
    print(e)  # => 'Slots' object has no attribute 'c'


class Dynamic:
    def __getattr__(self, name):
        if name.startswith("get_"):
            return lambda: name[4:]
        raise AttributeError(name)


print(Dynamic().get_color())  # => color
try:
    Dynamic().other
except AttributeError as e:
    print(e)  # => other
try:
    Point(1).zap
except AttributeError as e:
    print(e)  # => 'Point' object has no attribute 'zap'
try:
    Point.zap
except AttributeError as e:
    print(e)  # => type object 'Point' has no attribute 'zap'
try:
    Point()
except TypeError as e:
    print(e)  # => Point.__init__() missing 1 required positional argument: 'x'
try:
    Base(1)
except TypeError as e:
    print(e)  # => Base.__init__() takes 1 positional argument but 2 were given


class Empty:
    pass


try:
    Empty(1)
except TypeError as e:
    print(e)  # => Empty() takes no arguments


class BadInit:
    def __init__(self):
        return 5


try:
    BadInit()
except TypeError as e:
    print(e)  # => __init__() should return None, not 'int'


class Private:
    def __init__(self):
        self.__secret = 1

    def get(self):
        return self.__secret


print(Private().get(), Private().__dict__)  # => 1 {'_Private__secret': 1}


class Deleted:
    def __del__(self):
        print("deleted")


d = Deleted()
print("before")  # => before
d = None  # => deleted
print("after")  # => after


class Outer:
    class Inner:
        def method(self):
            pass

    value = [i * 2 for i in range(3)]


print(Outer.Inner.method.__qualname__, Outer.value)  # => Outer.Inner.method [0, 2, 4]
Made = type("Made", (Base,), {"extra": 1, "m": lambda self: "m"})
print(Made().m(), Made.extra, Made.__name__)  # => m 1 Made


class Count:
    total = 0

    def __enter__(self):
        Count.total += 1
        return self

    def __exit__(self, *exc):
        Count.total -= 1
        return False


with Count() as c1, Count() as c2:
    print(Count.total)  # => 2
print(Count.total)  # => 0


class Matrix:
    def __matmul__(self, other):
        return "matmul"

    def __rmul__(self, other):
        return f"rmul {other}"

    def __iadd__(self, other):
        return f"iadd {other}"

    def __neg__(self):
        return "neg"

    def __contains__(self, x):
        return x == 3

    def __iter__(self):
        yield from (1, 2)

    def __lt__(self, other):
        return True


m = Matrix()
print(m @ m, 2 * m, -m, 3 in m, 4 in m, list(m), m < 1)  # => matmul rmul 2 neg True False [1, 2] True
m += 5
print(m)  # => iadd 5


class Annotated:
    a: int
    b: str = "x"


print(Annotated.__annotations__)  # => {'a': <class 'int'>, 'b': <class 'str'>}
print(Both.__module__, Both.__qualname__, Both)  # => __main__ Both <class '__main__.Both'>
x = 1


class Scope:
    y = x
    x = 2
    z = x


print(Scope.y, Scope.z, x)  # => 1 2 1


# What a hook for attributes raises learns what was looked up, where it doesn't say so itself.

class Hooked:
    sleepy = 1

    def __getattr__(self, name):
        raise AttributeError(f"nothing called {name}")


hooked = Hooked()
try:
    hooked.sleepx
except AttributeError as error:
    print(error.name, error.obj is hooked)  # => sleepx True
