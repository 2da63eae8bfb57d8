# A cancellation travels through three levels, one iteration each.
import asyncio
async def level3():
    try:
        await asyncio.sleep(10)
    finally:
        print('3 finally')
async def level2():
    try:
        await level3()
    except asyncio.CancelledError:
        print('2 cancelled')
        raise
async def level1():
    t = asyncio.create_task(level2())
    try:
        await t
    except asyncio.CancelledError:
        print('1', t.cancelled(), t.done())
        raise
async def main():
    t = asyncio.create_task(level1())
    await asyncio.sleep(0.01)
    t.cancel('bye')
    for i in range(6):
        print(i, t.done())
        await asyncio.sleep(0)
    try:
        await t
    except asyncio.CancelledError as e:
        print(e.args, e.__traceback__ is not None)
asyncio.run(main())
