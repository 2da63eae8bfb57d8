# TaskGroup: results, failure, except*.
import asyncio

async def job(n):
    await asyncio.sleep(n / 10)
    print('job', n)
    return n

async def bad(n):
    await asyncio.sleep(n / 10)
    raise ValueError(f'bad {n}')

async def main():
    async with asyncio.TaskGroup() as tg:
        a = tg.create_task(job(1))
        b = tg.create_task(job(2), name='second')
        print(tg)
    print(a.result() + b.result(), tg)
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(job(3))
            tg.create_task(bad(1))
            tg.create_task(bad(1))
    except* ValueError as eg:
        print(eg, eg.exceptions)

asyncio.run(main())
