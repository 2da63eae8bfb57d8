import asyncio


async def ticker(name):
    try:
        n = 0
        while True:
            yield n
            n += 1
            await asyncio.sleep(1)
    finally:
        print(name, "is closed at n =", n)


async def main():
    first = ticker("first")
    async for n in first:
        print("first", n)
        if n == 2:
            break
    second = ticker("second")
    print("second", await anext(second))


loop = asyncio.new_event_loop()
try:
    loop.run_until_complete(main())
    print("main is done; the generators are not")
    loop.run_until_complete(loop.shutdown_asyncgens())
    print("now they are")
finally:
    loop.close()

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 430
# chapter = {en = "Signals and processes", zh = "信号与进程"}
# title = {en = "shutdown_asyncgens", zh = "shutdown_asyncgens"}
# about = {en = "A generator that was left with break still has its finally to run.", zh = "被 break 离开的异步生成器，finally 还没有执行。"}
# document = "asyncio --- 事件循环"
#
# [[tool.loopscope.notes]]
# at = "break"
# en = "Leaving the loop does not close the generator: it stays suspended at its yield."
# zh = "离开循环并不会关闭生成器：它仍停在 yield 处。"
#
# [[tool.loopscope.notes]]
# at = "loop.shutdown_asyncgens()"
# en = "Closes every generator that has begun and not ended, so that each finally runs while there is a loop."
# zh = "关闭所有已经开始却没有结束的生成器，让每个 finally 在循环还在时执行。"
# ///
