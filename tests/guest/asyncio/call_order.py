# call_soon, call_later, call_at and cancelled handles: order and reprs.
import asyncio

def p(*a, **k):
    print(*a)

async def main():
    loop = asyncio.get_running_loop()
    loop.call_later(0.2, p, 'later 0.2')
    loop.call_later(0.1, p, 'later 0.1')
    loop.call_at(loop.time() + 0.15, p, 'at 0.15')
    loop.call_soon(p, 'soon 1')
    h = loop.call_soon(p, 'cancelled')
    loop.call_soon(p, 'soon 2')
    h.cancel()
    print(h, h.cancelled())
    th = loop.call_later(5, p, 'x', 1)
    print(th.when() - loop.time())
    print(th)
    th.cancel()
    print(th)
    loop.call_later(0, p, 'later 0')
    await asyncio.sleep(0)
    print('main after sleep(0)')
    await asyncio.sleep(0.3)
    print('end')

asyncio.run(main())
