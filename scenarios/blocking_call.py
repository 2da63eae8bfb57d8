# One bad neighbour.
import asyncio
import time


async def heartbeat():
    for _ in range(5):
        print(f"{time.monotonic():.1f} s  tick")
        await asyncio.sleep(0.5)


async def bad():
    await asyncio.sleep(0.7)
    print(f"{time.monotonic():.1f} s  bad: blocks for two seconds")
    time.sleep(2)
    print(f"{time.monotonic():.1f} s  bad: is back")


async def main():
    await asyncio.gather(heartbeat(), bad())


asyncio.run(main())

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 340
# chapter = {en = "Patterns and traps", zh = "常见模式与陷阱"}
# title = {en = "A blocking call stalls everybody", zh = "阻塞调用拖住所有任务"}
# about = {en = "time.sleep in one coroutine stops the clock of all the others.", zh = "一个协程里的 time.sleep 让其他所有任务都停下来。"}
#
# [[tool.loopscope.notes]]
# at = "time.sleep(2)"
# en = "This blocks the thread, and with it the loop: no timer, no descriptor, no task is looked at."
# zh = "这会阻塞线程，也就阻塞了事件循环：定时器、描述符、任务都无人理会。"
#
# [[tool.loopscope.notes]]
# at = "await asyncio.sleep(0.5)"
# en = "Due at 1.0 s, but the loop is back only at 2.7 s. The tick comes late."
# zh = "本应在 1.0 秒触发，但事件循环到 2.7 秒才回来，滴答就晚了。"
#
# [[tool.loopscope.notes]]
# at = "await asyncio.gather(heartbeat(), bad())"
# en = "The cure: await asyncio.to_thread(time.sleep, 2)."
# zh = "办法：await asyncio.to_thread(time.sleep, 2)。"
# ///
