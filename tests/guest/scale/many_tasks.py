"""20,000 tasks alive at once: waiting, woken in order, cancelled, in a group."""
import asyncio

COUNT = 20_000


async def wait(event, order, number):
    await event.wait()
    order.append(number)
    return number


async def main():
    event, order = asyncio.Event(), []
    tasks = [asyncio.create_task(wait(event, order, number)) for number in range(COUNT)]
    await asyncio.sleep(0)
    print(len(asyncio.all_tasks()), tasks[-1].get_name() == f"Task-{COUNT + 1}")  # => 20001 True
    event.set()
    print(sum(await asyncio.gather(*tasks)), order == list(range(COUNT)))  # => 199990000 True

    event.clear()
    tasks = [asyncio.create_task(wait(event, order, number)) for number in range(COUNT)]
    await asyncio.sleep(0)
    print(sum(task.cancel() for task in tasks))  # => 20000
    done, pending = await asyncio.wait(tasks)
    print(len(done), len(pending), sum(task.cancelled() for task in done))  # => 20000 0 20000

    async def tick(number):
        await asyncio.sleep((number % 7) / 10)
        return number % 7

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(tick(number)) for number in range(COUNT)]
    print(sum(task.result() for task in tasks), len(asyncio.all_tasks()))  # => 59997 1


asyncio.run(main())
