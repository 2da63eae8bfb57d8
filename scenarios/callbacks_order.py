# Three ways to ask the loop for a callback.
import asyncio


def tell(what):
    print(f"{asyncio.get_running_loop().time():.1f} s  {what}")


async def main():
    loop = asyncio.get_running_loop()
    loop.call_later(2, tell, "call_later(2)")
    loop.call_at(loop.time() + 1, tell, "call_at(now + 1)")
    never = loop.call_later(1.5, tell, "you will not see this")
    loop.call_soon(tell, "call_soon, asked first")
    loop.call_soon(tell, "call_soon, asked second")
    never.cancel()
    tell("main gives way")
    await asyncio.sleep(3)


asyncio.run(main())

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 120
# chapter = {en = "Callbacks", zh = "回调"}
# title = {en = "call_soon, call_later, call_at", zh = "call_soon、call_later 与 call_at"}
# about = {en = "call_soon fills the ready queue, the other two the heap of timers.", zh = "call_soon 放进就绪队列，另外两个放进定时器堆。"}
# document = "asyncio 事件循环 API：调度回调"
#
# [[tool.loopscope.notes]]
# at = 'loop.call_later(2, tell, "call_later(2)")'
# en = "call_later only adds the delay to the loop's clock; then it is call_at. The timer waits in `_scheduled`."
# zh = "call_later 只是把延时加到事件循环的时钟上，然后就是 call_at。定时器在 `_scheduled` 中等待。"
#
# [[tool.loopscope.notes]]
# at = 'loop.call_soon(tell, "call_soon, asked first")'
# en = "call_soon puts a handle at the end of `_ready`. It never calls at once, and it keeps the order of asking."
# zh = "call_soon 把句柄放到 `_ready` 末尾。它从不立即调用，并且保持请求的先后次序。"
#
# [[tool.loopscope.notes]]
# at = "never.cancel()"
# en = "A cancelled timer is only marked: it stays in the heap until it comes to the head."
# zh = "被取消的定时器只是做了标记：它留在堆里，直到来到堆顶。"
#
# [[tool.loopscope.notes]]
# at = "await asyncio.sleep(3)"
# en = "main gives control back; only now can the callbacks run, the two of call_soon in the next iteration."
# zh = "main 交还控制权，回调这才有机会运行；call_soon 的两个在下一次迭代中运行。"
# ///
