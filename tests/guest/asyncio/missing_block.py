# A def without an indented block.
# exits: 1
def f():
print(1)
