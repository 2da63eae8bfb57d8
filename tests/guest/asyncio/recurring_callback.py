# A callback that schedules itself; stop finishes the iteration.
import asyncio
def cb(n, loop, t0):
    print(f'{loop.time() - t0:.1f} cb{n}')
    if n < 3:
        h = loop.call_later(0.1 * n, cb, n + 1, loop, t0)
        return h
    loop.stop()
loop = asyncio.new_event_loop()
t0 = loop.time()
loop.call_soon(cb, 1, loop, t0)
loop.run_forever()
print('stopped')
loop.call_soon(loop.stop)
loop.call_soon(print, 'after stop is called, same iteration')
loop.call_later(0, print, 'not now')
loop.run_forever()
print('--')
loop.call_soon(loop.stop)
loop.run_forever()
loop.close()
