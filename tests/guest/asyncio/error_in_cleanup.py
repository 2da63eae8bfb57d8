# A task that fails while it is being cancelled at the end.
import asyncio
async def job():
    try:
        await asyncio.sleep(10)
    finally:
        raise ValueError('in cleanup')
async def main():
    asyncio.create_task(job())
    await asyncio.sleep(0.01)
asyncio.run(main())
print('still here')
