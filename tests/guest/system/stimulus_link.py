# /// script
# [tool.loopscope]
# [[tool.loopscope.links]]
# host = "server"
# address = "10.0.0.2"
# latency = 0.1
# [[tool.loopscope.stimuli]]
# at = 1.0
# cut = "server"
# [[tool.loopscope.stimuli]]
# at = 5.0
# mend = "server"
# ///
import asyncio
async def handle(r, w):
    while line := await r.readline():
        w.write(line); await w.drain()
    w.close()
async def main():
    s = await asyncio.start_server(handle, "server", 7)
    r, w = await asyncio.open_connection("server", 7)
    loop = asyncio.get_running_loop()
    for k in range(4):
        w.write(b"%d\n" % k)
        print(await r.readline(), loop.time())
        await asyncio.sleep(0.5)
    w.close()
    s.close()
asyncio.run(main())
