"""100,000 timers: half set by call_later, half by sleep; a quarter of the former cancelled."""
import asyncio

fired = 0


def fire(n):
    global fired
    fired += n & 1


async def sleeper(n):
    for i in range(10):
        await asyncio.sleep((n + i) % 17 * 0.0001)


async def main():
    loop = asyncio.get_running_loop()
    handles = [loop.call_later(n % 101 * 0.001, fire, n) for n in range(50_000)]
    for handle in handles[::4]:
        handle.cancel()
    await asyncio.gather(*(sleeper(n) for n in range(5_000)))
    await asyncio.sleep(0.11)
    return fired


print(asyncio.run(main()))
