# Names, current_task and all_tasks, inside and outside.
import asyncio

async def child(n):
    me = asyncio.current_task()
    print(n, me.get_name(), me.get_coro().__name__)
    await asyncio.sleep(0.1)

async def main():
    asyncio.current_task().set_name('main')
    ts = [asyncio.create_task(child(i), name=f'child-{i}') for i in range(3)]
    ts.append(asyncio.ensure_future(child(9)))
    await asyncio.sleep(0)
    print(sorted(t.get_name() for t in asyncio.all_tasks()))
    for t in ts:
        await t
    print(len(asyncio.all_tasks()), asyncio.current_task())

asyncio.run(main())
try:
    asyncio.current_task()
except RuntimeError as e:
    print(e)
