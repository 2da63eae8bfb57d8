# Gathered: three seconds and one second are three.
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
    resulta, resultb = await asyncio.gather(testa(1), testb(2))
    print("test a result is %d" % resulta)
    print("test b result is %d" % resultb)
    print("use %s time" % (time.time() - start))


asyncio.run(main())

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 110
# chapter = {en = "Together", zh = "并发"}
# title = {en = "gather: 3 seconds", zh = "gather：3 秒"}
# about = {en = "gather makes a task of each coroutine; the whole takes as long as the longest.", zh = "gather 为每个协程创建任务；总时间等于其中最长的一个。"}
# document = "python中的asyncio使用详解与异步协程的处理流程分析"
#
# [[tool.loopscope.notes]]
# at = "await asyncio.gather(testa(1), testb(2))"
# en = "gather wraps both coroutines in tasks and waits for all of them. The results come in the order of the arguments."
# zh = "gather 把两个协程都包装成任务，并等待它们全部完成。结果的顺序与参数的顺序一致。"
#
# [[tool.loopscope.notes]]
# at = "print(\"Resuming b\")"
# en = "testb slept for one second only, so it comes first, though it was given second."
# zh = "testb 只睡一秒，所以虽然排在第二个，却先恢复执行。"
#
# [[tool.loopscope.notes]]
# at = "time.time() - start"
# en = "max(3, 1) = 3."
# zh = "max(3, 1) = 3。"
# ///
