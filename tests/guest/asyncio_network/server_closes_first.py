# The server ends while clients are connected; clients are cancelled; timeouts on reads.
import asyncio


async def hold(reader, writer):
    name = asyncio.current_task().get_name()
    try:
        await reader.read()
        print("client left")
    except asyncio.CancelledError:
        print("handler cancelled")
        raise
    finally:
        writer.close()


async def client(addr, n):
    r, w = await asyncio.open_connection(*addr)
    try:
        async with asyncio.timeout(n):
            print(n, await r.readline())
    except TimeoutError:
        print(n, "timed out")
    except asyncio.CancelledError:
        print(n, "cancelled")
        raise
    finally:
        w.close()
        await w.wait_closed()
    try:
        await asyncio.wait_for(asyncio.sleep(9), 0.1)
    except asyncio.TimeoutError:
        pass


async def main():
    server = await asyncio.start_server(hold, "127.0.0.1", 0)
    addr = server.sockets[0].getsockname()
    tasks = [asyncio.create_task(client(addr, n), name=f"client {n}") for n in (1, 2, 50)]
    await asyncio.sleep(1.5)
    server.close()
    await server.wait_closed()
    print("server closed")
    await asyncio.sleep(1)
    tasks[2].cancel()
    print(await asyncio.gather(*tasks, return_exceptions=True))
    r = w = None
    server = await asyncio.start_server(hold, "127.0.0.1", 0)
    r, w = await asyncio.open_connection(*server.sockets[0].getsockname())
    await asyncio.sleep(0.1)
    print(sorted(t.get_coro().__qualname__ for t in asyncio.all_tasks()))

asyncio.run(main())
