# Pickles byte for byte, what cannot be pickled, and copies by the same protocol.
import pickle, copy, datetime, collections, functools, enum, dataclasses, io
class P:
    def __init__(self,x): self.x=x
    def __eq__(self,o): return type(o) is type(self) and self.__dict__==o.__dict__
    def __repr__(self): return f'P({self.x!r})'
class S:
    __slots__=('a','b')
class G:
    def __getstate__(self): return {'k':1}
    def __setstate__(self,s): self.s=s
class R:
    def __reduce__(self): return (R._make,(1,2))
    @staticmethod
    def _make(a,b):
        r=R(); r.ab=(a,b); return r
class C(enum.Enum):
    RED=1
@dataclasses.dataclass
class D:
    a:int; b:list
class L(list): pass
class N(collections.namedtuple('N','x y')): pass
class T(tuple):
    def __new__(cls,*a): return super().__new__(cls,a)
    def __getnewargs__(self): return tuple(self)
class E(Exception):
    def __init__(self,a,b=2): super().__init__(a,b); self.z=1
s=S(); s.a=1
l=L([1,2]); l.q=3
rec=[]; rec.append(rec)
objs=[None,True,0,255,256,65535,65536,-1,2**31,2**31-1,-2**31,2**63,2**100,-2**100,1.5,'','abc','é','x'*300,b'',b'ab',b'x'*300,bytearray(b'abc'),(),(1,),(1,2),(1,2,3),(1,2,3,4),[],[1],[1,2,3],{},{'a':1},{'a':1,'b':[2]},set(),{1,2},frozenset({1}),P(1),P([P(2)]),l,N(1,2),T(1,2),C.RED,D(1,[2]),E('x'),ValueError('v'),KeyError('k'),OSError(2,'nope'),print,len,P,int,range(3),slice(1,2),1j,...,NotImplemented,type(None),collections.OrderedDict(a=1),collections.defaultdict(list,{'a':[1]}),collections.Counter('aab'),collections.deque([1,2],5),datetime.timedelta(1,2),datetime.timezone.utc,functools.partial(int,base=2),s,list(range(1500)),{i:i for i in range(1100)}, {'k':{'n':[1,(2,3)]}}]
for o in objs:
  for proto in (4,5):
    try:
        d=pickle.dumps(o,proto)
        print(len(d), d[:60] if len(d)<200 else hash(d)==hash(d), end=' ')
        r=pickle.loads(d)
        print(type(r).__name__, repr(r)[:80] if type(o) not in (S,) else (r.a,hasattr(r,'b')))
    except Exception as e:
        print(type(o), type(e).__name__, e)
d=pickle.dumps(rec); r=pickle.loads(d); print(d, r[0] is r)
g=pickle.loads(pickle.dumps(G())); print(g.s); print(pickle.loads(pickle.dumps(R())).ab)
x=['shared']; y=pickle.loads(pickle.dumps([x,x])); print(y[0] is y[1])
for bad in [lambda:0,(i for i in []),io]:
    try: pickle.dumps(bad)
    except Exception as e: print(type(e).__name__, str(e).split(' at ')[0])
def f():
    class K: pass
    return K
for x in (f(), f()()):
    try: print(pickle.dumps(x))
    except Exception as e: print(type(e).__name__, e)
for b in [b'', b'\x80\x04', b'garbage', b'\x80\x09.', 'x', b'\x80\x04\x8c\x03abc.', b'\x80\x04\x8c\x01x\x8c\x01y\x93.',b'a']:
    try: print(pickle.loads(b))
    except BaseException as e: print(type(e).__name__, e)
f=io.BytesIO(); pickle.dump([1],f); pickle.dump({'a':2},f); f.seek(0); print(pickle.load(f),pickle.load(f))
print(P(1).__reduce_ex__(4)[1:], P(1).__getstate__(), S().__getstate__(), s.__getstate__(), object().__reduce_ex__(2)[1:])
for o in [P([1]),l,N(1,2),C.RED,D(1,[2]),E('x'),s,G(),R(),collections.deque([1],3),range(3),functools.partial(int,base=2),bytearray(b'a'),slice(1),datetime.datetime(2020,1,1)]:
    a=copy.copy(o); b=copy.deepcopy(o); print(type(a).__name__,type(b).__name__, a==o, b==o)
try: copy.copy(i for i in [])
except TypeError as e: print(e)
