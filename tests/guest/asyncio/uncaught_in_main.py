# An exception out of main: the traceback and exit status 1.
# exits: 1
import asyncio

async def inner(x):
    return 1 / x

async def main():
    await asyncio.sleep(0)
    await inner(0)

asyncio.run(main())
