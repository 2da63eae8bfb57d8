# What error messages call the types that CPython writes in C.
import asyncio, functools, itertools, collections, contextvars, types, weakref, time, random, operator, io, re, struct, hashlib, decimal
async def main():
    t=asyncio.create_task(asyncio.sleep(0)); f=asyncio.get_running_loop().create_future()
    objs=[t,f,asyncio.Queue(),asyncio.Lock(),asyncio.get_running_loop(), asyncio.get_running_loop().call_soon(int) , asyncio.sleep(0)]
    for o in objs:
        try: o.foo
        except AttributeError as e: print(e)
        try: o()
        except TypeError as e: print(e)
    objs[-1].close()
    await t
asyncio.run(main())
class A: pass
for o in [functools.partial(print), functools.lru_cache(print), itertools.count(), itertools.chain([]), collections.deque(), iter(collections.deque()), collections.OrderedDict(), collections.defaultdict(), collections.Counter(), contextvars.ContextVar('x'), contextvars.copy_context(), types.SimpleNamespace(), int|str, weakref.ref(A) , time.struct_time(range(9)), random.Random(1), operator.itemgetter(1), operator.attrgetter('a'), io.StringIO(), io.BytesIO(), re.compile('a'), struct.Struct('i'), hashlib.md5(), types.MappingProxyType({}), property(), super(A,A()), memoryview(b''), len, A.__init__, type(A.__dict__), decimal.Decimal(1), decimal.getcontext(), iter([]), {}.keys(), range(1), slice(1), enumerate([]), zip(), (i for i in []), functools.cmp_to_key(print)]:
    try: o.foo
    except AttributeError as e: print(e)
    try: o+None
    except Exception as e: print(e)
    print(type(o).__name__, type(o).__qualname__, type(o).__module__, type(o))
