# await in a plain function.
# exits: 1
import asyncio

def main():
    await asyncio.sleep(1)

asyncio.run(main())
