# functools and contextlib.
import functools
import io
import sys
from contextlib import (AsyncExitStack, ContextDecorator, ExitStack, asynccontextmanager, closing,
                        contextmanager, nullcontext, redirect_stdout, suppress)
from functools import (cache, cached_property, cmp_to_key, lru_cache, partial, partialmethod,
                       reduce, singledispatch, singledispatchmethod, total_ordering, wraps)


def error(call):
    try:
        call()
    except Exception as e:
        return f"{type(e).__name__}: {e}"
    return "no error"


def add(a, b=0, *, c=0):
    """Adds."""
    return a + b + c


p = partial(add, 1, c=5)
print(p(2), p.args, p.keywords, p.func is add, partial(p, 10)(), partial(p, c=1).keywords)
# => 8 (1,) {'c': 5} True 16 {'c': 1}
print(repr(partial(int, "11", base=2)), partial(int, base=2)("101"))
# => functools.partial(<class 'int'>, '11', base=2) 5
print(error(lambda: partial(5)))  # => TypeError: the first argument must be callable
print(reduce(lambda a, b: a * b, [1, 2, 3, 4]), reduce(add, [], 7))  # => 24 7
print(error(lambda: reduce(add, [])))
# => TypeError: reduce() of empty iterable with no initial value
print(sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)))  # => [3, 2, 1]


@lru_cache(maxsize=2)
def square(x):
    print("computing", x)
    return x * x


print(square(2), square(2), square(3), square(4), square(2))
# => computing 2
# => computing 3
# => computing 4
# => computing 2
# => 4 4 9 16 4
print(square.cache_info(), square.__name__, square.__wrapped__(9), square.cache_parameters())
# => computing 9
# => CacheInfo(hits=1, misses=4, maxsize=2, currsize=2) square 81 {'maxsize': 2, 'typed': False}
square.cache_clear()
print(square.cache_info())  # => CacheInfo(hits=0, misses=0, maxsize=2, currsize=0)


@cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(80), fib.cache_info())
# => 23416728348467685 CacheInfo(hits=78, misses=81, maxsize=None, currsize=81)


@lru_cache
def typed(*args, **kw):
    return args, kw


print(typed(1), typed(1.0), typed(1, a=2), typed.cache_info().currsize)
# => ((1,), {}) ((1.0,), {}) ((1,), {'a': 2}) 3
print(error(lambda: typed([])))  # => TypeError: unhashable type: 'list'


def trace(function):
    @wraps(function)
    def wrapper(*args, **kw):
        """Wrapper."""
        return function(*args, **kw)
    return wrapper


traced = trace(add)
print(traced.__name__, traced.__doc__, traced.__wrapped__ is add, traced(1, 2))
# => add Adds. True 3


class Circle:
    def __init__(self, r):
        self.r = r

    @cached_property
    def area(self):
        print("area")
        return self.r * self.r

    def scale(self, k, extra=0):
        return self.r * k + extra

    double = partialmethod(scale, 2, extra=1)

    @lru_cache
    def twice(self):
        return self.r * 2


c = Circle(3)
print(c.area, c.area, c.__dict__, c.double(), c.twice())
# => area
# => 9 9 {'r': 3, 'area': 9} 7 6


@total_ordering
class Version:
    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        return self.n == other.n

    def __lt__(self, other):
        return self.n < other.n


print(Version(1) <= Version(2), Version(1) > Version(2), Version(2) >= Version(2))
# => True False True


@singledispatch
def show(value):
    return "object"


@show.register
def _(value: int):
    return "int"


@show.register(list)
def _(value):
    return "list"


print(show(1), show([]), show("a"), show(True), show.dispatch(int).__name__, show.__name__)
# => int list object int _ show


class Shower:
    @singledispatchmethod
    def show(self, value):
        return "other"

    @show.register
    def _(self, value: str):
        return "str"


print(Shower().show(1), Shower().show("x"))  # => other str


@contextmanager
def managed(name):
    print("enter", name)
    try:
        yield name.upper()
    except ValueError as e:
        print("caught", e)
    finally:
        print("exit", name)


with managed("a") as value:
    print(value)
# => enter a
# => A
# => exit a
with managed("b"):
    raise ValueError("inside")
# => enter b
# => caught inside
# => exit b


@contextmanager
def never():
    if False:
        yield


@contextmanager
def twice():
    yield 1
    yield 2


print(error(never().__enter__))  # => RuntimeError: generator didn't yield


def use_twice():
    with twice():
        pass


print(error(use_twice))  # => RuntimeError: generator didn't stop


@managed("decorator")
def decorated():
    print("body")


decorated()
# => enter decorator
# => body
# => exit decorator
with suppress(ZeroDivisionError, KeyError):
    1 / 0
print("after suppress")  # => after suppress
with ExitStack() as stack:
    stack.enter_context(managed("one"))
    stack.enter_context(managed("two"))
    stack.callback(print, "callback", 3)
    print("in stack")
# => enter one
# => enter two
# => in stack
# => callback 3
# => exit two
# => exit one


def failing_stack():
    with ExitStack() as stack:
        stack.callback(lambda: 1 / 0)
        raise KeyError("first")


try:
    failing_stack()
except ZeroDivisionError as e:
    print("chained to", repr(e.__context__))  # => chained to KeyError('first')


class Door:
    def close(self):
        print("closed")


with closing(Door()) as door, nullcontext(5) as five:
    print(five)
# => 5
# => closed
buffer = io.StringIO()
with redirect_stdout(buffer):
    print("hidden")
print(repr(buffer.getvalue()), sys.stdout is not buffer)  # => 'hidden\n' True


class Timer(ContextDecorator):
    def __enter__(self):
        print("start")
        return self

    def __exit__(self, *exc):
        print("stop", exc[0])
        return False


@Timer()
def work():
    print("working")


work()
# => start
# => working
# => stop None


def run(coroutine):
    try:
        coroutine.send(None)
    except StopIteration as e:
        return e.value


@asynccontextmanager
async def resource(name):
    print("open", name)
    try:
        yield name
    finally:
        print("close", name)


async def main():
    async with resource("r") as r:
        print("using", r)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(resource("s1"))
        stack.enter_context(managed("sync"))
        stack.push_async_callback(other, "called")
    try:
        async with resource("t"):
            raise ValueError("boom")
    except ValueError as e:
        return f"main caught {e}"


async def other(text):
    print("async", text)


print(run(main()))
# => open r
# => using r
# => close r
# => open s1
# => enter sync
# => async called
# => exit sync
# => close s1
# => open t
# => close t
# => main caught boom
print(error(lambda: ExitStack().enter_context(5)))
# => TypeError: 'builtins.int' object does not support the context manager protocol
print(functools.WRAPPER_ASSIGNMENTS)
# => ('__module__', '__name__', '__qualname__', '__doc__', '__annotations__')
