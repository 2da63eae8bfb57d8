# What help() says, as CPython says it.
def add(a: int, b: int = 2, *args, c=None, **kw) -> int:
    """Add two numbers.

    More text here.
    """
    return a + b
def nodoc(x): pass
async def co(x):
    "coro"
class Base:
    """Base class."""
    attr = 5
    def __init__(self, x): self.x = x
    def hello(self, name='x'):
        """Say hello."""
class Child(Base):
    """Child class.

    With detail.
    """
    @classmethod
    def make(cls, n): "Make it."
    @staticmethod
    def util(a, b=1): "Util."
    @property
    def prop(self): "The prop."; return 1
    @property
    def both(self): return 1
    @both.setter
    def both(self, v): pass
    def hello(self): return 1
    def __repr__(self): return 'C'
help(add); help(nodoc); help(co); help(Base); help(Child); help(Child(1).hello); help(Child.hello); help(Base(1))
help(lambda x, y=1: x)
help('nosuchthing')
