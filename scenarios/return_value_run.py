# A coroutine's return value, awaited inside another coroutine.
import asyncio


async def coroutine():
    print('in coroutine')
    return 'result'


async def main():
    return_value = await coroutine()
    print(f'it returned: {return_value}')


asyncio.run(main())

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 30
# chapter = {en = "First steps", zh = "入门"}
# title = {en = "A return value, by await", zh = "返回值：通过 await"}
# about = {en = "The shorter form: asyncio.run makes the loop, and await hands the value over.", zh = "更简便的写法：asyncio.run 创建事件循环，await 直接交出返回值。"}
# document = "协程与事件循环 (asyncio_coroutine_return.py, asyncio.run)"
#
# [[tool.loopscope.notes]]
# at = "await coroutine()"
# en = "Awaiting a coroutine makes no second task and costs no iteration: the inner body runs at once, inside the same step of Task-1."
# zh = "等待协程不会创建第二个任务，也不消耗迭代：内层函数体在 Task-1 的同一步中立即执行。"
#
# [[tool.loopscope.notes]]
# at = "asyncio.run(main())"
# en = "asyncio.run makes a loop, runs main in it, then tidies up: Task-2 and Task-3 close asynchronous generators and the default executor."
# zh = "asyncio.run 创建循环并运行 main，之后负责收尾：Task-2 和 Task-3 分别关闭异步生成器与默认执行器。"
# ///
