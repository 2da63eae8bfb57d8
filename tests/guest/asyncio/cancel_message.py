# A cancellation's message, and a task cancelled before its first step.
import asyncio
async def w():
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError as e:
        print('w got', e.args)
        raise
async def main():
    t = asyncio.create_task(w())
    await asyncio.sleep(0)
    print(t.cancel('stop please'), t.cancelling())
    print(t)
    try:
        await t
    except asyncio.CancelledError as e:
        print('main got', e.args, repr(e))
    print(t)
    t = asyncio.create_task(w())
    t.cancel()
    print(t)
    r = await asyncio.gather(t, return_exceptions=True)
    print(r)
asyncio.run(main())
