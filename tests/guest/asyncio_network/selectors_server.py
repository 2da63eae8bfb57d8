# An echo server written over selectors alone, then the same loop with each kind of selector.
import asyncio
import selectors
import socket


def echo_server():
    sel = selectors.DefaultSelector()
    ls = socket.create_server(("127.0.0.1", 0))
    ls.setblocking(False)
    sel.register(ls, selectors.EVENT_READ, "accept")
    clients = [socket.create_connection(ls.getsockname()) for _ in range(3)]
    for i, c in enumerate(clients):
        c.sendall(f"client {i}".encode())
    served = 0
    while served < 3:
        for key, mask in sel.select(timeout=1):
            if key.data == "accept":
                conn, _ = key.fileobj.accept()
                conn.setblocking(False)
                sel.register(conn, selectors.EVENT_READ, "echo")
            else:
                data = key.fileobj.recv(100)
                key.fileobj.send(data.upper())
                sel.unregister(key.fileobj)
                key.fileobj.close()
                served += 1
    for c in clients:
        print(c.recv(100))
        c.close()
    print(len(sel.get_map()), sel.get_key(ls).events, sel.get_key(ls).data)
    print(sel.modify(ls, selectors.EVENT_READ, "again").data, sel.select(0.5))
    for bad in (lambda: sel.register(ls, selectors.EVENT_READ), lambda: sel.register(ls, 0),
                lambda: sel.unregister(99), lambda: sel.register("x", 1), lambda: sel.get_key(77)):
        try:
            bad()
        except (KeyError, ValueError) as error:
            print(type(error).__name__, str(error)[:18])
    sel.close()
    ls.close()


async def traffic():
    async def handle(r, w):
        w.write(await r.readline())
        w.close()
    server = await asyncio.start_server(handle, "127.0.0.1", 0)

    async def ask(n):
        r, w = await asyncio.open_connection(*server.sockets[0].getsockname())
        await asyncio.sleep(0.1 * (3 - n))
        w.write(b"%d\n" % n)
        print(await r.read(), round(asyncio.get_running_loop().time(), 3))
        w.close()
    await asyncio.gather(*map(ask, range(3)))
    server.close()


class Watching(selectors.SelectSelector):
    waits = []

    def select(self, timeout=None):
        self.waits.append(timeout)
        return super().select(timeout)


echo_server()
for kind in (selectors.SelectSelector, selectors.PollSelector, selectors.EpollSelector, Watching):
    loop = asyncio.SelectorEventLoop(kind())
    print(kind.__name__)
    try:
        loop.run_until_complete(traffic())
    finally:
        loop.close()
print(len(Watching.waits) > 10, None in Watching.waits)

chosen = selectors.PollSelector()
loop = asyncio.SelectorEventLoop(chosen)
print(type(loop._selector).__name__, loop._selector is chosen)
loop.close()
