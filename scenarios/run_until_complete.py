# The loop starts a coroutine: run_until_complete.
import asyncio


async def coroutine():
    print('in coroutine')


event_loop = asyncio.get_event_loop()
try:
    print('starting coroutine')
    coro = coroutine()
    print('entering event loop')
    event_loop.run_until_complete(coro)
finally:
    print('closing event loop')
    event_loop.close()

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 10
# chapter = {en = "First steps", zh = "入门"}
# title = {en = "The loop starts a coroutine", zh = "由事件循环启动协程"}
# about = {en = "run_until_complete wraps a coroutine in a task and turns the loop until it is done.", zh = "run_until_complete 把协程包装成任务，并一直转动事件循环，直到任务完成。"}
# document = "协程与事件循环 (asyncio_coroutine.py)"
#
# [[tool.loopscope.notes]]
# at = "coro = coroutine()"
# en = "The call runs nothing yet: it only makes a coroutine object. `in coroutine` is not printed here."
# zh = "这次调用还没有执行函数体，只是创建了一个协程对象，所以这里不会打印 `in coroutine`。"
#
# [[tool.loopscope.notes]]
# at = "event_loop.run_until_complete(coro)"
# en = "The loop makes a task out of the coroutine. The task's first step is a handle in `_ready`; the loop then turns until the task is done."
# zh = "事件循环把协程包装成任务。任务的第一步是 `_ready` 中的一个句柄；随后循环不断转动，直到任务完成。"
#
# [[tool.loopscope.notes]]
# at = "print('in coroutine')"
# en = "Only now, inside the first iteration of `_run_once`, does the body run."
# zh = "直到 `_run_once` 的第一次迭代，函数体才真正执行。"
#
# [[tool.loopscope.notes]]
# at = "event_loop.close()"
# en = "One iteration more than the task needed: the task's done callback asked the loop to stop, and that callback had to run too."
# zh = "循环比任务本身多转了一次：任务完成时的回调请求循环停止，而这个回调也要在下一次迭代中运行。"
# ///
