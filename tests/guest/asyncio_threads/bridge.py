"""janus-like bridge: thread producer, async consumer"""
import asyncio, threading, time
class Bridge:
    def __init__(self, loop): self.loop=loop; self.q=asyncio.Queue()
    def put(self, x): return asyncio.run_coroutine_threadsafe(self.q.put(x), self.loop)
async def consumer(b):
    out=[]
    while (x:=await b.q.get()) is not None:
        print('got', x, b.loop.time()); out.append(x)
    return out
async def main():
    b=Bridge(asyncio.get_running_loop())
    def produce():
        for i in range(4):
            time.sleep(0.3); b.put(i).result()
        b.put(None)
    t=threading.Thread(target=produce); t.start()
    print(await consumer(b)); t.join()
asyncio.run(main())
