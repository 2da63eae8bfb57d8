# Blocking sockets in threads: a server thread, clients with timeouts, makefile, sendall, datagrams.
import socket
import threading


def serve(ls, count):
    for _ in range(count):
        conn, _ = ls.accept()
        with conn, conn.makefile("rwb") as file:
            for line in file:
                file.write(line[::-1].strip() + b"\n")
                file.flush()


def ask(address, *lines):
    with socket.create_connection(address) as s:
        answers = []
        file = s.makefile("r", encoding="utf-8")
        for line in lines:
            s.sendall(line.encode() + b"\n")
            answers.append(file.readline().strip())
        file.close()
        return answers


with socket.create_server(("127.0.0.1", 0)) as ls:
    server = threading.Thread(target=serve, args=(ls, 3))
    server.start()
    print(ask(ls.getsockname(), "abc", "hello"))
    print(ask(ls.getsockname(), "xyz"))
    print(ask(ls.getsockname()))
    server.join()
    ls.settimeout(0.5)
    try:
        ls.accept()
    except TimeoutError as error:
        print(repr(error))
    ls.setblocking(False)
    try:
        ls.accept()
    except BlockingIOError as error:
        print(error)
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
u.bind(("127.0.0.1", 0))
v = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
print(v.sendto(b"question", u.getsockname()))
data, peer = u.recvfrom(100)
u.sendto(data.upper(), peer)
print(v.recvfrom(3)[0], v.gettimeout())
u.close(), v.close()
a, b = socket.socketpair()
a.sendall(b"x" * 20_000)
a.shutdown(socket.SHUT_WR)
got = sum(len(part) for part in iter(lambda: b.recv(7000), b""))
print(got, b.fileno() > 2)
a.close(), b.close()
for call in (a.getpeername, a.getsockname, a.listen):
    try:
        call()
    except OSError as error:
        print(error.errno, error.strerror)
print(a.fileno(), "closed" in repr(a), socket.gethostbyname("localhost"), socket.inet_aton("1.2.3.4"))
