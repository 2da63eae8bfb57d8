import asyncio

class CountingLoop(asyncio.SelectorEventLoop):
    count = 0
    def call_soon(self, callback, *args, context=None):
        CountingLoop.count += 1
        return super().call_soon(callback, *args, context=context)

class Policy(asyncio.DefaultEventLoopPolicy):
    def new_event_loop(self):
        print('policy makes a loop')
        return CountingLoop()
    def set_event_loop(self, loop):
        print('policy sets', type(loop).__name__)
        super().set_event_loop(loop)

async def child(n):
    await asyncio.sleep(0)
    return n

async def main():
    print(type(asyncio.get_running_loop()).__name__)
    print(await asyncio.gather(*(child(i) for i in range(3))))
    fut = asyncio.get_running_loop().create_future()
    fut.add_done_callback(lambda f: print('cb', f.result()))
    fut.set_result(5)
    await asyncio.sleep(0)
    async with asyncio.timeout(5):
        await asyncio.wait_for(child(1), 2)

asyncio.set_event_loop_policy(Policy())
asyncio.run(main())
print(CountingLoop.count)
p = asyncio.get_event_loop_policy()
print(type(p).__name__, p is asyncio.get_event_loop_policy())
asyncio.set_event_loop_policy(None)
print(type(asyncio.get_event_loop_policy()).__name__)
loop = asyncio.new_event_loop()
print([c.__name__ for c in type(loop).__mro__])
loop.close()
loop = CountingLoop()
async def shows():
    async def inner():
        await asyncio.sleep(1)
    t = asyncio.create_task(inner())
    await asyncio.sleep(0)
    print([f.f_code.co_name for f in t.get_stack()])
    await t
    print(t.get_stack())
loop.run_until_complete(shows())
loop.call_soon(loop.stop)
print(loop._ready[0] if False else 'x')
loop.run_forever()
loop.close()
