# dataclasses and copy.
import copy
import dataclasses
from dataclasses import (InitVar, KW_ONLY, FrozenInstanceError, asdict, astuple, dataclass, field,
                         fields, is_dataclass, make_dataclass, replace)
from typing import ClassVar, List, Optional


def error(call):
    try:
        call()
    except Exception as e:
        return f"{type(e).__name__}: {e}"
    return "no error"


@dataclass
class Point:
    x: int
    y: int = 0
    tags: List[str] = field(default_factory=list)


p = Point(1)
print(p, p == Point(1), p != Point(2), Point(1, y=5, tags=["a"]), p.tags is Point(1).tags)
# => Point(x=1, y=0, tags=[]) True True Point(x=1, y=5, tags=['a']) False
print(error(lambda: Point()))
# => TypeError: Point.__init__() missing 1 required positional argument: 'x'
print(error(lambda: Point(1, 2, [], 4)))
# => TypeError: Point.__init__() takes from 2 to 4 positional arguments but 5 were given
print(error(lambda: Point(1, z=2)))
# => TypeError: Point.__init__() got an unexpected keyword argument 'z'
print(error(lambda: hash(p)))  # => TypeError: unhashable type: 'Point'
print(error(lambda: p < Point(2)))
# => TypeError: '<' not supported between instances of 'Point' and 'Point'
print(asdict(p), astuple(p), replace(p, x=9), [f.name for f in fields(p)], is_dataclass(Point))
# => {'x': 1, 'y': 0, 'tags': []} (1, 0, []) Point(x=9, y=0, tags=[]) ['x', 'y', 'tags'] True
print(Point.__match_args__, Point.__doc__, Point.__eq__.__qualname__)
# => ('x', 'y', 'tags') Point(x: int, y: int = 0, tags: List[str] = <factory>) Point.__eq__
match p:
    case Point(x, y):
        print("matched", x, y)  # => matched 1 0


@dataclass(frozen=True, order=True)
class Version:
    major: int
    minor: int = 0


v = Version(1, 2)
print(v < Version(1, 3), sorted([Version(2), Version(1)]), hash(v) == hash(Version(1, 2)), {v: 1})
# => True [Version(major=1, minor=0), Version(major=2, minor=0)] True {Version(major=1, minor=2): 1}
print(error(lambda: setattr(v, "major", 3)))
# => FrozenInstanceError: cannot assign to field 'major'
print(error(lambda: delattr(v, "major")))  # => FrozenInstanceError: cannot delete field 'major'
print(isinstance(FrozenInstanceError(), AttributeError))  # => True


@dataclass
class Base:
    a: int
    b: str = "b"


@dataclass
class Derived(Base):
    c: float = 1.5
    a: int = 10


print(Derived(), Derived(1, "x", 2.0))  # => Derived(a=10, b='b', c=1.5) Derived(a=1, b='x', c=2.0)


@dataclass
class Full:
    count: ClassVar[int] = 0
    name: str
    seed: InitVar[int]
    _: KW_ONLY
    level: int = field(default=1, repr=False, compare=False)
    total: int = field(init=False)
    note: Optional[str] = None

    def __post_init__(self, seed):
        self.total = seed * 2


f = Full("n", 4, level=7)
print(f, f.level, f.total, Full.count, [x.name for x in fields(Full)])
# => Full(name='n', total=8, note=None) 7 8 0 ['name', 'level', 'total', 'note']
print(error(lambda: Full("n", 4, 5)))
# => TypeError: Full.__init__() takes 3 positional arguments but 4 were given
print(Full("a", 1, level=1) == Full("a", 1, level=2))  # => True


@dataclass(slots=True)
class Slotted:
    x: int
    y: int = 3


s = Slotted(1)
print(s, Slotted.__slots__, error(lambda: setattr(s, "z", 1)))
# => Slotted(x=1, y=3) ('x', 'y') AttributeError: 'Slotted' object has no attribute 'z'


@dataclass(eq=False)
class ById:
    x: int = 1


print(ById() == ById(), isinstance(hash(ById()), int))  # => False True


def mutable_default():
    @dataclass
    class Bad:
        x: list = []


def wrong_order():
    @dataclass
    class Bad:
        x: int = 1
        y: int


print(error(mutable_default))
# => ValueError: mutable default <class 'list'> for field x is not allowed: use default_factory
print(error(wrong_order))  # => TypeError: non-default argument 'y' follows default argument
print(error(lambda: fields(5)))  # => TypeError: must be called with a dataclass type or instance
print(error(lambda: asdict(Point)))
# => TypeError: asdict() should be called on dataclass instances
print(error(lambda: field(default=1, default_factory=list)))
# => ValueError: cannot specify both default and default_factory
Made = make_dataclass("Made", ["x", ("y", int), ("z", int, field(default=5))])
print(Made(1, 2), dataclasses.asdict(Made(1, 2)))
# => Made(x=1, y=2, z=5) {'x': 1, 'y': 2, 'z': 5}


@dataclass
class Node:
    value: int
    next: Optional["Node"] = None


print(Node(1, Node(2)), asdict(Node(1, Node(2))))
# => Node(value=1, next=Node(value=2, next=None)) {'value': 1, 'next': {'value': 2, 'next': None}}
ring = Node(1)
ring.next = ring
print(ring)  # => Node(value=1, next=...)
print(asdict(Point(1, tags=[Point(2)])))
# => {'x': 1, 'y': 0, 'tags': [{'x': 2, 'y': 0, 'tags': []}]}

original = {"a": [1, {"b": 2}], "t": (1, [2]), "p": Point(1, tags=["x"])}
shallow = copy.copy(original)
deep = copy.deepcopy(original)
original["a"][1]["b"] = 99
original["p"].tags.append("y")
print(shallow["a"], deep["a"], deep["p"], deep["t"])
# => [1, {'b': 99}] [1, {'b': 2}] Point(x=1, y=0, tags=['x']) (1, [2])
loop = [1]
loop.append(loop)
again = copy.deepcopy(loop)
print(again[1] is again, again is not loop)  # => True True


class Custom:
    def __init__(self, v):
        self.v = v

    def __deepcopy__(self, memo):
        return Custom(self.v + 1)


print(copy.deepcopy([Custom(1)])[0].v, copy.copy(Custom(1)).v, copy.copy((1, 2)), copy.copy({1}))
# => 2 1 (1, 2) {1}
