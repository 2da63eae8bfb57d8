# /// script
# [tool.loopscope]
# [[tool.loopscope.stimuli]]
# at = 1.0
# signal = "SIGUSR1"
# process = "child_code"
# [[tool.loopscope.stimuli]]
# at = 2.0
# signal = "SIGKILL"
# process = "sleep 100"
# ///
import asyncio, sys
CODE = """
import signal, time
child_code = 1
def h(n, f): print("got", n, flush=True); raise SystemExit(7)
signal.signal(signal.SIGUSR1, h)
print("ready", flush=True)
time.sleep(50)
"""
async def main():
    loop = asyncio.get_running_loop()
    p = await asyncio.create_subprocess_exec(sys.executable, "-c", CODE, stdout=asyncio.subprocess.PIPE)
    s = await asyncio.create_subprocess_exec("sleep", "100")
    async for line in p.stdout: print(line, loop.time())
    print(await p.wait(), loop.time())
    print(await s.wait(), loop.time())
asyncio.run(main())
