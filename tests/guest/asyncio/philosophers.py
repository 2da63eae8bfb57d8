# Dining philosophers, with locks taken in an order that cannot deadlock.
import asyncio
class Philosopher:
    def __init__(self, i, left, right): self.i, self.left, self.right, self.meals = i, left, right, 0
    async def dine(self, n):
        while self.meals < n:
            first, second = sorted((self.left, self.right), key=id) if False else (self.left, self.right) if self.i % 2 else (self.right, self.left)
            async with first:
                await asyncio.sleep(0.001)
                async with second:
                    self.meals += 1
                    print(f'P{self.i} eats #{self.meals}')
                    await asyncio.sleep(0.002)
async def main():
    forks = [asyncio.Lock() for _ in range(3)]
    ps = [Philosopher(i, forks[i], forks[(i + 1) % 3]) for i in range(3)]
    await asyncio.gather(*(p.dine(2) for p in ps))
    print(sum(p.meals for p in ps), any(f.locked() for f in forks))
asyncio.run(main())
