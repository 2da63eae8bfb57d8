# A timeout at the top reaches the bottom.
import asyncio


async def query():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("query: cancelled, closing the connection")
        raise


async def load(name):
    try:
        async with asyncio.timeout(5):
            await query()
    finally:
        print(f"load {name}: leaving")


async def page():
    await load("user")
    await load("orders")


async def main():
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(2):
            await page()
    except TimeoutError:
        print(f"main: gave up at {loop.time():.1f} s")
    try:
        await asyncio.wait_for(query(), timeout=1)
    except TimeoutError:
        print(f"main: wait_for gave up at {loop.time():.1f} s")


asyncio.run(main())

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 315
# chapter = {en = "Patterns and traps", zh = "常见模式与陷阱"}
# title = {en = "Timeouts through a chain", zh = "超时沿着调用链传递"}
# about = {en = "An outer timeout cancels the innermost await; each level can clean up.", zh = "外层的超时取消最内层的等待；每一层都可以清理。"}
#
# [[tool.loopscope.notes]]
# at = "async with asyncio.timeout(2):"
# en = "When the time is up, the task is cancelled: CancelledError comes out of the innermost await."
# zh = "时间一到，任务被取消：CancelledError 从最内层的 await 抛出。"
#
# [[tool.loopscope.notes]]
# at = "async with asyncio.timeout(5):"
# en = "The inner timeout has not expired. It lets the cancellation pass: it belongs to the outer one."
# zh = "内层的超时还没到。它让取消继续传递：这属于外层。"
#
# [[tool.loopscope.notes]]
# at = "except TimeoutError:"
# en = "Only the timeout that expired turns the cancellation into TimeoutError."
# zh = "只有到期的那个 timeout 才把取消变成 TimeoutError。"
#
# [[tool.loopscope.notes]]
# at = "await asyncio.wait_for(query(), timeout=1)"
# en = "wait_for runs the coroutine in a task of its own and waits until its clean-up is over."
# zh = "wait_for 在单独的任务里运行协程，并等它清理完毕。"
# ///
