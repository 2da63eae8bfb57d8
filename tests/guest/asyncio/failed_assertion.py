# A failed assertion in a constructor: no carets below it.
# exits: 1
class A:
    def __init__(self, x):
        self.x = self.check(x)
    @staticmethod
    def check(x):
        assert isinstance(x, int), f'bad {x!r}'
        return x
    @property
    def p(self):
        return self.y
try:
    A(1).p
except AttributeError as e:
    print(e)
A('s')
