# A loop in a thread of its own gets blocking calls from the main thread.
import asyncio
import threading
import time


def ping(url):
    print(f"{url}: begins at {time.monotonic():.0f} s in {threading.current_thread().name}")
    time.sleep(2)
    print(f"{url}: ends at {time.monotonic():.0f} s")


def run_loop(loop):
    asyncio.set_event_loop(loop)
    loop.run_forever()


loop = asyncio.new_event_loop()
worker = threading.Thread(target=run_loop, args=(loop,), name="loop thread")
worker.start()

loop.call_soon_threadsafe(ping, "a.example")
loop.call_soon_threadsafe(ping, "b.example")
loop.call_soon_threadsafe(ping, "c.example")
print(f"main thread goes on at {time.monotonic():.0f} s")
loop.call_soon_threadsafe(loop.stop)
worker.join()
loop.close()
print("all done at", time.monotonic())

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 205
# chapter = {en = "Threads and executors", zh = "线程与执行器"}
# title = {en = "Three blocking calls in a loop", zh = "事件循环里的三个阻塞调用"}
# about = {en = "call_soon_threadsafe hands three calls to a loop in another thread: they run one after another.", zh = "call_soon_threadsafe 把三个调用交给另一个线程的事件循环：它们依次执行。"}
# document = "python中的asyncio使用详解与异步协程的处理流程分析:动态添加同步函数"
#
# [[tool.loopscope.notes]]
# at = "loop.call_soon_threadsafe(ping, \"a.example\")"
# en = "The callback goes to `_ready`, and a byte into the self-pipe wakes the loop from select."
# zh = "回调进入 `_ready`，自唤醒管道里的一个字节把事件循环从 select 中唤醒。"
#
# [[tool.loopscope.notes]]
# at = "time.sleep(2)"
# en = "This blocks the loop's thread: the next callback has to wait, so three calls take six seconds."
# zh = "这会阻塞事件循环所在的线程：下一个回调只能等待，三次调用共需六秒。"
#
# [[tool.loopscope.notes]]
# at = "print(f\"main thread goes on"
# en = "The main thread is not blocked: it has only handed the work over."
# zh = "主线程没有被阻塞：它只是把工作交了出去。"
# ///
