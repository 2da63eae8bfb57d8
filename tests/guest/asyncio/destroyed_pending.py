# A task left pending at the end: reported while its coroutine still stands.
import asyncio

async def sleeper():
    await asyncio.sleep(10)

loop = asyncio.new_event_loop()
t = loop.create_task(sleeper(), name='orphan')
loop.run_until_complete(asyncio.sleep(0.01))
loop.close()
print('closing')
