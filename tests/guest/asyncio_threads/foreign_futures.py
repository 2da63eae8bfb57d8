import asyncio
class MyFuture:
    _asyncio_future_blocking = False
    def __init__(self, loop): self._loop=loop; self._cbs=[]; self._res=None; self._done=False
    def get_loop(self): return self._loop
    def done(self): return self._done
    def cancelled(self): return False
    def cancel(self, msg=None): return False
    def exception(self): return None
    def result(self):
        if not self._done: raise asyncio.InvalidStateError
        return self._res
    def add_done_callback(self, fn, *, context=None):
        if self._done: self._loop.call_soon(fn, self, context=context)
        else: self._cbs.append((fn, context))
    def remove_done_callback(self, fn):
        n=len(self._cbs); self._cbs=[c for c in self._cbs if c[0]!=fn]; return n-len(self._cbs)
    def set_result(self, r):
        self._res=r; self._done=True
        for fn,ctx in self._cbs: self._loop.call_soon(fn, self, context=ctx)
    def __await__(self):
        if not self._done:
            self._asyncio_future_blocking=True
            yield self
        return self.result()
async def main():
    loop=asyncio.get_running_loop()
    f=MyFuture(loop); loop.call_later(1,f.set_result,5)
    print(asyncio.isfuture(f), await f, loop.time())
    f=MyFuture(loop); loop.call_later(1,f.set_result,6)
    print(await asyncio.gather(f, asyncio.sleep(0.5,'s')), loop.time())
    f=MyFuture(loop); loop.call_later(1,f.set_result,7)
    d,p=await asyncio.wait([f]); print(len(d), len(p), loop.time())
    f=MyFuture(loop); loop.call_later(1,f.set_result,8)
    print(await asyncio.shield(f), loop.time())
    f=MyFuture(loop); loop.call_later(1,f.set_result,9)
    print(await asyncio.wait_for(f, 3), loop.time())
    f=MyFuture(loop)
    try: print(await asyncio.wait_for(asyncio.ensure_future(f), 1), loop.time())
    except BaseException as e: print(repr(e))
asyncio.run(asyncio.wait_for(main(), 20))
