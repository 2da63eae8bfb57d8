# Endless recursion ends in RecursionError, its frames folded.
# exits: 1
def f(n):
    return f(n + 1)
f(0)
