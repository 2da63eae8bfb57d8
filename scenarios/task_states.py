# A task's states, and asking for a result too early.
import asyncio


async def testa(x):
    print("in test a")
    await asyncio.sleep(3)
    print("Resuming a")
    return x


async def main():
    taska = asyncio.ensure_future(testa(1))
    print(taska)
    print(taska.done())
    try:
        print(taska.result())
    except asyncio.InvalidStateError as error:
        print("InvalidStateError:", error)

    await taska
    print(taska.done())
    print(taska.result())


asyncio.run(main())

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 95
# chapter = {en = "Tasks", zh = "任务"}
# title = {en = "A task's states", zh = "任务的状态"}
# about = {en = "pending, then done; result() before that raises InvalidStateError.", zh = "先是 pending，然后是 done；在此之前调用 result() 会抛出 InvalidStateError。"}
# document = "python中的asyncio使用详解与异步协程的处理流程分析:ensure_future"
#
# [[tool.loopscope.notes]]
# at = "taska = asyncio.ensure_future(testa(1))"
# en = "The task is pending: its first step stands in `_ready`, but main still holds control."
# zh = "任务处于 pending：第一步已在 `_ready` 中，但控制权还在 main 手里。"
#
# [[tool.loopscope.notes]]
# at = "print(taska.result())"
# en = "There is no result yet, so asking for it is an error, not a wait."
# zh = "结果还没有产生；此时索取结果是错误，而不会等待。"
#
# [[tool.loopscope.notes]]
# at = "await taska"
# en = "Waiting is what await is for: main is suspended until the task is done."
# zh = "等待要用 await：main 挂起，直到任务完成。"
# ///
