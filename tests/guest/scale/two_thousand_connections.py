"""2,000 connections open at once, each with a word each way; then all end, half of them half-closed."""
import asyncio

COUNT = 2_000
ended = 0


async def answer(reader, writer):
    global ended
    while line := await reader.readline():
        writer.write(b"<" + line)
    ended += 1
    writer.close()


async def connect(address, number):
    reader, writer = await asyncio.open_connection(*address)
    writer.write(b"%d\n" % number)
    await writer.drain()
    return reader, writer


async def main():
    server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=COUNT)
    address = server.sockets[0].getsockname()
    pairs = await asyncio.gather(*(connect(address, number) for number in range(COUNT)))
    answers = [await reader.readline() for reader, _ in pairs]
    print(answers[0], answers[-1], len(set(answers)))  # => b'<0\n' b'<1999\n' 2000
    names = {writer.get_extra_info("sockname") for _, writer in pairs}
    print(len(names), {writer.get_extra_info("peername") for _, writer in pairs} == {address})
    # => 2000 True
    for _, writer in pairs[::2]:
        writer.write_eof()
    print({await reader.read() for reader, _ in pairs[::2]})  # => {b''}
    for _, writer in pairs:
        writer.close()
    await asyncio.gather(*(writer.wait_closed() for _, writer in pairs))
    while ended < COUNT:
        await asyncio.sleep(0.01)
    server.close()
    await server.wait_closed()
    print(ended, len(asyncio.all_tasks()))  # => 2000 1


asyncio.run(main())
