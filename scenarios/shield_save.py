# Saving must not be broken off.
import asyncio


async def save():
    print("saving…")
    await asyncio.sleep(2)
    print("saved")
    return "file.txt"


async def handler(saving):
    try:
        await asyncio.shield(saving)
    except asyncio.CancelledError:
        print("handler: cancelled, saving goes on")
        raise


async def main():
    saving = asyncio.create_task(save())
    request = asyncio.create_task(handler(saving))
    await asyncio.sleep(1)
    request.cancel()
    try:
        await request
    except asyncio.CancelledError:
        print("main: the request is gone")
    print("main: but there is", await saving)


asyncio.run(main())

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 320
# chapter = {en = "Patterns and traps", zh = "常见模式与陷阱"}
# title = {en = "shield: do not cancel this", zh = "shield：不要取消它"}
# about = {en = "The waiter is cancelled, the work is not.", zh = "等待者被取消，工作却没有。"}
#
# [[tool.loopscope.notes]]
# at = "await asyncio.shield(saving)"
# en = "shield puts another future in front. cancel() hits that one, not the task behind it."
# zh = "shield 在前面放了另一个 Future。cancel() 击中的是它，而不是后面的任务。"
#
# [[tool.loopscope.notes]]
# at = "request.cancel()"
# en = "The handler is cancelled while it waits; save() is not told."
# zh = "handler 在等待时被取消；save() 并不知道。"
#
# [[tool.loopscope.notes]]
# at = "await saving"
# en = "Keep a reference and wait for it: shield alone does not keep the work alive."
# zh = "要保留引用并等待它：仅有 shield 并不能让工作继续存活。"
# ///
