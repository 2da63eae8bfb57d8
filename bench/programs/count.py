"""An empty counting loop."""


def main():
    for _ in range(15_000_000):
        pass
    i = 0
    while i < 10_000_000:
        i += 1
    return i


print(main())
