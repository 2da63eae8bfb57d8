# match: every kind of pattern.


class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y


def describe(v):
    match v:
        case None:
            return "none"
        case True | False:
            return "bool"
        case 0 | 1 | 2:
            return "small"
        case int(n) if n > 100:
            return f"big {n}"
        case -5:
            return "minus five"
        case str() as s if s.startswith("x"):
            return f"x-string {s}"
        case "exact":
            return "exact string"
        case []:
            return "empty list"
        case [x]:
            return f"one {x}"
        case [1, *rest]:
            return f"one and {rest}"
        case [first, *_, last] if first == last:
            return f"same ends {first}"
        case (a, b, *_):
            return f"starts {a} {b}"
        case {"type": "circle", "r": r}:
            return f"circle {r}"
        case {"type": kind, **rest}:
            return f"{kind} with {rest}"
        case {}:
            return "mapping"
        case Point(0, 0):
            return "origin"
        case Point(x=0, y=y):
            return f"on y at {y}"
        case Point(x, y) if x == y:
            return f"diagonal {x}"
        case Point():
            return "point"
        case float(f):
            return f"float {f}"
        case _:
            return "other"


for v in (None, True, 1, 500, -5, "xyz", "exact", "plain", [], [9], [1, 2, 3], [4, 5, 4], (7, 8, 9)):
    print(describe(v))
# => none
# => bool
# => small
# => big 500
# => minus five
# => x-string xyz
# => exact string
# => other
# => empty list
# => one 9
# => one and [2, 3]
# => same ends 4
# => starts 7 8
for v in (
    {"type": "circle", "r": 2},
    {"type": "box", "w": 1},
    {"z": 1},
    Point(0, 0),
    Point(0, 5),
    Point(3, 3),
    Point(1, 2),
    2.5,
    object,
):
    print(describe(v))
# => circle 2
# => box with {'w': 1}
# => mapping
# => origin
# => on y at 5
# => diagonal 3
# => point
# => float 2.5
# => other


def alternatives(v):
    match v:
        case (1, x) | (x, 1):
            return x
        case {"a": x, "b": y} | [y, x]:
            return x, y
        case [Point(x=a) | [a], {"k": [b, *c]}]:
            return a, b, c
    return "no"


print(alternatives((1, 5)), alternatives((6, 1)), alternatives({"a": 1, "b": 2}))  # => 5 6 (1, 2)
print(alternatives([3, 4]), alternatives([[7], {"k": "xyz"}]), alternatives(5))  # => (4, 3) ({'k': 'xyz'}, [7]) no


class Color:
    RED = 1


def dotted(v):
    match v:
        case Color.RED:
            return "red"
        case [Color.RED, other]:
            return f"red and {other}"
        case 1.5 | 2j | b"b" | "s":
            return "literal"
        case 3 - 4j:
            return "complex"


print(dotted(1), dotted([1, 2]), dotted(b"b"), dotted(3 - 4j), dotted(9))  # => red red and 2 literal complex None
match 5, 6:
    case x, y:
        print(x, y)  # => 5 6
try:
    match Point(1, 2):
        case Point(1, 2, 3):
            pass
except TypeError as e:
    print(e)  # => Point() accepts 2 positional sub-patterns (3 given)


def loops(values):
    out = []
    for v in values:
        match v:
            case "skip":
                continue
            case "stop":
                break
            case _:
                out.append(v)
    return out


print(loops([1, "skip", 2, "stop", 3]))  # => [1, 2]
match {"x": {"y": [1, {"z": "deep"}]}}:
    case {"x": {"y": [_, {"z": found}]}}:
        print(found)  # => deep
match "text":
    case str(t):
        print(t)  # => text
