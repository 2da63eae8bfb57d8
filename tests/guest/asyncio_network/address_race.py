# Several addresses at once: who starts when, who wins, what the losers see, what all failed with.
import asyncio
import socket

SECONDS = {'127.0.0.2': 5, '127.0.0.3': 3, '127.0.0.1': 1}


async def greet(reader, writer):
    writer.write(b'hi')
    writer.close()


def found(hosts, port):
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, '', (host, port)) for host in hosts]


async def attempt(port, host, **options):
    loop = asyncio.get_running_loop()
    before = loop.time()
    try:
        reader, writer = await asyncio.open_connection(host, port, **options)
        print(host, options, writer.get_extra_info('peername')[0], await reader.read(), end=' ')
        writer.close()
    except (OSError, IndexError) as error:
        print(host, options, type(error).__name__, str(error).replace(str(port), 'PORT'), end=' ')
    print('after', round(loop.time() - before, 3), 'tasks', len(asyncio.all_tasks()))


async def main():
    loop = asyncio.get_running_loop()
    server = await asyncio.start_server(greet, '127.0.0.1', 0)
    port = server.sockets[0].getsockname()[1]

    async def getaddrinfo(host, port, **options):
        return found({'good': ['127.0.0.2', '127.0.0.3', '127.0.0.1'],
                      'bad': ['127.0.0.2', '127.0.0.3']}[host], port)
    loop.getaddrinfo = getaddrinfo

    def factory(loop, coroutine, **options):
        print('  task', coroutine.__qualname__)
        return asyncio.Task(coroutine, loop=loop, **options)
    loop.set_task_factory(factory)
    await attempt(port, 'good', happy_eyeballs_delay=0.25)
    await attempt(port, 'bad', happy_eyeballs_delay=0.25)
    await attempt(port, 'bad', interleave=2)
    await attempt(port, 'good', happy_eyeballs_delay=0.1, local_addr=('127.0.0.7', 0))
    loop.set_task_factory(None)

    real = loop.sock_connect

    async def slow(sock, address):
        began = round(loop.time() - start, 3)
        try:
            await asyncio.sleep(SECONDS[address[0]])
        except asyncio.CancelledError:
            print('  cancelled', address[0], began, round(loop.time() - start, 3))
            raise
        print('  there', address[0], began, round(loop.time() - start, 3))
        if address[0] == '127.0.0.3':
            raise KeyError(address)
        return await real(sock, address)
    loop.sock_connect = slow
    for delay in 0.5, 2, 10:
        start = loop.time()
        await attempt(port, 'good', happy_eyeballs_delay=delay)
    start = loop.time()
    try:
        await asyncio.wait_for(attempt(port, 'good', happy_eyeballs_delay=0.2), 0.5)
    except TimeoutError as error:
        print(type(error).__name__)

    async def odd(sock, address):
        raise KeyError(address)
    loop.sock_connect = odd
    await attempt(port, 'bad', happy_eyeballs_delay=0.2)
    server.close()


asyncio.run(main())
