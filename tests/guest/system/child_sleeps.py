# A child that sleeps: timeouts of wait, wait_for and run, and lines as they come.
import asyncio
import subprocess
import sys
import time


async def main():
    loop = asyncio.get_running_loop()
    process = await asyncio.create_subprocess_exec("sleep", "5")
    try:
        await asyncio.wait_for(process.wait(), 0.5)
    except asyncio.TimeoutError:
        print("too long", round(loop.time(), 3), process.returncode)
    process.terminate()
    print(await process.wait())
    text = "import time\nfor n in range(3):\n    print(n, flush=True)\n    time.sleep(0.5)"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", text,
                                                   stdout=asyncio.subprocess.PIPE)
    begin = loop.time()
    async for line in process.stdout:
        print(line, round(loop.time() - begin, 1))
    print(await process.wait(), round(loop.time() - begin, 1))


asyncio.run(main())
begin = time.monotonic()
try:
    subprocess.run(["sleep", "5"], timeout=1)
except subprocess.TimeoutExpired as error:
    print(type(error).__name__, error.cmd, round(time.monotonic() - begin))
process = subprocess.Popen(["sleep", "0.5"])
try:
    process.wait(timeout=0.1)
except subprocess.TimeoutExpired as error:
    print(error)
print(process.wait(timeout=10))
