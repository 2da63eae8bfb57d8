"""100,000 hops of items through a line of bounded queues."""
import asyncio

STAGES, ITEMS = 10, 10_000


async def stage(source, sink):
    while True:
        item = await source.get()
        await sink.put(item)
        if item is None:
            return


async def feed(sink):
    for i in range(ITEMS):
        await sink.put(i)
    await sink.put(None)


async def main():
    queues = [asyncio.Queue(maxsize=5) for _ in range(STAGES + 1)]
    tasks = [asyncio.create_task(stage(a, b)) for a, b in zip(queues, queues[1:])]
    tasks.append(asyncio.create_task(feed(queues[0])))
    total = 0
    while (item := await queues[-1].get()) is not None:
        total += item
    await asyncio.gather(*tasks)
    return total


print(asyncio.run(main()))
