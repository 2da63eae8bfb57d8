import asyncio, time, threading
from concurrent.futures import ThreadPoolExecutor
def blocking(n):
    print('start', n, threading.current_thread().name, time.monotonic())
    time.sleep(n)
    print('stop', n, time.monotonic())
    return n*10
async def main():
    loop = asyncio.get_running_loop()
    print(await loop.run_in_executor(None, blocking, 1))
    r = await asyncio.gather(*(loop.run_in_executor(None, blocking, i) for i in (3,1,2)))
    print(r, loop.time())
    with ThreadPoolExecutor(max_workers=2, thread_name_prefix='mine') as pool:
        fs=[loop.run_in_executor(pool, blocking, i) for i in (1,2,3)]
        for f in asyncio.as_completed(fs):
            print(await f, loop.time())
    print(await asyncio.to_thread(blocking, 0.5))
    try:
        await asyncio.wait_for(asyncio.to_thread(blocking, 5), 1)
    except asyncio.TimeoutError:
        print('timeout', loop.time())
    def bad(): raise KeyError('x')
    try: await loop.run_in_executor(None, bad)
    except KeyError as e: print(repr(e))
asyncio.run(main())
print('end', time.monotonic())
