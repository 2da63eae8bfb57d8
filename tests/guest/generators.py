# Generators: send, throw, close, yield from, return values, and what ends them.


def count(n):
    for i in range(n):
        yield i


print(list(count(3)), sum(count(5)))  # => [0, 1, 2] 10


def echo():
    received = []
    while True:
        try:
            value = yield len(received)
        except ValueError as e:
            received.append(f"error {e}")
        else:
            if value is None:
                break
            received.append(value)
    return received


g = echo()
print(next(g), g.send("a"), g.throw(ValueError("x")))  # => 0 1 2
try:
    next(g)
except StopIteration as e:
    print(e.value)  # => ['a', 'error x']
try:
    echo().send(1)
except TypeError as e:
    print(e)  # => can't send non-None value to a just-started generator


def inner():
    got = yield 1
    print("inner got", got)
    try:
        yield 2
    except KeyError:
        print("inner caught")
        yield 3
    return "result"


def outer():
    value = yield from inner()
    print("outer value", value)
    yield 4


o = outer()
print(next(o))  # => 1
print(o.send("hi"))
# => inner got hi
# => 2
print(o.throw(KeyError))
# => inner caught
# => 3
print(next(o))
# => outer value result
# => 4


def closing():
    try:
        yield 1
    finally:
        print("closed")


c = closing()
next(c)
c.close()  # => closed
c.close()


def stubborn():
    while True:
        try:
            yield
        except GeneratorExit:
            pass


s = stubborn()
next(s)
try:
    s.close()
except RuntimeError as e:
    print(e)  # => generator ignored GeneratorExit


def finish(s):
    try:
        yield
    finally:
        return


def stops():
    raise StopIteration(5)
    yield


try:
    next(stops())
except RuntimeError as e:
    print(e, repr(e.__cause__))  # => generator raised StopIteration StopIteration(5)


def itself():
    try:
        next(me)
    except ValueError as e:
        print(e)  # => generator already executing
    yield 1


me = itself()
next(me)
gen = (x * y for x in range(3) for y in range(3) if x != y)
print(list(gen))  # => [0, 0, 0, 2, 0, 2]
print(gen.__name__, type(gen).__name__)  # => <genexpr> generator


def deep(n):
    if n == 0:
        yield "bottom"
        return "end"
    result = yield from deep(n - 1)
    return result + "."


d = deep(20)
print(next(d))  # => bottom
try:
    next(d)
except StopIteration as e:
    print(e.value)  # => end....................


def uses_iter():
    result = yield from [1, 2]
    print(result)


print(list(uses_iter()))
# => None
# => [1, 2]


def state():
    yield


t = state()
print(t.gi_running, t.gi_frame is not None, t.gi_yieldfrom)  # => False True None
list(t)
print(t.gi_frame)  # => None


def context():
    try:
        yield 1
    except ValueError:
        yield 2


k = context()
next(k)
try:
    raise KeyError
except KeyError:
    print(k.throw(ValueError))  # => 2


def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


for i, f in enumerate(fib()):
    if i == 10:
        print(f)  # => 55
        break
a, *b, c = count(5)
print(a, b, c)  # => 0 [1, 2, 3] 4


class Delegate:
    def __iter__(self):
        return self

    def __next__(self):
        raise StopIteration("from next")


def uses_delegate():
    print((yield from Delegate()))


list(uses_delegate())  # => from next


def nested_handled():
    try:
        raise ValueError("first")
    except ValueError:
        yield 1
        try:
            raise KeyError("second")
        except KeyError as e:
            yield repr(e.__context__)


print(list(nested_handled()))  # => [1, "ValueError('first')"]


# What a generator returns is no part of what it yields, whoever loops over it.

def with_return():
    yield 1
    return 9


print(list(with_return()), [*with_return()], tuple(map(str, with_return())))  # => [1] [1] ('1',)
print(sum(with_return()), {*with_return()}, dict(enumerate(with_return())))  # => 1 {1} {0: 1}
(only,) = with_return()
print(only, 5 in with_return(), sorted(with_return()))  # => 1 False [1]


class Stops:
    def __iter__(self):
        return self

    def __next__(self):
        raise StopIteration(7)


print(list(Stops()), list(map(lambda _: next(iter(())), [1, 2])))  # => [] []
for _ in map(lambda _: next(iter(())), [1, 2]):
    print("never")
resumed = with_return()
next(resumed)
try:
    resumed.__next__()
except StopIteration as stop:
    print(stop.value)  # => 9
