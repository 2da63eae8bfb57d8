# A loop class of the program's own sees which callbacks the library schedules.
import asyncio

seen = []


class Loop(asyncio.SelectorEventLoop):
    def call_soon(self, callback, *args, context=None):
        seen.append(getattr(callback, "__name__", type(callback).__name__))
        return super().call_soon(callback, *args, context=context)


async def child():
    await asyncio.sleep(0)


async def main():
    await asyncio.create_task(child())


loop = Loop()
loop.run_until_complete(main())
loop.close()
print(seen)
