import asyncio, threading, time, queue
class Worker(threading.Thread):
    def __init__(self, jobs): super().__init__(daemon=True); self.jobs=jobs
    def run(self):
        while True:
            fn, fut, loop = self.jobs.get()
            try: r = fn()
            except Exception as e: loop.call_soon_threadsafe(fut.set_exception, e)
            else: loop.call_soon_threadsafe(fut.set_result, r)
            finally: self.jobs.task_done()
class Pool:
    def __init__(self, n): self.jobs=queue.Queue(); self.ws=[Worker(self.jobs) for _ in range(n)]; [w.start() for w in self.ws]
    def run(self, fn):
        loop=asyncio.get_running_loop(); f=loop.create_future(); self.jobs.put((fn,f,loop)); return f
def slow(n):
    def f(): time.sleep(n); print('ran', n, threading.current_thread().name, time.monotonic()); return n
    return f
async def main():
    p=Pool(2)
    print(await asyncio.gather(*[p.run(slow(n)) for n in (1,2,1,0.5)]))
    try: await p.run(lambda: 1/0)
    except ZeroDivisionError as e: print(e)
    print(asyncio.get_running_loop().time())
asyncio.run(main())
