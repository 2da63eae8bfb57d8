# collections and collections.abc.
from collections import *
import collections.abc
c = Counter('mississippi'); print(c, c.most_common(2), c['z'], sorted(c.elements()), c + Counter('miss'), c - Counter('miss'), c & Counter('miss'), c | Counter('zz'), c.total(), +Counter(a=-1, b=2), c.update('mm'), c.subtract('s'), c, dict(c), Counter(a=1) == Counter(a=1, b=0), Counter(a=1) <= Counter(a=2))
d = defaultdict(list); [d[k].append(v) for k, v in [('a', 1), ('b', 2), ('a', 3)]]; print(d, dict(d), d.get('z'), 'z' in d, d['z'], defaultdict(int, a=1), defaultdict(lambda: 5)['q'], d.default_factory, d | {'q': 1})
o = OrderedDict(a=1, b=2, c=3); o.move_to_end('a'); print(o, o.popitem(last=False), list(reversed(o)), o == OrderedDict(c=3, a=1), o == {'c': 3, 'a': 1}, OrderedDict([('x', 1)]) | {'y': 2}); o.move_to_end('a', last=False); print(o)
q = deque([1, 2, 3], maxlen=3); q.append(4); q.appendleft(0); q.rotate(1); print(q, q.maxlen, q[0], list(q), q.count(2), q.index(2), deque('abc') + deque('d'), q.copy(), 2 in q, q.pop(), q.popleft(), len(q)); q.extend([7, 8]); q.extendleft([1]); q.insert(1, 5) if len(q) < 3 else None; q.remove(7); q.reverse(); print(q, repr(deque()), deque([1]) == deque([1]), deque([1]) < deque([2]))
P = namedtuple('P', ['x', 'y'], defaults=[0]); p = P(1); print(p, p.x, p[1], p._replace(x=5), p._asdict(), P._make([3, 4]), P._fields, *p, p == (1, 0), P._field_defaults, P.__doc__, P.x.__doc__, namedtuple('A', 'a def a', rename=True)._fields, hash(p) == hash((1, 0)), p + (1,), isinstance(p, tuple))
m = ChainMap({'a': 1}, {'a': 2, 'b': 3}); print(m, m['a'], m['b'], list(m), m.new_child({'c': 4}), m.parents, m.maps, len(m), dict(m)); m['z'] = 1; print(m); 
try: del m['b']
except KeyError as e: print(e)
class LowerDict(UserDict):
    def __setitem__(self, k, v): super().__setitem__(k.lower(), v)
l = LowerDict(A=1); l['B'] = 2; print(l, 'b' in l, l.data, list(l), l.pop('a'), l | {'C': 3})
class UL(UserList): pass
print(UL([1, 2]) + [3], UL([3, 1]).sort(), UL([1])[0:1], UserString('abc').upper(), type(UL([1])[:]))
class Ring(collections.abc.Sequence):
    def __init__(self, *a): self.a = a
    def __len__(self): return len(self.a)
    def __getitem__(self, i): return self.a[i]
r = Ring(1, 2, 2); print(list(reversed(r)), r.count(2), r.index(2), 2 in r, isinstance(r, collections.abc.Iterable))
class MS(collections.abc.MutableSet):
    def __init__(self, it=()): self.s = list(dict.fromkeys(it))
    def __contains__(self, x): return x in self.s
    def __iter__(self): return iter(self.s)
    def __len__(self): return len(self.s)
    def add(self, x): self.s.append(x) if x not in self.s else None
    def discard(self, x): self.s.remove(x) if x in self.s else None
    def __repr__(self): return f'MS({self.s})'
a, b = MS([1, 2]), MS([2, 3]); print(a | b, a & b, a - b, a ^ b, a <= b, a.isdisjoint(b), a == MS([2, 1])); a |= b; a.pop(); print(a); 
class MM(collections.abc.MutableMapping):
    def __init__(self): self.d = {}
    def __getitem__(self, k): return self.d[k]
    def __setitem__(self, k, v): self.d[k] = v
    def __delitem__(self, k): del self.d[k]
    def __iter__(self): return iter(self.d)
    def __len__(self): return len(self.d)
x = MM(); x.update(a=1); x.setdefault('b', 2); print(dict(x), x.pop('a'), x.get('q', 9), list(x.items()), x.keys(), x == {'b': 2}); x.clear()
try: collections.abc.Sequence()
except TypeError as e: print(e)
