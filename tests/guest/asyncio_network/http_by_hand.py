# A small HTTP server and client over streams: headers, bodies, keep-alive, errors, concurrency.
import asyncio

PAGES = {"/": b"hello", "/about": b"about us"}


async def serve(reader, writer):
    try:
        while True:
            request = await reader.readuntil(b"\r\n\r\n")
            head, *lines = request.decode().split("\r\n")
            method, path, version = head.split()
            headers = dict(line.split(": ", 1) for line in lines if line)
            body = await reader.readexactly(int(headers.get("Content-Length", 0)))
            if path == "/slow":
                await asyncio.sleep(1.5)
            if method == "POST":
                PAGES[path] = body
                answer, status = b"stored", "201 Created"
            elif path in PAGES or path == "/slow":
                answer, status = PAGES.get(path, b"zzz"), "200 OK"
            else:
                answer, status = b"no such page", "404 Not Found"
            writer.write(f"HTTP/1.1 {status}\r\nContent-Length: {len(answer)}\r\n\r\n".encode() + answer)
            await writer.drain()
            if headers.get("Connection") == "close":
                break
    except asyncio.IncompleteReadError as error:
        print("client went away after", error.partial)
    finally:
        writer.close()


async def request(reader, writer, method, path, body=b"", **headers):
    lines = [f"{method} {path} HTTP/1.1", "Host: example", f"Content-Length: {len(body)}"]
    lines += [f"{k}: {v}" for k, v in headers.items()]
    writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
    status = (await reader.readline()).decode().strip()
    length = 0
    while (line := await reader.readline()) != b"\r\n":
        name, _, value = line.decode().partition(":")
        if name == "Content-Length":
            length = int(value)
    return status, await reader.readexactly(length)


async def main():
    loop = asyncio.get_running_loop()
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    r, w = await asyncio.open_connection(host, port)
    print(await request(r, w, "GET", "/"))
    print(await request(r, w, "GET", "/missing"))
    print(await request(r, w, "POST", "/new", b"fresh page"))
    print(await request(r, w, "GET", "/new", Connection="close"))
    print(await r.read(), r.at_eof())
    w.close()
    await w.wait_closed()

    async def one(path):
        r, w = await asyncio.open_connection(host, port)
        t = loop.time()
        result = await request(r, w, "GET", path)
        w.close()
        return path, result[1], loop.time() - t

    for result in await asyncio.gather(one("/slow"), one("/"), one("/about")):
        print(result)
    r, w = await asyncio.open_connection(host, port)
    w.write(b"GET / HT")
    w.write_eof()
    print(await r.read())
    w.close()
    server.close()
    await server.wait_closed()
    await asyncio.sleep(0)

asyncio.run(main())
