"""Calls of functions: plain, with defaults, with keywords, recursive."""


def add(a, b):
    return a + b


def scale(value, factor=2, offset=1):
    return value * factor + offset


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def main():
    total = 0
    for i in range(2_000_000):
        total = add(total, i)
        total = scale(total, offset=3) % 1_000_003
    return total + fib(27)


print(main())
