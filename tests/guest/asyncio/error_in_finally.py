# An error in finally, with the first one before it.
# exits: 1
def f():
    try:
        raise ValueError('first')
    finally:
        {}['second']
f()
