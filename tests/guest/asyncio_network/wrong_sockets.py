# What is no socket, or one of another kind, is refused in CPython's words.
import asyncio
import socket


async def main():
    loop = asyncio.get_running_loop()
    for wrong in (1, "x", None.__class__, [socket.SOCK_STREAM]):
        for make in (lambda: loop.create_datagram_endpoint(asyncio.DatagramProtocol, sock=wrong),
                     lambda: loop.create_connection(asyncio.Protocol, sock=wrong),
                     lambda: loop.create_server(asyncio.Protocol, sock=wrong)):
            try:
                await make()
            except (AttributeError, TypeError) as error:
                print(type(error).__name__, error)


asyncio.run(main())
