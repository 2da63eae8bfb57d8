# asyncio's processes: streams, communicate, protocols, signals, several at a time.
import asyncio
import sys

PIPE = asyncio.subprocess.PIPE


class Notes(asyncio.SubprocessProtocol):
    def __init__(self):
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        print("made", type(transport).__name__)

    def pipe_data_received(self, fd, data):
        print("data", fd, data)

    def pipe_connection_lost(self, fd, exc):
        print("pipe lost", fd, exc)

    def process_exited(self):
        print("exited")

    def connection_lost(self, exc):
        print("lost", exc)
        self.done.set_result(None)


async def one(number):
    process = await asyncio.create_subprocess_shell(f"echo {number}", stdout=PIPE)
    return (await process.communicate())[0]


async def main():
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", "import sys; print('out'); print('err', file=sys.stderr)",
        stdout=PIPE, stderr=PIPE)
    print(await process.communicate(), process.returncode)
    process = await asyncio.create_subprocess_shell("echo one; echo two; exit 3", stdout=PIPE)
    async for line in process.stdout:
        print("got", line)
    print(await process.wait(), process.returncode)
    process = await asyncio.create_subprocess_exec("cat", stdin=PIPE, stdout=PIPE)
    process.stdin.write(b"abc\n")
    await process.stdin.drain()
    print(await process.stdout.readline())
    process.stdin.close()
    await process.stdin.wait_closed()
    print(await process.stdout.read(), await process.wait())
    process = await asyncio.create_subprocess_exec("cat", stdin=PIPE)
    print(process.returncode)
    process.terminate()
    print(await process.wait())
    process = await asyncio.create_subprocess_exec("cat", stdin=PIPE)
    process.kill()
    print(await process.wait())
    try:
        process.kill()
    except ProcessLookupError as error:
        print("gone", repr(error))
    try:
        await asyncio.create_subprocess_exec("no-such-program")
    except FileNotFoundError as error:
        print(error)
    process = await asyncio.create_subprocess_exec("cat", stdin=PIPE, stdout=PIPE)
    out, err = await process.communicate(b"x" * 200000)
    print(len(out), err)
    loop = asyncio.get_running_loop()
    transport, notes = await loop.subprocess_exec(Notes, sys.executable, "-c",
                                                  "print(input()[::-1])")
    transport.get_pipe_transport(0).write(b"abc\n")
    await notes.done
    print(transport.get_returncode())
    transport.close()
    print(await asyncio.gather(*[one(number) for number in range(3)]))
    process = await asyncio.create_subprocess_exec("cat", stdin=PIPE, stdout=PIPE)
    try:
        await asyncio.wait_for(process.stdout.readline(), 0.5)
    except asyncio.TimeoutError:
        print("nothing came")
        process.kill()
        print(await process.wait())


asyncio.run(main())
