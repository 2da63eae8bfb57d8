# wait_for gives up: TimeoutError with the cancellation as its cause.
import asyncio

async def eternity():
    await asyncio.sleep(3600)
    print('yay!')

async def main():
    try:
        await asyncio.wait_for(eternity(), timeout=0.1)
    except asyncio.TimeoutError:
        print('timeout!')
    try:
        await asyncio.wait_for(eternity(), timeout=0.1)
    except TimeoutError as e:
        print('timeout!', repr(e), repr(e.__cause__))

asyncio.run(main())
