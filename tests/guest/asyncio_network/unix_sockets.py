# Unix sockets: server and client by path, names, stale files, errors.
import asyncio
import os
import socket


PATH = "/tmp/loopscope-test-socket"


async def handle(reader, writer):
    print("server", repr(writer.get_extra_info("peername")), writer.get_extra_info("sockname") == PATH)
    writer.write(await reader.readline())
    writer.close()


async def main():
    loop = asyncio.get_running_loop()
    server = await asyncio.start_unix_server(handle, PATH)
    r, w = await asyncio.open_unix_connection(PATH)
    print("client", w.get_extra_info("peername") == PATH, repr(w.get_extra_info("sockname")))
    w.write(b"over unix\n")
    print(await r.read())
    w.close()
    server.close()
    await server.wait_closed()
    try:
        await asyncio.open_unix_connection(PATH)
    except OSError as error:
        print(type(error).__name__, error)
    server = await asyncio.start_unix_server(handle, PATH)
    server.close()
    try:
        await asyncio.open_unix_connection(PATH + "-none")
    except OSError as error:
        print(type(error).__name__, error)
    for bad in (lambda: loop.create_unix_connection(asyncio.Protocol),
                lambda: loop.create_unix_server(asyncio.Protocol),
                lambda: loop.create_unix_connection(asyncio.Protocol, PATH, server_hostname="x")):
        try:
            await bad()
        except ValueError as error:
            print(error)
    server = await asyncio.start_unix_server(handle, "\0abstract-name")
    r, w = await asyncio.open_unix_connection("\0abstract-name")
    print(w.get_extra_info("peername"))
    w.close()
    server.close()

asyncio.run(main())
