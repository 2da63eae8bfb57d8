"""20,000 echoes over 50 connections: streams and sockets."""
import asyncio

CLIENTS, ROUNDS = 50, 400


async def echo(reader, writer):
    while line := await reader.readline():
        writer.write(line)
        await writer.drain()
    writer.close()


async def client(address, number):
    reader, writer = await asyncio.open_connection(*address)
    total = 0
    for i in range(ROUNDS):
        writer.write(b"%d\n" % (number * i))
        total += int(await reader.readline())
    writer.close()
    await writer.wait_closed()
    return total


async def main():
    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    address = server.sockets[0].getsockname()
    totals = await asyncio.gather(*(client(address, n) for n in range(CLIENTS)))
    server.close()
    return sum(totals)


print(asyncio.run(main()))
