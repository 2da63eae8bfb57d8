# Echo over protocols: callbacks in order, several clients, a transport's own words about itself.
import asyncio


class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport
        peer = transport.get_extra_info("peername")
        print("server: made", peer[0], isinstance(transport, asyncio.Transport))

    def data_received(self, data):
        print("server: data", data)
        self.transport.write(data)

    def eof_received(self):
        print("server: eof")

    def connection_lost(self, exc):
        print("server: lost", exc)


class Client(asyncio.Protocol):
    def __init__(self, name, done):
        self.name, self.done, self.parts = name, done, []

    def connection_made(self, transport):
        self.transport = transport
        transport.writelines([b"one ", b"two ", self.name.encode()])
        print(self.name, "made", transport.get_write_buffer_size(), transport.is_reading())

    def data_received(self, data):
        self.parts.append(data)
        print(self.name, "data", data)
        self.transport.write_eof()

    def eof_received(self):
        print(self.name, "eof")
        return False

    def connection_lost(self, exc):
        print(self.name, "lost", exc)
        self.done.set_result(b"".join(self.parts))


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Echo, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    dones = []
    for name in ("anna", "bert"):
        done = loop.create_future()
        transport, protocol = await loop.create_connection(lambda: Client(name, done), "127.0.0.1", port)
        print(name, "connected", transport.get_protocol() is protocol, transport.can_write_eof())
        dones.append(done)
    print(await asyncio.gather(*dones))
    print(transport.is_closing(), transport.get_extra_info("nothing", "default"))
    server.close()
    await server.wait_closed()
    print(server.is_serving(), server.sockets)

asyncio.run(main())
