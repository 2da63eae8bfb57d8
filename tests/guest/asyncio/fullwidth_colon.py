# A full-width colon typed for a colon.
# exits: 1
import asyncio
async def main()：
    pass
