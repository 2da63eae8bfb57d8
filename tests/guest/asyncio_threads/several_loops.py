import asyncio, threading, time
# stderr: not compared
results=[]
def thread_main(n):
    async def amain():
        await asyncio.sleep(n)
        results.append((n, threading.current_thread().name, time.monotonic()))
        return n
    results.append(asyncio.run(amain()))
ts=[threading.Thread(target=thread_main,args=(n,)) for n in (3,1,2)]
[t.start() for t in ts]; [t.join() for t in ts]
print(results)
loops=[]
def run_loop(l):
    asyncio.set_event_loop(l); l.run_forever(); l.close()
for i in range(2):
    l=asyncio.new_event_loop(); loops.append(l)
    threading.Thread(target=run_loop,args=(l,),daemon=True).start()
async def ping(l, n):
    await asyncio.sleep(1); return n, asyncio.get_running_loop() is l
async def cross():
    fs=[asyncio.wrap_future(asyncio.run_coroutine_threadsafe(ping(l,i),l)) for i,l in enumerate(loops)]
    print(await asyncio.gather(*fs), asyncio.get_running_loop().time())
    f=asyncio.run_coroutine_threadsafe(asyncio.sleep(50), loops[0])
    try: await asyncio.wait_for(asyncio.wrap_future(f), 1)
    except asyncio.TimeoutError: print('timeout', f.cancelled())
    await asyncio.sleep(0.1)
    f=asyncio.run_coroutine_threadsafe(ping(None,9), loops[1]); print(type(f).__module__)
    try: asyncio.run_coroutine_threadsafe(5, loops[1])
    except TypeError as e: print(e)
    try: await asyncio.run_coroutine_threadsafe(ping(None,9), loops[1])
    except TypeError as e: print(e)
asyncio.run(cross())
for l in loops: l.call_soon_threadsafe(l.stop)
time.sleep(1)
print([l.is_closed() for l in loops])
