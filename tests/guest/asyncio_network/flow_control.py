# Flow control: limits, pause_writing and resume_writing, drain that waits, a reader that is slow.
import asyncio
import socket


class Slow(asyncio.Protocol):
    def __init__(self):
        self.got = 0

    def connection_made(self, transport):
        self.transport = transport
        transport.pause_reading()
        print("reading", transport.is_reading())

    def data_received(self, data):
        self.got += len(data)

    def connection_lost(self, exc):
        print("receiver got", self.got, exc)


class Sender(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport
        self.log = []

    def pause_writing(self):
        self.log.append("pause")

    def resume_writing(self):
        self.log.append("resume")


async def main():
    loop = asyncio.get_running_loop()
    a, b = socket.socketpair()
    st, sp = await loop.create_connection(Sender, sock=a)
    rt, rp = await loop.create_connection(Slow, sock=b)
    print(st.get_write_buffer_limits())
    for high, low in ((1000, None), (None, 100), (None, None), (0, 0), (500, 400)):
        st.set_write_buffer_limits(high=high, low=low)
        print(high, low, st.get_write_buffer_limits())
    try:
        st.set_write_buffer_limits(high=1, low=2)
    except ValueError as error:
        print(error)
    st.set_write_buffer_limits()
    st.write(b"x" * 100_000)
    print(st.get_write_buffer_size(), sp.log)
    st.write(b"x" * 400_000)
    print(st.get_write_buffer_size() > 0, sp.log)
    rt.resume_reading()
    rt.resume_reading()
    await asyncio.sleep(0.1)
    print(st.get_write_buffer_size(), sp.log, rp.got)
    st.close()
    await asyncio.sleep(0.1)

    async def consume(reader, writer):
        total = 0
        while data := await reader.read(50_000):
            total += len(data)
            await asyncio.sleep(0.01)
        print("consumed", total)
        writer.close()

    server = await asyncio.start_server(consume, "127.0.0.1", 0, limit=20_000)
    r, w = await asyncio.open_connection(*server.sockets[0].getsockname())
    w.write(b"z" * 8_000_000)
    print("buffered", w.transport.get_write_buffer_size() > 0)
    await w.drain()
    print("drained", w.transport.get_write_buffer_size() < 65536)
    w.close()
    await w.wait_closed()
    await asyncio.sleep(30)
    server.close()

asyncio.run(main())
