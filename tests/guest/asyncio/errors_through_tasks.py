# The same exception object through task, wait, gather, wait_for and shield.
import asyncio
async def a(): raise ValueError('a')
async def b():
    try: await a()
    except ValueError as e: raise KeyError('b') from e
async def main():
    t = asyncio.create_task(b())
    done, _ = await asyncio.wait({t})
    e = t.exception()
    print(repr(e), repr(e.__cause__))
    try: t.result()
    except KeyError as x: print(x is e)
    ts = [asyncio.create_task(b(), name=f'n{i}') for i in range(2)]
    r = await asyncio.gather(*ts, return_exceptions=True)
    print(r, [t.exception().__class__.__name__ for t in ts])
    async def late():
        await asyncio.sleep(0.05); raise RuntimeError('late')
    x = asyncio.create_task(late())
    try: await asyncio.wait_for(x, 0.2)
    except RuntimeError as e: print('got', e, x.done())
    s = asyncio.shield(asyncio.create_task(late()))
    s.cancel()
    try: await s
    except asyncio.CancelledError: print('outer cancelled')
    await asyncio.sleep(0.1)
asyncio.run(main())
