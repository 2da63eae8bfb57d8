# The builtin functions: results, and the words of their errors.


def error(call):
    try:
        call()
    except Exception as e:
        return f"{type(e).__name__}: {e}"
    return "no error"


print(1, "a", 2.5, None, sep="|", end="!\n")  # => 1|a|2.5|None!
print()  # => 
for word in "xz":
    print(word, end="-" if word == "x" else "\n")  # => x-z

print(error(lambda: print(1, sep=2)))  # => TypeError: sep must be None or a string, not int
print(error(lambda: print(1, end=2)))  # => TypeError: end must be None or a string, not int
print(error(lambda: print(1, foo=2)))
# => TypeError: 'foo' is an invalid keyword argument for print()
print(len([1, 2]), len("abc"), len({}), len(range(5)))  # => 2 3 0 5
print(error(lambda: len(5)))  # => TypeError: object of type 'int' has no len()
print(error(lambda: len()))  # => TypeError: len() takes exactly one argument (0 given)
print(error(lambda: len(1, 2)))  # => TypeError: len() takes exactly one argument (2 given)
print(isinstance(1, int), isinstance(True, int), isinstance("", (int, str)), isinstance(1, int | str))
# => True True True True
print(error(lambda: isinstance(1, 2)))
# => TypeError: isinstance() arg 2 must be a type, a tuple of types, or a union
print(issubclass(bool, int), issubclass(int, (str, list)))  # => True False
print(error(lambda: issubclass(1, int)))  # => TypeError: issubclass() arg 1 must be a class


class Thing:
    x = 1


t = Thing()
print(getattr(t, "x"), getattr(t, "y", 5), hasattr(t, "x"), hasattr(t, "y"))  # => 1 5 True False
setattr(t, "y", 7)
print(t.y, vars(t))  # => 7 {'y': 7}
delattr(t, "y")
print(error(lambda: getattr(t, "y")))  # => AttributeError: 'Thing' object has no attribute 'y'
print(error(lambda: getattr(t, 3)))  # => TypeError: attribute name must be string, not 'int'
print(error(lambda: setattr(1, "a", 2)))  # => AttributeError: 'int' object has no attribute 'a'
print(sorted([3, 1, 2]), sorted("hello", reverse=True), sorted([-3, 2], key=abs))
# => [1, 2, 3] ['o', 'l', 'l', 'h', 'e'] [2, -3]
print(error(lambda: sorted([1, "a"])))
# => TypeError: '<' not supported between instances of 'str' and 'int'
print(error(lambda: sorted()))  # => TypeError: sorted expected 1 argument, got 0
print(min(3, 1, 2), max([4, 9, 2]), min("b", "a"), max([], default=0), min([-3, 2], key=abs))
# => 1 9 a 0 2
print(max("aa", "b", key=len), max([1, 1.0]), min(1, 1.0))  # => aa 1 1
print(error(lambda: max([])))  # => ValueError: max() arg is an empty sequence
print(error(lambda: max()))  # => TypeError: max expected at least 1 argument, got 0
print(error(lambda: max(1, 2, default=3)))
# => TypeError: Cannot specify a default for max() with multiple positional arguments
print(sum([1, 2, 3]), sum([0.1] * 10), sum([[1], [2]], []), sum(range(101)), sum([1, 2.5]))
# => 6 0.9999999999999999 [1, 2] 5050 3.5
print(sum([True, True]), sum((i for i in range(4)), start=10))  # => 2 16
print(error(lambda: sum(["a"], "")))
# => TypeError: sum() can't sum strings [use ''.join(seq) instead]
print(any([0, 1]), any([]), all([1, 0]), all([]))  # => True False False True
print(abs(-3), abs(-2.5), abs(3 + 4j), abs(True))  # => 3 2.5 5.0 1
print(error(lambda: abs("a")))  # => TypeError: bad operand type for abs(): 'str'
print(round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234, -2), round(1.5, 0))
# => 2 4 -2 2.67 1200 2.0
print(error(lambda: round("a")))  # => TypeError: type str doesn't define __round__ method
print(divmod(7, 3), divmod(-7, 3), divmod(7.5, 2), divmod(-1, 2.5))
# => (2, 1) (-3, 2) (3.0, 1.5) (-1.0, 1.5)
print(error(lambda: divmod(1, 0)))  # => ZeroDivisionError: integer division or modulo by zero
print(pow(2, 10), pow(2, -1), pow(3, 4, 5), pow(3, -1, 7), pow(2.0, 3))  # => 1024 0.5 1 5 8.0
print(bin(10), oct(-8), hex(255), hex(-256), bin(0))  # => 0b1010 -0o10 0xff -0x100 0b0
print(error(lambda: bin(1.5)))  # => TypeError: 'float' object cannot be interpreted as an integer
print(chr(97), chr(8364), chr(128512), ord("a"), ord("€"), ord(b"x"))  # => a € 😀 97 8364 120
print(error(lambda: chr(-1)))  # => ValueError: chr() arg not in range(0x110000)
print(error(lambda: chr(1 << 70)))  # => OverflowError: Python int too large to convert to C int
print(error(lambda: ord("ab")))
# => TypeError: ord() expected a character, but string of length 2 found
print(error(lambda: ord(1)))  # => TypeError: ord() expected string of length 1, but int found
print(repr("a'b"), repr('a"b'), repr("a\n\t\\"), repr("é"), ascii("é€😀\x80"))
# => "a'b" 'a"b' 'a\n\t\\' 'é' '\xe9\u20ac\U0001f600\x80'
print(format(3.14159, ".2f"), format(42, ">6"), format("a", "^5"), format(255, "#x"), format(5))
# => 3.14     42   a   0xff 5
print(error(lambda: format(1, 2)))  # => TypeError: format() argument 2 must be str, not int
print(hash(1), hash(True), hash(1.0), hash("a") == hash("a"), hash(None) == hash(None))
# => 1 1 1 True True
print(error(lambda: hash([])))  # => TypeError: unhashable type: 'list'
it = iter([1, 2])
print(next(it), next(it), next(it, "end"))  # => 1 2 end
print(error(lambda: next(it)))  # => StopIteration: 
print(error(lambda: next(5)))  # => TypeError: 'int' object is not an iterator
print(error(lambda: iter(5)))  # => TypeError: 'int' object is not iterable
values = [3, 2, 1, 0]
print(list(iter(values.pop, 1)))  # => [0]
print(error(lambda: iter(1, 2)))  # => TypeError: iter(v, w): v must be callable
print(callable(len), callable(5), callable(Thing), callable(lambda: 0))  # => True False True True
print(list(enumerate("ab", 1)), list(zip([1, 2], "ab")), list(map(str, [1, 2])))
# => [(1, 'a'), (2, 'b')] [(1, 'a'), (2, 'b')] ['1', '2']
print(list(filter(None, [0, 1, "", "a"])), list(filter(lambda x: x > 1, [1, 2, 3])))
# => [1, 'a'] [2, 3]
print(list(reversed([1, 2, 3])), list(map(lambda a, b: a + b, [1, 2], [10, 20])))
# => [3, 2, 1] [11, 22]
print(error(lambda: list(zip([1], [1, 2], strict=True))))
# => ValueError: zip() argument 2 is longer than argument 1
print(type(1), type("a"), type(None), type(type), type(len), type(print).__name__)
# => <class 'int'> <class 'str'> <class 'NoneType'> <class 'type'> <class 'builtin_function_or_method'> builtin_function_or_method
print(eval("1 + 2"), eval("x * 2", {"x": 21}))  # => 3 42
space = {}
exec("a = 1\nb = a + 1", space)
print(space["a"], space["b"])  # => 1 2
print(error(lambda: eval("1 +")))  # => SyntaxError: invalid syntax (<string>, line 1)
print(error(lambda: open("nowhere.txt")))
# => FileNotFoundError: [Errno 2] No such file or directory: 'nowhere.txt'
print(error(lambda: input()))  # => EOFError: EOF when reading a line
print([name for name in dir(t) if not name.startswith("_")])  # => ['x']
print(NotImplemented, Ellipsis, __debug__, ..., __name__)
# => NotImplemented Ellipsis True Ellipsis __main__
print(bool([]), bool([0]), int("12"), int(3.9), int("ff", 16), float("1e3"), str(5), complex(1, 2))
# => False True 12 3 255 1000.0 5 (1+2j)
print(len, print, [].append.__name__, str.join)
# => <built-in function len> <built-in function print> append <method 'join' of 'str' objects>


def generator():
    yield 1
    return "value"


g = generator()
next(g)
try:
    next(g)
except StopIteration as e:
    print("returned", e.value)  # => returned value
