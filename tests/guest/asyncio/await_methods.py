# Coroutines of the library where a program calls __await__ itself, or says `yield from`.
import asyncio
import inspect
import types


class Nap:
    def __await__(self):
        return asyncio.sleep(0.1, "rested").__await__()


class Wrong:
    coroutine = None

    def __await__(self):
        self.coroutine = asyncio.sleep(0.1)
        return self.coroutine


class Manager:
    def __aenter__(self):
        return asyncio.sleep(0, "in")

    def __aexit__(self, *details):
        return asyncio.sleep(0)


class Countdown:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    def __anext__(self):
        if self.n == 0:
            raise StopAsyncIteration
        self.n -= 1
        return asyncio.sleep(0.1, self.n)


class Both:
    def __await__(self):
        event = asyncio.Event()
        asyncio.get_running_loop().call_later(0.2, event.set)
        yield from event.wait().__await__()
        return (yield from asyncio.wait_for(Nap(), 1).__await__())


@types.coroutine
def by_generator():
    one = yield from asyncio.wait_for(asyncio.sleep(0.1, 1), 1)
    two = yield from asyncio.gather(asyncio.sleep(0, 2), asyncio.sleep(0, 3))
    return one, two, (yield from asyncio.Lock().acquire())


def plain_generator(coroutine):
    yield from coroutine


async def main():
    print(await Nap(), await Both(), await by_generator())
    wrong = Wrong()
    try:
        await wrong
    except TypeError as e:
        print(e)
    wrong.coroutine.close()
    async with Manager() as x:
        print(x, [i async for i in Countdown(2)])
    nap = asyncio.sleep(0)
    print(inspect.iscoroutine(nap), inspect.isawaitable(nap), type(nap.__await__()).__name__)
    try:
        next(plain_generator(nap))
    except TypeError as e:
        print(e)
    steps = nap.__await__()
    print(iter(steps) is steps, steps.send(None))
    try:
        next(steps)
    except StopIteration as stop:
        print("stopped", stop.value)
    async with asyncio.TaskGroup() as group:
        print(group.create_task(asyncio.sleep(0), name="t"))
    for _ in range(4):
        pair = {asyncio.create_task(asyncio.sleep(0), name=name) for name in ("one", "two")}
        done, _ = await asyncio.wait(pair)
        print(sorted(task.get_name() for task in pair), sorted(task.get_name() for task in done))


asyncio.run(main())
