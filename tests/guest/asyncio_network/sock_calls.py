# A server made of sock_* calls alone: accept loop, echo, sendall of much, connect, cancellation.
import asyncio
import socket


async def echo(loop, conn):
    while data := await loop.sock_recv(conn, 1000):
        await loop.sock_sendall(conn, data)
    conn.close()


async def server(loop, ls):
    tasks = []
    try:
        while True:
            conn, addr = await loop.sock_accept(ls)
            print("accepted", addr[0], conn.gettimeout())
            tasks.append(asyncio.create_task(echo(loop, conn)))
    except asyncio.CancelledError:
        await asyncio.gather(*tasks)
        print("server done")
        raise


async def client(loop, addr, n):
    s = socket.socket()
    s.setblocking(False)
    await loop.sock_connect(s, addr)
    for i in range(2):
        await loop.sock_sendall(s, f"msg {n}.{i}".encode())
        print(n, await loop.sock_recv(s, 100))
        await asyncio.sleep(0.1 * n)
    s.close()


async def main():
    loop = asyncio.get_running_loop()
    ls = socket.create_server(("127.0.0.1", 0))
    ls.setblocking(False)
    task = asyncio.create_task(server(loop, ls))
    await asyncio.gather(*(client(loop, ls.getsockname(), n) for n in (1, 2, 3)))
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled")
    ls.close()
    a, b = socket.socketpair()
    a.setblocking(False), b.setblocking(False)
    sending = asyncio.create_task(loop.sock_sendall(a, b"x" * 1_000_000))
    got = 0
    while got < 1_000_000:
        got += len(await loop.sock_recv(b, 100_000))
    print(await sending, got)
    waiting = asyncio.create_task(loop.sock_recv(a, 10))
    await asyncio.sleep(0)
    waiting.cancel()
    try:
        await waiting
    except asyncio.CancelledError:
        print("recv cancelled")
    b.send(b"kept")
    print(await loop.sock_recv(a, 10))
    u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    u.bind(("127.0.0.1", 0))
    u.setblocking(False)
    v = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    v.setblocking(False)
    task = asyncio.create_task(loop.sock_recvfrom(u, 100))
    await asyncio.sleep(0)
    print(await loop.sock_sendto(v, b"datagram", u.getsockname()))
    data, addr = await task
    print(data, addr[0])
    buf = bytearray(20)
    await loop.sock_sendto(v, b"again", u.getsockname())
    n, addr = await loop.sock_recvfrom_into(u, buf)
    print(n, buf[:n])
    s = socket.socket()
    s.setblocking(False)
    try:
        await loop.sock_connect(s, ls_addr)
    except NameError as error:
        print(error)
    free = socket.socket(); free.bind(("127.0.0.1", 0)); addr = free.getsockname(); free.close()
    try:
        await loop.sock_connect(s, addr)
    except ConnectionRefusedError as error:
        print(error.strerror.split("(")[0])
    for x in (a, b, u, v, s):
        x.close()

asyncio.run(main())
