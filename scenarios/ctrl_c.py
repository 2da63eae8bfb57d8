import asyncio


async def nested():
    print("nested starts")
    await asyncio.sleep(10)
    print("nested is done")
    return 42


async def main():
    task = asyncio.create_task(nested())
    print(task)
    await task


if __name__ == '__main__':
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        loop.run_until_complete(main())
    except KeyboardInterrupt:
        tasks = asyncio.all_tasks(loop)
        for task in sorted(tasks, key=lambda task: task.get_name()):
            print(task.get_name(), "cancel:", task.cancel())
        loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        print([task.cancelled() for task in tasks])
    finally:
        loop.close()

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 400
# chapter = {en = "Signals and processes", zh = "信号与进程"}
# title = {en = "Ctrl-C during a sleep", zh = "睡眠中按下 Ctrl-C"}
# about = {en = "KeyboardInterrupt comes out of the loop; the tasks are still there.", zh = "KeyboardInterrupt 从循环里冒出来，任务却还在。"}
# document = "理解python协程(Asyncio)"
#
# [[tool.loopscope.stimuli]]
# at = 2.0
# signal = "SIGINT"
#
# [[tool.loopscope.notes]]
# at = "await asyncio.sleep(10)"
# en = "Two seconds later somebody presses Ctrl-C. The loop waits in select, and select is where the signal finds it."
# zh = "两秒后有人按下 Ctrl-C。事件循环正等在 select 里，信号就是在那里到达的。"
#
# [[tool.loopscope.notes]]
# at = "except KeyboardInterrupt"
# en = "The loop stopped in the middle. Neither task knows of it: both still wait."
# zh = "循环在中途停下。两个任务都不知情，仍在等待。"
#
# [[tool.loopscope.notes]]
# at = "return_exceptions=True"
# en = "Cancelling only asks. The loop has to run once more, so that each task can end. asyncio.run does all this for you."
# zh = "取消只是请求。循环必须再运行一次，任务才能真正结束。asyncio.run 会替你做完这一切。"
# ///
