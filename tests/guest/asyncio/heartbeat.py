# run_forever stopped by a timer, then an orderly shutdown.
import asyncio, time

async def heartbeat():
    n = 0
    while True:
        n += 1
        print(f'beat {n}')
        await asyncio.sleep(0.1)

loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
task = loop.create_task(heartbeat())
loop.call_later(0.35, loop.stop)
loop.run_forever()
pending = asyncio.all_tasks(loop)
print(len(pending))
for t in pending:
    t.cancel()
print(loop.run_until_complete(asyncio.gather(*pending, return_exceptions=True)))
loop.run_until_complete(loop.shutdown_asyncgens())
loop.close()
