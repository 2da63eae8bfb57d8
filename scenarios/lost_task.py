# A task that nobody holds on to.
import asyncio
import gc


async def waits_for_nobody():
    print("waiting…")
    await asyncio.get_running_loop().create_future()
    print("never printed")


async def main():
    asyncio.create_task(waits_for_nobody())
    await asyncio.sleep(1)
    print("collecting")
    gc.collect()
    print("tasks left:", len(asyncio.all_tasks()))


asyncio.run(main())

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 330
# chapter = {en = "Patterns and traps", zh = "常见模式与陷阱"}
# title = {en = "A lost task", zh = "丢失的任务"}
# about = {en = "Nobody keeps the task and nobody can wake it: it is collected while pending.", zh = "没有人引用这个任务，也没有人能唤醒它：它在等待中就被回收了。"}
#
# [[tool.loopscope.notes]]
# at = "asyncio.create_task(waits_for_nobody())"
# en = "The result is thrown away. The loop itself holds only a weak reference to a task."
# zh = "返回值被丢弃。事件循环对任务只保留弱引用。"
#
# [[tool.loopscope.notes]]
# at = "await asyncio.get_running_loop().create_future()"
# en = "Only the task knows this future, and only the future knows the task: a cycle."
# zh = "只有任务认识这个 Future，也只有 Future 认识这个任务：一个循环引用。"
#
# [[tool.loopscope.notes]]
# at = "gc.collect()"
# en = "The collector finds the cycle: \"Task was destroyed but it is pending!\" Keep a reference to your tasks."
# zh = "垃圾回收发现了这个循环：\"Task was destroyed but it is pending!\" 请保留任务的引用。"
# ///
