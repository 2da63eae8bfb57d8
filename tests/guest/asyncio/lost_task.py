# A task that waits for a future nobody holds is collected while pending.
import asyncio, gc, weakref
async def forever():
    await asyncio.get_running_loop().create_future()
async def main():
    t = asyncio.create_task(forever(), name='lost')
    r = weakref.ref(t)
    await asyncio.sleep(0)
    del t
    gc.collect()
    print(r())
    await asyncio.sleep(0.01)
asyncio.run(main())
