# Three stages joined by bounded queues in a TaskGroup.
import asyncio
results = {}
async def stage(name, inq, outq, fn):
    while (item := await inq.get()) is not None:
        await asyncio.sleep(0.01)
        v = fn(item)
        results.setdefault(name, []).append(v)
        if outq: await outq.put(v)
    if outq: await outq.put(None)
async def main():
    q1, q2, q3 = (asyncio.Queue(maxsize=n) for n in (1, 2, 0))
    async with asyncio.TaskGroup() as tg:
        tg.create_task(stage('double', q1, q2, lambda x: x * 2))
        tg.create_task(stage('square', q2, q3, lambda x: x ** 2))
        tg.create_task(stage('str', q3, None, str))
        for i in range(4): await q1.put(i)
        await q1.put(None)
    for k in sorted(results): print(f'{k:10}{results[k]}')
asyncio.run(main())
