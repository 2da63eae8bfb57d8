# shield keeps the inner task running.
import asyncio

async def important():
    await asyncio.sleep(0.2)
    print('important done')
    return 7

async def main():
    t = asyncio.create_task(important())
    try:
        await asyncio.wait_for(asyncio.shield(t), 0.1)
    except asyncio.TimeoutError:
        print('timeout but', t.done())
    print(await t)

asyncio.run(main())
