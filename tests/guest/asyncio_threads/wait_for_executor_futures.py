import asyncio, threading, time
# done, pending with executor futures, FIRST_COMPLETED etc
def job(n):
    time.sleep(n)
    if n == 2: raise ZeroDivisionError('two')
    return n
async def co(n):
    await asyncio.sleep(n); return -n
async def main():
    loop=asyncio.get_running_loop()
    fs=[loop.run_in_executor(None,job,i) for i in (3,1)]+[asyncio.create_task(co(1.5))]
    done,pending=await asyncio.wait(fs, return_when=asyncio.FIRST_COMPLETED)
    print(len(done), len(pending), [f.result() for f in done], loop.time())
    fs=[loop.run_in_executor(None,job,i) for i in (3,2,1)]
    done,pending=await asyncio.wait(fs, return_when=asyncio.FIRST_EXCEPTION)
    print(len(done), len(pending), loop.time())
    done,pending=await asyncio.wait(fs)
    print(sorted(f.result() if not f.exception() else 99 for f in done), loop.time())
    f=loop.run_in_executor(None,job,1); print(f.cancel(), f.cancelled())
    try: await f
    except asyncio.CancelledError: print('cancelled', loop.time())
    cf=asyncio.wrap_future
    import concurrent.futures as c
    x=c.Future(); y=cf(x); print(asyncio.isfuture(x), asyncio.isfuture(y))
    threading.Timer(1, x.set_result, ['hello']).start()
    print(await y, loop.time())
    x=c.Future(); y=cf(x); y.cancel(); await asyncio.sleep(0); print(x.cancelled(), x)
asyncio.run(main(), debug=False)
