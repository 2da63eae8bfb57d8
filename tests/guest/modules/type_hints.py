# typing and inspect.
from typing import *
import typing, inspect, functools
for e in ["Optional[int]","Union[int,str,None]","List[int]","Dict[str,List[int]]","Callable[[int,str],float]","Callable[...,Any]","Tuple[int,...]","Any","Literal['a',1]","ClassVar[int]","Final[int]","Type[int]","Awaitable[int]","Coroutine[Any,Any,int]","AsyncIterator[int]","Iterable['Foo']","TypeVar('T')","Annotated[int,'x']","List","Union[int,int]","Optional[Optional[int]]","int|None","List[int]|None","Generator[int,None,str]","Optional[List[int]]","NoReturn","Self","get_origin(List[int])","get_args(Dict[str,int])","get_args(Callable[[int],str])","List[TypeVar('T')][int]","isinstance([],List)","NewType('U',int)(3)","cast(int,'x')","Deque[int]","DefaultDict[str,int]","Set[int]","FrozenSet[int]","Sequence[int]","typing.Counter[int]","Union[int,List[str]]","TypedDict('TD',{'a':int})","typing.Type","isinstance(3, Union[int,str])","Callable[[],None]","AsyncGenerator[int,None]","Optional[Callable[[int],None]]","ContextManager[int]","Hashable","Union[int,str]==Union[str,int]","TYPE_CHECKING","Text","List()","Any()","List[3]","Optional[int,str]","Dict[int]"]:
    try: print(e,'->',eval(e))
    except Exception as x: print(e,'->',type(x).__name__,x)
# => Optional[int] -> typing.Optional[int]
# => Union[int,str,None] -> typing.Union[int, str, NoneType]
# => List[int] -> typing.List[int]
# => Dict[str,List[int]] -> typing.Dict[str, typing.List[int]]
# => Callable[[int,str],float] -> typing.Callable[[int, str], float]
# => Callable[...,Any] -> typing.Callable[..., typing.Any]
# => Tuple[int,...] -> typing.Tuple[int, ...]
# => Any -> typing.Any
# => Literal['a',1] -> typing.Literal['a', 1]
# => ClassVar[int] -> typing.ClassVar[int]
# => Final[int] -> typing.Final[int]
# => Type[int] -> typing.Type[int]
# => Awaitable[int] -> typing.Awaitable[int]
# => Coroutine[Any,Any,int] -> typing.Coroutine[typing.Any, typing.Any, int]
# => AsyncIterator[int] -> typing.AsyncIterator[int]
# => Iterable['Foo'] -> typing.Iterable[ForwardRef('Foo')]
# => TypeVar('T') -> ~T
# => Annotated[int,'x'] -> typing.Annotated[int, 'x']
# => List -> typing.List
# => Union[int,int] -> <class 'int'>
# => Optional[Optional[int]] -> typing.Optional[int]
# => int|None -> int | None
# => List[int]|None -> typing.Optional[typing.List[int]]
# => Generator[int,None,str] -> typing.Generator[int, NoneType, str]
# => Optional[List[int]] -> typing.Optional[typing.List[int]]
# => NoReturn -> typing.NoReturn
# => Self -> typing.Self
# => get_origin(List[int]) -> <class 'list'>
# => get_args(Dict[str,int]) -> (<class 'str'>, <class 'int'>)
# => get_args(Callable[[int],str]) -> ([<class 'int'>], <class 'str'>)
# => List[TypeVar('T')][int] -> typing.List[int]
# => isinstance([],List) -> True
# => NewType('U',int)(3) -> 3
# => cast(int,'x') -> x
# => Deque[int] -> typing.Deque[int]
# => DefaultDict[str,int] -> typing.DefaultDict[str, int]
# => Set[int] -> typing.Set[int]
# => FrozenSet[int] -> typing.FrozenSet[int]
# => Sequence[int] -> typing.Sequence[int]
# => typing.Counter[int] -> typing.Counter[int]
# => Union[int,List[str]] -> typing.Union[int, typing.List[str]]
# => TypedDict('TD',{'a':int}) -> <class '__main__.TD'>
# => typing.Type -> typing.Type
# => isinstance(3, Union[int,str]) -> True
# => Callable[[],None] -> typing.Callable[[], NoneType]
# => AsyncGenerator[int,None] -> typing.AsyncGenerator[int, NoneType]
# => Optional[Callable[[int],None]] -> typing.Optional[typing.Callable[[int], NoneType]]
# => ContextManager[int] -> typing.ContextManager[int]
# => Hashable -> typing.Hashable
# => Union[int,str]==Union[str,int] -> True
# => TYPE_CHECKING -> False
# => Text -> <class 'str'>
# => List() -> TypeError Type List cannot be instantiated; use list() instead
# => Any() -> TypeError Any cannot be instantiated
# => List[3] -> typing.List[3]
# => Optional[int,str] -> TypeError typing.Optional requires a single type. Got (<class 'int'>, <class 'str'>).
# => Dict[int] -> TypeError Too few arguments for typing.Dict; actual 1, expected 2
class P(NamedTuple):
    x: int
    y: str = 'a'
print(P(1), P(1,'b')._asdict(), P.__annotations__, P._field_defaults)
# => P(x=1, y='a') {'x': 1, 'y': 'b'} {'x': <class 'int'>, 'y': <class 'str'>} {'y': 'a'}
T=TypeVar('T')
class Box(Generic[T]):
    def __init__(self, v: T): self.v=v
print(Box[int], Box[int](3).v, Box.__mro__, Box.__parameters__)
# => __main__.Box[int] 3 (<class '__main__.Box'>, <class 'typing.Generic'>, <class 'object'>) (~T,)
class Sub(Box[int]): pass
print(Sub.__mro__, Sub.__orig_bases__)
# => (<class '__main__.Sub'>, <class '__main__.Box'>, <class 'typing.Generic'>, <class 'object'>) (__main__.Box[int],)
@runtime_checkable
class Pr(Protocol):
    def run(self) -> int: ...
class R:
    def run(self): return 1
print(isinstance(R(),Pr), isinstance(3,Pr), issubclass(R,Pr))  # => True False True
class TD(TypedDict, total=False):
    a: int
print(TD(a=1), TD.__annotations__, TD.__total__)  # => {'a': 1} {'a': <class 'int'>} False
def f(a: int, b: 'str'='x', *args, c, d=3, **kw) -> List[int]: "doc"
print(inspect.signature(f), get_type_hints(f), f.__annotations__)
# => (a: int, b: 'str' = 'x', *args, c, d=3, **kw) -> List[int] {'a': <class 'int'>, 'b': <class 'str'>, 'return': typing.List[int]} {'a': <class 'int'>, 'b': 'str', 'return': typing.List[int]}
print(inspect.signature(functools.partial(f,1)), inspect.signature(R().run), inspect.signature(Box))
# => (b: 'str' = 'x', *args, c, d=3, **kw) -> List[int] () (v: ~T)
async def co(): pass
async def ag(): yield
def g(): yield
c = co()
print(inspect.iscoroutinefunction(co), inspect.isasyncgenfunction(ag), inspect.isgeneratorfunction(g), inspect.isawaitable(c), inspect.iscoroutine(c), inspect.getcoroutinestate(c))
# => True True True True True CORO_CREATED
c.close()
print(inspect.getcoroutinestate(c))  # => CORO_CLOSED
print(inspect.signature(f).bind(1,c=2), inspect.getfullargspec(f))
# => <BoundArguments (a=1, c=2)> FullArgSpec(args=['a', 'b'], varargs='args', varkw='kw', defaults=('x',), kwonlyargs=['c', 'd'], kwonlydefaults={'d': 3}, annotations={'return': typing.List[int], 'a': <class 'int'>, 'b': 'str'})
print(inspect.getdoc(f), inspect.isclass(R), inspect.ismethod(R().run), inspect.isfunction(f), inspect.isbuiltin(len), [n for n,_ in inspect.getmembers(R()) if not n.startswith('_')])
# => doc True True True True ['run']
print(list(inspect.signature(f).parameters.values())[0], repr(inspect.signature(f).parameters['b']), inspect.Parameter.KEYWORD_ONLY)
# => a: int <Parameter "b: 'str' = 'x'"> KEYWORD_ONLY
