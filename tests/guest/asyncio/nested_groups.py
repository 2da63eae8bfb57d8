# A group within a group, uncaught.
# exits: 1
import asyncio
async def bad(e):
    raise e
async def main():
    async with asyncio.TaskGroup() as tg:
        tg.create_task(bad(ValueError(1)))
        tg.create_task(bad(OSError(2, 'x')))
        async with asyncio.TaskGroup() as tg2:
            tg2.create_task(bad(KeyError('k')))
asyncio.run(main())
