# What transports and loops still tell of themselves when they are closed, and which selector is used.
import asyncio


async def main():
    lost = asyncio.get_running_loop().create_future()

    class Client(asyncio.Protocol):
        def connection_lost(self, exc):
            lost.set_result(None)

    server = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", 0)
    address = server.sockets[0].getsockname()
    transport, _ = await asyncio.get_running_loop().create_connection(Client, *address)
    await lost
    await asyncio.sleep(0)
    sock = transport.get_extra_info("socket")
    print(type(sock).__name__, sock.fileno(), transport.get_extra_info("x", 7))
    print(transport.is_closing(), transport.get_extra_info("peername") == address)
    server.close()


loop = asyncio.new_event_loop()
print(type(loop._selector).__name__)
loop.run_until_complete(main())
loop.close()
