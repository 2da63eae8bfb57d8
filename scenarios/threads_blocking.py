# Blocking functions in threads of their own.
import threading
import time


def ping(url):
    print(f"{threading.current_thread().name} pings {url}")
    time.sleep(2)
    print(f"{url} answered at {time.monotonic():.0f} s")


threads = [threading.Thread(target=ping, args=(url,)) for url in ("a.example", "b.example", "c.example")]
for thread in threads:
    thread.start()
print("main thread:", threading.current_thread().name)
for thread in threads:
    thread.join()
print("all done at", time.monotonic())

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 200
# chapter = {en = "Threads and executors", zh = "线程与执行器"}
# title = {en = "Threads with blocking functions", zh = "多线程运行阻塞函数"}
# about = {en = "Three threads sleep side by side: two seconds in all, without any event loop.", zh = "三个线程同时睡眠：总共两秒，没有任何事件循环。"}
# document = "python中的asyncio使用详解与异步协程的处理流程分析:多线程"
#
# [[tool.loopscope.notes]]
# at = "thread.start()"
# en = "A thread that is started runs at once, until it blocks; only then does start() return."
# zh = "线程启动后立即运行，直到它阻塞；这时 start() 才返回。"
#
# [[tool.loopscope.notes]]
# at = "time.sleep(2)"
# en = "sleep blocks this thread only. The clock moves when every thread waits."
# zh = "sleep 只阻塞这个线程。所有线程都在等待时，时钟才会前进。"
#
# [[tool.loopscope.notes]]
# at = "thread.join()"
# en = "join blocks the main thread until that thread has ended."
# zh = "join 让主线程阻塞，直到那个线程结束。"
# ///
