# A coroutine that is called and not awaited: warned about, with its line.
import asyncio

async def nested():
    return 42

async def main():
    nested()
    print(await nested())
    x = nested
    c = x()
    print(type(c), c.__name__, c.__qualname__, c.cr_code.co_name)
    c.close()

asyncio.run(main())
nested()
print('end')
