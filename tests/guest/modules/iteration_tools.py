# itertools, operator, bisect and heapq.
import bisect
import heapq
import operator
from itertools import (accumulate, chain, combinations, combinations_with_replacement, compress,
                       count, cycle, dropwhile, filterfalse, groupby, islice, pairwise,
                       permutations, product, repeat, starmap, takewhile, tee, zip_longest)


def error(call):
    try:
        call()
    except Exception as e:
        return f"{type(e).__name__}: {e}"
    return "no error"


print(list(islice(count(3), 3)), list(islice(count(0.5, 0.25), 3)), count(1), count(2, 3))
# => [3, 4, 5] [0.5, 0.75, 1.0] count(1) count(2, 3)
print(list(islice(cycle("ab"), 5)), list(repeat(1, 3)), repeat("x", 2), repeat(5))
# => ['a', 'b', 'a', 'b', 'a'] [1, 1, 1] repeat('x', 2) repeat(5)
print(list(accumulate([1, 2, 3])), list(accumulate([1, 2, 3], operator.mul)))
# => [1, 3, 6] [1, 2, 6]
print(list(accumulate([1, 2], initial=10)), list(accumulate([])))  # => [10, 11, 13] []
print(list(chain("ab", [1])), list(chain.from_iterable(["ab", "c"])))
# => ['a', 'b', 1] ['a', 'b', 'c']
print(list(compress("abcd", [1, 0, 1, 0])))  # => ['a', 'c']
print(list(dropwhile(lambda x: x < 3, [1, 2, 3, 1])), list(takewhile(lambda x: x < 3, [1, 2, 3, 1])))
# => [3, 1] [1, 2]
print(list(filterfalse(None, [0, 1, 2])), list(filterfalse(lambda x: x % 2, range(5))))
# => [0] [0, 2, 4]
print([(k, list(g)) for k, g in groupby("aabbbc")])
# => [('a', ['a', 'a']), ('b', ['b', 'b', 'b']), ('c', ['c'])]
print([(k, len(list(g))) for k, g in groupby([1, 3, 2, 4], key=lambda x: x % 2)])
# => [(1, 2), (0, 2)]
groups = [g for _, g in groupby("aab")]
print([list(g) for g in groups])  # => [[], []]
print(list(islice(range(10), 2, 8, 2)), list(islice("abc", 2)), list(islice("abc", 1, None)))
# => [2, 4, 6] ['a', 'b'] ['b', 'c']
print(error(lambda: islice([], -1)))
# => ValueError: Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.
print(list(pairwise("abcd")), list(pairwise("a")))  # => [('a', 'b'), ('b', 'c'), ('c', 'd')] []
print(list(starmap(pow, [(2, 3), (3, 2)])))  # => [8, 9]
a, b = tee([1, 2, 3])
print(next(a), next(a), list(b), list(a))  # => 1 2 [1, 2, 3] [3]
print(list(zip_longest("abc", "x", fillvalue="-")), list(zip_longest([1], [])))
# => [('a', 'x'), ('b', '-'), ('c', '-')] [(1, None)]
print(list(product("ab", [1, 2])), list(product([0, 1], repeat=2)), list(product()))
# => [('a', 1), ('a', 2), ('b', 1), ('b', 2)] [(0, 0), (0, 1), (1, 0), (1, 1)] [()]
print(list(permutations("abc", 2)), len(list(permutations(range(4)))), list(permutations("abc"))[:3])
# => [('a', 'b'), ('a', 'c'), ('b', 'a'), ('b', 'c'), ('c', 'a'), ('c', 'b')] 24 [('a', 'b', 'c'), ('a', 'c', 'b'), ('b', 'a', 'c')]
print(list(combinations("abcd", 2)), list(combinations("ab", 3)), list(combinations("ab", 0)))
# => [('a', 'b'), ('a', 'c'), ('a', 'd'), ('b', 'c'), ('b', 'd'), ('c', 'd')] [] [()]
print(list(combinations_with_replacement("ab", 2)))  # => [('a', 'a'), ('a', 'b'), ('b', 'b')]
print(error(lambda: combinations("ab", -1)))  # => ValueError: r must be non-negative
print(chain, type(chain()), type(groupby([])).__name__)
# => <class 'itertools.chain'> <class 'itertools.chain'> groupby
print(operator.add(1, 2), operator.itemgetter(1)("abc"), operator.itemgetter(0, 2)("abc"))
# => 3 b ('a', 'c')
print(operator.attrgetter("real")(5), operator.methodcaller("upper")("a"), operator.contains([1], 1))
# => 5 A True
print(operator.itemgetter(1, 2), operator.attrgetter("a.b"), operator.methodcaller("f", 1, k=2))
# => operator.itemgetter(1, 2) operator.attrgetter('a.b') operator.methodcaller('f', 1, k=2)
print(operator.truth([]), operator.not_(1), operator.index(5), operator.countOf([1, 1, 2], 1))
# => False False 5 2
print(operator.length_hint([1, 2]), operator.indexOf([5, 6], 6), operator.concat([1], [2]))
# => 2 1 [1, 2]
heap = [5, 3, 8, 1, 9, 2]
heapq.heapify(heap)
print(heap)  # => [1, 3, 2, 5, 9, 8]
heapq.heappush(heap, 0)
print(heap, heapq.heappop(heap), heap)  # => [1, 3, 2, 5, 9, 8] 0 [1, 3, 2, 5, 9, 8]
print(heapq.heapreplace(heap, 7), heapq.heappushpop(heap, 1), heap)  # => 1 1 [2, 3, 7, 5, 9, 8]
print(heapq.nlargest(2, [1, 5, 3]), heapq.nsmallest(2, [4, 1, 3]), heapq.nlargest(1, "abc"))
# => [5, 3] [1, 3] ['c']
print(list(heapq.merge([1, 4], [2, 3], [0])), list(heapq.merge([4, 1], [3], reverse=True)))
# => [0, 1, 2, 3, 4] [4, 3, 1]
print(error(lambda: heapq.heappop([])))  # => IndexError: index out of range


class Timer:
    def __init__(self, when, name):
        self.when = when
        self.name = name

    def __lt__(self, other):
        return self.when < other.when


timers = []
for name in range(5):
    heapq.heappush(timers, Timer(1, name))
print([heapq.heappop(timers).name for _ in range(5)])  # => [0, 2, 4, 1, 3]
row = [1, 3, 3, 5]
print(bisect.bisect(row, 3), bisect.bisect_left(row, 3), bisect.bisect_right(row, 0))  # => 3 1 0
bisect.insort(row, 4)
print(row, bisect.bisect([(1, "b"), (2, "a")], 1, key=lambda p: p[0]))  # => [1, 3, 3, 4, 5] 1
