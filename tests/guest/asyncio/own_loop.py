# A small loop of one's own, without asyncio.
# a hand-made event loop, as in many blog posts
import heapq, time
from collections import deque

class Sleep:
    def __init__(self, t): self.t = t
    def __await__(self):
        yield self.t

class Loop:
    def __init__(self):
        self.ready = deque()
        self.sleeping = []
        self.seq = 0
        self.now = 0
    def create_task(self, coro):
        self.ready.append(coro)
    def run(self):
        while self.ready or self.sleeping:
            if not self.ready:
                when, _, coro = heapq.heappop(self.sleeping)
                self.now = when
                self.ready.append(coro)
            coro = self.ready.popleft()
            try:
                t = coro.send(None)
            except StopIteration as e:
                print(f'[{self.now}] finished -> {e.value}')
            else:
                self.seq += 1
                heapq.heappush(self.sleeping, (self.now + t, self.seq, coro))

async def countdown(n):
    while n > 0:
        print('Down', n)
        await Sleep(4)
        n -= 1
    return 'down'

async def countup(stop):
    x = 0
    while x < stop:
        print('Up', x)
        await Sleep(1)
        x += 1
    return 'up'

loop = Loop()
loop.create_task(countdown(3))
loop.create_task(countup(8))
loop.run()
