# gather with and without return_exceptions; the others go on.
import asyncio

async def ok(n):
    await asyncio.sleep(n / 10)
    print('ok', n)
    return n

async def fail(n):
    await asyncio.sleep(n / 10)
    raise ValueError(n)

async def main():
    r = await asyncio.gather(ok(1), fail(1), ok(2), return_exceptions=True)
    print(r)
    try:
        await asyncio.gather(ok(1), fail(1), ok(2))
    except ValueError as e:
        print('caught', e)
    await asyncio.sleep(0.3)

asyncio.run(main())
