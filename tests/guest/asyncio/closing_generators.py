# break, athrow, aclosing and exit stacks around asynchronous generators.
import asyncio
async def agen():
    try:
        for i in range(10):
            yield i
            await asyncio.sleep(0.01)
    finally:
        print('agen cleanup')
async def main():
    async for x in agen():
        if x == 2: break
    print('after break')
    g = agen()
    print(await g.asend(None))
    try: await g.athrow(ValueError('t'))
    except ValueError as e: print('thrown', e)
    h = agen(); await anext(h)
    print(h)
    from contextlib import aclosing, suppress, AsyncExitStack, ExitStack, nullcontext, closing
    async with aclosing(agen()) as z:
        async for i in z: break
    with suppress(ZeroDivisionError): 1/0
    async with AsyncExitStack() as st:
        st.push_async_callback(asyncio.sleep, 0)
        st.callback(print, 'cb')
        await st.enter_async_context(aclosing(agen()))
    print('end')
asyncio.run(main())
