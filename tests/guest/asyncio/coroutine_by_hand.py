# send, throw and close on a coroutine, and what comes out.
async def add(a, b):
    return a + b

async def main():
    x = await add(1, 2)
    return x * 2

c = main()
print(c)
try:
    c.send(None)
except StopIteration as e:
    print('value', e.value)
try:
    c.send(None)
except RuntimeError as e:
    print(e)
d = add(1, 2)
print(d.cr_running, d.cr_await, d.cr_frame.f_lineno)
d.close()
d = add(3, 4)
try:
    d.throw(ValueError('thrown'))
except ValueError as e:
    print('caught', e)
try:
    d.send(1)
except RuntimeError as e:
    print(e)
