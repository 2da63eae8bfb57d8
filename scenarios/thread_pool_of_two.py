# Three jobs for a pool of two threads.
import asyncio
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor


def ping(url):
    print(f"{time.monotonic():.0f} s  {url} in {threading.current_thread().name}, process {os.getpid()}")
    time.sleep(2)
    return url


async def main():
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(max_workers=2) as pool:
        jobs = [loop.run_in_executor(pool, ping, url) for url in ("a.example", "b.example", "c.example")]
        for job in asyncio.as_completed(jobs):
            url = await job
            print(f"{time.monotonic():.0f} s  {url} is done")


asyncio.run(main())

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 215
# chapter = {en = "Threads and executors", zh = "线程与执行器"}
# title = {en = "A pool of two with three jobs", zh = "两个线程的池与三个任务"}
# about = {en = "max_workers=2: two jobs start, the third waits until a worker is free.", zh = "max_workers=2：先开始两个任务，第三个要等到有线程空闲。"}
# document = "python中的asyncio使用详解与异步协程的处理流程分析:执行器与 max_workers"
#
# [[tool.loopscope.notes]]
# at = "ThreadPoolExecutor(max_workers=2)"
# en = "At most two threads. The third job stands in the pool's queue."
# zh = "最多两个线程。第三个任务排在池的队列里。"
#
# [[tool.loopscope.notes]]
# at = "time.sleep(2)"
# en = "The worker that is done first takes the waiting job at once, in the same thread."
# zh = "先完成的线程立刻接手排队的任务，仍在同一个线程里。"
#
# [[tool.loopscope.notes]]
# at = "os.getpid()"
# en = "All threads belong to one process: the pid is the same."
# zh = "所有线程属于同一个进程：pid 相同。"
# ///
