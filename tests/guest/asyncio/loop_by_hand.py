# A loop by hand: a callback stops it; what a closed loop refuses.
import asyncio

def hello_world(loop):
    """A callback to print 'Hello World' and stop the event loop"""
    print('Hello World')
    loop.stop()

loop = asyncio.new_event_loop()
loop.call_soon(hello_world, loop)
try:
    loop.run_forever()
finally:
    loop.close()
print(loop)
print(loop.is_closed(), loop.is_running())
try:
    loop.call_soon(print)
except RuntimeError as e:
    print(type(e).__name__, e)
try:
    loop.run_forever()
except RuntimeError as e:
    print(type(e).__name__, e)
