# Each task has its own copy of the context.
import asyncio
import contextvars

user = contextvars.ContextVar('user', default='nobody')

async def show(n):
    print(n, user.get())
    user.set(n)
    await asyncio.sleep(0.01)
    print(n, user.get())

async def main():
    token = user.set('main')
    print(token.old_value is contextvars.Token.MISSING, token.var is user)
    await asyncio.gather(show('a'), show('b'))
    print(user.get())
    user.reset(token)
    print(user.get())
    ctx = contextvars.copy_context()
    ctx.run(user.set, 'ctx')
    print(user.get(), ctx[user])
    asyncio.get_running_loop().call_soon(lambda: print('cb', user.get()), context=ctx)
    await asyncio.create_task(show('c'), context=ctx)
    print(ctx[user])

asyncio.run(main())
