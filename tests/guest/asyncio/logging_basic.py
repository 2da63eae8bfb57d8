# logging beside the loop's own debug message.
import asyncio
import logging

logging.basicConfig(level=logging.DEBUG, format='%(levelname)s:%(name)s:%(message)s')
log = logging.getLogger('app')

async def main():
    log.info('starting %s', 'now')
    await asyncio.sleep(0.01)
    log.warning('hm')
    try:
        1 / 0
    except ZeroDivisionError:
        log.exception('oops')

asyncio.run(main())
