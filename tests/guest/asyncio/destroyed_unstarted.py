# A task that never got its first step: two complaints.
import asyncio

async def sleeper():
    await asyncio.sleep(10)

loop = asyncio.new_event_loop()
t = loop.create_task(sleeper(), name='orphan')
loop.close()
del t
print('closing')
