# Several steps of a job; the first failure is enough to know.
import asyncio


async def step(name, seconds, fails=False):
    await asyncio.sleep(seconds)
    if fails:
        raise RuntimeError(f"{name} failed")
    return f"{name} is fine"


async def main():
    tasks = [
        asyncio.create_task(step("unpack", 1)),
        asyncio.create_task(step("check", 2, fails=True)),
        asyncio.create_task(step("install", 5)),
    ]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    print("time:", asyncio.get_running_loop().time(), "done:", len(done), "pending:", len(pending))
    for task in tasks:
        if task in done:
            print(task.exception() or task.result())
        else:
            task.cancel()


asyncio.run(main())

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 240
# chapter = {en = "Together", zh = "并发"}
# title = {en = "wait: FIRST_EXCEPTION", zh = "wait：FIRST_EXCEPTION"}
# about = {en = "Goes on at the first failure, or when all are done.", zh = "第一个失败时继续，或者全部完成时继续。"}
#
# [[tool.loopscope.notes]]
# at = "return_when=asyncio.FIRST_EXCEPTION"
# en = "A result does not end the wait, an exception does. A cancelled task counts as neither."
# zh = "结果不会结束等待，异常会。被取消的任务两者都不算。"
#
# [[tool.loopscope.notes]]
# at = "raise RuntimeError"
# en = "The exception stays in the task. It is not raised in main."
# zh = "异常留在任务里，不会在 main 中抛出。"
#
# [[tool.loopscope.notes]]
# at = "task.exception() or task.result()"
# en = "exception() reads it and marks it as retrieved, so that no warning follows."
# zh = "exception() 读取它并标记为已取回，之后就不会有警告。"
# ///
