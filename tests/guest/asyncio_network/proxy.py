# A TCP proxy between two streams: both directions, half-close, many clients at once.
import asyncio


async def pump(reader, writer):
    try:
        while data := await reader.read(4096):
            writer.write(data)
            await writer.drain()
    finally:
        if writer.can_write_eof():
            writer.write_eof()


async def upper(reader, writer):
    data = await reader.read()
    await asyncio.sleep(0.2)
    writer.write(data.upper())
    writer.close()


async def main():
    backend = await asyncio.start_server(upper, "127.0.0.1", 0)
    target = backend.sockets[0].getsockname()

    async def proxy(reader, writer):
        r, w = await asyncio.open_connection(*target)
        await asyncio.gather(pump(reader, w), pump(r, writer))
        for each in (w, writer):
            each.close()
            await each.wait_closed()
        print("relayed")

    front = await asyncio.start_server(proxy, "127.0.0.1", 0)

    async def ask(text):
        r, w = await asyncio.open_connection(*front.sockets[0].getsockname())
        w.write(text)
        w.write_eof()
        answer = await r.read()
        w.close()
        return answer

    print(await asyncio.gather(*(ask(f"text {i}".encode()) for i in range(4))))
    print(len((await ask(b"abc" * 100_000))))
    for server in (front, backend):
        server.close()
        await server.wait_closed()

asyncio.run(main())
