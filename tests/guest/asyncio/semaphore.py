# A semaphore lets two in at a time.
import asyncio

async def fetch(i, sem):
    async with sem:
        print(f'start {i}')
        await asyncio.sleep(0.1)
        print(f'end {i}')
        return i * i

async def main():
    sem = asyncio.Semaphore(2)
    print(sem)
    res = await asyncio.gather(*(fetch(i, sem) for i in range(5)))
    print(res, sem, sem.locked())
    b = asyncio.BoundedSemaphore(1)
    try:
        b.release()
    except ValueError as e:
        print(e)

asyncio.run(main())
