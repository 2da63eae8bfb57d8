# A rate limiter built on a Condition.
import asyncio

class RateLimiter:
    def __init__(self, rate, per):
        self.rate, self.per = rate, per
        self.tokens = rate
        self._cond = asyncio.Condition()
        self._task = None
    async def __aenter__(self):
        async with self._cond:
            await self._cond.wait_for(lambda: self.tokens > 0)
            self.tokens -= 1
        return self
    async def __aexit__(self, *exc):
        return False
    async def refill(self):
        while True:
            await asyncio.sleep(self.per)
            async with self._cond:
                self.tokens = self.rate
                self._cond.notify_all()

async def call(i, rl, t0):
    loop = asyncio.get_running_loop()
    async with rl:
        print(f'{i} at {loop.time() - t0:.1f}')

async def main():
    loop = asyncio.get_running_loop()
    t0 = loop.time()
    rl = RateLimiter(2, 0.1)
    refiller = asyncio.create_task(rl.refill())
    await asyncio.gather(*[call(i, rl, t0) for i in range(5)])
    refiller.cancel()
    try:
        await refiller
    except asyncio.CancelledError:
        print('stopped')

asyncio.run(main())
