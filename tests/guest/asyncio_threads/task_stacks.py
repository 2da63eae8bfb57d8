import asyncio, sys
async def inner():
    await asyncio.sleep(1)
    raise ValueError('x')
async def outer():
    await inner()
async def main():
    t=asyncio.create_task(outer(), name='T')
    await asyncio.sleep(0.5)
    for f in t.get_stack(): print(f.f_code.co_name, f.f_lineno)
    t.print_stack(file=sys.stdout)
    print(len(t.get_stack(limit=1)))
    try: await t
    except ValueError: pass
    for f in t.get_stack(): print(f.f_code.co_name, f.f_lineno)
    t.print_stack(file=sys.stdout)
    t2=asyncio.create_task(asyncio.sleep(0)); await t2
    print(t2.get_stack()); t2.print_stack(file=sys.stdout)
asyncio.run(main())
