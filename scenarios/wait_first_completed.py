# The fastest of three mirrors wins.
import asyncio


async def fetch(mirror, seconds):
    try:
        await asyncio.sleep(seconds)
        return f"file from {mirror}"
    except asyncio.CancelledError:
        print(f"{mirror} is cancelled")
        raise


async def main():
    tasks = [asyncio.create_task(fetch(m, s), name=m) for m, s in (("one", 3), ("two", 1), ("three", 2))]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in done:
        print(task.get_name(), "->", task.result())
    for task in pending:
        task.cancel()
    await asyncio.wait(pending)
    print("time:", asyncio.get_running_loop().time())


asyncio.run(main())

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 235
# chapter = {en = "Together", zh = "并发"}
# title = {en = "wait: FIRST_COMPLETED", zh = "wait：FIRST_COMPLETED"}
# about = {en = "Goes on as soon as one is done; the others keep running.", zh = "只要有一个完成就继续；其余的仍在运行。"}
#
# [[tool.loopscope.notes]]
# at = "return_when=asyncio.FIRST_COMPLETED"
# en = "wait never raises and never cancels: it answers two sets, done and pending."
# zh = "wait 既不抛异常也不取消：它返回 done 和 pending 两个集合。"
#
# [[tool.loopscope.notes]]
# at = "task.cancel()"
# en = "Nobody needs the others any more. cancel() only asks: CancelledError is thrown in at their next step."
# zh = "其余的不再需要。cancel() 只是请求：下一步时会抛入 CancelledError。"
#
# [[tool.loopscope.notes]]
# at = "await asyncio.wait(pending)"
# en = "Wait for those who were asked, so that their clean-up has run."
# zh = "等待被取消的任务，让它们完成清理。"
# ///
