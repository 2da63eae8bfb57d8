# Functions: all kinds of parameters, closures, decorators, and the errors of wrong calls.


def show(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except TypeError as e:
        print("TypeError:", e)


def plain(a, b):
    return a, b


def defaults(a, b=2, c=3):
    return a, b, c


def rest(a, *args, **kwargs):
    return a, args, kwargs


def keyword_only(a, *, b, c=3):
    return a, b, c


def positional_only(a, b=2, /, c=3):
    return a, b, c


show(plain, 1, 2)  # => (1, 2)
show(plain, b=1, a=2)  # => (2, 1)
show(plain, 1)  # => TypeError: plain() missing 1 required positional argument: 'b'
show(plain)  # => TypeError: plain() missing 2 required positional arguments: 'a' and 'b'
show(plain, 1, 2, 3)  # => TypeError: plain() takes 2 positional arguments but 3 were given
show(plain, 1, a=2)  # => TypeError: plain() got multiple values for argument 'a'
show(plain, 1, c=2)  # => TypeError: plain() got an unexpected keyword argument 'c'
show(defaults, 1)  # => (1, 2, 3)
show(defaults, 1, c=9)  # => (1, 2, 9)
show(defaults)  # => TypeError: defaults() missing 1 required positional argument: 'a'
show(defaults, 1, 2, 3, 4)  # => TypeError: defaults() takes from 1 to 3 positional arguments but 4 were given
show(rest, 1)  # => (1, (), {})
show(rest, 1, 2, 3, x=4)  # => (1, (2, 3), {'x': 4})
show(keyword_only, 1, b=2)  # => (1, 2, 3)
show(keyword_only, 1)  # => TypeError: keyword_only() missing 1 required keyword-only argument: 'b'
show(keyword_only, 1, 2)  # => TypeError: keyword_only() takes 1 positional argument but 2 were given
show(keyword_only, 1, 2, b=3)  # => TypeError: keyword_only() takes 1 positional argument but 2 positional arguments (and 1 keyword-only argument) were given
show(positional_only, 1, 5)  # => (1, 5, 3)
show(positional_only, 1, c=4)  # => (1, 2, 4)
show(positional_only, a=1)  # => TypeError: positional_only() got some positional-only arguments passed as keyword arguments: 'a'
show(lambda: 5)  # => 5
show(lambda x, *y: (x, y), 1, 2)  # => (1, (2,))
show(lambda x: x)  # => TypeError: <lambda>() missing 1 required positional argument: 'x'

args = (1, 2)
kw = {"c": 3}
print(defaults(*args, **kw))  # => (1, 2, 3)
print(rest(*args, *[3, 4], k=5, **kw))  # => (1, (2, 3, 4), {'k': 5, 'c': 3})
print(rest(0, *"ab"))  # => (0, ('a', 'b'), {})
try:
    plain(*5)
except TypeError as e:
    print(e)  # => __main__.plain() argument after * must be an iterable, not int
try:
    plain(**5)
except TypeError as e:
    print(e)  # => __main__.plain() argument after ** must be a mapping, not int
try:
    rest(1, **{"x": 1}, **{"x": 2})
except TypeError as e:
    print(e)  # => __main__.rest() got multiple values for keyword argument 'x'


def counter():
    count = 0

    def step(by=1):
        nonlocal count
        count += by
        return count

    return step


one = counter()
two = counter()
one()
print(one(), one(5), two())  # => 2 7 1
print(one.__name__, one.__qualname__)  # => step counter.<locals>.step


def outer(x):
    def middle():
        def inner():
            return x

        return inner

    return middle()()


print(outer(42))  # => 42


def twice(f):
    def wrapper(*a):
        return f(*a) * 2

    return wrapper


@twice
@twice
def add(a, b):
    """Adds."""
    return a + b


print(add(1, 2))  # => 12


def documented(a: int, b: "str" = "x") -> float:
    """The docstring."""


print(documented.__doc__)  # => The docstring.
print(documented.__annotations__)  # => {'a': <class 'int'>, 'b': 'str', 'return': <class 'float'>}
print(documented.__defaults__, documented.__code__.co_varnames)  # => ('x',) ('a', 'b')


def recursive(n):
    return 1 if n <= 1 else n * recursive(n - 1)


print(recursive(25))  # => 15511210043330985984000000

depth = 0


def endless():
    global depth
    depth += 1
    endless()


try:
    endless()
except RecursionError as e:
    print(depth > 900, e)  # => True maximum recursion depth exceeded


def unbound():
    try:
        print(later)
    except UnboundLocalError as e:
        print(e)  # => cannot access local variable 'later' where it is not associated with a value
    later = 1


unbound()


def free_unbound():
    def inner():
        return missing

    try:
        inner()
    except NameError as e:
        print(e)  # => cannot access free variable 'missing' where it is not associated with a value in enclosing scope
    missing = 1


free_unbound()
try:
    print(undefined_name)
except NameError as e:
    print(e, e.name)  # => name 'undefined_name' is not defined undefined_name


def mutable(item, into=[]):
    into.append(item)
    return into


mutable(1)
print(mutable(2))  # => [1, 2]
print((lambda *a, k=1, **kw: (a, k, kw))(1, 2, k=3, z=4))  # => ((1, 2), 3, {'z': 4})
print([f(2) for f in [lambda x, n=n: x + n for n in range(3)]])  # => [2, 3, 4]
f = plain
f.note = "attribute"
print(f.note, f.__dict__)  # => attribute {'note': 'attribute'}
if (n := 10) > 5:
    print(n)  # => 10
print([y := 1, y + 1], y)  # => [1, 2] 1


def local_names(a, b):
    c = a + b
    return locals()


print(local_names(1, 2))  # => {'a': 1, 'b': 2, 'c': 3}
