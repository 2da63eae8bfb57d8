"""Echo over loopback by streams: 100 clients with 300 messages of 256 bytes each."""
import asyncio

CLIENTS, MESSAGES, SIZE = 100, 300, 256


async def echo(reader, writer):
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.close()


async def client(address, number):
    reader, writer = await asyncio.open_connection(*address)
    message = bytes([number]) * SIZE
    for _ in range(MESSAGES):
        writer.write(message)
        assert await reader.readexactly(SIZE) == message
    writer.close()
    await writer.wait_closed()
    return MESSAGES


async def main():
    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    address = server.sockets[0].getsockname()
    print(sum(await asyncio.gather(*(client(address, number) for number in range(CLIENTS)))))
    server.close()


asyncio.run(main())
