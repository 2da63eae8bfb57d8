# say_after twice: three seconds from start to finish.
import asyncio
import time


async def say_after(delay, what):
    await asyncio.sleep(delay)
    print(what)


async def main():
    print(f"started at {time.strftime('%X')}")

    await say_after(1, 'hello')
    await say_after(2, 'world')

    print(f"finished at {time.strftime('%X')}")


if __name__ == '__main__':
    loop = asyncio.get_event_loop()
    loop.run_until_complete(main())
    loop.close()

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 65
# chapter = {en = "Tasks", zh = "任务"}
# title = {en = "say_after, one after the other", zh = "依次执行的 say_after"}
# about = {en = "A delay of one second, then one of two: three seconds in all.", zh = "先等一秒，再等两秒：一共三秒。"}
# document = "python中的asyncio之Coroutines,Tasks and Future:Coroutines"
# wall_clock = "17:13:52"
#
# [[tool.loopscope.notes]]
# at = "await say_after(1, 'hello')"
# en = "The first call must end before the second is even made."
# zh = "第一个调用必须先结束，第二个调用才会发生。"
#
# [[tool.loopscope.notes]]
# at = "await say_after(2, 'world')"
# en = "A new timer, due at 3.0 seconds: now plus two."
# zh = "新的定时器在第 3.0 秒到期：现在的时间加两秒。"
#
# [[tool.loopscope.notes]]
# at = "finished at"
# en = "1 + 2 = 3 seconds, because only one thing was ever under way."
# zh = "1 + 2 = 3 秒，因为任何时刻都只有一件事在进行。"
# ///
