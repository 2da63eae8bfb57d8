"""The sum of the squares of ten million numbers, by a generator expression."""
print(sum(i * i for i in range(10**7)))
