# connect_read_pipe and connect_write_pipe: streams and protocols over os.pipe, ends, limits, errors.
import asyncio
import os
import tempfile


class Notes(asyncio.Protocol):
    def __init__(self, name):
        self.name = name
        self.lost = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        print(self.name, "made", type(transport).__name__)

    def data_received(self, data):
        print(self.name, "data", len(data))

    def eof_received(self):
        print(self.name, "eof")

    def connection_lost(self, exc):
        print(self.name, "lost", repr(exc))
        self.lost.set_result(None)

    def pause_writing(self):
        print(self.name, "pause")

    def resume_writing(self):
        print(self.name, "resume")


async def streams():
    loop = asyncio.get_running_loop()
    read, write = os.pipe()
    reader = asyncio.StreamReader()
    source, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader),
                                             os.fdopen(read, "rb", 0))
    sink, _ = await loop.connect_write_pipe(asyncio.Protocol, os.fdopen(write, "wb", 0))
    sink.write(b"first\nsecond\n")
    print(await reader.readline(), sink.get_write_buffer_size(), sink.can_write_eof())
    sink.write(b"third")
    sink.close()
    print(await reader.readline(), await reader.read(), reader.at_eof(), sink.is_closing())
    source.close()


async def protocols():
    loop = asyncio.get_running_loop()
    read, write = os.pipe()
    source, reading = await loop.connect_read_pipe(lambda: Notes("r"), os.fdopen(read, "rb", 0))
    sink, writing = await loop.connect_write_pipe(lambda: Notes("w"), os.fdopen(write, "wb", 0))
    source.pause_reading()
    sink.write(b"x" * 200000)
    print(sink.get_write_buffer_size() > 0, sink.get_write_buffer_limits())
    source.resume_reading()
    sink.write_eof()
    await reading.lost
    await writing.lost
    read, write = os.pipe()
    source, reading = await loop.connect_read_pipe(lambda: Notes("r"), os.fdopen(read, "rb", 0))
    sink, writing = await loop.connect_write_pipe(lambda: Notes("w"), os.fdopen(write, "wb", 0))
    source.close()
    await reading.lost
    await writing.lost
    with tempfile.TemporaryFile() as file:
        for connect in (loop.connect_read_pipe, loop.connect_write_pipe):
            try:
                await connect(asyncio.Protocol, file)
            except ValueError as error:
                print(error)


asyncio.run(streams())
asyncio.run(protocols())
