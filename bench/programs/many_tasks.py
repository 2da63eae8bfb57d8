"""100,000 tasks that are all alive at once."""
import asyncio

COUNT = 100_000


async def wait(event, number):
    await event.wait()
    return number


async def main():
    event = asyncio.Event()
    tasks = [asyncio.create_task(wait(event, number)) for number in range(COUNT)]
    await asyncio.sleep(0)
    print(len(asyncio.all_tasks()))
    event.set()
    print(sum(await asyncio.gather(*tasks)))


asyncio.run(main())
