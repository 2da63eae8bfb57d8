# A promise that somebody else keeps.
import asyncio


async def guest(name, dish):
    print(f"{name} waits")
    print(f"{name} eats {await dish}")


async def main():
    loop = asyncio.get_running_loop()
    dish = loop.create_future()
    dish.add_done_callback(lambda done: print("the bell rings for", done.result()))
    guests = [asyncio.create_task(guest(name, dish)) for name in ("Ann", "Bo")]
    loop.call_later(2, dish.set_result, "noodles")
    await asyncio.wait(guests)
    print(f"{loop.time():.0f} s, and the future is done: {dish.done()}")


asyncio.run(main())

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 125
# chapter = {en = "Callbacks", zh = "回调"}
# title = {en = "A future by hand", zh = "亲手使用 Future"}
# about = {en = "A future runs nothing: it keeps a state, a result and who is to be told.", zh = "Future 本身不执行任何东西：它只保存状态、结果，以及该通知谁。"}
# document = "python中的asyncio之Coroutines,Tasks and Future:Future"
#
# [[tool.loopscope.notes]]
# at = "dish = loop.create_future()"
# en = "Pending: a place for a result that is not there yet. Nobody works on it by itself."
# zh = "尚未完成：为还没有的结果留一个位置。它自己不会做任何工作。"
#
# [[tool.loopscope.notes]]
# at = "await dish"
# en = "Each guest waits for the same future: awaiting adds a callback to it that will wake the task."
# zh = "每位客人都在等同一个 Future：await 给它加上一个将来唤醒任务的回调。"
#
# [[tool.loopscope.notes]]
# at = "print(f\"{loop.time():.0f} s"
# en = "set_result called nobody: it scheduled the callbacks in the order in which they were added, first the bell, then the guests."
# zh = "set_result 没有直接调用任何人：它按添加的次序安排回调，先是铃声，然后是客人。"
# ///
