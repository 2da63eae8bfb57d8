# What is not awaitable, iterable or a context manager.
import asyncio

async def main():
    for thing in (1, 'x', None, [1], lambda: 1):
        try:
            await thing
        except TypeError as e:
            print(e)
    try:
        async for x in [1]:
            pass
    except TypeError as e:
        print(e)
    try:
        async with open:
            pass
    except TypeError as e:
        print(e)
    try:
        for x in main():
            pass
    except TypeError as e:
        print(e)
    try:
        asyncio.create_task(1)
    except TypeError as e:
        print(e)
    try:
        asyncio.ensure_future(1)
    except TypeError as e:
        print(e)
    try:
        await asyncio.gather(1)
    except TypeError as e:
        print(e)
    c = asyncio.sleep(0)
    await c
    try:
        await c
    except RuntimeError as e:
        print(e)

asyncio.run(main())
