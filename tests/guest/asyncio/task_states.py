# done, result, exception and set_result in each state.
import asyncio

async def f():
    await asyncio.sleep(0.1)
    return 'r'

async def main():
    t = asyncio.create_task(f())
    print(t._state, t.done(), t.cancelled())
    try:
        t.result()
    except asyncio.InvalidStateError as e:
        print('InvalidStateError', e)
    try:
        t.exception()
    except asyncio.InvalidStateError as e:
        print('InvalidStateError', e)
    await t
    print(t._state, t.done(), t.result(), t.exception())
    print(t.cancel())
    try:
        t.set_result(1)
    except RuntimeError as e:
        print(e)
    try:
        t.set_exception(ValueError())
    except RuntimeError as e:
        print(e)

asyncio.run(main())
