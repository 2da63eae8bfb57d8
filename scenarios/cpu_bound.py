# Computing blocks the loop too.
import asyncio
import time


def busy(n):
    total = 0
    for i in range(n):
        total += i
    return total


async def ticker():
    for _ in range(4):
        print("tick", round(time.monotonic(), 1))
        await asyncio.sleep(0.2)


async def main():
    ticks = asyncio.create_task(ticker())
    await asyncio.sleep(0.3)
    print("busy…")
    busy(5_000)
    print("…done")
    await ticks


asyncio.run(main())

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 355
# chapter = {en = "Patterns and traps", zh = "常见模式与陷阱"}
# title = {en = "A callback that computes", zh = "计算密集的回调"}
# about = {en = "Here each bytecode takes ten microseconds: computing stalls the loop as sleeping does.", zh = "这里每条字节码需要十微秒：计算和睡眠一样会拖住事件循环。"}
# bytecode_seconds = 1e-5
#
# [[tool.loopscope.notes]]
# at = "busy(5_000)"
# en = "No await in there: the loop waits until the function returns, and the next tick is late."
# zh = "里面没有 await：事件循环要等函数返回，下一次滴答就迟到了。"
#
# [[tool.loopscope.notes]]
# at = "await asyncio.sleep(0.2)"
# en = "The timer was due in the meantime. It runs in the first iteration after the computation."
# zh = "定时器在此期间已到期，在计算结束后的第一轮迭代中运行。"
#
# [[tool.loopscope.notes]]
# at = "total += i"
# en = "Give such work to a process pool, or cut it into pieces with await asyncio.sleep(0)."
# zh = "这类工作应交给进程池，或者用 await asyncio.sleep(0) 切成小段。"
# ///
