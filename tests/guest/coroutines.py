# Coroutines driven by hand: await chains, async with, async for, asynchronous generators.


class Suspend:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        return (yield self.value)


def run(coro, *answers):
    """Drives a coroutine; prints what it yields, sends the answers."""
    answers = list(answers)
    value = None
    while True:
        try:
            out = coro.send(value)
        except StopIteration as e:
            return e.value
        print("yielded", out)
        value = answers.pop(0) if answers else None


async def leaf(x):
    got = await Suspend(x)
    return got * 2


async def middle(x):
    return await leaf(x) + 1


async def top():
    a = await middle("one")
    b = await middle("two")
    return a, b


print(run(top(), 10, 20))
# => yielded one
# => yielded two
# => (21, 41)


class Manager:
    async def __aenter__(self):
        await Suspend("enter")
        return "managed"

    async def __aexit__(self, kind, value, tb):
        await Suspend("exit")
        print(kind.__name__ if kind else None)
        return kind is KeyError


async def use():
    async with Manager() as m:
        print(m)
    async with Manager():
        raise KeyError("swallowed")
    return "done"


print(run(use()))
# => yielded enter
# => managed
# => yielded exit
# => None
# => yielded enter
# => yielded exit
# => KeyError
# => done


async def agen(n):
    for i in range(n):
        await Suspend(f"wait {i}")
        got = yield i
        if got:
            print("agen got", got)


async def loop():
    total = 0
    async for i in agen(3):
        total += i
    else:
        print("else")
    values = [i async for i in agen(2)]
    more = {i: i * i async for i in agen(2) if i}
    g = agen(5)
    first = await g.asend(None)
    second = await g.asend("hello")
    await g.aclose()
    return total, values, more, first, second


print(run(loop()))
# => yielded wait 0
# => yielded wait 1
# => yielded wait 2
# => else
# => yielded wait 0
# => yielded wait 1
# => yielded wait 0
# => yielded wait 1
# => yielded wait 0
# => agen got hello
# => yielded wait 1
# => (3, [0, 1], {1: 1}, 0, 1)


async def failing():
    try:
        await Suspend(1)
    except ValueError as e:
        print("caught", e)
        raise TypeError("other") from e


c = failing()
c.send(None)
try:
    c.throw(ValueError("thrown"))
except TypeError as e:
    print(e, repr(e.__cause__))
# => caught thrown
# => other ValueError('thrown')


async def cleaning():
    try:
        await Suspend(1)
    finally:
        print("cleaned")


c = cleaning()
c.send(None)
c.close()  # => cleaned
try:
    c.send(None)
except RuntimeError as e:
    print(e)  # => cannot reuse already awaited coroutine
try:
    run(top().__await__())
except TypeError as e:
    print(e)
# => yielded one
# => unsupported operand type(s) for *: 'NoneType' and 'int'


async def bad_await():
    await 5


try:
    run(bad_await())
except TypeError as e:
    print(e)  # => object int can't be used in 'await' expression


async def bad_with():
    async with 5:
        pass


try:
    run(bad_with())
except TypeError as e:
    print(e)  # => 'int' object does not support the asynchronous context manager protocol


async def bad_for():
    async for x in [1]:
        pass


try:
    run(bad_for())
except TypeError as e:
    print(e)  # => 'async for' requires an object with __aiter__ method, got list


async def waits():
    await Suspend("w")


async def twice():
    w = waits()
    await w
    await w


try:
    run(twice())
except RuntimeError as e:
    print(e)
# => yielded w
# => cannot reuse already awaited coroutine
w = waits()
print(w.cr_running, w.cr_await, w.cr_frame is not None, w.__qualname__)  # => False None True waits
w.send(None)
print(type(w.cr_await).__name__)  # => generator
w.close()
print(w.cr_frame)  # => None


async def stop():
    raise StopIteration


try:
    run(stop())
except RuntimeError as e:
    print(e)  # => coroutine raised StopIteration


async def agen_error():
    yield 1
    raise ValueError("in agen")


async def iterate():
    try:
        async for x in agen_error():
            print("x", x)
    except ValueError as e:
        print("caught", e)


run(iterate())
# => x 1
# => caught in agen


class AsyncIter:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.n == 0:
            raise StopAsyncIteration
        self.n -= 1
        return self.n


async def over():
    async for x in AsyncIter(5):
        if x == 3:
            continue
        if x == 1:
            break
        print(x)


run(over())
# => 4
# => 2


async def athrow_it():
    async def g():
        try:
            yield 1
        except KeyError:
            yield "handled"

    it = g()
    await it.__anext__()
    print(await it.athrow(KeyError))
    try:
        await it.__anext__()
    except StopAsyncIteration:
        print("stopped")


run(athrow_it())
# => handled
# => stopped


async def genexp():
    return [x async for x in (y * 2 async for y in AsyncIter(3))]


print(run(genexp()))  # => [4, 2, 0]


async def await_in_comprehension():
    return [await leaf(i) for i in range(2)]


print(run(await_in_comprehension(), 1, 2))
# => yielded 0
# => yielded 1
# => [2, 4]
