# Debug mode says where a coroutine that nobody awaited was made.
import asyncio

async def job(n):
    return n

async def helper():
    job(1)
    await asyncio.sleep(0)

async def main():
    await helper()
    asyncio.get_running_loop().set_debug(False)
    await asyncio.sleep(0)
    c = job(2)
    print(c.cr_origin)
    del c

asyncio.run(main(), debug=True)
