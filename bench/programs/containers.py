"""Building lists, dicts, sets and tuples; some of the objects refer to each other in circles."""


class Node:
    def __init__(self, parent, value):
        self.parent = parent
        self.value = value
        self.children = []
        if parent is not None:
            parent.children.append(self)


def tree(depth, parent=None):
    node = Node(parent, depth)
    if depth:
        tree(depth - 1, node)
        tree(depth - 1, node)
    return node


def main():
    total = 0
    for i in range(300):
        squares = [n * n for n in range(1000)]
        index = {n: str(n) for n in range(500)}
        pairs = [(n, -n) for n in squares]
        pairs.sort(key=lambda pair: pair[1])
        evens = {n for n in squares if n % 2 == 0}
        words = {}
        for n in range(1000):
            words.setdefault(n % 37, []).append(n)
        total += len(index) + len(evens) + pairs[0][0] + sum(map(len, words.values()))
    for _ in range(200):
        total += len(tree(9).children)
    return total


print(main())
