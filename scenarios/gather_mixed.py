# One gather for blocking calls and coroutines.
import asyncio
import time


def blocking(name, seconds):
    time.sleep(seconds)
    return f"{name} slept {seconds} s in a thread"


async def friendly(name, seconds):
    await asyncio.sleep(seconds)
    return f"{name} awaited {seconds} s in the loop"


async def main():
    loop = asyncio.get_running_loop()
    results = await asyncio.gather(
        loop.run_in_executor(None, blocking, "a", 4),
        friendly("b", 2),
        asyncio.to_thread(blocking, "c", 3),
        friendly("d", 1),
    )
    for result in results:
        print(result)
    print(f"{loop.time():.0f} s in all")


asyncio.run(main())

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 230
# chapter = {en = "Together", zh = "并发"}
# title = {en = "gather: executor and coroutines together", zh = "gather：执行器与协程一起等待"}
# about = {en = "Blocking calls in threads and coroutines in the loop, gathered: as long as the longest.", zh = "线程里的阻塞调用和事件循环里的协程一起 gather：总时间等于最长的一个。"}
# document = "python中的asyncio使用详解与异步协程的处理流程分析:获取协程的返回结果"
#
# [[tool.loopscope.notes]]
# at = "results = await asyncio.gather("
# en = "gather takes anything that can be awaited, and answers in the order of its arguments."
# zh = "gather 接受任何可等待对象，并按参数的顺序给出结果。"
#
# [[tool.loopscope.notes]]
# at = "loop.run_in_executor(None, blocking, \"a\", 4)"
# en = "The longest of the four: the total is 4 seconds, not 10."
# zh = "四个里最长的一个：总共 4 秒，而不是 10 秒。"
#
# [[tool.loopscope.notes]]
# at = "asyncio.to_thread(blocking, \"c\", 3)"
# en = "to_thread is run_in_executor(None, …) that also takes along the context."
# zh = "to_thread 就是 run_in_executor(None, …)，还会带上上下文。"
# ///
