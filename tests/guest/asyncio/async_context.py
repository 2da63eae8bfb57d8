# Asynchronous context managers, by class and by generator.
import asyncio
from contextlib import asynccontextmanager

class Conn:
    async def __aenter__(self):
        print('enter')
        await asyncio.sleep(0.01)
        return self
    async def __aexit__(self, et, ev, tb):
        print('exit', et and et.__name__, ev)
        await asyncio.sleep(0.01)
        return et is ValueError

@asynccontextmanager
async def resource(name):
    print('acquire', name)
    try:
        yield name.upper()
    finally:
        print('release', name)

async def main():
    async with Conn() as c:
        print(type(c).__name__)
    async with Conn():
        raise ValueError('swallowed')
    async with resource('a') as a, resource('b') as b:
        print(a, b)
    try:
        async with Conn():
            raise KeyError('k')
    except KeyError as e:
        print('out', e)

asyncio.run(main())
