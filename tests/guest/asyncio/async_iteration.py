# Asynchronous generators, iterators and comprehensions.
import asyncio

async def ticker(delay, to):
    """Yield numbers from 0 to `to` every `delay` seconds."""
    for i in range(to):
        yield i
        await asyncio.sleep(delay)

class Counter:
    def __init__(self, n):
        self.n = n
        self.i = 0
    def __aiter__(self):
        return self
    async def __anext__(self):
        if self.i >= self.n:
            raise StopAsyncIteration
        self.i += 1
        await asyncio.sleep(0.01)
        return self.i

async def main():
    async for i in ticker(0.01, 3):
        print(i)
    print([x async for x in Counter(4) if x % 2])
    print({x: x * x async for x in ticker(0, 3)})
    g = ticker(0, 5)
    print(await g.__anext__(), await anext(g))
    await g.aclose()
    print(g.__name__, type(g).__name__)

asyncio.run(main())
