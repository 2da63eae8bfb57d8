"""Chains of awaits ten deep, with a sleep(0) at the bottom of every tenth."""
import asyncio


async def level(n, i):
    if n:
        return await level(n - 1, i)
    if i % 10 == 0:
        await asyncio.sleep(0)
    return i


async def main():
    total = 0
    for i in range(150_000):
        total += await level(10, i)
    return total


print(asyncio.run(main()))
