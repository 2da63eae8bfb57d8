# Handlers registered by decorators; one of them gets wrong arguments.
# exits: 1
import asyncio
from collections import defaultdict

class Bus:
    def __init__(self): self.subs = defaultdict(list)
    def on(self, topic):
        def deco(fn):
            self.subs[topic].append(fn)
            return fn
        return deco
    async def emit(self, topic, /, **data):
        results = await asyncio.gather(*(fn(**data) for fn in self.subs[topic]), return_exceptions=True)
        return [r if not isinstance(r, BaseException) else f'{type(r).__name__}: {r}' for r in results]

bus = Bus()
@bus.on('user')
async def welcome(*, name, **_):
    await asyncio.sleep(0.02)
    return f'welcome {name}'
@bus.on('user')
async def audit(name, age=0):
    await asyncio.sleep(0.01)
    return f'audit {name}:{age}'
@bus.on('user')
async def broken(**data):
    raise KeyError(sorted(data))

print(asyncio.run(bus.emit('user', name='ann', age=3)))
print(asyncio.run(bus.emit('user', age=3)))
