# enum: every kind, and its members.
from enum import *
class Color(Enum):
    RED = 1; GREEN = 2; BLUE = 3
    CRIMSON = 1
    @classmethod
    def parse(cls, s): return cls[s.upper()]
    def __str__(self): return self.name.title()
    @property
    def hexa(self): return f'#{self.value:06x}'
print(Color.RED, repr(Color.RED), Color(2), Color['BLUE'], list(Color), Color.CRIMSON is Color.RED, Color.__members__, len(Color), Color.parse('green'), Color.RED.hexa, Color.RED in Color, f'{Color.RED}', f'{Color.RED!r:>20}')
class S(str, Enum):
    A = 'a'; B = 'b'
print(S.A, S.A == 'a', f'{S.A}', '%s' % S.A, S('b'), S.A.upper(), repr(S.A), {S.A: 1}['a'])
class T(StrEnum):
    X = auto(); Y = auto()
print(T.X, repr(T.X), f'{T.X}', T('y'))
class I(IntEnum):
    LOW = 1; HIGH = 10
print(I.LOW, repr(I.LOW), I.LOW + 1, I.LOW < I.HIGH, sorted([I.HIGH, I.LOW]), f'{I.LOW:03d}', I(10), int(I.HIGH), max(I))
class F(Flag):
    R = auto(); W = auto(); X = auto()
    RW = R | W
print(F.R | F.X, repr(F.R | F.X), F.RW, F.R in F.RW, ~F.R, F(0), list(F.RW), F.R & F.W, bool(F.R & F.W), F['RW'], F(7), len(F.RW), F.R ^ F.RW)
class IF(IntFlag):
    A = 1; B = 2; C = 4
print(IF.A | IF.B, repr(IF.A | IF.B), IF(8), repr(IF(9)), IF.A | 8, IF.A == 1, ~IF.A)
class Au(Enum):
    def _generate_next_value_(name, start, count, last): return name.lower()
    A = auto(); B = auto()
print(Au.A.value, [m.value for m in Au])
class Planet(Enum):
    MERCURY = (3.3e23, 2.4e6)
    EARTH = (5.9e24, 6.3e6)
    def __init__(self, mass, radius): self.mass, self.radius = mass, radius
    @property
    def g(self): return round(6.67e-11 * self.mass / self.radius**2, 3)
print(Planet.EARTH.g, Planet.EARTH.value, repr(Planet.EARTH))
class M(Enum):
    A = 'x'
    @classmethod
    def _missing_(cls, v): return cls.A if v == 'default' else None
print(M('default'))
try: M('q')
except ValueError as e: print(e)
D = Enum('D', 'N S E W'); print(list(D), D.N.value)
D2 = Enum('D2', {'A': 1, 'B': 2}); print(D2.A)
try:
    @unique
    class U(Enum): A = 1; B = 1
except ValueError as e: print(e)
@verify(CONTINUOUS)
class V(Enum): A = 1; B = 2
class N(Enum):
    A = nonmember(5)
    @member
    def f(): pass
    B = 6
print(N.A, list(N)[-1])
print(Color.RED.__class__, type(Color), Color.RED.__module__, dir(Color)[:3], Color.__doc__, hash(Color.RED) == hash('RED'))
for c in Color: 
    match c:
        case Color.RED: print('r')
        case _: print('other', c.name)
import json; print(json.dumps({'a': I.LOW, 'b': S.A}), json.dumps([T.X]))
import pickle; print(pickle.loads(pickle.dumps(Color.RED)) is Color.RED)
print(F.R.name, F.RW.name, (F.R|F.X).name, F(0).name, Color.RED.name, F.R.value)
