# wait_for() that is cancelled when its coroutine has failed already: the failure's context.
# exits: 1
import asyncio


async def fail(text):
    await asyncio.sleep(0)
    raise ValueError(text)


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail("first"))
            await asyncio.wait_for(fail("second"), 1)
    except* ValueError as caught:
        for error in caught.exceptions:
            print(repr(error), repr(error.__context__))
    task = asyncio.create_task(asyncio.wait_for(fail("third"), 1))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print(task.cancel())
    try:
        await task
    except (ValueError, asyncio.CancelledError) as error:
        print(repr(error), repr(error.__context__))
    for name in ("slep", "Queu"):
        try:
            getattr(asyncio, name)
        except AttributeError as error:
            print(error, error.name, error.obj is asyncio)
    await asyncio.slep(1)


asyncio.run(main())
