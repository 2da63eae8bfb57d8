# A spinner animates until the answer is there; cancelled while it sleeps.
import asyncio, itertools, sys
async def spin(msg):
    for ch in itertools.cycle('|/-\\'):
        line = ch + ' ' + msg
        sys.stdout.write('\r' + line); sys.stdout.flush()
        try: await asyncio.sleep(.1)
        except asyncio.CancelledError: break
    sys.stdout.write('\r' + ' ' * len(line) + '\r')
async def slow():
    await asyncio.sleep(.35); return 42
async def supervisor():
    spinner = asyncio.create_task(spin('thinking!'))
    print('spinner object:', spinner)
    result = await slow()
    spinner.cancel()
    return result
print('Answer:', asyncio.run(supervisor()))
