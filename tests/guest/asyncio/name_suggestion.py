# NameError and AttributeError suggest what was meant.
# exits: 1
class Foo:
    def __init__(self):
        self.value = 1
x = Foo()
try:
    x.valeu
except AttributeError as e:
    print(e)
counter = 0
def g():
    print(conter)
g()
