# Three executors for work that would block the loop.
import asyncio
import concurrent.futures


def blocking_io():
    # Reading a file may block the loop: better in a thread.
    with open("/dev/urandom", "rb") as f:
        return len(f.read(100))


def cpu_bound():
    # Computing blocks the loop as well: better in a process.
    return sum(i * i for i in range(1000))


async def main():
    loop = asyncio.get_running_loop()

    result = await loop.run_in_executor(None, blocking_io)
    print("default thread pool:", result, "bytes")

    with concurrent.futures.ThreadPoolExecutor() as pool:
        result = await loop.run_in_executor(pool, blocking_io)
        print("own thread pool:", result, "bytes")

    with concurrent.futures.ProcessPoolExecutor() as pool:
        result = await loop.run_in_executor(pool, cpu_bound)
        print("process pool:", result)


if __name__ == "__main__":
    asyncio.run(main())

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 245
# chapter = {en = "Threads and executors", zh = "线程与执行器"}
# title = {en = "Executors: three ways", zh = "执行器：三种方式"}
# about = {en = "The default pool, a pool of one's own, and processes, as in the documentation of run_in_executor.", zh = "默认线程池、自己的线程池、进程池，正如 run_in_executor 文档所示。"}
# document = "asyncio 事件循环 API：在线程或者进程池中执行代码"
#
# [[tool.loopscope.notes]]
# at = "await loop.run_in_executor(None, blocking_io)"
# en = "None: the loop's default executor, made when it is needed first."
# zh = "None：事件循环的默认执行器，第一次需要时才创建。"
#
# [[tool.loopscope.notes]]
# at = "with concurrent.futures.ThreadPoolExecutor() as pool"
# en = "A pool of one's own: the with statement waits for its threads at the end."
# zh = "自己的线程池：with 语句结束时会等待它的线程。"
#
# [[tool.loopscope.notes]]
# at = "with concurrent.futures.ProcessPoolExecutor() as pool"
# en = "Processes compute side by side; threads of CPython take turns."
# zh = "进程可以并行计算；CPython 的线程只能轮流运行。"
# ///
