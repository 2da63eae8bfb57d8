# wait's three ways to return; as_completed.
import asyncio

async def w(n):
    await asyncio.sleep(n / 10)
    if n == 3:
        raise KeyError(n)
    return n

async def main():
    ts = {asyncio.create_task(w(i), name=f't{i}') for i in (1, 2, 3, 4)}
    done, pending = await asyncio.wait(ts, return_when=asyncio.FIRST_COMPLETED)
    print([t.get_name() for t in done], sorted(t.get_name() for t in pending))
    done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_EXCEPTION)
    print(sorted(t.get_name() for t in done), sorted(t.get_name() for t in pending))
    for t in done:
        if t.exception():
            print(repr(t.exception()))
    done, pending = await asyncio.wait(pending, timeout=0.01)
    print(done, len(pending))
    for t in pending: t.cancel()
    for c in asyncio.as_completed([w(2), w(1)]):
        print(await c)

asyncio.run(main())
