# Awaited one after the other: three seconds and one second are four.
import asyncio
import time


async def testa(x):
    print("in test a")
    await asyncio.sleep(3)
    print("Resuming a")
    return x


async def testb(x):
    print("in test b")
    await asyncio.sleep(1)
    print("Resuming b")
    return x


async def main():
    start = time.time()
    resulta = await testa(1)
    resultb = await testb(2)
    print("test a result is %d" % resulta)
    print("test b result is %d" % resultb)
    print("use %s time" % (time.time() - start))


asyncio.run(main())

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 100
# chapter = {en = "Together", zh = "并发"}
# title = {en = "Serial awaits: 4 seconds", zh = "依次 await：4 秒"}
# about = {en = "An await lets others run, but here there are no others.", zh = "await 会让别人先运行，可这里没有别人。"}
# document = "python中的asyncio使用详解与异步协程的处理流程分析"
#
# [[tool.loopscope.notes]]
# at = "resulta = await testa(1)"
# en = "One might expect testb to run during these three seconds. It can't: its coroutine is made one line below."
# zh = "也许你以为这三秒里 testb 会运行。不会：它的协程要到下一行才会创建。"
#
# [[tool.loopscope.notes]]
# at = "resultb = await testb(2)"
# en = "Now three seconds have passed, and testb starts from its beginning."
# zh = "三秒过去了，testb 才从头开始。"
#
# [[tool.loopscope.notes]]
# at = "time.time() - start"
# en = "3 + 1 = 4: serial, as in ordinary code."
# zh = "3 + 1 = 4：和普通代码一样串行。"
# ///
