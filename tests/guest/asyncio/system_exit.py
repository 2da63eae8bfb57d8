# sys.exit in main sets the exit status.
# exits: 3
import asyncio, sys
async def main():
    await asyncio.sleep(0)
    print('leaving')
    sys.exit(3)
asyncio.run(main())
