# Happy eyeballs with one address.
import asyncio
async def handle(r, w):
    w.write(b'hi'); w.close()
async def main():
    s = await asyncio.start_server(handle, 'localhost', 8123)
    r, w = await asyncio.open_connection('localhost', 8123, happy_eyeballs_delay=0.25)
    print(await r.read()); w.close()
    r, w = await asyncio.open_connection('localhost', 8123, happy_eyeballs_delay=0.25, interleave=1)
    print(await r.read()); w.close()
    try: await asyncio.open_connection('127.0.0.1', 9999, happy_eyeballs_delay=0.1)
    except OSError as e: print(type(e).__name__, e)
    s.close()
asyncio.run(main())
