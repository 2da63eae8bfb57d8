# Where a file stands after it was sent, from any offset; what has no descriptor; a closed one.
import asyncio
import io
import os
import socket
import tempfile


class OnlyFileno:
    def __init__(self, file):
        self.fileno = file.fileno


async def main():
    loop = asyncio.get_running_loop()
    path = os.path.join(tempfile.mkdtemp(), 'data')
    data = bytes(range(256)) * 40
    with open(path, 'wb') as file:
        file.write(data)
    open(path + '.empty', 'wb').close()
    here, there = socket.socketpair()
    here.setblocking(False)
    there.setblocking(False)

    async def send(file, *args, tell=True):
        sent = await loop.sock_sendfile(here, file, *args)
        print(args, sent, file.tell() if tell else None, sent and await loop.sock_recv(there, 100))

    with open(path, 'rb', buffering=0) as file:
        file.read(7)
        await send(file, 3, 5)
        await send(file, len(data))
        await send(file, len(data) + 9, 5)
        await send(file, len(data) - 9, 50)
        await send(OnlyFileno(file), 1, 2, tell=False)
    with open(path + '.empty', 'rb') as empty:
        await send(empty)
        await send(empty, 0, 5)
    memory = io.BytesIO(b'hello world')
    await send(memory, 2, 4)
    await send(memory, 6)
    await send(memory)
    for bad in file, object():
        try:
            await loop.sock_sendfile(here, bad, fallback=False)
        except Exception as error:
            print(type(error).__name__, error)
    there.close()
    with open(path, 'rb', buffering=0) as file:
        for fallback in False, True:
            try:
                await loop.sock_sendfile(here, file, fallback=fallback)
            except Exception as error:
                print(type(error).__name__, error, file.tell())
    here.close()


asyncio.run(main())
