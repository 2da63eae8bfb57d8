# UDP: request and reply, retries on timeout, errors, a closed endpoint, broadcast refused.
import asyncio


class Server(asyncio.DatagramProtocol):
    def __init__(self):
        self.seen = {}

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, addr):
        n = self.seen[data] = self.seen.get(data, 0) + 1
        if n >= 2:  # the first of each is lost
            self.transport.sendto(b"reply to " + data, addr)


class Client(asyncio.DatagramProtocol):
    def __init__(self):
        self.waiting = {}
        self.lost = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, addr):
        key = data.removeprefix(b"reply to ")
        if key in self.waiting and not self.waiting[key].done():
            self.waiting[key].set_result(data)

    def error_received(self, exc):
        print("error_received", type(exc).__name__)

    def connection_lost(self, exc):
        self.lost.set_result(exc)

    async def ask(self, data, tries=3):
        for attempt in range(1, tries + 1):
            self.waiting[data] = asyncio.get_running_loop().create_future()
            self.transport.sendto(data)
            try:
                return attempt, await asyncio.wait_for(self.waiting[data], 0.5)
            except asyncio.TimeoutError:
                print("no answer to", data)


async def main():
    loop = asyncio.get_running_loop()
    st, server = await loop.create_datagram_endpoint(Server, local_addr=("127.0.0.1", 0))
    addr = st.get_extra_info("sockname")
    ct, client = await loop.create_datagram_endpoint(Client, remote_addr=addr)
    print(ct.get_extra_info("peername") == addr, isinstance(ct, asyncio.DatagramTransport))
    print(await asyncio.gather(client.ask(b"one"), client.ask(b"two")))
    st.close()
    await asyncio.sleep(0.1)
    ct.sendto(b"nobody there")
    await asyncio.sleep(0.1)
    ct.sendto(b"")
    for bad in (lambda: ct.sendto("text"), lambda: ct.sendto(b"x", ("127.0.0.1", 1))):
        try:
            bad()
        except (TypeError, ValueError) as error:
            print(type(error).__name__, str(error)[:30])
    ct.close()
    print(await client.lost, ct.is_closing())
    for kwargs in (dict(), dict(local_addr="x"), dict(family=1, local_addr=5)):
        try:
            await loop.create_datagram_endpoint(Client, **kwargs)
        except (ValueError, TypeError) as error:
            print(type(error).__name__, error)

asyncio.run(main())
