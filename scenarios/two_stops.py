# What stop() stops, and what it does not.
import asyncio


def last_orders(loop):
    print("stop() is called")
    loop.stop()
    loop.call_soon(print, "asked for after stop(): it had to wait")


loop = asyncio.new_event_loop()

loop.stop()
loop.call_soon(print, "one iteration, though stop() came first")
loop.run_forever()
print("back for the first time")

loop.call_soon(last_orders, loop)
loop.call_soon(print, "of the same batch: it still runs")
loop.run_forever()
print("back for the second time")

loop.call_soon(loop.stop)
loop.run_forever()
loop.close()
print("closed:", loop.is_closed())

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 135
# chapter = {en = "Callbacks", zh = "回调"}
# title = {en = "stop() before and during", zh = "之前与途中的 stop()"}
# about = {en = "stop() ends the loop after the present iteration; what it finds in the queue later waits for the next run.", zh = "stop() 让事件循环做完当前迭代后停止；之后才加入队列的，要等下一次运行。"}
# document = "asyncio --- 事件循环:运行和停止循环"
#
# [[tool.loopscope.notes]]
# at = "loop.call_soon(print, \"one iteration"
# en = "The flag is set before the loop runs. run_forever then makes exactly one iteration, with a timeout of 0 for select."
# zh = "标志在事件循环运行之前就已设置。run_forever 于是恰好迭代一次，并以 0 作为 select 的超时。"
#
# [[tool.loopscope.notes]]
# at = "loop.call_soon(print, \"asked for after"
# en = "This handle comes into `_ready` after ntodo was taken: it stays there when the loop stops."
# zh = "这个句柄在取得 ntodo 之后才进入 `_ready`：事件循环停止时，它留在那里。"
#
# [[tool.loopscope.notes]]
# at = "loop.call_soon(loop.stop)"
# en = "The handle that was left stands first in `_ready`, so it runs before this stop."
# zh = "留下的句柄排在 `_ready` 最前面，所以先于这次 stop 运行。"
# ///
