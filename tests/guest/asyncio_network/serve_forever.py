# Server's life: start_serving later, serve_forever cancelled, closing with clients, reprs and errors.
import asyncio


async def handle(reader, writer):
    try:
        print("handle", await reader.read(10))
    finally:
        writer.close()


async def main():
    server = await asyncio.start_server(handle, "127.0.0.1", 0, start_serving=False)
    print(server.is_serving(), len(server.sockets), server.get_loop() is asyncio.get_running_loop())
    await server.start_serving()
    await server.start_serving()
    print(server.is_serving())
    task = asyncio.create_task(server.serve_forever())
    await asyncio.sleep(0.1)
    try:
        await server.serve_forever()
    except RuntimeError as error:
        print(str(error).split(" sockets")[0], "…", str(error)[-40:])
    r, w = await asyncio.open_connection(*server.sockets[0].getsockname())
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled", server.is_serving(), server.sockets)
    w.write(b"late")
    await asyncio.sleep(0.1)
    print(await r.read())
    w.close()
    for again in (server.serve_forever,):
        try:
            await again()
        except RuntimeError as error:
            print(error)
    server.close()
    await server.wait_closed()
    try:
        async with asyncio.timeout(1):
            async with await asyncio.start_server(handle, "127.0.0.1", 0) as server:
                await server.serve_forever()
    except TimeoutError:
        print("timed out", server.is_serving())
    for bad in (dict(), dict(host="127.0.0.1", port=0, ssl=True), dict(host="127.0.0.1", port=0, ssl_handshake_timeout=1)):
        try:
            await asyncio.start_server(handle, **bad)
        except (ValueError, TypeError) as error:
            print(type(error).__name__, error)
    first = await asyncio.start_server(handle, "127.0.0.1", 0)
    try:
        await asyncio.start_server(handle, *first.sockets[0].getsockname())
    except OSError as error:
        print(error.errno, error.strerror.split("(")[0])
    first.close()

asyncio.run(main())
