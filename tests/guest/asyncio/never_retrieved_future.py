# The same for a future, which has no traceback.
import asyncio

async def main():
    loop = asyncio.get_running_loop()
    f = loop.create_future()
    f.set_exception(KeyError('k'))
    print(f)
    del f
    print('gone')
    g = loop.create_future()
    g.set_exception(KeyError('k'))
    print(repr(g.exception()))

asyncio.run(main())
