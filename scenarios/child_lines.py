import asyncio
import sys

COUNTER = '''
import time
for n in range(1, 4):
    print("line", n, flush=True)
    time.sleep(1)
raise SystemExit(3)
'''


async def heartbeat():
    while True:
        print("... still here")
        await asyncio.sleep(0.75)


async def main():
    beat = asyncio.create_task(heartbeat())
    child = await asyncio.create_subprocess_exec(
        sys.executable, '-c', COUNTER, stdout=asyncio.subprocess.PIPE)
    async for line in child.stdout:
        print("child says:", line.decode().rstrip())
    print("exit code", await child.wait())
    beat.cancel()


asyncio.run(main())

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 420
# chapter = {en = "Signals and processes", zh = "信号与进程"}
# title = {en = "Reading a child's lines", zh = "逐行读取子进程的输出"}
# about = {en = "A process of its own writes; the loop reads what comes and stays awake.", zh = "另一个进程在写，循环来一行读一行，从不卡住。"}
#
# [[tool.loopscope.notes]]
# at = "create_subprocess_exec"
# en = "The child has its own pid and its own memory. Its time.sleep stops the child, not this loop."
# zh = "子进程有自己的 pid 和内存。它的 time.sleep 只让它自己停下，不会挡住这里的循环。"
#
# [[tool.loopscope.notes]]
# at = "async for line in child.stdout"
# en = "Each line comes through a pipe: its descriptor becomes ready, and the reader's task is woken."
# zh = "每一行都从管道来：描述符就绪，读取它的任务被唤醒。"
#
# [[tool.loopscope.notes]]
# at = "await child.wait()"
# en = "A thread waits for the process's end and tells the loop with call_soon_threadsafe."
# zh = "有一个线程在等进程结束，并用 call_soon_threadsafe 告诉循环。"
# ///
