# typing: what its forms print and answer.
from typing import *
import typing, collections.abc
T = TypeVar('T'); K = TypeVar('K'); P = ParamSpec('P')
print(List[int], Dict[str, List[int]], Optional[int], Union[int, str, None], Callable[[int], str], Callable[..., Any], Tuple[int, ...], Type[int], Literal['a', 1], Annotated[int, 'x'], ClassVar[int], Final[int], Iterable[T], T, P)
print(list[int], dict[str, list[T]], int | str, int | None, list[T][int], dict[K, T][str, int], tuple[int, ...], type[int], collections.abc.Callable[[int], str], collections.abc.Awaitable[int])
print(get_origin(List[int]), get_args(Dict[str, int]), get_origin(list[int]), get_args(int | str), get_args(Callable[[int, str], bool]), get_origin(Union[int, str]), get_args(Literal[1, 2]))
def f(a: int, b: 'str' = 'x', *args: float, **kw: Optional[int]) -> List[int]: ...
print(f.__annotations__, get_type_hints(f))
class Stack(Generic[T]):
    def __init__(self): self.items: List[T] = []
    def push(self, x: T) -> None: self.items.append(x)
print(Stack[int], Stack[int](), Stack.__parameters__, Stack[int].__origin__) if 0 else print(Stack[int], Stack.__parameters__, Stack.__orig_bases__)
@runtime_checkable
class Sized2(Protocol):
    def __len__(self) -> int: ...
print(isinstance([], Sized2), isinstance(5, Sized2), issubclass(list, Sized2))
class Emp(NamedTuple):
    name: str
    id: int = 3
    def hi(self): return 'hi ' + self.name
e = Emp('G'); print(e, e.hi(), e._asdict(), Emp._fields, Emp._field_defaults, Emp.__annotations__)
class TD(TypedDict, total=False):
    a: Required[int]
    b: str
print(TD(a=1), TD.__required_keys__, TD.__optional_keys__, TD.__annotations__)
UserId = NewType('UserId', int); print(UserId(5), UserId, UserId.__name__)
print(cast(int, 'x'), TYPE_CHECKING, NoReturn, Any, reveal_type.__name__)
@overload
def g(x: int) -> int: ...
@overload
def g(x: str) -> str: ...
def g(x): return x
print(g(1), len(get_overloads(g)))
print(Optional[Union[int, None]], Union[int], Union[int, int], Union[List[int], int] == (List[int] | int), hash(Union[int, str]) == hash(Union[str, int]))
def deco(fn: Callable[P, T]) -> Callable[P, Awaitable[T]]: return fn
print(deco.__annotations__)
print(Self, LiteralString, Never, assert_never.__name__, TypeAlias, Concatenate[int, P], TypeGuard[int], Unpack, TypeVarTuple('Ts'))
print(typing.get_type_hints(Emp), isinstance([], collections.abc.Sequence), isinstance({}, Mapping))
print(AsyncIterator[int], AsyncGenerator[int, None], Awaitable[int], Coroutine[Any, Any, int], ContextManager[int], Deque[int], DefaultDict[str, int], Counter[str], ChainMap[str, int], Pattern[str], IO[str], Generator[int, None, None])
from dataclasses import dataclass
@dataclass
class Resp(Generic[T]):
    data: T
    err: str | None = None
print(Resp[int](5), Resp.__annotations__)
@final
class Fin: pass
print(Fin.__final__, get_type_hints(Resp))
