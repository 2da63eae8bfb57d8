"""1,000 threads, 9,900 connections and 100,000 tasks, all alive at once in one program."""
import asyncio
import resource
import threading

THREADS, CONNECTIONS, TASKS = 1_000, 9_900, 100_000


async def answer(reader, writer):
    writer.write(await reader.readline())
    await reader.read()
    writer.close()


async def connect(address, number):
    reader, writer = await asyncio.open_connection(*address)
    writer.write(b"%d\n" % number)
    return writer, int(await reader.readline())


async def wait(event, number):
    await event.wait()
    return number


async def main():
    stop = threading.Event()
    threads = [threading.Thread(target=stop.wait) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=CONNECTIONS)
    address = server.sockets[0].getsockname()
    connections = [await connect(address, number) for number in range(CONNECTIONS)]
    event = asyncio.Event()
    tasks = [asyncio.create_task(wait(event, number)) for number in range(TASKS)]
    await asyncio.sleep(0)
    print(threading.active_count(), len(connections), len(asyncio.all_tasks()))
    event.set()
    stop.set()
    for writer, _ in connections:
        writer.close()
    server.close()
    print(sum(await asyncio.gather(*tasks)), sum(number for _, number in connections))
    for thread in threads:
        thread.join()
    await asyncio.sleep(0.01)


hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
asyncio.run(main())
