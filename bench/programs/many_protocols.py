"""9,900 connections (19,800 descriptors) open at once, each with one question and one answer:
bare protocols."""
import asyncio
import resource

COUNT = 9_900


class Answer(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.transport.write(data)


class Question(asyncio.Protocol):
    def __init__(self, number, answer):
        self.number, self.answer = number, answer

    def connection_made(self, transport):
        transport.write(b"%d" % self.number)

    def data_received(self, data):
        self.answer.set_result(int(data))


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Answer, "127.0.0.1", 0, backlog=COUNT)
    address = server.sockets[0].getsockname()
    transports = []
    total = 0
    for number in range(COUNT):
        answer = loop.create_future()
        transport, _ = await loop.create_connection(lambda: Question(number, answer), *address)
        total += await answer
        transports.append(transport)
    print(len(transports), total)
    for transport in transports:
        transport.close()
    server.close()
    await asyncio.sleep(0.01)


hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
asyncio.run(main())
