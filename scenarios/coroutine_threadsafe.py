# Coroutines for a loop in another thread.
import asyncio
import threading
import time


async def ping(url, seconds):
    print(f"{url} in {threading.current_thread().name}")
    await asyncio.sleep(seconds)
    return f"{url} answered after {seconds} s"


def run_loop(loop):
    asyncio.set_event_loop(loop)
    loop.run_forever()


loop = asyncio.new_event_loop()
thread = threading.Thread(target=run_loop, args=(loop,), name="loop thread")
thread.start()

sites = {"a.example": 2, "b.example": 2, "c.example": 1, "d.example": 2}
futures = [asyncio.run_coroutine_threadsafe(ping(url, n), loop) for url, n in sites.items()]
print("main thread is free")
for future in futures:
    print(future.result())
print(f"{time.monotonic():.0f} s")
loop.call_soon_threadsafe(loop.stop)
thread.join()
loop.close()

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 225
# chapter = {en = "Threads and executors", zh = "线程与执行器"}
# title = {en = "run_coroutine_threadsafe from the main thread", zh = "从主线程调用 run_coroutine_threadsafe"}
# about = {en = "Four coroutines handed to a loop in another thread run together; the main thread gets futures.", zh = "四个协程交给另一个线程的事件循环并发运行；主线程得到 Future。"}
# document = "python中的asyncio使用详解与异步协程的处理流程分析:动态添加异步函数"
#
# [[tool.loopscope.notes]]
# at = "asyncio.run_coroutine_threadsafe(ping(url, n), loop)"
# en = "Gives a concurrent.futures.Future: one that may be waited for in any thread."
# zh = "返回 concurrent.futures.Future：可以在任何线程里等待它。"
#
# [[tool.loopscope.notes]]
# at = "await asyncio.sleep(seconds)"
# en = "The coroutines give way to each other, so all four together take two seconds."
# zh = "协程互相让出，所以四个一共只要两秒。"
#
# [[tool.loopscope.notes]]
# at = "print(future.result())"
# en = "result() blocks the main thread, not the loop."
# zh = "result() 阻塞主线程，而不是事件循环。"
# ///
