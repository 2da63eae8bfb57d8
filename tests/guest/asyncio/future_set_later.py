# A future set by another task, its repr before and after.
import asyncio

async def set_after(fut, delay, value):
    await asyncio.sleep(delay)
    fut.set_result(value)

async def main():
    loop = asyncio.get_running_loop()
    fut = loop.create_future()
    print(fut)
    loop.create_task(set_after(fut, 0.1, '... world'))
    print('hello ...')
    print(await fut)
    print(fut)
    try:
        fut.set_result(3)
    except asyncio.InvalidStateError as e:
        print(repr(e))

asyncio.run(main())
