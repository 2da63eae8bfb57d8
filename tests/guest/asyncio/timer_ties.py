# Twelve timers for the same moment, in heap order.
import asyncio
async def main():
    loop = asyncio.get_running_loop()
    for i in range(12):
        loop.call_at(1.0, print, 'tie', i)
    await asyncio.sleep(1.5)
asyncio.run(main())
