# itertools, functools and operator.
from itertools import *; import functools, operator
print(list(accumulate([1, 2, 3], operator.mul)), list(accumulate([1, 2], initial=5)), list(chain([1], 'ab')), list(chain.from_iterable(['ab', 'c'])), list(combinations('abc', 2)), list(combinations_with_replacement('ab', 2)), list(compress('abc', [1, 0, 1])), list(islice(count(5, 2), 3)), list(islice(cycle('ab'), 5)), list(dropwhile(lambda x: x < 3, [1, 3, 2])), list(takewhile(lambda x: x < 3, [1, 3, 2])), list(filterfalse(None, [0, 1])), [(k, list(g)) for k, g in groupby('aabbc')], list(islice('abcdef', 1, 5, 2)), list(pairwise('abc')), list(permutations('abc', 2)), list(product('ab', [1, 2])), list(product([0, 1], repeat=2)), list(repeat(1, 3)), list(starmap(pow, [(2, 3)])), list(zip_longest('ab', 'c', fillvalue='-')))
a, b = tee([1, 2, 3]); print(next(a), list(b), list(a), count(3), repeat(5, 2), cycle, chain([1]), list(islice(count(1.5, .5), 2)))
print(functools.reduce(lambda a, b: a * b, [1, 2, 3], 10), functools.partial(int, base=2)('101'), functools.partial(print, 'x'), functools.cmp_to_key(lambda a, b: b - a)(1) < functools.cmp_to_key(lambda a, b: b - a)(2) if 0 else sorted([1, 3, 2], key=functools.cmp_to_key(lambda a, b: b - a)))
@functools.lru_cache(maxsize=2)
def f(x): print('call', x); return x * 2
f(1), f(2), f(1), f(3), f(2); print(f.cache_info(), f.cache_parameters(), f.__wrapped__(5)); f.cache_clear(); print(f.cache_info())
@functools.singledispatch
def show(x): return 'obj'
@show.register
def _(x: int): return 'int'
@show.register(list)
def _(x): return 'list'
@show.register(str | bytes)
def _(x): return 'text'
print(show(1), show([]), show('a'), show(1.5), show(True), show.dispatch(int).__name__, show.registry.keys())
class A:
    @functools.singledispatchmethod
    def g(self, x): return 'any'
    @g.register
    def _(self, x: int): return 'int'
    @functools.cached_property
    def cp(self): print('computing'); return 5
    @functools.partialmethod
    def pm(self): pass
    def base(self, a, b): return a, b
    half = functools.partialmethod(base, 1)
a = A(); print(a.g(1), a.g('x'), a.cp, a.cp, a.half(2), a.__dict__)
@functools.total_ordering
class V:
    def __init__(self, n): self.n = n
    def __eq__(self, o): return self.n == o.n
    def __lt__(self, o): return self.n < o.n
print(V(1) <= V(2), V(1) >= V(2), V(1) > V(0), max(V(1), V(5)).n)
def deco(fn):
    @functools.wraps(fn)
    def w(*a, **k): "inner"; return fn(*a, **k)
    return w
@deco
def named(a: int) -> str: "doc"
print(named.__name__, named.__doc__, named.__wrapped__, named.__annotations__, named.__qualname__) if 0 else print(named.__name__, named.__doc__, named.__annotations__)
print(operator.itemgetter(1, 'a'[0:0] or 0)([5, 6]), operator.attrgetter('real', 'imag')(3+4j), operator.methodcaller('split', ',')('a,b'), operator.concat([1], [2]), operator.truediv(1, 2), operator.xor(5, 3), operator.countOf([1, 1], 1), operator.indexOf([1, 2], 2), operator.length_hint([1]), operator.not_(1), repr(operator.itemgetter(1)), repr(operator.attrgetter('a.b')), repr(operator.methodcaller('x', 1, k=2)), repr(functools.partial(int, base=2)))
print(list(map(operator.add, [1, 2], [3, 4])), sum(map(len, ['a', 'bc'])), list(batched('abc', 2)) if 'batched' in globals() else 'no batched')
