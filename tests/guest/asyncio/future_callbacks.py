# Several callbacks on one future; one added late; cancelled.
import asyncio

def log(label):
    def cb(fut):
        print(label, fut.result() if not fut.cancelled() else 'cancelled')
    return cb

async def main():
    loop = asyncio.get_running_loop()
    f = loop.create_future()
    f.add_done_callback(log('first'))
    f.add_done_callback(log('second'))
    loop.call_later(0.1, f.set_result, 99)
    print(f)
    await f
    print('main resumed')
    f.add_done_callback(log('late'))
    print('added late')
    await asyncio.sleep(0)
    g = loop.create_future()
    g.add_done_callback(log('g'))
    print(g.cancel(), g.cancel(), g)
    await asyncio.sleep(0)
    try:
        await g
    except asyncio.CancelledError as e:
        print('cancelled', repr(e))

asyncio.run(main())
