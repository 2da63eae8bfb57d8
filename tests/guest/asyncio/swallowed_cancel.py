# A task that ignores its cancellation; cancelling() counts.
import asyncio
async def stubborn():
    while True:
        try:
            await asyncio.sleep(1)
            return 'finished'
        except asyncio.CancelledError:
            print('ignored')
async def main():
    t = asyncio.create_task(stubborn())
    await asyncio.sleep(0.1)
    t.cancel()
    await asyncio.sleep(0.1)
    t.cancel()
    print(await t, t.cancelling(), t.uncancel(), t.cancelling())
asyncio.run(main())
