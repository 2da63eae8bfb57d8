"""gather() of 100,000 tasks."""
import asyncio


async def work(n):
    await asyncio.sleep(0)
    return n


async def main():
    return sum(await asyncio.gather(*(work(n) for n in range(100_000))))


print(asyncio.run(main()))
