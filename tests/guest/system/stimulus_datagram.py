# /// script
# [tool.loopscope]
# [[tool.loopscope.stimuli]]
# at = 1.0
# datagram = 9999
# send = "ping"
# ///
import asyncio
class P(asyncio.DatagramProtocol):
    def __init__(self): self.done = asyncio.get_running_loop().create_future()
    def datagram_received(self, data, addr):
        print(data, addr[0], asyncio.get_running_loop().time()); self.done.set_result(None)
async def main():
    t, p = await asyncio.get_running_loop().create_datagram_endpoint(P, ("127.0.0.1", 9999))
    await p.done
    t.close()
asyncio.run(main())
