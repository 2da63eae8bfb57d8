# TLS over streams: a server with a certificate, clients that trust it, do not, or expect another name.
import asyncio
import os
import ssl

HERE = os.path.dirname(os.path.abspath(__file__))
CERTIFICATE = os.path.join(HERE, "localhost.pem")


def server_context():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


async def echo(reader, writer):
    try:
        while line := await reader.readline():
            writer.write(line.upper())
            await writer.drain()
    except ConnectionError:
        pass
    writer.close()


async def ask(port, context, name, text):
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context, server_hostname=name)
    print(type(writer.transport).__name__, writer.get_extra_info("sslcontext") is context,
          writer.get_extra_info("peername")[0], writer.can_write_eof())
    writer.write(text)
    answer = await reader.readline()
    writer.close()
    return answer


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: None)
    server = await asyncio.start_server(echo, "127.0.0.1", 0, ssl=server_context())
    port = server.sockets[0].getsockname()[1]
    trusting = ssl.create_default_context(cafile=CERTIFICATE)
    print(await ask(port, trusting, "localhost", b"secret\n"))
    print(await asyncio.gather(*(ask(port, trusting, "localhost", b"%d\n" % n) for n in range(3))))
    for context, name in ((ssl.create_default_context(), "localhost"), (trusting, "elsewhere.example")):
        try:
            await ask(port, context, name, b"never\n")
        except ssl.SSLCertVerificationError as error:
            print("refused", error.reason, error.errno, isinstance(error, OSError))
    lax = ssl.create_default_context()
    lax.check_hostname = False
    lax.verify_mode = ssl.CERT_NONE
    print(await ask(port, lax, "anything", b"no questions\n"))
    try:
        lax.check_hostname = True
        lax.verify_mode = ssl.CERT_NONE
    except ValueError as error:
        print(error)
    server.close()

    async def upgrade(reader, writer):
        print("plain:", await reader.readline())
        writer.write(b"go ahead\n")
        await writer.drain()
        await writer.start_tls(server_context())
        print("encrypted:", await reader.readline())
        writer.write(b"thanks\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(upgrade, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.write(b"STARTTLS\n")
    print(await reader.readline())
    await writer.start_tls(trusting, server_hostname="localhost")
    writer.write(b"hidden\n")
    print(await reader.readline())
    writer.close()
    server.close()
    for bad in (dict(ssl=trusting), dict(host="127.0.0.1", port=port, ssl_handshake_timeout=1)):
        try:
            await asyncio.open_connection(**bad)
        except ValueError as error:
            print(error)
    await asyncio.sleep(0.1)

asyncio.run(main())
