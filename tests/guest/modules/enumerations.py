# enum: members, flags, aliases, and the words of errors.
import enum
from enum import *
class C(Enum):
    RED=1
    GREEN=2
    CRIMSON=1
class P(Flag):
    R=1; W=2; X=4
    RW=3
class I(IntFlag):
    A=1;B=2
class S(StrEnum):
    FOO=auto(); BAR='x'
import warnings; warnings.simplefilter('ignore')
for f in ["C('x')","C['x']","1 in C","setattr(C,'RED',3)","delattr(C,'RED')","P(8)","P(3)","P(7)","P(0)","~P.R","P.R|P.X","str(P.R|P.X)","str(P(0))","I(8)","I(9)","I.A|8","~I.A","str(I.A)","S.FOO","str(S.FOO)","list(P)","list(P.RW)","len(P.RW)","P.R in P.RW","C.RED.foo","C.foo","dir(C)","C.__members__","C()","C.RED()","I.A+1","P.R|1","P.R & P.W", "bool(P(0))","format(C.RED,'>10')","f'{I.A}'","P('x')","C.RED<C.GREEN","hash(C.RED)==hash('RED')","repr(C)","Enum('Q','a b c')","Enum('Q','a b c').b","unique(C)","P.RW.name","P(5).name","P(5).value","P.R._name_","C.RED.RED","isinstance(C.RED,C)","C.RED.__objclass__","repr(P(5))","P.R.__class__","P.__members__","~I.A & I.B","C(None)","I(-1)","(~P.R).value", "C.RED.value", "C(1,2)", "vars(C.RED)","I.A == 1","P(16)","IntEnum('Z','a').a","str(IntEnum('Z','a').a)","repr(auto())","P.R ^ P.RW","setattr(C.RED,'value',3)","setattr(C.RED,'name',3)","I.A<I.B","sorted(I)","I['A']","S('x')","S.BAR+'y'","S.FOO.upper()","C.__module__","type(C)","C.RED is C(1)","len(C)","list(reversed(C))"]:
    try: print(f, '->', repr(eval(f)))
    except BaseException as e: print(f,'->',type(e).__name__,e)
# => C('x') -> ValueError 'x' is not a valid C
# => C['x'] -> KeyError 'x'
# => 1 in C -> TypeError unsupported operand type(s) for 'in': 'int' and 'EnumType'
# => setattr(C,'RED',3) -> AttributeError cannot reassign member 'RED'
# => delattr(C,'RED') -> AttributeError 'C' cannot delete member 'RED'.
# => P(8) -> <P: 0>
# => P(3) -> <P.RW: 3>
# => P(7) -> <P.R|W|X: 7>
# => P(0) -> <P: 0>
# => ~P.R -> <P.W|X: 6>
# => P.R|P.X -> <P.R|X: 5>
# => str(P.R|P.X) -> 'P.R|X'
# => str(P(0)) -> 'P(0)'
# => I(8) -> <I: 8>
# => I(9) -> <I.A|8: 9>
# => I.A|8 -> <I.A|8: 9>
# => ~I.A -> <I.B: 2>
# => str(I.A) -> '1'
# => S.FOO -> <S.FOO: 'foo'>
# => str(S.FOO) -> 'foo'
# => list(P) -> [<P.R: 1>, <P.W: 2>, <P.X: 4>]
# => list(P.RW) -> [<P.R: 1>, <P.W: 2>]
# => len(P.RW) -> 2
# => P.R in P.RW -> True
# => C.RED.foo -> AttributeError 'C' object has no attribute 'foo'
# => C.foo -> AttributeError foo
# => dir(C) -> ['GREEN', 'RED', '__class__', '__contains__', '__doc__', '__getitem__', '__init_subclass__', '__iter__', '__len__', '__members__', '__module__', '__name__', '__qualname__']
# => C.__members__ -> mappingproxy({'RED': <C.RED: 1>, 'GREEN': <C.GREEN: 2>, 'CRIMSON': <C.RED: 1>})
# => C() -> TypeError EnumType.__call__() missing 1 required positional argument: 'value'
# => C.RED() -> TypeError 'C' object is not callable
# => I.A+1 -> 2
# => P.R|1 -> TypeError unsupported operand type(s) for |: 'P' and 'int'
# => P.R & P.W -> <P: 0>
# => bool(P(0)) -> False
# => format(C.RED,'>10') -> '     C.RED'
# => f'{I.A}' -> '1'
# => P('x') -> ValueError 'x' is not a valid P
# => C.RED<C.GREEN -> TypeError '<' not supported between instances of 'C' and 'C'
# => hash(C.RED)==hash('RED') -> True
# => repr(C) -> "<enum 'C'>"
# => Enum('Q','a b c') -> <enum 'Q'>
# => Enum('Q','a b c').b -> <Q.b: 2>
# => unique(C) -> ValueError duplicate values found in <enum 'C'>: CRIMSON -> RED
# => P.RW.name -> 'RW'
# => P(5).name -> 'R|X'
# => P(5).value -> 5
# => P.R._name_ -> 'R'
# => C.RED.RED -> <C.RED: 1>
# => isinstance(C.RED,C) -> True
# => C.RED.__objclass__ -> <enum 'C'>
# => repr(P(5)) -> '<P.R|X: 5>'
# => P.R.__class__ -> <flag 'P'>
# => P.__members__ -> mappingproxy({'R': <P.R: 1>, 'W': <P.W: 2>, 'X': <P.X: 4>, 'RW': <P.RW: 3>})
# => ~I.A & I.B -> <I.B: 2>
# => C(None) -> ValueError None is not a valid C
# => I(-1) -> <I.A|B: 3>
# => (~P.R).value -> 6
# => C.RED.value -> 1
# => C(1,2) -> TypeError <enum 1> cannot extend <enum 'C'>
# => vars(C.RED) -> {'_value_': 1, '_name_': 'RED', '__objclass__': <enum 'C'>, '_sort_order_': 0}
# => I.A == 1 -> True
# => P(16) -> <P: 0>
# => IntEnum('Z','a').a -> <Z.a: 1>
# => str(IntEnum('Z','a').a) -> '1'
# => repr(auto()) -> 'auto(_auto_null)'
# => P.R ^ P.RW -> <P.W: 2>
# => setattr(C.RED,'value',3) -> AttributeError <enum 'Enum'> cannot set attribute 'value'
# => setattr(C.RED,'name',3) -> AttributeError <enum 'Enum'> cannot set attribute 'name'
# => I.A<I.B -> True
# => sorted(I) -> [<I.A: 1>, <I.B: 2>]
# => I['A'] -> <I.A: 1>
# => S('x') -> <S.BAR: 'x'>
# => S.BAR+'y' -> 'xy'
# => S.FOO.upper() -> 'FOO'
# => C.__module__ -> '__main__'
# => type(C) -> <class 'enum.EnumType'>
# => C.RED is C(1) -> True
# => len(C) -> 2
# => list(reversed(C)) -> [<C.GREEN: 2>, <C.RED: 1>]
try:
    class E(Enum):
        A=1; A=2
except Exception as e: print(type(e), e)  # => <class 'TypeError'> 'A' already defined as 1
try:
    class E(Enum):
        _foo_=1
except Exception as e: print(type(e), e)
# => <class 'ValueError'> _sunder_ names, such as '_foo_', are reserved for future Enum use
try:
    class E(C): pass
except Exception as e: print(type(e), e)
# => <class 'TypeError'> <enum 'E'> cannot extend <enum 'C'>
class E(Enum):
    A=auto(); B='x'
    def __init__(self, v): self.q=v
    C=3
print(E.A,E.B.q, list(E))  # => E.A x [<E.A: 1>, <E.B: 'x'>, <E.C: 3>]
class PL(Enum):
    EARTH=(1,2)
    MARS=(3,4)
    def __init__(self,a,b): self.a=a; self.b=b
    @property
    def s(self): return self.a+self.b
print(PL.EARTH.s, PL.EARTH, PL((3,4)))  # => 3 PL.EARTH PL.MARS
class X(str, Enum):
    A='a'
print(X.A, repr(X.A), f'{X.A}', X.A=='a', '%s'%X.A)  # => X.A <X.A: 'a'> X.A True X.A
class Y(int, Enum):
    A=1
print(Y.A, repr(Y.A), f'{Y.A}', Y.A+1)  # => Y.A <Y.A: 1> Y.A 2
class W(Enum):
    A=[1]; B={2:3}
print(W([1]), W.B)  # => W.A W.B
class Per(Enum):
    def m(self): return self.value
    V=1
    @classmethod
    def _missing_(cls, v): return cls.V
    @staticmethod
    def st(): return 3
print(Per(5), Per.V.m(), Per.st())  # => Per.V 1 3
class Wk(Enum):
    @staticmethod
    def _generate_next_value_(name, s, c, l): return name.lower()
    MON=auto()
print(Wk.MON.value)  # => mon
class Color(Flag):
    RED=auto(); BLUE=auto(); GREEN=auto()
    WHITE = RED|BLUE|GREEN
print(Color.WHITE, Color.RED|Color.BLUE, [c for c in Color.WHITE], Color.RED & Color.BLUE, ~Color.RED, Color(0))
# => Color.WHITE Color.RED|BLUE [<Color.RED: 1>, <Color.BLUE: 2>, <Color.GREEN: 4>] Color(0) Color.BLUE|GREEN Color(0)
import copy; print(copy.copy(C.RED) is C.RED, copy.deepcopy(C.RED) is C.RED)  # => True True
match C.RED:
    case C.GREEN: print('g')
    case C.RED: print('r')  # => r
