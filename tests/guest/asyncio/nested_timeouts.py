# The inner timeout, then the outer one.
import asyncio
async def main():
    try:
        async with asyncio.timeout(0.2):
            try:
                async with asyncio.timeout(0.1):
                    await asyncio.sleep(1)
            except TimeoutError:
                print('inner')
            await asyncio.sleep(1)
    except TimeoutError:
        print('outer')
    try:
        await asyncio.wait_for(asyncio.sleep(1), 0)
    except asyncio.TimeoutError as e:
        print('zero', type(e) is TimeoutError)
    print(await asyncio.wait_for(asyncio.sleep(0.01, 'v'), None))
asyncio.run(main())
