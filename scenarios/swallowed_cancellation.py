# A worker that does not want to stop.
import asyncio


async def stubborn():
    for n in range(4):
        try:
            await asyncio.sleep(1)
            print(f"stubborn: turn {n}")
        except BaseException as error:
            print(f"stubborn: caught {type(error).__name__} and went on")


async def main():
    task = asyncio.create_task(stubborn())
    await asyncio.sleep(1.5)
    print("main: cancel() answers", task.cancel())
    try:
        await asyncio.wait_for(task, timeout=1)
    except TimeoutError:
        print("main: timed out")
    except asyncio.CancelledError:
        print("main: cancelled")
    print("main:", "cancelled" if task.cancelled() else "not cancelled", "at", asyncio.get_running_loop().time())


asyncio.run(main())

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 335
# chapter = {en = "Patterns and traps", zh = "常见模式与陷阱"}
# title = {en = "A swallowed cancellation", zh = "被吞掉的取消"}
# about = {en = "Who catches CancelledError and goes on cannot be stopped.", zh = "捕获 CancelledError 后继续运行的任务停不下来。"}
#
# [[tool.loopscope.notes]]
# at = "except BaseException as error:"
# en = "CancelledError is a BaseException so that `except Exception` does not catch it. This does."
# zh = "CancelledError 是 BaseException，所以 `except Exception` 捕获不到它；这里却捕获了。"
#
# [[tool.loopscope.notes]]
# at = "print(\"main: cancel() answers\", task.cancel())"
# en = "True means only that the request was made."
# zh = "True 只表示请求已提出。"
#
# [[tool.loopscope.notes]]
# at = "await asyncio.wait_for(task, timeout=1)"
# en = "wait_for cancels again and then waits until the task ends, however long that takes."
# zh = "wait_for 再次取消，然后等待任务结束，无论多久。"
# ///
