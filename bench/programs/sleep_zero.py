"""A thousand tasks, each of which gives way a hundred times."""
import asyncio


async def worker(n):
    for _ in range(100):
        await asyncio.sleep(0)
    return n


async def main():
    tasks = [asyncio.create_task(worker(n)) for n in range(1000)]
    return sum([await task for task in tasks])


print(asyncio.run(main()))
