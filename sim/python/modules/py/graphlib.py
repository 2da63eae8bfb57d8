"""Graphs put into an order in which every node comes behind those that it needs."""

from types import GenericAlias

__all__ = ["TopologicalSorter", "CycleError"]


class CycleError(ValueError):
    """The graph has a cycle; args[1] is its nodes, the first one also last."""


class _Node:
    __slots__ = ('value', 'waits_for', 'followers', 'state')

    def __init__(self, value):
        self.value = value
        self.waits_for = 0
        self.followers = []
        self.state = 'waiting'


class TopologicalSorter:
    def __init__(self, graph=None):
        self._nodes = {}
        self._ready = None
        self._out_count = 0
        self._done_count = 0
        if graph is not None:
            for node, predecessors in graph.items():
                self.add(node, *predecessors)

    def _node(self, value):
        node = self._nodes.get(value)
        if node is None:
            node = self._nodes[value] = _Node(value)
        return node

    def add(self, node, *predecessors):
        if self._ready is not None:
            raise ValueError("Nodes cannot be added after a call to prepare()")
        entry = self._node(node)
        entry.waits_for += len(predecessors)
        for predecessor in predecessors:
            self._node(predecessor).followers.append(node)

    def prepare(self):
        if self._ready is not None:
            raise ValueError("cannot prepare() more than once")
        self._ready = [node.value for node in self._nodes.values() if node.waits_for == 0]
        cycle = self._find_cycle()
        if cycle:
            raise CycleError("nodes are in a cycle", cycle)

    def get_ready(self):
        if self._ready is None:
            raise ValueError("prepare() must be called first")
        result = tuple(self._ready)
        for value in result:
            self._nodes[value].state = 'out'
        self._ready.clear()
        self._out_count += len(result)
        return result

    def is_active(self):
        if self._ready is None:
            raise ValueError("prepare() must be called first")
        return self._done_count < self._out_count or bool(self._ready)

    def __bool__(self):
        return self.is_active()

    def done(self, *nodes):
        if self._ready is None:
            raise ValueError("prepare() must be called first")
        for value in nodes:
            node = self._nodes.get(value)
            if node is None:
                raise ValueError(f"node {value!r} was not added using add()")
            if node.state == 'waiting':
                raise ValueError(
                    f"node {value!r} was not passed out (still not ready)")
            if node.state == 'done':
                raise ValueError(f"node {value!r} was already marked done")
            node.state = 'done'
            self._done_count += 1
            for follower in node.followers:
                entry = self._nodes[follower]
                entry.waits_for -= 1
                if entry.waits_for == 0:
                    self._ready.append(follower)

    def _find_cycle(self):
        seen = set()
        path = []
        place = {}
        for start in self._nodes:
            if start in seen:
                continue
            node = start
            iterators = []
            while True:
                if node in seen:
                    if node in place:
                        return path[place[node]:] + [node]
                else:
                    seen.add(node)
                    iterators.append(iter(self._nodes[node].followers))
                    place[node] = len(path)
                    path.append(node)
                while path:
                    following = next(iterators[-1], path)
                    if following is not path:
                        node = following
                        break
                    del place[path.pop()]
                    iterators.pop()
                else:
                    break
        return None

    def static_order(self):
        self.prepare()
        while self.is_active():
            group = self.get_ready()
            yield from group
            self.done(*group)

    __class_getitem__ = classmethod(GenericAlias)
