# Two awaits in a row: the second begins when the first is over.
import asyncio
import time


async def say_hello():
    print("hello", time.strftime('%X'))
    await asyncio.sleep(1)
    print("hello", time.strftime('%X'))


async def say_world():
    print("world", time.strftime('%X'))
    await asyncio.sleep(1)
    print("world", time.strftime('%X'))


async def main():
    await say_hello()
    await say_world()


asyncio.run(main())

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 60
# chapter = {en = "Tasks", zh = "任务"}
# title = {en = "Two awaits in a row", zh = "连续两次 await"}
# about = {en = "One task does everything, so the two pauses add up to two seconds.", zh = "所有工作都在一个任务里，两次停顿相加，一共两秒。"}
# document = "Python的异步IO:await 的示例"
# wall_clock = "15:27:26"
#
# [[tool.loopscope.notes]]
# at = "await say_hello()"
# en = "main waits here until say_hello is over. say_world does not even exist yet."
# zh = "main 在这里等待 say_hello 结束，此时 say_world 的协程还不存在。"
#
# [[tool.loopscope.notes]]
# at = "await asyncio.sleep(1)"
# en = "A timer goes into `_scheduled` and Task-1 waits for its future. There is no other task, so the loop sleeps in select for a whole second."
# zh = "定时器进入 `_scheduled`，Task-1 等待它的 Future。没有别的任务，循环在 select 中睡满一秒。"
#
# [[tool.loopscope.notes]]
# at = "await say_world()"
# en = "Only now does the second one begin: compare the clock times with those of “Two tasks at once”."
# zh = "直到现在第二个才开始：请与“同时运行两个任务”的时钟时间比较。"
# ///
