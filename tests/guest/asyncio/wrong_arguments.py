# Wrong arguments raise at the call: no coroutine is made, so none is left unawaited.
import asyncio

async def greet(name, *, times=1):
    for _ in range(times):
        print('hello', name)
        await asyncio.sleep(0)

async def main():
    for args, kwargs in [((), {}), (('a', 'b'), {}), (('a',), {'time': 2}), (('a',), {'times': 2})]:
        try:
            await greet(*args, **kwargs)
        except TypeError as e:
            print(e)

asyncio.run(main())
