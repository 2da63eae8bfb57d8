# A task's exception nobody looks at: reported when the task goes.
import asyncio

async def bad():
    raise ValueError('nobody looks')

async def main():
    t = asyncio.create_task(bad(), name='looser')
    await asyncio.sleep(0.01)
    print(t.done(), t.exception is not None)
    del t
    print('deleted')

asyncio.run(main())
