# Datagrams: no connection, one callback for each.
import asyncio


class Server(asyncio.DatagramProtocol):
    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, address):
        print("server:", data.decode())
        self.transport.sendto(data.upper(), address)


class Client(asyncio.DatagramProtocol):
    def __init__(self):
        self.answer = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        transport.sendto(b"hello")

    def datagram_received(self, data, address):
        self.answer.set_result(data.decode())


async def main():
    loop = asyncio.get_running_loop()
    at = ("127.0.0.1", 9999)
    server, _ = await loop.create_datagram_endpoint(Server, local_addr=at)
    line, client = await loop.create_datagram_endpoint(Client, remote_addr=at)
    print("client:", await asyncio.wait_for(client.answer, timeout=5))
    line.close()
    server.close()


asyncio.run(main())

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 515
# chapter = {en = "Network", zh = "网络"}
# title = {en = "Echo by datagrams", zh = "数据报回显"}
# about = {en = "A datagram arrives whole or not at all, so whoever waits for an answer needs a timeout.", zh = "数据报要么完整到达，要么根本不到，所以等待应答的一方需要超时。"}
# document = "asyncio 事件循环 API：创建连接"
#
# [[tool.loopscope.notes]]
# at = "server, _ = await loop.create_datagram_endpoint"
# en = "A socket bound to an address. It listens to nobody in particular and accepts nothing."
# zh = "一个绑定到地址的套接字。它不针对任何一方，也不接受连接。"
#
# [[tool.loopscope.notes]]
# at = "self.transport.sendto(data.upper(), address)"
# en = "Each datagram says where it came from; the answer goes there."
# zh = "每个数据报都带着来源地址，应答就发往那里。"
#
# [[tool.loopscope.notes]]
# at = "self.answer.set_result(data.decode())"
# en = "A bridge from callbacks to await: the callback resolves a future for which main waits."
# zh = "从回调到 await 的桥梁：回调给出 Future 的结果，而 main 正在等它。"
# ///
