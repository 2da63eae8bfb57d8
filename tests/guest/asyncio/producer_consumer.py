# Producers and consumers around a bounded queue.
import asyncio
import random

async def producer(q, n, ident):
    for i in range(n):
        await asyncio.sleep(0.1 * (ident + 1))
        item = (ident, i)
        await q.put(item)
        print(f'producer {ident} put {item!r}, qsize={q.qsize()}')

async def consumer(q, name):
    while True:
        item = await q.get()
        print(f'{name:<6}|{item}')
        await asyncio.sleep(0.15)
        q.task_done()

async def main():
    q = asyncio.Queue(maxsize=2)
    print(q)
    producers = [asyncio.create_task(producer(q, 3, i)) for i in range(2)]
    consumers = [asyncio.create_task(consumer(q, f'c{i}')) for i in range(2)]
    await asyncio.gather(*producers)
    await q.join()
    for c in consumers:
        c.cancel()
    print(await asyncio.gather(*consumers, return_exceptions=True))
    print(q.empty(), q.full(), q)

asyncio.run(main())
