# Who makes the tasks?
import asyncio


def announcing(loop, coro, **options):
    task = asyncio.Task(coro, loop=loop, **options)
    print(f"a task for {coro.__name__}")
    return task


async def brew(what):
    await asyncio.sleep(1)
    return what


async def main():
    asyncio.get_running_loop().set_task_factory(announcing)
    tea = asyncio.create_task(brew("tea"))
    print(await asyncio.gather(tea, brew("coffee")))


asyncio.run(main())

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 97
# chapter = {en = "Tasks", zh = "任务"}
# title = {en = "A task factory", zh = "任务工厂"}
# about = {en = "create_task, gather and asyncio.run all make their tasks in one place, and that place can be changed.", zh = "create_task、gather 和 asyncio.run 都在同一处创建任务，而这一处可以替换。"}
# document = "asyncio 事件循环 API：创建 Future 和 Task"
#
# [[tool.loopscope.notes]]
# at = "set_task_factory(announcing)"
# en = "From now on the loop asks this function for each task. Task-1 is there already."
# zh = "从现在起，事件循环的每个任务都由这个函数创建。Task-1 此前已经存在。"
#
# [[tool.loopscope.notes]]
# at = "asyncio.Task(coro, loop=loop"
# en = "Making the task schedules its first step with call_soon; nothing of the coroutine runs here."
# zh = "创建任务会用 call_soon 安排它的第一步；协程在这里还没有运行。"
#
# [[tool.loopscope.notes]]
# at = "asyncio.gather(tea"
# en = "tea is a task already and is taken as it is; the bare coroutine gets one from the factory."
# zh = "tea 已经是任务，直接使用；单独的协程则由工厂为它创建任务。"
# ///
