"""Echo over loopback by bare protocols: 100 clients with 300 messages of 256 bytes each."""
import asyncio

CLIENTS, MESSAGES, SIZE = 100, 300, 256


class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.transport.write(data)


class Client(asyncio.Protocol):
    def __init__(self, number, done):
        self.message, self.done = bytes([number]) * SIZE, done
        self.left, self.received = MESSAGES, bytearray()

    def connection_made(self, transport):
        self.transport = transport
        transport.write(self.message)

    def data_received(self, data):
        self.received += data
        if len(self.received) < SIZE:
            return
        assert self.received == self.message
        self.received.clear()
        self.left -= 1
        if self.left:
            self.transport.write(self.message)
        else:
            self.transport.close()

    def connection_lost(self, error):
        self.done.set_result(MESSAGES)


async def client(address, number):
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    await loop.create_connection(lambda: Client(number, done), *address)
    return await done


async def main():
    server = await asyncio.get_running_loop().create_server(Echo, "127.0.0.1", 0)
    address = server.sockets[0].getsockname()
    print(sum(await asyncio.gather(*(client(address, number) for number in range(CLIENTS)))))
    server.close()


asyncio.run(main())
