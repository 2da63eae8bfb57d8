import asyncio, time, sys
# stderr: not compared
# blocking in callbacks + threadsafe ordering in iterations
async def main():
    loop=asyncio.get_running_loop()
    log=[]
    def cb(n): log.append((n, round(loop.time(),3)))
    import threading
    def other():
        loop.call_soon_threadsafe(cb,'t1'); time.sleep(0.5); loop.call_soon_threadsafe(cb,'t2'); loop.call_soon_threadsafe(loop.call_later, 0.25, cb, 'late')
    t=threading.Thread(target=other); 
    loop.call_soon(cb,'a'); t.start(); loop.call_soon(cb,'b')
    await asyncio.sleep(0); log.append('resumed')
    loop.call_later(0.6, lambda: time.sleep(1))
    loop.call_later(0.7, cb, 'after-block')
    await asyncio.sleep(2)
    for l in log: print(l)
    h=loop.call_soon_threadsafe(cb,'x'); print(type(h).__name__); h.cancel(); await asyncio.sleep(0); print(h.cancelled())
    asyncio.get_event_loop_policy()
    ag=[]
    old=sys.get_asyncgen_hooks()
    async def gen():
        try:
            yield 1
            yield 2
        finally: print('gen closed')
    async for x in gen(): break
    g=gen(); print(await g.__anext__())
    await asyncio.sleep(0.1)
    print('end')
asyncio.run(main())
