# A coroutine within a coroutine: print_sum waits for compute.
import asyncio


async def compute(x, y):
    print(f"Compute {x} + {y} ...")
    await asyncio.sleep(1.0)
    return x + y


async def print_sum(x, y):
    result = await compute(x, y)
    print(f"{x} + {y} = {result}")


loop = asyncio.new_event_loop()
loop.run_until_complete(print_sum(1, 2))
loop.close()

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 90
# chapter = {en = "Tasks", zh = "任务"}
# title = {en = "print_sum and compute", zh = "print_sum 与 compute"}
# about = {en = "The task belongs to print_sum; while compute sleeps, the loop talks to the innermost coroutine.", zh = "任务属于 print_sum；compute 睡眠期间，循环直接与最内层的协程打交道。"}
# document = "python中的asyncio之Coroutines,Tasks and Future:Future"
#
# [[tool.loopscope.notes]]
# at = "loop.run_until_complete(print_sum(1, 2))"
# en = "The coroutine print_sum becomes a task and the loop begins to turn."
# zh = "协程 print_sum 被注册为任务，事件循环开始转动。"
#
# [[tool.loopscope.notes]]
# at = "result = await compute(x, y)"
# en = "print_sum pauses and compute runs, in the same task: the caller delegates to the inner coroutine."
# zh = "print_sum 暂停，compute 在同一个任务中运行：外层把控制委托给内层协程。"
#
# [[tool.loopscope.notes]]
# at = "await asyncio.sleep(1.0)"
# en = "Both coroutines are suspended now. The task waits for one future; the loop sleeps for one second."
# zh = "此时两个协程都已挂起。任务只等待一个 Future，循环睡眠一秒。"
#
# [[tool.loopscope.notes]]
# at = "return x + y"
# en = "Inside, the return travels as StopIteration: it carries the value to print_sum, which goes on."
# zh = "在内部，返回值由 StopIteration 带给 print_sum，后者继续执行。"
# ///
