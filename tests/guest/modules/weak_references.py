# weakref, types, abc, gc.
import gc
import types
import weakref
from abc import ABC, abstractmethod


def error(call):
    try:
        call()
    except Exception as e:
        return f"{type(e).__name__}: {e}"
    return "no error"


class Thing:
    def __init__(self, name):
        self.name = name

    def hello(self):
        return "hello " + self.name

    def __del__(self):
        print("del", self.name)


t = Thing("a")
r = weakref.ref(t, lambda ref: print("gone", ref() is None))
print(r() is t, weakref.getweakrefcount(t), weakref.ref(t) is weakref.ref(t))  # => True 1 True
del t
# => del a
# => gone True
print(r())  # => None
values = weakref.WeakValueDictionary()
b = Thing("b")
values["k"] = b
print(len(values), "k" in values, values["k"].name)  # => 1 True b
del b  # => del b
print(len(values), "k" in values)  # => 0 False
keys = weakref.WeakKeyDictionary()
c = Thing("c")
keys[c] = 1
members = weakref.WeakSet([c])
print(len(keys), keys[c], c in members, len(members))  # => 1 1 True 1
m = weakref.WeakMethod(c.hello)
print(m()())  # => hello c
p = weakref.proxy(c)
print(p.name)  # => c
f = weakref.finalize(c, print, "finalized")
print(f.alive)  # => True
del c
# => del c
# => finalized
print(len(keys), len(members), m(), f.alive)  # => 0 0 None False
print(error(lambda: p.name))  # => ReferenceError: weakly-referenced object no longer exists
print(error(lambda: weakref.ref(5)))  # => TypeError: cannot create weak reference to 'int' object
print(error(lambda: values["k"]))  # => KeyError: 'k'


class Node:
    def __init__(self):
        self.me = self


n = Node()
watch = weakref.ref(n)
del n
print(watch() is None, gc.collect() > 0, watch() is None)  # => False True True


class Shape(ABC):
    @abstractmethod
    def area(self):
        ...

    @property
    @abstractmethod
    def sides(self):
        ...


class Square(Shape):
    sides = 4

    def area(self):
        return 1


print(Square().area(), error(Shape), sorted(Shape.__abstractmethods__))
# => 1 TypeError: Can't instantiate abstract class Shape with abstract methods area, sides ['area', 'sides']


class Half(Shape):
    def area(self):
        return 2


print(error(Half))
# => TypeError: Can't instantiate abstract class Half with abstract method sides


class Plugin(ABC):
    @classmethod
    def __subclasshook__(cls, other):
        return hasattr(other, "run") or NotImplemented


class Runner:
    def run(self):
        pass


print(issubclass(Runner, Plugin), isinstance(Runner(), Plugin), issubclass(int, Plugin))
# => True True False
Shape.register(int)
print(isinstance(5, Shape), issubclass(bool, Shape))  # => True True

print(types.FunctionType is type(lambda: 0), types.GeneratorType.__name__, types.CoroutineType)
# => True generator <class 'coroutine'>
ns = types.SimpleNamespace(a=1, b="x")
ns.c = 3
print(ns, ns == types.SimpleNamespace(a=1, b="x", c=3))  # => namespace(a=1, b='x', c=3) True
proxy = types.MappingProxyType({"a": 1})
print(proxy, proxy["a"], error(lambda: proxy.update()))
# => {'a': 1} 1 AttributeError: 'mappingproxy' object has no attribute 'update'
module = types.ModuleType("mine", "doc")
print(module.__name__, module.__doc__, type(module))  # => mine doc <class 'module'>
New = types.new_class("New", (Thing,), {}, lambda ns: ns.update(extra=5))
print(New.__name__, New.extra, New.__mro__[1].__name__)  # => New 5 Thing
print(types.MethodType(Thing.hello, ns).__self__ is ns, isinstance(len, types.BuiltinFunctionType))
# => True True


@types.coroutine
def step():
    got = yield "yielded"
    return got


async def waits():
    return await step()


coroutine = waits()
print(coroutine.send(None))  # => yielded
try:
    coroutine.send("sent")
except StopIteration as e:
    print(e.value)  # => sent
