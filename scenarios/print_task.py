# A task, printed before and after it ran.
import asyncio


async def nested():
    await asyncio.sleep(2)
    print("等待2s")


async def main():
    task = asyncio.ensure_future(nested())
    print(task)
    await task
    print(task)
    print(task.done())


if __name__ == '__main__':
    loop = asyncio.get_event_loop()
    try:
        loop.run_until_complete(main())
    finally:
        loop.close()

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 80
# chapter = {en = "Tasks", zh = "任务"}
# title = {en = "A task before and after", zh = "任务的前后变化"}
# about = {en = "The same task object says pending first and finished later.", zh = "同一个任务对象，先显示 pending，后显示 finished。"}
# document = "python中的asyncio之Coroutines,Tasks and Future:Tasks"
#
# [[tool.loopscope.notes]]
# at = "task = asyncio.ensure_future(nested())"
# en = "ensure_future wraps a coroutine in a task; given a future or a task it returns that same object."
# zh = "ensure_future 会把协程包装成任务；如果传入的是 Future 或任务，则原样返回。"
#
# [[tool.loopscope.notes]]
# at = "print(task)"
# en = "Pending: the task has not taken its first step, so the coroutine stands at its first line."
# zh = "pending：任务还没有走第一步，协程停在它的第一行。"
#
# [[tool.loopscope.notes]]
# at = "await task"
# en = "main waits for the task, the task for the future of sleep, the future for its timer: a chain down to the leaf."
# zh = "main 等待任务，任务等待 sleep 的 Future，Future 等待定时器：一条直到末端的等待链。"
#
# [[tool.loopscope.notes]]
# at = "print(task.done())"
# en = "The coroutine has returned None, so the task is finished and its result is None."
# zh = "协程返回了 None，所以任务已经完成，结果就是 None。"
# ///
