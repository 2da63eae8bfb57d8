# An exception of one task comes out of gather.
# exits: 1
import asyncio

class AppError(Exception):
    pass

async def worker(n):
    await asyncio.sleep(0.01)
    if n == 1:
        raise AppError(f"worker {n} failed")
    return n

async def main():
    tasks = [asyncio.create_task(worker(i)) for i in range(3)]
    results = await asyncio.gather(*tasks)
    print(results)

if __name__ == "__main__":
    asyncio.run(main())
