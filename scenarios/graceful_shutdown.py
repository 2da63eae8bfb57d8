import asyncio
import signal


async def worker(name, stopping):
    count = 0
    while not stopping.is_set():
        await asyncio.sleep(1)
        count += 1
        print(name, "has done", count)
    print(name, "puts its things away")
    await asyncio.sleep(0.5)
    return count


async def main():
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stopping.set)
    done = await asyncio.gather(worker("a", stopping), worker("b", stopping))
    print("all ended by themselves:", done)


asyncio.run(main())

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 410
# chapter = {en = "Signals and processes", zh = "信号与进程"}
# title = {en = "A graceful shutdown", zh = "从容地停下"}
# about = {en = "SIGTERM sets an event; the workers finish what they are doing.", zh = "SIGTERM 只设置一个事件，工人们做完手头的事再走。"}
#
# [[tool.loopscope.stimuli]]
# at = 2.5
# signal = "SIGTERM"
#
# [[tool.loopscope.notes]]
# at = "add_signal_handler"
# en = "From now on SIGTERM does not end the process: it makes a callback ready, through the self-pipe."
# zh = "从现在起 SIGTERM 不再结束进程，而是经由自唤醒管道让一个回调就绪。"
#
# [[tool.loopscope.notes]]
# at = "while not stopping.is_set()"
# en = "Each worker looks between two jobs, never in the middle of one."
# zh = "每个工人只在两件活之间看一眼，绝不在半途。"
# ///
