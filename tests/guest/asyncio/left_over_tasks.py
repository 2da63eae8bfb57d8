# asyncio.run cancels what is left, in order.
import asyncio
async def job(i):
    try:
        print('start', i)
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print('cancelled', i)
        raise
    finally:
        print('cleanup', i)
async def main():
    for i in range(3):
        asyncio.create_task(job(i))
    await asyncio.sleep(0.01)
    print('main done')
asyncio.run(main())
