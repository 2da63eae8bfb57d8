# An echo server and three clients, over a link that takes its time.
import asyncio


async def echo(reader, writer):
    while data := await reader.read(1024):
        writer.write(data)
        await writer.drain()
    writer.close()


async def client(name, port, count):
    loop = asyncio.get_running_loop()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for number in range(count):
        begin = loop.time()
        writer.write(f"{name} {number}\n".encode())
        line = await reader.readline()
        slow = loop.time() - begin > 0
        print("echo of", line.decode().strip(), "took time" if slow else "was there at once")
    writer.close()
    await writer.wait_closed()


async def main():
    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        await asyncio.gather(client("ann", port, 2), client("bob", port, 3), client("cid", port, 1))


asyncio.run(main())

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 520
# chapter = {en = "Network", zh = "网络"}
# title = {en = "Echo over a slow link", zh = "慢速链路上的回显"}
# about = {en = "Each packet travels for 50 milliseconds, and the link carries 2,000 bytes a second. While one client waits for its echo, the loop serves the others.", zh = "每个数据包要走 50 毫秒，链路每秒只能传 2000 字节。一个客户端等待回显时，事件循环在服务其他客户端。"}
#
# [[tool.loopscope.links]]
# latency = 0.05
# bandwidth = 2000
#
# [[tool.loopscope.notes]]
# at = "reader, writer = await asyncio.open_connection("
# en = "Already the handshake costs a round trip: the client may write after 0.1 seconds, the server hears of it another 0.05 later."
# zh = "握手就要花一个来回：客户端 0.1 秒后才能写，服务器再过 0.05 秒才知道这个连接。"
#
# [[tool.loopscope.notes]]
# at = "line = await reader.readline()"
# en = "Three tasks wait here, each for its own socket; select waits for all of them at once."
# zh = "三个任务都在这里等，各等自己的套接字；select 同时等待全部套接字。"
# ///
