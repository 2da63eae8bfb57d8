# Blocking calls side by side, in the loop's default executor.
import asyncio
import threading
import time


def ping(url):
    print(f"{url}: begins in {threading.current_thread().name}")
    time.sleep(2)
    return f"{url}: answered at {time.monotonic():.0f} s"


async def main():
    loop = asyncio.get_running_loop()
    calls = [loop.run_in_executor(None, ping, url) for url in ("a.example", "b.example", "c.example")]
    print("the loop is free")
    for answer in await asyncio.gather(*calls):
        print(answer)


asyncio.run(main())

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 210
# chapter = {en = "Threads and executors", zh = "线程与执行器"}
# title = {en = "run_in_executor: side by side", zh = "run_in_executor：同时执行"}
# about = {en = "The same blocking calls in the default executor take two seconds together.", zh = "同样的阻塞调用放进默认执行器，一共只要两秒。"}
# document = "python中的asyncio使用详解与异步协程的处理流程分析:run_in_executor"
#
# [[tool.loopscope.notes]]
# at = "loop.run_in_executor(None, ping, url)"
# en = "None means the default executor: a pool of threads that starts one when none is idle."
# zh = "None 表示默认执行器：一个线程池，没有空闲线程时才启动新的。"
#
# [[tool.loopscope.notes]]
# at = "time.sleep(2)"
# en = "Only the worker's thread sleeps. The loop waits in select and could run other tasks."
# zh = "只有工作线程在睡眠。事件循环在 select 中等待，可以运行其他任务。"
#
# [[tool.loopscope.notes]]
# at = "await asyncio.gather(*calls)"
# en = "Each result reaches the loop by call_soon_threadsafe, which wakes it."
# zh = "每个结果都通过 call_soon_threadsafe 到达事件循环并将其唤醒。"
# ///
