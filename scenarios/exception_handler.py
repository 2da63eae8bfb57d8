# What becomes of an exception that nobody awaits.
import asyncio


def report(loop, context):
    print("reported:", context["message"].split(" ")[0], "…", repr(context["exception"]))


def broken():
    raise ValueError("in a callback")


async def failing():
    raise KeyError("in a task")


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(report)
    loop.call_soon(broken)
    await asyncio.sleep(0)
    print("the loop still turns")
    task = asyncio.create_task(failing())
    await asyncio.sleep(0)
    print("the task has failed:", task.done())
    del task
    print("the end")


asyncio.run(main())

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 145
# chapter = {en = "Callbacks", zh = "回调"}
# title = {en = "The loop's exception handler", zh = "事件循环的异常处理器"}
# about = {en = "An exception in a callback does not stop the loop: it is reported, and the next handle runs.", zh = "回调中的异常不会让事件循环停下：它被报告，然后运行下一个句柄。"}
# document = "asyncio 事件循环 API：错误处理"
#
# [[tool.loopscope.notes]]
# at = 'raise ValueError("in a callback")'
# en = "A callback has no caller that could catch this. The loop catches it and calls its handler."
# zh = "回调没有能捕获它的调用者。事件循环捕获它，并调用异常处理器。"
#
# [[tool.loopscope.notes]]
# at = 'raise KeyError("in a task")'
# en = "A task keeps its exception for whoever awaits it."
# zh = "任务把异常保存下来，留给等待它的一方。"
#
# [[tool.loopscope.notes]]
# at = "del task"
# en = "Nobody will ever ask: when the last reference goes, the exception is reported as never retrieved."
# zh = "不会再有人来取了：最后一个引用消失时，它作为“从未被取走”的异常被报告。"
# ///
