# timeout(): expired, rescheduled, and its repr.
import asyncio

async def main():
    try:
        async with asyncio.timeout(0.1) as cm:
            print(cm)
            await asyncio.sleep(10)
    except TimeoutError as e:
        print('timed out', repr(e), cm.expired(), cm)
    async with asyncio.timeout(None) as cm:
        print(cm.when())
        cm.reschedule(asyncio.get_running_loop().time() + 1)
        await asyncio.sleep(0.5)
    print(cm)

    try:
        await asyncio.timeout(1).__aexit__(None, None, None)
    except AssertionError as e:
        print('never entered', repr(e))


asyncio.run(main())
