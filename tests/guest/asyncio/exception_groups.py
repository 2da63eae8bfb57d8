# except*, groups within groups, notes, and how they are printed.
import asyncio, traceback
async def f(n):
    await asyncio.sleep(n / 100)
    raise (ValueError, TypeError, KeyError)[n](f'e{n}')
async def main():
    try:
        async with asyncio.TaskGroup() as tg:
            for n in range(3): tg.create_task(f(n))
    except* ValueError as eg:
        print('V', eg.exceptions, eg.message)
    except* TypeError as eg:
        print('T', eg.exceptions)
    try:
        raise ExceptionGroup('g', [ValueError(1), ExceptionGroup('h', [KeyError(2)])])
    except ExceptionGroup as eg:
        print(eg, repr(eg), eg.subgroup(KeyError), eg.split(ValueError))
        traceback.print_exc()
    e = ValueError('x'); e.add_note('a note')
    traceback.print_exception(e)
asyncio.run(main())
