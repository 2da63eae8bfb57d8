# collections: deque, defaultdict, Counter, OrderedDict, namedtuple, ChainMap and the User classes.
from collections import (ChainMap, Counter, OrderedDict, UserDict, UserList, UserString, abc,
                         defaultdict, deque, namedtuple)


def error(call):
    try:
        call()
    except Exception as e:
        return f"{type(e).__name__}: {e}"
    return "no error"


d = deque([1, 2, 3])
d.append(4)
d.appendleft(0)
print(d, len(d), d[0], d[-1], d.pop(), d.popleft(), list(reversed(d)))
# => deque([1, 2, 3]) 5 0 4 4 0 [3, 2, 1]
d.extend([8, 9])
d.extendleft([6, 7])
print(d, d.index(8), d.count(1), 9 in d)  # => deque([7, 6, 1, 2, 3, 8, 9]) 5 1 True
d.rotate(2)
print(d)  # => deque([8, 9, 7, 6, 1, 2, 3])
d.rotate(-1)
d.insert(1, "x")
d.remove("x")
d[0] = "first"
del d[1]
print(d, d.maxlen)  # => deque(['first', 6, 1, 2, 3, 8]) None
limited = deque(range(5), maxlen=3)
limited.append(5)
print(limited, limited.maxlen, limited == deque([3, 4, 5]))  # => deque([3, 4, 5], maxlen=3) 3 True
limited.appendleft(9)
print(limited, limited.copy(), limited + deque([1]), deque([1]) * 3)
# => deque([9, 3, 4], maxlen=3) deque([9, 3, 4], maxlen=3) deque([3, 4, 1], maxlen=3) deque([1, 1, 1])
print(error(lambda: deque().pop()))  # => IndexError: pop from an empty deque
print(error(lambda: deque()[0]))  # => IndexError: deque index out of range
print(error(lambda: deque([1]).remove(2)))  # => ValueError: 2 is not in deque
print(error(lambda: deque(maxlen=-1)))  # => ValueError: maxlen must be non-negative
print(deque([1, 2]) < deque([1, 3]), deque("ab") == deque("ab"), bool(deque()))
# => True True False


def mutate():
    row = deque([1, 2, 3])
    for item in row:
        row.append(item)


print(error(mutate))  # => RuntimeError: deque mutated during iteration
own = deque([1])
own.append(own)
print(own)  # => deque([1, [...]])

groups = defaultdict(list)
for word in ["apple", "avocado", "bean"]:
    groups[word[0]].append(word)
print(groups, groups["z"], "z" in groups, groups.get("y"))
# => defaultdict(<class 'list'>, {'a': ['apple', 'avocado'], 'b': ['bean'], 'z': []}) [] True None
print(defaultdict(int, a=1), defaultdict(None), defaultdict(int).default_factory)
# => defaultdict(<class 'int'>, {'a': 1}) defaultdict(None, {}) <class 'int'>
print(error(lambda: defaultdict(5)))  # => TypeError: first argument must be callable or None
print(error(lambda: defaultdict(None)["a"]))  # => KeyError: 'a'
print(groups.copy() == groups, type(groups | {"q": 1}).__name__)  # => True defaultdict

c = Counter("abracadabra")
print(c, c["a"], c["zz"], c.most_common(2), sum(c.values()), c.total())
# => Counter({'a': 5, 'b': 2, 'r': 2, 'c': 1, 'd': 1}) 5 0 [('a', 5), ('b', 2)] 11 11
c.update("aa")
c.subtract("b")
print(c["a"], c["b"], sorted(c.elements())[:3], list(Counter(a=2, b=1).elements()))
# => 7 1 ['a', 'a', 'a'] ['a', 'a', 'b']
print(Counter(a=3, b=1) + Counter(a=1, c=2), Counter(a=3) - Counter(a=1, b=2))
# => Counter({'a': 4, 'c': 2, 'b': 1}) Counter({'a': 2})
print(Counter(a=3, b=1) & Counter(a=1, b=5), Counter(a=3) | Counter(b=2), +Counter(a=-1, b=1))
# => Counter({'a': 1, 'b': 1}) Counter({'a': 3, 'b': 2}) Counter({'b': 1})
print(Counter(a=1) == Counter(a=1, b=0), Counter(a=1) <= Counter(a=2), Counter())
# => True True Counter()
del c["zzz"]

od = OrderedDict([("a", 1), ("b", 2), ("c", 3)])
od.move_to_end("a")
print(od, list(od), od.popitem(last=False), list(reversed(od)))
# => OrderedDict([('c', 3), ('a', 1)]) ['b', 'c', 'a'] ('b', 2) ['a', 'c']
od.move_to_end("a", last=False)
print(od == {"a": 1, "c": 3}, OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), OrderedDict())
# => True False OrderedDict()
print(error(lambda: OrderedDict().popitem()))  # => KeyError: 'dictionary is empty'
print(error(lambda: OrderedDict(a=1).move_to_end("x")))  # => KeyError: 'x'

Point = namedtuple("Point", ["x", "y"])
p = Point(1, y=2)
print(p, p.x, p[1], p._asdict(), p._replace(x=5), Point._fields, Point._make([3, 4]))
# => Point(x=1, y=2) 1 2 {'x': 1, 'y': 2} Point(x=5, y=2) ('x', 'y') Point(x=3, y=4)
x, y = p
print(x, y, p == (1, 2), isinstance(p, tuple), len(p), Point.__doc__, hash(p) == hash((1, 2)))
# => 1 2 True True 2 Point(x, y) True
print(error(lambda: Point(1)))
# => TypeError: Point.__new__() missing 1 required positional argument: 'y'
print(error(lambda: Point(1, 2, 3)))
# => TypeError: Point.__new__() takes 3 positional arguments but 4 were given
print(error(lambda: p._replace(z=1)))  # => ValueError: Got unexpected field names: ['z']
print(error(lambda: namedtuple("P", "a a")))
# => ValueError: Encountered duplicate field name: 'a'
print(error(lambda: namedtuple("P", "class")))
# => ValueError: Type names and field names cannot be a keyword: 'class'
print(error(lambda: setattr(p, "x", 1)))  # => AttributeError: can't set attribute
D = namedtuple("D", "a b c", defaults=[2, 3])
print(D(1), D._field_defaults, namedtuple("R", "a class b", rename=True)._fields)
# => D(a=1, b=2, c=3) {'b': 2, 'c': 3} ('a', '_1', 'b')


class Named(namedtuple("Base", "a b")):
    __slots__ = ()

    def total(self):
        return self.a + self.b


print(Named(1, 2), Named(1, 2).total())  # => Named(a=1, b=2) 3
match p:
    case Point(x=1, y=other):
        print("matched", other)  # => matched 2

chain = ChainMap({"a": 1}, {"a": 2, "b": 3})
print(chain["a"], chain["b"], dict(chain), chain, len(chain), chain.new_child({"c": 0})["c"])
# => 1 3 {'a': 1, 'b': 3} ChainMap({'a': 1}, {'a': 2, 'b': 3}) 2 0
chain["b"] = 9
print(chain.maps, chain.parents)
# => [{'a': 1, 'b': 9}, {'a': 2, 'b': 3}] ChainMap({'a': 2, 'b': 3})


class Upper(UserDict):
    def __setitem__(self, key, item):
        super().__setitem__(key.upper(), item)


u = Upper(a=1)
u["b"] = 2
print(u, u.data, list(u), "A" in u, u == {"A": 1, "B": 2})
# => {'A': 1, 'B': 2} {'A': 1, 'B': 2} ['A', 'B'] True True
ul = UserList([3, 1])
ul.append(2)
ul.sort()
print(ul, ul[0], ul + [4], len(ul))  # => [1, 2, 3] 1 [1, 2, 3, 4] 3
print(UserString("abc").upper(), UserString("a") + "b")  # => ABC ab

print(isinstance([], abc.Sequence), isinstance({}, abc.Mapping), isinstance(5, abc.Hashable))
# => True True True
print(isinstance([], abc.Hashable), isinstance(iter([]), abc.Iterator), issubclass(list, abc.Iterable))
# => False True True
print(isinstance(print, abc.Callable), isinstance({1}, abc.Set), isinstance("", abc.Collection))
# => True True True


class Row(abc.Sequence):
    def __init__(self, *items):
        self.items = items

    def __len__(self):
        return len(self.items)

    def __getitem__(self, i):
        return self.items[i]


row = Row(1, 2, 3)
print(list(row), 2 in row, row.index(3), row.count(1), list(reversed(row)))
# => [1, 2, 3] True 2 1 [3, 2, 1]
print(error(lambda: abc.Sequence()))
# => TypeError: Can't instantiate abstract class Sequence with abstract methods __getitem__, __len__


class Half(abc.MutableMapping):
    def __getitem__(self, key):
        return key


print(error(Half))
# => TypeError: Can't instantiate abstract class Half with abstract methods __delitem__, __iter__, __len__, __setitem__
