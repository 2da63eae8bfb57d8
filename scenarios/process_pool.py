# Work in other processes: their own pids, their own variables.
import asyncio
import os
import time
from concurrent.futures import ProcessPoolExecutor

calls = 0


def job(n):
    global calls
    calls += 1
    time.sleep(n)
    return n * n, os.getpid(), calls


async def main():
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(max_workers=2) as pool:
        results = await asyncio.gather(*(loop.run_in_executor(pool, job, n) for n in (2, 1, 1)))
    for square, pid, seen in results:
        print(square, "from", "this process" if pid == os.getpid() else "another process")
    print("processes used:", len({pid for _, pid, _ in results}))
    print(f"{time.monotonic():.0f} s")


if __name__ == "__main__":
    asyncio.run(main())

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 220
# chapter = {en = "Threads and executors", zh = "线程与执行器"}
# title = {en = "A process pool and its pids", zh = "进程池与进程号"}
# about = {en = "Each worker is a process with a pid and variables of its own.", zh = "每个工作者都是一个进程，有自己的 pid 和自己的变量。"}
# document = "python中的asyncio使用详解与异步协程的处理流程分析:进程执行器"
#
# [[tool.loopscope.notes]]
# at = "loop.run_in_executor(pool, job, n)"
# en = "The function, its arguments and later its result are pickled: they travel between processes."
# zh = "函数、参数以及之后的结果都会被序列化：它们要在进程之间传递。"
#
# [[tool.loopscope.notes]]
# at = "calls += 1"
# en = "Every process counts for itself. The variable of the main process stays 0."
# zh = "每个进程各数各的。主进程里的变量仍是 0。"
#
# [[tool.loopscope.notes]]
# at = "len({pid for _, pid, _ in results})"
# en = "Three jobs, two processes: the one that is free first gets the third."
# zh = "三个任务、两个进程：先空闲的进程得到第三个任务。"
# ///
