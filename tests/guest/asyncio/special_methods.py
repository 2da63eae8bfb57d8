# Objects with special methods, match on an enum.
import asyncio, enum
class S(enum.Enum):
    IDLE = 'idle'; BUSY = 'busy'; DONE = 'done'
class Light:
    _names = {}
    def __init_subclass__(cls, **kw):
        super().__init_subclass__(**kw)
        Light._names[cls.__name__] = cls
    def __init__(self): self.state = S.IDLE; self.log = []
    async def __call__(self, n):
        self.state = S.BUSY
        for i in range(n):
            self.log.append((self.state.value, i))
            await asyncio.sleep(0)
        self.state = S.DONE
        return self
    def __iter__(self): return iter(self.log)
    def __len__(self): return len(self.log)
    def __getitem__(self, i): return self.log[i]
    def __contains__(self, x): return any(x in t for t in self.log)
    def __bool__(self): return self.state is S.DONE
    def __add__(self, o): return self.log + o.log
    def __str__(self): return f'{type(self).__name__}<{self.state.name}>'
    def __format__(self, spec): return format(str(self), spec)
class Red(Light): pass
class Green(Light): pass
async def main():
    a, b = await asyncio.gather(Red()(2), Green()(1))
    print(a, f'{b:>15}|', len(a), a[0], a[-1:], 'busy' in a, bool(b), a + b, [*a], Light._names)
    match a.state:
        case S.IDLE: print('idle')
        case S.DONE | S.BUSY as s: print('matched', s)
asyncio.run(main())
