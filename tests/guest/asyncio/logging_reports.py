# The loop's reports go through the program's logging.
import asyncio
import logging
logging.basicConfig(level=logging.INFO, format='%(asctime)s %(levelname)s [%(name)s] %(message)s', datefmt='%Y')
async def bad():
    raise ValueError('boom')
async def main():
    logging.info('main %d', 1)
    t = asyncio.create_task(bad(), name='B')
    await asyncio.sleep(0.01)
    del t
    asyncio.get_running_loop().call_soon(lambda: 1/0)
    await asyncio.sleep(0)
    logging.getLogger('asyncio').setLevel(logging.CRITICAL)
    asyncio.get_running_loop().call_soon(lambda: 1/0)
    await asyncio.sleep(0)
asyncio.run(main())
