# traceback's functions on an exception that came through a task.
import asyncio
import traceback

async def a():
    await b()

async def b():
    raise LookupError("x")

async def main():
    t = asyncio.create_task(a())
    try:
        await t
    except LookupError as e:
        print(traceback.format_exc())
        traceback.print_exc()
        print(''.join(traceback.format_exception_only(type(e), e)), end='')
        print([f.name for f in traceback.extract_tb(e.__traceback__)])

asyncio.run(main())
