# A task that has to wait for its loop.
import asyncio
import time


async def work():
    print("work runs")
    return 42


loop = asyncio.new_event_loop()
task = loop.create_task(work())
time.sleep(1)
print("after one second, done:", task.done())

print("the loop brings", loop.run_until_complete(task))
print("done:", task.done())
loop.close()

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 85
# chapter = {en = "Tasks", zh = "任务"}
# title = {en = "No loop, no progress", zh = "没有事件循环，就没有进展"}
# about = {en = "Creating a task runs nothing. Only a loop that turns takes its steps.", zh = "创建任务并不运行它。只有转动的事件循环才会执行它的步骤。"}
# document = "python中的asyncio使用详解与异步协程的处理流程分析:协程中控制任务"
#
# [[tool.loopscope.notes]]
# at = "task = loop.create_task(work())"
# en = "The task is pending, its first step stands in `_ready`. Nobody takes it from there."
# zh = "任务尚未完成，第一步已在 `_ready` 中。没有人去取它。"
#
# [[tool.loopscope.notes]]
# at = "time.sleep(1)"
# en = "A whole second passes, and the task has not begun: it is no thread."
# zh = "整整一秒过去，任务还没有开始：它不是线程。"
#
# [[tool.loopscope.notes]]
# at = "loop.run_until_complete(task)"
# en = "Now the loop turns until this task is done, and hands back its result."
# zh = "现在事件循环开始转动，直到这个任务完成，并交还它的结果。"
# ///
