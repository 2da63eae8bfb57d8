# What goes when: cycles found without being asked for, the collector's switch, long lines of classes.
import gc


class Node:
    freed = 0

    def __init__(self):
        self.me = self

    def __del__(self):
        Node.freed += 1


for _ in range(5000):
    Node()
print(Node.freed > 3000)  # => True

gc.collect()
print(Node.freed, gc.isenabled(), gc.get_threshold())  # => 5000 True (700, 10, 10)

gc.disable()
for _ in range(5000):
    Node()
print(Node.freed, gc.isenabled())  # => 5000 False
print(gc.collect() >= 5000, Node.freed)  # => True 10000
gc.enable()


def nest(depth):
    node = Node()
    return nest(depth - 1) if depth else node


for _ in range(100):
    nest(50)
print(Node.freed > 13000)  # => True

gc.set_threshold(0)
before = Node.freed
for _ in range(2000):
    Node()
print(Node.freed - before, gc.get_threshold())  # => 0 (0, 10, 10)
gc.set_threshold(700)
for bad in (-1, 3):
    try:
        gc.collect(bad)
    except ValueError as error:
        print(error)  # => invalid generation
        # => invalid generation

# Tuples, once looked at and left alone, still keep and free what they hold.
rows = [(n, (n, str(n))) for n in range(3000)]
gc.collect()
held = []
rows.append((held, rows))
held.append(rows)
gc.collect()
print(rows[2999], len(held))  # => (2999, (2999, '2999')) 1
del rows, held
gc.collect()


class Base:
    def __len__(self):
        return 3

    def __eq__(self, other):
        return True


line = Base
for n in range(800):
    line = type("Line", (line,), {"__call__": lambda self: "called"} if n == 400 else {})
one = line()
print(len(line.__mro__), len(one), one(), one == 1, line.__hash__)  # => 802 3 called True None
Base.__len__ = lambda self: 4
print(len(one))  # => 4

many = [type(f"T{n}", (), {}) for n in range(300)]
united = many[0]
for t in many:
    united = united | t
print(len(united.__args__), isinstance(many[299](), united))  # => 300 True

print(sum(n * n for n in range(3)), sum([2**62, 2**62, -(2**63)]))  # => 5 0
print(sum([2**61] * 9), sum([-(2**61)] * 9), sum([True, 2**62, 0.5]))  # => 20752587082923245568 -20752587082923245568 4.611686018427388e+18


# The context of an exception that its raiser alone knows, and of one that is raised again.
def chain(error):
    names = []
    while error is not None:
        names.append(str(error))
        error = error.__context__
    return names


first = ValueError("first")
try:
    try:
        raise first
    except ValueError:
        raise KeyError("second")
except KeyError as error:
    try:
        raise first
    except ValueError as again:
        print(chain(again))  # => ['first', "'second'"]
