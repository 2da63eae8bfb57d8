# SystemExit in a done callback ends the loop at once.
# exits: 4
import asyncio
loop = asyncio.new_event_loop()
async def f():
    return 1
t = loop.create_task(f())
def cb(t):
    print('cb')
    raise SystemExit(4)
t.add_done_callback(cb)
loop.run_until_complete(t)
