"""Formatting text: f-strings, format(), %, join, split, replace."""


def main():
    size = 0
    for i in range(300_000):
        name = f"item-{i:05d}"
        price = f"{i / 7:.2f} EUR"
        row = "%s costs %s (%d%%)" % (name, price, i % 100)
        line = "{}: {!r}".format(i, row)
        size += len(line) + len(", ".join((name, price, str(i))))
        size += len(row.replace("costs", "is").split())
    return size


print(main())
