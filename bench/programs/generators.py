"""A chain of generators, yield from, and send."""


def numbers(n):
    for i in range(n):
        yield i


def doubled(source):
    for value in source:
        yield value * 2


def filtered(source):
    for value in source:
        if value % 3:
            yield value


def delegating(source):
    yield from source


def averager():
    total = count = 0
    average = None
    while True:
        value = yield average
        total += value
        count += 1
        average = total // count


def main():
    total = 0
    for value in delegating(filtered(doubled(numbers(2_000_000)))):
        total += value
    mean = averager()
    next(mean)
    for i in range(1_000_000):
        last = mean.send(i)
    return total, last


print(main())
