import asyncio, concurrent.futures, contextvars, functools, time
# stderr: not compared
var=contextvars.ContextVar('var', default='none')
def read(): return var.get()
def kw(a,*,b): return a,b
async def main():
    var.set('main')
    loop=asyncio.get_running_loop()
    print(await asyncio.to_thread(read), await loop.run_in_executor(None, read))
    print(await loop.run_in_executor(None, functools.partial(kw,1,b=2)), await asyncio.to_thread(kw,3,b=4))
    loop.set_default_executor(concurrent.futures.ThreadPoolExecutor(1))
    t0=loop.time()
    await asyncio.gather(*[asyncio.to_thread(time.sleep,1) for _ in range(3)])
    print(loop.time()-t0)
    try: loop.set_default_executor(5)
    except TypeError as e: print(e)
    try: await loop.run_in_executor(None, main)
    except TypeError as e: print(str(e)[:50])
    f=loop.run_in_executor(None,time.sleep,1); print(f)
    f.add_done_callback(lambda f: print('done', f.result()))
    await f
    async with asyncio.timeout(5):
        async with asyncio.TaskGroup() as tg:
            a=tg.create_task(asyncio.to_thread(time.sleep,2)); b=tg.create_task(asyncio.sleep(1,'b'))
    print(a.result(), b.result(), loop.time())
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(asyncio.to_thread(int,'x')); tg.create_task(asyncio.sleep(10))
    except* ValueError as g: print(g.exceptions)
    print(len(asyncio.all_tasks()))
asyncio.run(main())
