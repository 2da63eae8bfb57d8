# Carets below names and keys in wide characters.
# exits: 1
def f(名字):
    return 名字['键'] + 未定义(名字, 1)
f({'键': 1})
