# A chain of coroutines: two phases, one after the other.
import asyncio


async def outer():
    print('in outer')
    print('waiting for result1')
    result1 = await phase1()
    print('waiting for result2')
    result2 = await phase2(result1)
    return (result1, result2)


async def phase1():
    print('in phase1')
    return 'result1'


async def phase2(arg):
    print('in phase2')
    return f'result2 derived from {arg}'


async def main():
    return_value = await outer()
    print(f'return value: {return_value}')


asyncio.run(main())

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 40
# chapter = {en = "First steps", zh = "入门"}
# title = {en = "A chain of coroutines", zh = "协程链"}
# about = {en = "One task, four coroutines: await goes down the chain and results come back up.", zh = "一个任务，四个协程：await 沿链向下，结果沿链向上返回。"}
# document = "协程与事件循环 (asyncio_coroutine_chain.py)"
#
# [[tool.loopscope.notes]]
# at = "result1 = await phase1()"
# en = "outer pauses, phase1 runs. Control is already inside the loop, so nothing has to be handed to it."
# zh = "outer 暂停，phase1 开始执行。控制流已经在事件循环之内，因此不需要再把协程交给循环。"
#
# [[tool.loopscope.notes]]
# at = "result2 = await phase2(result1)"
# en = "The second phase needs the first one's result, so it has to wait for it."
# zh = "第二阶段需要第一阶段的结果，因此必须等它完成。"
#
# [[tool.loopscope.notes]]
# at = "return_value = await outer()"
# en = "The whole chain runs in one step of Task-1: nobody in it waits for anything outside, so the loop never gets a turn in between."
# zh = "整条链在 Task-1 的同一步里跑完：其中没有任何协程等待外部事件，所以中途控制权从未回到循环。"
# ///
