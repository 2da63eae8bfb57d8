"""Raising and catching: own exceptions, those of builtins, through several frames."""


class Refused(Exception):
    def __init__(self, code):
        super().__init__(code)
        self.code = code


def check(n):
    if n % 2:
        raise Refused(n)
    return n


def through(n):
    try:
        return check(n)
    finally:
        pass


class Empty:
    pass


def main():
    caught = 0
    numbers = [1, 2, 3]
    table = {}
    empty = Empty()
    for i in range(250_000):
        try:
            through(i)
        except Refused as refused:
            caught += refused.code & 1
        try:
            table["missing"]
        except KeyError:
            caught += 1
        try:
            numbers[i + 3]
        except IndexError:
            caught += 1
        try:
            int("no number")
        except ValueError:
            caught += 1
        try:
            empty.nothing
        except AttributeError:
            caught += 1
        try:
            1 // (i - i)
        except ZeroDivisionError:
            caught += 1
    iterator = iter(())
    for i in range(250_000):
        try:
            next(iterator)
        except StopIteration:
            caught += 1
    return caught


print(main())
