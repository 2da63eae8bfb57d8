# contextlib, with and without asyncio.
from contextlib import *
import io, sys
@contextmanager
def tag(n):
    print(f'<{n}>')
    try: yield n.upper()
    except ValueError as e: print('caught', e)
    finally: print(f'</{n}>')
with tag('a') as x, tag('b'): print(x); raise ValueError('v')
@tag('deco')
def f(): print('in f')
f()
with suppress(KeyError, IndexError): {}['a']
with redirect_stdout(io.StringIO()) as s: print('hidden')
print(repr(s.getvalue()))
with ExitStack() as st:
    st.enter_context(tag('s1')); st.callback(print, 'cb', 1, end='!\n'); st.push(lambda *e: print('exit', e[0])); print(st.pop_all is not None)
class C:
    def close(self): print('closed')
with closing(C()): pass
with nullcontext(5) as n: print(n)
class D(ContextDecorator):
    def __enter__(self): print('enter'); return self
    def __exit__(self, *a): print('leave', a[0]); return True
@D()
def g(): raise KeyError
g()
try:
    with tag('x'): raise TypeError('t')
except TypeError as e: print('out', e)
import asyncio
@asynccontextmanager
async def at(n):
    print('a<', n); yield n; print('a>', n)
async def main():
    async with at(1) as a, at(2): print(a)
    async with AsyncExitStack() as st:
        await st.enter_async_context(at(3)); st.push_async_callback(asyncio.sleep, 0); st.callback(print, 'sync')
    async with aclosing(ag()) as g:
        async for v in g: print(v); break
async def ag():
    try: yield 1; yield 2
    finally: print('ag closed')
asyncio.run(main())
with ExitStack() as st:
    try:
        st.enter_context(tag('q')); raise RuntimeError('r')
    except RuntimeError as e: print(e)
with chdir('/tmp'): import os; print(os.getcwd())
print(isinstance(tag('z'), AbstractContextManager), tag.__name__)
try:
    with 5: pass
except TypeError as e: print(e)
