import asyncio
async def job(n):
    await asyncio.sleep(n)
    return n
async def main():
    loop=asyncio.get_running_loop()
    try:
        for f in asyncio.as_completed([job(1),job(3),job(2)], timeout=1.5):
            print(await f, loop.time())
    except asyncio.TimeoutError as e:
        print('timeout', repr(e), loop.time())
    cs=[job(5), job(6)]
    it=asyncio.as_completed(cs, timeout=1)
    for f in it:
        try: print(await f)
        except TimeoutError as e: print('each', repr(e), loop.time())
    try:
        async with asyncio.timeout_at(loop.time()+2) as cm:
            print(cm.when(), cm.expired(), cm)
            cm.reschedule(loop.time()+1)
            print(cm)
            await asyncio.sleep(5)
    except TimeoutError:
        print('expired', cm.expired(), loop.time(), cm)
    async with asyncio.timeout(None) as cm:
        print(cm)
        cm.reschedule(None); print(cm.when())
    try: cm.reschedule(3)
    except RuntimeError as e: print(e)
    try:
        async with asyncio.timeout(0): await asyncio.sleep(0)
    except TimeoutError: print('zero', loop.time())
    try:
        async with asyncio.timeout(-1): print('in'); await asyncio.sleep(1)
    except TimeoutError: print('neg', loop.time())
    for bad in ((1,2),):
        try: asyncio.Queue(*bad)
        except TypeError as e: print(e)
    for c in (asyncio.Lock, asyncio.Event, asyncio.Semaphore, asyncio.Queue, asyncio.Condition):
        try: c(loop=loop)
        except TypeError as e: print(e)
    for c in (asyncio.Lock, asyncio.Event):
        try: c(1)
        except TypeError as e: print(e)
asyncio.run(main())
