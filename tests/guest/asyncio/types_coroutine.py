# Switching between coroutines with a bare yield.
import types, asyncio
@types.coroutine
def switch():
    yield
async def a():
    for i in range(3):
        print('a', i)
        await switch()
async def b():
    for i in range(3):
        print('b', i)
        await switch()
async def main():
    await asyncio.gather(a(), b())
asyncio.run(main())
