"""Sockets at the edges: their files, what poll says of closed ones, reprs of transports' callbacks."""
import asyncio
import os
import select
import socket
import stat

PATH = "/tmp/loopscope_socket_files.sock"
if os.path.exists(PATH):
    os.unlink(PATH)

listener = socket.socket(socket.AF_UNIX)
listener.bind(PATH)
listener.listen()
print(os.path.exists(PATH), stat.S_ISSOCK(os.stat(PATH).st_mode), os.path.isfile(PATH))
# => True True False
listener.close()
print(os.path.exists(PATH))  # => True
again = socket.socket(socket.AF_UNIX)
try:
    again.bind(PATH)
except OSError as error:
    print(error)  # => [Errno 98] Address already in use
os.unlink(PATH)
again.bind(PATH)
again.close()
os.remove(PATH)
print(os.path.exists(PATH))  # => False

# poll() tells of a descriptor that is not open, at once.
one, other = socket.socketpair()
poll = select.poll()
poll.register(one, select.POLLIN)
poll.register(other, select.POLLIN)
fd = other.fileno()
other.close()
events = dict(poll.poll())
print(events[one.fileno()] == select.POLLIN | select.POLLHUP, events[fd] == select.POLLNVAL)
# => True True

# With a timeout, MSG_DONTWAIT waits all the same.
left, right = socket.socketpair()
left.settimeout(0.01)
try:
    left.recv(1, socket.MSG_DONTWAIT)
except TimeoutError as error:
    print(error)  # => timed out
left.settimeout(None)
try:
    left.recv(1, socket.MSG_DONTWAIT)
except BlockingIOError as error:
    print(error)  # => [Errno 11] Resource temporarily unavailable
for used in (one, left, right):
    used.close()


class Fails(asyncio.Protocol):
    def connection_lost(self, error):
        raise ZeroDivisionError("lost")


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: print(context["message"]))
    server = await loop.create_server(asyncio.Protocol, "127.0.0.1", 0)
    transport, _ = await loop.create_connection(Fails, *server.sockets[0].getsockname())
    transport.close()
    await asyncio.sleep(0.01)
    # => Exception in callback _SelectorSocketTransport._call_connection_lost(None)
    server.close()
    try:
        await server.start_serving()
    except TypeError as error:
        print(error)  # => 'NoneType' object is not iterable
    _, writer = await asyncio.open_connection(sock=connected())
    try:
        writer.writelines([b"a", "b"])
    except TypeError as error:
        print(error)  # => sequence item 1: expected a bytes-like object, str found
    writer.close()


def connected():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return socket.create_connection(server.getsockname())


asyncio.run(main())
