"""9,900 connections (19,800 descriptors) open at once, each with one question and one answer:
streams."""
import asyncio
import resource

COUNT = 9_900


async def answer(reader, writer):
    writer.write(await reader.readline())
    await reader.read()
    writer.close()


async def main():
    server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=COUNT)
    address = server.sockets[0].getsockname()
    pairs = []
    total = 0
    for number in range(COUNT):
        reader, writer = await asyncio.open_connection(*address)
        writer.write(b"%d\n" % number)
        total += int(await reader.readline())
        pairs.append((reader, writer))
    print(len(pairs), total)
    for reader, writer in pairs:
        writer.close()
    server.close()
    await asyncio.sleep(0.01)


hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
asyncio.run(main())
