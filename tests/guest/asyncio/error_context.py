# What is being handled becomes the context of errors that the library raises.
import asyncio
async def main():
    try:
        try:
            raise KeyError('a')
        except KeyError:
            await asyncio.wait_for(asyncio.sleep(1), 0.01)
    except TimeoutError as e:
        print(repr(e.__context__), repr(e.__cause__))
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(1)
    except TimeoutError as e:
        print(repr(e.__context__), repr(e.__cause__))
    f = asyncio.get_running_loop().create_future()
    try:
        try:
            raise KeyError('b')
        except KeyError:
            f.result()
    except asyncio.InvalidStateError as e:
        print(repr(e.__context__))
    try:
        try:
            raise KeyError('c')
        except KeyError:
            asyncio.Queue().get_nowait()
    except asyncio.QueueEmpty as e:
        print(repr(e), repr(e.__context__))
    async def bad(): raise ValueError('v')
    try:
        try:
            raise KeyError('d')
        except KeyError:
            await asyncio.create_task(bad())
    except ValueError as e:
        print(repr(e), repr(e.__context__))
    t = asyncio.create_task(asyncio.sleep(1))
    await asyncio.sleep(0)
    t.cancel()
    try:
        try:
            raise KeyError('e')
        except KeyError:
            await t
    except asyncio.CancelledError as e:
        print(repr(e), repr(e.__context__))
asyncio.run(main())
