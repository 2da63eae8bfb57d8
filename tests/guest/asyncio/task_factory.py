# A task factory and a Task of one's own class.
import asyncio

class MyTask(asyncio.Task):
    def __init__(self, coro, **kw):
        super().__init__(coro, **kw)
        print('created', self.get_name())

async def w():
    await asyncio.sleep(0)
    return 1

def factory(loop, coro, context=None):
    return MyTask(coro, loop=loop, name='mine')

async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(factory)
    print(loop.get_task_factory() is factory)
    t = asyncio.create_task(w())
    print(type(t), t)
    print(await t)
    loop.set_task_factory(None)

asyncio.run(main())
