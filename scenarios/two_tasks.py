# Two tasks at once: the pauses overlap.
import asyncio
import time


async def say_hello():
    print("hello", time.strftime('%X'))
    await asyncio.sleep(1)
    print("hello", time.strftime('%X'))


async def say_world():
    print("world", time.strftime('%X'))
    await asyncio.sleep(1)
    print("world", time.strftime('%X'))


async def main():
    task_say_hello = asyncio.create_task(say_hello())
    task_say_world = asyncio.create_task(say_world())
    await task_say_hello
    await task_say_world


asyncio.run(main())

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 70
# chapter = {en = "Tasks", zh = "任务"}
# title = {en = "Two tasks at once", zh = "同时运行两个任务"}
# about = {en = "Each coroutine has a task of its own, so both pauses pass in the same second.", zh = "每个协程都有自己的任务，两次停顿在同一秒内一起过去。"}
# document = "Python的异步IO:asyncio.create_task 的示例"
# wall_clock = "15:29:41"
#
# [[tool.loopscope.notes]]
# at = "task_say_hello = asyncio.create_task"
# en = "create_task runs nothing: it puts the task's first step at the end of `_ready` and returns at once."
# zh = "create_task 不会执行协程：它把任务的第一步放到 `_ready` 末尾，然后立即返回。"
#
# [[tool.loopscope.notes]]
# at = "await task_say_hello"
# en = "main hands control back. In the next iteration both tasks take their first step, in the order in which they were made."
# zh = "main 交还控制权。下一次迭代里，两个任务按创建的顺序各走第一步。"
#
# [[tool.loopscope.notes]]
# at = "await asyncio.sleep(1)"
# en = "A timer goes into `_scheduled`. When say_world has set its own, two stand there, due at the same time: the loop sleeps once for both."
# zh = "一个定时器进入 `_scheduled`。等 say_world 也设好自己的，那里就有两个同时到期的定时器：循环只需为它们睡一次。"
#
# [[tool.loopscope.notes]]
# at = "await task_say_world"
# en = "Awaiting a task that is done already costs nothing."
# zh = "等待一个已经完成的任务不需要任何代价。"
# ///
