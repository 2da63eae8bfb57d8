# connect_accepted_socket: the program accepts, asyncio serves; sock= for what is connected already.
import asyncio
import socket


class Greeter(asyncio.Protocol):
    def connection_made(self, transport):
        print("made", transport.get_extra_info("peername")[0])
        transport.write(b"welcome")
        transport.close()

    def connection_lost(self, exc):
        print("lost", exc)


async def main():
    loop = asyncio.get_running_loop()
    ls = socket.create_server(("127.0.0.1", 0))
    client = socket.create_connection(ls.getsockname())
    connection, address = ls.accept()
    print(address == client.getsockname())
    transport, protocol = await loop.connect_accepted_socket(Greeter, connection)
    print(type(transport).__name__, transport.is_closing(), transport.get_protocol() is protocol)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    client.settimeout(1)
    print(client.recv(100), client.recv(100))
    client.close()
    for bad in (lambda: loop.connect_accepted_socket(Greeter, socket.socket(type=socket.SOCK_DGRAM)),
                lambda: loop.connect_accepted_socket(Greeter, ls, ssl_handshake_timeout=1),
                lambda: loop.create_server(Greeter, sock=socket.socket(type=socket.SOCK_DGRAM))):
        try:
            await bad()
        except ValueError as error:
            print(str(error)[:31])
    server = await loop.create_server(Greeter, sock=ls)
    reader, writer = await asyncio.open_connection(*ls.getsockname())
    print(await reader.read())
    writer.close()
    server.close()

asyncio.run(main())
