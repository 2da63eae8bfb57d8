"""2,000 connections that are all open at once, each with one question and one answer."""
import asyncio

COUNT = 2_000


async def answer(reader, writer):
    writer.write(await reader.readline())
    await reader.read()
    writer.close()


async def main():
    server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=COUNT)
    address = server.sockets[0].getsockname()
    pairs = await asyncio.gather(*(asyncio.open_connection(*address) for _ in range(COUNT)))
    total = 0
    for number, (reader, writer) in enumerate(pairs):
        writer.write(b"%d\n" % number)
    for reader, writer in pairs:
        total += int(await reader.readline())
    for reader, writer in pairs:
        writer.close()
    server.close()
    await asyncio.sleep(0.01)
    return total


print(asyncio.run(main()))
