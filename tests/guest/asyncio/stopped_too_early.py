# The loop is stopped before the future is done; then it goes on.
import asyncio
async def f():
    asyncio.get_running_loop().stop()
    await asyncio.sleep(1)
loop = asyncio.new_event_loop()
try:
    loop.run_until_complete(f())
except RuntimeError as e:
    print(e)
loop.run_until_complete(asyncio.sleep(2))
loop.close()
