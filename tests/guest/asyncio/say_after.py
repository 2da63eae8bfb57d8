# Two tasks run side by side; their reprs when done.
import asyncio
import time

async def say_after(delay, what):
    await asyncio.sleep(delay)
    print(what)

async def main():
    t0 = time.perf_counter()
    task1 = asyncio.create_task(say_after(0.1, 'hello'))
    task2 = asyncio.create_task(say_after(0.2, 'world'))
    print(f"started at {time.strftime('%X')[:2]!s:>4}")
    await task1
    await task2
    print(f"took {round(time.perf_counter() - t0, 1)}")
    print(task1, task2, sep='\n')

asyncio.run(main())
