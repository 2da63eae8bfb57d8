# Which step comes next: prints at each await.
import asyncio
async def a():
    print('a1'); await asyncio.sleep(0); print('a2'); await asyncio.sleep(0); print('a3')
async def b():
    print('b1'); await asyncio.sleep(0); print('b2')
async def main():
    t = asyncio.create_task(a())
    print('main')
    await b()
    await t
    print('x', await asyncio.gather(*[asyncio.sleep(0, i) for i in range(3)]))
asyncio.run(main())
