# A done callback stops run_forever.
import asyncio

async def slow_operation(future):
    await asyncio.sleep(0.1)
    future.set_result('Future is done!')

def got_result(future):
    print(future.result())
    loop.stop()

loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
future = loop.create_future()
asyncio.ensure_future(slow_operation(future), loop=loop)
future.add_done_callback(got_result)
try:
    loop.run_forever()
finally:
    loop.close()
