# InvalidStateError that nobody catches.
# exits: 1
import asyncio
async def f():
    return 1
async def main():
    t = asyncio.create_task(f())
    t.result()
asyncio.run(main())
