# A TCP server whose /block answer takes ten seconds, while others are served at once.
import asyncio
import re


class DemoProtocol(asyncio.Protocol):
    url_re = re.compile(b"GET (.*) HTTP/1.1")

    def connection_made(self, transport):
        print("connection from", transport.get_extra_info("peername")[0])
        self.transport = transport

    def data_received(self, data):
        url = self.url_re.match(data).group(1)
        print("GET", url)
        if url == b"/block":
            asyncio.create_task(self.response_after(b"<h1>Are you block?</h1>", 10))
        else:
            asyncio.create_task(self.response(b"<h1>hello world</h1>"))

    async def response(self, content):
        self.transport.write(b"HTTP/1.1 200 OK\r\n")
        self.transport.write(b"Content-Type: text/html\r\n")
        self.transport.write(b"\r\n")
        self.transport.write(content)
        self.transport.write(b"\r\n")
        self.transport.close()

    async def response_after(self, content, delay):
        await asyncio.sleep(delay)
        await self.response(content)


async def browse(url, delay):
    await asyncio.sleep(delay)
    reader, writer = await asyncio.open_connection("127.0.0.1", 8888)
    writer.write(b"GET %b HTTP/1.1\r\n\r\n" % url)
    page = await reader.read()
    loop = asyncio.get_running_loop()
    print(f"{loop.time():4.0f} s: {url} answered {page.splitlines()[-1]}")
    writer.close()


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: DemoProtocol(), "127.0.0.1", 8888)
    async with server:
        await asyncio.gather(browse(b"/block", 0), browse(b"/first", 1), browse(b"/second", 2))


asyncio.run(main())

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 500
# chapter = {en = "Network", zh = "网络"}
# title = {en = "One slow answer does not hold up the others", zh = "一个慢响应不会拖住其他请求"}
# about = {en = "A server answers /block only after ten seconds. Because it awaits the delay, the loop serves everybody else meanwhile.", zh = "服务器要过十秒才响应 /block。由于延时是 await 出来的，事件循环在此期间照常服务其他请求。"}
# document = "Python的异步IO:TCP server 示例"
#
# [[tool.loopscope.notes]]
# at = "def connection_made(self, transport):"
# en = "The loop calls this when a connection was accepted: first the listening socket became readable, then a task set up the transport."
# zh = "连接被接受后由事件循环调用：先是监听套接字变为可读，然后一个任务建立起 transport。"
#
# [[tool.loopscope.notes]]
# at = "asyncio.create_task(self.response_after("
# en = "data_received must not wait: it starts a task and returns, and the loop is free again."
# zh = "data_received 不能等待：它创建一个任务就返回，事件循环随即空闲下来。"
#
# [[tool.loopscope.notes]]
# at = "await asyncio.sleep(delay)"
# en = "Ten seconds in the timer heap. While they pass, select still tells of every new connection."
# zh = "在定时器堆里等十秒。这期间 select 仍会报告每一个新连接。"
# ///
