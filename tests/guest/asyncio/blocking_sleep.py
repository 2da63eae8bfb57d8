# time.sleep stalls the loop; asyncio.sleep does not.
import asyncio
import time

async def blocking(n):
    print('start', n)
    time.sleep(0.1)
    print('end', n)

async def main():
    t = time.monotonic()
    await asyncio.gather(blocking(1), blocking(2))
    print(round(time.monotonic() - t, 1))
    loop = asyncio.get_running_loop()
    start = loop.time()
    await asyncio.sleep(0.25)
    print(f'{loop.time() - start:.2f}')

asyncio.run(main())
