"""A process may have only so many files open: EMFILE wherever one more is asked for."""
import asyncio
import os
import resource
import socket


def limit(soft):
    resource.setrlimit(resource.RLIMIT_NOFILE,
                       (soft, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))


def attempt(what, call):
    try:
        call()
    except OSError as error:
        print(what, error)


for refused in ((5, 3), (1, 2, 3), (1, 1 << 40)):
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, refused)
    except ValueError as error:
        print(error)
# => current limit exceeds maximum limit
# => expected a tuple of 2 integers
# => not allowed to raise maximum limit

limit(40)
listener = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(listener.getsockname())
spare = socket.socket()
taken = []
try:
    while True:
        taken.append(os.dup(0))
except OSError as error:
    print("dup", error, max(taken))  # => dup [Errno 24] Too many open files 39

attempt("open", lambda: open(os.devnull))  # => open [Errno 24] Too many open files: '/dev/null'
attempt("pipe", os.pipe)  # => pipe [Errno 24] Too many open files
attempt("socket", socket.socket)  # => socket [Errno 24] Too many open files
attempt("socketpair", socket.socketpair)  # => socketpair [Errno 24] Too many open files
attempt("socket.dup", client.dup)  # => socket.dup [Errno 24] Too many open files
attempt("accept", listener.accept)  # => accept [Errno 24] Too many open files
spare.close()
accepted, _ = listener.accept()
accepted.sendall(b"who waited was not forgotten")
print(client.recv(100))  # => b'who waited was not forgotten'
for used in (accepted, client, listener):
    used.close()
for fd in taken:
    os.close(fd)


async def answer(reader, writer):
    writer.write(await reader.readline())
    writer.close()


async def main():
    """A server that is out of descriptors goes on accepting a second later."""
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(
        lambda loop, context: print(context["message"], "|", context["exception"]))
    server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=2)
    taken = [os.dup(0)]
    while taken[-1] < 38:
        taken.append(os.dup(0))
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    # => socket.accept() out of system resource | [Errno 24] Too many open files
    # => socket.accept() out of system resource | [Errno 24] Too many open files
    writer.write(b"patience\n")
    attempt("no", lambda: os.dup(0))  # => no [Errno 24] Too many open files
    await asyncio.sleep(0.1)
    os.close(taken.pop())
    begun = loop.time()
    # It takes the last descriptor for the one who waited, and has none for a second:
    # => socket.accept() out of system resource | [Errno 24] Too many open files
    print(await reader.readline(), 0.8 < loop.time() - begun < 1.0)  # => b'patience\n' True
    writer.close()
    server.close()
    for fd in taken:
        os.close(fd)


asyncio.run(main())
