# Reprs of tasks, gather's future and waiting tasks in every state.
import asyncio

async def child():
    await asyncio.sleep(0.1)

class Svc:
    async def run(self):
        await asyncio.sleep(0.1)

async def main():
    async def local():
        await asyncio.sleep(0.1)
    t1 = asyncio.create_task(child())
    t2 = asyncio.create_task(Svc().run(), name='svc')
    t3 = asyncio.create_task(local())
    print(t1, t2, t3, sep='\n')
    await asyncio.sleep(0)
    print(t1, t2, t3, sep='\n')
    g = asyncio.gather(t1, t2)
    print(g)
    print(t1)
    await g
    print(g)
    print(t1)
    print(asyncio.current_task())
    t4 = asyncio.create_task(asyncio.sleep(0.1, 'res'))
    print(t4)
    await asyncio.sleep(0)
    print(t4)
    print(await t4, t4)
    async def bad(): raise OSError(2, 'nope')
    t5 = asyncio.create_task(bad())
    await asyncio.wait([t5])
    print(t5)
    print(child, Svc.run, Svc().run.__qualname__, local.__qualname__)

asyncio.run(main())
