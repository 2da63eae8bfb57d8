# run inside run, close while running, no loop, no coroutine.
# stderr: not compared
import asyncio

async def other():
    return 1

async def main():
    try:
        asyncio.run(other())
    except RuntimeError as e:
        print(e)
    loop = asyncio.get_running_loop()
    try:
        loop.run_until_complete(other())
    except RuntimeError as e:
        print(e)
    try:
        loop.close()
    except RuntimeError as e:
        print(e)

asyncio.run(main())
try:
    asyncio.get_running_loop()
except RuntimeError as e:
    print(e)
try:
    asyncio.run(other)
except ValueError as e:
    print(e)
try:
    asyncio.create_task(other())
except RuntimeError as e:
    print(e)
