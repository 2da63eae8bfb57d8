# Connections are asked to stop; those that are slow are cancelled.
import asyncio
class Server:
    def __init__(self): self.stop = asyncio.Event(); self.conns = set()
    async def conn(self, n):
        try:
            while not self.stop.is_set():
                await asyncio.sleep(0.1 * n)
                print('ping', n)
        except asyncio.CancelledError:
            print('conn', n, 'aborted'); raise
        finally:
            print('closed', n)
    async def run(self):
        for n in (1, 2, 9):
            t = asyncio.create_task(self.conn(n), name=f'conn-{n}')
            self.conns.add(t); t.add_done_callback(self.conns.discard)
        await self.stop.wait()
        done, pending = await asyncio.wait(self.conns, timeout=0.25)
        print(sorted(t.get_name() for t in done), [t.get_name() for t in pending])
        for t in pending: t.cancel()
        await asyncio.gather(*pending, return_exceptions=True)
async def main():
    s = Server()
    asyncio.get_running_loop().call_later(0.35, s.stop.set)
    await s.run()
    print('bye', s.conns)
asyncio.run(main())
