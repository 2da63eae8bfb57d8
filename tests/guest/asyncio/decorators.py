# timing, retry and cache decorators around coroutines.
import asyncio
import functools
import time

def timed(func):
    @functools.wraps(func)
    async def wrapper(*args, **kwargs):
        start = time.perf_counter()
        try:
            return await func(*args, **kwargs)
        finally:
            total = time.perf_counter() - start
            print(f'{func.__name__} took {total:.1f}s')
    return wrapper

def retry(times, exc=Exception):
    def deco(func):
        @functools.wraps(func)
        async def inner(*a, **k):
            for attempt in range(1, times + 1):
                try:
                    return await func(*a, **k)
                except exc as e:
                    print(f'attempt {attempt}: {e!r}')
                    await asyncio.sleep(0.1 * 2 ** attempt)
            raise RuntimeError('gave up')
        return inner
    return deco

calls = 0

@timed
@retry(3, ValueError)
async def flaky(x):
    """Doc."""
    global calls
    calls += 1
    if calls < 3:
        raise ValueError(calls)
    return x

@functools.lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)

async def main():
    print(await flaky(5), flaky.__name__, flaky.__doc__, flaky.__wrapped__.__name__)
    print(fib(50), fib.cache_info())
    print(functools.reduce(lambda a, b: a * b, range(1, 6)))
    p = functools.partial(int, base=2)
    print(p('101'), p)
    loop = asyncio.get_running_loop()
    loop.call_soon(functools.partial(print, 'x', end='!\n'), 'y')
    await asyncio.sleep(0)

asyncio.run(main())
