# What wait refuses, and gather of nothing.
# stderr: not compared
import asyncio
async def f(): pass
async def main():
    try:
        await asyncio.wait([f()])
    except TypeError as e:
        print(e)
    try:
        await asyncio.wait([])
    except ValueError as e:
        print(e)
    try:
        await asyncio.wait(f())
    except TypeError as e:
        print(e)
    task = asyncio.create_task(asyncio.sleep(0))
    try:
        await asyncio.wait(task)
    except TypeError as e:
        print(e)
    await task
    try:
        await asyncio.gather()
        print(await asyncio.gather())
    except Exception as e:
        print(repr(e))
asyncio.run(main())
