# Two hundred clients at once, and names that are resolved through the executor.
import asyncio


async def handle(reader, writer):
    n = int(await reader.readline())
    await asyncio.sleep(n % 7 * 0.01)
    writer.write(b"%d\n" % (n * n))
    writer.close()


async def ask(port, n):
    r, w = await asyncio.open_connection("localhost", port)
    w.write(b"%d\n" % n)
    answer = int(await r.readline())
    w.close()
    await w.wait_closed()
    return answer


async def main():
    loop = asyncio.get_running_loop()
    server = await asyncio.start_server(handle, "localhost", 0, backlog=300)
    port = server.sockets[0].getsockname()[1]
    answers = await asyncio.gather(*(ask(port, n) for n in range(200)))
    print(sum(answers), answers == [n * n for n in range(200)], round(loop.time(), 2))
    infos = await loop.getaddrinfo("localhost", 80, type=1)
    print([(int(i[0]), int(i[1]), i[2:]) for i in infos])
    print(await loop.getnameinfo(("127.0.0.1", 80)))
    server.close()
    try:
        await asyncio.open_connection("no.such.host.invalid", 80)
    except OSError as error:
        print(type(error).__name__, error)

asyncio.run(main())
