# What transports, sockets, servers, readers and writers say of themselves.
import asyncio
import socket
import re


def show(*things):
    for thing in things:
        print(re.sub(r"fd=\d+", "fd=N", re.sub(r"\d{5}", "PORT", re.sub(r"0x[0-9a-f]+", "0x", repr(thing)))))


async def main():
    loop = asyncio.get_running_loop()
    server = await asyncio.start_server(lambda r, w: show(r, w), "127.0.0.1", 0)
    show(server, server.sockets[0])
    r, w = await asyncio.open_connection(*server.sockets[0].getsockname())
    show(w.transport, r, w, w.get_extra_info("socket"))
    await asyncio.sleep(0)
    sock = w.get_extra_info("socket")
    print(sock.family, sock.type, sock.proto, sock.gettimeout(), type(sock).__name__)
    print(repr(sock.family), sock.getsockname()[0], sock.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE))
    w.transport.pause_reading()
    show(w.transport)
    w.close()
    show(w.transport)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    show(w.transport, r)
    server.close()
    show(server)
    t, p = await loop.create_datagram_endpoint(asyncio.DatagramProtocol, local_addr=("127.0.0.1", 0))
    show(t)
    t.close()
    a, b = socket.socketpair()
    show(a)
    t, p = await loop.create_connection(asyncio.Protocol, sock=a)
    show(t, t.get_extra_info("socket"))
    print(t.get_extra_info("peername"), t.get_extra_info("sslcontext"))
    t.close()
    b.close()
    print([c.__name__ for c in type(t).__mro__])
    print(asyncio.StreamReaderProtocol.__mro__[1:4])
    await asyncio.sleep(0)

asyncio.run(main())
