# BufferedProtocol: get_buffer, buffer_updated, end; a protocol that fails; set_protocol on the way.
import asyncio
import socket


class Buffered(asyncio.BufferedProtocol):
    def __init__(self):
        self.buf = bytearray(4)
        self.log = []
        self.lost = asyncio.get_running_loop().create_future()

    def get_buffer(self, sizehint):
        self.log.append(sizehint)
        return self.buf

    def buffer_updated(self, nbytes):
        self.log.append(bytes(self.buf[:nbytes]))

    def eof_received(self):
        self.log.append("eof")

    def connection_lost(self, exc):
        self.lost.set_result(exc)


class Failing(asyncio.Protocol):
    def data_received(self, data):
        raise ValueError("cannot bear " + repr(data))

    def connection_lost(self, exc):
        print("failing lost", repr(exc))


class EmptyBuffer(Buffered):
    def get_buffer(self, sizehint):
        return bytearray(0)


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: print(
        "handler:", context["message"], repr(context["exception"]), sorted(context)))
    a, b = socket.socketpair()
    transport, protocol = await loop.create_connection(Buffered, sock=a)
    b.send(b"abcdefghij")
    await asyncio.sleep(0.1)
    b.close()
    print(await protocol.lost, protocol.log)
    a, b = socket.socketpair()
    transport, protocol = await loop.create_connection(Failing, sock=a)
    b.send(b"this")
    await asyncio.sleep(0.1)
    print(transport.is_closing(), b.recv(10))
    b.close()
    a, b = socket.socketpair()
    transport, protocol = await loop.create_connection(EmptyBuffer, sock=a)
    b.send(b"this")
    print(repr(await protocol.lost))
    b.close()
    a, b = socket.socketpair()
    transport, protocol = await loop.create_connection(Failing, sock=a)
    transport.set_protocol(other := Buffered())
    b.send(b"1234")
    await asyncio.sleep(0.1)
    print(other.log, transport.get_protocol() is other)
    transport.abort()
    print(await other.lost)
    b.close()

    def bad_factory():
        raise LookupError("no protocol")
    try:
        a, b = socket.socketpair()
        await loop.create_connection(bad_factory, sock=a)
    except LookupError as error:
        print("factory:", error)
    a.close(), b.close()

    class Interrupting(asyncio.Protocol):
        def connection_made(self, transport):
            raise RuntimeError("in connection_made")
    a, b = socket.socketpair()
    transport, protocol = await loop.create_connection(Interrupting, sock=a)
    transport.close()
    b.close()
    await asyncio.sleep(0)

asyncio.run(main())
