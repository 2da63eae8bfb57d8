# Awaitables that yield rubbish; a task awaiting itself; another loop's future.
import asyncio

class Bad:
    def __await__(self):
        yield 42

class Bad2:
    def __await__(self):
        return 5

class Bad3:
    def __await__(self):
        yield

async def main():
    try:
        await Bad()
    except RuntimeError as e:
        print(e)
    try:
        await Bad2()
    except TypeError as e:
        print(e)
    print(await Bad3())
    me = asyncio.current_task()
    try:
        await me
    except RuntimeError as e:
        print(e)
    other = asyncio.new_event_loop()
    f = other.create_future()
    try:
        await f
    except RuntimeError as e:
        print(e)
    other.close()
    async def si():
        raise StopIteration(3)
    try:
        await si()
    except RuntimeError as e:
        print(e, repr(e.__cause__))
    try:
        asyncio.get_running_loop().create_future().set_exception(StopIteration)
    except TypeError as e:
        print(e)

asyncio.run(main())
