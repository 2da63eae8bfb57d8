# A chain of exceptions: cause, then context.
# exits: 1
import asyncio

async def load():
    try:
        {}['key']
    except KeyError as e:
        raise RuntimeError("load failed") from e

async def main():
    try:
        await load()
    except RuntimeError:
        raise ValueError("during handling")

asyncio.run(main())
