# run_forever, stopped by a task's done callback.
import asyncio


async def asyncfunc1():
    print("in asyncfunc1")
    await asyncio.sleep(2)
    return "asyncfunc1 result"


def finished(task):
    print("callback:", task.result())
    loop.stop()


loop = asyncio.new_event_loop()
task = loop.create_task(asyncfunc1())
task.add_done_callback(finished)
print(task)
loop.run_forever()
print("the loop has stopped")
loop.close()

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 130
# chapter = {en = "Callbacks", zh = "回调"}
# title = {en = "A callback stops the loop", zh = "用回调停止事件循环"}
# about = {en = "run_forever ends only when somebody calls stop; here the task's done callback does.", zh = "run_forever 只有在调用 stop 后才会结束；这里由任务的完成回调来调用。"}
# document = "python中的asyncio使用详解与异步协程的处理流程分析:协程中控制任务"
#
# [[tool.loopscope.notes]]
# at = "task = loop.create_task(asyncfunc1())"
# en = "The task exists, but no loop runs yet: it stays pending."
# zh = "任务已经创建，但循环还没有运行：任务保持 pending。"
#
# [[tool.loopscope.notes]]
# at = "task.add_done_callback(finished)"
# en = "When the task is done, the loop will call finished through call_soon: in the next iteration, not at once."
# zh = "任务完成后，循环会通过 call_soon 调用 finished：是在下一次迭代，而不是立刻。"
#
# [[tool.loopscope.notes]]
# at = "loop.stop()"
# en = "stop only sets a flag: the present iteration is finished before run_forever returns."
# zh = "stop 只是设置一个标志：当前迭代执行完之后，run_forever 才返回。"
# ///
