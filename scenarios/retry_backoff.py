# Try again, but not too soon.
import asyncio

answers = iter([ConnectionError("refused"), TimeoutError("no answer"), ConnectionError("reset"), "hello"])


async def call():
    await asyncio.sleep(0.1)
    answer = next(answers)
    if isinstance(answer, Exception):
        raise answer
    return answer


async def with_retry(attempts, pause):
    for attempt in range(1, attempts + 1):
        try:
            return await call()
        except OSError as error:
            if attempt == attempts:
                raise
            print(f"{asyncio.get_running_loop().time():.1f} s  attempt {attempt}: {error!r}, wait {pause} s")
            await asyncio.sleep(pause)
            pause *= 2


async def main():
    print(await with_retry(attempts=5, pause=0.5))
    print(f"{asyncio.get_running_loop().time():.1f} s")


asyncio.run(main())

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 345
# chapter = {en = "Patterns and traps", zh = "常见模式与陷阱"}
# title = {en = "Retry with back-off", zh = "退避重试"}
# about = {en = "After each failure the pause doubles.", zh = "每次失败后，等待时间加倍。"}
#
# [[tool.loopscope.notes]]
# at = "except OSError as error:"
# en = "TimeoutError and ConnectionError are both OSErrors. CancelledError is not: a cancellation is never retried."
# zh = "TimeoutError 和 ConnectionError 都是 OSError。CancelledError 不是：取消不会被重试。"
#
# [[tool.loopscope.notes]]
# at = "await asyncio.sleep(pause)"
# en = "The pause is an await: the loop serves others meanwhile."
# zh = "等待用 await：期间事件循环可以服务别人。"
#
# [[tool.loopscope.notes]]
# at = "pause *= 2"
# en = "0.5, 1, 2, …: a server in trouble is not flooded."
# zh = "0.5、1、2……：不会压垮有麻烦的服务器。"
# ///
