# Subclasses whose __del__ calls the one of Future and Task, and where debug mode says a task was made.
import asyncio
import gc


class MyTask(asyncio.Task):
    def __del__(self):
        print("task gone")
        super().__del__()


class MyFuture(asyncio.Future):
    def __del__(self):
        print("future gone")
        super().__del__()


async def nap():
    await asyncio.sleep(0.1)


async def main():
    task = MyTask(nap())
    await task
    del task
    gc.collect()
    future = MyFuture()
    future.set_exception(ValueError("seen"))
    future.exception()
    del future
    task = asyncio.create_task(nap())
    made = task._source_traceback
    print(type(made).__name__, made[-1].name, made[-1].line)
    await task
    print('__del__' in dir(task), '__del__' in dir(nap.__class__), hasattr([], '__del__'))


asyncio.run(main(), debug=True)
