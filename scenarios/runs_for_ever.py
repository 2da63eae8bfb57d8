# Two tasks report, and nobody stops the loop.
import asyncio


async def count(name, seconds):
    await asyncio.sleep(seconds)
    return f"{name} took {seconds} s"


def report(task):
    print(task.result())


loop = asyncio.new_event_loop()
for name, seconds in (("first", 2), ("second", 1)):
    task = loop.create_task(count(name, seconds))
    task.add_done_callback(report)

loop.run_forever()
print("never printed")

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 140
# chapter = {en = "Callbacks", zh = "回调"}
# title = {en = "Nobody calls stop", zh = "没有人调用 stop"}
# about = {en = "Both tasks are done, and still run_forever does not return.", zh = "两个任务都完成了，run_forever 却不返回。"}
# document = "python中的asyncio使用详解与异步协程的处理流程分析:多个协程任务的并行"
#
# [[tool.loopscope.notes]]
# at = "task.add_done_callback(report)"
# en = "The task is made but no loop runs: its first step waits in `_ready`."
# zh = "任务已经创建，但事件循环还没有运行：它的第一步在 `_ready` 中等待。"
#
# [[tool.loopscope.notes]]
# at = "print(task.result())"
# en = "A done callback gets the task itself, so it can ask for the result. The shorter sleep ends first."
# zh = "完成回调得到的是任务本身，因此可以取结果。睡得短的先结束。"
#
# [[tool.loopscope.notes]]
# at = "loop.run_forever()"
# en = "It returns only after stop(). When nothing is left, select waits without a timeout: for ever. gather and asyncio.run spare you this."
# zh = "只有调用 stop() 它才会返回。当什么都不剩时，select 不带超时地等待：永远等下去。用 gather 和 asyncio.run 就不会这样。"
# ///
