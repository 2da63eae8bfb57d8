# The cycle collector: what it finds, in which order finalizers run, who comes back to life, and
# whose weak references' callbacks are called.
import gc
import weakref

gc.disable()
saved = []


class Node:
    def __init__(self, name, other=None):
        self.name = name
        self.other = other if other is not None else self
        self.kept = None

    def __del__(self):
        print("del", self.name)
        if self.name.startswith("back"):
            saved.append(self)


def ring(*names):
    nodes = [Node(n) for n in names]
    for a, b in zip(nodes, nodes[1:] + nodes[:1]):
        a.other = b
    return nodes[0]


ring("a", "b", "c")
print(gc.collect() > 0)
# => del a
# => del b
# => del c
# => True
n = ring("d", "e")
print(gc.collect())
# => 0
del n
gc.collect()
# => del d
# => del e
ring("x", "back", "y")
gc.collect()
# => del x
# => del back
# => del y
print([s.name for s in saved], saved[0].other.name, saved[0].other.other.name)
# => ['back'] y x
saved.clear()
print(gc.collect() > 0)
# => True


class Plain:
    pass


def called(reference):
    print("callback", reference() is None)


# A reference that lives on is told, one that is garbage too is not.
p = Plain()
p.me = p
outside = weakref.ref(p, called)
q = Plain()
q.me = q
q.reference = weakref.ref(q, called)
del p, q
gc.collect()
# => callback True


# Reachable through a chain only, or by a local variable.
def chain(length):
    first = last = Plain()
    for _ in range(length):
        last.next = Plain()
        last.next.previous = last
        last = last.next
    return first


first = chain(5000)
print(gc.collect(), gc.collect(0))
# => 0 0
count = 0
walk = first
while hasattr(walk, "next"):
    walk = walk.next
    count += 1
print(count)
# => 5000
del first, walk
print(gc.collect() >= 5001)
# => True


# Generators and closures in cycles are closed.
def generator(box):
    try:
        yield box
    finally:
        print("closed")


box = []
g = generator(box)
box.append(next(g))
box.append(g)
del box, g
gc.collect()
# => closed


# A finalizer that breaks the ring itself.
class Breaks:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("breaks", self.name)
        self.other = None


a, b = Breaks("a"), Breaks("b")
a.other, b.other = b, a
del a, b
gc.collect()
# => breaks a
# => breaks b


# Classes are garbage too when nothing is left of them.
def make():
    class Local:
        def __init__(self):
            self.cls = Local

        def __del__(self):
            print("local", type(self).__name__)

    return weakref.ref(Local), Local()


cls, instance = make()
del instance
gc.collect()
print(cls())
# => local Local
# => None

t = (1, (2, "x"))
loop = []
loop.append((loop, t))
del loop
gc.collect()
print(t)
# => (1, (2, 'x'))
