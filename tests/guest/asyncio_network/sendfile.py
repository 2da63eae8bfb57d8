# Files over sockets, with and without a descriptor.
import asyncio, os, tempfile
class Server(asyncio.Protocol):
    def connection_made(self, t): self.t = t; self.n = 0; self.data=b''
    def data_received(self, d): self.data += d
    def eof_received(self): print('server got', len(self.data), self.data[:10]); self.t.write(b'thanks'); self.t.close(); done.set()
async def main():
    global done
    loop = asyncio.get_running_loop()
    done = asyncio.Event()
    s = await loop.create_server(Server, '127.0.0.1', 0)
    port = s.sockets[0].getsockname()[1]
    path = os.path.join(tempfile.mkdtemp(), 'f')
    with open(path, 'wb') as f: f.write(b'0123456789' * 1000)
    tr, pr = await loop.create_connection(asyncio.Protocol, '127.0.0.1', port)
    tr.write(b'head:')
    with open(path, 'rb') as f:
        print(await loop.sendfile(tr, f, 5, 100), f.tell())
        print(await loop.sendfile(tr, f), f.tell())
        print(await loop.sendfile(tr, f, fallback=False), f.tell())
    import io
    b = io.BytesIO(b'from memory')
    try: await loop.sendfile(tr, b, fallback=False)
    except Exception as e: print(type(e).__name__, e)
    print(await loop.sendfile(tr, b))
    try: await loop.sendfile(tr, open(path, 'r'))
    except Exception as e: print(type(e).__name__, e)
    try: await loop.sendfile(tr, b, -1)
    except Exception as e: print(type(e).__name__, e)
    try: await loop.sendfile(tr, b, 0, 0)
    except Exception as e: print(type(e).__name__, e)
    tr.write_eof()
    await done.wait()
    done.clear()
    import socket
    sk = socket.socket(); sk.setblocking(False)
    await loop.sock_connect(sk, ('127.0.0.1', port))
    with open(path, 'rb') as f:
        print(await loop.sock_sendfile(sk, f, 10, 50))
        print(await loop.sock_sendfile(sk, io.BytesIO(b'abc')))
        try: await loop.sock_sendfile(sk, io.BytesIO(b'abc'), fallback=False)
        except Exception as e: print(type(e).__name__, e)
    sk.shutdown(socket.SHUT_WR)
    await done.wait()
    print(await loop.sock_recv(sk, 100))
    sk.close()
    tr.close()
    try: await loop.sendfile(tr, b)
    except Exception as e: print(type(e).__name__, e)
    s.close()
asyncio.run(main())
