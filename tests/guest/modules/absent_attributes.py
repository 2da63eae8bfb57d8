# An attribute whose descriptor raises AttributeError is absent to hasattr and getattr.
class Slots:
    __slots__ = ('a', 'b')


class Lazy:
    @property
    def broken(self):
        raise AttributeError('no')


s = Slots()
s.a = 1
print(hasattr(s, 'a'), hasattr(s, 'b'), getattr(s, 'b', 3), hasattr(Lazy(), 'broken'))
print({name for name in ('a', 'b') if hasattr(s, name)})
print(getattr(Lazy(), 'broken', 'default'))
