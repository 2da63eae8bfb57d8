# Statements and expressions: assignment, loops, comprehensions, del, global, chained comparison, f-strings.
a = b = [1]
print(a is b)  # => True
x, (y, *z), w = 1, (2, 3, 4), 5
print(x, y, z, w)  # => 1 2 [3, 4] 5
[p, q] = "ab"
print(p, q)  # => a b
first, *rest = range(4)
*init, last = range(4)
print(first, rest, init, last)  # => 0 [1, 2, 3] [0, 1, 2] 3
n = 10
n += 5
n -= 3
n *= 2
n //= 5
n **= 3
n %= 50
n <<= 2
n |= 1
n &= 0xFF
n ^= 3
print(n)  # => 58
d = {"k": [1, 2]}
d["k"][0] += 10
d["k"] += [3]
print(d)  # => {'k': [11, 2, 3]}
del d["k"], x
print(d, "x" in globals())  # => {} False
items = [0, 1, 2, 3, 4, 5]
del items[0], items[-1]
del items[1:3]
print(items)  # => [1, 4]
items[0:1] = "abc"
print(items, items[::-1], items[1:], items[-2:])  # => ['a', 'b', 'c', 4] [4, 'c', 'b', 'a'] ['b', 'c', 4] ['c', 4]
print(1 < 2 < 3, 1 < 3 < 2, 1 == 1.0 == True, 3 > 2 != 2)  # => True False True False
print(0 or "x", 1 and "y", not 0, None or 0 or [])  # => x y True []
print("yes" if 5 > 3 else "no", [] or "empty")  # => yes empty
print([i for i in range(10) if i % 2 if i > 3])  # => [5, 7, 9]
print([(i, j) for i in range(2) for j in "ab"])  # => [(0, 'a'), (0, 'b'), (1, 'a'), (1, 'b')]
print({i % 3 for i in range(10)}, {k: v for k, v in [("a", 1)]})  # => {0, 1, 2} {'a': 1}
print([[j for j in range(i)] for i in range(3)])  # => [[], [0], [0, 1]]
for i in range(5):
    if i == 3:
        break
else:
    print("never")
print(i)  # => 3
while i:
    i -= 1
    if i == 1:
        continue
else:
    print("done", i)  # => done 0
for i, (a, b) in enumerate([(1, 2), (3, 4)]):
    print(i, a, b)
# => 0 1 2
# => 1 3 4
name = "world"
value = 3.14159
print(f"hello {name!r:>10} {value:.2f} {value:{5}.{2}} {{}} {name=} {1+1 = }")
# => hello    'world' 3.14   3.1 {} name='world' 1+1 = 2
print(f"{'nested ' + f'{name}'}" "joined" f"{5:05d}|{True}|{None!s:>6}")  # => nested worldjoined00005|True|  None
print("%s %d %5.1f %r" % ("a", 5, 2.25, "q"), "%(k)s" % {"k": 1})  # => a 5   2.2 'q' 1
print("{} {1} {k}".format if False else "{0} {1} {k}".format(1, 2, k=3))  # => 1 2 3
print([*range(3), *"ab"], (*[1], 2), {*[1, 1]}, {**{"a": 1}, "b": 2})  # => [0, 1, 2, 'a', 'b'] (1, 2) {1} {'a': 1, 'b': 2}
total = 0


def add(k):
    global total
    total += k
    return total


print(add(2), add(3), total)  # => 2 5 5
print(2**100, -(2**70), 7 // -2, 7 % -2, -7 // 2, divmod(7, -2) if False else (7 // -2, 7 % -2))
# => 1267650600228229401496703205376 -1180591620717411303424 -4 -1 -4 (-4, -1)
print(10**20 + 1, (1 << 62) + (1 << 62), 4611686018427387904 * 2, -4611686018427387904 - 1)
# => 100000000000000000001 9223372036854775808 9223372036854775808 -4611686018427387905
print(1 / 2, 3.0 * 2, 1e100, 0.1 + 0.2, 5.0 // 2, -5.5 % 2)  # => 0.5 6.0 1e+100 0.30000000000000004 2.0 0.5
print(True + 1, ~5, 5 & 3, 5 | 3, 5 ^ 3, 1 << 3, 1j * 1j)  # => 2 -6 1 7 6 8 (-1+0j)
print("abc"[1], "abc"[-1], "hello"[1:4], "ab" * 3, "a" in "abc", "a" "b")  # => b c ell ababab True ab
print(b"bytes"[0], b"ab" + b"c", [1] + [2], (1,) * 3)  # => 98 b'abc' [1, 2] (1, 1, 1)
print(None is None, 1 is not None, [] == [], "a" not in ["b"])  # => True True True True
print(..., type(...).__name__, __name__)  # => Ellipsis ellipsis __main__
lines = """first
second"""
print(lines)
# => first
# => second
if True:
    pass
elif False:
    print("no")
else:
    print("no")
i = 0
while True:
    i += 1
    if i > 1000:
        break
print(i)  # => 1001
matrix = [[1, 2], [3, 4]]
matrix[1][0] = 9
print(matrix, [row[0] for row in matrix])  # => [[1, 2], [9, 4]] [1, 9]


def generator_scope():
    y = 5
    return [x + y for x in range(2)], {y: x for x in range(2)}, list(x * y for x in range(2))


print(generator_scope())  # => ([5, 6], {5: 1}, [0, 5])
print((lambda: [k for k in range(3)])(), [f() for f in [lambda i=i: i for i in range(3)]])  # => [0, 1, 2] [0, 1, 2]
exec("made = 5 + 5")
print(made, eval("made * 2"), eval("a + b", {"a": 1, "b": 2}))  # => 10 20 3
annotated: int = 5
print(annotated, __annotations__)  # => 5 {'annotated': <class 'int'>}
s = slice(1, 2)
print([1, 2, 3][s], s, [1, 2, 3, 4][::2])  # => [2] slice(1, 2, None) [1, 3]


class Item:
    def __getitem__(self, k):
        return k


print(Item()[1, 2], Item()[1:2, ::3], Item()[...])  # => (1, 2) (slice(1, 2, None), slice(None, None, 3)) Ellipsis
print(1 if [] else 2 if {} else 3)  # => 3
x = 5
x = x if x > 3 else 0
print(x, not x == 5, -x**2, (-x) ** 2)  # => 5 False -25 25
print(0x1F, 0b101, 0o17, 1_000_000, 1e3, 0xFFFFFFFFFFFFFFFFFFFF)  # => 31 5 15 1000000 1000.0 1208925819614629174706175
