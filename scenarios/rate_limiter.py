# At most three requests at a time.
import asyncio


async def fetch(limit, n, active):
    async with limit:
        active.add(n)
        print(f"{asyncio.get_running_loop().time():.1f} s  {sorted(active)}")
        await asyncio.sleep(0.5 + n % 2)
        active.discard(n)


async def main():
    limit = asyncio.Semaphore(3)
    active = set()
    await asyncio.gather(*(fetch(limit, n, active) for n in range(8)))
    print(f"{asyncio.get_running_loop().time():.1f} s  done")


asyncio.run(main())

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 310
# chapter = {en = "Patterns and traps", zh = "常见模式与陷阱"}
# title = {en = "A semaphore as a rate limiter", zh = "用信号量限流"}
# about = {en = "Eight requests, never more than three at a time.", zh = "八个请求，同时最多三个。"}
#
# [[tool.loopscope.notes]]
# at = "asyncio.Semaphore(3)"
# en = "Three permits. The fourth task waits in acquire."
# zh = "三个许可。第四个任务在 acquire 中等待。"
#
# [[tool.loopscope.notes]]
# at = "async with limit:"
# en = "Who leaves this block releases its permit: it goes straight to the first waiter, so nobody can snatch it."
# zh = "离开这个块就释放许可：它直接交给第一个等待者，别人抢不走。"
#
# [[tool.loopscope.notes]]
# at = "await asyncio.gather("
# en = "All eight tasks exist at once; the semaphore decides how many are at work."
# zh = "八个任务同时存在；由信号量决定有几个在工作。"
# ///
