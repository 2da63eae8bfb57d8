# add_reader, add_writer and their removal on sockets; errors for closed ones and for transports.
import asyncio
import socket


async def main():
    loop = asyncio.get_running_loop()
    a, b = socket.socketpair()
    a.setblocking(False)
    b.setblocking(False)
    done = loop.create_future()

    def readable(name, sock):
        data = sock.recv(100)
        print(name, "readable", data)
        if not data:
            loop.remove_reader(sock)
            done.set_result("end")

    def writable():
        print("writable")
        print(loop.remove_writer(a.fileno()), loop.remove_writer(a))
        a.send(b"first")
        loop.call_later(0.5, a.send, b"second")
        loop.call_later(1, a.close)

    loop.add_reader(b.fileno(), readable, "b", b)
    loop.add_writer(a, writable)
    print(await done, loop.remove_reader(b), loop.time())
    b.close()
    a, b = socket.socketpair()
    transport, _ = await loop.create_connection(asyncio.Protocol, sock=a)
    for call in (lambda: loop.add_reader(a, print), lambda: loop.remove_writer(a.fileno()),
                 lambda: loop.add_reader("x", print), lambda: loop.add_reader(-1, print)):
        try:
            call()
        except (RuntimeError, ValueError) as error:
            print(type(error).__name__, str(error).split(" fd=")[0].split(" <")[0][:40].rstrip("0123456789"))
    transport.close()
    await asyncio.sleep(0)
    b.close()
    a, b = socket.socketpair()
    hits = []
    loop.add_reader(a, hits.append, 1)
    loop.add_reader(a, hits.append, 2)
    b.send(b"x")
    for _ in range(3):
        await asyncio.sleep(0)
    print(hits, loop.remove_reader(a), loop.remove_reader(a))
    a.close(), b.close()

asyncio.run(main())
