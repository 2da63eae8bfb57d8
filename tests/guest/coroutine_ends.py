# How awaited coroutines begin and end: when their variables go, what is left of one that somebody
# still holds, and what a chain of them shows of itself.
import asyncio
import sys
import weakref


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("gone", self.name, sys._getframe(1).f_code.co_name)


async def inner(x, y=2, *, fail=False):
    return (x, y)


async def hold(n):
    local = Noisy(f"local {n}")
    other = Noisy(f"other {n}")
    return n + 1


async def outer(n):
    got = await hold(n)
    print("got", got)
    c = hold(10)
    r = weakref.ref(c)
    got = await c
    print("after", got, r() is c, c.cr_frame, c.cr_running, c.cr_code.co_name)
    try:
        await c
    except RuntimeError as e:
        print(e)
    del c
    print(r())
    print(await inner(1), await inner(1, 3), await inner(*(1, 2)), await inner(1, y=9))
    for bad in (lambda: inner(), lambda: inner(1, 2, 3), lambda: inner(z=3)):
        try:
            await bad()
        except TypeError as e:
            print(e)
    return got


async def deep(n):
    if n == 0:
        f = sys._getframe()
        names = []
        while f:
            names.append(f.f_code.co_name)
            f = f.f_back
        print(names[:5])
        return 0
    return 1 + await deep(n - 1)


async def endless(n):
    return await endless(n + 1)


def closure():
    k = Noisy("cell")

    async def get(a, b=3):
        return k.name, a, b
    return get


async def main():
    print(await outer(1))
    print(await deep(3))
    try:
        await endless(0)
    except RecursionError as e:
        print(e)
        n = 0
        tb = e.__traceback__
        while tb:
            n += 1
            tb = tb.tb_next
        print(n > 900)
    print(await closure()(5))
    held = [hold(i) for i in range(3)]
    for c in held:
        print(await c)
    print(held[0].cr_await, held[0].__name__, held[0].__qualname__)
    try:
        [x async for x in agen(3)]
    except ZeroDivisionError as e:
        print(e)
    t = asyncio.ensure_future(watch())
    await asyncio.sleep(0)
    c = t.get_coro()
    print(c.cr_await.cr_code.co_name, c.cr_frame.f_locals)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("cancelled")


async def watch():
    x = 1
    return await sleeper(x)


async def sleeper(x):
    await asyncio.sleep(3)


async def agen(n):
    for i in range(n):
        yield await hold(i)
    1 / 0


asyncio.run(main())

# => gone local 1 outer
# => gone other 1 outer
# => got 2
# => gone local 10 outer
# => gone other 10 outer
# => after 11 True None False hold
# => cannot reuse already awaited coroutine
# => None
# => (1, 2) (1, 3) (1, 2) (1, 9)
# => inner() missing 1 required positional argument: 'x'
# => inner() takes from 1 to 2 positional arguments but 3 were given
# => inner() got an unexpected keyword argument 'z'
# => 11
# => ['deep', 'deep', 'deep', 'deep', 'main']
# => 3
# => maximum recursion depth exceeded
# => True
# => gone cell main
# => ('cell', 5, 3)
# => gone local 0 main
# => gone other 0 main
# => 1
# => gone local 1 main
# => gone other 1 main
# => 2
# => gone local 2 main
# => gone other 2 main
# => 3
# => None hold hold
# => gone local 0 agen
# => gone other 0 agen
# => gone local 1 agen
# => gone other 1 agen
# => gone local 2 agen
# => gone other 2 agen
# => division by zero
# => sleeper {'x': 1}
# => cancelled
