# One of three fails.
import asyncio


async def worker(name, seconds, fails=False):
    try:
        await asyncio.sleep(seconds)
        if fails:
            raise ValueError(f"{name} found bad data")
        print(f"{name} is done")
    except asyncio.CancelledError:
        print(f"{name} is cancelled at {asyncio.get_running_loop().time():.0f} s")
        raise


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(worker("quick", 1))
            group.create_task(worker("broken", 2, fails=True))
            group.create_task(worker("slow", 10))
            print("the body of the group is done")
    except* ValueError as errors:
        for error in errors.exceptions:
            print("caught:", error)


asyncio.run(main())

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 325
# chapter = {en = "Patterns and traps", zh = "常见模式与陷阱"}
# title = {en = "TaskGroup with a failing child", zh = "子任务失败的 TaskGroup"}
# about = {en = "One child fails: its siblings are cancelled, and an exception group comes out.", zh = "一个子任务失败：其余的被取消，最后抛出异常组。"}
#
# [[tool.loopscope.notes]]
# at = "async with asyncio.TaskGroup() as group:"
# en = "The group waits at its end until all children are done."
# zh = "任务组在结束处等待所有子任务完成。"
#
# [[tool.loopscope.notes]]
# at = "raise ValueError"
# en = "The first failure makes the group cancel every child that still runs."
# zh = "第一个失败让任务组取消所有仍在运行的子任务。"
#
# [[tool.loopscope.notes]]
# at = "except* ValueError as errors:"
# en = "What the children raised comes as an ExceptionGroup; except* picks from it by type."
# zh = "子任务抛出的异常以 ExceptionGroup 的形式出现；except* 按类型取出。"
# ///
