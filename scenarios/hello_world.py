# hello, one second, world.
import asyncio


async def main():
    print("hello")
    await asyncio.sleep(1)
    print("world")


if __name__ == '__main__':
    loop = asyncio.get_event_loop()
    loop.run_until_complete(main())
    loop.close()

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 55
# chapter = {en = "First steps", zh = "入门"}
# title = {en = "hello, sleep, world", zh = "hello、等待、world"}
# about = {en = "The smallest program in which the loop has something to wait for.", zh = "最小的、让事件循环真正有所等待的程序。"}
# document = "python中的asyncio之Coroutines,Tasks and Future:Coroutines"
#
# [[tool.loopscope.notes]]
# at = "await asyncio.sleep(1)"
# en = "sleep makes a future and a timer that will resolve it. The task gives up control; the timer waits in `_scheduled`."
# zh = "sleep 创建一个 Future，以及到时设置它结果的定时器。任务交出控制权，定时器在 `_scheduled` 中等待。"
#
# [[tool.loopscope.notes]]
# at = "print(\"world\")"
# en = "It takes two handles to come back here: the timer sets the future's result, and in the next iteration the future wakes the task."
# zh = "要回到这里需要两个句柄：定时器先设置 Future 的结果，下一次迭代再由 Future 唤醒任务。"
# ///
