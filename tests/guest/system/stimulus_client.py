# /// script
# [tool.loopscope]
# [[tool.loopscope.stimuli]]
# at = 1.0
# connect = 8888
# send = "GET /a\r\n"
# expect = "bye"
# [[tool.loopscope.stimuli]]
# at = 2.0
# connect = 8888
# send = "GET /b\r\n"
# [[tool.loopscope.stimuli]]
# at = 9.0
# signal = "SIGTERM"
# ///
import asyncio, signal
async def handle(r, w):
    print(await r.readline(), asyncio.get_running_loop().time())
    await asyncio.sleep(1)
    w.write(b"hello bye"); await w.drain()
    print("rest", await r.read(), asyncio.get_running_loop().time())
    w.close()
async def main():
    s = await asyncio.start_server(handle, "127.0.0.1", 8888)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await stop.wait(); s.close(); print("stopped")
asyncio.run(main())
