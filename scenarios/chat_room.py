# A chat room: what one says, the server tells all the others.
import asyncio


class Room:
    def __init__(self):
        self.members = {}

    async def handle(self, reader, writer):
        name = (await reader.readline()).decode().strip()
        self.tell(f"* {name} joined")
        self.members[name] = writer
        try:
            async for line in reader:
                self.tell(f"{name}: {line.decode().strip()}", but=name)
                await writer.drain()
        finally:
            del self.members[name]
            self.tell(f"* {name} left")
            writer.close()

    def tell(self, text, but=None):
        for name, writer in self.members.items():
            if name != but:
                writer.write(text.encode() + b"\n")


async def guest(port, name, script):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(name.encode() + b"\n")

    async def listen():
        async for line in reader:
            print(f"[{name} reads] {line.decode().strip()}")

    listening = asyncio.create_task(listen())
    for delay, text in script:
        await asyncio.sleep(delay)
        writer.write(text.encode() + b"\n")
    await asyncio.sleep(0.5)
    writer.write_eof()
    await listening
    writer.close()


async def main():
    server = await asyncio.start_server(Room().handle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        await asyncio.gather(
            guest(port, "ann", [(1, "hello everybody"), (2, "nice to see you")]),
            guest(port, "bob", [(2, "hi ann")]),
            guest(port, "cid", [(2.5, "am I late?")]))


asyncio.run(main())

# /// script
# requires-python = ">=3.11"
#
# [tool.loopscope]
# order = 530
# chapter = {en = "Network", zh = "网络"}
# title = {en = "A chat room", zh = "聊天室"}
# about = {en = "One task per guest reads; every line is written to all the others. Nobody needs a lock, since a task gives way only where it awaits.", zh = "每位客人一个任务负责读；每一行写给其他所有人。不需要锁，因为任务只在 await 处让出。"}
#
# [[tool.loopscope.notes]]
# at = "for name, writer in self.members.items():"
# en = "No await in this loop: nobody can join or leave while it runs."
# zh = "这个循环里没有 await：运行期间不会有人加入或离开。"
#
# [[tool.loopscope.notes]]
# at = "writer.write_eof()"
# en = "Half-close: no more from this guest. The server's async for ends, and its answer is to close."
# zh = "半关闭：这位客人不再发送。服务器端的 async for 结束，随后关闭连接作为回应。"
# ///
