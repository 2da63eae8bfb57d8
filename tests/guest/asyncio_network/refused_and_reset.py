# Nobody listens; the peer resets; writing into a closed connection; reading after close.
import asyncio
import socket


async def attempt(what, coro):
    try:
        print(what, await coro)
    except Exception as error:
        print(what, type(error).__name__, error)


async def main():
    loop = asyncio.get_running_loop()
    free = socket.socket()
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
    free.close()
    try:
        await asyncio.open_connection("127.0.0.1", port)
    except ConnectionRefusedError as error:
        print("refused", error.errno, error.strerror.split("(")[0])

    async def rude(reader, writer):
        await reader.read(1)
        writer.transport.abort()

    server = await asyncio.start_server(rude, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    r, w = await asyncio.open_connection("127.0.0.1", port)
    w.write(b"xy and more")
    await attempt("read", r.read(10))
    for i in range(7):
        w.write(b"more")
        await asyncio.sleep(0)
    await attempt("drain", w.drain())
    print(w.is_closing())
    w.close()
    await attempt("closed", w.wait_closed())
    await attempt("read", r.read(10))
    server.close()

    async def unread(reader, writer):
        writer.write(b"answer")
        await asyncio.sleep(0.1)
        writer.close()

    server = await asyncio.start_server(unread, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    r, w = await asyncio.open_connection("127.0.0.1", port)
    w.write(b"never read")
    await attempt("first", r.readexactly(6))
    await attempt("second", r.read(6))
    w.close()
    try:
        await w.wait_closed()
    except ConnectionError as error:
        print("closed with", type(error).__name__)
    server.close()
    a, b = socket.socketpair()
    r, w = await asyncio.open_connection(sock=a)
    b.close()
    print(await r.read())
    w.write(b"x")
    await asyncio.sleep(0)
    await attempt("drain", w.drain())
    w.close()
    for bad in (dict(), dict(host="127.0.0.1", port=1, sock=a), dict(host="127.0.0.1", port=1, server_hostname="x")):
        await attempt("bad", asyncio.open_connection(**bad))

asyncio.run(main())
