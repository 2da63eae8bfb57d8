# Frames of a decorator's wrapper in the traceback.
# exits: 1
import functools
def deco(fn):
    @functools.wraps(fn)
    def inner(*a):
        return fn(*a)
    return inner
@deco
def f(x):
    return x.upper()
print(f('a'))
f(5)
