# A chat room: broadcast to all, nicknames, somebody leaves, the server tells the others.
import asyncio


class Room:
    def __init__(self):
        self.members = {}

    async def handle(self, reader, writer):
        writer.write(b"name?\n")
        name = (await reader.readline()).decode().strip()
        self.tell(f"* {name} joined")
        self.members[name] = writer
        try:
            async for line in reader:
                text = line.decode().strip()
                if text == "/quit":
                    break
                self.tell(f"{name}: {text}", but=name)
                await writer.drain()
        finally:
            del self.members[name]
            self.tell(f"* {name} left")
            writer.close()
            await writer.wait_closed()

    def tell(self, text, but=None):
        for name, writer in self.members.items():
            if name != but:
                writer.write(text.encode() + b"\n")


async def guest(port, name, script, log):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await reader.readline()
    writer.write(name.encode() + b"\n")

    async def listen():
        while line := await reader.readline():
            log.append(f"[{name} sees] {line.decode().strip()}")

    listener = asyncio.create_task(listen())
    for delay, text in script:
        await asyncio.sleep(delay)
        writer.write(text.encode() + b"\n")
    await listener
    writer.close()
    await writer.wait_closed()


async def main():
    room = Room()
    server = await asyncio.start_server(room.handle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    log = []
    async with server:
        await asyncio.gather(
            guest(port, "ann", [(0.1, "hi"), (0.3, "bye"), (0.1, "/quit")], log),
            guest(port, "bob", [(0.2, "hello"), (0.4, "/quit")], log),
            guest(port, "cid", [(0.15, "hey"), (0.05, "/quit")], log))
    print(*log, sep="\n")

asyncio.run(main())
