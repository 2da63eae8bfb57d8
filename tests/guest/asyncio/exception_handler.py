# A handler of one's own sees callbacks' and tasks' errors.
import asyncio

def handler(loop, context):
    print('handler:', context['message'], repr(context.get('exception')), sorted(context))

async def boom():
    raise RuntimeError('x')

async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(handler)
    print(loop.get_exception_handler() is handler)
    loop.call_soon(lambda: [][1])
    t = asyncio.create_task(boom())
    await asyncio.sleep(0.01)
    del t
    await asyncio.sleep(0)
    loop.call_exception_handler({'message': 'custom'})

asyncio.run(main())
