# Done callbacks: partial, lambda, removal, and their order.
import asyncio
import functools

def got(prefix, fut):
    print(prefix, fut, fut.result())

async def work():
    await asyncio.sleep(0.05)
    return 'done'

async def main():
    t = asyncio.create_task(work())
    t.add_done_callback(functools.partial(got, 'partial:'))
    t.add_done_callback(lambda f: print('lambda', f.result()))
    cb = lambda f: print('never')
    t.add_done_callback(cb)
    print(t.remove_done_callback(cb))
    print(t)
    await t
    print('after')
    await asyncio.sleep(0)

asyncio.run(main())
