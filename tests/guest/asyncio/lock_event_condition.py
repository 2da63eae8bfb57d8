# Lock, Event and Condition with their reprs.
import asyncio

async def waiter(event):
    print('waiting for it ...')
    await event.wait()
    print('... got it!')

async def use_lock(lock, n):
    async with lock:
        print('in', n, lock)
        await asyncio.sleep(0.01)

async def cond_waiter(c, n):
    async with c:
        await c.wait()
        print('notified', n)

async def main():
    event = asyncio.Event()
    t = asyncio.create_task(waiter(event))
    await asyncio.sleep(0.1)
    print(event)
    event.set()
    await t
    print(event)
    lock = asyncio.Lock()
    await asyncio.gather(*[use_lock(lock, i) for i in range(3)])
    print(lock)
    try:
        lock.release()
    except RuntimeError as e:
        print(e)
    c = asyncio.Condition()
    ws = [asyncio.create_task(cond_waiter(c, i)) for i in range(3)]
    await asyncio.sleep(0)
    async with c:
        c.notify(2)
    await asyncio.sleep(0.1)
    async with c:
        c.notify_all()
    await asyncio.gather(*ws)
    print(c)

asyncio.run(main())
