# StreamReader by hand: read, readline, readuntil, readexactly, limits, ends, exceptions, reprs.
import asyncio


async def attempt(coro):
    try:
        print(await coro)
    except Exception as error:
        print(type(error).__name__, error, getattr(error, "partial", ""), getattr(error, "consumed", ""))


async def main():
    r = asyncio.StreamReader()
    print(r, r.at_eof())
    r.feed_data(b"line one\nline two\nrest")
    print(r)
    await attempt(r.readline())
    await attempt(r.readuntil(b"two"))
    await attempt(r.read(3))
    await attempt(r.readexactly(0))
    await attempt(r.read(0))
    r.feed_eof()
    await attempt(r.readline())
    await attempt(r.readline())
    await attempt(r.read())
    print(r, r.at_eof())
    await attempt(r.readexactly(3))
    await attempt(r.readuntil(b""))
    await attempt(r.readexactly(-1))
    r = asyncio.StreamReader(limit=8)
    print(r)
    r.feed_data(b"0123456789abcdef")
    await attempt(r.readuntil(b"\n"))
    await attempt(r.readline())
    print(r)
    r.feed_data(b"0123456789\nnext\n")
    await attempt(r.readuntil(b"\n"))
    await attempt(r.readline())
    await attempt(r.readline())
    r = asyncio.StreamReader()
    r.feed_data(b"abc")
    r.feed_eof()
    await attempt(r.readexactly(5))
    r = asyncio.StreamReader()
    task = asyncio.create_task(r.readline())
    await asyncio.sleep(0)
    await attempt(r.read(1))
    r.feed_data(b"part")
    await asyncio.sleep(0)
    r.feed_data(b" whole\n")
    await attempt(task)
    task = asyncio.create_task(r.read(10))
    await asyncio.sleep(0)
    r.set_exception(ConnectionResetError("gone"))
    await attempt(task)
    await attempt(r.read(1))
    print(r.exception())
    r = asyncio.StreamReader()
    r.feed_data(b"a\nb\nc")
    r.feed_eof()
    async for line in r:
        print("line", line)
    r = asyncio.StreamReader()
    task = asyncio.create_task(r.read())
    await asyncio.sleep(0)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled", r)
    for bad in (lambda: asyncio.StreamReader(limit=0), lambda: asyncio.IncompleteReadError(b"ab", None),
                lambda: asyncio.LimitOverrunError("far", 7)):
        try:
            made = bad()
            print(repr(made), made, made.args)
        except ValueError as error:
            print("ValueError", error)

asyncio.run(main())
